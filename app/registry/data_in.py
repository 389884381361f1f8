"""Files in: checked and stored for a project lead's own municipality, and the list of what was loaded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from app import upload_reach
from app.registry import door
from app.rights import Visit, require
from app.uploads import Upload, named, written
from pipelines import build, contract, loading, store
from pipelines.difference_store import record
from pipelines.taking_back import TakenBack, Workbook, disagree_da, taken_back


def check_upload(visit: Visit, uploads: Sequence[Upload], decimal: str | None) -> contract.Checked:
    """All faults of uploaded files, checked against what the user reaches of the store; nothing is stored.

    Raises NotAllowedError for rows about another municipality or team than the project lead's own.
    """
    require(visit, "project_lead")
    with TemporaryDirectory() as folder, store.opened(visit.here.store_url) as engine:
        stored = store.read_store(visit.here.store_url)
        checked = _checked(visit, written(Path(folder), uploads), decimal, stored, engine).checked
    return replace(checked, faults=named(checked.faults))


def load_upload(visit: Visit, uploads: Sequence[Upload], decimal: str | None) -> str:
    """Store uploaded files, all or nothing, and build the warehouse anew; what happened, in Danish.

    A month's workbook overwrites nothing that was registered since it was handed out; see taking_back. Raises
    NotAllowedError as check_upload does, also when the store has changed since.
    """
    require(visit, "project_lead")
    here, source = visit.here, ", ".join(name for name, _ in uploads)
    latest: list[TakenBack] = []
    with TemporaryDirectory() as folder, store.opened(here.store_url) as engine:
        paths = written(Path(folder), uploads)
        origin = loading.origin(visit.user.name, source, paths, datetime.now(UTC), here.today)

        def checked_against(now: store.Stored) -> contract.Checked:
            latest.append(_checked(visit, paths, decimal, now, engine))
            return latest[-1].checked

        result = loading.store_checked(engine, checked_against, origin)
        found = [] if result.faults else latest[-1].differences
        new = record(engine, found, set(), source=origin.source, who=visit.user.name, at=origin.at)
    if result.load_id is not None:
        door.note(visit, "changed", store.citizens_of_load(here.store_url, result.load_id), "Data ind")
        build.freshen(here)
    told = loading.format_load(replace(result, faults=named(result.faults)))
    return told + disagree_da(new)


def loads(visit: Visit) -> list[store.LoadEntry]:
    """What was loaded when, by whom and from where, newest first: the user's own, and what is about the own citizens."""
    require(visit, "project_lead")
    citizens = {place.citizen_id for place in door.reached(visit)}
    touched = store.loads_of_citizens(visit.here.store_url, citizens)
    return [
        entry
        for entry in store.loads(visit.here.store_url)
        if entry.loaded_by == visit.user.name or entry.id in touched
    ]


def _checked(
    visit: Visit, paths: Sequence[Path], decimal: str | None, stored: store.Stored, engine: Engine
) -> TakenBack:
    own = upload_reach.within(visit, stored.tables)
    checked = contract.check(paths, today=visit.here.today, decimal=decimal, stored=own)
    upload_reach.refuse_others(visit, checked.tables, stored.tables, own)
    book = None if checked.faults else Workbook.brought_by(visit.user.name, paths)
    return taken_back(checked, own, engine, book, visit.here.today) if book else TakenBack(checked, [])
