"""The project lead's forms for the goal hierarchy: write a text, add below it, choose a figure and target, take away."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from app import goal_door
from app.components import View
from app.goal_tree import place_da
from app.name_warning import warned_of_a_name
from app.target_form import target_fields
from kpi_catalogue.figure import Figure
from pipelines.figure_target import read_target
from pipelines.goals import (
    BELOW,
    KINDS_DA,
    Criterion,
    Path,
    at,
    places,
    with_criterion,
    with_new,
    with_text,
    with_theory,
    without,
)
from pipelines.settings import SettingsError

Document = Mapping[str, Any]
Made = Callable[[], dict[str, Any]]


def edit(seen: View, figures: Mapping[str, Figure], titles: Mapping[str, str]) -> None:
    """Everything a project lead may do with the hierarchy, one place of it at a time."""
    st.header("Ret målene")
    document = goal_door.document(seen.visit)
    texts = {(): document["theory"], **dict(places(document))}
    path = st.selectbox(
        "Sted i hierarkiet", list(texts), format_func=lambda each: place_da(each, texts[each], KINDS_DA)
    )
    key = f"mål-{'.'.join(map(str, path))}-{texts[path]}"
    reason = st.text_input("Begrundelse", placeholder="fx besluttet på styregruppemødet 12-03-2026", key="mål-hvorfor")
    if len(path) == len(BELOW):
        _criterion(seen, document, path, figures, titles, key, reason)
    else:
        _text(seen, document, path, texts[path], key, reason)
        _below(seen, document, path, figures, titles, key, reason)
    if path and st.button(f"Fjern {KINDS_DA[len(path)].lower()}", key=f"{key}-fjern", icon=":material/delete:"):
        _save(seen, document, lambda: without(document, path), reason, "", f"Fjern {KINDS_DA[len(path)].lower()}")


def _text(seen: View, document: Document, path: Path, text: str, key: str, reason: str) -> None:
    typed = st.text_area(KINDS_DA[len(path)], text, key=f"{key}-tekst")
    if st.button("Gem teksten", key=f"{key}-gem", icon=":material/save:"):
        _save(
            seen,
            document,
            lambda: with_text(document, path, typed) if path else with_theory(document, typed),
            reason,
            typed,
            "Gem teksten",
        )


def _below(
    seen: View, document: Document, path: Path, figures: Mapping[str, Figure], titles: Mapping[str, str], key: str,
    reason: str,
) -> None:  # fmt: skip
    """What may be put below a place: a goal, a subgoal or a criterion."""
    kind = KINDS_DA[len(path) + 1].lower()
    with st.container(border=True):
        st.markdown(f"**Nyt {kind}**")
        if len(path) + 1 == len(BELOW):
            _criterion(seen, document, path, figures, titles, f"{key}-ny", reason)
            return
        typed = st.text_input(f"Tekst til nyt {kind}", key=f"{key}-ny")
        if st.button(f"Tilføj {kind}", key=f"{key}-tilføj", icon=":material/add:"):
            _save(seen, document, lambda: with_new(document, path, typed), reason, typed, f"Tilføj {kind}")


def _criterion(
    seen: View, document: Document, path: Path, figures: Mapping[str, Figure], titles: Mapping[str, str], key: str,
    reason: str,
) -> None:  # fmt: skip
    """A criterion's text, figure and target; the path names it, or the subgoal that a new one goes below."""
    new: Document = {"text": "", "figure": next(iter(titles)), "target": None}
    now = at(document, path) if len(path) == len(BELOW) else new
    text = st.text_input("Succeskriterium", now["text"], key=f"{key}-kriterium")
    names = list(titles)
    name = st.selectbox(
        "Nøgletal", names, index=names.index(now["figure"]), format_func=titles.__getitem__, key=f"{key}-nt"
    )
    own = st.checkbox("Eget mål (ellers gælder nøgletallets)", value=now["target"] is not None, key=f"{key}-eget")
    try:
        before = read_target(now["target"], figures[name]) if name == now["figure"] else None
        target = target_fields(figures[name], before, seen.month, f"{key}-{name}", with_parts=True) if own else None
    except SettingsError as refused:
        st.error(refused.args[0])
        return
    word = "Gem kriteriet" if len(path) == len(BELOW) else "Tilføj kriteriet"
    if st.button(word, key=f"{key}-kriterium-gem", icon=":material/save:"):
        made = Criterion(text, name, target)
        _save(seen, document, lambda: with_criterion(document, path, made), reason, text, word)


def _save(seen: View, document: Document, made: Made, reason: str, text: str, button: str) -> None:
    """Keep the new version and draw the tree anew, or say what is wrong with it; a name is warned of once."""
    if warned_of_a_name("mål", text, reason, button=button):
        return
    try:
        goal_door.change(seen.visit, made(), document, reason)
    except SettingsError as refused:
        st.error(refused.args[0], icon=":material/error:")
    else:
        st.rerun()
