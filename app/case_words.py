"""The words of SØM on screen: codes of a case in Danish, and where in a case a field is."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.case_entry import number_da, paths_da
from som_engine.advice import Advice
from som_engine.cost import COST_CHECKLIST_DA
from som_engine.danish import MAIN_AREAS_DA, PAYERS_DA

BASES_DA = {
    "intervention_data": "Indsatsens egne data",
    "other_departments": "Data fra andre afdelinger",
    "key_figures": "Nøgletal",
    "double_bottom_line": "Dobbelt bundlinje",
    "other_analyses": "Andre analyser",
    "som_standard": "Standardværdi i SØM",
    "estimate": "Skøn",
}
PERSONS_DA = {
    "citizen": "Borgeren selv",
    "child": "Borgerens barn",
    "parent": "Borgerens forælder",
    "partner": "Borgerens partner",
    "other": "En anden",
}
ADJUSTMENTS_DA = {
    "kept": "Beholdt, som den er",
    "scaled": "Skaleret",
    "replaced": "Erstattet af egne tal",
    "removed": "Taget ud",
}
PERS_DA = {"participant": "Pr. deltager", "year": "Pr. driftsår", "once": "Én gang"}
METHODS_DA = {
    "shadow_visitation": "Skyggevisitation",
    "earlier_cohort": "Borgere før indsatsen",
    "other_municipality": "En anden kommune",
    "literature": "Forskning",
    "estimate": "Skøn",
}
EVIDENCE_DA = {"measured": "målt", "calculated": "beregnet", "assumed": "antaget"}
UNITS_DA = {
    "day": "døgn",
    "week": "uge",
    "hour": "time",
    "course": "forløb",
    "event": "hændelse",
    "visit": "besøg",
    "month": "måned",
    "contact": "kontakt",
}
PAYER_WORDS = {PAYERS_DA[code].lower(): code for code in ("municipality", "region", "state")}
RULES_DA = {
    "sel_110": "Statens refusion af herberg (§ 110)",
    "income_support_ladder": "Refusionstrappen",
    "sel_85a": "Statens refusion af støtte (§ 85 a)",
}
FORGOTTEN = "forgotten_cost"
_FIELDS_DA = {
    "case": "Navn",
    "title": "Titel",
    "municipality": "Kommune",
    "region": "Region",
    "state": "Stat",
    "target_group": "Målgruppe",
    "target_groups": "Blandede målgrupper",
    "base_year": "År 0",
    "price_year": "Prisår",
    "horizon_years": "År med konsekvenser",
    "discount_rate": "Rente",
    "timing": "Tid",
    "lag": "År, før konsekvenser begynder",
    "discount_costs": "Tilbagediskontering af omkostninger",
    "intervention": "Indsats",
    "participants": "Deltagere",
    "costs": "Omkostninger",
    "cost_checklist": "Huskelisten",
    "effect": "Effekt",
    "goal": "Effektmål",
    "success_rate": "Succesrate",
    "observed": "Observeret",
    "criterion": "Succeskriterium",
    "methods": "Metoder",
    "prior": "Undersøgelse, der tæller med",
    "study": "Undersøgelse",
    "result": "Resultat",
    "citizens": "Tæller som borgere",
    "counterfactual": "Kontrafaktisk",
    "consequences": "Konsekvenser",
    "committees": "Udvalg",
    "reflections": "Refleksion",
    "amount": "Beløb",
    "value": "Værdi",
    "low": "Laveste",
    "high": "Højeste",
    "price": "Pris",
    "price_ref": "Pris fra vidensbasen",
    "shares": "Fordeling",
    "refund": "Refusion",
    "ladder": "Refusionstrappe",
    "basis": "Bygger på",
    "note": "Note",
    "source": "Kilde",
    "per": "Hvornår",
    "year": "År",
    "path": "Forbrug",
    "change": "Ændring pr. år",
    "without": "Uden indsatsen",
    "with": "Når det lykkes",
    "weeks_before": "Uger på ydelsen før",
    "during": "Under indsatsen",
    "person": "Hvem det gælder",
    "adjustment": "Tilpasning",
    "factor": "Faktor",
    "reason": "Begrundelse",
    "kind": "Slags",
    "unit": "Enhed",
    "main_area": "Hovedområde",
    "name": "Navn",
    "weight": "Vægt",
    "method": "Metode",
    "eligible_share": "Andel flyttet fra § 110",
    "distribution": "Fordeling af usikkerhed",
    "knowledge": "Vidensbasen",
    "filen": "Filen",
}
_CODES_DA: dict[str, Mapping[str, str]] = {
    "basis": BASES_DA,
    "person": PERSONS_DA,
    "kind": ADJUSTMENTS_DA,
    "per": PERS_DA,
    "method": METHODS_DA,
    "main_area": MAIN_AREAS_DA,
    "unit": UNITS_DA,
}


def place_da(address: str, names: Mapping[str, str] | None = None) -> str:
    """Where in a case a field is, in Danish: Konsekvenser › Døgn på herberg › Pris."""
    names = names or {}
    first, *rest = address.split(".")
    known = {**COST_CHECKLIST_DA, **names, **_FIELDS_DA}
    said = [known.get(part, part) for part in (first, *rest)]
    if first == "consequences" and rest and rest[0] in names:
        said[1] = names[rest[0]]
    return " › ".join(said)


def names_of(content: Mapping[str, Any]) -> dict[str, str]:
    """What the case calls its consequences, by id."""
    members = content.get("consequences") or []
    return {one["id"]: str(one.get("name") or one["id"]) for one in members if isinstance(one, dict) and "id" in one}


def value_da(field: str, value: Any) -> str:
    """A value of a case in words, short enough for a cell."""
    last = field.rpartition(".")[2]
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, int | float):
        return str(value) if last in ("base_year", "price_year", "year") else number_da(value)
    if isinstance(value, str):
        return _CODES_DA.get(last, {}).get(value, value)
    return _listed_da(value)


def _listed_da(value: Any) -> str:
    if isinstance(value, dict) and "low" in value:
        return number_da(value)
    if isinstance(value, list) and value and not isinstance(value[0], str):
        numbers = all(not isinstance(one, dict) or {"value", "weight"} & one.keys() for one in value)
        return paths_da(value).replace("\n", " · ") if numbers else ", ".join(_listed_da(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{_FIELDS_DA.get(key, key)} {value_da(key, one)}" for key, one in value.items())
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def spoken(advice: Sequence[Advice]) -> list[str]:
    """The advice in words, the forgotten costs as one."""
    codes = [found.path.rpartition(".")[2] for found in advice if found.kind == FORGOTTEN]
    costs = ", ".join(COST_CHECKLIST_DA[code] for code in codes)
    asked = [f"Er det regnet med: {costs}? Svar i huskelisten, eller tilføj omkostningen."] if codes else []
    return asked + [found.text_da for found in advice if found.kind != FORGOTTEN]
