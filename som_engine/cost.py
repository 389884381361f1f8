"""A cost of the intervention, or a saved cost of what it replaces (a negative amount)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from som_engine.consequence import BASES
from som_engine.document import Node
from som_engine.errors import Fault
from som_engine.knowledge import Knowledge
from som_engine.number import ANY, RANGE_FIELDS, SHARE, At, Number, read_number, read_shares
from som_engine.refunds import SupportRefund

PERS = ("once", "year", "participant")
COST_CHECKLIST_DA = {
    "economist": "økonomens tid til at regne og følge op",
    "social_worker": "socialfagligt arbejde ud over selve støtten",
    "audit": "revision",
    "legal": "juridisk hjælp",
    "follow_up": "opfølgning på borgerne og på tallene",
    "evaluation": "evaluering",
}
"""Costs that are easily forgotten, by the code under which a case answers for each."""
COST_FIELDS = ("name", "amount", "per", "year", "shares", "refund", "eligible_share", "basis", "note")


AMOUNT_FIELDS = (*RANGE_FIELDS, "observed")
CASEWORKER_HOURS = "caseworker_hours"


@dataclass(frozen=True)
class SharedCost:
    """A cost paid by fixed shares."""

    shares: dict[str, Number]

    def shares_in(self, years_since_cohort: int, on: date, at: At) -> dict[str, Any]:
        return {payer: at(share) for payer, share in self.shares.items()}


@dataclass(frozen=True)
class RefundedCost:
    """A cost of support that the state refunds half of, for the share of participants who are eligible."""

    rule: SupportRefund
    eligible_share: Number

    def shares_in(self, years_since_cohort: int, on: date, at: At) -> dict[str, Any]:
        return self.rule.shares(at(self.eligible_share), years_since_cohort, on)


@dataclass(frozen=True)
class Cost:
    """Kroner once (in `year`), per operating year or per participant, in the case's price year."""

    name: str
    amount: Number
    per: str
    year: int | None
    payers: SharedCost | RefundedCost
    basis: str
    note: str | None
    observed: bool = False

    def falls_in(self, operating_years: int) -> slice:
        """The years it falls in, of those of a calculation."""
        return slice(operating_years) if self.year is None else slice(self.year, self.year + 1)

    def kroner(self, t: int, participants: tuple[Number, ...], at: At) -> Any:
        """The whole cost in year t."""
        operating = t < len(participants)
        if self.per == "once":
            return at(self.amount) if t == self.year else 0.0
        if self.per == "year":
            return at(self.amount) if operating else 0.0
        return at(self.amount) * at(participants[t]) if operating else 0.0

    def by_payer(self, t: int, participants: tuple[Number, ...], on: date, at: At) -> dict[str, Any]:
        """Kroner of each payer in year t, by the rule on a day; the newest cohort's age decides on refunds."""
        kroner = self.kroner(t, participants, at)
        years_since_cohort = max(0, t - len(participants) + 1)
        shares = self.payers.shares_in(years_since_cohort, on, at)
        return {payer: kroner * share for payer, share in shares.items()}


def read_cost(node: Node, years: int, base_year: int, knowledge: Knowledge) -> Cost | None:
    """One cost; `years` is how many years the calculation runs."""
    required = ("name", "amount", "per", "basis")
    if not node.mapping(COST_FIELDS, required=required):
        return None
    if any(field not in node for field in required):
        return None
    per = node["per"].choice(PERS)
    return Cost(
        node["name"].text(),
        read_number(node["amount"], ANY, ("observed",)),
        per,
        _year(node, years, base_year),
        _payers(node, knowledge),
        node["basis"].choice(BASES),
        node["note"].optional_text(),
        _observed(node["amount"]["observed"], per),
    )


def _observed(node: Node, per: str) -> bool:
    """Whether the amount is what caseworkers' hours have cost per course, once enough is registered."""
    if node.value is None:
        return False
    node.choice((CASEWORKER_HOURS,))
    if per != "participant":
        node.refuse("Kun en omkostning med per: participant kan komme fra registrerede timer.")
    return True


def _year(node: Node, years: int, base_year: int) -> int | None:
    """The year of a cost that falls once, counted from 0."""
    if node["per"].value != "once":
        if "year" in node and node["per"].value in PERS:
            node["year"].refuse("Kun en omkostning med per: once har et år.")
        return None
    value = node["year"].value
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < years:
        node["year"].refuse(f"Skriv et af beregningens år, 0 til {years - 1}; år 0 er {base_year}.")
        return None
    return value


def _payers(node: Node, knowledge: Knowledge) -> SharedCost | RefundedCost:
    """Fixed shares (the municipality pays it all where none are given), or the refund of support."""
    municipality_pays = SharedCost({"municipality": Number(1.0, f"{node.path}.shares.municipality")})
    if "refund" in node:
        return _refunded(node, knowledge) or municipality_pays
    if "eligible_share" in node:
        node["eligible_share"].refuse("eligible_share hører sammen med refund: sel_85a.")
    return SharedCost(read_shares(node["shares"])) if "shares" in node else municipality_pays


def _refunded(node: Node, knowledge: Knowledge) -> RefundedCost | None:
    if "shares" in node:
        node.faults.append(Fault(f"{node.path}.shares", "shares, refund", "Skriv enten shares eller refund."))
    rules = {name: rule for name, rule in knowledge.rules.items() if isinstance(rule, SupportRefund)}
    if node["refund"].value not in tuple(rules):
        node["refund"].refuse(f"En omkostning kan have en af {', '.join(rules)}.")
        return None
    if "eligible_share" not in node:
        node["eligible_share"].refuse(
            "Skriv andelen af deltagere, der er flyttet fra § 110 til egen bolig, fra 0 til 1."
        )
        return None
    return RefundedCost(rules[node["refund"].value], read_number(node["eligible_share"], SHARE))
