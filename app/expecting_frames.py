"""What the page Forventning says of a suggestion and of how good guesses were, in words and as frames. No Streamlit."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from app.course_frames import BASIS_DA, INSTRUMENT_DA
from pipelines.danish import day as danish_day
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.expecting import FEWEST, Calibration, Suggestion
from pipelines.expecting_help import ExpectingHelp, PeriodHelp, ScoreHelp
from pipelines.registering import Conflict, Outcome, ReasonNeeded, Refused

SOURCE_DA = {"ended": "egne afsluttede forløb", "running": "teamets forløb i gang"}


def period_da(help_: PeriodHelp, method: str) -> str:
    """A period and when it begins: fase 2 (fra april 2025)."""
    name = f"Fase {help_.period}" if method == "CTI" else f"Måned {help_.period}"
    if help_.first_month is None:
        return name
    return f"{name} ({'fra ' if method == 'CTI' else ''}{danish_month(help_.first_month)})"


def suggestion_da(found: Suggestion, unit: str = "timer") -> str:
    """The suggestion with what it rests on, or that there is none and why."""
    if found.median is None or found.lower is None or found.upper is None:
        return f"Intet forslag: der er under {FEWEST} forløb at gå ud fra."
    return (
        f"Forslag {number(found.median)} {unit}; den midterste halvdel ligger fra {number(found.lower)} til "
        f"{number(found.upper)} ({found.n} {SOURCE_DA[found.source]})."
    )


def score_da(help_: ScoreHelp) -> str:
    """The day of an expected score, and what own courses had moved by then."""
    moved = suggestion_da(help_.suggestion, "point siden første måling")
    return f"{danish_day(help_.measured_on)} (måned {help_.month}). {moved}"


def typed(value: float | None) -> str:
    """A number as one would type it: 7,5; blank where there is none."""
    if value is None:
        return ""
    written = number(value, 2).replace(".", "")
    return written.rstrip("0").rstrip(",")


def changed(help_: ExpectingHelp, written: Mapping[int, str]) -> dict[int, str]:
    """The periods whose hours are written and are another number than what is expected now."""
    now = {one.period: typed(one.now) for one in help_.periods}
    return {period: text for period, text in written.items() if text.strip() and text.strip() != now.get(period, "")}


def all_scores(help_: ExpectingHelp, written: Mapping[date, str]) -> dict[date, str]:
    """The new set whole: the points that have passed as they were, and what is written of those ahead."""
    passed = {on: typed(score) for on, score in help_.passed_scores}
    return passed | {on: text for on, text in written.items() if text.strip()}


def told(outcome: Outcome) -> tuple[bool, str]:
    """Whether it is stored, and what happened, in words."""
    if isinstance(outcome, Refused):
        return False, " ".join(dict.fromkeys(fault.message for fault in outcome.faults))
    if isinstance(outcome, Conflict):
        return False, "En anden har ændret forventningen, siden du åbnede siden. Genindlæs siden, og se det nye først."
    if isinstance(outcome, ReasonNeeded):
        return (
            False,
            "Det ændrer noget, der allerede gælder for en tidligere måned. Skøn kun perioder, der ikke er slut.",
        )
    if outcome.load_id is None:
        return True, "Der var intet nyt at gemme."
    return True, "Forventningen er gemt. Den tidligere er bevaret."


def calibration_rows(found: Mapping[str, Sequence[Calibration]], by: str) -> pd.DataFrame:
    """First and last estimates of each group, by basis or by year, for the chart and the table."""
    rows = [
        {"group": BASIS_DA[one.group] if by == "basis" else one.group, "which": which, "off": one.off,
         "shown": f"{number(100 * one.off, 0)} %", "n": one.n, "ratio": number(one.ratio, 2)}
        for which, name in (("første skøn", f"first_by_{by}"), ("seneste skøn", f"last_by_{by}"))
        for one in found[name]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["group", "which", "off", "shown", "n", "ratio"])


def calibration_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same as a table."""
    names = {"group": "Gruppe", "which": "Skøn", "shown": "Ved siden af (median)",
             "ratio": "Faktisk i forhold til skønnet (median)", "n": "Perioder"}  # fmt: skip
    return rows.rename(columns=names)[list(names.values())]


def calibration_da(rows: pd.DataFrame) -> str:
    """The chart in words."""
    lines = [f"{row.group}, {row.which}: {row.shown} ved siden af ({row.n} perioder)" for row in rows.itertuples()]
    return "Hvor langt skønnene ramte ved siden af. " + "; ".join(lines) + "."


def instrument_da(help_: ExpectingHelp) -> str:
    """The instrument that the course follows."""
    return INSTRUMENT_DA[help_.head.instrument]
