"""Step 4: the goal, how many reach it because of the intervention, and how that is known."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from app.case_fields import Fields, Holder
from app.case_words import BASES_DA, EVIDENCE_DA, METHODS_DA
from app.cases import Calculated
from pipelines.danish import day, number
from pipelines.observe import CRITERIA_DA, prior_lines
from som_engine.danish import percent
from som_engine.effect import COURSE_TARGET_GROUPS, METHODS, PRIOR_FIELDS
from som_engine.knowledge import Knowledge

ASSUMED_CITIZENS = 10
"""What a study counts as until somebody says otherwise."""
BETWEEN = " | "
COURSE_GROUPS_DA = dict(zip(COURSE_TARGET_GROUPS, ("borgere i hjemløshed", "borgere i risiko"), strict=True))


def edit(content: Holder, fields: Fields, calculated: Calculated, knowledge: Knowledge) -> None:
    """The goal, the success rate (own, or observed with an own one until enough is observed), the counterfactual."""
    effect: Holder = content["effect"]
    fields.text("Effektmål: hvornår er det lykkedes for en borger?", effect, "goal")
    if not isinstance(effect["success_rate"], dict):
        effect["success_rate"] = {"value": effect["success_rate"]}
    rate: Holder = effect["success_rate"]
    _observed(rate, fields.at("observed"), knowledge)
    left, right = st.columns(2)
    with left:
        fields.at("rate").own_rate(
            "Sagens egen succesrate, procent netto", rate, "Netto: når det kontrafaktiske er trukket fra. Fx 30 (10 til 50).",
            needed="observed" not in rate,
        )  # fmt: skip
    with right:
        fields.at("rate").choice("Bygger på", rate, "basis", BASES_DA, none_da="Ikke angivet")
    fields.at("rate").text("Note om succesraten", rate, "note")
    _counterfactual(effect, fields.at("counterfactual"))
    if calculated.observed:
        _seen(calculated)
    elif "observed" in rate:
        st.caption("Den observerede succesrate vises ikke her: Der er intet datavarehus, eller tallene er for små.")
    _studies(knowledge)


def _observed(rate: Holder, fields: Fields, knowledge: Knowledge) -> None:
    """Whether the rate is observed from the registrations, and by which criterion."""
    asked: Holder = {"it": "observed" in rate}
    told = "Når mindst fem er vurderet. Indtil da, og uden for teamet, når tallene er små, bruges sagens egen."
    if fields.flag("Brug den observerede succesrate", asked, "it", default=False, help_da=told):
        seen: Holder = rate.setdefault("observed", {"criterion": "own_home_after_12"})
        fields.choice("Succes er", seen, "criterion", CRITERIA_DA)
        fields.choices("Metoder", seen, "methods", {method: method for method in METHODS}, "Ingen valgt er alle.")
        fields.choices("Borgere", seen, "target_groups", COURSE_GROUPS_DA, "Ingen valgt er alle.")
        _prior(seen, fields.at("prior"), knowledge)
    elif not fields.disabled:
        rate.pop("observed", None)


def _prior(seen: Holder, fields: Fields, knowledge: Knowledge) -> None:
    """A study that is to count as so many citizens in a rate shown beside the observed one; it never replaces it."""
    shares = {
        f"{name}{BETWEEN}{one.name_da}": f"{study.title_da}: {one.name_da} ({percent(one.value, 0)})"
        for name, study in knowledge.effects.items()
        for one in study.results
        if one.unit == "share"
    }
    given: Holder = dict(seen.get("prior") or {})
    asked: Holder = {"it": f"{given['study']}{BETWEEN}{given['result']}"} if given else {}
    fields.choice(
        "Vis også raten, når en undersøgelse tæller med", asked, "it", shares, none_da="Nej",
        help_da="Den vises ved siden af. Beregningen bruger kun jeres egne borgere.",
    )  # fmt: skip
    if "it" in asked:
        study, _, result = str(asked["it"]).partition(BETWEEN)
        given = {"citizens": ASSUMED_CITIZENS, **given, "study": study, "result": result}
        fields.plain_number("Undersøgelsen tæller som så mange borgere", given, "citizens")
    if fields.disabled:
        return
    if "it" in asked:
        seen["prior"] = {name: given[name] for name in PRIOR_FIELDS}
    else:
        seen.pop("prior", None)


def _counterfactual(effect: Holder, fields: Fields) -> None:
    """What would have happened anyway; taken from an observed rate."""
    given = effect.get("counterfactual")
    inner: Holder = dict(given) if isinstance(given, dict) else {} if given is None else {"value": given}
    before = dict(inner)
    left, middle, right = st.columns(3)
    with left:
        fields.own_rate(
            "Kontrafaktisk, procent", inner, "Hvor mange nåede målet uden indsatsen? Trækkes fra den observerede rate.",
            needed=False,
        )  # fmt: skip
    with middle:
        fields.choice("Hvordan ved I det?", inner, "method", METHODS_DA, none_da="Ikke angivet")
    with right:
        fields.choice("Kontrafaktisk bygger på", inner, "basis", BASES_DA, none_da="Ikke angivet")
    if inner != before and not fields.disabled:
        if "value" in inner:
            effect["counterfactual"] = inner
        else:
            effect.pop("counterfactual", None)


def _seen(calculated: Calculated) -> None:
    seen = calculated.observed
    if seen is None:
        return
    rate = "ingen er vurderet" if seen.rate is None else percent(seen.rate, 1)
    low, high = (percent(end, 1) for end in seen.interval_90)
    st.info(
        f"Observeret: {seen.successes} af {seen.assessed} vurderede ({rate}), 90 procents interval {low} til {high}. "
        f"Endnu ikke {seen.not_yet}, mangler {seen.missing}. "
        + ("Den bruges." if seen.enough else "For få: sagens egen succesrate bruges.")
    )
    for line in prior_lines(seen):
        st.markdown(f"- {line}")


def _studies(knowledge: Knowledge) -> None:
    """What others have found, for comparison; never taken into the calculation by itself."""
    with st.expander("Hvad andre har fundet (til sammenligning)"):
        st.dataframe(pd.DataFrame(_study_rows(knowledge)), hide_index=True, width="stretch")


def _study_rows(knowledge: Knowledge) -> list[Mapping[str, str]]:
    return [
        {
            "Undersøgelse": study.title_da,
            "Resultat": f"{one.name_da}: {percent(one.value, 0) if one.unit == 'share' else number(one.value, 0)}",
            "Metode": study.method,
            "Dato": day(one.date),
            "Grundlag": EVIDENCE_DA[one.evidence],
            "Kilde": one.source,
        }
        for study in knowledge.effects.values()
        for one in study.results
    ]
