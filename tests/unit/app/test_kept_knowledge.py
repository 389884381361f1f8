"""A case calculates to the øre from what is stored, though the program has come with other prices, rules and rates since."""

import copy
import json
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.case_results import results, store_results
from pipelines.case_store import save
from pipelines.rerun import rerun
from pipelines.settings import Choices, Settings
from tests.stores import store_at
from tests.unit.pipelines.success_warehouse import MARCH, row, write_warehouse
from tests.unit.som_engine.cases import HOUSING_FIRST, KNOWLEDGE
from tests.unit.som_engine.test_knowledge import index, put

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[3]
AT, TODAY = datetime(2025, 4, 1, 9), date(2025, 4, 15)
LATER = {
    "prices/shelter_110_day.yaml": {"value: 1507": "value: 1999"},
    "prices/psychiatric_bed_day.yaml": {"value: 4165": "value: 5100"},
    "rules/sel_110.yaml": {"share: 0.5": "share: 0.3", "max_days_per_year: 120": "max_days_per_year: 30"},
    "rules/sel_85a.yaml": {"share: 0.5": "share: 0.1"},
    "rules/income_support_ladder.yaml": {"share: 0.2}": "share: 0.6}"},
    "indices/discount_rate.yaml": {"value: 0.035": "value: 0.06"},
}
"""What the next program ships in place of ours."""
SHOW = """
import json, sys
from datetime import date, datetime
from pathlib import Path
from app import case_study
from app.rights import Grant, User, Visit
from pipelines.case_store import kept_case, kept_knowledge, versions
from pipelines.settings import Choices, Settings
from som_engine.case import check_case
from som_engine.knowledge import load_knowledge
from som_engine.net_result import net_result
home, store, rate = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
here = Settings(home, store, date(2025, 4, 15), Choices())
version = versions(here, "sag")[-1]
of = lambda case: [net_result(case, rate).net_present_value, net_result(case, rate).first_four_years]
(month,) = case_study.series(Visit(here, User("lone", (Grant("project_lead", "901"),))), "sag", datetime(2030, 1, 1)).months
again = net_result(month.run.case, month.run.success_rate)
print(json.dumps({
    "kept": of(kept_case(here, version)),
    "month": [again.net_present_value, again.first_four_years],
    "prices": sorted(kept_knowledge(here, version.knowledge_id).prices),
    "now": of(check_case(version.content, load_knowledge(home / "knowledge"))),
}))
"""


def case() -> dict[str, Any]:
    """Everything that is looked up: two prices, three rules, the index, and the discount rate."""
    content = copy.deepcopy(HOUSING_FIRST)
    shelter, _, psychiatry = content["consequences"]
    for one, price in ((shelter, "shelter_110_day"), (psychiatry, "psychiatric_bed_day")):
        del one["price"]
        one["price_ref"] = price
    return content


@pytest.fixture(scope="module")
def newer_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as it may ship in some years: the same code, other knowledge, one price gone and one new."""
    program = tmp_path_factory.mktemp("newer")
    for room in ("app", "pipelines", "som_engine", "kpi_catalogue"):
        shutil.copytree(ROOT / room, program / room, ignore=shutil.ignore_patterns("__pycache__"))
    for place, changes in LATER.items():
        path = program / "som_engine" / "knowledge" / place
        text = path.read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in text, place
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    (program / "som_engine" / "knowledge" / "prices" / "prison_day.yaml").rename(
        program / "som_engine" / "knowledge" / "prices" / "prison_night.yaml"
    )
    return program


def shown(program: Path, home: Path, rate: float) -> dict[str, Any]:
    """What the program says of the stored case."""
    run = [sys.executable, "-c", SHOW, str(home), store_at(home), str(rate)]
    done = subprocess.run(
        run, cwd=program, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(program)}
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_a_newer_program_calculates_the_stored_version_and_month_to_the_oere(
    newer_program: Path, tmp_path: Path
) -> None:
    """12 of 24, net 0.4. Stored with the program of today; the next one has other prices, shares, days and rates.

    The index is the installation's own (2022 100, 2023 104, 2025 110), and is changed too.
    """
    home = tmp_path / "home"
    write_warehouse(home, [row(f"c{at}", "success" if at % 2 else "failure") for at in range(24)])
    put(home / "knowledge", "indices/net_price_index.yaml", index(y2022=100.0, y2023=104.0, y2025=110.0))
    here = Settings(home, store_at(home), TODAY, Choices())
    save(here, "sag", case(), based_on=0, reason="ny", who="erik", at=AT)
    store_results(here, rerun(here, MARCH), "erik", AT)
    (stored,) = results(here, "sag")
    was = [stored.result["net_present_value"], stored.result["first_four_years"]]
    put(home / "knowledge", "indices/net_price_index.yaml", index(y2022=100.0, y2023=101.0, y2025=140.0))
    found = shown(newer_program, home, stored.success_rate)
    for kept in (found["kept"], found["month"]):
        for before, after in zip(was, kept, strict=True):
            assert {payer: round(100 * value) for payer, value in after.items()} == {
                payer: round(100 * value) for payer, value in before.items()
            }
    assert found["prices"] == sorted(KNOWLEDGE.prices)
    assert all(abs(found["now"][0][payer] - was[0][payer]) > 1000 for payer in was[0])
