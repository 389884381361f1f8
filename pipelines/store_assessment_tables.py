"""The tables of self-assessments and of what meetings about key figures wrote down; only added to, about no citizen."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, MetaData, Table, Text

from pipelines.store_columns import counter, needed

ASSESSMENT_TABLES = ("self_assessments", "figure_notes", "figure_note_events")


def add_assessment_tables(store: MetaData) -> None:
    """Add the three tables to the store."""
    _assessments(store)
    _figure_notes(store)
    _note_events(store)


def _assessments(store: MetaData) -> None:
    """One line per self-assessment or situation analysis; one with withdraws takes back the line with that number.

    answers is JSON: percent by statement, or points by theme. respondents is a code, never a name.
    """
    Table(
        "self_assessments",
        store,
        counter(),
        *needed("municipality", "kind"),
        Column("made_on", Date, nullable=False),
        *needed("respondents"),
        Column("stage", Text),
        *needed("answers", "note"),
        Column("withdraws", ForeignKey("self_assessments.id")),
        Column("load_id", ForeignKey("loads.id"), nullable=False),
        *needed("made_by"),
        Column("made_at", DateTime, nullable=False),
        CheckConstraint("kind in ('maturity', 'situation')", name="kind"),
        CheckConstraint("(stage is not null) = (kind = 'situation')", name="stage"),
        sqlite_autoincrement=True,
    )


def _figure_notes(store: MetaData) -> None:
    """One line per note or decision of a meeting; follow_up_by and follow_up_on are filled for decisions alone."""
    Table(
        "figure_notes",
        store,
        counter(),
        Column("meeting_id", ForeignKey("meetings.id"), nullable=False),
        Column("figure", Text),
        *needed("kind", "text"),
        Column("follow_up_by", Text),
        Column("follow_up_on", Date),
        *needed("made_by"),
        Column("made_at", DateTime, nullable=False),
        CheckConstraint("kind in ('note', 'decision')", name="kind"),
        CheckConstraint("(follow_up_on is not null) = (kind = 'decision')", name="follow_up_on"),
        CheckConstraint("(follow_up_by is not null) = (kind = 'decision')", name="follow_up_by"),
        sqlite_autoincrement=True,
    )


def _note_events(store: MetaData) -> None:
    """What became of a decision: one line per event."""
    Table(
        "figure_note_events",
        store,
        counter(),
        Column("note_id", ForeignKey("figure_notes.id"), nullable=False),
        Column("meeting_id", ForeignKey("meetings.id")),
        *needed("event"),
        Column("moved_to", Date),
        *needed("done_by"),
        Column("done_at", DateTime, nullable=False),
        CheckConstraint("event in ('seen', 'done', 'reopened', 'moved')", name="event"),
        CheckConstraint("(moved_to is not null) = (event = 'moved')", name="moved_to"),
        sqlite_autoincrement=True,
    )
