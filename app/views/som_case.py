"""The workbench: seven steps at the left, the step in the middle, the living result at the right."""

import copy

import streamlit as st

from app import cases
from app.case_pages import case_in_address, case_links, refuse
from app.case_panel import panel
from app.case_steps import asked, consequences, costs, effect, intervention, target_group, uncertainty, use
from app.case_steps.choosing import step_chosen
from app.case_work import work_on
from app.components import purpose, view
from app.rights import NotAllowedError
from pipelines.store_connection import StoreError
from som_engine.errors import FaultyInputError
from som_engine.steps import steps

seen = view()
case_id = case_in_address()
try:
    work = work_on(seen.visit, case_id)
    knowledge = cases.knowledge_now(seen.visit)
except (NotAllowedError, StoreError, FaultyInputError) as error:
    refuse(error)
purpose(
    str(work.content.get("title") or case_id),
    "Syv trin fra indsats til anvendelse. Resultatet følger med, mens I skriver.",
)
case_links(case_id, "som_case.py")
begun = copy.deepcopy(work.content)
before = cases.calculate(seen.visit, case_id, work.content, seen.month)
open_steps = {said.step for said in before.advice}
left, middle, right = st.columns([1.5, 3.1, 1.7], gap="medium")
with left:
    chosen = step_chosen(case_id, open_steps)
step = next(one for one in steps() if one.id == chosen)
fields = work.fields().at(step.id)
with middle:
    asked.heading(step, before.advice)
    if work.disabled:
        st.info("Du kan læse beregningen. En økonom i kommunen kan ændre den.", icon=":material/lock:")
    if chosen == "intervention":
        intervention.edit(work.content, fields)
    elif chosen == "target_group":
        target_group.edit(work, fields, knowledge, sorted(seen.visit.user.municipalities))
    elif chosen == "costs":
        costs.edit(work, fields)
    elif chosen == "effect":
        effect.edit(work.content, fields, before, knowledge)
    elif chosen == "consequences":
        consequences.edit(work, fields, before, knowledge)
    elif chosen == "uncertainty":
        uncertainty.show(before)
    else:
        use.show(before)
    asked.reflect(step, work.content, fields.at("reflections"))
if work.content != begun:
    st.rerun()
with right:
    panel(seen.visit, work, cases.calculate(seen.visit, case_id, work.content, seen.month))
