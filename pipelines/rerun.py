"""The monthly rerun: every stored SØM case, with its own success rate and with the observed one beside it."""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines import danish
from pipelines.case_files import case_paths
from pipelines.observe import Observed, observe, observed_as_json
from pipelines.observe_inputs import observe_inputs
from pipelines.settings import Settings
from pipelines.warehouse import open_warehouse
from som_engine.case import Case, case_in, case_text
from som_engine.danish import number, percent
from som_engine.errors import FaultyInputError
from som_engine.knowledge import Knowledge, load_knowledge
from som_engine.net_result import NetResult, net_result
from som_engine.observed_inputs import ObservedInputs, inputs_as_json, observed_inputs_da, with_observed
from som_engine.result_text import as_json, rate_text, table
from som_engine.success import RateUsed, rate_used


@dataclass(frozen=True)
class Rerun:
    """One stored case in a month: calculated with its own rate, and with the observed one where it asks for it.

    `own` is None where the case has no rate of its own, `with_observed` where it does not ask or too few are assessed.
    The case has participants and cost per participant as observed (`inputs`) where it asks for them. A case that cannot
    be calculated has `faults` (Danish) and nothing else. `text` is what the file said when it was calculated.
    """

    file: str
    month: date
    case: Case | None
    faults: tuple[str, ...]
    observed: Observed | None
    rate: RateUsed | None
    own: NetResult | None
    with_observed: NetResult | None
    inputs: ObservedInputs | None = None
    text: str = ""

    @property
    def used(self) -> NetResult | None:
        """The result that counts: with the observed rate when enough is observed."""
        return self.with_observed or self.own


def rerun(settings: Settings, month: date) -> list[Rerun]:
    """Every case in BUNDLINJE_HOME/cases from what is observed to a month; a broken case does not stop the others.

    Raises WarehouseError when nothing is built. A broken knowledge base is a fault of every case.
    """
    with open_warehouse(settings.home) as connection:
        return [_rerun_case(connection, path, month, settings.home / "knowledge") for path in case_paths(settings.home)]


def _rerun_case(connection: duckdb.DuckDBPyConnection, path: Path, month: date, local: Path) -> Rerun:
    try:
        return _calculated(connection, path, month, load_knowledge(local))
    except FaultyInputError as error:
        faults = tuple(f"{error.file}: {fault}" for fault in error.faults)
        return Rerun(path.name, month, None, faults, None, None, None, None)


def _calculated(connection: duckdb.DuckDBPyConnection, path: Path, month: date, knowledge: Knowledge) -> Rerun:
    text = case_text(path)
    planned = case_in(text, path, knowledge)
    inputs = observe_inputs(connection, planned, month)
    case = with_observed(planned, inputs)
    observed = observe(connection, planned, month) if planned.effect.asked else None
    rate = rate_used(case, observed.as_rate() if observed else None, str(path))
    own = net_result(case, rate.own_value) if rate.own_value is not None else None
    observed_result = net_result(case, rate.used) if rate.whence == "observed" else None
    return Rerun(path.name, month, case, (), observed, rate, own, observed_result, inputs, text)


def rerun_as_json(results: list[Rerun]) -> str:
    """The reruns as JSON: per case the observed values and both results, in the shape of `calculate`."""
    return json.dumps([_as_json(result) for result in results], ensure_ascii=False, indent=2)


def _as_json(result: Rerun) -> dict[str, Any]:
    rate = result.rate
    return {
        "file": result.file,
        "case": result.case.id if result.case else None,
        "month": f"{result.month:%Y-%m}",
        "faults": list(result.faults),
        "warnings": list(result.case.warnings) if result.case else [],
        "observed": observed_as_json(result.observed) if result.observed else None,
        "inputs": inputs_as_json(result.inputs),
        "used": rate.whence if rate else None,
        "own_result": as_json(result.own, replace(rate, used=result.own.success_rate, whence="case"))
        if result.own and rate
        else None,
        "observed_result": as_json(result.with_observed, rate) if result.with_observed and rate else None,
    }


def rerun_as_text(results: list[Rerun]) -> str:
    """The reruns in Danish: per case the two rates and results side by side, or what must be corrected."""
    if not results:
        return "Der er ingen sager i mappen cases under BUNDLINJE_HOME. Læg sagerne der som YAML-filer."
    return "\n\n".join(_as_text(result) for result in results)


def _as_text(result: Rerun) -> str:
    if result.case is None or result.rate is None:
        return "\n".join([f"{result.file}: kan ikke regnes", *(f"- {fault}" for fault in result.faults)])
    rows = [
        _row("Sagens egen succesrate", result.rate.own_value, result.own),
        _row("Observeret netto", result.observed.net_rate if result.observed else None, result.with_observed),
    ]
    heads = ["", "Succesrate", "Nettoresultat", "Kommune", "Region", "Stat", "Balanceår"]
    warnings = [f"Advarsel: {warning}" for warning in result.case.warnings]
    title = f"{result.case.title} ({result.file}), {danish.month(result.month)}"
    inputs = observed_inputs_da(result.case, result.inputs)
    return "\n".join([title, *warnings, rate_text(result.rate), *inputs, table(heads, rows)])


def _row(name: str, rate: float | None, result: NetResult | None) -> list[str]:
    shown = "-" if rate is None else percent(rate, 1)
    if result is None:
        return [name, shown, "-", "-", "-", "-", "-"]
    year = "ingen" if result.balance_year is None else str(result.balance_year)
    return [name, shown, *(number(value) for value in result.net_present_value.values()), year]
