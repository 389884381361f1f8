"""Rows of figures as a file tells them: what they are about, one story per figure, and what is hidden and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from app import labels, shown
from kpi_catalogue.figure import Figure, Part, catalogue
from pipelines.danish import day
from pipelines.danish import month as danish_month
from pipelines.double_bottom_line import later_month
from pipelines.figures import STATUS_DA

FigureRow = Mapping[str, Any]
Audience = Literal["team", "outside"]
AUDIENCE_DA: dict[Audience, str] = {
    "team": "Kun for teamet, der arbejder med borgerne. Intet er skjult: del ikke filen uden for teamet.",
    "outside": "Uden for teamet. Små tal er skjult.",
}
HIDDEN = ("too_few", "protects_another")
SILENT_DA = "Nøgletal uden tal i denne fil"
NAMED = 6
"""More hidden points, or spreads, than this are counted, not named, on a slide."""


@dataclass(frozen=True)
class Subject:
    """What a file is about: its title, the newest month, whom it covers, whom it is for, and the day it was made.

    limit: counts from 1 to below it are hidden outside the team. figures: the catalogue as it is called where the file is
    made.
    """

    title: str
    month: date
    scope_da: str
    audience: Audience
    limit: int
    made_on: date
    figures: Mapping[str, Figure] = field(default_factory=catalogue, repr=False)

    @property
    def subtitle(self) -> str:
        """Month and scope on one line."""
        return f"{danish_month(self.month).capitalize()}, {self.scope_da}"

    def about(self) -> list[tuple[str, str]]:
        """Name and text of everything that must be known to read the file."""
        return [
            ("Måned", danish_month(self.month)),
            ("Omfang", self.scope_da),
            ("Til hvem", AUDIENCE_DA[self.audience]),
            ("Lavet", day(self.made_on)),
        ]


@dataclass(frozen=True)
class Point:
    """One mark of a picture; a hidden or missing value is None and says so in `shown`."""

    label: str
    value: float | None
    shown: str
    month: date
    status: str


@dataclass(frozen=True)
class Story:
    """One figure in one breakdown: a heading, the points of its picture, and the sentences beside it.

    kind: months as a line, or groups or categories as bars. rows: all of the figure's rows that the file has.
    """

    figure: Figure
    part: Part
    heading: str
    kind: Literal["line", "bars"]
    points: tuple[Point, ...]
    sentences: tuple[str, ...]
    rows: tuple[FigureRow, ...]

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to draw."""
        return any(point.value is not None for point in self.points)

    @property
    def is_silent(self) -> bool:
        """Whether the file has no value at all of the figure."""
        return all(row["value"] is None for row in self.rows)

    @property
    def alt(self) -> str:
        """The picture in words, for those who do not see it."""
        drawn = "Kurve over måneder" if self.kind == "line" else "Søjler"
        return f"{drawn}, {self.heading}. " + "; ".join(f"{point.label}: {point.shown}" for point in self.points) + "."


def stories(rows: Sequence[FigureRow], subject: Subject) -> list[Story]:
    """A story per figure and breakdown, in the order of the rows."""
    found: dict[tuple[str, str | None], list[FigureRow]] = {}
    for row in rows:
        found.setdefault((row["figure"], row["by"]), []).append(row)
    return [_story(subject.figures[name], by, own, subject.month) for (name, by), own in found.items()]


def _story(figure: Figure, by: str | None, rows: Sequence[FigureRow], month: date) -> Story:
    """The first part among the rows is drawn, the others are told."""
    part = figure.part(rows[0]["part"])
    own = [row for row in rows if row["part"] == part.name]
    now = [row for row in own if row["month"] == f"{month:%Y-%m}"]
    is_line = by is None and all(row["category"] is None for row in own) and len(own) > 1
    points = tuple(_point(row, part, is_line) for row in (own if is_line else now))
    heading = part.title_da if by is None else f"{part.title_da} efter {labels.BREAKDOWN_DA[by]}"
    sentences = [*_value_sentences(own, now, part, month), *_part_sentences(figure, part, rows, month)]
    hidden = hidden_points(points)
    return Story(
        figure, part, heading, "line" if is_line else "bars", points, (*sentences, *([hidden] if hidden else [])),
        tuple(rows),
    )  # fmt: skip


def month_of(row: FigureRow) -> date:
    """The month of a row as a date."""
    return date.fromisoformat(f"{row['month']}-01")


def label_da(row: FigureRow, part: Part) -> str:
    """Group and category of a row in Danish; i alt without either."""
    words = [labels.group_da(row["by"], row["group"])] if row["group"] is not None else []
    if row["category"] is not None:
        words.append(shown.category_da(part, row["category"]))
    return ": ".join(words) or "i alt"


def _point(row: FigureRow, part: Part, is_line: bool) -> Point:
    label = danish_month(month_of(row)) if is_line else label_da(row, part)
    return Point(label, row["value"], shown.value_da(row, part), month_of(row), row["status"])


def _value_sentences(own: Sequence[FigureRow], now: Sequence[FigureRow], part: Part, month: date) -> list[str]:
    """The month's value with what it rests on, and the change since the month before."""
    if len(now) != 1 or now[0]["category"] is not None or now[0]["by"] is not None:
        rests_on = {shown.coverage_da(row, part) for row in now if row["value"] is not None and row["by"] is None}
        known = [f"{danish_month(month).capitalize()}: {rests_on.pop()}."] if len(rests_on) == 1 else []
        return [*known, *_spread_sentences(now, part)]
    row, before = now[0], f"{later_month(month, -1):%Y-%m}"
    found = [_ended(f"{danish_month(month).capitalize()}: {shown.value_da(row, part)}")]
    if told := shown.coverage_da(row, part):
        found.append(_ended(told))
    found += _spread_sentences(now, part)
    earlier = next((one["value"] for one in own if one["month"] == before), None)
    change = shown.change_da(row["value"], earlier, part)
    return [*found, f"Siden {danish_month(later_month(month, -1))}: {change}."] if change else found


def _ended(sentence: str) -> str:
    """With one full stop, also after kr."""
    return sentence if sentence.endswith(".") else f"{sentence}."


def _spread_sentences(now: Sequence[FigureRow], part: Part) -> list[str]:
    """Which shares so few agree with: of the month's one number, or of each group and category, the first ones named."""
    told = [(label_da(row, part), spread) for row in now if (spread := shown.spread_da(row, part))]
    if len(now) == 1 or not told:
        return [f"Så få passer med {spread}." for _, spread in told]
    more = f"; {len(told) - NAMED} til står i Excel-filen" if len(told) > NAMED else ""
    return [f"Så få passer med: {'; '.join(f'{label} {spread}' for label, spread in told[:NAMED])}{more}."]


def _part_sentences(figure: Figure, drawn: Part, rows: Sequence[FigureRow], month: date) -> list[str]:
    """The month's other parts with what they rest on, a sentence each; only without a breakdown, where they are few."""
    found = []
    for part in figure.parts:
        own = [row for row in rows if row["part"] == part.name and row["month"] == f"{month:%Y-%m}"]
        if part is drawn or not own or own[0]["by"] is not None or own[0]["status"] == "not_applicable":
            continue
        found.append(_ended(_part_da(part, own)))
    return found


def _part_da(part: Part, rows: Sequence[FigureRow]) -> str:
    """A part's value, or its categories', with what they rest on: beside the title where that is one for all of several."""
    known = [shown.coverage_da(row, part) if row["value"] is not None else "" for row in rows]
    rests_on = [f" ({told})" if told else "" for told in known]
    is_one = len(rows) > 1 and len(set(rests_on)) == 1
    told = [
        f"{label_da(row, part) + ': ' if row['category'] is not None else ''}{shown.value_da(row, part)}"
        f"{'' if is_one else rests}"
        for row, rests in zip(rows, rests_on, strict=True)
    ]
    return f"{part.title_da}{rests_on[0] if is_one else ''}: {', '.join(told)}"


def hidden_points(points: Sequence[Point]) -> str:
    """Which points of a picture are hidden, and why; empty when none is."""
    hidden = [point for point in points if point.status in HIDDEN]
    if not hidden:
        return ""
    if len(hidden) == len(points) > 1:
        return f"Ingen af de {len(points)} tal er vist: {why_silent(points)}."
    named = [f"{point.label} ({STATUS_DA[point.status]})" for point in hidden[:NAMED]]
    more = f" og {len(hidden) - NAMED} til" if len(hidden) > NAMED else ""
    return f"Ikke vist: {', '.join(named)}{more}."


def why_silent(points: Sequence[Point]) -> str:
    """The reasons why points have no value, each once, in the words of the statuses."""
    return ", ".join(dict.fromkeys(STATUS_DA[point.status] for point in points if point.value is None))


def hidden_da(rows: Sequence[FigureRow], subject: Subject) -> list[str]:
    """How much of the file is hidden and by which rule."""
    if not rows:
        return ["Filen har ingen nøgletal."]
    if subject.audience == "team":
        return ["Intet er skjult, fordi filen er til teamet. Tallene må ikke gives videre, som de står her."]
    few, others = (sum(row["status"] == status for row in rows) for status in HIDDEN)
    if not few + others:
        return [f"Ingen af filens {len(rows)} tal er skjult."]
    return [
        f"{few + others} af filens {len(rows)} tal er skjult. Et skjult tal er aldrig nul.",
        f"{few} er for få: de hviler på 1-{subject.limit - 1} borgere, 1-{subject.limit - 1} falder udenfor, eller én borger "
        "udgør mere end halvdelen.",
        f"{others} er skjult, så et andet, lille tal ikke kan regnes ud.",
    ]
