"""What a municipality asks its caseworkers to register: what a switched-on figure needs, and nothing else.

Hours, expected time and the measurement that follows a course are always asked: the double bottom line rests on them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpi_catalogue.figure import Figure
from pipelines.schema import contracts
from pipelines.settings import Choices

LICENSED = frozenset({"ORS", "SRS"})
NO_FIGURE_DA = "intet nøgletal, der er slået til, bruger feltet"
NO_LICENCE_DA = "kommunen har ikke bekræftet en licens til skemaet"
FOLLOWS_A_COURSE = "courses.progression_measure"
_AFTER_A_COURSE = ("housing", "shelter_nights")
_STATUS_OF_CRITERION = {"own_home_at_end": "housing"}
_FOLLOW_UP_OF_CRITERION = {"own_home_after_12": "housing", "no_shelter_6": "shelter_nights"}
_INSTRUMENT_OF_CRITERION = {"wellbeing_improved": "WHO5", "ors_gain": "ORS"}


@dataclass(frozen=True)
class Asked:
    """The fields that are asked, and why each of the others is not.

    status: columns of monthly_status, asked each month of a course. follow_up: those asked after it.
    instruments: asked of every course; progression: those allowed as the measurement that follows a course.
    left_out: field code -> why, in Danish.
    """

    status: tuple[str, ...]
    follow_up: frozenset[str]
    instruments: tuple[str, ...]
    progression: frozenset[str]
    left_out: Mapping[str, str]


def asked(figures: Mapping[str, Figure], off: Collection[str], criterion: str, *, ors_licence: bool) -> Asked:
    """What the figures that are on, and the success criterion of the municipality, ask for.

    A figure that needs an instrument as the one that follows the course (on_time) asks it of no other course.
    """
    needs = [figure.needs for figure in figures.values() if figure.id not in off]
    used = frozenset(need for fields in needs for need in fields) | _of_criterion(criterion)
    instruments = frozenset(need for fields in needs if FOLLOWS_A_COURSE not in fields for need in fields)
    wanted = _codes(instruments, "measurements") | {_INSTRUMENT_OF_CRITERION.get(criterion, "")}
    allowed = [code for code in instrument_codes() if ors_licence or code not in LICENSED]
    status = _codes(used, "monthly_status")
    return Asked(
        status=tuple(field for field in status_fields() if field in status),
        follow_up=frozenset(_AFTER_A_COURSE) & (status | {_FOLLOW_UP_OF_CRITERION.get(criterion, "")}),
        instruments=tuple(code for code in allowed if code in wanted),
        progression=frozenset(allowed),
        left_out=MappingProxyType(_left_out(status, wanted, allowed)),
    )


def status_fields() -> tuple[str, ...]:
    """The columns of monthly_status that a month may hold, in the contract's order."""
    contract = contracts()["monthly_status"]
    return tuple(name for name in contract.columns if name not in contract.key)


def instrument_codes() -> tuple[str, ...]:
    """The instruments' codes, in the contract's order."""
    return tuple(contracts()["measurements"].columns["instrument"].codes)


def _of_criterion(criterion: str) -> frozenset[str]:
    field = _STATUS_OF_CRITERION.get(criterion)
    return frozenset({f"monthly_status.{field}"}) if field else frozenset()


def _codes(needs: Iterable[str], table: str) -> frozenset[str]:
    return frozenset(need.removeprefix(f"{table}.") for need in needs if need.startswith(f"{table}."))


def _left_out(status: Collection[str], wanted: Collection[str], allowed: Collection[str]) -> dict[str, str]:
    fields = {field: NO_FIGURE_DA for field in status_fields() if field not in status}
    unused = {code: NO_FIGURE_DA for code in instrument_codes() if code not in wanted}
    return fields | unused | {code: NO_LICENCE_DA for code in instrument_codes() if code not in allowed}


def asked_by(choices: Choices, figures: Mapping[str, Figure]) -> Asked:
    """What a municipality asks by its own choices: figures off, success criterion and licence."""
    return asked(figures, choices.figures_off, choices.success_criterion, ors_licence=choices.ors_licence)
