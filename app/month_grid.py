"""The month as a table: one row per course, the same fields, rules and drafts as the form, for those who prefer it.

Every cell to type in is text: a number column would read 7,5 in its own way in each browser language.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from app import month_form, month_work
from app.month_form import REASON_KEYS, REASONS_DA, Field, Opened
from app.month_work import Work
from app.registry import month as door
from app.registry.month import Clash, Refused
from pipelines.due_item import field_label

CITIZEN, OFFERED, CONFIRM = "Borger", "Som før", "Bekræft"
_REASON_DA = {f"Mangler: {REASONS_DA[reason].lower()}": key for key, reason in REASON_KEYS.items()}
_START = "tabel_start"


def grid(work: Work) -> None:
    """The table with its faults and its one button; what is typed is kept as a draft at once."""
    opened = _opened(work)
    fields = {course_id: month_form.fields_of(each) for course_id, each in opened.items()}
    columns = columns_of(fields.values())
    key = _key(work)
    st.caption("Skemaet under tabellen har de samme felter. Alt, du skriver, ligger som kladde, til du gemmer.")
    st.data_editor(
        _as_begun(key, lambda: table_of(opened, fields, columns)),
        key=key,
        column_config=_config(columns),
        hide_index=True,
        placeholder="",
        width="stretch",
        on_change=_keep,
        args=(work, key, columns),
    )
    faults = "".join(f"<li>Fejl: {escape(line)}</li>" for line in faults_of(fields, opened))
    echoes = "".join(f"<li>{escape(line)}</li>" for line in echoes_of(fields, opened))
    st.html(f'<ul class="fejl" role="alert">{faults}</ul><ul class="besked">{echoes}</ul>')
    for line in work.said:
        st.markdown(line)
    st.button("Gem tabellen", type="primary", key="gem_tabel", on_click=month_work.ask, args=(work, None, save_table))


def _key(work: Work) -> str:
    return f"tabel_{work.month}_{work.table_turn}"


def _opened(work: Work) -> dict[str, Opened]:
    """The courses as they were read when the table was drawn anew."""
    if not work.table:
        work.table = {line.course_id: door.open_month(work.visit, line.course_id, work.month) for line in work.lines}
    return work.table


def _as_begun(key: str, table: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The table as it was when it was drawn anew: what is typed since lies on top of it."""
    held = st.session_state.get(_START)
    if held is None or held[0] != key:
        held = st.session_state[_START] = (key, table())
    begun: pd.DataFrame = held[1]
    return begun


def columns_of(courses: Any) -> dict[str, Field]:
    """The fields that any of the courses asks for, in the form's order, by name; the first stands for all."""
    found: dict[str, Field] = {}
    for fields in courses:
        for each in fields:
            found.setdefault(each.name, each)
    return found


def heading(each: Field) -> str:
    """A column's heading: the field's name, with the instrument before its items."""
    instrument, dot, column = each.name.partition(".")
    if each.table != "measurements" or not dot:
        return each.label
    place = column.removeprefix("item_")
    return f"{field_label(instrument)} {place}" if place.isdigit() else f"{instrument} {each.label.lower()}"


def table_of(
    opened: Mapping[str, Opened], fields: Mapping[str, Sequence[Field]], columns: Mapping[str, Field]
) -> pd.DataFrame:
    """One row per course: what stands in each field as text, and what an earlier month offers."""
    rows = []
    for course_id, each in opened.items():
        own = {one.name: one for one in fields[course_id]}
        offered = " · ".join(month_form.carried_da(one) for one in own.values() if one.carried)
        cells = {heading(about): cell_of(own[name]) if name in own else None for name, about in columns.items()}
        rows.append({CITIZEN: each.course["citizen_id"], **cells, CONFIRM: False, OFFERED: offered})
    return pd.DataFrame(rows, index=list(opened))


def cell_of(each: Field) -> str | None:
    """What stands in the field as the table shows it: a code by its Danish words, a reason by its own."""
    if each.reason:
        return next(text for text, key in _REASON_DA.items() if REASON_KEYS[key] == each.reason)
    return each.codes.get(each.typed, each.typed) or None


def typed_in(each: Field, value: object) -> str:
    """What a cell holds as the form's field would: a reason by its letter, a code by itself."""
    text = "" if value is None else str(value)
    by_label = {label: code for code, label in each.codes.items()}
    return _REASON_DA.get(text) or by_label.get(text) or text


def _config(columns: Mapping[str, Field]) -> dict[str, Any]:
    look: dict[str, Any] = {
        CITIZEN: st.column_config.TextColumn(disabled=True, pinned=True),
        OFFERED: st.column_config.TextColumn(disabled=True, width="large"),
        CONFIRM: st.column_config.CheckboxColumn(help="Sæt kryds for at registrere det, der står under Som før."),
    }
    for each in columns.values():
        options = [*each.codes.values(), *_REASON_DA]
        look[heading(each)] = (
            st.column_config.SelectboxColumn(help=each.help, options=options)
            if each.codes
            else st.column_config.TextColumn(help=each.help)
        )
    return look


def _keep(work: Work, key: str, columns: Mapping[str, Field]) -> None:
    """Keep every cell that was typed in as the field's draft."""
    by_heading = {heading(each): each for each in columns.values()}
    opened = _opened(work)
    for row, cells in st.session_state[key]["edited_rows"].items():
        course_id = list(opened)[int(row)]
        for column, text in cells.items():
            for name, typed in _drafts(opened[course_id], by_heading, column, text).items():
                if name not in opened[course_id].drafts or opened[course_id].drafts[name].text != typed:
                    month_work.keep_in_table(work, course_id, name, typed)
    if key != _key(work):  # typed in a table that has been drawn anew since: it has to be drawn with it
        month_work.draw_table_anew(work)


def _drafts(opened: Opened, columns: Mapping[str, Field], column: str, value: object) -> dict[str, str]:
    if column == CONFIRM:
        return month_form.to_confirm(month_form.fields_of(opened)) if value else {}
    return {columns[column].name: typed_in(columns[column], value)} if column in columns else {}


def echoes_of(fields: Mapping[str, Sequence[Field]], opened: Mapping[str, Opened]) -> list[str]:
    """How every number and day that is typed and not saved was understood: B-01, Timer: forstået som 7 timer 30 min."""
    return [
        f"{opened[course_id].course['citizen_id']}, {each.label}: {each.entry.echo}"
        for course_id, own in fields.items()
        for each in own
        if each.is_changed and not each.codes and not each.reason and each.entry.echo and not each.problem
    ]


def faults_of(fields: Mapping[str, Sequence[Field]], opened: Mapping[str, Opened]) -> list[str]:
    """Every fault with whose and which cell it is, and cells typed in where nothing is asked."""
    lines = []
    for course_id, each in opened.items():
        citizen, asked = each.course["citizen_id"], {one.name for one in fields[course_id]}
        lines += [f"{citizen}, {line}" for line in month_form.problems(fields[course_id])]
        lines += [
            f"{citizen}: feltet {name} er ikke ventet i denne måned. Slet det, der står der."
            for name, draft in each.drafts.items()
            if name not in asked and draft.text
        ]
    return lines


def save_table(work: Work) -> None:
    """Save every course that something is typed on; each stands by itself, and what is refused stays as a draft."""
    changed = [each for each in work.table.values() if month_form.is_changed(month_form.fields_of(each))]
    asking = [each for each in changed if month_form.asks_reason(each, month_form.fields_of(each))]
    said = [line for each in changed for line in _saved(work, each, asks=each in asking)]
    month_work.refresh(work)
    work.said = said or ["Der er intet nyt at gemme."]
    again = next(iter(asking), work.opened)
    if again:
        month_work.open_course(work, again.course["course_id"])


def _saved(work: Work, opened: Opened, *, asks: bool) -> list[str]:
    """What came of saving one course, in Danish. A correction is saved in the form, where its reason can be written."""
    citizen = opened.course["citizen_id"]
    if asks:
        return [
            f":material/edit_note: {citizen}: ikke gemt endnu. Du retter en tidligere måned: "
            "åbn borgeren i skemaet herunder, skriv hvorfor, og gem."
        ]
    result = door.save_month(work.visit, opened, "")
    if isinstance(result, Refused):
        return [f":material/error: {citizen}: ikke gemt. {line}" for line in result.lines]
    if isinstance(result, Clash):
        return [f":material/error: {citizen}: ikke gemt, for {result.who} har ændret det samme. Åbn skemaet."]
    work.saved = result
    return [f":material/check: {citizen}: gemt"]
