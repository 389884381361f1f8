"""What a result rests on: the municipality's own data, other analyses, standard values, or estimates."""

from som_engine.case import Case
from som_engine.net_result import Line, NetResult
from som_engine.success import RateUsed

COLUMNS = ("intervention_data", "other_departments", "key_figures", "double_bottom_line", "other_analyses")
COLUMNS_DA = {
    "intervention_data": "indsatsens egne data",
    "other_departments": "data fra andre afdelinger",
    "key_figures": "nøgletal",
    "double_bottom_line": "dobbelt bundlinje",
    "other_analyses": "andre analyser",
}
ESTIMATE = "estimate"


def basis_overview(case: Case, rate: RateUsed) -> dict[str, bool]:
    """For each of the five kinds of data: does any input of the case build on it? An observed rate is its own data."""
    used = {
        *(cost.basis for cost in case.costs),
        *(consequence.basis for consequence in case.consequences),
        rate_basis(case, rate),
        case.effect.counterfactual_basis,
    }
    return {column: column in used for column in COLUMNS}


def rate_basis(case: Case, rate: RateUsed) -> str | None:
    """What the success rate used builds on."""
    return "intervention_data" if rate.whence == "observed" else case.effect.basis


def share_on_estimates(result: NetResult, rate: RateUsed) -> float | None:
    """The share (0-1) of the discounted kroner, without regard to sign, that rests on an estimate; None of nothing.

    A gain rests on an estimate when its consequence or the success rate does.
    """
    estimated_rate = rate_basis(result.case, rate) == ESTIMATE

    def rests(line: Line) -> bool:
        return line.basis == ESTIMATE or (line.kind == "gain" and estimated_rate)

    whole = sum(abs(line.discounted) for line in result.lines)
    return sum(abs(line.discounted) for line in result.lines if rests(line)) / whole if whole else None
