"""Why a number is not shown, and what a number that is shown rests on: the same words on every page and in every file."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kpi_catalogue.figure import Part

NO_VALUE_WHY_DA: Mapping[str, str] = MappingProxyType(
    {
        "too_few": "Skjult for at beskytte små antal: så få er med i tallet, eller falder udenfor, at de kunne kendes.",
        "protects_another": "Skjult, så et andet, lille tal ikke kan regnes ud.",
        "no_data": "Der er ingen registreringer, tallet kan hvile på.",
        "not_applicable": "Tallet kan ikke opdeles eller filtreres på den måde, eller opdelingen vises kun for teamet.",
    }
)
HIDDEN = ("too_few", "protects_another")
OWN_NUMBER_DA = "kommunens eget tal"
Cell = Mapping[str, Any]


def hidden_why_da(limit: int) -> str:
    """Why numbers are hidden, with the limit in force: what a line under a page's numbers says."""
    return (
        f"for at beskytte små antal (1-{limit - 1} er med i tallet eller falder udenfor, eller én udgør det meste af det) eller, "
        "så et andet tal ikke kan regnes ud"
    )


def rests_on_da(cell: Cell, part: Part) -> str:
    """What a number rests on: 31 af 38 kendt. A municipality's own number is one, and rests on no citizens."""
    if part.query.kind == "municipality":
        return OWN_NUMBER_DA
    return f"{cell['n']} af {cell['population']} kendt"
