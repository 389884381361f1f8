"""What a caseworker has typed and not saved yet, field by field, so that a lost connection loses nothing."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Delete, Engine, delete, insert, select

from pipelines.cpr import has_cpr
from pipelines.store import opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata

LONGEST = 200


class DraftError(ValueError):
    """A text that is not kept even as a draft; the message is Danish and does not repeat it."""


@dataclass(frozen=True)
class Draft:
    """The text of one field of a course and month as typed; based_on is the row version it was typed over, if any."""

    user_name: str
    citizen_id: str
    course_id: str
    month: date
    field: str
    text: str
    based_on: int | None
    saved_at: datetime


def keep_draft(store: Engine | str, draft: Draft) -> None:
    """Keep what stands in a field now; the field's earlier draft is replaced. Raises DraftError for a CPR number."""
    if has_cpr(draft.text):
        raise DraftError("Der står et cpr-nummer (••••••-••••). Slet det; det er ikke gemt.")
    if len(draft.text) > LONGEST:
        raise DraftError(f"Teksten er længere end {LONGEST} tegn. Forkort den; den er ikke gemt.")
    with opened(store) as engine, writing(engine) as connection:
        connection.execute(_of(draft.user_name, draft.course_id, draft.month, (draft.field,)))
        connection.execute(insert(metadata().tables["drafts"]), asdict(draft))


def drafts_of(
    store: Engine | str, user_name: str, course_id: str | None = None, month: date | None = None
) -> list[Draft]:
    """A user's own drafts, oldest first; of one course and one month where that is asked for."""
    table = metadata().tables["drafts"]
    query = select(table).where(table.c.user_name == user_name).order_by(table.c.saved_at, table.c.field)
    if course_id is not None:
        query = query.where(table.c.course_id == course_id)
    if month is not None:
        query = query.where(table.c.month == month)
    with opened(store) as engine, told_in_danish(engine.url), engine.connect() as connection:
        return [Draft(**row) for row in connection.execute(query).mappings()]


def drop(
    store: Engine | str, user_name: str, course_id: str, month: date, fields: tuple[str, ...] | None = None
) -> None:
    """Forget a user's drafts of a course and month, all of them or those of some fields."""
    with opened(store) as engine, writing(engine) as connection:
        connection.execute(_of(user_name, course_id, month, fields))


def _of(user_name: str, course_id: str, month: date, fields: tuple[str, ...] | None) -> Delete:
    table = metadata().tables["drafts"]
    found = delete(table).where(table.c.user_name == user_name, table.c.course_id == course_id, table.c.month == month)
    return found if fields is None else found.where(table.c.field.in_(fields))
