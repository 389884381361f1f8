"""Step 7: what the result is used for, and when it is calculated again."""

import streamlit as st

from app.cases import Calculated
from som_engine.basis import COLUMNS_DA, basis_overview, share_on_estimates
from som_engine.danish import percent
from som_engine.result_text import LIMITS_DA


def show(calculated: Calculated) -> None:
    """The five kinds of data the case builds on, how much rests on estimates, and what it cannot say."""
    if calculated.case is None or calculated.result is None or calculated.rate is None:
        return
    answers = basis_overview(calculated.case, calculated.rate)
    st.markdown("**Hvad bygger beregningen på?**")
    st.table({COLUMNS_DA[code].capitalize(): "ja" if yes else "nej" for code, yes in answers.items()})
    share = share_on_estimates(calculated.result, calculated.rate)
    if share is not None:
        st.markdown(f"{percent(share, 0)} af kronerne hviler på skøn.")
    st.caption(LIMITS_DA)
