"""The texts and limits of deviations that the municipality has written itself: versions in the store, the newest in force."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from pipelines.choices import PLACE_DA, Decision, decisions
from pipelines.cpr import has_cpr
from pipelines.deviation_texts import DeviationTexts, default_document, read_texts
from pipelines.settings import Settings, SettingsError
from pipelines.store import opened
from pipelines.store_connection import writing
from pipelines.store_schema import metadata

NAME = "deviation_texts"


def document_in_force(here: Settings) -> Mapping[str, Any]:
    """The texts as they are written now: the municipality's newest, or those that the program comes with."""
    made = text_history(here)
    return made[0].value if made else default_document()


def texts_in_force(here: Settings) -> DeviationTexts:
    """The same, read. A version that an earlier program wrote and this one cannot use is passed over."""
    for made in text_history(here):
        try:
            return read_texts(made.value)
        except SettingsError:
            continue
    return read_texts(default_document())


def text_history(here: Settings) -> list[Decision]:
    """Every version the municipality has written, the newest first, with reason, who and when."""
    return [made for made in decisions(here.store_url) if made.name == NAME]


def set_texts(here: Settings, document: Mapping[str, Any], *, reason: str, who: str, at: datetime) -> None:
    """Write a new version, which holds from now. Raises SettingsError for texts that cannot be used, or no reason."""
    read_texts(document)
    if not reason.strip() or has_cpr(reason):
        raise SettingsError(f"{PLACE_DA}: skriv en begrundelse, uden cpr-numre.")
    line = {"name": NAME, "value": json.dumps(document), "reason": reason.strip(), "set_by": who, "set_at": at}
    with opened(here.store_url) as engine, writing(engine) as connection:
        connection.execute(insert(metadata().tables["choices"]), line)
