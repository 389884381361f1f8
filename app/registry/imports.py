"""Another system's extract in by a mapping, and the differences between it and what is written, to choose between."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app import upload_reach
from app.registry import door
from app.rights import NotAllowedError, Visit, require
from app.uploads import Upload, named, written
from pipelines import build, difference_store, import_load, store
from pipelines.difference_store import Chosen, NoReasonError, OpenDifference, StaleChoiceError, open_differences
from pipelines.fault import Fault
from pipelines.mapping import MappingError, find_mapping, mapping_names
from pipelines.schema import contracts
from pipelines.strict_yaml import StrictYamlError


@dataclass(frozen=True)
class MappingChoice:
    """A mapping to choose: its name, its source as people know it, and whether it needs a key file.

    `problem` says what is wrong with a mapping that cannot be used; it is shown and not chosen.
    """

    name: str
    source: str
    about_da: str
    needs_keys: bool
    problem: str | None = None


@dataclass(frozen=True)
class Understood:
    """What an extract comes to: all its faults, or what was understood of it in Danish."""

    faults: list[Fault]
    told: str


def mappings(visit: Visit) -> list[MappingChoice]:
    """The mappings the installation has, the municipality's own first."""
    require(visit, "project_lead")
    return [_choice(visit, name) for name in mapping_names(visit.here.home)]


def _choice(visit: Visit, name: str) -> MappingChoice:
    try:
        found = find_mapping(visit.here.home, name)
    except (MappingError, StrictYamlError) as error:
        return MappingChoice(name, name, "", False, str(error))
    return MappingChoice(name, found.source, found.about_da, found.needs_keys)


def check_extract(visit: Visit, uploads: Sequence[Upload], mapping: str, key_file: Upload | None) -> Understood:
    """All faults of an extract, or what a load would store and ask; nothing is stored.

    Raises NotAllowedError for rows about others than the project lead's own, MappingError for a mapping or key file
    that cannot be used.
    """
    require(visit, "project_lead")
    with TemporaryDirectory() as folder:
        given = _given(visit, Path(folder), uploads, mapping, key_file)
        found = import_load.check_import(visit.here, given, _bounds(visit))
    return Understood(named(found.checked.faults), import_load.format_understood(found))


def load_extract(visit: Visit, uploads: Sequence[Upload], mapping: str, key_file: Upload | None) -> Understood:
    """Store an extract, all or nothing; what somebody else wrote stays and waits for a choice.

    Raises as check_extract does, also when the store has changed since.
    """
    require(visit, "project_lead")
    with TemporaryDirectory() as folder:
        given = _given(visit, Path(folder), uploads, mapping, key_file)
        at = datetime.now(UTC)
        result = import_load.load_import(visit.here, given, who=visit.user.name, at=at, bounds=_bounds(visit))
    if result.load.load_id is not None:
        door.note(visit, "changed", store.citizens_of_load(visit.here.store_url, result.load.load_id), "Data ind")
        build.freshen(visit.here)
    return Understood(named(result.load.faults), import_load.format_import(result))


def differences(visit: Visit) -> list[OpenDifference]:
    """What there is to choose between within the visit's reach, oldest first."""
    require(visit, "caseworker", "project_lead")
    found = _within(visit)
    door.note(visit, "listed", [each.citizen_id for each in found], "Forskelle")
    return found


def differences_waiting(visit: Visit) -> int:
    """How many there are to choose between within the visit's reach; names nobody."""
    require(visit, "caseworker", "project_lead")
    return len(_within(visit))


def choose(visit: Visit, choices: Sequence[Chosen], reason: str = "") -> list[str]:
    """Keep mine or take theirs, all of the choices or none; what stopped them in Danish, nothing when they stand.

    `reason` is required where taking theirs corrects an earlier month, see difference_store.corrected.
    Raises NotAllowedError for a difference out of reach, which is told as one that does not exist.
    """
    require(visit, "caseworker", "project_lead")
    reached = {each.id: each for each in _within(visit)}
    if any(chosen.id not in reached for chosen in choices):
        raise NotAllowedError("Forskellen findes ikke, eller du har ikke ret til den. Vælg en på din liste.")
    at = datetime.now(UTC)
    with store.opened(visit.here.store_url) as engine:
        try:
            result = difference_store.choose(
                engine, choices, who=visit.user.name, today=visit.here.today, at=at, reason=reason
            )
        except (StaleChoiceError, NoReasonError) as error:
            return [str(error)]
    if result.faults:
        return [found.message for found in result.faults]
    door.note(visit, "changed", [reached[chosen.id].citizen_id for chosen in choices], "Forskelle")
    return []


def _within(visit: Visit) -> list[OpenDifference]:
    """The open differences about courses, citizens and municipalities that the visit reaches."""
    places = door.reached(visit)
    courses, citizens = {place.course_id for place in places}, {place.citizen_id for place in places}
    own = {grant.municipality for grant in visit.user.grants if grant.role == "project_lead"}
    with store.opened(visit.here.store_url) as engine:
        found = open_differences(engine)
    return [each for each in found if _is_reached(each, courses, citizens, own)]


def _is_reached(found: OpenDifference, courses: set[str | None], citizens: set[str], own: set[str]) -> bool:
    key = json.loads(found.row_key)
    if "course_id" in key:
        return key["course_id"] in courses
    if "citizen_id" in contracts()[found.table].columns:
        return found.citizen_id in citizens
    return key.get("municipality") in own


def _bounds(visit: Visit) -> import_load.Bounds:
    """What the project lead reaches of the store, and the refusal of rows about others."""
    return import_load.Bounds(
        lambda stored: upload_reach.within(visit, stored),
        lambda incoming, stored, own: upload_reach.refuse_others(visit, incoming, stored, own),
    )


def _given(
    visit: Visit, folder: Path, uploads: Sequence[Upload], mapping: str, key_file: Upload | None
) -> import_load.Given:
    """The uploads as files under their own names, with their mapping; a key file is read and not kept."""
    paths = written(folder / "extract", uploads)
    key = written(folder / "key", [key_file])[0] if key_file else None
    return import_load.given_extract(visit.here, paths, mapping, key)
