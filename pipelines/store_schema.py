"""What the store of record consists of.

The current rows as the contracts say, their history and the log of loads; who may use it, and the log of who saw whom;
drafts, and what the municipality has chosen in the app.
"""

from datetime import date
from functools import cache

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from pipelines.schema import Column as ContractColumn
from pipelines.schema import Contract, contracts
from pipelines.store_assessment_tables import ASSESSMENT_TABLES, add_assessment_tables
from pipelines.store_case_tables import CASE_TABLES, add_case_tables
from pipelines.store_columns import counter, needed
from pipelines.store_difference_table import DIFFERENCE_TABLES, add_difference_table
from pipelines.store_shared_table import SHARED_TABLES, add_shared_table
from pipelines.store_use_table import USE_TABLES, add_use_table

ADDED_TO_ONLY = (
    "history",
    "loads",
    "grants",
    "access_log",
    "choices",
    *CASE_TABLES,
    *DIFFERENCE_TABLES,
    *USE_TABLES,
    *ASSESSMENT_TABLES,
    *SHARED_TABLES,
)
"""The tables whose rows are never changed or deleted: triggers hold that, and only an erasure passes them."""
BLANK_DAY = date.min
_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
}
_TYPES: dict[str, type[TypeEngine]] = {
    "text": Text,
    "code": Text,
    "integer": Integer,
    "decimal": Float,
    "date": Date,
    "month": Date,
}


@cache
def metadata() -> MetaData:
    """Every table of the store; a test holds that the migrations arrive at exactly this."""
    store = MetaData(naming_convention=_NAMES)
    for contract in contracts().values():
        _current_rows(contract, store)
    _log(store)
    _history(store)
    _users(store)
    _access_log(store)
    _drafts(store)
    _choices(store)
    add_case_tables(store)
    add_difference_table(store)
    add_use_table(store)
    _meetings(store)
    _agreements(store)
    add_assessment_tables(store)
    add_shared_table(store)
    return store


def blank_in_key(contract: Contract) -> list[str]:
    """The columns of the key that may be blank.

    Two blanks are never equal in SQL, so a key with a blank would let the same row in twice. The store therefore keeps
    each such day in a column of its own, <name>_key, where 0001-01-01 stands for blank, and that one is in the key.
    """
    return [name for name in contract.key if not contract.columns[name].required]


def stored_key(contract: Contract) -> list[str]:
    """The columns of the table's primary key, as the store has them."""
    blank = blank_in_key(contract)
    return [f"{name}_key" if name in blank else name for name in contract.key]


def _current_rows(contract: Contract, store: MetaData) -> None:
    """One row per key, with the key in the contract's order; every other column may be blank unless it is required."""
    key = stored_key(contract)
    blank = blank_in_key(contract)
    columns = [_column(column, column.name in key) for column in contract.columns.values()]
    columns += [Column(f"{name}_key", Date, nullable=False) for name in blank]
    rules = [CheckConstraint(f"{name}_key = coalesce({name}, '{BLANK_DAY}')", name=name) for name in blank]
    Table(contract.name, store, *columns, PrimaryKeyConstraint(*key), *rules)


def _column(column: ContractColumn, is_key: bool) -> Column:
    parent = [ForeignKey(f"{column.references}.{column.name}")] if column.references else []
    is_filled = is_key or column.required or column.derived is not None
    return Column(column.name, _TYPES[column.type], *parent, nullable=not is_filled)


def _log(store: MetaData) -> None:
    Table(
        "loads",
        store,
        Column("id", Integer, primary_key=True),
        Column("loaded_at", DateTime, nullable=False),
        Column("loaded_by", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("files", Text, nullable=False),
        Column("counts", Text, nullable=False),
        sqlite_autoincrement=True,
    )


def _history(store: MetaData) -> None:
    """One line per version of a row; new is blank where a row was taken away again (operation delete)."""
    Table(
        "history",
        store,
        counter(),
        Column("load_id", ForeignKey("loads.id"), nullable=False),
        *needed("table_name", "row_key", "operation"),
        Column("old", Text),
        Column("new", Text),
        Column("effective_month", Date),
        Column("changed_at", DateTime, nullable=False),
        *needed("changed_by", "source"),
        Column("reason", Text),
        Column("citizen_id", Text),
        CheckConstraint("operation in ('insert', 'update', 'delete')", name="operation"),
        CheckConstraint("(new is null) = (operation = 'delete')", name="new"),
        Index(None, "table_name", "row_key"),
        Index(None, "citizen_id"),
        sqlite_autoincrement=True,
    )


def _users(store: MetaData) -> None:
    """Who may sign in; grants is one line per decision, and the newest about a role in a place is in force."""
    Table(
        "users",
        store,
        Column("user_name", Text, primary_key=True),
        *needed("login"),
        Column("active", Boolean, nullable=False),
        UniqueConstraint("login"),
    )
    Table(
        "grants",
        store,
        counter(),
        Column("user_name", ForeignKey("users.user_name"), nullable=False),
        *needed("event", "role", "municipality"),
        Column("team", Text),
        Column("decided_at", DateTime, nullable=False),
        *needed("decided_by"),
        CheckConstraint("event in ('granted', 'revoked')", name="event"),
        sqlite_autoincrement=True,
    )


def _access_log(store: MetaData) -> None:
    """Who did what to which citizen when; never what was seen."""
    Table(
        "access_log",
        store,
        counter(),
        Column("at", DateTime, nullable=False),
        *needed("user_name", "role", "action"),
        Column("citizen_id", Text),
        *needed("subject"),
        CheckConstraint("action in ('looked_at', 'listed', 'changed', 'exported', 'deleted')", name="action"),
        Index(None, "citizen_id"),
        Index(None, "user_name"),
        sqlite_autoincrement=True,
    )


def _drafts(store: MetaData) -> None:
    """What a user has typed and not saved: one line per field; based_on is the row version it was typed over."""
    Table(
        "drafts",
        store,
        *needed("user_name", "citizen_id", "course_id"),
        Column("month", Date, nullable=False),
        *needed("field", "text"),
        Column("based_on", BigInteger),
        Column("saved_at", DateTime, nullable=False),
        PrimaryKeyConstraint("user_name", "course_id", "month", "field"),
    )


def _choices(store: MetaData) -> None:
    """One line per decision about a setting; the newest of a name wins over settings.yaml."""
    Table(
        "choices",
        store,
        counter(),
        *needed("name", "value", "reason", "set_by"),
        Column("set_at", DateTime, nullable=False),
        sqlite_autoincrement=True,
    )


def _meetings(store: MetaData) -> None:
    """Team meetings and their lists: one line per course put on, taken off or talked about; the newest is in force."""
    Table(
        "meetings",
        store,
        counter(),
        *needed("municipality"),
        Column("team", Text),
        Column("held_on", Date, nullable=False),
        *needed("called_by"),
        Column("called_at", DateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    Table(
        "meeting_courses",
        store,
        counter(),
        Column("meeting_id", ForeignKey("meetings.id"), nullable=False),
        *needed("course_id", "citizen_id", "event", "done_by"),
        Column("done_at", DateTime, nullable=False),
        CheckConstraint("event in ('added', 'removed', 'discussed')", name="event"),
        Index(None, "citizen_id"),
        sqlite_autoincrement=True,
    )


def _agreements(store: MetaData) -> None:
    """What was agreed of a course, and what became of it: one line per event."""
    Table(
        "agreements",
        store,
        counter(),
        Column("meeting_id", ForeignKey("meetings.id"), nullable=False),
        *needed("course_id", "citizen_id", "text", "follow_up_by"),
        Column("follow_up_on", Date, nullable=False),
        *needed("made_by"),
        Column("made_at", DateTime, nullable=False),
        Index(None, "citizen_id"),
        sqlite_autoincrement=True,
    )
    Table(
        "agreement_events",
        store,
        counter(),
        Column("agreement_id", ForeignKey("agreements.id"), nullable=False),
        Column("meeting_id", ForeignKey("meetings.id")),
        *needed("citizen_id", "event"),
        Column("moved_to", Date),
        *needed("done_by"),
        Column("done_at", DateTime, nullable=False),
        CheckConstraint("event in ('seen', 'done', 'reopened', 'moved')", name="event"),
        CheckConstraint("(moved_to is not null) = (event = 'moved')", name="moved_to"),
        Index(None, "citizen_id"),
        sqlite_autoincrement=True,
    )
