"""The door to what leaves the program about a case: report, workbook and shared file, with no small counts in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app import candidate_list, cases, shown
from app.published import published_figures
from app.report.som_report import Told
from app.rights import Visit
from kpi_catalogue.figure import catalogue
from pipelines.case_changes import Change, changes
from pipelines.experience import Experience, experience_text, read_experience
from pipelines.figures import UnknownFigureError, WrongUseError
from pipelines.warehouse import WarehouseError
from som_engine.errors import CaseError

OUTCOMES = ("low_wellbeing", "wellbeing_gain", "shelter_nights", "sustained_exit", "housing_retention")
"""Key figures of the citizens' own outcome that stand beside the money in a report."""
COMPARED = (
    "base_year",
    "price_year",
    "horizon_years",
    "discount_rate",
    "timing",
    "intervention",
    "effect",
    "consequences",
)


@dataclass(frozen=True)
class Shared:
    """A case that another municipality has shared, and what differs from an own case."""

    experience: Experience
    differences: tuple[Change, ...]


def report_of(visit: Visit, case_id: str, month: date, at: datetime) -> Told:
    """All that the report of a case is made of; CaseError when the case cannot be calculated."""
    content, calculated = leaving(visit, case_id, month, at)
    groups = {name: group.title_da for name, group in cases.knowledge_now(visit).target_groups.items()}
    outcomes = _outcomes(visit, content.get("municipality"), month)
    versions = cases.versions(visit, case_id, at)
    place = content.get("municipality")
    candidates = [one for one in candidate_list.listed(visit) if place in (None, one.municipality)]
    return Told(content, calculated, versions, outcomes, month, visit.here.today, groups, candidates)


def leaving(visit: Visit, case_id: str, month: date, at: datetime) -> tuple[dict[str, Any], cases.Calculated]:
    """A case and its result as both may leave the program; CaseError when the case cannot be calculated."""
    content = cases.opened(visit, case_id, at).content
    calculated = cases.calculate(visit, case_id, content, month, leaves=True)
    if calculated.result is None:
        raise CaseError(case_id, calculated.faults)
    return content, calculated


def _outcomes(visit: Visit, municipality: Any, month: date) -> list[tuple[str, str]]:
    """The citizens' key figures of the month as (name, value); empty where nothing is built or the month is not there."""
    try:
        rows = published_figures(visit, month, 1, OUTCOMES, None, municipality)
    except (WarehouseError, WrongUseError, UnknownFigureError):
        return []
    figures = catalogue()
    return [
        (figures[row["figure"]].title_da, shown.value_da(row, figures[row["figure"]].part(None)))
        for row in rows
        if row["part"] is None and row["category"] is None
    ]


def shared_text(visit: Visit, case_id: str, month: date, at: datetime) -> str:
    """The case as a file of the experience base."""
    content, calculated = leaving(visit, case_id, month, at)
    if calculated.result is None:
        raise CaseError(case_id, calculated.faults)
    return experience_text(content, calculated.result, visit.here.today)


def read_shared(visit: Visit, text: str, own: Mapping[str, Any] | None) -> Shared:
    """A shared file, and every input in which an own case differs from it."""
    found = read_experience(text, cases.knowledge_now(visit))
    if own is None:
        return Shared(found, ())
    return Shared(found, tuple(changes(_compared(own), _compared(found.content))))


def _compared(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: content[name] for name in COMPARED if name in content}
