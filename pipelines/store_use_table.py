"""The table of what figures are used for: which figure, how, and in which month; never by whom."""

from sqlalchemy import CheckConstraint, Column, Date, Index, MetaData, Table, Text

from pipelines.store_columns import counter

USE_TABLES = ("figure_use",)


def add_use_table(store: MetaData) -> None:
    """One line each time a figure was looked at, talked about at a meeting or put in a report; only added to."""
    Table(
        "figure_use",
        store,
        counter(),
        Column("figure", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("month", Date, nullable=False),
        CheckConstraint("kind in ('view', 'meeting', 'report')", name="kind"),
        Index(None, "month"),
        sqlite_autoincrement=True,
    )
