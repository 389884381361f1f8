"""What a figure costs those who register: the fields that only it needs, per citizen and month, and an estimate in seconds."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from sqlalchemy import insert

from kpi_catalogue.figure import Figure
from pipelines.asked import FOLLOWS_A_COURSE, Asked, asked, instrument_codes
from pipelines.choices import PLACE_DA, decisions
from pipelines.due_item import field_label
from pipelines.figure_choices import checked_reason
from pipelines.schema import contracts
from pipelines.settings import Choices, Settings, SettingsError
from pipelines.store import opened
from pipelines.store_connection import writing
from pipelines.store_schema import metadata
from pipelines.warehouse import open_warehouse

NAME = "field_seconds"
SECONDS_DA = {
    "yes_no": "Ja eller nej",
    "one_of_some": "Et valg mellem flere",
    "scale": "Et trin fra 1 til 5",
    "number": "Et tal",
    "question": "Et spørgsmål i et skema",
}
MONTHS_BETWEEN_MEASUREMENTS = 3
BESIDE_THE_MONTH = {
    "courses.collaboration_model": "én gang pr. forløb",
    "housing_market.wait_days_home": "én gang om måneden for kommunen",
    "housing_market.wait_days_allocation": "én gang om måneden for kommunen",
    "vacant_homes.homes": "én gang om måneden for kommunen, ét tal pr. husleje og størrelse",
}
"""Fields that nothing but key figures uses, and that are not asked of each citizen each month."""
LONGEST_SECONDS = 600


@dataclass(frozen=True)
class FieldCost:
    """A column of monthly_status or an instrument: answers per citizen and month, and the seconds they take."""

    field: str
    per_month: float
    seconds: float


@dataclass(frozen=True)
class Burden:
    """What would not be asked without some figures, the others being as they are.

    costs: fields of the month and instruments, a measurement's questions counted as a third each. beside: other fields,
    table.column, and how often they are asked.
    """

    costs: tuple[FieldCost, ...]
    beside: Mapping[str, str]

    @property
    def per_month(self) -> float:
        """Answers per citizen and month."""
        return sum(cost.per_month for cost in self.costs)

    @property
    def seconds(self) -> float:
        """Seconds per citizen and month, by the estimate in force."""
        return sum(cost.seconds for cost in self.costs)

    @property
    def fields_da(self) -> str:
        """The fields in words; blank where there are none."""
        beside = [f"{_label_beside(name)} ({often})" for name, often in self.beside.items()]
        return ", ".join([*(field_label(cost.field) for cost in self.costs), *beside])

    def needed_by(self, figure: Figure) -> "Burden":
        """That part of it which a figure has a use for."""
        asks = [need for need in figure.needs if need.startswith(_asking(figure))]
        needs = {need.partition(".")[2] for need in asks}
        beside = {name: often for name, often in self.beside.items() if name in figure.needs}
        return Burden(tuple(cost for cost in self.costs if cost.field in needs), MappingProxyType(beside))


def burden(
    figures: Mapping[str, Figure], which: Collection[str], choices: Choices, seconds: Mapping[str, float],
    followed: Mapping[str, float],
) -> Burden:  # fmt: skip
    """What these figures together cost beside those that are on: what is asked with them and not without them.

    followed: the share of courses that each instrument follows, and is asked of in any case.
    """
    off = set(choices.figures_off)
    more, less = (_asked(figures, some, choices) for some in (off - set(which), off | set(which)))
    often = {name: 1.0 for name in more.status if name not in less.status}
    often |= {name: _often(name, followed) for name in more.instruments if name not in less.instruments}
    costs = tuple(FieldCost(name, count, count * seconds[kind_of(name)]) for name, count in often.items())
    return Burden(costs, MappingProxyType(_beside(figures, set(which), off)))


def _asking(figure: Figure) -> tuple[str, ...]:
    """The tables whose fields the figure asks for; one about the measurement that follows a course asks no other."""
    return ("monthly_status.",) if FOLLOWS_A_COURSE in figure.needs else ("monthly_status.", "measurements.")


def kind_of(name: str) -> str:
    """The kind of field, by which its seconds are estimated."""
    if name in instrument_codes():
        return "question"
    column = contracts()["monthly_status"].columns[name]
    if set(column.codes) == {"yes", "no"}:
        return "yes_no"
    return "scale" if column.codes and column.type == "integer" else "one_of_some" if column.codes else "number"


def _asked(figures: Mapping[str, Figure], off: Collection[str], choices: Choices) -> Asked:
    return asked(figures, off, choices.success_criterion, ors_licence=choices.ors_licence)


def _often(instrument: str, followed: Mapping[str, float]) -> float:
    """An instrument's questions per citizen and month, on the courses that it does not follow anyway."""
    return _shipped()["questions"][instrument] * (1 - followed.get(instrument, 0)) / MONTHS_BETWEEN_MEASUREMENTS


def _beside(figures: Mapping[str, Figure], which: set[str], off: set[str]) -> dict[str, str]:
    others = {need for name, figure in figures.items() if name not in which | off for need in figure.needs}
    needed = {need for name in which for need in figures[name].needs} - others
    return {name: often for name, often in BESIDE_THE_MONTH.items() if name in needed}


def _label_beside(name: str) -> str:
    table, _, column = name.partition(".")
    return contracts()[table].columns[column].label_da


def field_seconds(here: Settings) -> dict[str, float]:
    """The seconds a field of each kind is taken to last: the municipality's newest, or our estimate."""
    made: Mapping[str, float] = next((one.value for one in decisions(here.store_url) if one.name == NAME), {})
    return {kind: made.get(kind, _shipped()[kind]) for kind in SECONDS_DA}


def set_field_seconds(here: Settings, seconds: Mapping[str, float], *, reason: str, who: str, at: datetime) -> None:
    """Keep the municipality's own seconds. Raises SettingsError for a number that cannot be used, or no reason."""
    for kind in SECONDS_DA:
        if not 0 <= seconds.get(kind, -1) <= LONGEST_SECONDS:
            raise SettingsError(f"{PLACE_DA}: {SECONDS_DA[kind]}: skriv fra 0 til {LONGEST_SECONDS} sekunder.")
    checked_reason(here, reason)
    line = {"name": NAME, "value": json.dumps(dict(seconds)), "reason": reason.strip(), "set_by": who, "set_at": at}
    with opened(here.store_url) as engine, writing(engine) as connection:
        connection.execute(insert(metadata().tables["choices"]), line)


def followed_shares(here: Settings) -> dict[str, float]:
    """Of the courses that run or have run, the share that each instrument follows; from the warehouse."""
    sql = "select progression_measure, count(*) from marts.course group by all"
    with open_warehouse(here.home) as warehouse, warehouse.cursor() as cursor:
        counted = dict(cursor.execute(sql).fetchall())
    return shares(counted.items())


def shares(counted: Iterable[tuple[str, int]]) -> dict[str, float]:
    """Counts as shares of their sum; none of nothing."""
    found = dict(counted)
    total = sum(found.values())
    return {name: count / total for name, count in found.items()} if total else {}


@cache
def _shipped() -> dict:
    path = Path(__file__).with_name("field_seconds.yaml")
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
