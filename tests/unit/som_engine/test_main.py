"""The command as a user runs it: what it prints, where, and its exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from som_engine.__main__ import main
from som_engine.danish import number, percent
from tests.unit.som_engine.cases import CASES, HOUSING_FIRST, WORKED, worked
from tests.unit.som_engine.test_knowledge import PRICE, put
from tests.unit.som_engine.test_success import observed_file

WORKED_CASE = str(CASES / "worked-case.yaml")
HOUSING_FIRST_CASE = str(CASES / "housing-first-901.yaml")
Printed = pytest.CaptureFixture[str]


def as_json(printed: Printed, *arguments: str) -> dict:  # type: ignore[type-arg]
    assert main(["calculate", *arguments, "--format", "json"]) == 0
    return json.loads(printed.readouterr().out)


def test_the_table_is_danish(capsys: Printed) -> None:
    assert main(["calculate", WORKED_CASE]) == 0
    said = capsys.readouterr()
    for words in ("133.289,86", "-1.350.967,56", "Kommune: 69,59 %", "Balanceår: år 6 (2031)", "ikke påviste effekter"):
        assert words in said.out
    assert said.err == ""


def test_the_json_has_its_shape(capsys: Printed) -> None:
    found = as_json(capsys, WORKED_CASE)
    payers = {"total", "municipality", "region", "state"}
    for name in ("net_present_value", "undiscounted", "pv_cost", "pv_gain", "first_four_years", "per_participant",
                 "break_even_success_rate"):  # fmt: skip
        assert set(found[name]) == payers
    assert set(found["by_year"][0]) == {"t", "year", "cost", "gain", "net", "discounted", "cumulative"}
    assert set(found["by_year"][0]["gain"]) == payers - {"total"}
    assert set(found["by_consequence"]) == {consequence["id"] for consequence in WORKED["consequences"]}
    assert set(found["by_main_area"]) == {"social_services", "health", "income_transfers"}
    assert found["balance_year"] == 6
    assert found["success_rate"] == {"used": 0.3, "whence": "case", "own_value": 0.3, "observed": None}
    assert found["net_present_value"]["total"] != round(found["net_present_value"]["total"], 2)


def test_set(capsys: Printed) -> None:
    found = as_json(capsys, WORKED_CASE, "--set", "timing.lag=0", "--set", "effect.success_rate=0.5")
    assert found["success_rate"]["used"] == 0.5
    assert len(found["by_year"]) == 6


def test_a_case_in_json_gives_the_same(capsys: Printed, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(WORKED), encoding="utf-8")
    assert as_json(capsys, str(path)) == as_json(capsys, WORKED_CASE)


def test_observed(capsys: Printed, tmp_path: Path) -> None:
    """Net 0.4 of enough citizens is used; of four it is not, and both are in view."""
    used = as_json(capsys, HOUSING_FIRST_CASE, "--observed", str(observed_file(tmp_path)))
    assert used["net_present_value"]["total"] == pytest.approx(3_912_395.03, abs=0.005)
    assert (used["success_rate"]["whence"], used["success_rate"]["own_value"]) == ("observed", 0.25)
    too_few = as_json(capsys, HOUSING_FIRST_CASE, "--observed", str(observed_file(tmp_path, enough=False, assessed=4)))
    assert (too_few["success_rate"]["used"], too_few["success_rate"]["whence"]) == (0.25, "case")
    assert too_few["success_rate"]["observed"]["net_rate"] == 0.4


def test_both_rates_are_in_view_in_the_table(capsys: Printed, tmp_path: Path) -> None:
    observed = str(observed_file(tmp_path))
    assert main(["calculate", HOUSING_FIRST_CASE, "--observed", observed]) == 0
    assert "Succesrate 40,00 % (observeret, netto). Sagens egen: 25,00 %." in capsys.readouterr().out
    observed = str(observed_file(tmp_path, enough=False, assessed=4))
    assert main(["calculate", HOUSING_FIRST_CASE, "--observed", observed]) == 0
    said = "Succesrate 25,00 % (sagens egen). Observeret netto: 40,00 %, men for få er vurderet (4)."
    assert said in capsys.readouterr().out


def written(folder: Path, content: object) -> str:
    path = folder / "case.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return str(path)


def test_faults_are_told_on_stderr_and_nothing_is_calculated(capsys: Printed, tmp_path: Path) -> None:
    assert main(["calculate", written(tmp_path, worked() | {"horizon_years": 0, "price_year": 1})]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert 'horizon_years: "0" kan ikke bruges.' in said.err
    assert 'price_year: "1" kan ikke bruges.' in said.err


def test_a_warning_does_not_stop(capsys: Printed, tmp_path: Path) -> None:
    content = worked()
    content["consequences"][0]["change"] += [-1]
    assert main(["calculate", written(tmp_path, content), "--format", "json"]) == 0
    said = capsys.readouterr()
    assert "Advarsel: consequences.shelter_days.change: 5 tal" in said.err
    assert json.loads(said.out)["balance_year"] == 6


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["mangler.yaml"], 2, "filen findes ikke"),
        ([WORKED_CASE, "--observed", "mangler.json"], 2, "filen findes ikke"),
        ([WORKED_CASE, "--set", "horizont=3"], 2, "Nærmeste: horizon_years"),
        ([WORKED_CASE, "--set", "horizon_years"], 2, "felt=værdi"),
        ([WORKED_CASE, "--set", "horizon_years=0"], 1, "fra 1 til 30"),
        ([WORKED_CASE, "--observed", WORKED_CASE], 1, "observerede værdier"),
    ],
)
def test_exit_codes(capsys: Printed, arguments: list[str], code: int, said: str) -> None:
    assert main(["calculate", *arguments]) == code
    assert said in capsys.readouterr().err


def test_own_knowledge_lies_beside_the_cases(capsys: Printed, tmp_path: Path) -> None:
    """A stored case reads the installation's own prices; a broken price file is a fault, not a traceback."""
    (tmp_path / "cases").mkdir()
    content = worked()
    del content["consequences"][0]["price"]
    content["consequences"][0]["price_ref"] = "own_day"
    case = written(tmp_path / "cases", content | {"price_year": 2020, "consequences": content["consequences"][:1]})
    put(tmp_path / "knowledge", "prices/own_day.yaml", PRICE)
    assert main(["calculate", case]) == 0
    put(tmp_path / "knowledge", "prices/own_day.yaml", {"title_da": "x"})
    assert main(["calculate", case]) == 1
    assert "Vidensbasen kan ikke læses" in capsys.readouterr().err


def test_as_a_program(tmp_path: Path) -> None:
    """Exit codes of the process itself; wrong use is 2, and there is never a traceback."""
    run = [sys.executable, "-m", "som_engine"]
    root = CASES.parents[1]
    good = subprocess.run([*run, "calculate", WORKED_CASE], capture_output=True, text=True, cwd=root, check=False)
    bad = subprocess.run(
        [*run, "calculate", written(tmp_path, [])], capture_output=True, text=True, cwd=root, check=False
    )
    none = subprocess.run(run, capture_output=True, text=True, cwd=root, check=False)
    assert [done.returncode for done in (good, bad, none)] == [0, 1, 2]
    assert "Traceback" not in good.stderr + bad.stderr + none.stderr


def test_danish_numbers() -> None:
    assert [number(value) for value in (1234567.891, -0.004, -1234.5, 0)] == [
        "1.234.567,89",
        "0,00",
        "-1.234,50",
        "0,00",
    ]
    assert percent(0.284057) == "28,41 %"


def test_no_participants_is_a_dash(capsys: Printed, tmp_path: Path) -> None:
    content = HOUSING_FIRST | {"intervention": HOUSING_FIRST["intervention"] | {"participants": [0, 0]}}
    assert main(["calculate", written(tmp_path, content)]) == 0
    assert "Pr. deltager" in capsys.readouterr().out


BETA_RATE = "effect.success_rate={value: 0.3, distribution: {beta: [6, 14]}, basis: estimate}"


def told(printed: Printed, *arguments: str) -> dict:  # type: ignore[type-arg]
    assert main([*arguments, "--format", "json"]) == 0
    return json.loads(printed.readouterr().out)


def test_simulate_as_json(capsys: Printed) -> None:
    """The shape that others read, and the worked example with s ~ Beta(6, 14): 4 standard errors of 10,000 draws."""
    found = told(capsys, "simulate", WORKED_CASE, "--set", BETA_RATE, "--draws", "10000", "--seed", "5")
    payers = {"total", "municipality", "region", "state"}
    assert (found["draws"], found["seed"], found["drawn"]) == (10_000, 5, ["effect.success_rate"])
    assert all(set(found[name]) == payers for name in ("mean", "sd", "probability_positive", "evpi"))
    assert list(found["percentiles"]) == ["5", "25", "50", "75", "95"]
    assert all(set(values) == payers for values in found["percentiles"].values())
    assert found["mean"]["total"] == pytest.approx(133_289.86, abs=33_500)
    assert found["probability_positive"]["total"] == pytest.approx(0.53569, abs=0.02)
    assert found["evpi"]["total"] == pytest.approx(270_427.49, abs=0.005)
    assert [year["year"] for year in found["by_year"]] == list(range(2025, 2032))
    assert sum(balance["share"] for balance in found["balance_year"]) == pytest.approx(1)
    assert found["more_citizens"] is None


def test_simulate_in_danish(capsys: Printed) -> None:
    assert main(["simulate", WORKED_CASE, "--set", BETA_RATE]) == 0
    said = capsys.readouterr().out
    for words in ("af 100 beregninger et positivt resultat", "i under 1 af 100 for kommunen alene", "5 af 100 er under",
                  "højst 270.427 kr. værd", "Trukket tilfældigt (frø 1): Succesrate."):  # fmt: skip
        assert words in said
    assert main(["simulate", WORKED_CASE]) == 0
    assert "Ingen tal i sagen har low og high" in capsys.readouterr().out


def test_simulate_with_what_is_observed(capsys: Printed, tmp_path: Path) -> None:
    """4 of 11 assessed, and how many more it takes is told in words and as numbers."""
    seen = {"case": "housing-first-901", "month": "2025-03", "assessed": 11, "successes": 4, "rate": 4 / 11,
            "counterfactual": 0.1, "net_rate": 4 / 11 - 0.1, "enough": True}  # fmt: skip
    path = tmp_path / "observed.json"
    path.write_text(json.dumps(seen), encoding="utf-8")
    found = told(capsys, "simulate", HOUSING_FIRST_CASE, "--observed", str(path), "--draws", "2000")
    assert found["success_rate"]["whence"] == "observed"
    assert set(found["more_citizens"]["needed"]) == {"total", "municipality", "region", "state"}
    assert main(["simulate", HOUSING_FIRST_CASE, "--observed", str(path), "--draws", "500"]) == 0
    assert "I alt: Chancen er nu" in capsys.readouterr().out


def test_sensitivity_as_json(capsys: Printed) -> None:
    found = told(
        capsys, "sensitivity", WORKED_CASE, "--value", "effect.success_rate=0.1",
        "--scenario", "Høj: effect.success_rate=0.5; timing.lag=1",
    )  # fmt: skip
    assert set(found["one_way"][0]) == {
        "address", "name", "basis", "range", "value", "low", "high", "at_low", "at_high", "swing",
    }  # fmt: skip
    assert found["values"][0]["net_present_value"]["total"] == pytest.approx(-1_538_750.52, abs=0.005)
    assert found["scenarios"][0]["net_present_value"]["total"] == pytest.approx(1_805_330.24, abs=0.005)
    assert found["break_even"]["success_rate"]["total"] == pytest.approx(0.284057, abs=5e-7)
    assert set(found["break_even"]["costs"]["total"]) == {"pays", "amount"}
    assert len(found["grid"]["net_present_value"]["total"]) == len(found["grid"]["success_rates"]) == 50


def test_sensitivity_in_danish(capsys: Printed) -> None:
    assert main(["sensitivity", WORKED_CASE, "--scenario", "Lav: effect.success_rate=0.1"]) == 0
    said = capsys.readouterr().out
    for words in (
        "Ét tal ad gangen",
        "Døgn på herberg: pris",
        "498.126",
        "Scenarier",
        "Omkostning pr. deltager: I alt højst",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sensitivity", WORKED_CASE, "--scenario", "effect.success_rate=0.1"], "er intet scenarie"),
        (["sensitivity", WORKED_CASE, "--value", "effect.rate=0.1"], "findes ikke i sagen"),
        (["simulate", WORKED_CASE, "--draws", "0"], "Skriv et helt tal fra 1 til 1000000"),
        (["simulate"], "Der mangler CASE.yaml"),
        (["regn", WORKED_CASE], "'regn' findes ikke"),
    ],
)
def test_wrong_use_is_told_in_danish(capsys: Printed, arguments: list[str], said: str) -> None:
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = int(str(stop.code))
    assert code == 2
    assert said in capsys.readouterr().err


def test_help_is_danish(capsys: Printed) -> None:
    for arguments in (["--help"], ["simulate", "--help"]):
        with pytest.raises(SystemExit):
            main(arguments)
        said = capsys.readouterr().out
        assert said.startswith("brug: ")
        assert not [word for word in ("usage", "options", "positional", "show this") if word in said]
