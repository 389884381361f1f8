"""The columns that most tables of the store have."""

from sqlalchemy import BigInteger, Column, Integer, Text


def counter() -> Column:
    """The key of a row, counted up."""
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def needed(*names: str) -> list[Column]:
    """Texts that are always filled."""
    return [Column(name, Text, nullable=False) for name in names]
