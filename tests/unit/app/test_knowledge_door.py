"""Who reads and who adds to the knowledge base, and what its tables say of old and unknown prices."""

from datetime import date
from pathlib import Path

import pytest

from app import knowledge_door, knowledge_frames
from app.cases import READERS
from app.rights import ROLES_DA, Grant, NotAllowedError, Role, User, Visit
from pipelines.own_estimates import EXAMPLE_DA
from pipelines.own_knowledge import OwnIndex
from pipelines.settings import Choices, Settings
from som_engine.errors import KnowledgeError
from tests.stores import store_at
from tests.unit.som_engine.cases import KNOWLEDGE

pytestmark = pytest.mark.store

TODAY = date(2026, 1, 15)
INDEX = OwnIndex(2025, 118.4, "Danmarks Statistik", TODAY)


def visit(home: Path, role: Role) -> Visit:
    here = Settings(home, store_at(home), TODAY, Choices())
    return Visit(here, User("erik", (Grant(role, "901"),)))


@pytest.mark.parametrize("role", ROLES_DA)
def test_who_reads_and_who_adds(tmp_path: Path, role: Role) -> None:
    who = visit(tmp_path, role)
    if role in READERS:
        assert knowledge_door.knowledge(who)[1] == ()
        assert knowledge_door.own_files(who) == frozenset()
    else:
        for read in (knowledge_door.knowledge, knowledge_door.own_files):
            with pytest.raises(NotAllowedError):
                read(who)
    if role == "economist":
        assert knowledge_door.add_file(who, "egne.csv", EXAMPLE_DA.encode("utf-8-sig")) == 2
        knowledge_door.add(who, [INDEX])
        assert knowledge_door.own_files(who) == {"egen_botilbud", "egen_opgoerelse", "net_price_index"}
        assert knowledge_door.knowledge(who)[0].net_price_index == {2025: 118.4}
    else:
        with pytest.raises(NotAllowedError):
            knowledge_door.add(who, [INDEX])
        with pytest.raises(NotAllowedError):
            knowledge_door.add_file(who, "egne.csv", EXAMPLE_DA.encode())
        assert not (tmp_path / "knowledge").exists()


def test_a_broken_own_file_is_told_and_ours_is_shown(tmp_path: Path) -> None:
    (tmp_path / "knowledge" / "prices").mkdir(parents=True)
    (tmp_path / "knowledge" / "prices" / "x.yaml").write_text("title_da: x", encoding="utf-8")
    found, broken = knowledge_door.knowledge(visit(tmp_path, "management"))
    assert "prison_day" in found.prices
    assert any("x.yaml" in fault for fault in broken)


def test_a_faulty_file_adds_nothing(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        knowledge_door.add_file(visit(tmp_path, "economist"), "egne.csv", EXAMPLE_DA.replace("målt", "x", 1).encode())
    assert not (tmp_path / "knowledge").exists()


def test_old_and_unknown_prices_say_so() -> None:
    """The prison day was last seen to hold in 2015; the hour of support is not known; the shelter day holds."""
    table = knowledge_frames.price_table(KNOWLEDGE, {"prison_day"}, TODAY)
    status = table.groupby("Pris")["Status"].first()
    assert status["Døgn i fængsel eller arrest, gennemsnit"] == "gammel: find en nyere"
    assert status["Time med bostøtte (SEL § 85)"] == "skriv jeres egen"
    assert status["Døgn på herberg eller forsorgshjem (SEL § 110)"] == "gælder"
    prison = table[table["Pris"].str.startswith("Døgn i fængsel")].iloc[0]
    assert (prison["Kr."], prison["Betales af"], prison["Hvis"]) == ("1.469,00", "stat 100 %", "jeres")
    assert all(table[table["Kr."] != "ikke kendt"]["Kilde"].str.len() > 0)


def test_rules_are_said_in_words_oldest_first() -> None:
    """§ 110: no limit, 120 days from October 2023, 90 from April 2026."""
    told = knowledge_frames.rule_table(KNOWLEDGE)
    shelter = told[told["Regel"].str.contains("110")]
    assert list(shelter["Gælder fra"]) == ["altid", "01-10-2023", "01-04-2026"]
    assert list(shelter["Siger"])[2] == "Staten betaler 50 % i højst 90 døgn om året"
    ladder = told[told["Regel"] == "Refusionstrappen"]["Siger"].iloc[0]
    assert (
        ladder == "Staten betaler 80 % til og med uge 4, 40 % til og med uge 26, 30 % til og med uge 52, 20 % derefter"
    )


def test_every_record_of_the_knowledge_base_is_on_a_table() -> None:
    groups, studies = knowledge_frames.group_table(KNOWLEDGE), knowledge_frames.study_table(KNOWLEDGE, set())
    assert len(groups) == len(KNOWLEDGE.target_groups)
    assert len(studies) == sum(len(study.results) for study in KNOWLEDGE.effects.values())
    assert studies["Kilde"].str.len().min() > 0
    kinds = knowledge_frames.consequence_table(KNOWLEDGE)
    assert len(kinds) == len(
        {one.consequence for group in KNOWLEDGE.target_groups.values() for one in group.suggestions}
    )
    assert knowledge_frames.index_table(KNOWLEDGE).empty
