"""The project lead's forms for a figure: on or off, local name, target and scores; the start set; the seconds a field takes."""

from collections.abc import Callable, Mapping

import streamlit as st

from app import figure_door
from app.components import View
from app.figure_door import Weighed
from app.name_warning import warned_of_a_name
from app.target_form import target_fields
from pipelines.burden import SECONDS_DA
from pipelines.figure_choices import CREAM_DA, CREAM_HELP_DA, START_SET, FigureChoice
from pipelines.settings import SettingsError


def switch(seen: View, one: Weighed) -> None:
    """Turn the figure on or off, with a reason."""
    with st.container(border=True):
        st.markdown(f"**Nøgletallet er slået {'til' if one.is_on else 'fra'}.** {_costs_da(one)}")
        key = f"sluk-{one.figure.id}-{one.is_on}"
        reason = st.text_input("Begrundelse", key=f"{key}-hvorfor", placeholder="fx bruges ikke på møderne")
        if st.button("Slå fra" if one.is_on else "Slå til", key=key, icon=":material/power_settings_new:"):
            _keep(lambda: figure_door.switch(seen.visit, one.figure.id, not one.is_on, reason), reason)


def _costs_da(one: Weighed) -> str:
    fields = one.burden.fields_da
    if not fields:
        return "Der spørges ikke om noget kun for dets skyld."
    return f"{'Slås det fra, spørges der ikke om' if one.is_on else 'Slås det til, spørges der også om'}: {fields}."


def change_own(seen: View, one: Weighed) -> None:
    """The municipality's own name of the figure, its target and its five scores, with a reason."""
    key = f"eget-{one.figure.id}"
    with st.container(border=True):
        st.markdown("**Lokalt navn, mål og vurdering**")
        label = st.text_input("Lokalt navn", one.choice.label, key=f"{key}-navn", placeholder=one.figure.title_da)
        try:
            target = target_fields(one.figure, one.choice.target, seen.month, key)
        except SettingsError as refused:
            st.error(refused.args[0], icon=":material/error:")
            return
        cream = _cream(one, key)
        reason = st.text_input("Begrundelse", key=f"{key}-hvorfor")
        if st.button("Gem navn, mål og vurdering", key=key, type="primary", icon=":material/save:"):
            choice = FigureChoice(label, target, cream)
            _keep(lambda: figure_door.choose(seen.visit, one.figure.id, choice, reason), label, reason)


def _cream(one: Weighed, key: str) -> dict[str, int]:
    """The five CREAM scores that are given; the rest are left out."""
    st.caption(CREAM_HELP_DA)
    found: dict[str, int] = {}
    for column, (name, label) in zip(st.columns(len(CREAM_DA)), CREAM_DA.items(), strict=True):
        now = one.choice.cream.get(name)
        score = column.selectbox(label, [1, 2, 3, 4, 5], index=None if now is None else now - 1, placeholder="–",
                                 key=f"{key}-{name}")  # fmt: skip
        found |= {name: score} if score is not None else {}
    return found


def take_start_set(seen: View, titles: Mapping[str, str]) -> None:
    """The eight to begin with, and the button that turns the rest off."""
    st.markdown(
        "Otte af de nøgletal, kommunerne selv beholdt, af alle fire typer: hvem der er med, hvor de bor, hvordan de har "
        "det, hvad det tager af tid, og om der er boliger.\n\n" + "\n".join(f"- {titles[name]}" for name in START_SET)
    )
    reason = st.text_input("Begrundelse", key="start-hvorfor", placeholder="fx vi begynder småt")
    if st.button("Brug startsættet, og slå resten fra", key="start", icon=":material/filter_8:"):
        _keep(lambda: figure_door.use_start_set(seen.visit, reason), reason)


def choose_seconds(seen: View, now: Mapping[str, float]) -> None:
    """The seconds that a field of each kind is taken to last: an estimate that the municipality may change."""
    st.markdown("Så længe anslås det at tage at udfylde et felt. Tallene er et skøn; ret dem, hvis I ved bedre.")
    columns = st.columns(len(SECONDS_DA))
    given = {
        kind: float(column.number_input(label, 0, 600, int(now[kind]), key=f"sekunder-{kind}"))
        for column, (kind, label) in zip(columns, SECONDS_DA.items(), strict=True)
    }
    reason = st.text_input("Begrundelse", key="sekunder-hvorfor", placeholder="fx målt i uge 12")
    if st.button("Gem sekunderne", key="sekunder", icon=":material/timer:"):
        _keep(lambda: figure_door.set_seconds(seen.visit, given, reason), reason)


def _keep(act: Callable[[], None], *texts: str) -> None:
    """Do it and draw the page anew, or say what is wrong; what looks like a name in the texts is warned of once."""
    if warned_of_a_name("valg", *texts, button="på knappen"):
        return
    try:
        act()
    except SettingsError as refused:
        st.error(refused.args[0], icon=":material/error:")
    else:
        st.rerun()
