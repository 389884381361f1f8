"""The price of a consequence: one of the knowledge base, or the municipality's own with source and payers."""

import streamlit as st

from app.case_fields import Fields, Holder
from app.case_words import EVIDENCE_DA, RULES_DA, UNITS_DA
from pipelines.danish import day, number
from som_engine.knowledge import Knowledge
from som_engine.price import nearest_price

OWN_DA = "Egen pris"
SHARED_DA = "Fast fordeling mellem aktører"


def price_fields(one: Holder, fields: Fields, knowledge: Knowledge, price_year: int) -> None:
    """Which price, and how the payers share it."""
    filled = {
        name: f"{record.title_da}: {number(nearest_price(record, price_year).value, 0)} kr. pr. "
        f"{UNITS_DA.get(record.unit, record.unit)} ({nearest_price(record, price_year).price_year})"
        for name, record in knowledge.prices.items()
        if record.values
    }
    named = str(one.get("price_ref") or "")
    if named in knowledge.prices and named not in filled:
        title = knowledge.prices[named].title_da
        filled[named] = f"{title}: ikke udfyldt"
        st.error(
            f"Prisen for {title} er ikke kendt. Skriv jeres egen her (vælg {OWN_DA}), eller på siden Vidensbase med kilde."
        )
    fields.choice("Pris", one, "price_ref", filled, none_da=OWN_DA)
    if "price_ref" in one:
        one.pop("price", None)
        _known(one, knowledge, price_year)
    else:
        _own(one, fields, price_year)


def _known(one: Holder, knowledge: Knowledge, price_year: int) -> None:
    """What the knowledge base says about the price."""
    record = knowledge.prices.get(one["price_ref"])
    if record is None or not record.values:
        return
    price = nearest_price(record, price_year)
    st.caption(
        f"{EVIDENCE_DA[price.evidence].capitalize()}, {price.price_year}-priser, set at gælde {day(price.still_valid_on)}. "
        f"{price.note_da or ''} Kilde: {price.source}"
    )
    if record.payer and record.payer[0] == "ladder":
        st.caption("Refusionstrappen: Staten betaler mindre, jo længere borgeren har fået ydelsen.")


def _own(one: Holder, fields: Fields, price_year: int) -> None:
    price: Holder = one.setdefault("price", {"amount": 0, "price_year": price_year, "shares": {"municipality": 1}})
    left, right = st.columns(2)
    with left:
        fields.number("Pris pr. enhed, kr.", price, "amount")
    with right:
        fields.year("Prisen er fra år", price, "price_year")
    split: Holder = {"by": price.get("refund") or ("income_support_ladder" if "ladder" in price else "shares")}
    rules = {name: RULES_DA[name] for name in ("sel_110", "income_support_ladder")}
    fields.choice("Hvem betaler", split, "by", {"shares": SHARED_DA, **rules})
    wanted = {"shares": "shares", "income_support_ladder": "ladder"}.get(split["by"], "refund")
    for part in {"shares", "refund", "ladder"} - {wanted}:
        price.pop(part, None)
    if wanted == "shares":
        price.setdefault("shares", {"municipality": 1})
        fields.shares("Fordeling i procent", price, "shares")
    else:
        price.setdefault(wanted, split["by"])
    if wanted == "ladder":
        fields.plain_number(
            "Uger på ydelsen, før år 1 begynder", one, "weeks_before", needed=False, help_da="Blank: 52 uger."
        )
    fields.text("Kilde til prisen", price, "source")
