"""Every version of every SØM case and the log book, in the store; and the current case, in its file.

A version is stored together with its file. If the machine stops between the two, the file is ahead, and the next read
stores it as a version that was changed outside the program: nothing is lost, and nobody's name is put on it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from pipelines.case_changes import changes
from pipelines.case_files import as_text, case_path, case_paths, content_of, write_whole
from pipelines.cpr import has_cpr
from pipelines.danish import moment
from pipelines.own_words import citizens_and_courses, problem_of
from pipelines.settings import Settings
from pipelines.store import engine_if_made, opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata
from som_engine.case import Case, check_case
from som_engine.errors import CaseError, Fault
from som_engine.knowledge import Knowledge, knowledge_of, knowledge_texts, load_knowledge

OUTSIDE_DA = "ændret uden for programmet"
FOUND_DA = "fundet i mappen cases"
NOBODY = "ukendt"
LONGEST_TEXT = 4000


class CaseConflictError(ValueError):
    """Somebody has saved the case since it was opened; the message is Danish and says who and when."""


@dataclass(frozen=True)
class Version:
    """One version of a case: the text of its file, why and by whom it was made, and the knowledge base of that day."""

    id: int
    case_id: str
    version: int
    text: str
    reason: str
    made_by: str
    made_at: datetime
    outside: bool
    knowledge_id: int

    @property
    def content(self) -> dict[str, Any]:
        """The case as data; CaseError when the text is no case at all."""
        return content_of(self.text)


@dataclass(frozen=True)
class LogLine:
    """One line of the log book: who changed which field when, from what to what, and why."""

    version: int
    at: datetime
    who: str
    field: str
    old: Any
    new: Any
    why: str


def case_ids(home: Path) -> list[str]:
    """The cases there are, by the names of their files."""
    return [path.stem for path in case_paths(home)]


def current(here: Settings, case_id: str, at: datetime) -> Version:
    """The case as its file says now; a file that somebody has changed by hand becomes a version of its own first."""
    text = case_path(here.home, case_id).read_text(encoding="utf-8-sig")
    with _writing(here) as connection:
        newest = _newest(connection, case_id)
        if newest is None or newest.text != text:
            reason = FOUND_DA if newest is None else OUTSIDE_DA
            newest = _add(connection, here, case_id, text, newest, reason=reason, who=NOBODY, at=at, outside=True)
    return newest


def version_of(here: Settings, case_id: str, text: str, at: datetime) -> Version:
    """The newest version that says this text, read from the file a while ago; one changed by hand is a version first."""
    if case_path(here.home, case_id).exists():
        current(here, case_id, at)
    found = next((version for version in versions(here, case_id) if version.text == text), None)
    if found is not None:
        return found
    with _writing(here) as connection:
        newest = _newest(connection, case_id)
        return _add(connection, here, case_id, text, newest, reason=OUTSIDE_DA, who=NOBODY, at=at, outside=True)


def save(
    here: Settings, case_id: str, content: Mapping[str, Any], *, based_on: int, reason: str, who: str, at: datetime
) -> Version:
    """Store a changed case as a new version and write its file; based_on is the version it was opened at (0: none).

    Raises CaseError when the case cannot be calculated, and CaseConflictError when a newer version is there.
    """
    path = case_path(here.home, case_id)
    text = as_text(content, path)
    _refuse_persons(here, path, content, text, reason)
    check_case(dict(content), load_knowledge(here.home / "knowledge"))
    if based_on:
        current(here, case_id, at)
    with _writing(here) as connection:
        newest = _newest(connection, case_id)
        if (newest.version if newest else 0) != based_on:
            raise _conflict(newest)
        if newest is not None and newest.content == dict(content):
            return newest
        made = _add(connection, here, case_id, text, newest, reason=reason, who=who, at=at, outside=False)
        write_whole(path, text)
    return made


def _refuse_persons(here: Settings, path: Path, content: Mapping[str, Any], text: str, reason: str) -> None:
    """Raise CaseError for a CPR number anywhere, or a citizen's or course's number in the reason or in a sentence."""
    if has_cpr(text):
        raise CaseError(
            str(path), [Fault("", "teksten", "Et felt indeholder et CPR-nummer. Skriv aldrig om enkelte borgere her.")]
        )
    named = citizens_and_courses(here.store_url)
    for where, said in [("begrundelse", reason), ("title", str(content.get("title", ""))), *_sentences(content)]:
        wrong = problem_of(said, named, LONGEST_TEXT)
        if wrong:
            raise CaseError(str(path), [Fault(where, "teksten", wrong)])


def _sentences(found: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text of more than one word with its field; a code of one word is no sentence."""
    if isinstance(found, str) and " " in found.strip():
        yield where, found
    inner = found.items() if isinstance(found, Mapping) else enumerate(found) if isinstance(found, list | tuple) else ()
    for name, one in inner:
        yield from _sentences(one, f"{where}.{name}".strip("."))


def _conflict(newest: Version | None) -> CaseConflictError:
    who, when = (newest.made_by, moment(newest.made_at)) if newest else ("nogen", "før")
    return CaseConflictError(
        f"Beregningen er gemt af {who} ({when}), siden du åbnede den. Intet er gemt. Åbn den igen, og skriv din ændring ind."
    )


def versions(here: Settings, case_id: str) -> list[Version]:
    """Every version, newest first."""
    table = metadata().tables["case_versions"]
    found = select(table).where(table.c.case_id == case_id).order_by(table.c.version.desc())
    return [_version(row) for row in _read(here, found)]


def log_book(here: Settings, case_id: str) -> list[LogLine]:
    """The log book of a case, newest first."""
    log, made = metadata().tables["case_log"], metadata().tables["case_versions"]
    found = select(log, made.c.version).join(made, made.c.id == log.c.version_id).where(log.c.case_id == case_id)
    return [
        LogLine(row.version, row.at, row.who, row.field, _value(row.old), _value(row.new), row.why)
        for row in _read(here, found.order_by(log.c.id.desc()))
    ]


def kept_knowledge(here: Settings, knowledge_id: int) -> Knowledge:
    """The knowledge base as it was when a version or a result was stored."""
    table = metadata().tables["case_knowledge"]
    rows = _read(here, select(table.c.texts).where(table.c.id == knowledge_id))
    return knowledge_of(json.loads(rows[0].texts))


def kept_case(here: Settings, version: Version) -> Case:
    """A version as it was read then: its own text with the knowledge base of its own day."""
    return check_case(version.content, kept_knowledge(here, version.knowledge_id))


def keep_knowledge(connection: Connection, here: Settings) -> int:
    """The id of the knowledge base as it is now, stored once for each state it has been in."""
    texts = json.dumps(knowledge_texts(here.home / "knowledge"), ensure_ascii=False, sort_keys=True)
    mark = hashlib.sha256(texts.encode()).hexdigest()
    table = metadata().tables["case_knowledge"]
    known = connection.execute(select(table.c.id).where(table.c.hash == mark)).scalar()
    if known is None:
        known = connection.execute(table.insert().returning(table.c.id), {"hash": mark, "texts": texts}).scalar_one()
    return int(known)


def _add(
    connection: Connection,
    here: Settings,
    case_id: str,
    text: str,
    before: Version | None,
    *,
    reason: str,
    who: str,
    at: datetime,
    outside: bool,
) -> Version:
    """Store a version and its lines of the log book."""
    row = {
        "case_id": case_id,
        "version": before.version + 1 if before else 1,
        "content": text,
        "knowledge_id": keep_knowledge(connection, here),
        "reason": reason,
        "made_by": who,
        "made_at": at,
        "outside": outside,
    }
    table = metadata().tables["case_versions"]
    made = _version(connection.execute(table.insert().returning(*table.c), row).one())
    lines = _lines(before, made)
    if lines:
        connection.execute(metadata().tables["case_log"].insert(), lines)
    return made


def _lines(before: Version | None, made: Version) -> list[dict[str, Any]]:
    """A line per field that changed; a text that is no case is one line without values."""
    about = {
        "version_id": made.id, "case_id": made.case_id, "why": made.reason, "who": made.made_by, "at": made.made_at,
    }  # fmt: skip
    try:
        found = list(changes(before.content if before else {}, made.content))
    except CaseError:
        return [about | {"field": "filen", "old": None, "new": None}]
    return [about | {"field": one.field, "old": _json(one.old), "new": _json(one.new)} for one in found]


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _value(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _newest(connection: Connection, case_id: str) -> Version | None:
    table = metadata().tables["case_versions"]
    found = select(table).where(table.c.case_id == case_id).order_by(table.c.version.desc()).limit(1)
    row = connection.execute(found).first()
    return None if row is None else _version(row)


def _version(row: Row[Any]) -> Version:
    return Version(
        row.id, row.case_id, row.version, row.content, row.reason, row.made_by, row.made_at, bool(row.outside),
        row.knowledge_id,
    )  # fmt: skip


@contextmanager
def _writing(here: Settings) -> Iterator[Connection]:
    with opened(here.store_url) as engine, writing(engine) as connection:
        yield connection


def _read(here: Settings, query: Select[Any]) -> list[Row[Any]]:
    """The rows, or none where there is no store yet."""
    engine = engine_if_made(here.store_url)
    if engine is None:
        return []
    with told_in_danish(engine.url), engine.connect() as connection:
        found = list(connection.execute(query))
    engine.dispose()
    return found
