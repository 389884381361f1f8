"""A unit price: the amount, its price year, and the rule of who pays."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from som_engine.document import Node
from som_engine.knowledge import Knowledge
from som_engine.knowledge_records import FIRST_YEAR, LAST_YEAR, PAYER_FIELDS, KnownPrice, PriceRecord
from som_engine.number import ANY, Number, read_number, read_shares
from som_engine.refunds import DayRefund, FixedShares, Ladder, Split

PRICE_FIELDS = ("amount", "price_year", *PAYER_FIELDS, "source", "note")
INDEX_FILE = "indices/net_price_index.yaml"


@dataclass(frozen=True)
class Price:
    """Kroner per unit in the price's own year; times `to_case_year` it stands in the case's price year.

    still_valid_on: when a price of the knowledge base was last seen to hold; None for one written in the case.
    """

    amount: Number
    price_year: int
    to_case_year: float
    split: Split
    source: str | None
    still_valid_on: date | None = None
    note: str | None = None

    @property
    def rule(self) -> str | None:
        """The id of the dated rule that says who pays; None for fixed shares."""
        return getattr(self.split, "id", None)

    @property
    def split_needs_paths(self) -> bool:
        """Whether who pays depends on how much one citizen uses, so that both consumption paths are needed."""
        return not isinstance(self.split, FixedShares)


def read_price(node: Node, case_year: int, knowledge: Knowledge) -> Price | None:
    """The price written in the case; None when its parts cannot be made out. case_year 0 is an unknown one."""
    if not node.mapping(PRICE_FIELDS, required=("amount", "price_year")):
        return None
    node["note"].optional_text()
    given = [field for field in PAYER_FIELDS if field in node]
    if len(given) != 1:
        shown = Node(", ".join(given) or None, f"{node.path}.{'/'.join(PAYER_FIELDS)}", node.faults)
        shown.refuse("En pris skal have præcis én af shares, refund og ladder.")
        return None
    split = read_split(given[0], node[given[0]], knowledge)
    if "amount" not in node or "price_year" not in node or split is None:
        return None
    amount, year = read_number(node["amount"], ANY), node["price_year"].integer(FIRST_YEAR, LAST_YEAR, case_year)
    factor = index_factor(node["price_year"], year, case_year, knowledge)
    return Price(amount, year, factor, split, node["source"].optional_text())


def read_split(kind: str, node: Node, knowledge: Knowledge) -> Split | None:
    """The shares, or the rule of the knowledge base that shares the units between payers."""
    if kind == "shares":
        return FixedShares(read_shares(node))
    wanted = DayRefund if kind == "refund" else Ladder
    allowed = {name: rule for name, rule in knowledge.rules.items() if isinstance(rule, wanted)}
    for name in _names(kind, node.value, tuple(allowed)):
        if name in allowed:
            return allowed[name]
    if node.value == "sel_85a":
        node.refuse("Refusionen efter § 85 a hører til en omkostning med eligible_share, ikke til en pris.")
    else:
        node.refuse(f"Vælg en regel fra vidensbasen: {', '.join(allowed)}.")
    return None


def _names(kind: str, value: Any, known: tuple[str, ...]) -> tuple[str, ...]:
    """What a rule may be called: by its file; a ladder also without its last word, or just true when there is one."""
    if kind == "ladder" and value is True and len(known) == 1:
        return known
    return (value, f"{value}_ladder") if isinstance(value, str) else ()


def index_factor(node: Node, price_year: int, case_year: int, knowledge: Knowledge) -> float:
    """What to multiply by to move a price between years; both years must stand in the net price index."""
    if price_year == case_year or not case_year:
        return 1.0
    index = knowledge.net_price_index
    missing = [str(year) for year in (price_year, case_year) if year not in index]
    if missing:
        node.refuse(
            f"Prisen skal flyttes fra {price_year} til sagens prisår {case_year}, og nettoprisindekset mangler "
            f"{' og '.join(missing)}. Udfyld {INDEX_FILE} i jeres egen videnmappe."
        )
        return 1.0
    return index[case_year] / index[price_year]


def read_price_ref(node: Node, case_year: int, knowledge: Knowledge) -> Price | None:
    """The price of the knowledge base that the case names, of the case's price year or the nearest before it."""
    record = knowledge.prices.get(node.value) if isinstance(node.value, str) else None
    if record is None:
        near = get_close_matches(str(node.value), knowledge.prices, 1, 0.0)
        node.refuse(f"Prisen findes ikke i vidensbasen. Nærmeste: {', '.join(near)}.")
        return None
    if not record.values or record.payer is None:
        node.refuse(f"Prisen er ikke udfyldt. Udfyld prices/{record.id}.yaml i jeres egen videnmappe.")
        return None
    return _known(node, record, record.payer, case_year, knowledge)


def _known(
    node: Node, record: PriceRecord, payer: tuple[str, Any], case_year: int, knowledge: Knowledge
) -> Price | None:
    kind, given = payer
    chosen = nearest_price(record, case_year)
    split = read_split(kind, Node(given, f"{node.path} ({record.id}).{kind}", node.faults), knowledge)
    factor = index_factor(node, chosen.price_year, case_year, knowledge)
    amount = Number(chosen.value, node.path)
    if split is None:
        return None
    return Price(amount, chosen.price_year, factor, split, chosen.source, chosen.still_valid_on, chosen.note_da)


def nearest_price(record: PriceRecord, year: int) -> KnownPrice:
    """The price of the year, else of the newest year before it, else of the oldest after it."""
    before = [price for price in record.values if price.price_year <= year]
    if before:
        return max(before, key=lambda price: price.price_year)
    return min(record.values, key=lambda price: price.price_year)
