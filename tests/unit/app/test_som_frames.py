"""SØM on the page: the same kroner as the calculation, and nothing observed outside the team."""

from datetime import date
from pathlib import Path

from app.som_frames import by_payer_table, by_year_table, interval_da, results_of, seen_by, spoken_result
from pipelines.observe import Observed
from pipelines.rerun import Rerun
from som_engine.case import read_case
from som_engine.knowledge import load_knowledge
from som_engine.net_result import net_result
from som_engine.success import RateUsed, rate_used

CASES = Path(__file__).parents[3] / "sample_data" / "cases"


def worked_run() -> Rerun:
    case = read_case(CASES / "worked-case.yaml", load_knowledge(None))
    rate: RateUsed = rate_used(case, None, "worked-case.yaml")
    observed = Observed("worked-example", date(2025, 12, 1), "own_home_after_12", 3, 7, 2, 1, 0, 3 / 7, (0.2, 0.7), (0.3, 0.5),
                        None, 3 / 7, True)  # fmt: skip
    return Rerun(
        "worked-case.yaml", date(2025, 12, 1), case, (), observed, rate, net_result(case, 0.3), net_result(case, 3 / 7)
    )


def test_the_tables_hold_the_worked_example() -> None:
    """NPV 133,290 in all, -1,350,968 for the municipality; year 3 costs nothing and nets 764,100; break-even 28.4 %."""
    run = worked_run()
    table = by_payer_table({"own": run.own}, run.own).set_index("Aktør")  # type: ignore[dict-item,arg-type]
    assert table.loc["I alt", "Netto, egen rate"] == "133.290"
    assert table.loc["Kommune", "Netto, egen rate"] == "-1.350.968"
    assert table.loc["I alt", "Går i nul ved"] == "28,4 %"
    years = by_year_table(run.own).set_index("År")  # type: ignore[arg-type]
    assert (years.loc["2028", "Omkostning"], years.loc["2028", "Netto"]) == ("0", "764.100")


def test_both_results_stand_side_by_side_for_the_team() -> None:
    run = seen_by(worked_run(), "team")
    assert list(results_of(run)) == ["own", "observed"]
    assert "3 af 7" in interval_da(run)


def test_outside_the_team_nothing_observed_is_left() -> None:
    """Neither the counts nor the result that the observed rate gives."""
    run = seen_by(worked_run(), "management")
    assert list(results_of(run)) == ["own"]
    assert "3 af 7" not in interval_da(run)
    assert "133.290" in spoken_result(run)
