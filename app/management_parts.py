"""The parts of the page Ledelse: the questions with their way to the answer, what moved, goals, the investment, the file."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app import charts, figure_door
from app.components import View, chart_and_table, number_table
from app.export_section import PDF, export_section
from app.figure_data import TREND_MONTHS
from app.figure_files import Asked
from app.figure_frames import trend_frame, trend_table
from app.figure_use_page import count_once
from app.management import COST, REGISTERED, Management
from app.management_frames import CASE_HEADS, CaseTold, Page, Told, ended, tables_of
from app.meeting_parts import escaped
from app.navigation import MENU
from app.report.management_pdf import MOST_CASES, MOST_GOALS, management_pdf, more_cases_da, more_goals_da

NO_RATE_DA = "Registreringsgraden kan ikke vises: den er skjult eller ukendt i hver af månederne."
PRINT_STYLE = """<style>
@media screen {[class*=st-key-kun-paa-papir] {display: none !important;}}
@media print {
  [data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar], [data-testid=stButton],
  [data-testid=stDownloadButton], [data-testid=stPageLink], [data-testid=stExpander], [data-testid=stSelectbox],
  .st-key-fil-til-ledelsen, .st-key-rundtur, [class*=st-key-kun-paa-skaerm] {display: none !important;}
  [data-testid=stMain], [data-testid=stAppViewContainer], [data-testid=stApp], .stApp
    {position: static !important; overflow: visible !important; height: auto !important; display: block !important;}
  [data-testid=stMainBlockContainer] {padding: 0 !important; max-width: none !important;}
  [data-testid=stVerticalBlock] {gap: .1rem !important;}
  [data-testid=stElementContainer]:has([data-testid=stPageLink]) {display: none !important;}
  [data-testid=stElementContainer], [data-testid=stLayoutWrapper] {margin-bottom: .15rem !important;}
  [data-testid=stMarkdown], [data-testid=stMarkdownContainer], [data-testid=stCaptionContainer]
    {margin-bottom: 0 !important;}
  [data-testid=stHorizontalBlock] {display: flex !important; flex-flow: row nowrap !important; gap: 1rem !important;}
  [data-testid=stColumn] {min-width: 0 !important; flex: 1 1 0 !important;}
  h1 {font-size: 1.3rem !important;} h2 {font-size: .95rem !important; padding: .2rem 0 0 !important;}
  h3 {font-size: .8rem !important; padding: 0 !important;}
  [data-testid=stHeading], [data-testid=stHeading] * {margin-bottom: 0 !important;}
  p, li, td, th {font-size: .68rem !important; line-height: 1.2 !important; margin-bottom: 0 !important;}
  td, th {padding: .1rem .3rem !important;}
  [data-testid=stAlertContainer] {padding: .1rem .5rem !important; min-height: 0 !important;}
  [data-testid=stAlert] * {min-height: 0 !important;}
  h1, h2, h3 {margin: 0 !important; line-height: 1.1 !important;}
  ol {margin: 0 !important;}
  @page {size: A4; margin: 10mm;}
}
</style>"""


def print_style() -> None:
    """On paper only what is to be read and has room on one sheet: no menu, no buttons, small type."""
    st.html(PRINT_STYLE)


def municipality_choice(seen: View, known: Sequence[str]) -> str | None:
    """The municipality looked at; the user's own where there is one, otherwise all of them."""
    own = [code for code in known if code in seen.visit.user.municipalities]
    index = known.index(own[0]) if len(own) == 1 else None
    return st.selectbox("Kommune", known, index=index, placeholder="alle", key="municipality", bind="query-params")


def questions(found: Management, page: Page) -> None:
    """The questions in their order, each with the page that has the answer, and the rules they were drawn by."""
    st.header("Spørgsmål at stille i denne måned")
    for number, (question, text) in enumerate(zip(found.questions, page.questions, strict=True), 1):
        st.markdown(f"{number}. {escaped(text)}")
        _link(question.rule.page, question.carries, found.municipality, f"Se svaret på spørgsmål {number}")
    if page.few_questions:
        st.caption(page.few_questions)
    with st.expander("Reglerne bag spørgsmålene"):
        st.markdown("Den øverste regel, der gælder, spørger først. Hver regel spørger én gang, før nogen spørger to.")
        st.markdown("\n".join(f"{at}. {rule.when_da}" for at, rule in enumerate(found.rules, 1)))
        st.caption("Grænserne i procent vælger administratoren på siden Indstillinger.")


def _link(address: str, carries: Mapping[str, str], municipality: str | None, label: str) -> None:
    place = next(place for place in MENU if place.address == address)
    where = {"municipality": municipality} if municipality and "sag" not in carries else {}
    st.page_link(
        f"views/{place.file}", label=f"{label}: {place.title}", icon=":material/arrow_forward:",
        query_params={**carries, **where},
    )  # fmt: skip


def moved(found: Management, page: Page) -> None:
    """The figures that moved most, with the rule that says so."""
    st.header("Det, der har flyttet sig")
    for one in page.moved:
        _told(one)
        _about(found, one.figure)
    st.caption(page.moved_note)


def _about(found: Management, figure: str) -> None:
    """The way to what a figure means."""
    title = found.figures[figure].title_da
    place = {"municipality": found.municipality} if found.municipality else {}
    st.page_link("views/om_noegletal.py", label=f"Om tallet: {title}", icon=":material/arrow_forward:",
                 query_params={"tal": figure, **place})  # fmt: skip


def goals(found: Management, page: Page) -> None:
    """Every criterion: those off track first, then those that cannot be judged, then those on track."""
    st.header("Mål")
    st.markdown(f"**{page.goals_note}**")
    for one in page.goals[:MOST_GOALS]:
        _told(one)
    with _beyond_paper("maal", more_goals_da(len(page.goals) - MOST_GOALS)):
        for one in page.goals[MOST_GOALS:]:
            _told(one)
    for figure in dict.fromkeys(one.figure for one in page.goals):
        _about(found, figure)
    st.page_link("views/maal.py", label="Se hele målhierarkiet", icon=":material/arrow_forward:")


def _told(one: Told) -> None:
    st.markdown(f"**{escaped(one.mark)}: {escaped(ended(one.name))}** {escaped(one.said)}")


def investment(page: Page) -> None:
    """Every case by payer, with why it changed."""
    st.header("Investeringen")
    _side_by_side(page.cases[:MOST_CASES])
    with _beyond_paper("sager", more_cases_da(len(page.cases) - MOST_CASES)):
        _side_by_side(page.cases[MOST_CASES:])
    st.caption(page.cases_note)


def _side_by_side(cases: Sequence[CaseTold]) -> None:
    for first in range(0, len(cases), 2):
        for column, case in zip(st.columns(2), cases[first : first + 2], strict=False):
            with column:
                _case(case)


def _beyond_paper(key: str, more: str) -> DeltaGenerator:
    """Where to put what one sheet has no room for: it is on the screen alone, and on paper stands how much there is more."""
    if more:
        st.container(key=f"kun-paa-papir-{key}").markdown(more)
    return st.container(key=f"kun-paa-skaerm-{key}")


def _case(case: CaseTold) -> None:
    st.subheader(escaped(case.title))
    if case.rows:
        number_table(_table(case))
    for sentence in case.said:
        st.markdown(escaped(sentence))
    st.page_link(
        "views/som_resultat.py", label=f"Resultat: {escaped(case.title)}", icon=":material/arrow_forward:",
        query_params={"sag": case.case_id},
    )  # fmt: skip


def registration(found: Management, page: Page) -> None:
    """What a course has cost, and the registration rate over a year."""
    st.header("Registrering og pris")
    st.markdown(page.cost)
    _about(found, COST)
    part, rows = found.figures[REGISTERED].part(None), found.rows_of(REGISTERED)
    points = trend_frame(rows, part)
    if points["value"].notna().any():
        chart = charts.trend(points, "", percent=True).properties(height=150)
        chart_and_table(chart, trend_table(rows, part), "Registreringsgraden måned for måned. Tallene står i tabellen.")
    else:
        st.markdown(NO_RATE_DA)
    _about(found, REGISTERED)


def _table(case: CaseTold) -> pd.DataFrame:
    return pd.DataFrame(case.rows, columns=["Aktør", *CASE_HEADS[1:]]).set_index("Aktør")


def count_uses(seen: View, page: Page) -> None:
    """That the management looked at what moved and at the goals is a use of their figures."""
    for name in page.figures:
        count_once(seen, name, "view")


def file_section(seen: View, found: Management, page: Page) -> None:
    """The page as one A4 sheet and as the files of its tables and figures, made when somebody asks."""
    with st.container(key="fil-til-ledelsen"):
        key = f"ledelse:{seen.visit.user}:{seen.warehouse}:{page.subtitle}"
        if st.button("Lav PDF på én side", icon=":material/description:"):
            st.session_state[key] = management_pdf(page, seen.here.today)
            figure_door.count(seen.visit, page.figures, "report")
        if key in st.session_state:
            name = f"ledelse-{found.municipality or 'alle'}-{found.month:%Y-%m}.pdf"
            st.download_button("Hent PDF", st.session_state[key], name, PDF, on_click="ignore",
                               icon=":material/download:")  # fmt: skip
        export_section(seen, _asked(found, page))


def _asked(found: Management, page: Page) -> Asked:
    """The page's tables, and a year of its figures; protected, whoever looks."""
    ids = tuple(dict.fromkeys([*page.figures, REGISTERED, COST]))
    where = {"municipality": [found.municipality]} if found.municipality else {}
    registered = trend_table(found.rows_of(REGISTERED), found.figures[REGISTERED].part(None))
    return Asked(
        page.title,
        found.month,
        TREND_MONTHS,
        ids,
        where=where,
        tables=tables_of(page, registered),
        is_protected=True,
        name="ledelse",
    )
