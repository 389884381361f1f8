"""The table of differences: where an import disagreed with what was written, and what somebody chose; only added to."""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, MetaData, Table, Text

from pipelines.store_columns import counter

DIFFERENCE_TABLES = ("differences",)


def add_difference_table(store: MetaData) -> None:
    """One line per event about a field of a row: found, then kept (mine), taken (theirs) or gone (no longer disputed).

    mine and theirs are JSON values as they were then; the newest line of a field and source is where it stands.
    """
    needed = ("event", "table_name", "row_key", "field", "source", "mine", "theirs")
    Table(
        "differences",
        store,
        counter(),
        *(Column(name, Text, nullable=False) for name in needed),
        Column("citizen_id", Text),
        Column("at", DateTime, nullable=False),
        Column("done_by", Text, nullable=False),
        CheckConstraint("event in ('found', 'kept', 'taken', 'gone')", name="event"),
        Index(None, "citizen_id"),
        Index(None, "table_name", "row_key"),
        sqlite_autoincrement=True,
    )
