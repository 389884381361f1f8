"""The management's month on one A4 page: PDF/UA-1 through Typst, in the words of the page."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst

from app.management_frames import CASE_HEADS, Page, Told, ended
from pipelines.danish import day as danish_day
from pipelines.questions import shortened

STANDARD: Literal["ua-1"] = "ua-1"
TEMPLATE = Path(__file__).with_name("management.typ")
MOST_GOALS, MOST_CASES = 6, 4
LONGEST_QUESTION, LONGEST_MOVED, LONGEST_SAID = 280, 220, 160
"""What is longer, or more, may not fit one page; it is cut at a word, or counted and named with its page."""
SIZES = (9.0, 8.4, 7.8, 7.2, 6.6)
"""The type, in points: the largest that fits one page."""
READABLE = 3
"""How many of the sizes are large enough to be chosen for the sake of showing everything."""


@dataclass(frozen=True)
class _Room:
    """How much of the page stands on the sheet, in which type."""

    size: float
    goals: int
    cases: int


def management_pdf(page: Page, made_on: date) -> bytes:
    """The page as a file of one A4 page, that says what it has no room for."""
    with TemporaryDirectory() as made:
        folder, pdf = Path(made), b""
        (folder / TEMPLATE.name).write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        for room in _rooms(len(page.goals), len(page.cases)):
            told = _fitting(page, made_on, room)
            (folder / "page.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            pdf = bytes(typst.compile(folder / TEMPLATE.name, pdf_standards=[STANDARD]))
            if len(re.findall(rb"/Type/Page\b", pdf)) == 1:
                break
        return pdf


def _rooms(goals: int, cases: int) -> Iterator[_Room]:
    """Everything in readable type, then what there mostly is room for in any, then less and less in the smallest."""
    yield from (_Room(size, goals, cases) for size in SIZES[:READABLE])
    goals, cases = min(goals, MOST_GOALS), min(cases, MOST_CASES)
    yield from (_Room(size, goals, cases) for size in SIZES)
    yield from (_Room(SIZES[-1], fewer, cases) for fewer in reversed(range(goals)))
    yield from (_Room(SIZES[-1], 0, fewer) for fewer in reversed(range(cases)))


def _fitting(page: Page, made_on: date, room: _Room) -> dict[str, Any]:
    """What stands on the sheet."""
    return asdict(page) | {
        "size": room.size,
        "made": f"Lavet {danish_day(made_on)}.",
        "questions": [shortened(text, LONGEST_QUESTION) for text in page.questions],
        "moved": _told(page.moved, LONGEST_MOVED),
        "goals": _told(page.goals[: room.goals], LONGEST_SAID),
        "goals_note": f"{page.goals_note}{more_goals_da(len(page.goals) - room.goals)}",
        "cases": [asdict(case) | {"said": [shortened(text, LONGEST_SAID) for text in case.said]}
                  for case in page.cases[: room.cases]],
        "cases_note": f"{page.cases_note}{more_cases_da(len(page.cases) - room.cases)}",
        "case_heads": CASE_HEADS,
        "months": [(_short_month(month), value.partition(" (")[0]) for month, value in page.months],
    }  # fmt: skip


def _told(found: Iterable[Told], longest: int) -> list[dict[str, str]]:
    return [asdict(one) | {"name": ended(one.name), "said": shortened(one.said, longest)} for one in found]


def more_goals_da(count: int) -> str:
    """How many criteria there is no room for, and where they are; blank when there is none."""
    return f" {count} {'kriterium' if count == 1 else 'kriterier'} til står på siden Mål." if count > 0 else ""


def more_cases_da(count: int) -> str:
    """The same for calculations."""
    return f" {count} {'beregning' if count == 1 else 'beregninger'} til står på siden SØM." if count > 0 else ""


def _short_month(month: str) -> str:
    """marts 2025 as mar 25."""
    name, _, year = month.partition(" ")
    return f"{name[:3]} {year[2:]}"
