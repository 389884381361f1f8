"""A number of a case: its value, and how uncertain it is where somebody has said so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from som_engine.danish import short_number
from som_engine.document import Node, is_number
from som_engine.errors import Fault

PAYERS = ("municipality", "region", "state")
SHARES_SUM_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Limits:
    """What a number may be, and how that is said in Danish."""

    minimum: float | None
    maximum: float | None
    allowed_da: str

    def allow(self, value: float) -> bool:
        """Whether the value lies within the limits."""
        return (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)


ANY = Limits(None, None, "Skriv et tal uden tusindpunktum og med punktum som decimaltegn, fx 1500.5.")
NOT_NEGATIVE = Limits(0, None, "Skriv et tal på 0 eller derover, med punktum som decimaltegn.")
SHARE = Limits(0, 1, "Skriv en andel fra 0 til 1, med punktum som decimaltegn: 63 procent skrives 0.63.")


@dataclass(frozen=True)
class Number:
    """A value with the address that --set knows it by, and its range.

    low and high are the 5th and 95th percentile; beta is (a, b) of a Beta distribution. Both are None where nothing is
    said about the uncertainty.
    """

    value: float
    address: str
    low: float | None = None
    high: float | None = None
    beta: tuple[float, float] | None = None
    limits: Limits = ANY

    @property
    def ranged(self) -> bool:
        """Whether somebody has said how uncertain it is."""
        return self.low is not None or self.beta is not None


At = Callable[[Number], Any]
"""How a calculation reads a number: its value, or an array of draws from its range."""


def value_of(number: Number) -> float:
    """The number as the deterministic calculation takes it."""
    return number.value


RANGE_FIELDS = ("value", "low", "high", "distribution")


def read_number(node: Node, limits: Limits = ANY, also: Sequence[str] = ()) -> Number:
    """A bare number, {value, low, high} or {value, distribution: {beta: [a, b]}}; `also` names fields it may carry."""
    if not isinstance(node.value, dict):
        return Number(_plain(node, limits), node.path, limits=limits)
    if not node.mapping((*RANGE_FIELDS, *also), required=("value",)):
        return Number(0.0, node.path)
    value = _plain(node["value"], limits) if "value" in node else 0.0
    if "distribution" in node:
        return Number(value, node.path, beta=_beta(node, limits), limits=limits)
    low, high = _range(node, value, limits)
    return Number(value, node.path, low, high, limits=limits)


def _plain(node: Node, limits: Limits) -> float:
    if not is_number(node.value) or not limits.allow(node.value):
        node.refuse(limits.allowed_da)
        return 0.0
    return float(node.value)


def _range(node: Node, value: float, limits: Limits) -> tuple[float | None, float | None]:
    """low and high around the value, or neither."""
    if "low" not in node and "high" not in node:
        return None, None
    for end in ("low", "high"):
        if end not in node:
            node[end].refuse("low og high hører sammen: Udfyld begge.")
            return None, None
    before = len(node.faults)
    low, high = _plain(node["low"], limits), _plain(node["high"], limits)
    if "value" in node and len(node.faults) == before and not low <= value <= high:
        node["value"].refuse(
            f"Værdien skal ligge fra low til high, her fra {short_number(low)} til {short_number(high)}."
        )
    return low, high


def _beta(node: Node, limits: Limits) -> tuple[float, float] | None:
    if limits is not SHARE:
        node["distribution"].refuse("Kun andele og rater kan have en betafordeling. Brug low og high her.")
        return None
    if "low" in node or "high" in node:
        node["distribution"].refuse("Brug enten low og high eller distribution.")
    given = node["distribution"]["beta"]
    if not node["distribution"].mapping(("beta",), required=("beta",)) or "beta" not in node["distribution"]:
        return None
    right = isinstance(given.value, list) and len(given.value) == 2
    if not right or not all(is_number(part) and part > 0 for part in given.value):
        given.refuse("Skriv to tal over 0, fx [6, 14].")
        return None
    return float(given.value[0]), float(given.value[1])


def read_shares(node: Node) -> dict[str, Number]:
    """What each payer pays of a price or a cost; the shares sum to 1."""
    before = len(node.faults)
    if not node.mapping(PAYERS):
        return {}
    shares = {payer: read_number(node[payer], SHARE) for payer in PAYERS if payer in node}
    total = sum(share.value for share in shares.values())
    if len(node.faults) == before and abs(total - 1) > SHARES_SUM_TOLERANCE:
        listed = "; ".join(f"{payer} {short_number(share.value)}" for payer, share in shares.items()) or "ingen"
        node.faults.append(
            Fault(node.path, listed, f"Andelene skal give 1 tilsammen; her giver de {short_number(total)}.")
        )
    return shares
