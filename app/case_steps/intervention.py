"""Step 1: the intervention, its years and its participants."""

import streamlit as st

from app.case_fields import Fields, Holder


def edit(content: Holder, fields: Fields) -> None:
    """The frame of the case: title, participants per year, and the years it runs."""
    fields.text("Titel", content, "title")
    intervention: Holder = content["intervention"]
    fields.path(
        "Deltagere i hvert driftsår", intervention, "participants",
        "Et tal for hvert år, indsatsen kører, fx 10; 10; 10. Med usikkerhed: 10 (8 til 12); 10; 10.",
    )  # fmt: skip
    fields.observed(
        "Tæl de forløb, der er startet", intervention, "participants", "courses_started",
        "I de år, der er gået, bruges det registrerede antal. Tallene ovenfor er planen for år, der ikke er begyndt.",
    )  # fmt: skip
    left, middle, right = st.columns(3)
    with left:
        fields.year("Første driftsår (år 0)", content, "base_year")
    with middle:
        fields.year("Prisår", content, "price_year", help_da="Alle kroner regnes i dette års priser.")
    with right:
        fields.year("År med konsekvenser", content, "horizon_years", help_da="1-30 år efter hver årgang.")
    with st.expander("Konventioner"):
        _conventions(content, fields)


def _conventions(content: Holder, fields: Fields) -> None:
    fields.plain_number(
        "Rente, procent om året", content, "discount_rate", percent=True, needed=False,
        help_da="Blank: Finansministeriets rente på år 0.",
    )  # fmt: skip
    timing: Holder = content.setdefault("timing", {})
    fields.year(
        "År fra deltagelse til første konsekvens", timing, "lag", needed=False, help_da="Blank: 1. 0 er samme år."
    )
    fields.flag("Omkostninger tilbagediskonteres også", timing, "discount_costs", default=True)
    if not timing:
        del content["timing"]
