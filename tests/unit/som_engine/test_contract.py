"""The JSON of the commands is a contract: every field by name, every number unrounded, for calculate, sensitivity, simulate.

The contract of `observe` is held in tests/unit/pipelines/test_observe.py.
"""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from som_engine.__main__ import main
from tests.unit.som_engine.cases import CASES, HOUSING_FIRST, worked
from tests.unit.som_engine.test_knowledge import PRICE, index, put

Printed = pytest.CaptureFixture[str]
CASE = str(CASES / "worked-case.yaml")
PAYERS = ["municipality", "region", "state"]
ROWS = ["total", *PAYERS]
BY_ROW = dict.fromkeys(ROWS, float)
RATE = {"used": float, "whence": str, "own_value": float, "observed": None}
CALCULATE = {
    "case": str, "title": str, "net_present_value": BY_ROW, "undiscounted": BY_ROW, "pv_cost": BY_ROW, "pv_gain": BY_ROW,
    "first_four_years": BY_ROW, "per_participant": BY_ROW,
    "by_year": [{
        "t": int, "year": int, "cost": float, "gain": dict.fromkeys(PAYERS, float), "net": float, "discounted": float,
        "cumulative": float,
    }],
    "by_main_area": dict.fromkeys(["social_services", "health", "income_transfers"], float),
    "by_consequence": dict.fromkeys(
        ["shelter_days", "psychiatric_bed_days", "income_support_weeks", "support_hours"], float
    ),
    "break_even_success_rate": BY_ROW, "cannot_break_even": list, "balance_year": int, "success_rate": RATE,
    "assuming_equal_use": list,
    "basis": dict.fromkeys(
        ["intervention_data", "other_departments", "key_figures", "double_bottom_line", "other_analyses"], bool
    ),
    "share_on_estimates": float,
}  # fmt: skip
SCENARIO = {"name": str, "set": list, "success_rate": float, "net_present_value": BY_ROW}
TURNS = dict.fromkeys(ROWS, {"pays": str, "amount": (float, None)})
SENSITIVITY = {
    "case": str, "success_rate": RATE, "net_present_value": BY_ROW,
    "one_way": [{
        "address": str, "name": str, "basis": (str, None), "range": str, "value": (float, list), "low": (float, list),
        "high": (float, list), "at_low": BY_ROW, "at_high": BY_ROW, "swing": float,
    }],
    "values": [SCENARIO],
    "grid": {
        "of": str, "success_rates": list, "costs": list, "net_present_value": dict.fromkeys(ROWS, list),
        "zero_line": dict.fromkeys(ROWS, list),
    },
    "break_even": {
        "success_rate": BY_ROW, "participants": TURNS, "cost_per_participant": TURNS, "costs": TURNS,
    },
    "scenarios": [SCENARIO],
}  # fmt: skip
BANDS = dict.fromkeys(["5", "25", "50", "75", "95"], BY_ROW)
SIMULATE = {
    "case": str, "draws": int, "seed": int, "success_rate": RATE, "drawn": list, "mean": BY_ROW, "sd": BY_ROW,
    "probability_positive": BY_ROW, "percentiles": BANDS, "evpi": BY_ROW,
    "evpi_by_input": {"effect.success_rate": BY_ROW},
    "influence": {"effect.success_rate": {"first_order": float, "total": float}},
    "by_year": [{"t": int, "year": int, "discounted": BANDS, "cumulative": BANDS}],
    "balance_year": [{"t": (int, None), "share": float}], "more_citizens": None,
}  # fmt: skip
BETA_RATE = "effect.success_rate={value: 0.3, distribution: {beta: [6, 14]}, basis: estimate}"


def fits(value: Any, shape: Any, path: str = "") -> None:
    """The value has exactly the shape's fields in its order; a list has the one shape in every member."""
    if isinstance(shape, dict):
        assert list(value) == list(shape), path
        for name, inner in shape.items():
            fits(value[name], inner, f"{path}.{name}")
    elif isinstance(shape, list):
        assert value, path
        for member in value:
            fits(member, shape[0], f"{path}[]")
    else:
        kinds = tuple(
            type(None) if kind is None else kind for kind in (shape if isinstance(shape, tuple) else (shape,))
        )
        assert type(value) in kinds, f"{path}: {value!r}"


def told(printed: Printed, *arguments: str) -> Any:
    assert main([*arguments, "--format", "json"]) == 0
    return json.loads(printed.readouterr().out)


def test_calculate(capsys: Printed) -> None:
    """By hand, to six decimals: 133,289.862..., not rounded to the øre; t runs to 3 + 1 + 4 - 2 = 6."""
    found = told(capsys, "calculate", CASE)
    fits(found, CALCULATE)
    assert [row["t"] for row in found["by_year"]] == list(range(7))
    exact = sum(
        net / 1.035**t for t, net in enumerate([-950_000, -439_200, -199_500, 764_100, 623_400, 383_700, 170_100])
    )
    assert found["net_present_value"]["total"] == pytest.approx(exact, abs=1e-6)
    assert found["pv_cost"]["region"] == 0


def test_sensitivity(capsys: Printed) -> None:
    found = told(capsys, "sensitivity", CASE, "--value", "effect.success_rate=0.1", "--scenario", "Lav: timing.lag=0")
    fits(found, SENSITIVITY)
    assert {len(row) for row in found["grid"]["net_present_value"]["state"]} == {50}
    assert found["scenarios"][0]["set"] == ["timing.lag=0"]


def test_simulate(capsys: Printed) -> None:
    found = told(capsys, "simulate", CASE, "--set", BETA_RATE, "--draws", "500", "--seed", "3")
    fits(found, SIMULATE)
    assert found["mean"]["total"] == pytest.approx(sum(found["mean"][payer] for payer in PAYERS))


@pytest.mark.parametrize(
    ("command", "shape"), [("calculate", CALCULATE), ("sensitivity", SENSITIVITY), ("simulate", SIMULATE)]
)
def test_the_reference_names_every_field(command: str, shape: dict[str, Any]) -> None:
    """The chapter of the command in docs/reference has each field of its JSON, and no other in its first column."""
    text = (CASES.parents[1] / "docs" / "reference" / "som-kommandoer.md").read_text(encoding="utf-8")
    chapter = text.partition(f"## `{command}`\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in chapter.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(shape)


def test_with_what_is_observed_the_rate_tells_both_and_how_many_more(capsys: Printed, tmp_path: Path) -> None:
    seen = {"case": "housing-first-901", "month": "2025-03", "assessed": 11, "successes": 4, "rate": 4 / 11,
            "counterfactual": 0.1, "net_rate": 4 / 11 - 0.1, "enough": True}  # fmt: skip
    path = tmp_path / "observed.json"
    path.write_text(json.dumps(seen), encoding="utf-8")
    case = str(CASES / "housing-first-901.yaml")
    found = told(capsys, "simulate", case, "--observed", str(path), "--draws", "50")
    observed = {
        "month": str,
        "assessed": int,
        "rate": float,
        "counterfactual": float,
        "net_rate": float,
        "enough": bool,
    }
    fits(found["success_rate"], RATE | {"observed": observed})
    needed = dict.fromkeys(ROWS, (int, None))
    fits(found["more_citizens"], {"probability_now": BY_ROW, "needed": needed})


@pytest.mark.parametrize(("command", "more"), [("calculate", []), ("sensitivity", []), ("simulate", ["--draws", "20"])])
def test_set_is_taken_by_every_command(capsys: Printed, command: str, more: list[str]) -> None:
    """s = 50 %: 1,805,330.24; with the shelter at 1,800 as well, a fifth of its 1,824,178.986 / 0.3 x 0.5 more."""
    sets = ["--set", "effect.success_rate=0.5", "--set", "consequences.shelter_days.price.amount=1800"]
    found = told(capsys, command, CASE, *sets, *more)
    net = found["mean" if command == "simulate" else "net_present_value"]["total"]
    assert net == pytest.approx(1_805_330.24 + 0.2 * 1_824_178.986 / 0.3 * 0.5, abs=0.01)
    assert found["success_rate"]["used"] == 0.5


def without_a_known(what: str, folder: Path) -> Path:
    """A case in an installation's own folder whose price, index year or rule is not there."""
    content = worked()
    first = content["consequences"][0]
    if what == "price":
        del first["price"]
        first["price_ref"] = "somatic_bed_day"
    elif what == "index year":
        first["price"]["price_year"] = 2022
    elif what == "rule":
        first["price"] = {"amount": 1500, "price_year": 2025, "refund": "sel_999"}
        del first["change"]
        first |= {"without": [1], "with": [0]}
    elif what == "rule of a cost":
        content = copy.deepcopy(HOUSING_FIRST)
        content["intervention"]["costs"][1]["refund"] = "sel_85"
    else:
        put(folder / "knowledge", "prices/own_day.yaml", PRICE | {"refund": "sel_999"} | {"shares": None})
        del first["price"]
        first["price_ref"] = "own_day"
        content["price_year"] = 2020
    put(folder / "knowledge", "indices/net_price_index.yaml", index(y2025=110.0))
    path = folder / "cases" / "sag.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


MISSING = {
    "price": r"consequences\.shelter_days\.price_ref: .*Udfyld prices/somatic_bed_day\.yaml",
    "index year": r"price_year: .*fra 2022 til sagens prisår 2025, og nettoprisindekset mangler 2022",
    "rule": r'refund: "sel_999" kan ikke bruges\. Vælg en regel fra vidensbasen: sel_110',
    "rule of a cost": r'costs\.Støtte i egen bolig\.refund: "sel_85" kan ikke bruges\. .*sel_85a',
    "rule of a known price": r'own_day\)\.refund: "sel_999" kan ikke bruges\.',
}


@pytest.mark.parametrize("command", ["calculate", "sensitivity", "simulate"])
@pytest.mark.parametrize("what", MISSING)
def test_what_is_not_known_stops_every_command_with_its_name(
    capsys: Printed, tmp_path: Path, what: str, command: str
) -> None:
    """In Danish on stderr; nothing is printed, and nothing takes its place."""
    assert main([command, str(without_a_known(what, tmp_path))]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert re.search(MISSING[what], said.err), said.err
