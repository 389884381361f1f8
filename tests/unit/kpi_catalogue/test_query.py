"""What is read from a figure's SQL without running it."""

import duckdb
import pytest

from kpi_catalogue.query import Query, parse


def read(sql: str) -> Query:
    with duckdb.connect() as connection:
        return parse(sql, connection)


def test_reads_and_columns_leave_out_the_statements_own_names() -> None:
    """Two tables are read; `active` is the statement's own and is not a table."""
    query = read("""
        with active as (select * from course_month where is_active)
        select month_spine.month, course_id, citizen_id, hours * 2 as value
        from month_spine join active on active.month = month_spine.month
    """)
    assert query.reads == ("course_month", "month_spine")
    assert query.columns == ("month", "course_id", "citizen_id", "value")


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ("month, citizen_id", "citizen"),
        ("month, course_id, citizen_id", "course"),
        ("month, municipality", "municipality"),
    ],
)
def test_kind_is_what_one_row_stands_for(columns: str, kind: str) -> None:
    """A course comes before its citizen; without either it is a municipality."""
    assert read(f"select {columns}, 1 as value from t").kind == kind


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select month from where", "kan ikke læses"),
        ("drop table t", "kan ikke læses"),
        ("select 1 as a; select 2 as b", "præcis én"),
        ("select * from t", "navn"),
        ("select month, who5 <= 50 from t", "navn"),
        ("select month, 1 as value from t union all select month, 2 as value from t", "select"),
        ("select month, count(*) as value from t group by month", "tæller"),
        ("select month, count(x) as value from t group by month", "tæller"),
        ("select month, avg(x) as value from t group by month", "tæller"),
        ("select month, a / b as value from t", "dividerer"),
        ("select month, round(a) as value from t", "afrunder"),
    ],
)
def test_sql_that_a_figure_may_not_have(sql: str, said: str) -> None:
    """The query gives one row per member; it is one select that names its columns and never counts."""
    with pytest.raises(ValueError, match=said):
        read(sql)
