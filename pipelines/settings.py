"""Where the installation keeps its data, what day it is, and what the municipality has chosen.

The only place that reads the environment (and, beside it, BUNDLINJE_HOME/settings.yaml).
"""

import math
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipelines.strict_yaml import StrictYamlError, read_strict_yaml

CRITERIA = (
    "effect_goal_met",
    "own_home_at_end",
    "own_home_after_12",
    "no_shelter_6",
    "wellbeing_improved",
    "ors_gain",
)
ASKING = ("ask_registration_below", "ask_result_fell", "ask_estimates_above")
"""The limits of the management's questions, as shares."""
CODED = {"caseworkers_see": ("own", "team"), "project_leads_see": ("team", "municipality")}


class SettingsError(ValueError):
    """A setting that cannot be used; the message is Danish and names the setting and the remedy."""


@dataclass(frozen=True)
class Choices:
    """What a municipality may set in BUNDLINJE_HOME/settings.yaml; every field has a default."""

    disclosure_limit: int = 5
    success_criterion: str = "effect_goal_met"
    time_under: float = 0.75
    time_over: float = 1.25
    who5_deviation: float = 10.0
    ors_deviation: float = 5.0
    ors_limit_young: float | None = None
    banner: str = ""
    heard_understood_label: str = "Borgere, der føler sig hørt og forstået (ORS)"
    caseworkers_see: str = "team"
    project_leads_see: str = "municipality"
    session_hours: float = 8
    ors_licence: bool = False
    erase_after_months: int | None = None
    figures_off: tuple[str, ...] = ()
    ask_registration_below: float = 0.8
    ask_result_fell: float = 0.1
    ask_estimates_above: float = 0.5


@dataclass(frozen=True)
class Settings:
    """One installation: its data folder, its store of record (SQLAlchemy URL), today, and its choices."""

    home: Path
    store_url: str
    today: date
    choices: Choices


def settings() -> Settings:
    """Read BUNDLINJE_HOME, BUNDLINJE_STORE and BUNDLINJE_TODAY, and the choices beside the data."""
    home = Path(os.environ.get("BUNDLINJE_HOME") or "data")
    store_url = os.environ.get("BUNDLINJE_STORE") or f"sqlite:///{home.absolute() / 'store.db'}"
    return Settings(home, store_url, _today(os.environ.get("BUNDLINJE_TODAY")), read_choices(home / "settings.yaml"))


def now() -> datetime:
    """The moment, as the store keeps it (UTC, without a zone)."""
    return datetime.now(UTC).replace(tzinfo=None)


def _today(fixed: str | None) -> date:
    if not fixed:
        return date.today()
    try:
        return date.fromisoformat(fixed)
    except ValueError:
        raise SettingsError(f'BUNDLINJE_TODAY er "{fixed}", som ikke er en dato. Skriv fx 2025-03-31.') from None


def read_choices(path: Path) -> Choices:
    """The municipality's choices, or the defaults where the file or a field is missing.

    Raises SettingsError for a file that is not YAML, an unknown name or a value that is not allowed.
    """
    if not path.exists():
        return Choices()
    try:
        given = read_strict_yaml(path) or {}
    except StrictYamlError as error:
        raise SettingsError(f"{error} Eller slet filen for standardvalg.") from None
    if not isinstance(given, dict):
        raise SettingsError(f"{path}: filen skal bestå af linjer som disclosure_limit: 5.")
    return checked_choices(str(path), given)


def checked_choices(place: str, given: dict[str, Any]) -> Choices:
    """The choices with these given and the rest as they are by default.

    Raises SettingsError, naming the place, for an unknown name or a value that is not allowed.
    """
    known = Choices.__dataclass_fields__
    for name in given:
        if name not in known:
            raise SettingsError(f"{place}: {name} er ikke en indstilling. Vælg mellem {', '.join(known)}.")
    off = given.get("figures_off")
    choices = Choices(**(given | {"figures_off": tuple(off)} if isinstance(off, list) else given))
    for name, problem in [*_problems(choices), *_problems_in_the_app(choices), *_problems_of_asking(choices)]:
        raise SettingsError(f"{place}: {name}: {problem}")
    return choices


def _problems(choices: Choices) -> list[tuple[str, str]]:
    """Each choice that is out of its range, with what is allowed."""
    numbers = ("time_under", "time_over", "who5_deviation", "ors_deviation")
    found = [(name, "skal være et tal over 0.") for name in numbers if not _positive(getattr(choices, name))]
    if not isinstance(choices.disclosure_limit, int) or choices.disclosure_limit < 3:
        found.append(("disclosure_limit", "skal være et helt tal, mindst 3."))
    if not found and choices.time_under >= choices.time_over:
        found.append(("time_under", "skal være mindre end time_over."))
    if choices.success_criterion not in CRITERIA:
        found.append(("success_criterion", f"skal være en af {', '.join(CRITERIA)}."))
    if choices.ors_limit_young is not None and not _positive(choices.ors_limit_young):
        found.append(("ors_limit_young", "skal være et tal over 0 eller tom."))
    for name, codes in CODED.items():
        if getattr(choices, name) not in codes:
            found.append((name, f"skal være en af {', '.join(codes)}."))
    texts = ("banner", "heard_understood_label")
    return found + [(name, "skal være en tekst.") for name in texts if not isinstance(getattr(choices, name), str)]


def _problems_in_the_app(choices: Choices) -> list[tuple[str, str]]:
    """The same for what concerns sessions, licences, erasure and which figures are shown."""
    found = []
    if not _positive(choices.session_hours) or choices.session_hours > 24:
        found.append(("session_hours", "skal være et tal over 0 og højst 24."))
    if not isinstance(choices.ors_licence, bool):
        found.append(("ors_licence", "skal være true eller false."))
    months = choices.erase_after_months
    if months is not None and (not isinstance(months, int) or isinstance(months, bool) or months < 1):
        found.append(("erase_after_months", "skal være et helt antal måneder, mindst 1, eller tom."))
    off = choices.figures_off
    if not isinstance(off, tuple) or not all(isinstance(figure, str) for figure in off):
        found.append(("figures_off", "skal være en liste af nøgletal, fx [loneliness]."))
    return found


def _problems_of_asking(choices: Choices) -> list[tuple[str, str]]:
    """The same for when the management's questions are asked: at 0 and at 1 a rule would ask always or never."""
    wrong = [name for name in ASKING if not _positive(getattr(choices, name)) or getattr(choices, name) >= 1]
    return [(name, "skal være et tal over 0 og under 1, fx 0.8 for 80 %.") for name in wrong]


def _positive(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value > 0
