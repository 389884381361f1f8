"""Step 6: which numbers are in doubt, and whether the case says so."""

import streamlit as st

from app.cases import Calculated
from som_engine.advice import sensitivity_overview

WHAT_DA = {"costs": "Omkostninger", "success_rate": "Succesrate", "consequences": "Konsekvenser"}


def show(calculated: Calculated) -> None:
    """Yes or no for a range on costs, success rate and consequences, and the way on to the page Usikkerhed."""
    if calculated.case is None or calculated.result is None or calculated.rate is None:
        return
    overview = sensitivity_overview(calculated.case, calculated.rate.whence == "observed")
    st.table({WHAT_DA[what]: "ja" if done else "nej" for what, done in overview.items()})
    st.caption(
        "Skriv usikkerheden, hvor tallet står, som 80.000 (65.000 til 100.000): det laveste og det højeste, I tror på."
    )
    rates = calculated.result.break_even_success_rate
    st.markdown(
        "Regnestykket går i nul, når "
        + (
            f"**{100 * rates['total']:.1f} procent**".replace(".", ",")
            if rates["total"] is not None
            else "*ingen succesrate*"
        )
        + " af borgerne når målet på grund af indsatsen."
    )
