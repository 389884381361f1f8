"""The living result beside the work: net result by payer, what the last change did, what stops it, and saving."""

import copy
from collections.abc import Mapping
from typing import Any

import streamlit as st

from app import cases
from app.case_words import names_of, place_da
from app.case_work import Work, let_go
from app.cases import Calculated
from app.name_warning import warned_of_a_name
from app.rights import NotAllowedError, Visit
from app.study_frames import chance_da, span_da
from pipelines.case_changes import changes
from pipelines.case_store import CaseConflictError
from pipelines.danish import number
from pipelines.settings import now
from pipelines.store_connection import StoreError
from som_engine.danish import PAYERS_DA, percent
from som_engine.errors import CaseError
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import simulate

LAST = "seneste_resultat"


def panel(visit: Visit, work: Work, calculated: Calculated) -> None:
    """What the case gives as it stands, and the way to save it."""
    st.markdown("**Resultat lige nu**")
    if calculated.result is None or calculated.rate is None:
        st.error("Kan ikke regnes, før dette er rettet:")
        for fault in calculated.faults:
            st.markdown(f"- {place_da(fault.path, names_of(work.content))}: {_said(fault.value)}{fault.allowed}")
    else:
        _totals(calculated.result.net_present_value)
        if calculated.case is not None:
            _spread(Calculation(calculated.case, calculated.rate))
        whence = "observeret" if calculated.rate.whence == "observed" else "sagens egen"
        st.caption(f"Nutidsværdi i kroner. Succesrate {percent(calculated.rate.used, 1)} ({whence}).")
        for warning in calculated.case.warnings if calculated.case else ():
            st.warning(warning)
        _last_change(work, calculated.result.net_present_value)
    if not work.disabled:
        _saving(visit, work, calculated)


def _said(value: str | None) -> str:
    return "mangler. " if value is None else f'"{value}" kan ikke bruges. '


def _totals(totals: Mapping[str, float]) -> None:
    """The total large, each payer below it."""
    st.markdown(f"### {number(totals['total'], 0)} kr. i alt")
    rows = {name: number(totals[payer], 0) for payer, name in PAYERS_DA.items() if payer != "total"}
    st.table(rows)


def _spread(calculation: Calculation) -> None:
    """Where nine of ten draws lie for the total and each payer."""
    if not calculation.ranged:
        st.caption("Der er ikke skrevet usikkerhed på noget tal endnu.")
        return
    drawn = simulate(calculation)
    lines = [f"{name}: {span_da(drawn, row)}" for row, name in PAYERS_DA.items()]
    st.caption("  \n".join(["9 af 10 beregninger ligger i", *lines, f"Over nul i alt: {chance_da(drawn, 'total')}"]))


def _last_change(work: Work, totals: Mapping[str, float]) -> None:
    """What the newest change of a field did to the total."""
    kept: dict[str, Any] | None = st.session_state.get(LAST)
    same = kept is not None and (kept["case"], kept["version"]) == (work.case_id, work.version.id)
    told = _told(kept, work, totals) if kept is not None and same else ""
    frozen = copy.deepcopy(work.content)
    st.session_state[LAST] = {
        "case": work.case_id, "version": work.version.id, "content": frozen, "totals": dict(totals), "told": told,
    }  # fmt: skip
    if told:
        st.info(told, icon=":material/history:")


def _told(kept: Mapping[str, Any], work: Work, totals: Mapping[str, float]) -> str:
    found = list(changes(kept["content"], work.content))
    if not found:
        return str(kept["told"])
    where = place_da(found[0].field, names_of(work.content))
    moved = totals["total"] - kept["totals"]["total"]
    if abs(moved) < 0.5:
        return f"{where}: resultatet er uændret."
    return f"{where}: {'+' if moved > 0 else ''}{number(moved, 0)} kr. i alt."


def _saving(visit: Visit, work: Work, calculated: Calculated) -> None:
    """The reason and the button; why it cannot be saved when it cannot."""
    unsaved = work.unsaved
    if not unsaved:
        made = f": {work.version.reason}" if work.version.outside else f" af {work.version.made_by}"
        st.caption(f"Gemt som version {work.version.version}{made}.")
        return
    fields = ", ".join(dict.fromkeys(place_da(one.field, names_of(work.content)) for one in unsaved[:4]))
    more = f" og {len(unsaved) - 4} mere" if len(unsaved) > 4 else ""
    st.markdown(f"**Ikke gemt:** {fields}{more}.")
    reason = st.text_input("Hvorfor er det ændret?", key=f"hvorfor:{work.case_id}:{work.version.id}")
    stopped = bool(work.problems) or calculated.result is None
    if st.button("Gem ny version", type="primary", disabled=stopped, width="stretch"):
        if not reason.strip():
            st.error("Skriv, hvorfor det er ændret. Det står i logbogen.")
        elif not warned_of_a_name("beregning", reason, button="Gem ny version"):
            _save(visit, work, reason.strip())
    if st.button("Fortryd det, der ikke er gemt", width="stretch"):
        let_go()
        st.rerun()


def _save(visit: Visit, work: Work, reason: str) -> None:
    try:
        cases.save(visit, work.case_id, work.content, based_on=work.version.version, reason=reason, at=now())
    except (CaseError, CaseConflictError, StoreError, NotAllowedError) as error:
        st.error(str(error))
        return
    let_go()
    st.toast("Gemt som ny version.")
    st.rerun()
