"""The texts and limits of deviations: everyone who works with citizens reads them, the project lead writes them."""

from collections.abc import Mapping
from typing import Any

from app.rights import WITH_CITIZENS, Visit, require
from pipelines.choices import Decision
from pipelines.deviation_choice import document_in_force, set_texts, text_history, texts_in_force
from pipelines.deviation_texts import DeviationTexts
from pipelines.settings import now


def texts(visit: Visit) -> DeviationTexts:
    """What is said of each cell and each sign, now."""
    require(visit, *WITH_CITIZENS)
    return texts_in_force(visit.here)


def document(visit: Visit) -> Mapping[str, Any]:
    """The same as it is written, to be edited."""
    require(visit, "project_lead")
    return document_in_force(visit.here)


def change_texts(visit: Visit, written: Mapping[str, Any], reason: str) -> None:
    """Write a new version, which holds from now. Raises SettingsError for texts that cannot be used."""
    require(visit, "project_lead")
    set_texts(visit.here, written, reason=reason, who=visit.user.name, at=now())


def history(visit: Visit) -> list[Decision]:
    """Every version the municipality has written, the newest first."""
    require(visit, *WITH_CITIZENS)
    return text_history(visit.here)
