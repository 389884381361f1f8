"""The parts of the page Nyt forløb: which course, the fields of one action, and what came of it."""

from dataclasses import replace
from html import escape

import streamlit as st

from app import labels
from app.components import figures_by_id
from app.course_form import ACTIONS, PSEUDONYM_DA, ActionName, Ask, asks_of, next_course_id, pseudonym_problem
from app.registry import people as door
from app.registry.people import Done, Undecided
from app.rights import NotAllowedError, Visit
from pipelines.danish import day as danish_day
from pipelines.danish_entry import entry
from pipelines.schema import contracts

_RESULT, _TURN, _CHOSEN, _OPENED = "forloeb_svar", "forloeb_nr", "forloeb", "forloeb_aabnet"
IDS = ("citizen_id", "course_id")


def chosen_course(visit: Visit) -> door.Running | None:
    """The running course that the action is about, as it was when it was chosen.

    It stays on the list until something is done to it: a colleague who ends it meanwhile takes nothing typed away.
    """
    running = {each.course_id: each for each in door.running_courses(visit)}
    opened = st.session_state.get(_OPENED) if _CHOSEN in st.session_state else None
    if opened and (opened[0], opened[1].course_id) == (visit.user.name, st.session_state[_CHOSEN]):
        running[opened[1].course_id] = opened[1]
    if not running:
        st.info("Du har ingen forløb, der er i gang.", icon=":material/info:")
        return None
    chosen = st.selectbox(
        "Forløb", list(running), format_func=lambda each: _course_da(running[each]), key=_CHOSEN, bind="query-params"
    )
    st.session_state[_OPENED] = visit.user.name, running[chosen]
    return running[chosen]


def _course_da(course: door.Running) -> str:
    since = f"siden {danish_day(course.started_on)}" if course.started_on else "i kontaktfase"
    return f"{course.citizen_id} · {labels.METHOD_DA[course.method]} {since} · {course.caseworker}"


def form(visit: Visit, name: ActionName, course: door.Running | None) -> None:
    """The action's fields, each understood as it is left, and its one button."""
    asks = asks_of(name, _needed(visit))
    turn = st.session_state.setdefault(_TURN, 0)
    prefix = f"{name}-{course.course_id if course else ''}-{turn}"
    with st.container(border=True, key=f"skema-{prefix}"):
        st.markdown(ACTIONS[name].explains)
        if any(ask.column in IDS for ask in asks):
            st.caption(PSEUDONYM_DA)
        texts = {ask.column: _asked(visit, ask, prefix, course) for ask in asks}
        found = [each for each in (_problem(ask, texts[ask.column]) for ask in asks) if each]
        if st.button("Gem", type="primary", shortcut="Ctrl+Enter", key=f"gem-{prefix}"):
            _came_of(Undecided(found) if found else _decided(visit, name, course, texts), visit, course)
            st.rerun()


def _came_of(result: Done | Undecided, visit: Visit, course: door.Running | None) -> None:
    """Keep the result to show; a form that did its work is empty again, one that was overtaken holds what is typed."""
    st.session_state[_RESULT] = result
    if isinstance(result, Done):
        st.session_state[_TURN] += 1
        st.session_state.pop(_OPENED, None)
    elif course and result.version is not None:
        st.session_state[_OPENED] = visit.user.name, replace(course, version=result.version)


def _needed(visit: Visit) -> set[str]:
    """The fields that the switched-on key figures rest on."""
    off = visit.here.choices.figures_off
    return {need for figure in figures_by_id().values() if figure.id not in off for need in figure.needs}


def _decided(visit: Visit, name: ActionName, course: door.Running | None, texts: dict[str, str]) -> Done | Undecided:
    try:
        return door.decide(visit, name, course, texts)
    except NotAllowedError as error:
        return Undecided([error.args[0]])


def _asked(visit: Visit, ask: Ask, prefix: str, course: door.Running | None) -> str:
    column, key = contracts()[ask.table].columns[ask.column], f"{prefix}.{ask.column}"
    label = ask.label or column.label_da
    if column.codes:
        st.session_state.setdefault(key, None)
        return (
            st.selectbox(
                label, list(column.codes), index=None, format_func=column.codes.__getitem__, key=key, placeholder="vælg",
                help=column.help_da,
            )
            or ""
        )  # fmt: skip
    st.session_state.setdefault(key, _suggested(visit, ask, course))
    typed = st.text_input(label, key=key, help=column.help_da, autocomplete="off")
    problem = _problem(ask, typed)
    understood = entry(ask.table, ask.column, typed)
    if problem:
        st.html(f'<p class="fejl" role="alert">Fejl: {escape(problem)}</p>')
    elif column.type in ("date", "month") and understood.echo:
        st.html(f'<p class="besked">{escape(understood.echo)}</p>')
    return typed


def _suggested(visit: Visit, ask: Ask, course: door.Running | None) -> str:
    """What one would most often type: oneself as caseworker, one's own place, the next free course id, this month."""
    own = next(iter(visit.user.grants), None)
    if ask.column == "course_id" and course:
        return next_course_id(course.citizen_id, list(course.course_ids))
    if ask.column == "month":
        return f"{visit.here.today:%m-%Y}"
    if ask.column == "caseworker" and not course:
        return visit.user.name
    if ask.column == "municipality" and own:
        return own.municipality
    return (own.team or "") if ask.column == "team" and own else ""


def _problem(ask: Ask, typed: str) -> str:
    if ask.column in IDS and pseudonym_problem(typed):
        return pseudonym_problem(typed)
    return entry(ask.table, ask.column, typed).problem


def result_of_last(visit: Visit) -> None:
    """What the last action did, or everything that has to be mended first."""
    result = st.session_state.pop(_RESULT, None)
    if isinstance(result, Undecided):
        st.error("Ikke gemt. Ret dette:\n" + "\n".join(f"- {line}" for line in result.lines))
    if isinstance(result, Done):
        st.success(result.what, icon=":material/check:")
