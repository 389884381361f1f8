"""The table of other municipalities' shared figures: each file as it was taken in; only added to, about no citizen."""

from sqlalchemy import Column, Date, DateTime, Index, MetaData, Table, Text

from pipelines.store_columns import counter

SHARED_TABLES = ("shared_figures",)


def add_shared_table(store: MetaData) -> None:
    """One line per file taken in; content is the file's text, which was checked before."""
    Table(
        "shared_figures",
        store,
        counter(),
        Column("municipality", Text, nullable=False),
        Column("made_on", Date, nullable=False),
        Column("content", Text, nullable=False),
        Column("taken_by", Text, nullable=False),
        Column("taken_at", DateTime, nullable=False),
        Index(None, "municipality"),
        sqlite_autoincrement=True,
    )
