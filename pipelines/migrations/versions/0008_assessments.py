"""Self-assessments, and the notes and decisions of meetings about key figures; every line is only added to."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

text, day, moment = sa.Text, sa.Date, sa.DateTime
number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TABLES = ("self_assessments", "figure_notes", "figure_note_events")


def upgrade() -> None:
    """Create the three tables and the triggers that keep them as they were written."""
    _create_assessments()
    _create_notes()
    _create_events()
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def _create(table: str, *columns: sa.schema.SchemaItem) -> None:
    key = sa.PrimaryKeyConstraint("id", name=f"pk_{table}")
    op.create_table(table, sa.Column("id", number, nullable=False), *columns, key, sqlite_autoincrement=True)


def _needed(names: str, kind: type[sa.types.TypeEngine] = text) -> list[sa.Column]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}_{parent}")


def _create_assessments() -> None:
    _create(
        "self_assessments",
        *_needed("municipality kind"), *_needed("made_on", day), *_needed("respondents"), sa.Column("stage", text),
        *_needed("answers note"), sa.Column("withdraws", number), *_needed("load_id", sa.Integer),
        *_needed("made_by"), *_needed("made_at", moment),
        _parent("self_assessments", "withdraws", "self_assessments"), _parent("self_assessments", "load_id", "loads"),
        sa.CheckConstraint("kind in ('maturity', 'situation')", name="ck_self_assessments_kind"),
        sa.CheckConstraint("(stage is not null) = (kind = 'situation')", name="ck_self_assessments_stage"),
    )  # fmt: skip


def _create_notes() -> None:
    rule = "({name} is not null) = (kind = 'decision')"
    _create(
        "figure_notes",
        sa.Column("meeting_id", number, nullable=False), sa.Column("figure", text), *_needed("kind text"),
        sa.Column("follow_up_by", text), sa.Column("follow_up_on", day), *_needed("made_by"),
        *_needed("made_at", moment), _parent("figure_notes", "meeting_id", "meetings"),
        sa.CheckConstraint("kind in ('note', 'decision')", name="ck_figure_notes_kind"),
        *(sa.CheckConstraint(rule.format(name=name), name=f"ck_figure_notes_{name}")
          for name in ("follow_up_on", "follow_up_by")),
    )  # fmt: skip


def _create_events() -> None:
    _create(
        "figure_note_events",
        sa.Column("note_id", number, nullable=False), sa.Column("meeting_id", number), *_needed("event"),
        sa.Column("moved_to", day), *_needed("done_by"), *_needed("done_at", moment),
        _parent("figure_note_events", "note_id", "figure_notes"),
        _parent("figure_note_events", "meeting_id", "meetings"),
        sa.CheckConstraint("event in ('seen', 'done', 'reopened', 'moved')", name="ck_figure_note_events_event"),
        sa.CheckConstraint("(moved_to is not null) = (event = 'moved')", name="ck_figure_note_events_moved_to"),
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
