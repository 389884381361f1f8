"""Check and load an extract by the name of its mapping: what the commands and the page Data ind call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from pipelines import danish
from pipelines.contract import Checked
from pipelines.cpr import masked
from pipelines.fault import faults_as_text
from pipelines.importing import Import, understood
from pipelines.key_file import Keys, read_keys
from pipelines.loading import LoadResult, Origin, format_load, store_checked
from pipelines.mapping import Mapping, MappingError, find_mapping
from pipelines.schema import contracts
from pipelines.settings import Settings
from pipelines.store import Stored, open_store, read_store


@dataclass(frozen=True)
class Given:
    """An extract as it was given: its files, the mapping they are read by, and the key file's content."""

    paths: Sequence[Path]
    mapping: Mapping
    keys: Keys


@dataclass(frozen=True)
class ImportResult:
    """What came of an import: the load, and what was understood of the extract."""

    load: LoadResult
    understood: Import


def given_extract(here: Settings, paths: Sequence[Path], name: str, key_file: Path | None) -> Given:
    """The files with the mapping of that name.

    Raises MappingError for an unknown or faulty mapping, and for a key file that is missing or cannot be used.
    """
    mapping = find_mapping(here.home, name)
    if mapping.needs_keys and key_file is None:
        raise MappingError(
            f'Mappingen "{name}" slår op i en nøglefil. Angiv den med --key FIL.csv, eller læg den ved på siden Data ind.'
        )
    return Given(paths, mapping, read_keys(key_file) if key_file else {})


def check_import(here: Settings, given: Given) -> Import:
    """What an extract comes to against the store; nothing is written."""
    stored = read_store(here.store_url)
    if stored.last_load == 0:
        return _understood(given, here.today, stored, None)
    engine = open_store(here.store_url)
    try:
        return _understood(given, here.today, stored, engine)
    finally:
        engine.dispose()


def load_import(here: Settings, given: Given, *, who: str, at: datetime) -> ImportResult:
    """Keep an extract, all or nothing; where it disagrees with a worker, the worker's value stays."""
    engine = open_store(here.store_url)
    latest: list[Import] = []

    def checked_against(stored: Stored) -> Checked:
        latest.append(_understood(given, here.today, stored, engine))
        return latest[-1].checked

    moment = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    files = [masked(path.name) for path in given.paths]
    origin = Origin(who, given.mapping.source, files, moment, here.today.replace(day=1))
    try:
        result = store_checked(engine, checked_against, origin)
    finally:
        engine.dispose()
    return ImportResult(result, latest[-1])


def _understood(given: Given, today: date, stored: Stored, store: Engine | None) -> Import:
    return understood(given.paths, given.mapping, given.keys, today=today, stored=stored.tables, store=store)


def format_understood(found: Import) -> str:
    """What was made of an extract, in Danish: rows by table, what was left out, and what there is to choose."""
    if found.checked.faults:
        return faults_as_text(found.checked.faults)
    lines = [f"{contracts()[name].label_da}: {_counted(rows, 'række', 'rækker')}" for name, rows in found.read.items()]
    if found.left_out:
        left_out = _counted(found.left_out, "række", "rækker")
        lines.append(f"Udeladt: {left_out} om borgere eller forløb, der ikke er kendt her.")
    if found.differences:
        lines.append(
            f"{_counted(len(found.differences), 'felt', 'felter')} siger noget andet end det, der er skrevet i Bundlinje."
        )
        lines.append("De er ikke ændret. Vælg mellem dem på siden Forskelle.")
    return "\n".join(["Ingen fejl.", *lines])


def _counted(number: int, one: str, many: str) -> str:
    return f"{danish.number(number, 0)} {one if number == 1 else many}"


def format_import(result: ImportResult) -> str:
    """The same after a load."""
    if result.load.faults:
        return faults_as_text(result.load.faults)
    told = format_understood(result.understood).removeprefix("Ingen fejl.\n")
    return f"{format_load(result.load)}\nI udtrækket:\n{told}"
