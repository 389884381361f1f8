"""The table of other municipalities' shared figures: each file as it was taken in; only added to, about no citizen."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Index, Integer, MetaData, Table, Text

SHARED_TABLES = ("shared_figures",)


def add_shared_table(store: MetaData) -> None:
    """One line per file taken in; content is the file's text, which was checked before."""
    counter = BigInteger().with_variant(Integer, "sqlite")
    Table(
        "shared_figures",
        store,
        Column("id", counter, primary_key=True),
        Column("municipality", Text, nullable=False),
        Column("made_on", Date, nullable=False),
        Column("content", Text, nullable=False),
        Column("taken_by", Text, nullable=False),
        Column("taken_at", DateTime, nullable=False),
        Index(None, "municipality"),
        sqlite_autoincrement=True,
    )
