"""The command's numbers for the sample cases against those written by the slow recomputation."""

import json
from pathlib import Path

import pytest

from som_engine.__main__ import main
from tests.golden.write_som_golden import CASES, GOLDEN

EXPECTED = json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("case", "rate"), [(case, rate) for case, rates in EXPECTED.items() for rate in rates])
def test_the_command_gives_the_golden_numbers(case: str, rate: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["calculate", str(Path(CASES) / f"{case}.yaml"), "--set", f"effect.success_rate={rate}"]
    assert main([*arguments, "--format", "json"]) == 0
    found, expected = json.loads(capsys.readouterr().out), EXPECTED[case][rate]
    assert found["net_present_value"] == pytest.approx(expected["net_present_value"], abs=1e-6)
    for row, year in zip(found["by_year"], expected["by_year"], strict=True):
        assert (row["t"], row["cost"]) == (year["t"], pytest.approx(year["cost"], abs=1e-6))
        assert row["gain"] == pytest.approx(year["gain"], abs=1e-6)


def test_every_sample_case_is_golden() -> None:
    assert set(EXPECTED) == {path.stem for path in CASES.glob("*.yaml")}
