"""The form of one course and month on screen: fields in the order of work, each kept as a draft when it is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from app.month_form import (
    REASON_KEYS,
    REASONS_DA,
    TILS_SOURCE_DA,
    WHO5_SOURCE_DA,
    Field,
    Opened,
    carried_da,
    offered_day,
    score_da,
)
from pipelines.danish import day as danish_day
from pipelines.danish import month as danish_month
from pipelines.due_item import field_label


@dataclass(frozen=True)
class Sheet:
    """How a field is bound to what is held of it: by its name, the key of its widget, and what keeps a typed text."""

    key: Callable[[str], str]
    keep: Callable[[str, str], None]


STYLE = """<style>
[class*="st-key-skema-"] [data-testid="stTextInput"] input {font-variant-numeric: tabular-nums;}
[class*="st-key-skema-"] input::placeholder {color: #45525b !important; font-style: italic; opacity: 1 !important;}
[class*="st-key-skema-"] p.fejl {color: #a3161f; margin: 0; font-size: .9rem;}
[class*="st-key-skema-"] p.besked {color: #45525b; margin: 0; font-size: .9rem;}
ul:is(.fejl, .besked) {margin: 0; padding: 0; list-style: none; font-size: .9rem; color: #45525b;}
ul.fejl {color: #a3161f;}
[class*="st-key-skema-"] h3 {padding-top: 0;}
[class*="st-key-aabn-"] button {justify-content: flex-start; text-align: left;}
[class*="st-key-aabn-"] button > div {justify-content: flex-start; text-align: left;}
</style>"""
KEYS_DA = " · ".join(f"**{key}** {REASONS_DA[reason].lower()}" for key, reason in REASON_KEYS.items())
_COLUMNS = 3
_SOURCES_DA = {"WHO5": WHO5_SOURCE_DA, "TILS": TILS_SOURCE_DA}


def draw_fields(opened: Opened, fields: Sequence[Field], sheet: Sheet) -> None:
    """What is not registered yet in the order of work, and below it, folded, what is."""
    _draw(opened, [each for each in fields if not each.stored], sheet)
    known = [each for each in fields if each.stored]
    if known:
        label = "1 felt" if len(known) == 1 else f"{len(known)} felter"
        with st.expander(f"Registreret: {label}. Åbn for at se og rette", icon=":material/check:"):
            _draw(opened, known, sheet)


def _draw(opened: Opened, fields: Sequence[Field], sheet: Sheet) -> None:
    for each in _of(fields, "time_use"):
        _field(each, sheet, width=180)
    _status(opened, _of(fields, "monthly_status"), sheet)
    for code in dict.fromkeys(each.item.field for each in _of(fields, "measurements") if each.item):
        _measurement(opened, [each for each in fields if each.name.startswith(f"{code}.")], code, sheet)
    if _of(fields, "expected_time"):
        _grid(_of(fields, "expected_time"), sheet)


def _status(opened: Opened, fields: Sequence[Field], sheet: Sheet) -> None:
    """What has to be typed comes first, then what an earlier month offers."""
    if fields:
        st.markdown(f"**Status i {danish_month(opened.month).split()[0]}**")
    offered = [each for each in fields if each.item and each.item.carried and not each.stored]
    _grid([each for each in fields if each not in offered], sheet)
    for source in dict.fromkeys(each.item.carried.month for each in offered if each.item and each.item.carried):
        own = [each for each in offered if each.item and each.item.carried and each.item.carried.month == source]
        st.markdown(f"*Som i {danish_month(source).split()[0]}*, hvis du bekræfter:")
        _grid(own, sheet)


def explain_fields(fields: Sequence[Field]) -> None:
    """What each field means, in one place: a sign beside every field would double the way through the form."""
    with st.expander("Hvad betyder felterne?"):
        st.markdown("\n".join(f"- **{each.label}**: {each.help}" for each in fields if each.help))


def _of(fields: Sequence[Field], table: str) -> list[Field]:
    return [each for each in fields if each.table == table]


def _grid(fields: Sequence[Field], sheet: Sheet) -> None:
    for start in range(0, len(fields), _COLUMNS):
        for place, each in zip(st.columns(_COLUMNS), fields[start : start + _COLUMNS], strict=False):
            with place:
                _field(each, sheet)


def _measurement(opened: Opened, fields: Sequence[Field], code: str, sheet: Sheet) -> None:
    """The items one below the other as they are asked, the score they give, and the day."""
    st.markdown(f"**{field_label(code)}** {score_da(fields, code)}")
    for each in fields:
        if each.column == "measured_on":
            offered = danish_day(offered_day(opened, each.item)) if each.item else ""
            _field(each, sheet, width=180, offered=offered)
            continue
        with st.container(gap=None):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(each.label, width="stretch")
                _widget(each, sheet, width=80, label_visibility="collapsed")
            _line(each)
    if code in _SOURCES_DA:
        st.caption(_SOURCES_DA[code])


def _field(each: Field, sheet: Sheet, width: int | None = None, offered: str = "") -> None:
    with st.container(gap=None):  # the line that comes and goes stands inside, so that no other field moves
        _widget(each, sheet, width=width or "stretch", label_visibility="visible", placeholder=offered or None)
        _line(each)


def _widget(each: Field, sheet: Sheet, **look: Any) -> None:
    """A list for codes, a text for everything else: a number field would read 7,5 in its own way in each browser."""
    key = sheet.key(each.name)

    def kept() -> None:
        sheet.keep(each.name, st.session_state[key] or "")

    if each.codes:
        st.session_state.setdefault(key, each.shown or None)
        options = [*each.codes, *REASON_KEYS] if _asks_reason(each) else list(each.codes)
        st.selectbox(
            each.label, options, index=None, key=key, on_change=kept,
            format_func=lambda option: each.codes.get(option) or f"Mangler: {REASONS_DA[REASON_KEYS[option]].lower()}",
            **look | {"placeholder": carried_da(each)},
        )  # fmt: skip
    else:
        st.session_state.setdefault(key, each.shown)
        st.text_input(each.label, key=key, on_change=kept, autocomplete="off", **look)


def _asks_reason(each: Field) -> bool:
    return each.table in ("monthly_status", "time_use", "measurements")


def _line(each: Field) -> None:
    """What stands under a field; its fault comes before how it was understood."""
    if each.problem:
        st.html(f'<p class="fejl" role="alert">Fejl: {escape(each.problem)}</p>')
    elif each.says:
        st.html(f'<p class="besked">{escape(each.says)}</p>')
