"""Check and load an extract by the name of its mapping: what the commands and the page Data ind call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from pipelines import danish
from pipelines.contract import Checked
from pipelines.cpr import masked
from pipelines.difference_store import record
from pipelines.fault import faults_as_text
from pipelines.importing import Import, Tables, understood
from pipelines.key_file import Keys, read_keys
from pipelines.loading import LoadResult, Origin, format_load, store_checked
from pipelines.mapping import Mapping, MappingError, find_mapping
from pipelines.schema import contracts
from pipelines.settings import Settings
from pipelines.store import Stored, opened, read_store


@dataclass(frozen=True)
class Given:
    """An extract as it was given: its files, the mapping they are read by, and the key file's content."""

    paths: Sequence[Path]
    mapping: Mapping
    keys: Keys


@dataclass(frozen=True)
class ImportResult:
    """What came of an import: the load, what was understood of the extract, and how many differences are new."""

    load: LoadResult
    understood: Import
    new_differences: int


Reach = Callable[[Tables], Tables]
Refuse = Callable[[Tables, Tables, Tables], None]


def _all_of_it(stored: Tables) -> Tables:
    return stored


def _nothing_refused(incoming: Tables, stored: Tables, own: Tables) -> None:
    """The installation's own shell may load whatever the contracts allow."""


@dataclass(frozen=True)
class Bounds:
    """What whoever imports may reach: `reach` narrows what is stored, `refuse` raises for rows about others."""

    reach: Reach = _all_of_it
    refuse: Refuse = _nothing_refused


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


def check_import(here: Settings, given: Given, bounds: Bounds | None = None) -> Import:
    """What an extract comes to against the store; nothing is written."""
    stored = read_store(here.store_url)
    if stored.last_load == 0:
        return _understood(given, here.today, stored, None, bounds or Bounds())
    with opened(here.store_url) as engine:
        return _understood(given, here.today, stored, engine, bounds or Bounds())


def load_import(here: Settings, given: Given, *, who: str, at: datetime, bounds: Bounds | None = None) -> ImportResult:
    """Keep an extract, all or nothing; where it disagrees with what others wrote, that stays and waits for a choice.

    The differences are written after the load: were they lost with the machine between, the same extract finds them
    again, for nothing of them was overwritten.
    """
    latest: list[Import] = []
    moment = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    files = [masked(path.name) for path in given.paths]
    origin = Origin(who, given.mapping.source, files, moment, here.today.replace(day=1))
    with opened(here.store_url) as engine:

        def checked_against(stored: Stored) -> Checked:
            latest.append(_understood(given, here.today, stored, engine, bounds or Bounds()))
            return latest[-1].checked

        result = store_checked(engine, checked_against, origin)
        found = latest[-1]
        if result.faults:
            return ImportResult(result, found, 0)
        source = given.mapping.source
        new = record(engine, found.differences, found.covered, source=source, who=who, at=moment)
    return ImportResult(result, found, new)


def _understood(given: Given, today: date, stored: Stored, store: Engine | None, bounds: Bounds) -> Import:
    own = bounds.reach(stored.tables)
    found = understood(given.paths, given.mapping, given.keys, today=today, stored=own, store=store)
    bounds.refuse(found.checked.tables, stored.tables, own)
    return found


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
        lines.append("Det er ikke ændret. Vælg på siden Forskelle, hvad der skal gælde.")
    return "\n".join(["Ingen fejl.", *lines])


def _counted(number: int, one: str, many: str) -> str:
    return f"{danish.number(number, 0)} {one if number == 1 else many}"


def format_import(result: ImportResult) -> str:
    """The same after a load: what was stored, what was there already, and how many differences are new."""
    if result.load.faults:
        return faults_as_text(result.load.faults)
    told = format_understood(result.understood).removeprefix("Ingen fejl.\n")
    stored = "Intet nyt at gemme." if result.load.load_id is None else format_load(result.load)
    news = f"\nNye forskelle: {danish.number(result.new_differences, 0)}." if result.new_differences else ""
    return f"{stored}\nI udtrækket:\n{told}{news}"
