"""An extract through the project lead's door, and a caseworker choosing between what it says and what is written."""

from pathlib import Path

import pytest

from app.difference_text import by_row, field_da, origins_da, row_da, values_da
from app.registry import imports, log
from app.rights import NotAllowedError
from pipelines.access_log import accesses
from pipelines.difference_store import Chosen
from pipelines.mapping import MappingError
from pipelines.settings import Settings
from pipelines.store import stored_tables
from tests.unit.app.door_world import COLLEAGUES, FOREIGN, OTHER_TEAMS, OWN, make, visit

pytestmark = pytest.mark.store

HEAD = "Borgernr;Måned;Bolig;Forsørgelse;Døgn på herberg\n"
HOURS = ("ydelser.csv", "Forløbsnr;Dato;Udfører;Minutter;Type\n".encode("cp1252"))


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return make(tmp_path / "home")


def status(*rows: str) -> list[tuple[str, bytes]]:
    return [HOURS, ("status.csv", (HEAD + "".join(f"{row}\n" for row in rows)).encode("cp1252"))]


def february(here: Settings, citizen: str) -> dict:
    rows = stored_tables(here.store_url)["monthly_status"].to_pylist()
    return next(row for row in rows if row["citizen_id"] == citizen and row["month"].month == 2)


def test_an_extract_goes_in_and_asks_the_caseworker(here: Settings) -> None:
    """Housing agrees, income was blank and is filled, nights 3 against 5 are asked about; the log says who was changed."""
    lead, sent = visit(here, "project_lead"), status(f"{OWN};02-2025;Egen bolig;SU;5")
    checked = imports.check_extract(lead, sent, "sensum-eksempel", None)
    assert checked.faults == []
    assert "1 felt siger noget andet" in checked.told
    told = imports.load_extract(lead, sent, "sensum-eksempel", None).told
    assert "Nye forskelle: 1." in told
    row = february(here, OWN)
    assert (row["income"], row["shelter_nights"]) == ("student_grant", 3)
    found = [each for each in imports.differences(visit(here, "caseworker")) if each.source == "Sensum (eksempel)"]
    assert [(each.citizen_id, each.field, each.mine, each.theirs) for each in found] == [(OWN, "shelter_nights", 3, 5)]
    changed = [
        (line.user_name, line.citizen_id, line.subject) for line in accesses(here.store_url) if line.action == "changed"
    ]
    assert changed == [("anne", OWN, "Data ind")]


def test_people_of_others_are_left_out_where_the_mapping_leaves_out_the_unknown(here: Settings) -> None:
    """To the project lead of 901 a citizen of 902 is as unknown as one who does not exist: two rows left out."""
    sent = status(f"{FOREIGN};02-2025;Uden bolig;SU;5", "B-nobody;02-2025;Uden bolig;SU;5")
    told = imports.load_extract(visit(here, "project_lead"), sent, "sensum-eksempel", None).told
    assert "Udeladt: 2 rækker" in told
    assert february(here, FOREIGN)["shelter_nights"] == 3


def test_a_worker_sees_and_settles_own_differences_only(here: Settings) -> None:
    """Anne sees her own and her team's, not the other team's; taking theirs stores 9 and empties the list of it."""
    worker = visit(here, "caseworker")
    found = {each.citizen_id: each for each in imports.differences(worker)}
    assert set(found) == {OWN, COLLEAGUES}
    others = {each.citizen_id: each for each in imports.differences(visit(here, "project_lead"))}
    with pytest.raises(NotAllowedError):
        imports.choose(worker, [Chosen(others[OTHER_TEAMS].id, 3, "theirs")])
    choices = [Chosen(found[OWN].id, 3, "theirs"), Chosen(found[COLLEAGUES].id, 3, "mine")]
    assert imports.choose(worker, choices) == ["Skriv, hvorfor en tidligere måned rettes."]
    assert imports.choose(worker, choices, "Herberget sendte en ny liste") == []
    assert (february(here, OWN)["shelter_nights"], february(here, COLLEAGUES)["shelter_nights"]) == (9, 3)
    assert imports.differences(worker) == []
    assert {line.citizen_id for line in log.newest(visit(here, "auditor")) if line.action == "changed"} == {
        OWN,
        COLLEAGUES,
    }


def test_a_choice_about_what_changed_since_is_told_and_stores_nothing(here: Settings) -> None:
    """The page is said to have shown 4 where 3 is written: the list is out of date."""
    worker = visit(here, "caseworker")
    [found] = [each for each in imports.differences(worker) if each.citizen_id == OWN]
    assert imports.choose(worker, [Chosen(found.id, 4, "theirs")]) == [
        "Forskellen er ændret, siden siden blev vist. Se den nye liste, og vælg igen."
    ]
    assert february(here, OWN)["shelter_nights"] == 3


def test_a_faulty_mapping_of_the_municipalitys_is_listed_with_its_fault(here: Settings) -> None:
    (here.home / "mappings").mkdir()
    (here.home / "mappings" / "vores.yaml").write_text("source: X\n", encoding="utf-8")
    listed = {choice.name: choice.problem for choice in imports.mappings(visit(here, "project_lead"))}
    assert list(listed) == ["vores", "ffb", "sensum-eksempel"]
    assert "source, about_da, form og tables" in (listed["vores"] or "")
    assert listed["ffb"] is None


def test_a_mapping_with_keys_asks_for_the_key_file(here: Settings) -> None:
    with pytest.raises(MappingError, match="nøglefil"):
        imports.check_extract(visit(here, "project_lead"), [("r.json", b"{}")], "ffb", None)


def test_a_difference_is_told_in_danish(here: Settings) -> None:
    """3 nights written on 15 June by the load of the world; 9 from the system since 1 June."""
    [rows] = [
        row for row in by_row(imports.differences(visit(here, "caseworker"))).values() if row[0].citizen_id == OWN
    ]
    assert row_da(rows[0]) == f"{OWN} · Månedsstatus · februar 2025"
    assert field_da(rows[0]) == "Herbergsdøgn"
    assert values_da(rows[0]) == ("3", "9")
    assert origins_da(rows[0]) == ("skrevet af anne 15-06-2025 (fagsystem)", "fra Fagsystem 01-06-2025")
