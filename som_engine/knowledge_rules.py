"""Read the dated rules of who pays: refunds of days, refunds of support, and the ladder."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from som_engine.document import Node, is_number
from som_engine.number import NOT_NEGATIVE, PAYERS, SHARE, read_number
from som_engine.refunds import (
    DayRefund,
    DayRefundVersion,
    Ladder,
    LadderVersion,
    Rule,
    Step,
    SupportRefund,
    SupportRefundVersion,
)

KINDS = ("day_refund", "support_refund", "ladder")
RULE_FIELDS = ("title_da", "kind", "payer", "unit", "law", "note_da", "versions")
VERSION_FIELDS = ("valid_from", "source", "still_valid_on")
Version = TypeVar("Version")


def read_rule(node: Node, name: str) -> Rule | None:
    """One rule file; None when a fault makes it unreadable."""
    if not node.mapping(RULE_FIELDS, required=tuple(field for field in RULE_FIELDS if field != "note_da")):
        return None
    for field in ("title_da", "unit", "law"):
        node[field].text()
    kind, payer = node["kind"].choice(KINDS), node["payer"].choice(PAYERS)
    if kind == "day_refund":
        return DayRefund(name, payer, _versions(node["versions"], ("share", "max_days_per_year"), _day_refund))
    if kind == "support_refund":
        return SupportRefund(name, payer, _versions(node["versions"], ("share", "max_years"), _support_refund))
    return Ladder(name, payer, _versions(node["versions"], ("steps",), _ladder))


def _versions(node: Node, fields: tuple[str, ...], read: Callable[[Node, date], Version]) -> tuple[Version, ...]:
    """Every version of a rule, each with the day it begins, its source and the day it was last seen to hold."""
    versions = []
    days: list[date] = []
    for member in node.members():
        if member.mapping((*VERSION_FIELDS, *fields), required=("source", "still_valid_on")):
            member["source"].text()
            member["still_valid_on"].day()
            days.append(begins(member["valid_from"]))
            versions.append(read(member, days[-1]))
    if len(set(days)) < len(days):
        node.refuse("To versioner begynder samme dag. Behold én.")
    if not versions:
        node.refuse("En regel skal have mindst én version.")
    return tuple(versions)


def begins(node: Node) -> date:
    """The first day of a dated value; a blank one holds from as far back as we know."""
    return date.min if node.value is None else node.day()


def _day_refund(node: Node, valid_from: date) -> DayRefundVersion:
    most = node["max_days_per_year"]
    if most.value is not None and (not is_number(most.value) or most.value < 0):
        most.refuse("Skriv et antal døgn, eller lad feltet stå tomt, hvis der ingen grænse er.")
        return DayRefundVersion(valid_from, 0.0, None)
    return DayRefundVersion(valid_from, read_number(node["share"], SHARE).value, most.value)


def _support_refund(node: Node, valid_from: date) -> SupportRefundVersion:
    share = read_number(node["share"], SHARE).value
    return SupportRefundVersion(valid_from, share, node["max_years"].integer(0, 30, 0))


def _ladder(node: Node, valid_from: date) -> LadderVersion:
    steps = []
    for member in node["steps"].members():
        if member.mapping(("to_week", "share"), required=("share",)):
            to_week = None if member["to_week"].value is None else read_number(member["to_week"], NOT_NEGATIVE).value
            steps.append(Step(to_week, read_number(member["share"], SHARE).value))
    tops = [step.to_week for step in steps[:-1]]
    rising = None not in tops and tops == sorted(set(tops), key=lambda top: top or 0)
    if not steps or steps[-1].to_week is not None or not rising:
        node["steps"].refuse("Trinene skal stå med stigende to_week, og det sidste uden to_week.")
        return LadderVersion(valid_from, (Step(None, 0.0),))
    return LadderVersion(valid_from, tuple(steps))
