"""Who pays and who gains: shares of costs and gains, and what it would take for every payer to be at least even."""

from dataclasses import dataclass

from som_engine.net_result import ZERO_KRONER, NetResult
from som_engine.number import PAYERS


@dataclass(frozen=True)
class PayerShare:
    """A payer's share (0-1) of the present value of costs and of gains; None where there are none to share.

    `gives` and `receives` are the kroner that would leave every payer at least even: those who gain give in proportion
    to what they gain, no more than that; those who lose receive in proportion to what they lose.
    """

    payer: str
    of_costs: float | None
    of_gains: float | None
    gives: float
    receives: float


@dataclass(frozen=True)
class Settlement:
    """Each payer's part, and the loss that is left (kroner) when all gains are given: 0 where all can be even."""

    shares: tuple[PayerShare, ...]
    left: float


def settlement(result: NetResult) -> Settlement:
    """Shares of costs and gains per payer, and the contributions after which nobody loses as far as the gains reach."""
    net = result.net_present_value
    gains = {payer: max(0.0, net[payer]) for payer in PAYERS}
    losses = {payer: max(0.0, -net[payer]) for payer in PAYERS}
    gained, lost = sum(gains.values()), sum(losses.values())
    moved = min(gained, lost)
    shares = tuple(
        PayerShare(
            payer,
            _part(result.pv_cost[payer], result.pv_cost["total"]),
            _part(result.pv_gain[payer], result.pv_gain["total"]),
            moved * gains[payer] / gained if gained else 0.0,
            moved * losses[payer] / lost if lost else 0.0,
        )
        for payer in PAYERS
    )
    left = lost - moved
    return Settlement(shares, left if left > ZERO_KRONER else 0.0)


def _part(part: float, whole: float) -> float | None:
    return part / whole if abs(whole) > ZERO_KRONER else None
