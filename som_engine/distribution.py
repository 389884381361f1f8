"""What a number may be when it is uncertain: low and high are its 5th and 95th percentile."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import scipy  # its stats and optimize are slow to import: reached when they are used
from scipy.special import betainc, betaincinv, ndtri

from som_engine.danish import short_number
from som_engine.errors import CaseError, Fault
from som_engine.number import SHARE, Number

LOW_END, HIGH_END = 0.05, 0.95
TO_THE_END = float(ndtri(HIGH_END))
"""Standard deviations from the middle of a normal distribution to its 95th percentile: 1.645."""
FITTED_WITHIN = 1e-6


@dataclass(frozen=True)
class Beta:
    """A share or a rate."""

    a: float
    b: float

    def quantile(self, share: Any, z: Any) -> Any:
        """The value that this share (0-1) of the draws lie below; z is the same place in a standard normal."""
        return betaincinv(self.a, self.b, share)


@dataclass(frozen=True)
class LogNormal:
    """A number above 0, by the mean and the standard deviation of its logarithm."""

    mean: float
    sd: float

    def quantile(self, share: Any, z: Any) -> Any:
        """As Beta.quantile."""
        return np.exp(_placed(self.mean, self.sd, z))


@dataclass(frozen=True)
class Normal:
    """Any number; one that must not be negative is 0 where the draw falls below."""

    mean: float
    sd: float
    minimum: float | None

    def quantile(self, share: Any, z: Any) -> Any:
        """As Beta.quantile."""
        drawn = _placed(self.mean, self.sd, z)
        return drawn if self.minimum is None else np.maximum(drawn, self.minimum)


@dataclass(frozen=True)
class Fixed:
    """A number that is what it is."""

    value: float

    def quantile(self, share: Any, z: Any) -> Any:
        """As Beta.quantile."""
        return np.full(np.shape(z), self.value)


def _placed(mean: float, sd: float, z: Any) -> Any:
    """mean + sd * z, in the memory of the product."""
    drawn = sd * z
    drawn += mean
    return drawn


Distribution = Beta | LogNormal | Normal | Fixed


def distribution(number: Number) -> Distribution:
    """What a number is drawn from; raises CaseError for a share whose low and high no beta distribution has."""
    if number.beta is not None:
        return Beta(*number.beta)
    low, high = number.low, number.high
    if low is None or high is None or low == high:
        return Fixed(number.value)
    if number.limits is SHARE:
        return _share(number.address, low, high)
    if low > 0:
        return LogNormal((np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / (2 * TO_THE_END))
    return Normal((low + high) / 2, (high - low) / (2 * TO_THE_END), number.limits.minimum)


def _share(address: str, low: float, high: float) -> Beta:
    fitted = fit_beta(low, high)
    if fitted is None:
        remedy = "Ingen betafordeling har de to som 5- og 95-procentgrænse. Skriv low over 0 og high under 1."
        raise CaseError("sagen", [Fault(f"{address}.low/high", f"{short_number(low)} og {short_number(high)}", remedy)])
    return Beta(*fitted)


@cache
def fit_beta(low: float, high: float) -> tuple[float, float] | None:
    """(a, b) of the beta distribution with this 5th and 95th percentile; None when there is none to be found."""
    if not 0 < low < high < 1:
        return None
    mean, sd = (low + high) / 2, (high - low) / (2 * TO_THE_END)
    citizens = max(mean * (1 - mean) / sd**2 - 1, 0.5)
    ends = np.array([low, high])

    def misses(logs: Any) -> Any:
        a, b = np.exp(np.clip(logs, -20, 20))
        return ndtri(np.clip(betainc(a, b, ends), 1e-300, 1 - 1e-16)) - [-TO_THE_END, TO_THE_END]

    found = scipy.optimize.root(misses, np.log([mean * citizens, (1 - mean) * citizens]), tol=1e-12)
    a, b = (float(part) for part in np.exp(np.clip(found.x, -20, 20)))
    fits = np.abs(betainc(a, b, ends) - [LOW_END, HIGH_END]).max() < FITTED_WITHIN
    return (a, b) if fits else None
