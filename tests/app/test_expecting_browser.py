"""Forventning in a real browser: the suggestions are taken over with one key, and a new estimate keeps the one before."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pipelines.citizen_rows import citizen_rows
from tests.app.browser import open_page, settled
from tests.stores import store_at

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WHO, COURSE, CITIZEN = "hvem=projektleder-901", "F-901-007-1", "B-901-007"
SLOW = 60_000


def estimates(home: Path) -> list[tuple[str, float, str]]:
    """Day, hours and basis of every estimate of the course's third phase, the oldest first."""
    stored = citizen_rows(store_at(home), CITIZEN).rows["expected_time"]
    phase = [row.values for row in stored if (row.values["course_id"], row.values["period"]) == (COURSE, 3)]
    return sorted((str(one["estimated_on"]), float(one["hours"]), str(one["basis"])) for one in phase)


def save(page: Page) -> None:
    page.get_by_role("button", name="Gem skønnet over tid").click()
    expect(page.get_by_text("Forventningen er gemt. Den tidligere er bevaret.")).to_be_visible(timeout=SLOW)
    settled(page)


def test_a_suggestion_is_taken_over_and_a_new_estimate_keeps_the_first(
    chrome: Browser, address: str, home: Path
) -> None:
    """15 hours were expected of phase 3 from the start. F2 puts the suggestion in the field, as its sentence says it; saved,
    it holds from 15 January, and the 15 hours are still there, on the page of the citizen too."""
    assert estimates(home) == [("2025-06-02", 15, "average")]
    page = open_page(chrome, f"{address}/forventning?{WHO}&id={COURSE}")
    field = page.get_by_role("textbox", name=re.compile(r"^Fase 3 \(fra december 2025\), timer"))
    expect(field).to_have_value("15", timeout=SLOW)
    page.keyboard.press("F2")
    expect(field).not_to_have_value("15", timeout=SLOW)
    taken = float(field.input_value().replace(",", "."))
    told = re.search(r"Forslag ([\d,]+) timer", page.locator("[data-testid=stMain]").inner_text())
    assert told is not None
    assert taken == pytest.approx(float(told[1].replace(",", ".")), abs=0.051)
    settled(page)
    save(page)
    assert estimates(home) == [("2025-06-02", 15, "average"), ("2026-01-15", taken, "average")]

    page.goto(f"{address}/borger?{WHO}&id={COURSE}&maaned=januar 2026")
    settled(page)
    page.get_by_role("tab", name="Forventet før og nu").click()
    expect(page.get_by_text("oprindelig forventning")).to_be_visible(timeout=SLOW)
