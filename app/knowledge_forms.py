"""Forms that add the municipality's own prices and index values, each with a source of its own, and a CSV file of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from app import knowledge_door
from app.case_entry import EntryError, number_of, shares_of, year_of
from app.case_words import EVIDENCE_DA, PAYER_WORDS, UNITS_DA
from app.rights import NotAllowedError, Visit
from pipelines.own_estimates import EXAMPLE_DA
from pipelines.own_knowledge import Own, OwnIndex, OwnPrice
from som_engine.danish import MAIN_AREAS_DA
from som_engine.errors import KnowledgeError
from som_engine.knowledge import Knowledge
from som_engine.knowledge_records import PriceRecord

NEW_DA = "En ny pris"


def price_form(visit: Visit, knowledge: Knowledge) -> None:
    """A local price: a new year of a known one, or a new one."""
    st.header("Læg jeres egen pris ind")
    known = {
        name: record.title_da for name, record in sorted(knowledge.prices.items(), key=lambda pair: pair[1].title_da)
    }
    chosen = st.selectbox(
        "Hvilken pris?", [None, *known], format_func=lambda name: NEW_DA if name is None else known[name]
    )
    record = knowledge.prices[chosen] if chosen else None
    with st.form("pris", clear_on_submit=False, enter_to_submit=False):
        about = _about(record)
        left, right = st.columns(2)
        amount, year = left.text_input("Kr. pr. enhed"), right.text_input("Prisår", placeholder="2025")
        asks_payer = record is None or record.payer is None
        paid = st.text_input("Betales af, i procent", placeholder="kommune 50; stat 50") if asks_payer else ""
        proof = _proof(visit)
        sent = st.form_submit_button("Læg prisen ind", type="primary")
    if not sent or not _has_source(proof["source"]):
        return
    try:
        payer = ("shares", shares_of(paid, PAYER_WORDS)) if asks_payer else None
        worth: dict[str, Any] = {"value": number_of(amount), "price_year": year_of(year), "payer": payer}
    except EntryError as error:
        st.error(str(error))
        return
    _add(visit, [OwnPrice(**about, **worth, **proof)], "Prisen er lagt ind.")


def _about(record: PriceRecord | None) -> dict[str, Any]:
    """What a new price is for; nothing to ask of one that is known."""
    if record is not None:
        return {"id": record.id}
    return {
        "id": st.text_input("Navn (små bogstaver og _)", placeholder="egen_doegnpris").strip(),
        "title_da": st.text_input("Hvad koster det?", placeholder="Døgn på eget botilbud").strip() or None,
        "unit": st.selectbox("Pr.", list(UNITS_DA), format_func=UNITS_DA.__getitem__),
        "main_area": st.selectbox("Hovedområde", list(MAIN_AREAS_DA), format_func=MAIN_AREAS_DA.__getitem__),
    }


def _proof(visit: Visit) -> dict[str, Any]:
    """How the price is known, from where, and when it was last seen to hold."""
    return {
        "evidence": str(st.selectbox("Grundlag", list(EVIDENCE_DA), format_func=EVIDENCE_DA.__getitem__)),
        "source": st.text_input("Kilde", placeholder="Tilbuddets takstblad 2025").strip(),
        "still_valid_on": _day(st.date_input("Sidst set at gælde", value=visit.here.today, format="DD-MM-YYYY")),
        "note_da": st.text_input("Note").strip() or None,
    }


def index_form(visit: Visit) -> None:
    """One year of the net price index."""
    with st.form("indeks", enter_to_submit=False):
        left, right = st.columns(2)
        year, value = left.text_input("År", placeholder="2025"), right.text_input("Indeks", placeholder="118,4")
        source = st.text_input("Kilde", placeholder="Danmarks Statistik, PRIS114")
        sent = st.form_submit_button("Læg året ind", type="primary")
    if not sent or not _has_source(source):
        return
    try:
        made = OwnIndex(year_of(year), number_of(value), source.strip(), visit.here.today)
    except EntryError as error:
        st.error(str(error))
        return
    _add(visit, [made], "Året er lagt ind.")


def _has_source(source: str) -> bool:
    """Whether there is a source; says so where there is none."""
    if not source.strip():
        st.error("Skriv kilden. Et tal uden kilde kan ikke lægges ind.")
    return bool(source.strip())


def file_form(visit: Visit) -> None:
    """A CSV file with prices and estimates; all of it or nothing."""
    st.markdown("Læg egne priser og opgørelser ind fra en CSV-fil med semikolon, hver med sin kilde.")
    st.download_button(
        "Hent et eksempel", EXAMPLE_DA.encode("utf-8-sig"), "egne-tal.csv", "text/csv", on_click="ignore"
    )
    given = st.file_uploader("Egne tal (.csv)", type=["csv"])
    if given is None or not st.button("Læg filen ind", type="primary"):
        return
    try:
        rows = knowledge_door.add_file(visit, given.name, given.getvalue())
        st.success(f"{rows} {'række' if rows == 1 else 'rækker'} er lagt ind.")
    except UnicodeDecodeError:
        st.error("Filen er ikke gemt som UTF-8. Gem den igen som CSV UTF-8.")
    except (KnowledgeError, NotAllowedError) as error:
        _refuse(error)


def _add(visit: Visit, added: Sequence[Own], said: str) -> None:
    try:
        knowledge_door.add(visit, added)
    except (KnowledgeError, NotAllowedError) as error:
        _refuse(error)
        return
    st.toast(said)
    st.rerun()


def _refuse(error: KnowledgeError | NotAllowedError) -> None:
    faults = [str(fault) for fault in error.faults] if isinstance(error, KnowledgeError) else [str(error)]
    st.error("Intet er lagt ind.\n" + "\n".join(f"- {fault}" for fault in faults))


def _day(given: object) -> date:
    """What the date field holds; it gives one day, never a stretch, as it is asked for one."""
    return given if isinstance(given, date) else date.min
