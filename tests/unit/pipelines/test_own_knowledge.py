"""The municipality's own prices, index and estimates: added beside what was there, each with its source, all or nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipelines.own_estimates import EXAMPLE_DA, read_estimates
from pipelines.own_knowledge import Own, OwnEffect, OwnIndex, OwnPrice, add_own
from som_engine.errors import KnowledgeError
from som_engine.knowledge import load_knowledge
from tests.unit.som_engine.cases import npv, small

VALID = date(2026, 1, 1)
KNOWN = OwnPrice("prison_day", 2000.0, 2025, "measured", "Kriminalforsorgen 2025", VALID)
NEW = OwnPrice("egen_pris", 100.0, 2025, "measured", "Takstblad", VALID, "Døgn", "day", "social_services",
               ("shares", {"municipality": 0.5, "state": 0.5}), "Set efter")  # fmt: skip
INDEX = OwnIndex(2025, 118.4, "Danmarks Statistik", VALID)
EFFECT = OwnEffect("egen", "Vores", "CTI", "Voksne", "Egen bolig", 0.35, "share", VALID, "measured", "Opgørelse", VALID)


def test_a_new_year_is_added_and_the_old_value_stays(tmp_path: Path) -> None:
    """The prison day: ours of 2015 and the municipality's of 2025; a case of 2025 takes the new one, of 2015 the old."""
    add_own(tmp_path, [KNOWN])
    knowledge = load_knowledge(tmp_path / "knowledge")
    assert {value.price_year: value.value for value in knowledge.prices["prison_day"].values} == {
        2015: 1469,
        2025: 2000,
    }
    for year, kroner in ((2015, 1469), (2025, 2000)):
        content = small({"change": [-1], "price_ref": "prison_day"}, price_year=year)
        assert npv(content, knowledge=knowledge)["state"] == kroner


def test_a_year_that_is_there_is_not_edited(tmp_path: Path) -> None:
    add_own(tmp_path, [KNOWN])
    with pytest.raises(KnowledgeError, match="Samme prisår"):
        add_own(tmp_path, [replace(KNOWN, value=1.0)])
    values = load_knowledge(tmp_path / "knowledge").prices["prison_day"].values
    assert [value.value for value in values if value.price_year == 2025] == [2000]


def test_a_price_of_its_own_and_an_index_and_a_study(tmp_path: Path) -> None:
    written = add_own(tmp_path, [NEW, INDEX, replace(INDEX, year=2026, value=121.0), EFFECT])
    assert sorted(path.name for path in written) == ["egen.yaml", "egen_pris.yaml", "net_price_index.yaml"]
    knowledge = load_knowledge(tmp_path / "knowledge")
    assert knowledge.net_price_index == {2025: 118.4, 2026: 121.0}
    assert knowledge.effects["egen"].results[0].value == 0.35
    assert npv(small({"change": [-2], "price_ref": "egen_pris"}, price_year=2025), knowledge=knowledge)["state"] == 100


def test_a_price_that_was_not_known_is_filled_in(tmp_path: Path) -> None:
    """The hour of support ships empty and says so; the municipality's own takes its place."""
    own = replace(NEW, id="support_85_hour", title_da=None, unit=None, main_area=None)
    add_own(tmp_path, [own])
    record = load_knowledge(tmp_path / "knowledge").prices["support_85_hour"]
    assert (record.title_da, record.unit) == ("Time med bostøtte (SEL § 85)", "hour")
    assert record.values[0].source == "Takstblad"


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (replace(KNOWN, source=""), "source"),
        (replace(KNOWN, source="010190-1234"), "CPR-nummer"),
        (replace(KNOWN, evidence="gættet"), "measured, calculated, assumed"),
        (replace(NEW, unit=None), "unit: mangler"),
        (replace(NEW, payer=None), "præcis én af shares"),
        (replace(NEW, id="../ud"), "små bogstaver"),
        (replace(NEW, id=""), "små bogstaver"),
        (replace(INDEX, value=0.0), "over 0"),
        (replace(EFFECT, source=" "), "source"),
    ],
)
def test_a_value_without_its_proof_is_refused_and_nothing_is_written(tmp_path: Path, own: Own, said: str) -> None:
    """A good one beside it is not written either."""
    with pytest.raises(KnowledgeError, match=said):
        add_own(tmp_path, [INDEX if own != INDEX else NEW, own])
    assert not (tmp_path / "knowledge").exists()


def test_the_example_file_reads_and_can_be_added(tmp_path: Path) -> None:
    """1.850,50 kr. in 2025 paid by the municipality, and 35 % in 2024 as 0.35."""
    price, effect = read_estimates(EXAMPLE_DA, "egne.csv")
    assert isinstance(price, OwnPrice)
    assert (price.value, price.price_year, price.payer) == (1850.5, 2025, ("shares", {"municipality": 1.0}))
    assert isinstance(effect, OwnEffect)
    assert (effect.value, effect.on) == (0.35, date(2024, 12, 31))
    add_own(tmp_path, [price, effect])
    assert "egen_botilbud" in load_knowledge(tmp_path / "knowledge").prices


HEAD, PRICE, EFFECT_ROW = EXAMPLE_DA.strip().splitlines()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (PRICE.replace("1.850,50", "1850.50"), 'række 2, værdi: "1850.50"'),
        (PRICE.replace("Takstblad 2025", ""), "række 2, kilde: mangler"),
        (PRICE.replace("målt", "gættet"), "målt, beregnet, antaget"),
        (PRICE.replace("kommune 100", "kommune 90"), "100 i alt"),
        (PRICE.replace("01-01-2026", "2026-01-01"), "række 2, gælder pr."),
        (PRICE.replace(";2025;", ";25;"), "række 2, år"),
        (PRICE.replace("pris;", "rabat;"), "pris, effekt"),
        (PRICE.replace("Sociale indsatser", "Veje"), "række 2, hovedområde"),
        (EFFECT_ROW.replace("CTI", ""), "række 2, metode"),
    ],
)
def test_every_fault_of_a_file_is_told_by_row_and_column(row: str, said: str) -> None:
    with pytest.raises(KnowledgeError, match=said):
        read_estimates(f"{HEAD}\n{row}\n", "egne.csv")


def test_all_faults_at_once_and_wrong_headings() -> None:
    with pytest.raises(KnowledgeError) as raised:
        read_estimates("\n".join([HEAD, PRICE.replace("målt", "x"), PRICE.replace("pris;", "x;")]), "egne.csv")
    assert [fault.path for fault in raised.value.faults] == ["række 2, grundlag", "række 3, slags"]
    for text in ("", "a;b\n1;2\n", HEAD):
        with pytest.raises(KnowledgeError):
            read_estimates(text, "egne.csv")


def test_a_rule_can_pay_a_price() -> None:
    (price,) = read_estimates(f"{HEAD}\n{PRICE.replace('kommune 100', '§ 110')}\n", "egne.csv")
    assert isinstance(price, OwnPrice)
    assert price.payer == ("refund", "sel_110")
