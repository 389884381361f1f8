"""Which pages there are, in the menu's order, who they are for, and where each role begins."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from app.rights import ROLES_DA, Role, User

ALL_WITH_FIGURES: tuple[Role, ...] = ("caseworker", "project_lead", "economist", "management")
SOM_ROLES: tuple[Role, ...] = ("project_lead", "economist", "management")


@dataclass(frozen=True)
class Place:
    """One page: its file in views/, its title, its address, its icon, and the roles that have it."""

    file: str
    title: str
    address: str
    icon: str
    roles: tuple[Role, ...]
    hidden: bool = field(default=False)


MENU = (
    Place("min_maaned.py", "Min måned", "min-maaned", "edit_calendar", ("caseworker", "project_lead")),
    Place("nyt_forloeb.py", "Nyt forløb", "nyt-forloeb", "person_add", ("caseworker", "project_lead")),
    Place("borger.py", "Borger", "borger", "person", ("caseworker", "project_lead")),
    Place("vis_borgeren.py", "Vis borgeren", "vis-borgeren", "visibility", ("caseworker", "project_lead"), hidden=True),
    Place("forventning.py", "Forventning", "forventning", "schedule", ("caseworker", "project_lead")),
    Place("forskelle.py", "Forskelle", "forskelle", "compare_arrows", ("caseworker", "project_lead")),
    Place(
        "dobbelt_bundlinje.py",
        "Dobbelt bundlinje",
        "dobbelt-bundlinje",
        "grid_view",
        ("caseworker", "project_lead"),
    ),
    Place("teammoede.py", "Teammøde", "teammoede", "groups", ("caseworker", "project_lead")),
    Place("fuldstaendighed.py", "Fuldstændighed", "fuldstaendighed", "fact_check", ("caseworker", "project_lead")),
    Place("afvigelser.py", "Tekster om afvigelser", "afvigelser", "edit_note", ("project_lead",)),
    Place("data_ind.py", "Data ind", "data-ind", "upload_file", ("project_lead",)),
    Place("noegletal.py", "Nøgletal", "noegletal", "bar_chart", ALL_WITH_FIGURES),
    Place("om_noegletal.py", "Om tallet", "om-tallet", "bar_chart", ALL_WITH_FIGURES, hidden=True),
    Place("talmoede.py", "Møde om nøgletal", "talmoede", "forum", ("caseworker", "project_lead")),
    Place("ledelse.py", "Ledelse", "ledelse", "dashboard", SOM_ROLES),
    Place("maal.py", "Mål", "maal", "account_tree", ALL_WITH_FIGURES),
    Place("vaelg_noegletal.py", "Vælg nøgletal", "vaelg-noegletal", "checklist", ("project_lead",)),
    Place("andre_kommuner.py", "Andre kommuner", "andre-kommuner", "compare", SOM_ROLES),
    Place("modenhed.py", "Modenhed", "modenhed", "stairs", SOM_ROLES),
    Place("som.py", "SØM", "som", "payments", SOM_ROLES),
    Place("som_case.py", "Beregning", "som-beregning", "payments", SOM_ROLES, hidden=True),
    Place("som_ny.py", "Ny beregning", "som-ny", "payments", ("economist",), hidden=True),
    Place("som_resultat.py", "Resultat", "som-resultat", "payments", SOM_ROLES, hidden=True),
    Place("som_usikkerhed.py", "Usikkerhed", "som-usikkerhed", "payments", SOM_ROLES, hidden=True),
    Place("som_overvaagning.py", "Overvågning", "som-overvaagning", "payments", SOM_ROLES, hidden=True),
    Place("som_sammenlign.py", "Sammenlign", "som-sammenlign", "payments", SOM_ROLES, hidden=True),
    Place("som_logbog.py", "Logbog", "som-logbog", "payments", SOM_ROLES, hidden=True),
    Place("som_rapport.py", "Rapport", "som-rapport", "payments", SOM_ROLES, hidden=True),
    Place("vidensbase.py", "Vidensbase", "vidensbase", "menu_book", SOM_ROLES),
    Place("brugere.py", "Brugere", "brugere", "group", ("administrator",)),
    Place("indstillinger.py", "Indstillinger", "indstillinger", "settings", ("administrator",)),
    Place("hjaelp.py", "Hjælp", "hjaelp", "help", tuple(ROLES_DA)),
    Place("log.py", "Log", "log", "history", tuple(ROLES_DA)),
)
"""A new page is one line here; in the order citizens, team, figures, investment, operation."""
FIRST: dict[Role, str] = {
    "caseworker": "min-maaned",
    "project_lead": "noegletal",
    "economist": "som",
    "management": "ledelse",
    "administrator": "brugere",
    "auditor": "log",
}
"""Where a role begins; until that page is there, its first in the menu."""


def places_of(user: User) -> list[Place]:
    """The user's pages, in the menu's order; every other page is out of reach."""
    return [place for place in MENU if user.has(*place.roles)]


def first_of(user: User) -> Place | None:
    """The page a user begins on, by the first of the roles; None without any page."""
    places = places_of(user)
    wanted = [FIRST[role] for role in FIRST if user.has(role)]
    listed = {place.address: place for place in places if not place.hidden}
    return next((listed[address] for address in wanted if address in listed), next(iter(listed.values()), None))


def page_for(user: User) -> Any:
    """The page asked for, if it is the user's; the bare address shows the user's first page and keeps what it carries."""
    first = first_of(user)
    start = st.Page(f"views/{first.file}" if first else _nothing, title="Bundlinje", url_path="start", default=True,
                    visibility="hidden")  # fmt: skip
    return st.navigation([*(_page(place) for place in places_of(user)), start], expanded=True)


def no_page_yet() -> None:
    """Keep the address that was asked for while nobody has come in: every page known, none shown."""
    start = st.Page(_nothing, title="Bundlinje", url_path="start", default=True, visibility="hidden")
    st.navigation([start, *(_page(place) for place in MENU)], position="hidden")


def _page(place: Place) -> Any:
    return st.Page(
        f"views/{place.file}",
        title=place.title,
        icon=f":material/{place.icon}:",
        url_path=place.address,
        visibility="hidden" if place.hidden else "visible",
    )


def _nothing() -> None:
    st.title("Bundlinje")
    st.info("Der er ingen sider til din rolle. Spørg den, der administrerer brugere.", icon=":material/lock:")
