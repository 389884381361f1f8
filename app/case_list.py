"""The list of cases as rows: result, rate, last rerun and the next step."""

from collections.abc import Sequence

from app.cases import Calculated, Listed
from pipelines.danish import month as danish_month
from pipelines.danish import number
from som_engine.danish import percent
from som_engine.steps import steps
from som_engine.uncertainty_text import out_of_100

READY_DA = "Klar til rapport"
FAULTS_DA = "Ret fejl i sagen"
WIDTHS = {"Netto, kr.": 92, "Kommunen, kr.": 110, "Over nul i": 118, "Succesrate": 104, "Genberegnet": 130,
          "Næste skridt": 140}  # fmt: skip
"""How wide each number of a case is (pixels), so that they stand below each other."""


def list_rows(found: Sequence[Listed]) -> list[dict[str, str]]:
    """A row per case, everything in words."""
    return [
        {
            "Netto, kr.": _net(one.calculated, "total"),
            "Kommunen, kr.": _net(one.calculated, "municipality"),
            "Over nul i": "ikke beregnet" if one.chance is None else f"{out_of_100(one.chance)} af 100",
            "Succesrate": _rate(one.calculated),
            "Genberegnet": danish_month(one.last.month) if one.last else "ikke endnu",
            "Næste skridt": next_step_da(one.calculated),
        }
        for one in found
    ]


def next_step_da(calculated: Calculated) -> str:
    """The first step with something to decide, in the order of the work."""
    if calculated.case is None:
        return FAULTS_DA
    open_steps = {said.step for said in calculated.advice if said.kind != "target_group_note"}
    waiting = [f"{number}. {step.title_da}" for number, step in enumerate(steps(), 1) if step.id in open_steps]
    return waiting[0] if waiting else READY_DA


def _net(calculated: Calculated, payer: str) -> str:
    return number(calculated.result.net_present_value[payer], 0) if calculated.result else "kan ikke regnes"


def _rate(calculated: Calculated) -> str:
    if calculated.rate is None:
        return "–"
    observed = calculated.rate.whence == "observed"
    return f"{percent(calculated.rate.used, 1)} {'observeret' if observed else 'egen'}"
