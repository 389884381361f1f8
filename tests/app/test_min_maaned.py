"""Min måned in a real browser: by keyboard alone, as fast as one types, and what the store holds afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from pipelines.citizen_rows import citizen_rows
from tests.app import keyboard_session
from tests.app.browser import open_page
from tests.app.keyboard_session import FORM, WITHIN_MS, in_focus
from tests.app.own_month import COLLEAGUE, STATUS, WHO, Place, own_month_home
from tests.app.serving import served
from tests.stores import copy_home, store_at

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_month_home(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture
def place(made_home: Path, tmp_path: Path) -> Iterator[Place]:
    home = copy_home(made_home, tmp_path / "home")
    with served(home) as address:
        yield Place(home, address)


def test_ten_citizens_by_keyboard_alone(place: Place, chrome: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    """Five are due for WHO-5: 4+3+3+2+4 = 16, times 4 = 64. At most 25 keys without a measurement and 40 with.

    The rest of the status is what it was in November, confirmed; the store holds what was typed and no draft.
    """
    page = open_page(chrome, f"{place.address}/min-maaned?hvem={WHO}")
    done = keyboard_session.session(page, 10)
    with capsys.disabled():
        print(f"\n{keyboard_session.as_table(done)}")
    assert [each.citizen for each in done] == [f"B-{number:02}" for number in range(1, 11)]
    assert [each.has_measurement for each in done] == [True, False] * 5
    assert all(each.keys <= (40 if each.has_measurement else 25) for each in done)
    expect(page.get_by_text("december 2025: 10 af 10 færdige")).to_be_visible(timeout=WITHIN_MS)
    assert place.rows("select course_id, hours from time_use where month = '2025-12-01' order by course_id") == [
        (f"F-{number:02}", 7.5) for number in range(1, 11)
    ]
    assert place.rows(
        "select count(*), min(score), max(score) from measurements where measured_on >= '2025-12-01'"
    ) == [(5, 64, 64)]
    columns = [name for name in STATUS if name != "month"]
    (november,) = place.rows(f"select distinct {', '.join(columns)} from monthly_status where month = '2025-11-01'")
    december = place.rows(f"select {', '.join(columns)} from monthly_status where month = '2025-12-01'")
    assert december == [november] * 10
    assert place.rows("select * from drafts") == []


def test_nothing_is_lost_on_a_fast_typist(place: Place, chrome: Browser) -> None:
    """The months of four citizens in one go, faster than any answer of the server: all four are saved as typed.

    And a fifth, left for another page in the moment it is saved.
    """
    page = open_page(chrome, f"{place.address}/min-maaned?hvem={WHO}")
    keyboard_session.at_full_speed(page, [True, False, True, False], "12,25")
    expect(page.get_by_text("december 2025: 4 af 10 færdige")).to_be_visible(timeout=WITHIN_MS)
    in_focus(page, "Timer")
    page.keyboard.type("12,25")
    page.keyboard.press("Control+Enter")
    page.get_by_role("link", name="Nyt forløb").click()
    expect(page.locator("h1")).to_have_text("Nyt forløb", timeout=WITHIN_MS)
    assert place.rows("select course_id, hours from time_use where month = '2025-12-01' order by course_id") == [
        (f"F-0{number}", 12.25) for number in range(1, 6)
    ]
    status = "select shelter_nights, evictions_averted, housing from monthly_status where month = '2025-12-01'"
    assert place.rows(status) == [(0, 0, "own_home")] * 4
    assert (
        place.rows("select item_1, item_2, item_3, item_4, item_5 from measurements where measured_on >= '2025-12-01'")
        == [(4, 3, 3, 2, 4)] * 2
    )
    assert place.rows("select * from drafts") == []


@pytest.mark.store
def test_two_at_once_see_each_other_and_the_history_holds_both(place: Place, chrome: Browser) -> None:
    """Two browsers open F-02. The first saves 4 nights; the other's 9 is held back, both are shown, and 9 is chosen.

    Beside it she has typed hours, which nobody disputes: they are saved with the choice. The log knows who looked and
    who changed, and holds no value.
    """
    contexts = [chrome.new_context(locale="da-DK") for _ in range(2)]
    mine, theirs = (
        open_page(context, f"{place.address}/min-maaned?hvem={who}&forloeb=F-02")
        for context, who in zip(contexts, (WHO, COLLEAGUE), strict=True)
    )
    for page, nights in ((theirs, "4"), (mine, "9")):
        expect(page.locator(f"{FORM} h3")).to_have_text("B-02", timeout=WITHIN_MS)
        page.locator(FORM).get_by_label("Herbergsdøgn").fill(nights)
    mine.locator(FORM).get_by_label("Timer", exact=True).fill("7,5")
    theirs.keyboard.press("Control+Enter")
    expect(theirs.get_by_text("Gemt: B-02")).to_be_visible(timeout=WITHIN_MS)
    mine.keyboard.press("Control+Enter")
    expect(mine.get_by_text(f"Ikke gemt: {COLLEAGUE} har ændret det samme")).to_be_visible(timeout=WITHIN_MS)
    told = mine.get_by_role("table").filter(has_text="Gemt af en anden").inner_text()
    assert ("Herbergsdøgn" in told, "4" in told, "9" in told, "Timer" in told) == (True, True, True, False)
    nights_now = "select shelter_nights from monthly_status where citizen_id = 'B-02' and month = '2025-12-01'"
    assert place.rows(nights_now) == [(4,)]
    mine.get_by_role("button", name="Behold mit, og gem").click()
    expect(mine.get_by_text("Gemt: B-02")).to_be_visible(timeout=WITHIN_MS)
    for context in contexts:
        context.close()
    assert place.rows(nights_now) == [(9,)]
    kept = citizen_rows(store_at(place.home), "B-02").history
    december = [each for each in kept if each.table == "monthly_status" and each.new and "2025-12" in each.row_key]
    assert [(each.origin.changed_by, each.new and each.new["shelter_nights"]) for each in december] == [
        (COLLEAGUE, 4), (WHO, 9)
    ]  # fmt: skip
    assert place.rows("select hours, caseworker from time_use where course_id = 'F-02' and month = '2025-12-01'") == [
        (7.5, WHO)
    ]
    log = (
        "select user_name, action, subject from access_log where citizen_id = 'B-02' and action <> 'listed' order by id"
    )
    assert place.rows(log) == [
        (WHO, "looked_at", "Min måned"), (COLLEAGUE, "looked_at", "Min måned"),
        (COLLEAGUE, "changed", "Min måned"), (WHO, "changed", "Min måned"),
    ]  # fmt: skip
