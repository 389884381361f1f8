"""The workbook's formulas, recalculated by LibreOffice, give the program's net result by year and payer to the øre."""

import copy
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.report.som_excel import som_workbook
from som_engine.case import Case
from som_engine.danish import PAYERS_DA
from som_engine.net_result import net_result
from som_engine.number import PAYERS
from som_engine.refunds import SupportRefund
from som_engine.success import RateUsed
from tests.unit.som_engine.cases import HOUSING_FIRST, KNOWLEDGE, checked, worked

ON = date(2026, 1, 15)
RATE = 0.37
ORE = 0.005


def awkward() -> dict[str, Any]:
    """Refund, ladder and groups, and on top: during the intervention, a mixed group, a scaled and a removed consequence,
    undiscounted costs, a ladder that crosses all its steps, no lag, and a name that looks like a formula."""
    case = copy.deepcopy(HOUSING_FIRST)
    shelter, income, psychiatry = case["consequences"]
    shelter |= {"during": True, "target_group": "b", "name": "=1+1"}
    income |= {
        "adjustment": {"kind": "scaled", "factor": 0.5, "reason": "x"},
        "weeks_before": 0,
        "without": [52, 30, 9],
    }
    psychiatry |= {"adjustment": {"kind": "removed", "reason": "x"}}
    case |= {"target_groups": [{"id": "a", "weight": 0.3}, {"id": "b", "weight": 0.7}], "base_year": 2022}
    return case | {"timing": {"lag": 0, "discount_costs": False}, "discount_rate": 0.04}


CASES = {"worked": worked(), "housing_first": HOUSING_FIRST, "awkward": awkward()}


def formulas(case: Case, rate: float, folder: Path) -> Path:
    path = folder / f"{case.id}-{rate}.xlsx"
    path.write_bytes(som_workbook(net_result(case, rate), RateUsed(rate, "observed", None, None), ON))
    return path


CHANGED = "changed"
NEW_INPUTS = {
    ("Input", "Støtte i egen bolig", 2): 70_000,
    ("Input", "Støtte i egen bolig", 7): 0.2,
    ("Input", "Sparet bostøtte", 4): 0.75,
    ("Input", "Sparet bostøtte", 6): 0.25,
    ("Regler", "Statens refusion af støtte (§ 85 a)", 3): 0.4,
}
"""What an economist types over in the workbook: an amount, who pays, the share with refund, and the refund itself."""


def with_other_inputs(made: Path, changed: Path) -> Path:
    book = load_workbook(made)
    for (sheet, label, column), value in NEW_INPUTS.items():
        (at,) = (row[0].row for row in book[sheet].iter_rows() if row[0].value == label)
        assert not str(book[sheet].cell(at, column).value).startswith("=")
        book[sheet].cell(at, column).value = value
    book.save(changed)
    return changed


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every workbook after LibreOffice has calculated it, in one start of the program."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("missing system package: libreoffice-calc")
    folder = tmp_path_factory.mktemp("workbooks")
    paths = {}
    for name, content in CASES.items():
        (folder / name).mkdir()
        paths[name] = formulas(checked(content), RATE, folder / name).rename(folder / f"{name}.xlsx")
    paths[CHANGED] = with_other_inputs(paths["housing_first"], folder / f"{CHANGED}.xlsx")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", folder / "out", *paths.values()]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: load_workbook(folder / "out" / f"{name}.xlsx", data_only=True) for name in paths}


@pytest.mark.parametrize("name", CASES)
def test_the_formulas_give_the_programs_result(recalculated: dict[str, Any], name: str) -> None:
    """By payer: cost, gain and net; by year: cost, gain, each payer's net, net, discounted and running; all to the øre."""
    found = net_result(checked(CASES[name]), RATE)
    rows = [list(row) for row in recalculated[name]["Resultat"].iter_rows(values_only=True)]
    by_label = {row[0]: row for row in rows if row[0] in {*PAYERS_DA.values()}}
    for payer, label in PAYERS_DA.items():
        expected = [found.pv_cost[payer], found.pv_gain[payer], found.net_present_value[payer]]
        assert by_label[label][1:4] == pytest.approx(expected, abs=ORE), label
        assert by_label[label][5] == pytest.approx(0, abs=ORE)
    years = rows[-len(found.by_year) :]
    for row, year in zip(years, found.by_year, strict=True):
        nets = [sum(line.kroner for line in found.lines if (line.t, line.payer) == (year.t, payer)) for payer in PAYERS]
        expected = [
            year.t,
            year.year,
            year.cost,
            sum(year.gain.values()),
            *nets,
            year.net,
            year.discounted,
            year.cumulative,
        ]
        assert row[:10] == pytest.approx(expected, abs=ORE)


def test_an_economist_who_changes_the_costs_and_the_refund_gets_the_changed_case(recalculated: dict[str, Any]) -> None:
    """Support at 70,000, 20 % eligible, the state's share 40 %, and a quarter of the saving the state's."""
    content = copy.deepcopy(HOUSING_FIRST)
    support, saved = content["intervention"]["costs"][1:]
    support |= {"amount": 70_000, "eligible_share": 0.2}
    saved["shares"] = {"municipality": 0.75, "state": 0.25}
    rule = KNOWLEDGE.rules["sel_85a"]
    assert isinstance(rule, SupportRefund)
    newer = replace(rule, versions=tuple(replace(version, share=0.4) for version in rule.versions))
    knowledge = replace(KNOWLEDGE, rules={**KNOWLEDGE.rules, "sel_85a": newer})
    found = net_result(checked(content, knowledge=knowledge), RATE)
    rows = {row[0]: row for row in recalculated[CHANGED]["Resultat"].iter_rows(max_row=8, values_only=True)}
    for payer in ("municipality", "state"):
        assert rows[PAYERS_DA[payer]][1] == pytest.approx(found.pv_cost[payer], abs=ORE)
        assert rows[PAYERS_DA[payer]][3] == pytest.approx(found.net_present_value[payer], abs=ORE)
        assert abs(rows[PAYERS_DA[payer]][5]) > 100_000


def test_no_cell_has_an_error(recalculated: dict[str, Any]) -> None:
    cells = [cell for book in recalculated.values() for sheet in book for row in sheet.values for cell in row]
    assert len(cells) > 1000
    assert not [cell for cell in cells if isinstance(cell, str) and cell.startswith("#")]


def test_a_changed_input_moves_the_formulas(tmp_path: Path) -> None:
    """The result is calculated in the workbook: no formula stands there as a number, and the rate is one cell."""
    book = load_workbook(formulas(checked(HOUSING_FIRST), RATE, tmp_path))
    assert book["Input"]["B1"].value == RATE
    gains = [row for row in book["Gevinst"].iter_rows(min_row=2, values_only=True)]
    assert all(str(cell).startswith("=") for row in gains for cell in row[14:21])
    assert all(row[6] == "=Input!$B$1" for row in gains)
    assert any("MIN(" in str(row[11]) and "Regler!" in str(row[11]) for row in gains)


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    book = load_workbook(formulas(checked(awkward()), RATE, tmp_path))
    cell = book["Priser"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
