"""The parts of the page Andre kommuner: the comparison, another municipality's file in, the own file out."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from app import charts, sharing_door, shown
from app.components import View
from app.export_section import export_section
from app.figure_data import TREND_MONTHS
from app.figure_files import Asked
from app.figure_frames import SPREAD
from app.page_tables import taken
from app.rights import Visit
from app.sharing_frames import comparison_bars, comparison_table
from app.sign_in import is_demo
from kpi_catalogue.figure import Figure, Part
from pipelines.danish import day, moment
from pipelines.danish import month as danish_month
from pipelines.figures import WrongUseError
from pipelines.shared_comparing import Line
from pipelines.shared_figures import SharedFileError

TURN = "delt-fil"
"""Counts the files laid in, so that the place for the next one is empty."""
ORDER_DA = "Rækkefølgen er jeres egen eller efter kommunens kode, aldrig efter tallet."


def side_by_side(figure: Figure, part: Part, lines: Sequence[Line]) -> pd.DataFrame:
    """The municipalities' numbers in the order given, what makes them not the same first; no way to sort them by number.

    The table of them as it is shown.
    """
    for line in lines:
        for warning in line.warnings:
            st.warning(f"Kommune {line.municipality}: {warning}", icon=":material/warning:")
    table = comparison_table(lines, part)
    spoken = "; ".join(f"kommune {name}: {value}" for name, value in table["Værdi"].items())
    chart = charts.bars(comparison_bars(lines, part), shown.is_percent(part))
    st.altair_chart(chart, width="stretch", theme=None, alt=f"Søjler, {figure.title_da}. {spoken}.")
    st.table(table)
    st.caption(f"\\* Se forbeholdet. {ORDER_DA}")
    if SPREAD in table:
        st.caption(f"Stregen på en søjle er spændet. {shown.SPREAD_DA}" if shown.is_percent(part) else shown.SPREAD_DA)
    with st.expander("Hvad tallet betyder"):
        st.markdown(f"{figure.definition_da}\n\n**Forbehold:** {figure.limits_da}")
    return table


def take_along(seen: View, municipality: str, figure: Figure, category: str | None, table: pd.DataFrame) -> None:
    """The table that is shown, and a year of the own published figure."""
    name = shown.category_da(figure.parts[0], category)
    caption = f"{figure.title_da}{f': {name}' if name else ''}, {danish_month(seen.month)}"
    export_section(seen, Asked(
        "Andre kommuner", seen.month, TREND_MONTHS, (figure.id,), where={"municipality": [municipality]},
        tables=(taken(caption, table, ORDER_DA),), is_protected=True, name="andre-kommuner",
    ))  # fmt: skip


def receive(visit: Visit) -> None:
    """The files that are here with their origin, and for those who may: a new one."""
    st.header("Tal fra andre kommuner")
    for one in sharing_door.taken_in(visit):
        st.markdown(
            f"- Kommune {one.shared.municipality}: lavet {day(one.shared.made_on)}, "
            f"{danish_month(date.fromisoformat(one.shared.months[0] + '-01'))} til "
            f"{danish_month(date.fromisoformat(one.shared.months[-1] + '-01'))}. "
            f"Taget imod {moment(one.taken_at)} af {one.taken_by}."
        )
    if not visit.user.has(*sharing_door.SHARERS):
        return
    turn = st.session_state.setdefault(TURN, 0)
    file = st.file_uploader("Fil fra en anden kommune", type=["json"], key=f"{TURN}:{turn}")
    if file is None or not st.button("Læg tallene ind", icon=":material/upload:"):
        return
    text = file.getvalue().decode("utf-8-sig", errors="replace")
    try:
        found = sharing_door.take_in(visit, text, only_invented=is_demo())
    except SharedFileError as error:
        st.error(str(error).replace("\n", "  \n"), icon=":material/error:")
        return
    st.session_state[TURN] = turn + 1
    st.toast(f"Tallene fra kommune {found.municipality} er lagt ind.")
    st.rerun()


def give(visit: Visit, municipality: str, month: date) -> None:
    """The own published figures of a year as a file to give away, made when somebody asks."""
    if not sharing_door.may_share(visit, municipality):
        return
    st.header("Giv jeres egne tal")
    st.markdown(
        f"Filen har kommune {municipality}s beskyttede tal for tolv måneder til og med {danish_month(month)}: små tal er "
        "skjult, der er ingen fordelinger, ingen borgere og ingen fri tekst."
    )
    key = f"delt:{visit.user}:{municipality}:{month}"
    if st.button("Lav filen", icon=":material/description:"):
        try:
            st.session_state[key] = sharing_door.shared_file(visit, municipality, month)
        except (WrongUseError, SharedFileError) as error:
            st.error(str(error))
    if key in st.session_state:
        st.download_button(
            "Hent filen", st.session_state[key], f"delte-noegletal-{municipality}-{month:%Y-%m}.json", "application/json",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip
