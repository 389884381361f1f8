"""What the municipality has chosen in the app: kept in the store with reason, who and when; the newest wins."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from pipelines.settings import Choices, Settings, SettingsError, checked_choices
from pipelines.store import engine_if_made, opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata

PLACE_DA = "Valg i appen"


@dataclass(frozen=True)
class Decision:
    """One choice as it was made: value as in settings.yaml, set_at in UTC."""

    name: str
    value: Any
    reason: str
    set_by: str
    set_at: datetime


def decisions(store: str) -> list[Decision]:
    """Every choice made in the app, newest first; none where there is no store yet."""
    engine = engine_if_made(store)
    if engine is None:
        return []
    table = metadata().tables["choices"]
    with told_in_danish(engine.url), engine.connect() as connection:
        lines = connection.execute(select(table).order_by(table.c.id.desc())).all()
    engine.dispose()
    return [Decision(line.name, json.loads(line.value), line.reason, line.set_by, line.set_at) for line in lines]


def with_stored_choices(here: Settings) -> Settings:
    """The settings with what was chosen in the app instead of what settings.yaml says.

    A choice that this version no longer knows is left out.
    """
    newest = {made.name: made.value for made in reversed(decisions(here.store_url))}
    known = {name: value for name, value in newest.items() if name in Choices.__dataclass_fields__}
    return replace(here, choices=checked_choices(PLACE_DA, asdict(here.choices) | known)) if known else here


def set_choice(here: Settings, name: str, value: Any, *, reason: str, who: str, at: datetime) -> None:
    """Make a choice, on top of those in force; it holds from the next `with_stored_choices`.

    Raises SettingsError for an unknown name, a value that is not allowed beside the others, or no reason.
    """
    checked_choices(PLACE_DA, asdict(with_stored_choices(here).choices) | {name: value})
    if not reason.strip():
        raise SettingsError(f"{PLACE_DA}: {name}: skriv en begrundelse.")
    line = {"name": name, "value": json.dumps(value), "reason": reason.strip(), "set_by": who, "set_at": at}
    with opened(here.store_url) as engine, writing(engine) as connection:
        connection.execute(insert(metadata().tables["choices"]), line)
