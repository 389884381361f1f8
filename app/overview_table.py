"""The overview's list as a table that a screen reader reads and a keyboard walks: time bars and spark lines drawn in it."""

import base64
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from app.charts import ACTUAL, EXPECTED, EXPECTED_FILL, INK
from app.overview_frames import housing_da, newest_da, place_da, reading_da, signs_da
from pipelines.danish import number
from pipelines.deviation_texts import DeviationTexts
from pipelines.overview import OverviewLine

STYLE = """<style>
table.overview {width: 100%; border-collapse: collapse; font-size: .92rem;}
table.overview th {text-align: left; font-weight: 600; border-bottom: 2px solid #9aa5ad; padding: .3rem .6rem .3rem 0;}
table.overview td {vertical-align: top; border-bottom: 1px solid #dfe5e9; padding: .45rem .6rem .45rem 0;}
table.overview a {font-weight: 600; white-space: nowrap; color: #1f5673;}
table.overview ul {margin: 0; padding: 0; list-style: none;}
table.overview li::before {content: "▸ ";}
table.overview small {color: #45525b;}
table.overview img {display: block;}
@media (max-width: 700px) {
  table.overview thead {position: absolute; left: -9999px;}
  table.overview tr {display: block; padding: .5rem 0; border-bottom: 2px solid #9aa5ad;}
  table.overview td {display: flex; gap: .6rem; border: 0; padding: .15rem 0;}
  table.overview td::before {content: attr(data-name); flex: 0 0 6.5rem; color: #45525b;}
}
</style>"""
HEADINGS = ("Borger", "Hvor i forløbet", "At tale om", "Tid", "Trivsel", "Bolig", "Senest registreret")
_WIDE, _HIGH = 110, 26


def table(lines: Sequence[OverviewLine], texts: DeviationTexts, kept: Mapping[str, str]) -> str:
    """The list as HTML; kept is what the address keeps when a course is opened."""
    heads = "".join(f"<th scope='col'>{name}</th>" for name in HEADINGS)
    rows = "".join(_row(line, texts, kept) for line in lines)
    return f"{STYLE}<table class='overview'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(line: OverviewLine, texts: DeviationTexts, kept: Mapping[str, str]) -> str:
    head = line.course.head
    where = escape(f"borger?{urlencode({**kept, 'id': head.course_id})}", quote=True)
    cells = (
        f"<a href='{where}' target='_self'>{escape(head.citizen_id)}</a>",
        f"<span>{escape(place_da(line))}<br><small>{escape(line.course.caseworker)}</small></span>",
        _to_talk_about(line, texts),
        _time(line),
        _scores(line),
        escape(housing_da(line)),
        escape(newest_da(line)),
    )
    return f"<tr>{''.join(_cell(name, cell) for name, cell in zip(HEADINGS, cells, strict=True))}</tr>"


def _cell(name: str, content: str) -> str:
    return f"<td data-name='{name}'>{content}</td>"


def _to_talk_about(line: OverviewLine, texts: DeviationTexts) -> str:
    """The signs as a list, and the reading of time and progression beneath."""
    signs = "".join(f"<li>{escape(title)}</li>" for title in signs_da(line, texts))
    listed = f"<ul>{signs}</ul>" if signs else ""
    return f"<span>{listed}<small>{escape(reading_da(line))}</small></span>"


def _time(line: OverviewLine) -> str:
    """Actual time as a filled bar in the outlined expected one, both in per cent of all that is expected."""
    if line.actual_pct is None or line.expected_pct is None:
        return "<small>intet skøn</small>"
    full = max(100.0, line.actual_pct, line.expected_pct)
    expected, actual = (_WIDE * value / full for value in (line.expected_pct, line.actual_pct))
    words = f"{number(line.actual_pct, 0)} % brugt, {number(line.expected_pct, 0)} % forventet"
    drawing = (
        f"<rect x='0.5' y='3.5' width='{expected:.1f}' height='19' fill='{EXPECTED_FILL}' stroke='{EXPECTED}'/>"
        f"<rect x='0.5' y='9' width='{actual:.1f}' height='8' fill='{ACTUAL}'/>"
    )
    return f"<span>{_svg(drawing, '')}<small>{words}</small></span>"


def _scores(line: OverviewLine) -> str:
    """The actual scores as a line over their scale; the newest is written, beside what was expected then."""
    if not line.scores:
        return "<small>ikke målt</small>"
    highest = 100 if line.course.head.instrument == "WHO5" else 40
    first, last = line.scores[0][0], line.scores[-1][0]
    days = max((last - first).days, 1)
    places = [
        (4 + (_WIDE - 8) * (on - first).days / days, _HIGH - 3 - (_HIGH - 6) * score / highest)
        for on, score in line.scores
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    end = f"<circle cx='{places[-1][0]:.1f}' cy='{places[-1][1]:.1f}' r='3' fill='{INK}'/>"
    drawing = f"<polyline points='{path}' fill='none' stroke='{INK}' stroke-width='1.5'/>{end}"
    words = f"{'WHO-5' if highest == 100 else 'ORS'} {number(line.scores[-1][1], 0 if highest == 100 else 1)}"
    hoped = (
        "" if line.expected_score is None else f", forventet {number(line.expected_score, 0 if highest == 100 else 1)}"
    )
    return f"<span>{_svg(drawing, f'{len(line.scores)} målinger, senest {words}')}<small>{words}{hoped}</small></span>"


def _svg(drawing: str, words: str) -> str:
    """The drawing as a picture with its words, none where they stand beside it; the page's cleaning takes a bare svg away."""
    space = "xmlns='http://www.w3.org/2000/svg'"
    text = f"<svg {space} width='{_WIDE + 2}' height='{_HIGH}' viewBox='0 0 {_WIDE + 2} {_HIGH}'>{drawing}</svg>"
    encoded = base64.b64encode(text.encode()).decode()
    return f"<img src='data:image/svg+xml;base64,{encoded}' width='{_WIDE + 2}' height='{_HIGH}' alt='{escape(words)}'>"
