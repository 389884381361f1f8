"""Step 3: what it costs, who pays, and what is easily forgotten."""

import streamlit as st

from app.case_entry import number_da
from app.case_fields import Fields, Holder, free_name
from app.case_words import BASES_DA, PERS_DA
from app.case_work import Work
from som_engine.committees import COMMITTEE_AREAS
from som_engine.cost import COST_CHECKLIST_DA
from som_engine.danish import MAIN_AREAS_DA

PAID_DA = {
    "municipality": "Kommunen betaler det hele",
    "shares": "Delt mellem aktører",
    "sel_85a": "Støtte efter § 85 a (staten refunderer)",
}


def edit(work: Work, fields: Fields) -> None:
    """Every cost with amount, year, payer and basis; the checklist; the committees."""
    costs: list[Holder] = work.content["intervention"]["costs"]
    if not costs:
        st.info("Der er ingen omkostninger endnu.")
    for at, cost in enumerate(costs):
        title = (
            f"{cost.get('name')}: {number_da(cost.get('amount'))} kr. {PERS_DA.get(str(cost.get('per')), '').lower()}"
        )
        with st.expander(title, expanded=not cost.get("amount")):
            _cost(cost, fields.at(f"cost{at}"))
            if not work.disabled and st.button("Fjern", key=f"{fields.prefix}:away{at}"):
                del costs[at]
                work.anew()
    if not work.disabled:
        _add(work, costs)
    _checklist(work.content["intervention"], fields.at("checklist"))
    _committees(work.content, fields.at("committees"))


def _add(work: Work, costs: list[Holder]) -> None:
    names = [str(cost.get("name")) for cost in costs]
    left, right = st.columns(2)
    if left.button("Tilføj omkostning", width="stretch"):
        costs.append(
            {"name": free_name("Ny omkostning", names), "amount": 0, "per": "participant", "basis": "estimate"}
        )
        work.anew()
    if right.button("Tilføj besparelse", width="stretch", help="Noget, der falder bort: et negativt beløb."):
        costs.append({"name": free_name("Sparet", names), "amount": 0, "per": "year", "basis": "estimate"})
        work.anew()


def _cost(cost: Holder, fields: Fields) -> None:
    fields.text("Navn", cost, "name")
    left, middle, right = st.columns(3)
    with left:
        fields.number(
            "Beløb, kr.",
            cost,
            "amount",
            help_da="Negativt for en sparet omkostning. Fx 80.000 (65.000 til 100.000).",
        )
    with middle:
        fields.choice("Hvornår", cost, "per", PERS_DA)
    with right:
        if cost["per"] == "once":
            cost.setdefault("year", 0)
            fields.year("I hvilket år (0 er det første)", cost, "year")
        else:
            cost.pop("year", None)
    if cost["per"] == "participant":
        fields.observed(
            "Brug det, medarbejdernes timer har kostet pr. forløb", cost, "amount", "caseworker_hours",
            "Så er beløbet planen: Det gælder, indtil nok forløb er afsluttet.",
        )  # fmt: skip
    elif isinstance(cost.get("amount"), dict):
        cost["amount"].pop("observed", None)
    _payers(cost, fields)
    fields.choice("Bygger på", cost, "basis", BASES_DA)
    fields.text("Note og kilde", cost, "note")


def _payers(cost: Holder, fields: Fields) -> None:
    paid: Holder = {"by": "sel_85a" if "refund" in cost else "shares" if "shares" in cost else "municipality"}
    fields.choice("Hvem betaler", paid, "by", PAID_DA)
    for part in ("shares", "refund", "eligible_share"):
        if part not in {"shares": ("shares",), "sel_85a": ("refund", "eligible_share")}.get(paid["by"], ()):
            cost.pop(part, None)
    if paid["by"] == "shares":
        cost.setdefault("shares", {"municipality": 1})
        fields.shares("Fordeling i procent", cost, "shares")
    if paid["by"] == "sel_85a":
        cost["refund"] = "sel_85a"
        fields.number(
            "Procent af deltagerne, der er flyttet fra § 110 til egen bolig", cost, "eligible_share", percent=True,
            help_da="Staten betaler halvdelen af støtten til dem i årgangens første to år.",
        )  # fmt: skip


def _checklist(intervention: Holder, fields: Fields) -> None:
    """The costs that are easily forgotten: where each is counted, or why it is not."""
    answers: Holder = intervention.setdefault("cost_checklist", {})
    with st.expander(f"Huskeliste: let glemte omkostninger ({len(answers)} af {len(COST_CHECKLIST_DA)} besvaret)"):
        for code, name in COST_CHECKLIST_DA.items():
            fields.text(f"{name.capitalize()}: hvor er det med, eller hvorfor ikke?", answers, code)
    if not answers:
        del intervention["cost_checklist"]


def _committees(content: Holder, fields: Fields) -> None:
    """The municipality's own key for its share."""
    key: Holder = content.setdefault("committees", {})
    with st.expander("Kommunens del fordelt på udvalg"):
        for area in COMMITTEE_AREAS:
            name = "Omkostninger" if area == "costs" else f"Gevinst: {MAIN_AREAS_DA[area]}"
            fields.committees(name, key, area)
    if not key:
        del content["committees"]
