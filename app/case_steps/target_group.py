"""Step 2: whom it is for, one group or a mix of groups."""

from collections.abc import Sequence

import streamlit as st

from app.case_fields import Fields, Holder
from app.case_work import Work
from som_engine.knowledge import Knowledge

OWN_DA = "Jeres egen målgruppe"


def edit(work: Work, fields: Fields, knowledge: Knowledge, municipalities: Sequence[str]) -> None:
    """Municipality, target group, and the weights where groups are mixed."""
    content = work.content
    places = {code: f"Kommune {code}" for code in sorted({*municipalities, content.get("municipality") or ""} - {""})}
    fields.choice("Kommune", content, "municipality", places, none_da="Ingen bestemt")
    known = {name: group.title_da for name, group in knowledge.target_groups.items()}
    own = (
        {content["target_group"]: content["target_group"]} if content.get("target_group") not in (None, *known) else {}
    )
    fields.choice("Målgruppe", content, "target_group", known | own, none_da=OWN_DA)
    if content.get("target_group") not in known:
        fields.text("Hvad kalder I målgruppen?", content, "target_group")
    _mixed(work, fields, known)


def _mixed(work: Work, fields: Fields, known: dict[str, str]) -> None:
    """The groups of a mixed case; a consequence can then be one group's only."""
    groups: list[Holder] = work.content.get("target_groups") or []
    st.markdown("**Er borgerne en blanding?** Så vejer I grupperne, og hver konsekvens kan høre til én af dem.")
    for at, group in enumerate(groups):
        here = fields.at(f"group{at}")
        left, right = st.columns([2, 1])
        with left:
            here.choice("Gruppe", group, "id", known)
        with right:
            here.plain_number("Vægt, procent", group, "weight", percent=True)
    if work.disabled:
        return
    if not groups:
        if st.button("Bland to målgrupper"):
            work.content["target_groups"] = [{"id": name, "weight": 0.5} for name in list(known)[:2]]
            work.anew()
    elif st.button("Fjern blandingen"):
        del work.content["target_groups"]
        for consequence in work.content["consequences"]:
            consequence.pop("target_group", None)
        work.anew()
