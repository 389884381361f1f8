"""Read the prices, indices, target groups and effect studies of the knowledge base.

No value is taken without its unit, date, evidence, source and the day it was last seen to hold.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from som_engine.document import Node
from som_engine.knowledge_rules import begins
from som_engine.number import ANY, read_number

Day = date
EVIDENCE = ("measured", "calculated", "assumed")
MAIN_AREAS = (
    "social_services",
    "health",
    "income_transfers",
    "employment",
    "education",
    "justice",
    "other",
)
FIRST_YEAR, LAST_YEAR = 1900, 2200
PROOF_FIELDS = ("value", "evidence", "source", "still_valid_on", "note_da")
PAYER_FIELDS = ("shares", "refund", "ladder")


@dataclass(frozen=True)
class KnownPrice:
    """A price of one year, as somebody has published it."""

    value: float
    price_year: int
    evidence: str
    source: str
    note_da: str | None
    still_valid_on: date


@dataclass(frozen=True)
class PriceRecord:
    """A unit price by price year, and who pays it; `values` is empty where the municipality must fill it in."""

    id: str
    title_da: str
    unit: str
    main_area: str
    payer: tuple[str, Any] | None
    values: tuple[KnownPrice, ...]


@dataclass(frozen=True)
class DatedValue:
    """A value in force from a day on."""

    valid_from: date
    value: float


@dataclass(frozen=True)
class Suggestion:
    """A consequence worth looking at for a target group."""

    consequence: str
    name_da: str
    main_area: str
    unit: str
    price_ref: str


@dataclass(frozen=True)
class Unlikely:
    """A kind of consequence that seldom fits a target group, known by its price or by its rule of who pays."""

    price_ref: str | None
    rule: str | None
    why_da: str

    def fits(self, price_ref: str | None, rule: str | None) -> bool:
        """Whether a consequence with this price and rule is of the kind."""
        return (self.price_ref is not None and price_ref == self.price_ref) or (
            self.rule is not None and rule == self.rule
        )


@dataclass(frozen=True)
class TargetGroup:
    """A target group known to the knowledge base, its suggestions and what to be careful about."""

    id: str
    title_da: str
    suggestions: tuple[Suggestion, ...]
    warnings_da: tuple[str, ...]
    source: str
    still_valid_on: date
    unlikely: tuple[Unlikely, ...]


@dataclass(frozen=True)
class EffectResult:
    """One number of a study."""

    name_da: str
    value: float
    unit: str
    date: date
    evidence: str
    source: str
    note_da: str | None
    still_valid_on: Day


@dataclass(frozen=True)
class EffectStudy:
    """What a study found; shown for comparison, never taken into a calculation by itself."""

    id: str
    title_da: str
    method: str
    target_group_da: str
    results: tuple[EffectResult, ...]


def read_price_record(node: Node, name: str) -> PriceRecord | None:
    """One price file; an empty list of values must say fill_in_da, and a filled one who pays."""
    fields = ("title_da", "unit", "main_area", *PAYER_FIELDS, "values", "fill_in_da")
    if not node.mapping(fields, required=("title_da", "unit", "main_area", "values")):
        return None
    values = tuple(_known_price(member) for member in node["values"].members())
    if len({value.price_year for value in values}) < len(values):
        node["values"].refuse("Samme prisår står to gange. Behold én pris pr. år.")
    if not values:
        node["fill_in_da"].text()
    return PriceRecord(
        name,
        node["title_da"].text(),
        node["unit"].text(),
        node["main_area"].choice(MAIN_AREAS),
        _payer(node, bool(values)),
        values,
    )


def _payer(node: Node, needed: bool) -> tuple[str, Any] | None:
    given = [field for field in PAYER_FIELDS if field in node]
    if len(given) == 1:
        return given[0], node[given[0]].value
    if needed or given:
        Node(", ".join(given) or None, node["shares"].path, node.faults).refuse(
            "Skriv præcis én af shares, refund og ladder."
        )
    return None


def _known_price(node: Node) -> KnownPrice:
    node.mapping((*PROOF_FIELDS, "price_year"), required=("price_year",))
    value, evidence, source, note = _proof(node)
    return KnownPrice(
        value,
        node["price_year"].integer(FIRST_YEAR, LAST_YEAR, FIRST_YEAR),
        evidence,
        source,
        note,
        _seen_to_hold(node),
    )


def _proof(node: Node) -> tuple[float, str, str, str | None]:
    """The value, its evidence and source; the day it was last seen to hold must be there too."""
    node["still_valid_on"].day()
    value = read_number(node["value"], ANY).value
    return value, node["evidence"].choice(EVIDENCE), node["source"].text(), node["note_da"].optional_text()


def _seen_to_hold(node: Node) -> date:
    """The day the value was last seen to hold; a fault in it is told by _proof."""
    given = node["still_valid_on"].value
    return given if isinstance(given, date) else date.min


def read_index(node: Node, name: str) -> dict[int, float] | tuple[DatedValue, ...]:
    """An index file: net_price_index by year, every other one by the day from which a value is in force."""
    fields = ("title_da", "unit", "values")
    if not node.mapping(fields, required=fields):
        return ()
    node["title_da"].text()
    node["unit"].text()
    members = node["values"].members()
    if name == "net_price_index":
        return _by_year(node, members)
    values = tuple(_dated(member) for member in members)
    if date.min not in [value.valid_from for value in values]:
        node["values"].refuse("Den ældste værdi skal gælde fra altid: Lad valid_from stå tom.")
    return values


def _by_year(node: Node, members: list[Node]) -> dict[int, float]:
    values: dict[int, float] = {}
    for member in members:
        member.mapping((*PROOF_FIELDS, "year"), required=("year",))
        year, value = member["year"].integer(FIRST_YEAR, LAST_YEAR, FIRST_YEAR), _proof(member)[0]
        if year in values:
            member["year"].refuse("Året står to gange. Behold én værdi.")
        if value <= 0:
            member["value"].refuse("Et indeks er over 0.")
        values[year] = value
    return values


def _dated(node: Node) -> DatedValue:
    node.mapping((*PROOF_FIELDS, "valid_from"))
    return DatedValue(begins(node["valid_from"]), _proof(node)[0])


def read_target_group(node: Node, name: str) -> TargetGroup | None:
    """One target group file."""
    fields = ("title_da", "source", "still_valid_on", "suggestions", "warnings_da")
    if not node.mapping((*fields, "unlikely"), required=fields):
        return None
    suggestions = tuple(_suggestion(member) for member in node["suggestions"].members())
    warnings = tuple(member.text() for member in node["warnings_da"].members())
    title, source, day = node["title_da"].text(), node["source"].text(), node["still_valid_on"].day()
    return TargetGroup(name, title, suggestions, warnings, source, day, _unlikely(node["unlikely"]))


def _unlikely(node: Node) -> tuple[Unlikely, ...]:
    """Consequences that seldom fit the group, if any are known."""
    found = []
    for member in node.members() if node.value is not None else []:
        if member.mapping(("price_ref", "rule", "why_da"), required=("why_da",)):
            texts = [member[field].optional_text() for field in ("price_ref", "rule")]
            found.append(Unlikely(texts[0], texts[1], member["why_da"].text()))
            if texts == [None, None]:
                member["price_ref"].refuse("Skriv price_ref eller rule, så konsekvensen kan kendes.")
    return tuple(found)


def _suggestion(node: Node) -> Suggestion:
    fields = tuple(Suggestion.__dataclass_fields__)
    node.mapping(fields, required=fields)
    return Suggestion(
        node["consequence"].text(),
        node["name_da"].text(),
        node["main_area"].choice(MAIN_AREAS),
        node["unit"].text(),
        node["price_ref"].text(),
    )


def read_effect_study(node: Node, name: str) -> EffectStudy | None:
    """One study file."""
    fields = ("title_da", "method", "target_group_da", "results")
    if not node.mapping(fields, required=fields):
        return None
    results = tuple(_effect_result(member) for member in node["results"].members())
    return EffectStudy(name, node["title_da"].text(), node["method"].text(), node["target_group_da"].text(), results)


def _effect_result(node: Node) -> EffectResult:
    fields = ("name_da", "unit", "date")
    node.mapping((*PROOF_FIELDS, *fields), required=fields)
    value, evidence, source, note = _proof(node)
    named = (node["name_da"].text(), value, node["unit"].text(), node["date"].day())
    return EffectResult(*named, evidence, source, note, _seen_to_hold(node))
