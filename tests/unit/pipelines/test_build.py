"""A whole warehouse of a few hand-made people, checked number by number, and what happens when the numbers disagree."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from kpi_catalogue.examples import read_table
from pipelines.build import (
    BuildError,
    build,
    build_from_files,
    build_from_store,
    empty_tables,
    given_assignments,
    given_team_assignments,
)
from pipelines.contract import Checked, check_rows
from pipelines.loading import load_rows
from pipelines.mart import marts
from pipelines.settings import Choices, Settings
from pipelines.warehouse import WarehouseError, open_warehouse
from tests.stores import store_at

TODAY = date(2025, 8, 15)
REGISTERED = {
    "citizens": """
        citizen_id | municipality | team | birth_year | gender | target_group | referred_on
        anna       | 901          | Byen | 1990       | female | homeless     | 2025-01-02
        bo         | 902          |      |            |        | at_risk      | 2025-02-01
    """,
    "courses": """
        course_id|citizen_id|method|contact_on|started_on|ended_on|end_reason|caseworker|progression_measure|effect_goal_met
        a1       |anna      |CTI   |          |2025-01-15|2025-06-30|changed_method|eva       |WHO5               |no
        a2       |anna      |ICM   |          |2025-07-01|          |              |kim       |WHO5               |
        b1       |bo        |ICM   |2025-02-03|2025-03-10|2025-04-30|completed     |kim       |ORS                |yes
        b2       |bo        |ACT   |2025-08-01|          |          |              |kim       |ORS                |
    """,
    "expected_time": """
        course_id | period | hours | estimated_on | basis
        a1        | 1      | 30    | 2025-01-15   | average
        a1        | 2      | 20    | 2025-01-15   | average
        a1        | 3      | 10    | 2025-01-15   | average
    """,
    "time_use": """
        course_id | month   | caseworker | hours
        a1        | 2025-01 | eva        | 4
        a1        | 2025-02 | eva        | 6
        a1        | 2025-03 | eva        | 5
        a1        | 2025-04 | eva        | 9
        a1        | 2025-05 | eva        | 5
        a1        | 2025-05 | kim        | 3
        a1        | 2025-06 | eva        | 7
        b1        | 2025-02 | kim        | 2
        b1        | 2025-03 | kim        | 3
    """,
    "measurements": """
        course_id | measured_on | instrument | kind     | score | estimated_on
        a1        | 2025-01-31  | WHO5       | expected | 40    |
        a1        | 2025-09-30  | WHO5       | expected | 64    |
        a1        | 2025-01-20  | WHO5       | actual   | 36    |
        a1        | 2025-06-30  | WHO5       | actual   | 48    |
        b1        | 2025-03-10  | ORS        | actual   | 20.2  |
        b1        | 2025-04-30  | ORS        | actual   | 25.2  |
    """,
    "monthly_status": """
        citizen_id | month   | housing      | shelter_nights | support_85 | finances
        anna       | 2024-12 | without_home | 31             |            |
        anna       | 2025-01 | without_home | 31             | yes        | 2
        anna       | 2025-02 | own_home     | 10             |            |
        bo         | 2025-04 | own_home     |                | no         |
        bo         | 2025-07 | placed       |                |            |
    """,
    "housing_market": """
        municipality | month   | wait_days_home
        902          | 2025-03 | 45,5
    """,
    "vacant_homes": """
        municipality | month   | rent_band  | size_band | homes
        903          | 2025-03 | under_3500 | 40_60     | 2
    """,
    "rates": """
        municipality | rate            | valid_from | amount
        901          | caseworker_hour | 2025-01-01 | 400
        901          | shelter_night   | 2024-12-15 | 1500
        902          | caseworker_hour | 2025-03-02 | 400
    """,
}


def settings(home: Path) -> Settings:
    """An installation that builds from files."""
    return Settings(home, f"sqlite:///{home / 'store.db'}", TODAY, Choices())


def with_store(home: Path) -> Settings:
    """An installation whose store lies where the run's stores lie."""
    return replace(settings(home), store_url=store_at(home))


def checked(**changed: str) -> Checked:
    """The registrations, some tables replaced, as the contracts read them."""
    found = check_rows({name: read_table(text) for name, text in {**REGISTERED, **changed}.items()}, today=TODAY)
    assert found.faults == []
    return found


def asked(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(home) as connection, connection.cursor() as cursor:
        return cursor.execute(sql).fetchall()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the hand-made warehouse in it."""
    folder = tmp_path_factory.mktemp("home")
    build_from_files(settings(folder), checked())
    return folder


def test_time_against_expected_is_the_worked_course(home: Path) -> None:
    """To June: 4+6+5+9+8+7 = 39 of 10+10+10+20/3+20/3+20/3 = 50; to March 15 of 30."""
    rows = asked(
        home,
        """
        select month, actual_hours_compared, expected_hours_compared
        from course_month where course_id = 'a1' and month in ('2025-03-01', '2025-06-01') order by month
    """,
    )
    assert rows == [(date(2025, 3, 1), 15.0, 30.0), (date(2025, 6, 1), 39.0, pytest.approx(50.0))]


def test_cost_of_a_course_is_all_its_hours_at_the_months_rate(home: Path) -> None:
    """a1: 39 hours x 400 = 15,600 from June. b1 has no rate on 1 March (it begins 2 March), so its cost is unknown."""
    rows = asked(home, "select course_id, cost from course_month where months_since_end = 0 order by course_id")
    assert rows == [("a1", 15600.0), ("b1", None)]


def test_citizen_months_are_the_active_ones(home: Path) -> None:
    """anna January-August (two courses), bo March-April; the contact phases of b1 and b2 are not active."""
    rows = asked(
        home,
        """
        select citizen_id, count(*), min(month), max(month), string_agg(distinct course_id, ',' order by course_id)
        from citizen_month group by citizen_id order by citizen_id
    """,
    )
    assert rows == [
        ("anna", 8, date(2025, 1, 1), date(2025, 8, 1), "a1,a2"),
        ("bo", 2, date(2025, 3, 1), date(2025, 4, 1), "b1"),
    ]


def test_citizen_month_says_what_is_known(home: Path) -> None:
    """anna in April: housing of February holds (two months), support of January no longer; WHO5 36 of January holds."""
    row = asked(
        home,
        """
        select team, age_group, gender, housing, support_85, finances, who5, who5_change, housing_before, had_own_home
        from citizen_month where citizen_id = 'anna' and month = '2025-04-01'
    """,
    )
    assert row == [("Byen", "31-49", "female", "own_home", None, None, 36, None, "without_home", True)]


def test_change_is_the_current_courses(home: Path) -> None:
    """anna in June: 48 - 36 = 12 on a1. In July a2 is current and has no scores: latest 48, no change."""
    rows = asked(
        home,
        """
        select who5, who5_change, housing_before
        from citizen_month where citizen_id = 'anna' and month between '2025-06-01' and '2025-07-01' order by month
    """,
    )
    assert rows == [(48, 12, "without_home"), (48, None, "without_home")]


def test_shelter_cost_is_shared_with_the_state(home: Path) -> None:
    """January: 31 nights x 1500 = 46,500, half from the state. The running year began with December's 31 nights."""
    rows = asked(
        home,
        """
        select shelter_cost, shelter_cost_municipality, shelter_cost_state
        from citizen_month where citizen_id = 'anna' and month = '2025-01-01'
    """,
    )
    assert rows == [(46500.0, 23250.0, 23250.0)]
    assert asked(home, "select distinct running_year_start, cap from shelter_month") == [(date(2024, 12, 1), 120)]


def test_success_of_a_replaced_course_names_the_next(home: Path) -> None:
    """a1 ended in June by a change of method, a2 began in July: replaced. b1: ORS 25.2 - 20.2 = 5.0 is a gain."""
    rows = asked(
        home,
        """
        select course_id, criterion, outcome, replaced_by
        from success_month
        where month = '2025-07-01' and criterion in ('effect_goal_met', 'ors_gain') and course_id <> 'a2'
        order by course_id, criterion
    """,
    )
    assert rows == [
        ("a1", "effect_goal_met", "failure", "a2"),
        ("a1", "ors_gain", "missing", "a2"),
        ("b1", "effect_goal_met", "success", None),
        ("b1", "ors_gain", "success", None),
    ]


def test_housing_after_the_end(home: Path) -> None:
    """b1 ended in April; three months after is July, where bo is placed."""
    rows = asked(
        home,
        """
        select housing_after_3 from course_month where course_id = 'b1' and month >= '2025-06-01' order by month
    """,
    )
    assert rows == [(None,), ("placed",), ("placed",)]


def test_every_municipality_seen_has_its_rows(home: Path) -> None:
    """901 and 902 have citizens, 903 only vacant homes; nine months from December to August, sixteen bands."""
    assert asked(home, "select municipality, count(*) from municipality_month group by all order by all") == [
        ("901", 9),
        ("902", 9),
        ("903", 9),
    ]
    assert asked(home, "select count(*), sum(homes) from vacant_homes_month") == [(3 * 9 * 16, 2)]
    assert asked(home, "select wait_days_home from municipality_month where wait_days_home is not null") == [(45.5,)]


def test_undated_expectation_is_from_the_start(home: Path) -> None:
    assert asked(home, "select distinct estimated_on from expected_score") == [(date(2025, 1, 15),)]


def test_referred_citizens_without_a_course_count_from_referral(home: Path) -> None:
    assert asked(home, "select citizen_id, min(month) from referred_month group by all order by all") == [
        ("anna", date(2025, 1, 1)),
        ("bo", date(2025, 2, 1)),
    ]


def test_marts_are_there_on_any_cursor_without_a_schema(home: Path) -> None:
    for name in (mart.name for mart in marts()):
        assert asked(home, f"select count(*) from {name}") == asked(home, f"select count(*) from marts.{name}")


def test_raw_and_staging_are_kept(home: Path) -> None:
    """Scores are exact to one decimal from staging on; raw is as registered."""
    rows = asked(home, "select score from staging.measurements where instrument = 'ORS' order by score")
    assert rows == [(Decimal("20.2"),), (Decimal("25.2"),)]
    assert asked(home, "select today, success_criterion from raw.setting") == [(TODAY, "effect_goal_met")]


@pytest.mark.store
def test_nothing_registered_gives_an_empty_warehouse(tmp_path: Path) -> None:
    """Only this month, and no people in it."""
    build_from_store(with_store(tmp_path))
    assert asked(tmp_path, "select month from month_spine") == [(date(2025, 8, 1),)]
    assert asked(tmp_path, "select count(*) from citizen_month") == [(0,)]


def test_tables_not_given_are_empty(tmp_path: Path) -> None:
    few = {name: checked().tables[name] for name in ("citizens", "courses")}
    assignments, teams = given_assignments(few["courses"]), given_team_assignments(few["citizens"])
    build(settings(tmp_path), few, assignments, teams)
    assert asked(tmp_path, "select count(*), count(housing) from citizen_month") == [(10, 0)]


def test_files_without_people_are_enough_for_the_market(tmp_path: Path) -> None:
    build_from_files(settings(tmp_path), Checked({"housing_market": checked().tables["housing_market"]}, []))
    assert asked(tmp_path, "select max(wait_days_home) from municipality_month") == [(45.5,)]


@pytest.mark.store
def test_store_and_files_give_the_same_numbers(tmp_path: Path) -> None:
    """A fresh store has no history but the first, so every row of every mart is the same."""
    files, store = tmp_path / "files", tmp_path / "store"
    store.mkdir()
    build_from_files(settings(files), checked())
    keep(store, REGISTERED, TODAY)
    build_from_store(with_store(store))
    assert everything(files) == everything(store)


@pytest.mark.store
def test_caseworker_and_team_of_a_month_are_those_in_force(tmp_path: Path) -> None:
    """Loaded in May, changed in August: kim and Havnen hold from August, eva and Byen before."""
    running = {
        "citizens": """
            citizen_id | municipality | team | target_group | referred_on
            anna       | 901          | Byen | homeless     | 2025-01-02
        """,
        "courses": """
            course_id | citizen_id | method | started_on | caseworker | progression_measure
            a1        | anna       | CTI    | 2025-01-15 | eva        | WHO5
        """,
    }
    keep(tmp_path, running, date(2025, 5, 20))
    changed = {name: text.replace("Byen", "Havnen").replace("eva", "kim") for name, text in running.items()}
    keep(tmp_path, changed, TODAY)
    build_from_store(with_store(tmp_path))
    rows = asked(
        tmp_path,
        """
        select month, team, caseworker from citizen_month where month >= '2025-07-01' order by month
    """,
    )
    assert rows == [(date(2025, 7, 1), "Byen", "eva"), (date(2025, 8, 1), "Havnen", "kim")]


def test_same_registrations_in_any_order_give_the_same_warehouse(tmp_path: Path) -> None:
    """(0.1 + 0.2) + 0.3 is not 0.1 + (0.2 + 0.3) in a computer: rows are put in one order before they are added up."""
    hours = "".join(f"\n        a1 | 2025-02 | {who} | {n}" for who, n in (("a", "0,1"), ("b", "0,2"), ("c", "0,3")))
    tables = checked(time_use="        course_id | month | caseworker | hours" + hours).tables
    turned = {name: table.take(pa.array(range(table.num_rows)[::-1], pa.int64())) for name, table in tables.items()}
    for folder, given in (("one", tables), ("two", tables), ("turned", turned)):
        build_from_files(settings(tmp_path / folder), Checked(given, []))
    assert everything(tmp_path / "one") == everything(tmp_path / "two") == everything(tmp_path / "turned")


def test_key_that_is_not_unique_stops_the_build(tmp_path: Path) -> None:
    """The same citizen twice, past the contract: nothing is published, the warehouse before still answers."""
    build_from_files(settings(tmp_path), checked())
    tables = checked().tables
    twice = {**tables, "citizens": pa.concat_tables([tables["citizens"], tables["citizens"]])}
    with pytest.raises(BuildError, match="marten course .* består ikke tjekket .nøglen course_id er entydig"):
        build_from_files(settings(tmp_path), Checked(twice, []))
    assert asked(tmp_path, "select count(*) from citizen_month") == [(10,)]
    assert len(list((tmp_path / "warehouse").glob("warehouse_*"))) == 1


def test_key_that_is_blank_stops_the_build(tmp_path: Path) -> None:
    """Vacant homes of no municipality, past the contract."""
    tables = checked().tables
    homes = pa.Table.from_pylist([{"month": date(2025, 3, 1)}], schema=tables["vacant_homes"].schema)
    with pytest.raises(BuildError, match="marten municipality_month .*nøglen municipality, month er entydig"):
        build_from_files(settings(tmp_path), Checked(tables | {"vacant_homes": homes}, []))


def test_check_of_a_mart_stops_the_build(tmp_path: Path) -> None:
    """A course that ends before it starts, past the contract, is caught by the mart's own check, named in Danish."""
    tables = checked().tables
    a2 = next(row for row in tables["courses"].to_pylist() if row["course_id"] == "a2") | {"ended_on": date(2025, 1, 1)}
    wrong = {**tables, "courses": pa.Table.from_pylist([a2], schema=tables["courses"].schema)}
    with pytest.raises(WarehouseError) as caught:
        build_from_files(settings(tmp_path), Checked(wrong, []))
    assert "Datavarehuset er ikke udgivet: marten course (Startede forløb)" in str(caught.value)
    assert 'består ikke tjekket "intet forløb slutter, før det starter" (1 række)' in str(caught.value)
    assert not (tmp_path / "warehouse" / "current").exists()


def test_pure_build_takes_assignments_as_given(tmp_path: Path) -> None:
    tables = checked().tables
    months = {"course_id": ["a1", "a1"], "effective_month": [None, date(2025, 4, 1)], "caseworker": ["ida", "ole"]}
    assigned = pa.table(months, schema=given_assignments(tables["courses"]).schema)
    build(settings(tmp_path), tables, assigned, given_team_assignments(tables["citizens"]))
    rows = asked(tmp_path, "select distinct caseworker from course_month where course_id = 'a1' order by 1")
    assert rows == [("ida",), ("ole",)]


def test_the_municipalitys_choices_are_in_the_warehouse(tmp_path: Path) -> None:
    chosen = replace(settings(tmp_path), choices=Choices(success_criterion="no_shelter_6", ors_limit_young=28.0))
    build_from_files(chosen, Checked(empty_tables(), []))
    assert asked(tmp_path, "select success_criterion, ors_limit_young from setting") == [("no_shelter_6", 28.0)]


def test_own_knowledge_file_that_cannot_be_read_stops_the_build(tmp_path: Path) -> None:
    rules = tmp_path / "knowledge" / "rules"
    rules.mkdir(parents=True)
    (rules / "sel_110.yaml").write_text("title_da: [", encoding="utf-8")
    with pytest.raises(WarehouseError, match="sel_110"):
        build_from_files(settings(tmp_path), checked())


def keep(home: Path, tables: Mapping[str, str], today: date) -> None:
    """Load tables into the home's store."""
    rows = {name: read_table(text) for name, text in tables.items()}
    at = datetime(today.year, today.month, today.day)
    result = load_rows(with_store(home).store_url, rows, today=today, who="test", source="test", at=at)
    assert result.faults == []


def everything(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {mart.name: asked(home, f"select * from {mart.name}") for mart in marts()}
