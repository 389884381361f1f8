"""The observed success rate: its interval, its bounds, and which rate a calculation uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy.special import betaincinv

from som_engine.case import Case
from som_engine.danish import short_number
from som_engine.document import Node, is_number, read_document
from som_engine.errors import CaseError, Fault, ObservedError

ENOUGH_ASSESSED = 5
INTERVAL_ENDS = (0.05, 0.95)


@dataclass(frozen=True)
class Prior:
    """What is believed before anybody is assessed: Beta(successes, failures)."""

    successes: float
    failures: float


FLAT = Prior(0.5, 0.5)


def informed_prior(mean: float, effective_citizens: float) -> Prior:
    """A prior that counts as this many citizens with this success rate (0-1)."""
    if not 0 <= mean <= 1 or effective_citizens <= 0:
        raise ValueError("a prior needs a mean from 0 to 1 and more than 0 citizens")
    return Prior(mean * effective_citizens, (1 - mean) * effective_citizens)


def credible_interval(successes: int, failures: int, prior: Prior = FLAT) -> tuple[float, float]:
    """The 90 % credible interval of the success rate after so many successes and failures."""
    low, high = (betaincinv(prior.successes + successes, prior.failures + failures, end) for end in INTERVAL_ENDS)
    return float(low), float(high)


def bounds(successes: int, assessed: int, missing: int) -> tuple[float, float] | None:
    """The rate if all the missing are failures, and if they are all successes; None when nobody is due."""
    due = assessed + missing
    return (successes / due, (successes + missing) / due) if due else None


def net_rate(observed: float, counterfactual: float) -> float:
    """What is left of an observed rate when what would have happened anyway is taken away; never below 0."""
    return max(0.0, observed - counterfactual)


@dataclass(frozen=True)
class ObservedRate:
    """What was observed of a case to a month; net_rate is None where nobody is assessed."""

    case: str | None
    month: str | None
    assessed: int | None
    rate: float | None
    counterfactual: float | None
    net_rate: float | None
    enough: bool
    successes: int | None = None

    @property
    def beta(self) -> tuple[float, float] | None:
        """What is believed of the observed rate: Beta(0.5 + successes, 0.5 + failures); None where that is not counted."""
        if self.assessed is None or (self.rate is None and self.successes is None):
            return None
        successes = self.successes if self.successes is not None else round((self.rate or 0.0) * self.assessed)
        return FLAT.successes + successes, FLAT.failures + self.assessed - successes


@dataclass(frozen=True)
class RateUsed:
    """The net success rate of a calculation and where it comes from: 'case' or 'observed'."""

    used: float
    whence: str
    own_value: float | None
    observed: ObservedRate | None


def rate_used(case: Case, observed: ObservedRate | None = None, file: str = "sagen") -> RateUsed:
    """The observed net rate when enough is observed, else the case's own value.

    Raises CaseError when there is neither.
    """
    own = case.effect.own_rate.value if case.effect.own_rate else None
    net = _net(case, observed) if observed is not None and observed.enough else None
    if net is not None:
        return RateUsed(net, "observed", own, observed)
    if own is None:
        assessed = (observed.assessed if observed else None) or 0
        counted = f"Der er {assessed} vurderede borgere, og der skal {ENOUGH_ASSESSED} til."
        remedy = f"{counted} Skriv sagens egen succesrate indtil da."
        raise CaseError(file, [Fault("effect.success_rate.value", None, remedy)])
    return RateUsed(own, "case", own, observed)


def _net(case: Case, observed: ObservedRate) -> float | None:
    """The observed rate less the case's own counterfactual; as it was observed where the case has none."""
    counterfactual = case.effect.counterfactual
    if counterfactual is None or observed.rate is None:
        return observed.net_rate
    return net_rate(observed.rate, counterfactual.value)


def read_observed(path: Path, case: Case) -> ObservedRate:
    """The observed rate as `python -m pipelines observe --format json` writes it; raises ObservedError."""
    content, faults = read_document(path)
    if content is None and faults:
        raise ObservedError(str(path), faults)
    node = Node(content, "", list(faults))
    observed = check_observed(node, case)
    if node.faults:
        raise ObservedError(str(path), node.faults)
    return observed


def check_observed(node: Node, case: Case) -> ObservedRate:
    """The observed rate in a document; faults go to the document's list."""
    content: Mapping[str, Any] = node.value if isinstance(node.value, dict) else {}
    if not isinstance(node.value, dict):
        node.refuse("Her skal stå felterne fra python -m pipelines observe.")
    if not isinstance(content.get("enough"), bool):
        node["enough"].refuse("Skriv true eller false.")
    enough = content.get("enough") is True
    if "case" in node and content["case"] != case.id:
        node["case"].refuse(f'Filen hører til en anden sag; denne sag hedder "{case.id}".')
    if enough and "net_rate" not in node:
        node["net_rate"].refuse("Når enough er true, skal net_rate være et tal fra 0 til 1.")
    rate, counterfactual, net = (_optional_rate(node[field]) for field in ("rate", "counterfactual", "net_rate"))
    assessed = content.get("assessed")
    return ObservedRate(
        content.get("case"),
        content.get("month"),
        assessed if isinstance(assessed, int) else None,
        rate,
        counterfactual,
        net,
        enough,
        _successes(node["successes"], assessed),
    )


def _successes(node: Node, assessed: Any) -> int | None:
    """How many succeeded, from 0 to how many are assessed; None where the document does not say."""
    if node.value is None or not isinstance(assessed, int):
        return None
    return node.integer(0, assessed, 0)


def _optional_rate(node: Node) -> float | None:
    if node.value is None:
        return None
    if not is_number(node.value) or not 0 <= node.value <= 1:
        node.refuse("Skriv et tal fra 0 til 1.")
        return None
    return float(node.value)


def observed_warnings(case: Case, observed: ObservedRate | None) -> list[str]:
    """What a reader should know when an observed rate and the case do not agree (Danish)."""
    own = case.effect.counterfactual.value if case.effect.counterfactual else None
    seen = observed.counterfactual if observed else own
    if (seen or 0.0) == (own or 0.0) or observed is None or observed.net_rate is None:
        return []
    used = "sagens" if case.effect.counterfactual else "den observerede"
    return [
        f"effect.counterfactual: Sagen har {_given_da(own)}, og den observerede nettorate er regnet med {_given_da(seen)}. "
        f"Her bruges {used}. Kør python -m pipelines observe igen, så de passer sammen."
    ]


def _given_da(counterfactual: float | None) -> str:
    return "intet" if counterfactual is None else short_number(counterfactual)
