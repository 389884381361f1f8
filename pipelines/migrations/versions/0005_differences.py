"""Where an import disagreed with what was written, and what somebody chose; every line is only added to."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the table, its indexes, and the triggers that keep it as it was written."""
    texts = ("event", "table_name", "row_key", "field", "source", "mine", "theirs")
    op.create_table(
        "differences",
        sa.Column("id", number, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("citizen_id", sa.Text),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("done_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_differences"),
        sa.CheckConstraint("event in ('found', 'kept', 'taken', 'gone')", name="ck_differences_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_differences_citizen_id", "differences", ["citizen_id"])
    op.create_index("ix_differences_table_name_row_key", "differences", ["table_name", "row_key"])
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


# SQLite's "insert or replace" deletes without asking the delete trigger, hence the third one
_TRIGGERS = {
    "sqlite": [
        f"""
        create trigger differences_no_{what} before {when} on differences {condition}
        begin select raise(abort, 'differences may only be added to'); end
        """
        for what, when, condition in (
            ("update", "update", ""),
            ("delete", "delete", ""),
            ("replace", "insert", "when exists (select 1 from differences where id = new.id)"),
        )
    ],
    "postgresql": [
        "create trigger differences_no_change before update or delete or truncate on differences "
        "for each statement execute function refuse_change()"
    ],
}
