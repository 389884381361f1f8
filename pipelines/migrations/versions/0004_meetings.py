"""Team meetings, their lists of courses, and what was agreed; every line is only added to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

text, day, moment = sa.Text, sa.Date, sa.DateTime
number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TABLES = ("meetings", "meeting_courses", "agreements", "agreement_events")


def upgrade() -> None:
    """Create the four tables, their indexes by citizen, and the triggers that keep them as they were written."""
    _create_meetings()
    _create_agreements()
    for table in TABLES[1:]:
        op.create_index(f"ix_{table}_citizen_id", table, ["citizen_id"])
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def _create(table: str, *columns: sa.schema.SchemaItem) -> None:
    key = sa.PrimaryKeyConstraint("id", name=f"pk_{table}")
    op.create_table(table, sa.Column("id", number, nullable=False), *columns, key, sqlite_autoincrement=True)


def _needed(names: str, kind: type[sa.types.TypeEngine] = text) -> list[sa.Column]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}_{parent}")


def _create_meetings() -> None:
    _create(
        "meetings",
        *_needed("municipality"), sa.Column("team", text), *_needed("held_on", day), *_needed("called_by"),
        *_needed("called_at", moment),
    )  # fmt: skip
    _create(
        "meeting_courses",
        sa.Column("meeting_id", number, nullable=False), *_needed("course_id citizen_id event done_by"),
        *_needed("done_at", moment), _parent("meeting_courses", "meeting_id", "meetings"),
        sa.CheckConstraint("event in ('added', 'removed', 'discussed')", name="ck_meeting_courses_event"),
    )  # fmt: skip


def _create_agreements() -> None:
    _create(
        "agreements",
        sa.Column("meeting_id", number, nullable=False), *_needed("course_id citizen_id text follow_up_by"),
        *_needed("follow_up_on", day), *_needed("made_by"), *_needed("made_at", moment),
        _parent("agreements", "meeting_id", "meetings"),
    )  # fmt: skip
    _create(
        "agreement_events",
        sa.Column("agreement_id", number, nullable=False), sa.Column("meeting_id", number),
        *_needed("citizen_id event"), sa.Column("moved_to", day), *_needed("done_by"), *_needed("done_at", moment),
        _parent("agreement_events", "agreement_id", "agreements"),
        _parent("agreement_events", "meeting_id", "meetings"),
        sa.CheckConstraint("event in ('seen', 'done', 'reopened', 'moved')", name="ck_agreement_events_event"),
        sa.CheckConstraint("(moved_to is not null) = (event = 'moved')", name="ck_agreement_events_moved_to"),
    )  # fmt: skip


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
