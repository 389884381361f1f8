"""Users and grants, the access log, drafts, choices and reasons for what is missing; history knows its citizen.

The history also gets deletions (a registration that was undone) and the reason for a correction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

text, day, moment = sa.Text, sa.Date, sa.DateTime
HISTORY = [
    "load_id",
    "table_name",
    "row_key",
    "operation",
    "old",
    "new",
    "effective_month",
    "changed_at",
    "changed_by",
    "source",
]
ADDED_TO_ONLY = ("history", "grants", "access_log", "choices")


def upgrade() -> None:
    """Create the new tables, extend the history, and put triggers on all that is only added to."""
    _create_missing_reasons()
    _create_users()
    _create_access_log()
    _create_drafts_and_choices()
    if op.get_bind().dialect.name == "sqlite":
        _remake_history()
    else:
        _extend_history()
    op.create_index("ix_history_citizen_id", "history", ["citizen_id"])
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def _counter() -> sa.Column:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False)


def _needed(names: str, kind: type[sa.types.TypeEngine] = text) -> list[sa.Column]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def _create_missing_reasons() -> None:
    op.create_table(
        "missing_reasons",
        *_needed("course_id"), *_needed("month", day), *_needed("field reason"),
        sa.PrimaryKeyConstraint("course_id", "month", "field", name="pk_missing_reasons"),
        sa.ForeignKeyConstraint(["course_id"], ["courses.course_id"], name="fk_missing_reasons_course_id_courses"),
    )  # fmt: skip


def _create_users() -> None:
    op.create_table(
        "users",
        *_needed("user_name login"), *_needed("active", sa.Boolean),
        sa.PrimaryKeyConstraint("user_name", name="pk_users"),
        sa.UniqueConstraint("login", name="uq_users_login"),
    )  # fmt: skip
    op.create_table(
        "grants",
        _counter(), *_needed("user_name event role municipality"), sa.Column("team", text),
        *_needed("decided_at", moment), *_needed("decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
        sa.ForeignKeyConstraint(["user_name"], ["users.user_name"], name="fk_grants_user_name_users"),
        sa.CheckConstraint("event in ('granted', 'revoked')", name="ck_grants_event"),
        sqlite_autoincrement=True,
    )  # fmt: skip


def _create_access_log() -> None:
    op.create_table(
        "access_log",
        _counter(), *_needed("at", moment), *_needed("user_name role action"), sa.Column("citizen_id", text),
        *_needed("subject"),
        sa.PrimaryKeyConstraint("id", name="pk_access_log"),
        sa.CheckConstraint(
            "action in ('looked_at', 'listed', 'changed', 'exported', 'deleted')", name="ck_access_log_action"
        ),
        sqlite_autoincrement=True,
    )  # fmt: skip
    for column in ("citizen_id", "user_name"):
        op.create_index(f"ix_access_log_{column}", "access_log", [column])


def _create_drafts_and_choices() -> None:
    op.create_table(
        "drafts",
        *_needed("user_name citizen_id course_id"), *_needed("month", day), *_needed("field text"),
        sa.Column("based_on", sa.BigInteger), *_needed("saved_at", moment),
        sa.PrimaryKeyConstraint("user_name", "course_id", "month", "field", name="pk_drafts"),
    )  # fmt: skip
    op.create_table(
        "choices",
        _counter(), *_needed("name value reason set_by"), *_needed("set_at", moment),
        sa.PrimaryKeyConstraint("id", name="pk_choices"),
        sqlite_autoincrement=True,
    )  # fmt: skip


def _remake_history() -> None:
    """SQLite changes a table's conditions only by making it anew; its triggers go with the old one."""
    op.create_table(
        "history_0002",
        _counter(), *_needed("load_id", sa.Integer), *_needed("table_name row_key operation"),
        sa.Column("old", text), sa.Column("new", text), sa.Column("effective_month", day),
        *_needed("changed_at", moment), *_needed("changed_by source"), sa.Column("reason", text),
        sa.Column("citizen_id", text),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_history_load_id_loads"),
        *(sa.CheckConstraint(condition, name=name) for name, condition in _CONDITIONS.items()),
        sqlite_autoincrement=True,
    )  # fmt: skip
    columns = ", ".join(["id", *HISTORY])
    op.execute(f"insert into history_0002 ({columns}, citizen_id) select {columns}, {_CITIZEN} from history")
    op.drop_table("history")
    op.rename_table("history_0002", "history")
    op.create_index("ix_history_table_name_row_key", "history", ["table_name", "row_key"])


def _extend_history() -> None:
    op.execute("drop trigger history_no_change on history")
    op.alter_column("history", "new", nullable=True)
    for name in ("reason", "citizen_id"):
        op.add_column("history", sa.Column(name, text))
    op.drop_constraint("ck_history_operation", "history")
    for name, condition in _CONDITIONS.items():
        op.create_check_constraint(name, "history", condition)
    op.execute(f"update history set citizen_id = {_CITIZEN.replace('new ->>', 'new::json ->>').replace('$.', '')}")


_CONDITIONS = {
    "ck_history_operation": "operation in ('insert', 'update', 'delete')",
    "ck_history_new": "(new is null) = (operation = 'delete')",
}
_CITIZEN = """
    coalesce(
        new ->> '$.citizen_id',
        (select courses.citizen_id from courses where courses.course_id = new ->> '$.course_id')
    )
"""
# SQLite's "insert or replace" deletes without asking the delete trigger, hence the third one of each table
_TRIGGERS = {
    "sqlite": [
        f"""
        create trigger {table}_no_{what} before {when} on {table} {condition}
        begin select raise(abort, '{table} may only be added to'); end
        """
        for table in ADDED_TO_ONLY
        for what, when, condition in (
            ("update", "update", ""),
            ("delete", "delete", ""),
            ("replace", "insert", f"when exists (select 1 from {table} where id = new.id)"),
        )
    ],
    "postgresql": [
        f"create trigger {table}_no_change before update or delete or truncate on {table} "
        "for each statement execute function refuse_change()"
        for table in ADDED_TO_ONLY
    ],
}
