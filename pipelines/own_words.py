"""What somebody writes about figures and not about citizens: checked before it is kept."""

import re
from collections.abc import Collection

from sqlalchemy import select

from pipelines.cpr import has_cpr
from pipelines.store import engine_if_made
from pipelines.store_connection import told_in_danish
from pipelines.store_schema import metadata

LONGEST = 500
_ID = re.compile(r"[\w.-]*\w", re.UNICODE)


def problem_of(text: str, named: Collection[str] = (), longest: int = LONGEST) -> str | None:
    """Why a text cannot be kept, in Danish and without repeating any of it; None when it can.

    named: the numbers of citizens and courses that must not stand in it.
    """
    if len(text) > longest:
        return f"Teksten er over {longest} tegn. Skriv den kortere."
    if has_cpr(text):
        return "Teksten ligner et sted et cpr-nummer, som aldrig må stå her. Slet det."
    if {word.casefold() for word in _ID.findall(text)} & {one.casefold() for one in named}:
        return "Teksten nævner en borger eller et forløb. Her skrives kun om tal for flere; slet nummeret."
    return None


def citizens_and_courses(store: str) -> frozenset[str]:
    """The number of every citizen and course in the store; none where there is no store yet."""
    engine = engine_if_made(store)
    if engine is None:
        return frozenset()
    tables = metadata().tables
    with told_in_danish(engine.url), engine.connect() as connection:
        citizens = connection.execute(select(tables["citizens"].c.citizen_id)).scalars().all()
        courses = connection.execute(select(tables["courses"].c.course_id)).scalars().all()
    engine.dispose()
    return frozenset([*citizens, *courses])
