"""Step 5: what a citizen uses more or less of, entered as use without and with success, never as a yearly change."""

from typing import Any

import streamlit as st

from app import case_charts
from app.case_fields import Fields, Holder, free_name
from app.case_frames import consequence_table, consumption, consumption_table, situation_da
from app.case_steps.price import price_fields
from app.case_words import ADJUSTMENTS_DA, BASES_DA, PERSONS_DA, UNITS_DA
from app.case_work import Work
from app.cases import Calculated
from app.components import chart_and_table
from som_engine.danish import MAIN_AREAS_DA
from som_engine.knowledge import Knowledge
from som_engine.knowledge_records import Suggestion

PATHS_HELP_DA = (
    "Hvor meget en borger bruger i år 1, 2, 3 ... efter indsatsen, fx 300; 200; 100. Bruger nogle meget og andre lidt, så "
    "skriv en linje for hver gruppe: 40 %: 300; 200; 100."
)


def edit(work: Work, fields: Fields, calculated: Calculated, knowledge: Knowledge) -> None:
    """The consequences as a table, suggestions for the target group, and one consequence opened."""
    members: list[Holder] = work.content["consequences"]
    if calculated.case and calculated.result and members:
        st.dataframe(consequence_table(calculated.case, calculated.result), hide_index=True, width="stretch")
    if not work.disabled:
        _add(work, members, knowledge)
    if not members:
        st.info("Der er ingen konsekvenser endnu. Tilføj et forslag eller jeres egen.")
        return
    at = _opened(work, members, fields)
    _consequence(work, members[at], fields.at(f"consequence{at}"), calculated, knowledge)
    if not work.disabled and st.button("Fjern konsekvensen fra beregningen"):
        del members[at]
        work.anew()


def _opened(work: Work, members: list[Holder], fields: Fields) -> int:
    """Which consequence is open; kept by its id, for a name that is typed changes the list."""
    kept, ids = f"konsekvens:{work.case_id}", [str(member["id"]) for member in members]
    before = st.session_state.get(kept)
    at = st.selectbox(
        "Konsekvens",
        range(len(members)),
        format_func=lambda place: str(members[place].get("name")),
        key=f"{fields.prefix}:opened",
        index=ids.index(before) if before in ids else len(members) - 1,
    )
    st.session_state[kept] = ids[at]
    return at


def _add(work: Work, members: list[Holder], knowledge: Knowledge) -> None:
    """A suggestion of the target group's, or one of the municipality's own."""
    taken = [str(member["id"]) for member in members]
    groups = [group["id"] for group in work.content.get("target_groups") or []] or [work.content.get("target_group")]
    known = [knowledge.target_groups[name] for name in groups if name in knowledge.target_groups]
    found = {one.name_da: one for group in known for one in group.suggestions if one.consequence not in taken}
    chosen = st.selectbox(
        "Forslag for målgruppen", list(found), index=None, placeholder="vælg", key=f"forslag{work.round}"
    )
    left, right = st.columns(2)
    if left.button("Tilføj forslag", disabled=chosen is None, width="stretch") and chosen:
        _append(work, members, _suggested(found[chosen]))
    if right.button("Tilføj egen", width="stretch"):
        name = free_name("egen", taken).replace(" ", "_")
        _append(work, members, _new(name, "Ny konsekvens", "other", "day") | {"price": _no_price(work.content)})


def _append(work: Work, members: list[Holder], one: Holder) -> None:
    """Put a consequence last and open it."""
    members.append(one)
    st.session_state[f"konsekvens:{work.case_id}"] = one["id"]
    work.anew()


def _suggested(one: Suggestion) -> Holder:
    return _new(one.consequence, one.name_da, one.main_area, one.unit) | {"price_ref": one.price_ref}


def _new(name: str, title: str, area: str, unit: str) -> Holder:
    return {
        "id": name,
        "name": title,
        "main_area": area,
        "unit": unit,
        "without": [0],
        "with": [0],
        "basis": "estimate",
    }


def _no_price(content: Holder) -> Holder:
    return {"amount": 0, "price_year": content["price_year"], "shares": {"municipality": 1}}


def _consequence(work: Work, one: Holder, fields: Fields, calculated: Calculated, knowledge: Knowledge) -> None:
    fields.text("Navn", one, "name")
    left, middle, right = st.columns(3)
    with left:
        fields.choice("Enhed", one, "unit", UNITS_DA)
    with middle:
        fields.choice("Hovedområde", one, "main_area", MAIN_AREAS_DA)
    with right:
        fields.choice("Hvem gælder det", one, "person", PERSONS_DA, default="citizen")
    _paths(one, fields)
    _picture(one, calculated)
    price_fields(one, fields.at("price"), knowledge, work.content["price_year"])
    fields.choice("Bygger på", one, "basis", BASES_DA)
    _fit(work, one, fields.at("adjustment"))
    fields.text("Note og kilde til forbruget", one, "note")


def _paths(one: Holder, fields: Fields) -> None:
    """Both paths; a case that came with a yearly difference keeps it until both are filled in."""
    typed: Holder = {name: one[name] for name in ("without", "with") if name in one}
    if "change" in one:
        st.caption("Konsekvensen kom som en forskel pr. år. Skriv forbruget uden og med for at erstatte den.")
    left, right = st.columns(2)
    with left:
        fields.paths("Forbrug uden indsatsen, år for år", typed, "without", PATHS_HELP_DA, needed="change" not in one)
    with right:
        fields.paths("Forbrug, når det lykkes, år for år", typed, "with", PATHS_HELP_DA, needed="change" not in one)
    if len(typed) == 2:
        one.pop("change", None)
        one.update(typed)


def _picture(one: Holder, calculated: Calculated) -> None:
    """Both paths as a picture with the difference shaded, in words, and as a table."""
    found = [seen for seen in calculated.case.consequences if seen.id == one["id"]] if calculated.case else []
    if not found or calculated.case is None:
        return
    points = consumption(found[0], calculated.case.horizon_years)
    unit = UNITS_DA.get(found[0].unit, found[0].unit)
    chart_and_table(
        case_charts.consumption(points, unit),
        consumption_table(points),
        case_charts.alt_text(found[0].name, points, unit),
    )
    st.caption(situation_da(points))


def _fit(work: Work, one: Holder, fields: Fields) -> None:
    """When it comes, which group has it, and what was changed with what reason."""
    fields.flag(
        "Konsekvensen kommer under indsatsen", one, "during", default=False,
        help_da="Så begynder den i deltagelsesåret, ikke først året efter.",
    )  # fmt: skip
    groups = {group["id"]: group["id"] for group in work.content.get("target_groups") or []}
    if groups:
        fields.choice("Gælder kun gruppen", one, "target_group", groups, none_da="Alle")
    adjustment: dict[str, Any] = dict(one.get("adjustment") or {"kind": "kept"})
    fields.choice("Hvad har I gjort med konsekvensen?", adjustment, "kind", ADJUSTMENTS_DA)
    if adjustment["kind"] == "scaled":
        adjustment.setdefault("factor", 1)
        fields.number("Så stor en del tæller, procent", adjustment, "factor", percent=True)
    else:
        adjustment.pop("factor", None)
    if adjustment["kind"] != "kept":
        fields.text("Hvorfor?", adjustment, "reason")
    if not work.disabled:
        one.pop("adjustment", None) if adjustment["kind"] == "kept" else one.update({"adjustment": adjustment})
