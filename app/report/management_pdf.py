"""The management's month on one A4 page: PDF/UA-1 through Typst, in the words of the page."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst

from app.management_frames import CASE_HEADS, Page, Told
from pipelines.danish import day as danish_day
from pipelines.questions import shortened

STANDARD: Literal["ua-1"] = "ua-1"
TEMPLATE = Path(__file__).with_name("management.typ")
MOST_GOALS, MOST_CASES = 6, 4
LONGEST_QUESTION, LONGEST_SAID = 280, 160
"""What is longer, or more, does not fit one page; it is cut at a word, or counted and named with its page."""
SIZES = (9.0, 8.4, 7.8, 7.2, 6.6)
"""The type, in points: the largest that fits one page."""


def management_pdf(page: Page, made_on: date) -> bytes:
    """The page as a file; always one page."""
    with TemporaryDirectory() as made:
        folder, pdf = Path(made), b""
        (folder / TEMPLATE.name).write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        for size in SIZES:
            told = _fitting(page, made_on) | {"size": size}
            (folder / "page.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            pdf = bytes(typst.compile(folder / TEMPLATE.name, pdf_standards=[STANDARD]))
            if len(re.findall(rb"/Type/Page\b", pdf)) == 1:
                break
        return pdf


def _fitting(page: Page, made_on: date) -> dict[str, Any]:
    """What stands on the sheet."""
    return asdict(page) | {
        "made": f"Lavet {danish_day(made_on)}.",
        "questions": [shortened(text, LONGEST_QUESTION) for text in page.questions],
        "moved": _told(page.moved),
        "goals": _told(page.goals[:MOST_GOALS]),
        "goals_note": f"{page.goals_note}{_more(len(page.goals) - MOST_GOALS, 'kriterier', 'Mål')}",
        "cases": [asdict(case) | {"said": [shortened(text, LONGEST_SAID) for text in case.said]}
                  for case in page.cases[:MOST_CASES]],
        "cases_note": f"{page.cases_note}{_more(len(page.cases) - MOST_CASES, 'beregninger', 'SØM')}",
        "case_heads": CASE_HEADS,
        "months": [(_short_month(month), value.partition(" (")[0]) for month, value in page.months],
    }  # fmt: skip


def _told(found: Iterable[Told]) -> list[dict[str, str]]:
    return [asdict(one) | {"said": shortened(one.said, LONGEST_SAID)} for one in found]


def _more(count: int, what: str, where: str) -> str:
    return f" {count} {what} til står på siden {where}." if count > 0 else ""


def _short_month(month: str) -> str:
    """marts 2025 as mar 25."""
    name, _, year = month.partition(" ")
    return f"{name[:3]} {year[2:]}"
