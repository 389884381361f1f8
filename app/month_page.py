"""The parts of the page Min måned: progress, list of courses, the open form, and what came of the last save."""

from datetime import date

import streamlit as st

from app import completeness_page, labels, month_form, month_sheet, month_work
from app.month_form import REASON_KEYS, REASONS_DA
from app.month_opening import missing_da
from app.month_work import Work
from app.registry import month as door
from app.registry.month import Clash, Line, Refused, Saved
from app.rights import Visit
from pipelines.danish import month as danish_month

MARKS = {"done": ":material/check_circle:", "missing": ":material/radio_button_unchecked:", "late": ":material/error:"}
FORM_OR_GRID = ("Skema: én borger ad gangen", "Tabel: alle på én gang")


def course_asked_for(visit: Visit, month: date) -> str | None:
    """The course that the address asks for (?forloeb=F-1), once; the whole team is shown where it is a colleague's."""
    wanted = st.query_params.get("forloeb")
    if wanted is None:
        return None
    del st.query_params["forloeb"]
    own = {line.course_id for line in door.month_lines(visit, month, whole_team=False)}
    if wanted not in own:
        st.session_state["hele_teamet"] = True
    return wanted


def month_looked_at() -> date:
    """The month that the one control of all pages is set to."""
    return date.fromisoformat(st.session_state["maaned"] + "-01")


def whole_team() -> bool:
    """Whether the list shows everyone the user may register on, or the user's own courses only."""
    return bool(st.toggle("Vis hele teamet", key="hele_teamet"))


def as_grid() -> bool:
    """Whether the grid is asked for; the form is there all the same."""
    shown = st.segmented_control(
        "Vis som", FORM_OR_GRID, default=FORM_OR_GRID[0], required=True, key="maaned_vis", label_visibility="collapsed"
    )
    return shown == FORM_OR_GRID[1]


def progress(work: Work) -> None:
    """How many courses are done in the month."""
    done = sum(not line.due.unfinished for line in work.lines)
    if work.lines:
        st.progress(done / len(work.lines), f"{danish_month(work.month)}: {done} af {len(work.lines)} færdige")


def nothing_here() -> None:
    """What to do when there is no course to register on."""
    st.info(
        "Du har ingen forløb i denne måned. Opret et på siden Nyt forløb, vælg en anden måned, "
        "eller slå Vis hele teamet til.",
        icon=":material/info:",
    )


def differences(work: Work) -> None:
    """The way to what another system says otherwise, when there is something to choose."""
    if work.differences:
        words = "1 forskel venter" if work.differences == 1 else f"{work.differences} forskelle venter"
        st.page_link(
            "views/forskelle.py",
            label=f"{words} på dit valg: et andet system siger noget andet end det, der er skrevet her",
            icon=":material/compare_arrows:",
        )


def in_excel(work: Work) -> None:
    """The same month as a workbook, for those who are away from the network."""
    with st.expander("Udfyld måneden i Excel i stedet", icon=":material/table:"):
        completeness_page.excel_tab(work.visit, work.month)


def course_list(work: Work) -> None:
    """The courses with what each lacks; a click opens one."""
    st.markdown("## Borgere")
    opened = work.opened.course["course_id"] if work.opened else None
    for line in work.lines:
        st.button(
            f"**{line.citizen_id}** {_where(line)}  \n{missing_da(line.due)}{_draft(line)}",
            key=f"aabn-{line.course_id}",
            icon=MARKS[_mark(line)],
            type="primary" if line.course_id == opened else "tertiary",
            on_click=month_work.ask,
            args=(work, None, month_work.open_course, line.course_id),
            wrap=True,
            width="stretch",
        )


def _mark(line: Line) -> str:
    states = {item.state for item in line.due.unfinished}
    return "late" if "late" in states else "missing" if states else "done"


def _draft(line: Line) -> str:
    return " · kladde" if line.has_draft else ""


def _where(line: Line) -> str:
    return f"{labels.METHOD_DA[line.method]} {line.where}"


def form(work: Work) -> None:
    """The open course's form and its buttons."""
    opened = work.opened
    if opened is None:
        return
    line = next((each for each in work.lines if each.course_id == opened.course["course_id"]), None)
    with st.container(border=True, key=f"skema-{work.prefix}"):
        st.markdown(f"### {opened.course['citizen_id']}")
        if line:
            st.caption(f"{_where(line)} · {missing_da(line.due)}")
        if opened.drafts_from:
            st.info(f"Her står en kladde fra {opened.drafts_from}, som ikke er gemt.", icon=":material/edit_note:")
        fields = work.fields
        if not fields:
            st.markdown("Der er ikke noget at registrere på forløbet i denne måned.")
        sheet = month_sheet.Sheet(work.widget, lambda name, text: month_work.keep(work, opened, name, text))
        month_sheet.draw_fields(opened, fields, sheet)
        for part in (_reasons, _reason_for_correction, _offer):
            with st.container(
                gap=None
            ):  # a place of its own, so that what comes and goes moves no button under the finger
                part(work)
        _buttons(work)
        month_sheet.explain_fields([each for each in fields if each.table != "measurements"])


def _reasons(work: Work) -> None:
    """One click for everything that is blank; the same in one key in each field."""
    if not month_form.to_explain(work.fields, "k"):
        return
    st.markdown("Mangler noget? Angiv grunden til alt, der er tomt:")
    with st.container(horizontal=True, gap="small"):
        for key, reason in REASON_KEYS.items():
            st.button(
                REASONS_DA[reason], key=f"grund-{work.prefix}-{key}", on_click=month_work.ask,
                args=(work, work.opening, month_work.give_reason, key),
            )  # fmt: skip
    st.caption(f"Eller skriv ét bogstav i feltet: {month_sheet.KEYS_DA}.")


def _reason_for_correction(work: Work) -> None:
    """Asked only where saving would change what is registered of an earlier month."""
    if work.opened and month_form.asks_reason(work.opened, work.fields):
        work.reason = st.text_input(
            "Hvorfor rettes en tidligere måned?",
            key=f"rettes-{work.prefix}",
            help="Grunden gemmes sammen med rettelsen.",
        )


def _offer(work: Work) -> None:
    """How many fields are offered and not yet anything."""
    offered = month_form.to_confirm(work.fields)
    if offered:
        st.caption(f"{len(offered)} felter i kursiv er fra en tidligere måned. De gemmes først, når du bekræfter dem.")


def _buttons(work: Work) -> None:
    """Confirm, save, discard; a button without a use is there but disabled, so that the others stay where they are."""
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Bekræft alt som før", key=f"bekraeft-{work.prefix}", shortcut="F2", icon=":material/done_all:",
            on_click=month_work.ask, args=(work, work.opening, month_work.confirm),
            disabled=not month_form.to_confirm(work.fields),
        )  # fmt: skip
        st.button(
            "Gem og næste", key=f"gem-{work.prefix}", type="primary", shortcut="Ctrl+Enter",
            on_click=month_work.ask, args=(work, work.opening, month_work.save),
        )  # fmt: skip
        st.button(
            "Kassér kladden", key=f"kasser-{work.prefix}", type="tertiary", on_click=month_work.ask,
            args=(work, work.opening, month_work.drop_drafts),
            disabled=not (work.opened and work.opened.drafts),
        )  # fmt: skip


def result_of_last(work: Work) -> None:
    """What the last save did: stored and may be undone, refused with every fault, or overtaken by somebody else."""
    if isinstance(work.result, Refused):
        st.error("Ikke gemt. Ret dette:\n" + "\n".join(f"- {line}" for line in work.result.lines))
    if isinstance(work.result, Clash):
        _clash(work, work.result)
    if work.saved:
        with st.container(horizontal=True, vertical_alignment="center", key="sidst_gemt"):
            st.markdown(f":material/check: Gemt: {work.saved.citizen_id}, {work.saved.what}")
            st.button(
                "Fortryd",
                key="fortryd",
                icon=":material/undo:",
                on_click=month_work.ask,
                args=(work, None, month_work.undo),
            )
    elif isinstance(work.result, Saved):
        st.markdown(":material/undo: Fortrudt. Forløbet er, som det var før.")


def _clash(work: Work, clash: Clash) -> None:
    """Both values side by side, and the choice; nothing is stored until it is made."""
    with st.container(border=True):
        st.warning(f"Ikke gemt: {clash.who} har ændret det samme siden, du åbnede skemaet. Vælg, hvad der gælder.")
        st.table([{"Felt": each.label, "Gemt af en anden": each.theirs, "Dit": each.mine} for each in clash.fields])
        with st.container(horizontal=True):
            st.button(
                "Brug det, der er gemt", on_click=month_work.ask, args=(work, work.opening, month_work.settle, "theirs")
            )
            st.button(
                "Behold mit, og gem", on_click=month_work.ask, args=(work, work.opening, month_work.settle, "mine")
            )
