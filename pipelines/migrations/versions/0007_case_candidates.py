"""Candidates for a SØM case and how they were rated on the five questions; every line is only added to."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the table, its index, and the triggers that keep it as it was written."""
    op.create_table(
        "case_candidates",
        sa.Column("id", number, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("municipality", "name", "answers", "note", "made_by")),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_candidates"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_case_candidates_municipality", "case_candidates", ["municipality"])
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


# SQLite's "insert or replace" deletes without asking the delete trigger, hence the third one
_TRIGGERS = {
    "sqlite": [
        f"""
        create trigger case_candidates_no_{what} before {when} on case_candidates {condition}
        begin select raise(abort, 'case_candidates may only be added to'); end
        """
        for what, when, condition in (
            ("update", "update", ""),
            ("delete", "delete", ""),
            ("replace", "insert", "when exists (select 1 from case_candidates where id = new.id)"),
        )
    ],
    "postgresql": [
        "create trigger case_candidates_no_change before update or delete or truncate on case_candidates "
        "for each statement execute function refuse_change()"
    ],
}
