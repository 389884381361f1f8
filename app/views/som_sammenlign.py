"""Two versions of a case, or two cases, input by input, with what each change does to the net result."""

import streamlit as st

from app import cases, study_charts
from app.case_frames import comparison_steps, comparison_table, version_names
from app.case_pages import case_in_address, case_links
from app.case_words import names_of
from app.components import chart_and_table, purpose, visit
from app.rights import NotAllowedError
from pipelines.danish import number
from pipelines.settings import now
from pipelines.store_connection import StoreError
from som_engine.errors import FaultyInputError

looked = visit()
case_id = case_in_address()
purpose(
    "Sammenlign",
    "To versioner eller to beregninger, input for input: hvad er ændret, og hvad gør hver ændring ved resultatet?",
)
case_links(case_id, "som_sammenlign.py")
try:
    own = cases.versions(looked, case_id, now())
    names = version_names(own)
    mine = {found.version: found for found in own}
    others = {
        one.title: one.version
        for one in cases.listed(looked, looked.here.today.replace(day=1), now())
        if one.case_id != case_id
    }
    left, right = st.columns(2)
    first = left.selectbox("Fra", list(names), index=len(names) - 1, format_func=names.__getitem__)
    choices: list[int | str] = [*names, *others]
    last = right.selectbox("Til", choices, format_func=lambda one: str(names.get(one, one)))
    other = others[str(last)] if last in others else mine[int(str(last))]
    found = cases.compared(looked, mine[first], other)
except (NotAllowedError, StoreError, FaultyInputError) as error:
    st.error(str(error))
    st.stop()
st.markdown(
    f"Nettoresultat i alt: **{number(found.before['total'], 0)} kr.** → **{number(found.after['total'], 0)} kr.**"
)
if not found.inputs:
    st.info("De to har de samme input, der betyder noget for resultatet.")
else:
    words = names_of(mine[first].content) | names_of(other.content)
    chart_and_table(
        study_charts.waterfall(comparison_steps(found, words)),
        comparison_table(found, words),
        "Fra det ene resultat til det andet: en søjle for hver ændring. Ændringerne giver tilsammen forskellen.",
    )
    st.caption(
        "Flere ændringer virker sammen. Derfor får hver ændring sit gennemsnit over de rækkefølger, de kan komme i, og så "
        "går tallene op. Ændringer, der ikke kan stå alene, er slået sammen. Begge er regnet med beregningens egen "
        "succesrate og med vidensbasen fra den dag, versionen blev gemt."
    )
