"""The municipality's choices: the administrator makes them, with a reason; the newest holds from the next click."""

from typing import Any

from app.registry import door
from app.rights import Visit, require
from pipelines.choices import Decision, decisions, set_choice
from pipelines.settings import ASKING, now

MAY_CHOOSE = (
    "session_hours", "erase_after_months", "caseworkers_see", "project_leads_see", "ors_licence", "disclosure_limit",
    "figures_off", *ASKING,
)  # fmt: skip
"""What is chosen in the app; everything else is the installation's settings.yaml."""


def made(visit: Visit) -> list[Decision]:
    """Every choice made in the app, newest first, with who, when and why."""
    require(visit, "administrator")
    return decisions(visit.here.store_url)


def choose(visit: Visit, name: str, value: Any, reason: str) -> None:
    """Make a choice. Raises SettingsError for a value that is not allowed or no reason."""
    require(visit, "administrator")
    if name not in MAY_CHOOSE:
        raise ValueError(f"{name} is not chosen in the app")
    at = now()
    set_choice(visit.here, name, value, reason=reason, who=visit.user.name, at=at)
    door.note(visit, "changed", [None], "Indstillinger")
