"""The knowledge base as tables: prices, rules, target groups, kinds of consequences, studies and the price index."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pandas as pd

from app.case_words import EVIDENCE_DA, PAYER_WORDS, RULES_DA, UNITS_DA
from pipelines.danish import day, number
from som_engine.advice import is_old
from som_engine.danish import MAIN_AREAS_DA, percent, short_number
from som_engine.knowledge import Knowledge
from som_engine.refunds import DayRefundVersion, LadderVersion, SupportRefundVersion

PAYERS = {code: word for word, code in PAYER_WORDS.items()}


def price_table(knowledge: Knowledge, own: Collection[str], today: date) -> pd.DataFrame:
    """A row per price and year; a price nobody has filled in is a row that says so."""
    return pd.DataFrame(
        [row for name, record in knowledge.prices.items() for row in _price_rows(record, name in own, today)]
    )


def _price_rows(record: Any, is_own: bool, today: date) -> list[dict[str, str]]:
    about = {
        "Enhed": UNITS_DA.get(record.unit, record.unit),
        "Betales af": _payer_da(record.payer),
        "Hovedområde": MAIN_AREAS_DA[record.main_area],
        "Hvis": "jeres" if is_own else "fælles",
    }
    name = {"Pris": record.title_da}
    if not record.values:
        return [name | {"Kr.": "ikke kendt", "Prisår": "", "Status": "skriv jeres egen"} | about
                | {"Grundlag": "", "Gælder pr.": "", "Kilde": "", "Note": ""}]  # fmt: skip
    return [
        name
        | {
            "Kr.": number(value.value, 2),
            "Prisår": str(value.price_year),
            "Status": "gammel: find en nyere" if is_old(value.still_valid_on, today) else "gælder",
        }
        | about
        | {
            "Grundlag": EVIDENCE_DA[value.evidence],
            "Gælder pr.": day(value.still_valid_on),
            "Kilde": value.source,
            "Note": value.note_da or "",
        }
        for value in sorted(record.values, key=lambda value: -value.price_year)
    ]


def _payer_da(payer: tuple[str, Any] | None) -> str:
    if payer is None:
        return "ikke kendt"
    if payer[0] != "shares":
        return RULES_DA.get(str(payer[1]), str(payer[1]))
    return ", ".join(f"{PAYERS[code]} {percent(share, 0)}" for code, share in payer[1].items())


def rule_table(knowledge: Knowledge) -> pd.DataFrame:
    """A row per version of a rule, with what it says and from when."""
    return pd.DataFrame(
        [
            {
                "Regel": RULES_DA.get(name, name),
                "Gælder fra": "altid" if version.valid_from == date.min else day(version.valid_from),
                "Siger": _rule_da(version),
            }
            for name, rule in knowledge.rules.items()
            for version in _in_order(rule)
        ]
    )


def _in_order(rule: Any) -> list[Any]:
    """The versions of a rule, oldest first."""
    return sorted(rule.versions, key=lambda version: version.valid_from)


def _rule_da(version: Any) -> str:
    if isinstance(version, DayRefundVersion):
        most = (
            "uden grænse"
            if version.max_days_per_year is None
            else f"i højst {short_number(version.max_days_per_year)} døgn om året"
        )
        return f"Staten betaler {percent(version.share, 0)} {most}"
    if isinstance(version, SupportRefundVersion):
        return f"Staten betaler {percent(version.share, 0)} i højst {version.max_years} år"
    if isinstance(version, LadderVersion):
        steps = ", ".join(
            f"{percent(step.share, 0)} {'derefter' if step.to_week is None else f'til og med uge {short_number(step.to_week)}'}"
            for step in version.steps
        )
        return f"Staten betaler {steps}"
    return ""


def group_table(knowledge: Knowledge) -> pd.DataFrame:
    """A row per target group: its consequences worth looking at, and what to be careful with."""
    return pd.DataFrame(
        [
            {
                "Målgruppe": group.title_da,
                "Konsekvenser, det er værd at se på": ", ".join(one.name_da for one in group.suggestions),
                "Vær opmærksom på": " ".join(group.warnings_da),
                "Set at gælde": day(group.still_valid_on),
                "Kilde": group.source,
            }
            for group in knowledge.target_groups.values()
        ]
    )


def consequence_table(knowledge: Knowledge) -> pd.DataFrame:
    """A row per kind of consequence: its unit, main area, price and the groups it is suggested for."""
    kinds = {one.consequence: one for group in knowledge.target_groups.values() for one in group.suggestions}
    return pd.DataFrame(
        [
            {
                "Konsekvens": one.name_da,
                "Enhed": UNITS_DA.get(one.unit, one.unit),
                "Hovedområde": MAIN_AREAS_DA[one.main_area],
                "Pris": knowledge.prices[one.price_ref].title_da
                if one.price_ref in knowledge.prices
                else one.price_ref,
                "Foreslås for": ", ".join(
                    group.title_da
                    for group in knowledge.target_groups.values()
                    if code in {found.consequence for found in group.suggestions}
                ),
            }
            for code, one in kinds.items()
        ]
    )


def study_table(knowledge: Knowledge, own: Collection[str]) -> pd.DataFrame:
    """A row per result of a study; for comparison, never taken into a calculation by itself."""
    return pd.DataFrame(
        [
            {
                "Undersøgelse": study.title_da,
                "Hvis": "jeres" if name in own else "fælles",
                "Resultat": one.name_da,
                "Tal": percent(one.value, 0) if one.unit == "share" else f"{number(one.value, 0)} {one.unit}",
                "Metode": study.method,
                "Borgere": study.target_group_da,
                "Dato": day(one.date),
                "Grundlag": EVIDENCE_DA[one.evidence],
                "Gælder pr.": day(one.still_valid_on),
                "Kilde": one.source,
            }
            for name, study in knowledge.effects.items()
            for one in study.results
        ]
    )


def index_table(knowledge: Knowledge) -> pd.DataFrame:
    """A row per year of the net price index."""
    rows = [{"År": str(year), "Indeks": number(value, 1)} for year, value in sorted(knowledge.net_price_index.items())]
    return pd.DataFrame(rows, columns=["År", "Indeks"])
