"""The tables and points of the page Fuldstændighed, in Danish. No Streamlit and no counting."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd

from app import labels
from pipelines.asked import Asked
from pipelines.completeness import Count, Measuring, Rate, ToMend
from pipelines.danish import day as danish_day
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.due_item import STATES_DA, field_label
from pipelines.lateness import Lateness

COMPLETENESS_DA, RATE_DA = "Fuldstændighed", "Registreringsgrad"
_NOTHING = "ingen"


def percent(share: float | None) -> str:
    """A share as whole per cent; a half rounds up; None is nothing to count."""
    return _NOTHING if share is None else f"{number(100 * share, 0)} %"


def count_da(count: Count) -> str:
    """What a share of completeness rests on."""
    return f"{number(count.done + count.explained, 0)} af {number(count.due, 0)} felter"


def courses_table(left: Sequence[ToMend]) -> pd.DataFrame:
    """One row per course with something open, in the order of citizens: how much, since when, and which fields."""
    by_course: dict[tuple[str, str], list[ToMend]] = {}
    for one in left:
        by_course.setdefault((one.citizen_id, one.course_id), []).append(one)
    return pd.DataFrame(
        [
            {
                "Borger": citizen_id,
                "Forløb": course_id,
                "Mangler": len(found),
                "Heraf over fristen": sum(one.item.state == "late" for one in found),
                "Ældste måned": danish_month(min(one.item.month for one in found)),
                "Felter": ", ".join(dict.fromkeys(one.item.label_da for one in found)),
            }
            for (citizen_id, course_id), found in by_course.items()
        ],
        columns=["Borger", "Forløb", "Mangler", "Heraf over fristen", "Ældste måned", "Felter"],
    )


def items_table(left: Sequence[ToMend]) -> pd.DataFrame:
    """Everything open, one row per field and month, with how to mend it: the table to take along."""
    return pd.DataFrame(
        [
            {
                "Borger": one.citizen_id,
                "Forløb": one.course_id,
                "Måned": f"{one.item.month:%m-%Y}",
                "Felt": one.item.label_da,
                "Tilstand": STATES_DA[one.item.state],
                "Frist": danish_day(one.item.deadline),
                "Sådan rettes det": one.item.mend_da,
            }
            for one in left
        ],
        columns=["Borger", "Forløb", "Måned", "Felt", "Tilstand", "Frist", "Sådan rettes det"],
    )


def months_table(
    counts: Mapping[date, Count], rates: Mapping[date, Rate], late: Mapping[date, Lateness]
) -> pd.DataFrame:
    """Month by month, newest first: what was due, what became of it, and what came late."""
    none = Lateness()
    return pd.DataFrame(
        [
            {
                "Måned": danish_month(month),
                COMPLETENESS_DA: percent(count.share),
                RATE_DA: percent(rates[month].share if month in rates else None),
                "Felter": number(count.due, 0),
                "Registreret": number(count.done, 0),
                "Med en grund": number(count.explained, 0),
                "Mangler": number(count.missing + count.late, 0),
                "Skrevet for sent": number(late.get(month, none).typed_late, 0),
                "Indlæst for sent": number(late.get(month, none).loaded_late, 0),
            }
            for month, count in sorted(counts.items(), reverse=True)
        ]
    )


def month_points(counts: Mapping[date, Count], rates: Mapping[date, Rate]) -> pd.DataFrame:
    """Both shares as points of a chart: month, label, value, shown."""
    shares = [(month, COMPLETENESS_DA, count.share) for month, count in counts.items()]
    shares += [(month, RATE_DA, rate.share) for month, rate in rates.items()]
    return pd.DataFrame(
        [
            {"month": datetime(month.year, month.month, 1), "label": label, "value": share, "shown": percent(share)}
            for month, label, share in shares
        ],
        columns=["month", "label", "value", "shown"],
    )


def groups_table(counts: Mapping[str, Count], heading: str) -> pd.DataFrame:
    """Completeness group by group, in the order given: fields as on the form, or caseworkers by name."""
    return pd.DataFrame(
        [
            {
                heading: name,
                COMPLETENESS_DA: percent(count.share),
                "Registreret": number(count.done, 0),
                "Med en grund": number(count.explained, 0),
                "Mangler": number(count.missing + count.late, 0),
            }
            for name, count in counts.items()
        ],
        columns=[heading, COMPLETENESS_DA, "Registreret", "Med en grund", "Mangler"],
    )


def field_points(counts: Mapping[str, Count]) -> pd.DataFrame:
    """Completeness per field as bars: label, value, shown."""
    return pd.DataFrame(
        [{"label": name, "value": count.share, "shown": percent(count.share)} for name, count in counts.items()],
        columns=["label", "value", "shown"],
    )


def named_fields(counts: Mapping[str, Count]) -> dict[str, Count]:
    """The same counts with the fields' Danish names."""
    return {field_label(field): count for field, count in counts.items()}


def reasons_table(found: Mapping[tuple[str, str], int]) -> pd.DataFrame:
    """How often each reason was given, and for which fields, the most frequent first."""
    reasons_da = labels.codes("missing_reasons", "reason")
    total: dict[str, int] = {}
    for (reason, _), times in found.items():
        total[reason] = total.get(reason, 0) + times
    return pd.DataFrame(
        [
            {
                "Grund": reasons_da[reason],
                "Antal": total[reason],
                "Felter": ", ".join(
                    f"{field_label(field)} ({times})"
                    for (why, field), times in sorted(found.items(), key=lambda one: -one[1])
                    if why == reason
                ),
            }
            for reason in sorted(total, key=lambda reason: -total[reason])
        ],
        columns=["Grund", "Antal", "Felter"],
    )


def calendar_table(coming: Sequence[Measuring]) -> pd.DataFrame:
    """The measurements of the coming months, soonest first."""
    return pd.DataFrame(
        [
            {
                "Måned": danish_month(one.month),
                "Borger": one.citizen_id,
                "Forløb": one.course_id,
                "Måles med": ", ".join(field_label(code) for code in one.instruments),
                "Senest": danish_day(one.deadline),
            }
            for one in coming
        ],
        columns=["Måned", "Borger", "Forløb", "Måles med", "Senest"],
    )


def left_out_table(asked: Asked) -> pd.DataFrame:
    """The fields that nobody is asked for, and why."""
    return pd.DataFrame(
        [{"Felt": field_label(field), "Hvorfor": f"Spørges ikke, for {why}."} for field, why in asked.left_out.items()],
        columns=["Felt", "Hvorfor"],
    )
