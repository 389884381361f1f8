"""Who pays a unit of consumption: fixed shares, the state's refund of days or of support, or the income support ladder.

Every rule is dated. The one in force is the newest at the start of the calendar year looked at; before the first there
is no refund, and the municipality pays it all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from som_engine.number import At, Number


class Dated(Protocol):
    """Anything that is in force from a day on."""

    @property
    def valid_from(self) -> date: ...


Version = TypeVar("Version", bound=Dated)


def in_force(versions: Sequence[Version], on: date) -> Version | None:
    """The newest version on the day, or None before the first."""
    begun = [version for version in versions if version.valid_from <= on]
    return max(begun, key=lambda version: version.valid_from, default=None)


class Split(Protocol):
    """A way of sharing what is consumed between payers."""

    def rule_on(self, on: date) -> Any:
        """What is in force on the day; two days with equal answers share alike."""

    def paid(self, units: Any, before: Any, on: date, at: At) -> dict[str, Any]:
        """The units each payer pays for; `before` is what the citizen has consumed in earlier years."""


@dataclass(frozen=True)
class FixedShares:
    """Each payer pays the same share of every unit."""

    shares: Mapping[str, Number]

    def rule_on(self, on: date) -> Any:
        return None

    def paid(self, units: Any, before: Any, on: date, at: At) -> dict[str, Any]:
        return {payer: units * at(share) for payer, share in self.shares.items()}


class Refunding(Dated, Protocol):
    """A dated rule that refunds a part of what is consumed."""

    def refunded(self, units: Any, before: Any) -> Any:
        """The units refunded of a year's, after `before` in earlier years."""


Refunded = TypeVar("Refunded", bound=Refunding)


@dataclass(frozen=True)
class UnitRefund(Generic[Refunded]):
    """The payer refunds a part of what is consumed by the rule in force; the municipality pays the rest."""

    id: str
    payer: str
    versions: tuple[Refunded, ...]

    def rule_on(self, on: date) -> Any:
        return in_force(self.versions, on)

    def paid(self, units: Any, before: Any, on: date, at: At) -> dict[str, Any]:
        version = in_force(self.versions, on)
        if version is None:
            return {"municipality": units}
        refunded = version.refunded(units, before)
        return {"municipality": units - refunded, self.payer: refunded}


@dataclass(frozen=True)
class DayRefundVersion:
    """The share refunded, for the first max_days_per_year of a citizen's running year (None: every day)."""

    valid_from: date
    share: float
    max_days_per_year: float | None

    def refunded(self, units: Any, before: Any) -> Any:
        """See Refunding."""
        most = np.inf if self.max_days_per_year is None else self.max_days_per_year
        return self.share * np.minimum(units, most)


class DayRefund(UnitRefund[DayRefundVersion]):
    """The refund's payer pays a share of the first days of a running year; the municipality pays the rest."""


@dataclass(frozen=True)
class Step:
    """The share refunded up to and including a week of the spell (None: from there on)."""

    to_week: float | None
    share: float


@dataclass(frozen=True)
class LadderVersion:
    """The steps of the ladder, in order."""

    valid_from: date
    steps: tuple[Step, ...]

    def refunded(self, units: Any, before: Any) -> Any:
        """See Refunding; the weeks of the spell, each times the share of its step."""
        start, end = before, before + units
        tops = [np.inf if step.to_week is None else step.to_week for step in self.steps]
        bands = zip([0.0, *tops[:-1]], tops, self.steps, strict=True)
        return sum(step.share * (np.clip(end, low, top) - np.clip(start, low, top)) for low, top, step in bands)


class Ladder(UnitRefund[LadderVersion]):
    """The refund falls with the week of the spell; the municipality pays the rest."""


@dataclass(frozen=True)
class SupportRefundVersion:
    """The share refunded in the first max_years of a cohort."""

    valid_from: date
    share: float
    max_years: int


@dataclass(frozen=True)
class SupportRefund:
    """The refund of support after the move to an own home: for eligible citizens, in a cohort's first years."""

    id: str
    payer: str
    versions: tuple[SupportRefundVersion, ...]

    def shares(self, eligible_share: Any, years_since_cohort: int, on: date) -> dict[str, Any]:
        """What each payer pays of a cost that falls this many years after the cohort's own year."""
        version = in_force(self.versions, on)
        if version is None or years_since_cohort >= version.max_years:
            return {"municipality": 1.0}
        refunded = version.share * eligible_share
        return {"municipality": 1 - refunded, self.payer: refunded}


Rule = DayRefund | Ladder | SupportRefund
