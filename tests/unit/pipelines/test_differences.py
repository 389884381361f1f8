"""Where an extract disagrees with what somebody wrote: nothing of theirs is overwritten, and it is asked once."""

import copy
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from pipelines.citizen_rows import FieldOrigin, citizen_rows
from pipelines.difference_store import (
    Chosen,
    NoReasonError,
    StaleChoiceError,
    choose,
    corrected,
    open_differences,
)
from pipelines.import_load import Given, ImportResult, check_import, format_import, load_import
from pipelines.loading import load_rows
from pipelines.mapping import Mapping
from pipelines.origins import origin_da, origins
from pipelines.settings import Choices, Settings
from pipelines.store import open_store, stored_tables
from tests.extracting import HOURS_MAPPING, STATUS_MAPPING, extract, mapping_of
from tests.sending import AT, CITIZEN, COURSE, TODAY
from tests.stores import store_at

pytestmark = pytest.mark.store

HEAD = "Borger;Måned;Bolig;Døgn\n"
NOVEMBER = datetime(2025, 11, 3, 12, 0)


class World:
    """A store with one citizen and course, a worker who types, and a system that sends extracts."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url, self.days = folder, url, 0
        self.here = Settings(folder, url, TODAY, Choices())
        self.types(citizens=[CITIZEN], courses=[COURSE])

    def types(self, who: str = "åse", **rows: Any) -> None:
        given = {name: [dict(row) for row in table] for name, table in rows.items()}
        result = load_rows(self.url, given, today=TODAY, who=who, source="Registrering", at=self._at())
        assert result.faults == []

    def status(self, **fields: str) -> None:
        """What the worker says of March."""
        self.types(monthly_status=[{"citizen_id": "b1", "month": "2025-03", **fields}])

    def sends(self, text: str, mapping: Mapping | None = None) -> ImportResult:
        given = Given([extract(self.folder, text)], mapping or mapping_of(self.folder, STATUS_MAPPING), {})
        return load_import(self.here, given, who="drift", at=self._at())

    def march(self) -> dict[str, Any]:
        return next(row for row in stored_tables(self.url)["monthly_status"].to_pylist() if row["month"].month == 3)

    def open(self) -> list[tuple[str, Any, Any]]:
        """What there is to choose: field, mine, theirs."""
        with_engine = self.engine()
        found = [(each.field, each.mine, each.theirs) for each in open_differences(with_engine)]
        with_engine.dispose()
        return found

    def chooses(self, choice: Any, *, mine: Any = ..., reason: str = "ny liste") -> Any:
        engine = self.engine()
        chosen = [Chosen(each.id, each.mine if mine is ... else mine, choice) for each in open_differences(engine)]
        try:
            return choose(engine, chosen, who="åse", today=TODAY, at=self._at(), reason=reason)
        finally:
            engine.dispose()

    def engine(self) -> Engine:
        return open_store(self.url)

    def _at(self) -> datetime:
        self.days += 1
        return AT + timedelta(days=self.days)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, store_at(tmp_path))


@pytest.fixture
def either(store_url: str, tmp_path: Path) -> World:
    """The same on SQLite and on PostgreSQL."""
    return World(tmp_path, store_url)


def test_what_a_worker_typed_stays_and_the_rest_goes_in(either: World) -> None:
    """Housing is the worker's and stays; nights were blank and are filled; finances have no source and are untouched."""
    either.status(housing="own_home", finances="4")
    result = either.sends(HEAD + "b1;03-2025;Gade;7\n")
    march = either.march()
    assert (march["housing"], march["shelter_nights"], march["finances"]) == ("own_home", 7, 4)
    assert either.open() == [("housing", "own_home", "without_home")]
    assert result.new_differences == 1
    assert "Nye forskelle: 1." in format_import(result)


def test_a_difference_says_who_wrote_mine_and_when(world: World) -> None:
    world.status(housing="own_home")
    world.sends(HEAD + "b1;03-2025;Gade;7\n")
    engine = world.engine()
    [found] = open_differences(engine)
    assert found.origin == FieldOrigin("Registrering", AT + timedelta(days=2), "åse", None)
    assert (found.source, found.citizen_id) == ("Fagsystem", "b1")
    engine.dispose()


def test_the_same_source_corrects_itself_and_a_blank_of_its_takes_its_own_value_away(world: World) -> None:
    """7 nights become 9, then unknown: all three came from the system. What the worker typed is not emptied."""
    world.status(housing="own_home")
    for nights, expected in (("7", 7), ("9", 9), ("", None)):
        world.sends(HEAD + f"b1;03-2025;?;{nights}\n")
        assert world.march()["shelter_nights"] == expected
    assert world.march()["housing"] == "own_home"
    assert world.open() == []


def test_another_source_does_not_overwrite_the_first(world: World) -> None:
    other = mapping_of(world.folder, STATUS_MAPPING | {"source": "Boligsystem"})
    world.sends(HEAD + "b1;03-2025;Gade;7\n")
    world.sends(HEAD + "b1;03-2025;Egen bolig;7\n", other)
    assert world.march()["housing"] == "without_home"
    assert world.open() == [("housing", "without_home", "own_home")]


def test_a_field_that_a_worker_emptied_is_not_filled_again(world: World) -> None:
    world.sends(HEAD + "b1;03-2025;Gade;7\n")
    world.types(monthly_status=[{"citizen_id": "b1", "month": "2025-03", "housing": "without_home"}])
    world.sends(HEAD + "b1;03-2025;Gade;7\n")
    assert world.march()["shelter_nights"] is None
    assert world.open() == [("shelter_nights", None, 7)]


def test_it_is_asked_once_and_again_only_when_the_source_says_something_new(world: World) -> None:
    """The same extract twice: one difference. Kept: not asked again about 7, but about 8."""
    world.status(shelter_nights="3")
    assert [world.sends(HEAD + "b1;03-2025;?;7\n").new_differences for _ in range(2)] == [1, 0]
    world.chooses("mine")
    assert world.open() == []
    assert world.sends(HEAD + "b1;03-2025;?;7\n").new_differences == 0
    assert world.open() == []
    assert world.sends(HEAD + "b1;03-2025;?;8\n").new_differences == 1
    assert world.open() == [("shelter_nights", 3, 8)]
    assert world.march()["shelter_nights"] == 3


def test_a_source_that_comes_to_agree_is_no_longer_disputed(world: World) -> None:
    world.status(shelter_nights="3")
    world.sends(HEAD + "b1;03-2025;?;7\n")
    world.sends(HEAD + "b1;04-2025;?;1\n")
    assert world.open() == [("shelter_nights", 3, 7)]
    world.sends(HEAD + "b1;03-2025;?;3\n")
    assert world.open() == []
    world.status(shelter_nights="4")
    assert world.open() == []


def test_a_worker_who_writes_the_sources_value_has_settled_it(world: World) -> None:
    world.status(shelter_nights="3")
    world.sends(HEAD + "b1;03-2025;?;7\n")
    world.status(shelter_nights="7")
    assert world.open() == []


def test_theirs_is_taken_as_coming_from_the_source(either: World) -> None:
    """After taking 7, the field is the system's, and it may correct it to 9 without asking."""
    either.status(shelter_nights="3", housing="own_home")
    either.sends(HEAD + "b1;03-2025;?;7\n")
    assert either.chooses("theirs").faults == []
    assert (either.march()["shelter_nights"], either.march()["housing"]) == (7, "own_home")
    assert either.open() == []
    engine = either.engine()
    key = '{"citizen_id":"b1","month":"2025-03-01"}'
    found = origins(engine, {"monthly_status": [key]})["monthly_status", key]
    engine.dispose()
    assert (found["shelter_nights"].source, found["shelter_nights"].changed_by) == ("Fagsystem", "åse")
    assert found["housing"].source == "Registrering"
    either.sends(HEAD + "b1;03-2025;?;9\n")
    assert either.march()["shelter_nights"] == 9


def test_a_choice_about_something_that_changed_meanwhile_is_refused(world: World) -> None:
    """The page showed 3 as mine; somebody wrote 4 since: nothing is stored, and the list is shown anew."""
    world.status(shelter_nights="3")
    world.sends(HEAD + "b1;03-2025;?;7\n")
    world.status(shelter_nights="4")
    with pytest.raises(StaleChoiceError, match="Se den nye liste"):
        world.chooses("theirs", mine=3)
    assert world.march()["shelter_nights"] == 4
    assert world.open() == [("shelter_nights", 4, 7)]


@pytest.mark.parametrize("choice", ["mine", "theirs"])
@pytest.mark.parametrize("other_keeps", [True, False])
def test_a_choice_is_held_against_what_stands_when_its_turn_to_write_has_come(
    either: World, choice: str, other_keeps: bool
) -> None:
    """3 against 7, looked at; before the turn to write a colleague keeps the 3, or writes 4: refused, nothing stored."""
    either.status(shelter_nights="3")
    either.sends(HEAD + "b1;03-2025;?;7\n")
    engine = either.engine()
    [shown] = open_differences(engine)

    waiting = [True]

    def colleague(_connection: Connection, options: dict[str, Any]) -> None:
        if options.get("writes") and waiting:
            waiting.clear()
            either.chooses("mine") if other_keeps else either.status(shelter_nights="4")

    event.listen(engine, "set_connection_execution_options", colleague)
    with pytest.raises(StaleChoiceError):
        choose(engine, [Chosen(shown.id, 3, choice)], who="bo", today=TODAY, at=NOVEMBER, reason="ny liste")  # type: ignore[arg-type]
    event.remove(engine, "set_connection_execution_options", colleague)
    assert either.march()["shelter_nights"] == (3 if other_keeps else 4)
    assert either.open() == ([] if other_keeps else [("shelter_nights", 4, 7)])


def test_taking_what_corrects_an_earlier_month_needs_a_reason_and_keeps_it(world: World) -> None:
    """March is earlier than the month now due: 3 becoming 7 is a correction, filling a blank with a home is none."""
    world.status(shelter_nights="3", housing="own_home")
    world.status(shelter_nights="3", housing="")
    world.sends(HEAD + "b1;03-2025;Gade;7\n")
    engine = world.engine()
    earlier = {each.field: corrected(each, TODAY) for each in open_differences(engine)}
    in_time = [corrected(each, date(2025, 4, 30)) for each in open_differences(engine)]
    engine.dispose()
    assert earlier == {"shelter_nights": (date(2025, 3, 1),), "housing": ()}
    assert in_time == [(), ()]
    with pytest.raises(NoReasonError, match="hvorfor"):
        world.chooses("theirs", reason=" ")
    assert world.march()["shelter_nights"] == 3
    world.chooses("theirs", reason="Herberget sendte en ny liste")
    reasons = [line.origin.reason for line in citizen_rows(world.url, "b1").history]
    assert (world.march()["shelter_nights"], reasons[-1]) == (7, "Herberget sendte en ny liste")


def test_a_row_that_no_longer_fits_the_rules_is_held_back_whole(world: World) -> None:
    """The worker ended the course on 10 May as moved; the system says it goes on, and that it was completed.

    Keeping the worker's end and taking the system's blank reason would be a row no rule allows: it stays as it was.
    """
    course = {**COURSE, "ended_on": "2025-05-10", "end_reason": "moved"}
    world.types(courses=[course])
    declared = copy.deepcopy(STATUS_MAPPING)
    declared["tables"] = [
        {
            "table": "courses",
            "columns": {"course_id": "Sag", "ended_on": {"from": "Slut", "date": "DD-MM-YYYY"}, "end_reason": "Årsag"},
        }
    ]
    world.sends("Sag;Slut;Årsag\nf1;01-05-2025;completed\n", mapping_of(world.folder, declared))
    [stored] = stored_tables(world.url)["courses"].to_pylist()
    assert (stored["ended_on"], stored["end_reason"]) == (date(2025, 5, 10), "moved")
    assert world.open() == [("ended_on", "2025-05-10", "2025-05-01"), ("end_reason", "moved", "completed")]
    assert world.chooses("theirs").faults == []
    [stored] = stored_tables(world.url)["courses"].to_pylist()
    assert (stored["ended_on"], stored["end_reason"]) == (date(2025, 5, 1), "completed")


def test_hours_after_an_end_that_is_kept_are_a_fault_in_their_file(world: World) -> None:
    """The worker ended the course in April; hours in May, row 3, contradict it: nothing of the extract is stored."""
    world.types(courses=[{**COURSE, "ended_on": "2025-04-30", "end_reason": "moved"}])
    text = "Sag;Dato;Udfører;Minutter\nf1;03-04-2025;åse;60\nf1;03-05-2025;åse;60\n"
    result = world.sends(text, mapping_of(world.folder, HOURS_MAPPING))
    assert [(fault.row, fault.rule) for fault in result.load.faults] == [(3, "month_outside_course")]
    assert stored_tables(world.url)["time_use"].num_rows == 0


def test_a_fault_anywhere_stores_nothing_and_asks_nothing(world: World) -> None:
    world.status(housing="own_home")
    result = world.sends(HEAD + "b1;03-2025;Gade;7\nb1;04-2025;Slot;1\n")
    assert [fault.rule for fault in result.load.faults] == ["mapping_code"]
    assert world.march()["shelter_nights"] is None
    assert world.open() == []


def test_a_check_writes_nothing_and_says_what_a_load_would_ask(world: World) -> None:
    world.status(housing="own_home")
    given = Given(
        [extract(world.folder, HEAD + "b1;03-2025;Gade;7\n")], mapping_of(world.folder, STATUS_MAPPING), {}
    )  # fmt: skip
    found = check_import(world.here, given)
    assert [(each.field, each.mine, each.theirs) for each in found.differences] == [
        ("housing", "own_home", "without_home")
    ]
    assert world.march()["shelter_nights"] is None
    assert world.open() == []


def test_rows_that_are_there_already_are_counted_and_change_nothing(world: World) -> None:
    world.sends(HEAD + "b1;03-2025;Gade;7\nb1;04-2025;Gade;7\n")
    again = world.sends(HEAD + "b1;03-2025;Gade;7\nb1;04-2025;Gade;8\n")
    counts = again.load.counts["monthly_status"]
    assert (counts.new, counts.changed, counts.unchanged) == (0, 1, 1)
    assert world.sends(HEAD + "b1;03-2025;Gade;7\n").load.load_id is None


def test_an_origin_is_told_with_the_danish_day() -> None:
    """23:30 UTC on 2 November is half past midnight on the 3rd here."""
    origin = FieldOrigin("Sensum", datetime(2025, 11, 2, 23, 30), "drift", None)
    assert origin_da(origin, typed=False) == "fra Sensum 03-11-2025"
    assert origin_da(FieldOrigin("Registrering", NOVEMBER, "åse", None), typed=True) == "skrevet af åse 03-11-2025"
