"""The store of record: the nine tables of current rows, their history and the log of loads.

A migration is a record of what was done and is never edited; the next change of a contract gets the next number.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

text, whole, decimal, day = sa.Text, sa.Integer, sa.Float, sa.Date
counter = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create all of it, with the triggers that keep history and log as they were written."""
    _create_people()
    _create_course_tables()
    _create_monthly_status()
    _create_municipality_tables()
    _create_log()
    _create_history()
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def _create(name: str, key: str, required: str, *columns: sa.schema.SchemaItem) -> None:
    """One table of current rows; key and required are names with spaces between, the key is required too."""
    needed = (key + " " + required).split()
    for column in columns:
        if isinstance(column, sa.Column) and column.name in needed:
            column.nullable = False
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}"))


def _columns(kind: type[sa.types.TypeEngine], names: str) -> list[sa.Column]:
    return [sa.Column(name, kind) for name in names.split()]


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.{column}"], name=f"fk_{table}_{column}_{parent}")


def _create_people() -> None:
    _create(
        "citizens", "citizen_id", "municipality target_group referred_on",
        *_columns(text, "citizen_id municipality team"), *_columns(whole, "birth_year"),
        *_columns(text, "gender target_group"), *_columns(day, "referred_on"),
    )  # fmt: skip
    _create(
        "courses", "course_id", "citizen_id method caseworker progression_measure",
        *_columns(text, "course_id citizen_id method"), *_columns(day, "contact_on started_on ended_on"),
        *_columns(text, "end_reason caseworker progression_measure collaboration_model effect_goal_met"),
        _parent("courses", "citizen_id", "citizens"),
    )  # fmt: skip


def _create_course_tables() -> None:
    _create(
        "expected_time", "course_id period estimated_on", "hours basis",
        *_columns(text, "course_id"), *_columns(whole, "period"), *_columns(decimal, "hours"),
        *_columns(day, "estimated_on"), *_columns(text, "basis"),
        _parent("expected_time", "course_id", "courses"),
    )  # fmt: skip
    _create(
        "time_use", "course_id month caseworker", "hours",
        *_columns(text, "course_id"), *_columns(day, "month"), *_columns(text, "caseworker"),
        *_columns(decimal, "hours"), _parent("time_use", "course_id", "courses"),
    )  # fmt: skip
    _create(
        "measurements", "course_id instrument kind measured_on estimated_on_key", "score",
        *_columns(text, "course_id"), *_columns(day, "measured_on estimated_on"), *_columns(text, "instrument kind"),
        *_columns(decimal, "item_1 item_2 item_3 item_4 item_5 score"), *_columns(day, "estimated_on_key"),
        _parent("measurements", "course_id", "courses"),
        sa.CheckConstraint(
            "estimated_on_key = coalesce(estimated_on, '0001-01-01')", name="ck_measurements_estimated_on"
        ),
    )  # fmt: skip


def _create_monthly_status() -> None:
    _create(
        "monthly_status", "citizen_id month", "",
        *_columns(text, "citizen_id"), *_columns(day, "month"), *_columns(text, "housing income occupation"),
        *_columns(whole, "shelter_nights"), *_columns(text, "support_85 support_85a substance_treatment"),
        *_columns(whole, "evictions_averted home_skills finances stable_lifestyle"),
        *_columns(whole, "mental_difficulties substance_problem"),
        _parent("monthly_status", "citizen_id", "citizens"),
    )  # fmt: skip


def _create_municipality_tables() -> None:
    _create(
        "housing_market", "municipality month", "",
        *_columns(text, "municipality"), *_columns(day, "month"),
        *_columns(decimal, "wait_days_home wait_days_allocation"),
    )  # fmt: skip
    _create(
        "vacant_homes", "municipality month rent_band size_band", "homes",
        *_columns(text, "municipality"), *_columns(day, "month"), *_columns(text, "rent_band size_band"),
        *_columns(whole, "homes"),
    )  # fmt: skip
    _create(
        "rates", "municipality rate valid_from", "amount",
        *_columns(text, "municipality rate"), *_columns(day, "valid_from"), *_columns(decimal, "amount"),
    )  # fmt: skip


def _create_log() -> None:
    op.create_table(
        "loads",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("loaded_at", sa.DateTime, nullable=False),
        sa.Column("loaded_by", text, nullable=False),
        sa.Column("source", text, nullable=False),
        sa.Column("files", text, nullable=False),
        sa.Column("counts", text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_loads"),
        sqlite_autoincrement=True,
    )


def _create_history() -> None:
    op.create_table(
        "history",
        sa.Column("id", counter, nullable=False),
        sa.Column("load_id", sa.Integer, nullable=False),
        sa.Column("table_name", text, nullable=False),
        sa.Column("row_key", text, nullable=False),
        sa.Column("operation", text, nullable=False),
        sa.Column("old", text),
        sa.Column("new", text, nullable=False),
        sa.Column("effective_month", day),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("changed_by", text, nullable=False),
        sa.Column("source", text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_history_load_id_loads"),
        sa.CheckConstraint("operation in ('insert', 'update')", name="ck_history_operation"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_history_table_name_row_key", "history", ["table_name", "row_key"])


# SQLite's "insert or replace" deletes without asking the delete trigger, hence the third one of each table
_TRIGGERS = {
    "sqlite": [
        f"""
        create trigger {table}_no_{what} before {when} on {table} {condition}
        begin select raise(abort, '{table} may only be added to'); end
        """
        for table in ("history", "loads")
        for what, when, condition in (
            ("update", "update", ""),
            ("delete", "delete", ""),
            ("replace", "insert", f"when exists (select 1 from {table} where id = new.id)"),
        )
    ],
    "postgresql": [
        """
        create function refuse_change() returns trigger language plpgsql as
        $$ begin raise exception '% may only be added to', tg_table_name; end $$
        """,
        *(
            f"create trigger {table}_no_change before update or delete or truncate on {table} "
            "for each statement execute function refuse_change()"
            for table in ("history", "loads")
        ),
    ],
}
