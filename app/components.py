"""Pieces that pages share: the frame with role and month, figure cards, tables beside charts, the fault list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from app import shown, sign_in
from app.rights import WITH_CITIZENS, User, Visit
from kpi_catalogue.figure import Figure, catalogue
from pipelines import build
from pipelines.choices import with_stored_choices
from pipelines.contract import Fault
from pipelines.danish import month as danish_month
from pipelines.double_bottom_line import later_month
from pipelines.settings import Settings, SettingsError, settings
from pipelines.store import StoreError
from pipelines.warehouse import WarehouseError

MONTHS_BACK = 36
SPARK_MONTHS = 12
LARGEST = 6
STYLE = """<style>
[data-testid="stMetricValue"] {font-size: 1.9rem; font-variant-numeric: tabular-nums;}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] *, [data-testid="stMetricDelta"] *,
[data-testid="stMetric"] small {color: #45525b !important; opacity: 1 !important;}
[data-testid="stTable"] :is(td, th) + td {text-align: right !important; font-variant-numeric: tabular-nums;}
[data-testid="stMainBlockContainer"] {padding-top: 4.5rem;}
h1 {font-size: 2rem !important; padding-top: 0 !important;}
h2 {font-size: 1.35rem !important;}
h3 {font-size: 1.2rem !important;}
[data-testid="stPageLink"] p {color: #1b2730 !important; opacity: 1 !important;}
kbd {color: #1b2730 !important; background: #ffffff !important; opacity: 1 !important;}
table.categories {width: 100%; border-collapse: collapse;}
table.categories td {padding: .2rem 0; border-bottom: 1px solid #e3e8ec;}
table.categories td + td {text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums;}
</style>"""


@dataclass(frozen=True)
class View:
    """Who looks, at which month; warehouse names the build that is looked at."""

    visit: Visit
    month: date
    warehouse: str

    @property
    def here(self) -> Settings:
        """The installation looked at."""
        return self.visit.here

    @property
    def audience(self) -> str:
        """team for those who work with citizens, outside for everyone else: open or protected figures."""
        return "team" if self.visit.user.has(*WITH_CITIZENS) else "outside"


def frame(user: User) -> None:
    """The frame of every page: banner, the one month control, and who is looking.

    The last whole month is chosen; the one under way can be, so that what was registered or expected today is seen today.
    """
    here = settings_or_stop()
    banner = here.choices.banner or (sign_in.DEMO_DA if sign_in.is_demo() else "")
    if banner:
        st.info(banner, icon=":material/science:")
    with st.sidebar:
        months = [later_month(here.today.replace(day=1), -back) for back in range(MONTHS_BACK + 1)]
        names = {f"{month:%Y-%m}": danish_month(month) for month in months}
        _follow_link(names)
        st.selectbox("Måned", list(names), 1, format_func=names.__getitem__, key="maaned", bind="query-params")
        st.caption(f"{user.name}: {sign_in.grants_da(user)}")
        sign_in.way_out()


def month_link(month: date) -> dict[str, str]:
    """What the address of a link within the app carries, so that its page is shown in the month."""
    return {"vis_maaned": f"{month:%Y-%m}"}


def _follow_link(names: Mapping[str, str]) -> None:
    """Set the month that a link asks for, once: within the app the control itself does not listen to the address."""
    wanted = st.query_params.get("vis_maaned")
    if wanted is not None:
        del st.query_params["vis_maaned"]
    if wanted in names:
        st.session_state["maaned"] = wanted


def visit() -> Visit:
    """Who looks at the installation, checked anew each time; stops the page when nobody may."""
    return sign_in.visit(settings_or_stop())


def view() -> View:
    """What the frame was set to; stops the page with a clear message when nothing is built yet."""
    looked = visit()
    try:
        name = build.freshen(looked.here).name
    except WarehouseError as error:
        st.warning(f"{error.args[0]} Eller læg data ind på siden Data ind.", icon=":material/database:")
        st.stop()
    return View(looked, date.fromisoformat(st.session_state["maaned"] + "-01"), name)


def settings_or_stop() -> Settings:
    """The installation's settings; stops the page with the remedy when they cannot be used."""
    try:
        return with_stored_choices(settings())
    except (SettingsError, StoreError) as error:
        st.error(error.args[0])
        st.stop()


@st.cache_data(show_spinner=False)
def figures_by_id() -> dict[str, Figure]:
    """The catalogue, read once."""
    return catalogue()


def purpose(title: str, sentence: str) -> None:
    """A page's title and its one sentence of purpose."""
    st.title(title)
    st.markdown(sentence)


def figure_card(
    figure: Figure,
    rows: Sequence[Mapping[str, Any]],
    month: date,
    municipality: Sequence[str],
    target: str = "",
    mark: str = "",
) -> None:
    """A figure with value, what it rests on, its last months, the change, its target, and the mark of its trend."""
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{figure.title_da}**", help=figure.definition_da)
        now = [row for row in rows if row["month"] == f"{month:%Y-%m}" and row["part"] is None]
        if len(now) == 1 and now[0]["category"] is None:
            _single_value(figure, rows, now[0], month)
        else:
            _category_values(figure, now)
        if target:
            st.caption(f"Mål: {target}")
        if mark:
            st.caption(mark)
        st.page_link(
            "views/om_noegletal.py",
            label="Om tallet",
            icon=":material/arrow_forward:",
            query_params={"tal": figure.id} | ({"municipality": municipality[0]} if municipality else {}),
        )


def _single_value(figure: Figure, rows: Sequence[Mapping[str, Any]], now: Mapping[str, Any], month: date) -> None:
    part = figure.part(None)
    trend = {row["month"]: row["value"] for row in rows if row["part"] is None}
    change = shown.change_da(now["value"], trend.get(f"{later_month(month, -1):%Y-%m}"), part)
    known = [value for value in list(trend.values())[-SPARK_MONTHS:] if value is not None]
    st.metric(
        figure.title_da,
        shown.value_da(now, part),
        delta=change,
        delta_color="off",
        delta_arrow="off",
        delta_description=f"siden {danish_month(later_month(month, -1)).split()[0]}" if change else None,
        label_visibility="collapsed",
        chart_data=known if len(known) > 2 else None,
    )
    spread = shown.spread_da(now, part)
    rests_on = [shown.coverage_da(now, part), *([f"passer med {spread}"] if spread else [])]
    st.caption("  \n".join(rests_on), help=shown.SPREAD_DA if spread else None)


def _category_values(figure: Figure, now: Sequence[Mapping[str, Any]]) -> None:
    """A figure with categories: the largest ones with their value, and how many are hidden."""
    part = figure.part(None)
    known = sorted((row for row in now if row["value"] is not None), key=lambda row: -row["value"])
    spreads = [shown.spread_da(row, part) for row in known[:LARGEST]]
    lines = [
        (shown.category_da(part, row["category"]), f"{shown.value_da(row, part)}{f' ({spread})' if spread else ''}")
        for row, spread in zip(known, spreads, strict=False)
    ]
    cells = "".join(f"<tr><td>{escape(label)}</td><td>{escape(value)}</td></tr>" for label, value in lines)
    st.html(f"<table class='categories'>{cells}</table>")
    hidden = sum(row["status"] in ("too_few", "protects_another") for row in now)
    notes = [f"{hidden} skjult for at beskytte små tal"] if hidden else []
    rests_on = [*notes, *(shown.coverage_da(row, part) for row in (known or now)[:1])]
    st.caption(" · ".join([*rests_on, *(["i parentes det, så få passer med"] if any(spreads) else [])]),
               help=shown.SPREAD_DA if any(spreads) else None)  # fmt: skip


def chart_and_table(chart: Any, table: pd.DataFrame, alt: str) -> None:
    """A chart for those who would rather look, and the same numbers for those who would rather read."""
    st.altair_chart(chart, width="stretch", theme=None, alt=alt)
    with st.expander("Vis som tabel"):
        st.dataframe(table, hide_index=True, width="stretch", placeholder="")


def number_table(table: pd.DataFrame) -> None:
    """A small table with its numbers to the right."""
    st.table(table)


def source_note(figure: Figure) -> None:
    """What a figure means, what it leaves out, where it comes from and what has changed."""
    st.markdown(figure.definition_da)
    st.markdown(f"**Forbehold:** {figure.limits_da}")
    st.caption(f"Kilde: {figure.source}")
    for on, note in figure.changes:
        st.caption(f"{on:%d-%m-%Y}: {note}")


def fault_table(faults: Sequence[Fault]) -> pd.DataFrame:
    """Faults as a table one can sort, search and download."""
    return pd.DataFrame(
        [{"Fil": f.file, "Ark": f.sheet or "", "Række": f.row, "Fejl": f.message} for f in faults]
    ).astype({"Række": "Int64"})
