"""What key figures are used for: views, meetings and reports by month; every line is only added to."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the table, its index, and the triggers that keep it as it was written."""
    op.create_table(
        "figure_use",
        sa.Column("id", number, nullable=False),
        sa.Column("figure", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_figure_use"),
        sa.CheckConstraint("kind in ('view', 'meeting', 'report')", name="ck_figure_use_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_figure_use_month", "figure_use", ["month"])
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


# SQLite's "insert or replace" deletes without asking the delete trigger, hence the third one
_TRIGGERS = {
    "sqlite": [
        f"""
        create trigger figure_use_no_{what} before {when} on figure_use {condition}
        begin select raise(abort, 'figure_use may only be added to'); end
        """
        for what, when, condition in (
            ("update", "update", ""),
            ("delete", "delete", ""),
            ("replace", "insert", "when exists (select 1 from figure_use where id = new.id)"),
        )
    ],
    "postgresql": [
        "create trigger figure_use_no_change before update or delete or truncate on figure_use "
        "for each statement execute function refuse_change()"
    ],
}
