"""What a careful colleague would say about a case: forgotten costs, a rate that is not net, old prices, counted twice ...

Advice never stops a calculation. Each piece belongs to one of the seven steps and names the field it is about.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from som_engine.case import Case
from som_engine.consequence import Consequence
from som_engine.cost import COST_CHECKLIST_DA
from som_engine.danish import number as danish_number
from som_engine.danish import short_number
from som_engine.knowledge import Knowledge
from som_engine.number import Number

FEW_CITIZENS = 20
PRICE_IS_OLD_AFTER = timedelta(days=365)
AT_RISK = ("at_risk", "citizens_at_risk")
SPOKEN_OF = {
    "economist": "økonom",
    "social_worker": "socialfaglig|socialrådgiver|faglig leder",
    "audit": "revision|revisor",
    "legal": "juri|advokat",
    "follow_up": "opfølg",
    "evaluation": "evaluer",
}
COMMON_WORDS = {"antal", "borger", "borgere", "døgn", "forløb", "timer", "dage", "uger", "indsats", "sparet", "sparede"}


@dataclass(frozen=True)
class Advice:
    """One thing to think about: the step it belongs to, its kind, the field, and the words (Danish)."""

    step: str
    kind: str
    path: str
    text_da: str


Rule = Callable[[Case, Knowledge, date], Iterator[Advice]]


def advice(case: Case, knowledge: Knowledge, on: date) -> tuple[Advice, ...]:
    """Everything worth saying about the case on a day, in the order of the steps."""
    return tuple(said for rule in RULES for said in rule(case, knowledge, on))


def _few(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    citizens = sum(number.value for number in case.participants)
    if citizens < FEW_CITIZENS:
        text = f"{short_number(citizens)} borgere er få: En enkelt borger mere eller mindre flytter resultatet. Vis intervallet."
        yield Advice("intervention", "few_citizens", "intervention.participants", text)


def _at_risk(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    asked = case.effect.asked.target_groups if case.effect.asked else ()
    if case.target_group in AT_RISK or "at_risk" in asked or any(group.id in AT_RISK for group in case.target_groups):
        text = (
            "Sagen er for borgere i risiko for hjemløshed. Projektet 2019-21 valgte ikke at regne SØM for dem og "
            "henviste til nøgletal."
        )
        yield Advice("target_group", "at_risk", "target_group", text)


def _known_warnings(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    for name in _groups_of(case):
        group = knowledge.target_groups.get(name)
        for text in group.warnings_da if group else ():
            yield Advice("target_group", "target_group_note", "target_group", text)


def _forgotten(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    told = " ".join(f"{cost.name} {cost.note or ''}" for cost in case.costs).lower()
    for code, name in COST_CHECKLIST_DA.items():
        if code not in case.cost_checklist and not re.search(SPOKEN_OF[code], told):
            text = (
                f"Er {name} regnet med? Tilføj omkostningen, eller skriv, hvor den er med, eller hvorfor den ikke er."
            )
            yield Advice("costs", "forgotten_cost", f"intervention.cost_checklist.{code}", text)


def _not_net(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    if case.effect.counterfactual is None:
        text = (
            "Der er intet kontrafaktisk: Succesraten skal være netto, altså dem, der når målet på grund af indsatsen. "
            "Skriv, hvor mange der var nået dertil alligevel, også hvis det er 0."
        )
        yield Advice("effect", "not_net", "effect.counterfactual", text)


def _does_not_fit(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    for consequence in _counted(case):
        for name in [consequence.target_group] if consequence.target_group else _groups_of(case):
            group = knowledge.target_groups.get(name)
            for unlikely in group.unlikely if group else ():
                if unlikely.fits(consequence.price_ref, consequence.price.rule):
                    text = f"{consequence.name}: {unlikely.why_da}"
                    yield Advice("consequences", "does_not_fit", f"consequences.{consequence.id}", text)


def _twice(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    saved = [cost for cost in case.costs if cost.amount.value < 0]
    for cost in saved:
        for consequence in _counted(case):
            if _words(cost.name) & _words(consequence.name):
                text = f"{cost.name} og {consequence.name} ligner hinanden. Tæl ikke den samme besparelse to gange."
                yield Advice("consequences", "counted_twice", f"consequences.{consequence.id}", text)
    for one, other in combinations(_counted(case), 2):
        if one.price_ref and (one.price_ref, one.person, one.target_group) == (
            other.price_ref, other.person, other.target_group,
        ):  # fmt: skip
            text = f"{one.name} og {other.name} bruger samme pris. Tæl ikke det samme to gange."
            yield Advice("consequences", "counted_twice", f"consequences.{other.id}", text)


def _sources(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    for consequence in _counted(case):
        if consequence.price.source is None:
            text = f"{consequence.name}: Prisen har ingen kilde. Skriv, hvor den kommer fra."
            yield Advice("consequences", "no_source", f"consequences.{consequence.id}.price.source", text)


def _price_years(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    for consequence in _counted(case):
        price = consequence.price
        path = f"consequences.{consequence.id}.price"
        if price.price_year != case.price_year:
            text = (
                f"{consequence.name}: Prisen er fra {price.price_year} og er flyttet til {case.price_year}-priser "
                f"med nettoprisindekset (gange {danish_number(price.to_case_year, 4)})."
            )
            yield Advice("consequences", "other_price_year", path, text)
        if price.still_valid_on and is_old(price.still_valid_on, on):
            text = (
                f"{consequence.name}: Prisen er sidst set at gælde {price.still_valid_on:%d-%m-%Y}. "
                "Se efter en nyere, og skriv den i jeres egen vidensbase."
            )
            yield Advice("consequences", "old_price", path, text)


def is_old(still_valid_on: date, on: date) -> bool:
    """Whether a value was last seen to hold too long ago."""
    return on - still_valid_on > PRICE_IS_OLD_AFTER


def _all_standard(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    bases = {consequence.basis for consequence in _counted(case)}
    if bases == {"som_standard"}:
        text = "Alle konsekvenser bygger på standardværdier. Find mindst én, I kan måle på jeres egne borgere."
        yield Advice("consequences", "all_standard", "consequences", text)


def _equal_use(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    for consequence in _counted(case):
        if consequence.assumes_equal_use:
            text = (
                f"{consequence.name}: Fordelingen mellem stat og kommune antager, at alle borgere bruger lige meget. "
                "Del dem i grupper, hvis de ikke gør."
            )
            yield Advice("consequences", "equal_use", f"consequences.{consequence.id}", text)


def _no_ranges(case: Case, knowledge: Knowledge, on: date) -> Iterator[Advice]:
    names = {"costs": "omkostninger", "success_rate": "succesraten", "consequences": "konsekvenser"}
    for what, done in sensitivity_overview(case).items():
        if not done:
            text = f"Der er ingen usikkerhed på {names[what]}. Skriv det laveste og det højeste, I tror på."
            yield Advice("uncertainty", "no_range", what, text)


RULES: tuple[Rule, ...] = (
    _few, _at_risk, _known_warnings, _forgotten, _not_net, _does_not_fit, _twice, _sources, _price_years,
    _all_standard, _equal_use, _no_ranges,
)  # fmt: skip


def sensitivity_overview(case: Case, observed: bool | None = None) -> dict[str, bool]:
    """Whether it is known how uncertain costs, success rate and consequences are.

    `observed`: whether the observed rate is used, which always has its interval; None where that is not known yet, and a
    case that asks for it is taken at its word.
    """
    seen = case.effect.asked is not None if observed is None else observed
    rate = case.effect.own_rate
    consequences = [
        number
        for consequence in _counted(case)
        for group in (*consequence.without, *consequence.with_success)
        for number in (consequence.price.amount, *group.units)
    ]
    return {
        "costs": any(_ranged(cost.amount) for cost in case.costs),
        "success_rate": seen or (rate is not None and _ranged(rate)),
        "consequences": any(_ranged(number) for number in consequences),
    }


def _ranged(number: Number) -> bool:
    return number.low is not None or number.beta is not None


def _counted(case: Case) -> list[Consequence]:
    """The consequences that are not taken out."""
    return [found for found in case.consequences if found.adjustment.kind != "removed"]


def _groups_of(case: Case) -> tuple[str, ...]:
    mixed = tuple(group.id for group in case.target_groups)
    return mixed or ((case.target_group,) if case.target_group else ())


def _words(name: str) -> set[str]:
    """The words of a name that say what it is about."""
    return {word for word in re.findall(r"[a-zæøå]{5,}", name.lower()) if word not in COMMON_WORDS}
