"""On PostgreSQL a role of one municipality reaches that municipality's rows and no others, whatever SQL it sends.

A role is of municipality 901 when it is a member of the role bundlinje_901; the database itself looks that up. The owner
of the tables, who loads, builds, moves and erases across municipalities, is not bound. SQLite has no roles.
"""

from alembic import op

revision = "0010"
down_revision = "0009"

OWN = """(select right(rolname, 3) from pg_roles
    where rolname ~ '^bundlinje_[0-9]{3}$' and pg_has_role(oid, 'usage'))"""
BY_MUNICIPALITY = (
    "citizens", "housing_market", "vacant_homes", "rates", "grants", "meetings", "self_assessments", "case_candidates",
)  # fmt: skip
BY_PARENT = {
    "courses": ("citizens", "citizen_id"),
    "monthly_status": ("citizens", "citizen_id"),
    "drafts": ("citizens", "citizen_id"),
    "meeting_courses": ("citizens", "citizen_id"),
    "agreements": ("citizens", "citizen_id"),
    "agreement_events": ("citizens", "citizen_id"),
    "expected_time": ("courses", "course_id"),
    "time_use": ("courses", "course_id"),
    "measurements": ("courses", "course_id"),
    "missing_reasons": ("courses", "course_id"),
    "figure_notes": ("meetings", "meeting_id"),
    "figure_note_events": ("figure_notes", "note_id"),
}
BY_CITIZEN_OR_KEY = ("history", "differences")
"""These are also about rows of a municipality, which their key names."""


def upgrade() -> None:
    """Put a policy on every table that is about somebody or about one municipality."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in BY_MUNICIPALITY:
        _bind(table, f"municipality in {OWN}")
    for table, (parent, column) in BY_PARENT.items():
        _bind(table, _reaches(table, parent, column))
    of_citizen = "case when citizen_id is null then {otherwise} else {reached} end"
    for table in BY_CITIZEN_OR_KEY:
        key = f"coalesce((row_key::json ->> 'municipality') in {OWN}, false)"
        _bind(table, of_citizen.format(otherwise=key, reached=_reaches(table, "citizens", "citizen_id")))
    reached = _reaches("access_log", "citizens", "citizen_id")
    _bind("access_log", of_citizen.format(otherwise="true", reached=reached))


def _reaches(table: str, parent: str, column: str) -> str:
    """That the row's parent is reached: the parent's own policy decides."""
    key = column if parent in ("citizens", "courses") else "id"
    return f"exists (select from {parent} as parent where parent.{key} = {table}.{column})"


def _bind(table: str, is_own: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"create policy own_municipality on {table} using ({is_own}) with check ({is_own})")
