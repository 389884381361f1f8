"""Other municipalities' shared figures in the store: what was taken in, from whom, when and by whom; only added to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from pipelines.invented import INVENTED
from pipelines.shared_figures import SharedFigures, SharedFileError, read_shared
from pipelines.store import engine_if_made, opened
from pipelines.store_connection import told_in_danish, writing
from pipelines.store_schema import metadata


@dataclass(frozen=True)
class TakenIn:
    """A file as it was taken in: what it holds, when and by whom."""

    shared: SharedFigures
    taken_at: datetime
    taken_by: str


def take_in(
    store: str, text: str, *, own: Iterable[str], who: str, at: datetime, only_invented: bool = False
) -> SharedFigures:
    """Keep a file of another municipality's figures. own: the municipalities that have their figures here.

    only_invented: whether there is no login, so that a real municipality's numbers would close the installation to all.

    Raises SharedFileError, and keeps nothing, for one that is not as it must be or is about an own municipality.
    """
    shared = read_shared(text)
    if shared.municipality in set(own):
        raise SharedFileError(f"Filen er om kommune {shared.municipality}, som har sine egne tal her. Intet er gemt.")
    if only_invented and shared.municipality not in INVENTED:
        raise SharedFileError(
            f"Filen er fra kommune {shared.municipality}, og her er kun demo uden login, hvor kommunerne 901-905 er "
            "opdigtede. Sæt login op, og læg filen ind bagefter. Intet er gemt."
        )
    line = {
        "municipality": shared.municipality,
        "made_on": shared.made_on,
        "content": text,
        "taken_by": who,
        "taken_at": at,
    }
    with opened(store) as engine, writing(engine) as connection:
        connection.execute(insert(metadata().tables["shared_figures"]), line)
    return shared


def taken_in(store: str) -> list[TakenIn]:
    """The newest file of each municipality, by municipality: the latest made, and of those the latest taken in."""
    engine = engine_if_made(store)
    if engine is None:
        return []
    table = metadata().tables["shared_figures"]
    with told_in_danish(engine.url), engine.connect() as connection:
        rows = connection.execute(select(table).order_by(table.c.municipality, table.c.made_on, table.c.id)).all()
    engine.dispose()
    newest = {row.municipality: row for row in rows}
    return [TakenIn(read_shared(row.content), row.taken_at, row.taken_by) for row in newest.values()]
