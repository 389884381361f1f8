"""Every rule in a figure's SQL is held by an example: break the SQL anywhere, and an example fails."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kpi_catalogue.examples import run_examples
from kpi_catalogue.figure import Figure, catalogue
from pipelines.mart import marts

BREAKS: tuple[tuple[str, str | int], ...] = (
    ("<=", "<"),
    (">=", ">"),
    (r"(?<![<>])<(?![=>])", "<="),
    (r"(?<![<>])>(?!=)", ">="),
    (r"(?<![<>])=", "<>"),
    (r"\bor\b", "and"),
    (r"(?<!between \d )(?<!between \d\d )(?<!month )\band\b", "or"),
    (r"\bnot in\b", "in"),
    (r"'(\w[\w-]*)'", r"'\1x'"),
    (r"\btrue\b", "false"),
    (r"\bfalse\b", "true"),
    (r"\b\d+(?=\b|e0)(?![-'])", 1),
    (r"\b(?:[2-9]|\d\d+)(?=\b|e0)(?![-'])", -1),
    (r"date '2023-10-01'", "date '2023-11-01'"),
    (r"date '2023-10-01'", "date '2023-09-01'"),
    (r"\b\w+ as (value\w*|category|is_member)", r"null as \1"),
    (r"\breplaced_by,", "null::varchar as replaced_by,"),
    (r"coalesce\((\w+), (\w+)\)", r"\1"),
    (r"coalesce\((\w+), (\w+)\)", r"\2"),
    (r"\b(is_active|is_first|had_own_home)\b", "true"),
    (r"\n  and .*", ""),
    (r"\nwhere [^\n]*", "\nwhere true"),
)
"""A pattern and what it becomes; a number is added to the number found. Numbers 0 and 1 are only raised: months are
counted from 0 or 1, so that nothing lies below."""


def broken(sql: str) -> Iterator[str]:
    """The SQL with one thing changed, for each thing there is."""
    for pattern, change in BREAKS:
        for found in re.finditer(pattern, sql):
            other = str(int(found[0]) + change) if isinstance(change, int) else found.expand(change)
            yield sql[: found.start()] + other + sql[found.end() :]


def with_sql(figure: Figure, before: str, after: str) -> Figure:
    parts = [
        replace(part, query=replace(part.query, sql=after)) if part.query.sql == before else part
        for part in figure.parts
    ]
    return replace(figure, parts=tuple(parts))


@pytest.mark.parametrize("figure", catalogue().values(), ids=lambda figure: figure.id)
def test_a_broken_rule_breaks_an_example(figure: Figure) -> None:
    """For example: `who5 <= 50` as `< 50`, 51 or 49; a window a month longer; a slutårsag left out."""
    types = {
        mart.name: mart.types
        for mart in marts()
        if mart.name in {*figure.reads, "course_month", "referred_month", "municipality_month"}
    }
    survivors = [
        sql
        for before in {part.query.sql for part in figure.parts}
        for sql in broken(before)
        if not run_examples(with_sql(figure, before, sql), types)
    ]
    assert survivors == []
