"""The door to shared figures: a municipality's own published ones out as a file, other municipalities' files in."""

from collections.abc import Iterable, Sequence
from datetime import date

from app.published import published_already
from app.registry.door import note
from app.rights import NotAllowedError, Role, Visit, require
from pipelines import shared_store, warehouse
from pipelines.settings import now
from pipelines.shared_comparing import Asked, Line, compared
from pipelines.shared_figures import SharedFigures, share, shared_here
from pipelines.shared_store import TakenIn
from pipelines.warehouse import open_warehouse

READERS: tuple[Role, ...] = ("project_lead", "economist", "management")
SHARERS: tuple[Role, ...] = ("project_lead", "management")
GIVEN_DA, TAKEN_DA = "Tal til andre kommuner", "Tal fra andre kommuner"
"""What stands in the access log."""


def municipalities(visit: Visit) -> list[str]:
    """The user's own municipalities, whose published figures the others are seen beside."""
    require(visit, *READERS)
    return sorted({grant.municipality for grant in visit.user.grants if grant.role in READERS})


def may_share(visit: Visit, municipality: str) -> bool:
    """Whether the user may give a municipality's figures away: by a role held there, not by one held elsewhere."""
    return any(grant.role in SHARERS and grant.municipality == municipality for grant in visit.user.grants)


def shared_file(visit: Visit, municipality: str, month: date) -> str:
    """An own municipality's published figures of a year as a file. Raises NotAllowedError, WrongUseError."""
    _own(visit, municipality)
    if not may_share(visit, municipality):
        raise NotAllowedError("Det kræver rollen projektleder eller ledelse i den kommune. Spørg en, der har den.")
    text = share(visit.here, municipality, month)
    note(visit, "exported", [None], GIVEN_DA)
    return text


def take_in(visit: Visit, text: str, *, only_invented: bool = False) -> SharedFigures:
    """Keep another municipality's file. Raises SharedFileError with every fault; then nothing is kept.

    only_invented: whether there is no login, as in shared_store.
    """
    require(visit, *SHARERS)
    store, own, who = visit.here.store_url, _here(visit), visit.user.name
    taken = shared_store.take_in(store, text, own=own, who=who, at=now(), only_invented=only_invented)
    note(visit, "changed", [None], TAKEN_DA)
    return taken


def taken_in(visit: Visit) -> list[TakenIn]:
    """The newest file of each other municipality, by municipality."""
    require(visit, *READERS)
    return shared_store.taken_in(visit.here.store_url)


def others(visit: Visit, municipality: str) -> list[str]:
    """The municipalities that an own one can be seen beside, by code: those here and those with a file."""
    _own(visit, municipality)
    return sorted({*_here(visit), *(one.shared.municipality for one in taken_in(visit))} - {municipality})


def first_told(visit: Visit, municipality: str, figures: Sequence[str], month: date) -> int:
    """The place of the first of the figures that has a number to show of an own municipality and month; 0 where none has.

    Only what is protected already is asked: nobody waits for a page to choose what to open on.
    """
    _own(visit, municipality)
    rows = published_already(visit, {name: [month] for name in figures}, municipality)
    told = {row["figure"] for row in rows if row["part"] is None and row["value"] is not None}
    return next((place for place, name in enumerate(figures) if name in told), 0)


def comparison(visit: Visit, municipality: str, asked: Asked, order: Iterable[str]) -> list[Line]:
    """A figure of an own municipality and of others in the order asked for; published numbers alone, of every one of them."""
    _own(visit, municipality)
    month, here = date.fromisoformat(f"{asked.month}-01"), _here(visit)
    files = {one.shared.municipality: one.shared for one in taken_in(visit)}

    def told(code: str) -> SharedFigures:
        return shared_here(visit.here, code, month, asked.figure) if code in here else files[code]

    return compared(asked, told(municipality), [told(code) for code in order if code in files or code in here])


def _own(visit: Visit, municipality: str) -> None:
    if municipality not in municipalities(visit):
        raise NotAllowedError("Det er ikke din kommune. Vælg en af dine egne.")


def _here(visit: Visit) -> list[str]:
    """Every municipality whose registrations are here."""
    with open_warehouse(visit.here.home) as connection:
        return warehouse.municipalities(connection)
