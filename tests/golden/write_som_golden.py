"""Write what the sample SØM cases come to, by the slow recomputation in exact fractions (never by the engine).

python -m tests.golden.write_som_golden
"""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from tests.unit.som_engine import slow

CASES = Path(__file__).parents[2] / "sample_data" / "cases"
GOLDEN = Path(__file__).parent / "som_cases.json"
RATES = ("0.1", "own", "0.5", "1")


def main() -> None:
    """Every case at its own rate and at three others."""
    golden = {path.stem: case_golden(path) for path in sorted(CASES.glob("*.yaml"))}
    GOLDEN.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")


def case_golden(path: Path) -> dict[str, Any]:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    own = slow.exact(case["effect"]["success_rate"])
    return {str(float(own if rate == "own" else rate)): at_rate(case, own if rate == "own" else rate) for rate in RATES}


def at_rate(case: dict[str, Any], rate: Any) -> dict[str, Any]:
    return {
        "net_present_value": slow.net_present_value(case, rate),
        "by_year": [year(case, rate, t) for t in range(slow.years(case))],
    }


def year(case: dict[str, Any], rate: Any, t: int) -> dict[str, Any]:
    cost = sum((slow.cost(case, payer, t) for payer in slow.PAYERS), Fraction(0))
    gain = {payer: float(slow.gains(case, payer, t, slow.exact(rate))) for payer in slow.PAYERS}
    return {"t": t, "cost": float(cost), "gain": gain}


if __name__ == "__main__":
    main()
