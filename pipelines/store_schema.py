"""What the store of record consists of: the current rows as the contracts say, their history and the log of loads."""

from datetime import date
from functools import cache

from sqlalchemy import (
    BigInteger,
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
)
from sqlalchemy.types import TypeEngine

from pipelines.schema import Column as ContractColumn
from pipelines.schema import Contract, contracts

BLANK_DAY = date.min
_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
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
    Table(
        "history",
        store,
        Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
        Column("load_id", ForeignKey("loads.id"), nullable=False),
        Column("table_name", Text, nullable=False),
        Column("row_key", Text, nullable=False),
        Column("operation", Text, nullable=False),
        Column("old", Text),
        Column("new", Text, nullable=False),
        Column("effective_month", Date),
        Column("changed_at", DateTime, nullable=False),
        Column("changed_by", Text, nullable=False),
        Column("source", Text, nullable=False),
        CheckConstraint("operation in ('insert', 'update')", name="operation"),
        Index(None, "table_name", "row_key"),
        sqlite_autoincrement=True,
    )
