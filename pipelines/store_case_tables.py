"""The tables of SØM cases: every version, the log book, the results of every rerun, and the knowledge each rested on.

The candidates that cases are chosen from stand beside them. All of them are only added to.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from pipelines.store_columns import counter, needed

CASE_TABLES = ("case_knowledge", "case_versions", "case_log", "case_results", "case_candidates")


def add_case_tables(store: MetaData) -> None:
    """Add the five tables to the store."""
    _knowledge(store)
    _versions(store)
    _log_book(store)
    _results(store)
    _candidates(store)


def _knowledge(store: MetaData) -> None:
    """One row per state of the knowledge base that a version or a result has rested on; texts is JSON by file."""
    Table(
        "case_knowledge",
        store,
        counter(),
        *needed("hash", "texts"),
        UniqueConstraint("hash", name="uq_case_knowledge_hash"),
        sqlite_autoincrement=True,
    )


def _versions(store: MetaData) -> None:
    """One row per version of a case; content is the text of its file, outside whether the program wrote it."""
    Table(
        "case_versions",
        store,
        counter(),
        *needed("case_id"),
        Column("version", Integer, nullable=False),
        *needed("content"),
        Column("knowledge_id", ForeignKey("case_knowledge.id"), nullable=False),
        *needed("reason", "made_by"),
        Column("made_at", DateTime, nullable=False),
        Column("outside", Boolean, nullable=False),
        UniqueConstraint("case_id", "version", name="uq_case_versions_case_id"),
        sqlite_autoincrement=True,
    )


def _log_book(store: MetaData) -> None:
    """One row per field that a version changed; old and new are JSON, blank where the field was not there."""
    Table(
        "case_log",
        store,
        counter(),
        Column("version_id", ForeignKey("case_versions.id"), nullable=False),
        *needed("case_id", "field"),
        Column("old", Text),
        Column("new", Text),
        *needed("why", "who"),
        Column("at", DateTime, nullable=False),
        Index(None, "case_id"),
        sqlite_autoincrement=True,
    )


def _results(store: MetaData) -> None:
    """One row per rerun of a case in a month; inputs and result are JSON, and the newest row of a month holds."""
    Table(
        "case_results",
        store,
        counter(),
        Column("version_id", ForeignKey("case_versions.id"), nullable=False),
        Column("knowledge_id", ForeignKey("case_knowledge.id"), nullable=False),
        *needed("case_id"),
        Column("month", Date, nullable=False),
        Column("run_at", DateTime, nullable=False),
        *needed("run_by"),
        Column("success_rate", Float, nullable=False),
        *needed("whence"),
        Column("participants", Float, nullable=False),
        *needed("inputs", "result"),
        Index(None, "case_id", "month"),
        sqlite_autoincrement=True,
    )


def _candidates(store: MetaData) -> None:
    """One row each time a candidate for a case was rated; answers is JSON, and the newest row of a name holds."""
    Table(
        "case_candidates",
        store,
        counter(),
        *needed("municipality", "name", "answers", "note", "made_by"),
        Column("made_at", DateTime, nullable=False),
        Index(None, "municipality"),
        sqlite_autoincrement=True,
    )
