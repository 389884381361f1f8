"""Other municipalities' shared figures, as they were taken in; every line is only added to."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the table, its index, and the triggers that keep it as it was written."""
    op.create_table(
        "shared_figures",
        sa.Column("id", number, nullable=False),
        sa.Column("municipality", sa.Text, nullable=False),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("taken_by", sa.Text, nullable=False),
        sa.Column("taken_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shared_figures"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shared_figures_municipality", "shared_figures", ["municipality"])
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


# SQLite's "insert or replace" deletes without asking the delete trigger, hence the third one
_TRIGGERS = {
    "sqlite": [
        f"""
        create trigger shared_figures_no_{what} before {when} on shared_figures {condition}
        begin select raise(abort, 'shared_figures may only be added to'); end
        """
        for what, when, condition in (
            ("update", "update", ""),
            ("delete", "delete", ""),
            ("replace", "insert", "when exists (select 1 from shared_figures where id = new.id)"),
        )
    ],
    "postgresql": [
        "create trigger shared_figures_no_change before update or delete or truncate on shared_figures "
        "for each statement execute function refuse_change()"
    ],
}
