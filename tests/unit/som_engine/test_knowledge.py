"""The knowledge base: what ships keeps its own rules, and what breaks them is refused by file, field and remedy."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from som_engine.errors import CaseError, KnowledgeError
from som_engine.knowledge import SHIPPED, load_knowledge
from som_engine.knowledge_records import PAYER_FIELDS
from som_engine.price import nearest_price
from tests.unit.som_engine.cases import KNOWLEDGE, checked, npv, small

PRICE = {
    "title_da": "Døgn", "unit": "day", "main_area": "social_services", "shares": {"municipality": 1},
    "values": [{
        "value": 100, "price_year": 2020, "evidence": "measured", "source": "taksten", "still_valid_on": "2020-12-31",
    }],
}  # fmt: skip


def put(home: Path, place: str, content: Any) -> Path:
    """A file in the installation's own knowledge folder."""
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    path.write_text(re.sub(r"'(\d{4}-\d\d-\d\d)'", r"\1", text), encoding="utf-8")
    return home


def index(**values: float) -> dict[str, Any]:
    proof = {"evidence": "measured", "source": "Danmarks Statistik", "still_valid_on": "2026-01-01"}
    rows = [{"year": int(year[1:]), "value": value} | proof for year, value in values.items()]
    return {"title_da": "Nettoprisindeks", "unit": "index", "values": rows}


def test_what_ships_can_be_read() -> None:
    """Every folder has something in it, and the net price index is empty: we know no values."""
    assert {"sel_110", "sel_85a", "income_support_ladder"} <= set(KNOWLEDGE.rules)
    assert KNOWLEDGE.prices["shelter_110_day"].values[0].value == 1507
    assert KNOWLEDGE.net_price_index == {}
    assert KNOWLEDGE.effects["cti_own_home_2013"].results[0].value == 0.73


def test_suggestions_name_prices_that_exist() -> None:
    for group in KNOWLEDGE.target_groups.values():
        assert {suggestion.price_ref for suggestion in group.suggestions} <= set(KNOWLEDGE.prices)


def test_the_day_price_of_a_shelter_is_the_year_price_per_day() -> None:
    """About 550,000 a year / 365 = 1,507 a day."""
    assert round(550_000 / 365) == KNOWLEDGE.prices["shelter_110_day"].values[0].value


def test_no_file_is_left_out_of_the_reading() -> None:
    """Every shipped file lies in a folder that is read and ends in .yaml."""
    names = {path.stem for path in SHIPPED.rglob("*") if path.is_file()}
    read = {*KNOWLEDGE.rules, *KNOWLEDGE.prices, *KNOWLEDGE.target_groups, *KNOWLEDGE.effects}
    assert names == read | {"discount_rate", "net_price_index"}


def numbers_without_proof(value: Any, proven: bool = False) -> list[Any]:
    """Every number that has no source and no day it was seen to hold, neither beside it nor around it."""
    if isinstance(value, dict):
        proven = proven or bool(
            str(value.get("source") or "").strip() and isinstance(value.get("still_valid_on"), date)
        )
        inner = [one for name, one in value.items() if name not in PAYER_FIELDS]
        return [number for one in inner for number in numbers_without_proof(one, proven)]
    if isinstance(value, list):
        return [number for one in value for number in numbers_without_proof(one, proven)]
    return [value] if isinstance(value, int | float) and not proven else []


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_number_that_ships_has_its_source_and_day(path: Path) -> None:
    """Read without our own reader, so that a number nobody checks is found too; who pays is not a number of a source."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert numbers_without_proof(content) == []


def changed(**fields: Any) -> dict[str, Any]:
    return {**PRICE, "values": [{**PRICE["values"][0], **fields}]}


def without(field: str) -> dict[str, Any]:
    return {**PRICE, "values": [{name: value for name, value in PRICE["values"][0].items() if name != field}]}


BROKEN = {
    "no source": (without("source"), "values.0.source: mangler"),
    "no evidence": (without("evidence"), "values.0.evidence: mangler"),
    "no day": (without("still_valid_on"), "values.0.still_valid_on: mangler"),
    "no year": (without("price_year"), "values.0.price_year: mangler"),
    "no unit": ({name: value for name, value in PRICE.items() if name != "unit"}, "unit: mangler"),
    "no number": (changed(value="dyr"), 'values.0.value: "dyr"'),
    "evidence": (changed(evidence="guessed"), "measured, calculated, assumed"),
    "unknown field": (changed(price=7), 'values.0.price: "price"'),
    "a year twice": ({**PRICE, "values": PRICE["values"] * 2}, "Samme prisår"),
    "nobody pays": ({name: value for name, value in PRICE.items() if name != "shares"}, "præcis én af shares"),
    "paid twice": ({**PRICE, "refund": "sel_110"}, "præcis én af shares"),
    "empty without a word": ({**PRICE, "values": []}, "fill_in_da: mangler"),
    "key twice": ("title_da: a\ntitle_da: b\n", "to gange"),
    "no yaml": ("title_da: [", "gyldig YAML"),
    "no mapping": ("hej", "Her skal stå felter"),
}


@pytest.mark.parametrize(("content", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_price_file_is_refused(tmp_path: Path, content: Any, said: str) -> None:
    put(tmp_path, "prices/own_day.yaml", content)
    with pytest.raises(KnowledgeError) as raised:
        load_knowledge(tmp_path)
    assert said in str(raised.value)
    assert "own_day.yaml" in str(raised.value)


RULE = {
    "title_da": "R", "kind": "day_refund", "payer": "state", "unit": "day", "law": "Loven",
    "versions": [{"valid_from": "2024-01-01", "share": 0.5, "max_days_per_year": 10, "source": "s",
                  "still_valid_on": "2026-01-01"}],
}  # fmt: skip


def version(**fields: Any) -> dict[str, Any]:
    return {**RULE, "versions": [{**RULE["versions"][0], **fields}]}


LADDER = {"to_week": None, "share": 0.2}
BROKEN_RULES = {
    "no law": ({name: value for name, value in RULE.items() if name != "law"}, "law: mangler"),
    "kind": ({**RULE, "kind": "gift"}, "day_refund, support_refund, ladder"),
    "share": (version(share=2), 'share: "2"'),
    "days": (version(max_days_per_year=-1), 'max_days_per_year: "-1"'),
    "no source": (version(source=None), "source: mangler"),
    "begins twice": ({**RULE, "versions": RULE["versions"] * 2}, "samme dag"),
    "no version": ({**RULE, "versions": []}, "mindst én version"),
    "date": (version(valid_from="snart"), 'valid_from: "snart"'),
    "steps": (
        {**RULE, "kind": "ladder", "versions": [{
            "source": "s", "still_valid_on": "2026-01-01",
            "steps": [{"to_week": 9, "share": 1}, {"to_week": 4, "share": 1}],
        }]}, "stigende to_week",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), BROKEN_RULES.values(), ids=BROKEN_RULES)
def test_a_broken_rule_is_refused(tmp_path: Path, content: Any, said: str) -> None:
    with pytest.raises(KnowledgeError, match=re.escape(said)):
        load_knowledge(put(tmp_path, "rules/own.yaml", content))


def test_what_would_never_be_read_is_refused(tmp_path: Path) -> None:
    for place in ("priser/own.yaml", "prices/own.yml", "own.yaml"):
        home = put(tmp_path / place.replace("/", "_"), place, PRICE)
        with pytest.raises(KnowledgeError, match="rules, prices, indices"):
            load_knowledge(home)


def test_an_own_folder_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert load_knowledge(tmp_path / "knowledge").prices == KNOWLEDGE.prices


def test_an_own_file_takes_the_place_of_ours(tmp_path: Path) -> None:
    """The municipality's own tariff for a shelter day, with shares of its own."""
    home = put(tmp_path, "prices/shelter_110_day.yaml", PRICE)
    content = small({"change": [-1], "price_ref": "shelter_110_day"}, price_year=2020)
    assert npv(content, knowledge=load_knowledge(home))["municipality"] == 100


def test_prices_move_with_the_net_price_index(tmp_path: Path) -> None:
    """100 in 2020-prices with index 80 to 100: 125 in 2027-prices."""
    home = put(tmp_path, "prices/own_day.yaml", PRICE)
    put(home, "indices/net_price_index.yaml", index(y2020=80.0, y2027=100.0))
    content = small({"change": [-1], "price_ref": "own_day"})
    assert npv(content, knowledge=load_knowledge(home))["total"] == pytest.approx(125)
    own_price = {"amount": 100, "price_year": 2020, "shares": {"state": 1}}
    found = npv(small({"change": [-1], "price": own_price}), knowledge=load_knowledge(home))
    assert found["state"] == pytest.approx(125)


@pytest.mark.parametrize("known", [{}, {"y2020": 80.0}, {"y2019": 79.0, "y2027": 100.0}])
def test_a_missing_year_is_a_fault_never_a_guess(tmp_path: Path, known: dict[str, float]) -> None:
    home = put(tmp_path, "prices/own_day.yaml", PRICE)
    put(home, "indices/net_price_index.yaml", index(**known))
    content = small({"change": [-1], "price_ref": "own_day"})
    with pytest.raises(CaseError, match="nettoprisindekset mangler 20"):
        npv(content, knowledge=load_knowledge(home))


def test_the_index_is_not_needed_within_one_year() -> None:
    content = small({"change": [-1], "price": {"amount": 7, "price_year": 2027, "shares": {"state": 1}}})
    assert npv(content)["state"] == 7


def test_a_price_nobody_has_filled_in_is_a_fault() -> None:
    with pytest.raises(CaseError, match="Udfyld prices/support_85_hour.yaml"):
        npv(small({"change": [-1], "price_ref": "support_85_hour"}))


@pytest.mark.parametrize(("year", "chosen"), [(2018, 2019), (2019, 2019), (2021, 2020), (2022, 2022), (2030, 2022)])
def test_the_price_of_the_year_or_the_nearest_before_it(year: int, chosen: int) -> None:
    """Known for 2019, 2020 and 2022."""
    assert nearest_price(KNOWLEDGE.prices["psychiatric_bed_day"], year).price_year == chosen


def test_an_index_value_needs_its_proof(tmp_path: Path) -> None:
    broken = index(y2020=80.0)
    del broken["values"][0]["source"]
    with pytest.raises(KnowledgeError, match="values.0.source: mangler"):
        load_knowledge(put(tmp_path, "indices/net_price_index.yaml", broken))


def test_a_price_per_something_else_is_a_warning() -> None:
    """Weeks at the price of a day."""
    content = small({"change": [-1], "price_ref": "prison_day", "unit": "week"}, price_year=2015)
    assert checked(content).warnings == ("consequences.it.unit: week, men prisen prison_day er pr. day.",)
    assert checked(small({"change": [-1], "price_ref": "prison_day"}, price_year=2015)).warnings == ()


def test_the_discount_rate_holds_from_always(tmp_path: Path) -> None:
    proof = {"value": 0.03, "evidence": "assumed", "source": "s", "still_valid_on": "2026-01-01"}
    rates = {"title_da": "Rente", "unit": "share", "values": [proof | {"valid_from": "2030-01-01"}]}
    with pytest.raises(KnowledgeError, match="fra altid"):
        load_knowledge(put(tmp_path, "indices/discount_rate.yaml", rates))
