"""One course on one page to show and give to the citizen: plain words, large, no signs. PDF/UA-1 through Typst."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst
import vl_convert

from app.labels import METHOD_DA
from app.picture import months_table, scores_table, spoken
from pipelines.course_view import CourseView
from pipelines.danish import day as danish_day
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.double_bottom_line import DoubleBottomLine

STANDARD: Literal["ua-1"] = "ua-1"
TEMPLATE = Path(__file__).with_name("course.typ")
VEGA_LITE = "6.4"
MONTHS_ON_THE_PAGE = 16
"""More months than this do not fit the page; the newest are shown, and it is said."""


def course_pdf(view: CourseView, line: DoubleBottomLine, chart: Any) -> bytes:
    """The page as PDF; chart is the picture of the double bottom line, and its words are its text alternative."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        svg = vl_convert.vegalite_to_svg(chart.properties(width=640, height=300).to_dict(), vl_version=VEGA_LITE)
        (folder / "picture.svg").write_text(svg, encoding="utf-8")
        (folder / "course.json").write_text(json.dumps(page_of(view, line), ensure_ascii=False), encoding="utf-8")
        (folder / "course.typ").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        made_pdf: bytes = typst.compile(folder / "course.typ", pdf_standards=[STANDARD])
        return made_pdf


def page_of(view: CourseView, line: DoubleBottomLine) -> dict[str, Any]:
    """All that stands on the page, in the words of the page."""
    months, scores = months_table(line), scores_table(line)
    return {
        "title": f"Forløb {view.head.citizen_id}",
        "subtitle": f"{METHOD_DA[view.head.method]}. Set {danish_day(view.day)}.",
        "words": plain_words(view, line),
        "alt": spoken(line, view.head),
        "months": [list(months.columns), *months.tail(MONTHS_ON_THE_PAGE).to_numpy().tolist()],
        "months_left_out": max(0, len(months) - MONTHS_ON_THE_PAGE),
        "scores": [list(scores.columns), *scores.tail(MONTHS_ON_THE_PAGE).to_numpy().tolist()],
    }


def plain_words(view: CourseView, line: DoubleBottomLine) -> list[str]:
    """What the numbers say, to the citizen: time used of what was planned, and wellbeing now beside what was hoped."""
    return [sentence for sentence in (_time(line), _score(view, line), _next(view)) if sentence]


def _time(line: DoubleBottomLine) -> str:
    used = sum(row.actual_hours or 0 for row in line.periods)
    if not line.total_expected:
        return f"Vi har brugt {number(used)} timer sammen. Vi har endnu ikke aftalt, hvor mange timer der er."
    return f"Vi har brugt {number(used)} af de {number(line.total_expected)} timer, vi regner med i alt."


def _score(view: CourseView, line: DoubleBottomLine) -> str:
    measured = [point for point in line.progression if point.actual is not None]
    if not measured:
        return "Vi har endnu ikke målt, hvordan du har det."
    first, last = measured[0], measured[-1]
    highest = 100 if view.head.instrument == "WHO5" else 40
    told = (
        f"Din trivsel er {number(last.actual or 0, 0 if highest == 100 else 1)} af {highest} ({danish_day(last.date)})."
    )
    if len(measured) > 1:
        told += f" Den første gang var den {number(first.actual or 0, 0 if highest == 100 else 1)} ({danish_day(first.date)})."
    return told


def _next(view: CourseView) -> str:
    if view.next_measurement is None:
        return ""
    return f"Næste gang, vi måler, er i {danish_month(view.next_measurement)}."
