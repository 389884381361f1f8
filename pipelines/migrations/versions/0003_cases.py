"""SØM cases: versions, the log book, the results of reruns, and the knowledge base each of them rested on."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

text, moment = sa.Text(), sa.DateTime()
counter = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TABLES = ("case_knowledge", "case_versions", "case_log", "case_results")


def upgrade() -> None:
    """Create the four tables, with the triggers that keep them as they were written."""
    _create_knowledge_and_versions()
    _create_log_book()
    _create_results()
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def _counter() -> sa.Column:
    return sa.Column("id", counter, nullable=False)


def _needed(names: str, kind: sa.types.TypeEngine = text) -> list[sa.Column]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}_{parent}")


def _create_knowledge_and_versions() -> None:
    op.create_table(
        "case_knowledge",
        _counter(), *_needed("hash texts"),
        sa.PrimaryKeyConstraint("id", name="pk_case_knowledge"),
        sa.UniqueConstraint("hash", name="uq_case_knowledge_hash"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_table(
        "case_versions",
        _counter(), *_needed("case_id"), *_needed("version", sa.Integer()), *_needed("content"),
        *_needed("knowledge_id", counter), *_needed("reason made_by"), *_needed("made_at", moment),
        *_needed("outside", sa.Boolean()),
        sa.PrimaryKeyConstraint("id", name="pk_case_versions"),
        _parent("case_versions", "knowledge_id", "case_knowledge"),
        sa.UniqueConstraint("case_id", "version", name="uq_case_versions_case_id"),
        sqlite_autoincrement=True,
    )  # fmt: skip


def _create_log_book() -> None:
    op.create_table(
        "case_log",
        _counter(), *_needed("version_id", counter), *_needed("case_id field"), sa.Column("old", text),
        sa.Column("new", text), *_needed("why who"), *_needed("at", moment),
        sa.PrimaryKeyConstraint("id", name="pk_case_log"),
        _parent("case_log", "version_id", "case_versions"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("ix_case_log_case_id", "case_log", ["case_id"])


def _create_results() -> None:
    op.create_table(
        "case_results",
        _counter(), *_needed("version_id knowledge_id", counter), *_needed("case_id"),
        *_needed("month", sa.Date()), *_needed("run_at", moment), *_needed("run_by"),
        *_needed("success_rate", sa.Float()), *_needed("whence"), *_needed("participants", sa.Float()),
        *_needed("inputs result"),
        sa.PrimaryKeyConstraint("id", name="pk_case_results"),
        _parent("case_results", "version_id", "case_versions"),
        _parent("case_results", "knowledge_id", "case_knowledge"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("ix_case_results_case_id_month", "case_results", ["case_id", "month"])


# SQLite's "insert or replace" deletes without asking the delete trigger, hence the third one of each table
_TRIGGERS = {
    "sqlite": [
        f"""
        create trigger {table}_no_{what} before {when} on {table} {condition}
        begin select raise(abort, '{table} may only be added to'); end
        """
        for table in TABLES
        for what, when, condition in (
            ("update", "update", ""),
            ("delete", "delete", ""),
            ("replace", "insert", f"when exists (select 1 from {table} where id = new.id)"),
        )
    ],
    "postgresql": [
        f"create trigger {table}_no_change before update or delete or truncate on {table} "
        "for each statement execute function refuse_change()"
        for table in TABLES
    ],
}
