"""The parts of the page Fuldstændighed: the choice of what to look at, the headline, and its five tabs."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from app import charts, report
from app import completeness_frames as frames
from app.components import chart_and_table, month_link
from app.navigation import MENU
from app.registry import completeness as door
from app.registry import month_file, team_figures
from app.registry.completeness import Completeness, Looked
from app.rights import NotAllowedError, Visit
from pipelines import completeness as counting
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.double_bottom_line import later_month
from pipelines.due_item import field_label
from pipelines.export import safe_csv
from pipelines.month_template import NothingDueError

PERIODS = {1: "kun måneden", 3: "3 måneder", 6: "6 måneder", 12: "12 måneder", 24: "24 måneder"}
MONTH_PAGE = "min_maaned.py"


def choose(visit: Visit) -> tuple[int, Looked]:
    """How many months back, and whose courses; a caseworker begins with the own ones."""
    known = team_figures.filter_values(visit)
    choices = [(name, label) for name, label in (("municipality", "Kommune"), ("team", "Team")) if len(known[name]) > 1]
    columns = st.columns(4, vertical_alignment="bottom")
    months = columns[0].selectbox("Periode", list(PERIODS), index=3, format_func=PERIODS.__getitem__)
    chosen: dict[str, str | None] = {}
    for column, (name, label) in zip(columns[1:], choices, strict=False):
        chosen[name] = column.selectbox(label, known[name], index=None, placeholder="alle", key=f"fuld_{name}")
    own = False
    if visit.user.has("caseworker"):
        own = columns[len(choices) + 1].toggle("Kun mine forløb", value=not visit.user.has("project_lead"))
    return months, Looked(own, chosen.get("municipality"), chosen.get("team"))


def headline(found: Completeness, month: date) -> None:
    """Completeness, what is open, the month's registration rate, and what came with a reason or late."""
    total, rate = counting.completeness(found.lines), counting.registration_rates(found.lines).get(month)
    cells = (
        (frames.COMPLETENESS_DA, frames.percent(total.share), frames.count_da(total)),
        ("Mangler", number(total.missing + total.late, 0), f"{number(total.late, 0)} er over fristen"),
        (
            frames.RATE_DA,
            frames.percent(rate.share if rate else None),
            f"{rate.registered} af {rate.active} forløb i {danish_month(month)}" if rate else "ingen forløb",
        ),
    )
    for column, (label, value, note) in zip(st.columns(len(cells)), cells, strict=True):
        column.metric(label, value)
        column.caption(note)
    late = sum(each.typed_late for each in found.late.values())
    typed = late + sum(each.typed_in_time for each in found.late.values())
    explained = f"{number(total.explained, 0)} felter mangler med en grund og tæller med som besvaret."
    st.markdown(f"{explained} {number(late, 0)} af {number(typed, 0)} registreringer i appen er skrevet for sent.")


def missing_tab(found: Completeness, take: Callable[[], list[counting.ToMend]]) -> None:
    """What is missing: the courses, one of them opened with how to mend it, and the whole list to take along."""
    left = counting.to_mend(found.lines)
    if not left:
        st.success("Alt, der skulle være registreret, er der.", icon=":material/check_circle:")
        return
    courses = frames.courses_table(left)
    st.dataframe(courses, hide_index=True, width="stretch", placeholder="")
    names = dict(zip(courses["Forløb"], courses["Borger"] + " · " + courses["Forløb"], strict=True))
    chosen = st.selectbox("Sådan rettes det for", list(names), format_func=names.__getitem__)
    _one_course([one for one in left if one.course_id == chosen])
    _take_along(take)


def _one_course(left: list[counting.ToMend]) -> None:
    """Month by month, newest first, what to do, with the way to the month's form."""
    for month in sorted({one.item.month for one in left}, reverse=True):
        with st.container(border=True):
            st.markdown(f"**{danish_month(month).capitalize()}**")
            items = [one.item for one in left if one.item.month == month]
            st.markdown("\n".join(f"- **{item.label_da}**: {item.mend_da}" for item in items))
            if any(place.file == MONTH_PAGE for place in MENU):
                st.page_link(
                    f"views/{MONTH_PAGE}",
                    label=f"Åbn {danish_month(month)} i Min måned",
                    icon=":material/edit_calendar:",
                    query_params={"forloeb": left[0].course_id} | month_link(month),
                )


def _take_along(take: Callable[[], list[counting.ToMend]]) -> None:
    def as_csv() -> bytes:
        table = frames.items_table(take())
        return safe_csv(list(table.columns), table.itertuples(index=False)).encode("utf-8-sig")

    excel, csv = st.columns(2)
    excel.download_button(
        "Hent hele listen som Excel",
        lambda: report.table_file(frames.items_table(take())),
        "mangler.xlsx",
        on_click="ignore",
        icon=":material/download:",
    )
    csv.download_button(
        "Hent hele listen som CSV", as_csv, "mangler.csv", "text/csv", on_click="ignore", icon=":material/download:"
    )


def time_tab(found: Completeness) -> None:
    """Completeness and registration rate month by month, and what came late."""
    counts, rates = counting.by_month(found.lines), counting.registration_rates(found.lines)
    if not counts:
        st.info("Der er ingen forløb i perioden.")
        return
    order = [frames.COMPLETENESS_DA, frames.RATE_DA]
    chart_and_table(
        charts.category_lines(frames.month_points(counts, rates), order, percent=True),
        frames.months_table(counts, rates, found.late),
        alt="Fuldstændighed og registreringsgrad måned for måned",
    )
    st.caption(
        "Fuldstændighed: felter, der er registreret eller mangler med en grund, af alle, der skulle være der. "
        "Registreringsgrad: forløb med både timer og månedsstatus. For sent er efter udgangen af måneden efter; "
        "filer tæller fra den dag, de blev indlæst, og står for sig."
    )


def fields_tab(visit: Visit, found: Completeness) -> None:
    """Which fields are filled, why the others are not, and what nobody is asked for."""
    fields = frames.named_fields(counting.by_field(found.lines))
    if fields:
        chart_and_table(
            charts.bars(frames.field_points(fields), percent=True),
            frames.groups_table(fields, "Felt"),
            alt="Fuldstændighed for hvert felt",
        )
    st.header("Hvorfor noget mangler")
    reasons = counting.reasons(found.lines)
    if reasons:
        st.dataframe(frames.reasons_table(reasons), hide_index=True, width="stretch")
    else:
        st.markdown("Der er ikke angivet grunde i perioden.")
    if found.asked.left_out:
        with st.expander("Felter, der ikke spørges om"):
            st.dataframe(frames.left_out_table(found.asked), hide_index=True, width="stretch")
    if visit.user.has("project_lead"):
        _by_caseworker(found)


def _by_caseworker(found: Completeness) -> None:
    if st.toggle("Vis fordelt på medarbejdere"):
        st.markdown(
            "I alfabetisk orden. Tallene siger, hvad der er registreret, ikke hvordan nogen arbejder: "
            "spørg først, hvad der gør det svært at registrere."
        )
        st.table(frames.groups_table(counting.by_caseworker(found.lines), "Medarbejder").set_index("Medarbejder"))


def calendar_tab(found: Completeness) -> None:
    """The measurements that are due in this month and the two after."""
    if not found.calendar:
        st.markdown("Ingen målinger er forfaldne i denne måned eller de to næste.")
        return
    by_code: dict[str, int] = {}
    for code in (code for one in found.calendar for code in one.instruments):
        by_code[code] = by_code.get(code, 0) + 1
    st.markdown(
        "Denne måned og de to næste: " + ", ".join(f"{n} med {field_label(code)}" for code, n in by_code.items())
    )
    st.dataframe(frames.calendar_table(found.calendar), hide_index=True, width="stretch", placeholder="")
    st.caption(
        "En måling er rettidig til og med måneden efter. Målinger, der er taget, og afsluttede forløb er ikke med."
    )


def excel_tab(visit: Visit, month: date) -> None:
    """A caseworker's month out as a workbook, and in again."""
    names = month_file.caseworkers(visit)
    st.markdown("Udfyld måneden i Excel uden forbindelse, og læg den ind igen. Rækker, ingen skriver i, indlæses ikke.")
    caseworker = st.selectbox("Medarbejder", names) if len(names) > 1 else next(iter(names), None)
    if caseworker and st.button(f"Lav skabelonen for {danish_month(month)}", icon=":material/table:"):
        _hand_out(visit, month, caseworker)
    upload = st.file_uploader("Læg en udfyldt skabelon ind", type=["xlsx"])
    if upload is not None:
        _take_in(visit, (upload.name, upload.getvalue()))


def _hand_out(visit: Visit, month: date, caseworker: str) -> None:
    try:
        content = month_file.month_file(visit, month, caseworker)
    except NothingDueError as error:
        st.info(error.args[0])
        return
    st.download_button(
        "Hent skabelonen", content, f"{month:%Y-%m}-{caseworker}.xlsx", on_click="ignore", icon=":material/download:"
    )


def _take_in(visit: Visit, upload: month_file.Upload) -> None:
    try:
        checked = month_file.check_month_file(visit, upload)
    except NotAllowedError as error:
        st.error(error.args[0], icon=":material/lock:")
        return
    if checked.faults:
        st.error(
            f"{len(checked.faults)} fejl skal rettes, før filen kan indlæses. Intet er gemt.", icon=":material/error:"
        )
        st.markdown("\n".join(f"- {fault.message}" for fault in checked.faults))
        return
    rows = sum(table.num_rows for table in checked.tables.values())
    words = "række" if rows == 1 else "rækker"
    st.success(f"Ingen fejl. Filen har {number(rows, 0)} {words} med noget nyt eller rettet.")
    if st.button("Indlæs", type="primary", icon=":material/upload:"):
        taken = month_file.load_month_file(visit, upload)
        st.success(taken.told.replace("\n", "  \n"))
        if taken.differences:
            st.page_link("views/forskelle.py", label="Se forskellene", icon=":material/compare_arrows:")


def looked_months(month: date, months: int) -> tuple[date, date]:
    """The first and last month of the period."""
    return later_month(month, 1 - months), month


def take(visit: Visit, months: tuple[date, date], looked: Looked) -> Callable[[], list[counting.ToMend]]:
    """The list to take along, made and logged when it is asked for."""
    return lambda: door.missing(visit, *months, looked)
