"""The table of a month as one uses it: a cell is found with the arrows, typed in, and left with Enter."""

from playwright.sync_api import Page, expect

from tests.app.keyboard_session import until

HEADING, ROW = 35, 35
"""The heights that the table draws, in pixels."""
FAST_MS = 120
"""Between two keys of somebody who types fast (100 words a minute)."""

IN_TABLE = "document.activeElement.closest('[data-testid=stDataFrame]') !== null"


def show_grid(page: Page) -> None:
    """Choose the table instead of the form alone."""
    page.get_by_text("Tabel: alle på én gang").click()
    expect(page.get_by_role("button", name="Gem tabellen")).to_be_visible()
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()


def type_down(page: Page, row: int, texts: tuple[str, ...], columns_right: int = 1) -> None:
    """Type the texts below each other, from a row on, so many columns to the right of the citizen."""
    box = page.locator("[data-testid=stDataFrame] canvas").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 30, box["y"] + HEADING + ROW / 2)
    until(page, IN_TABLE, "the table has no focus")
    for _ in range(row):
        page.keyboard.press("ArrowDown")
    for _ in range(columns_right):
        page.keyboard.press("ArrowRight")
    for text in texts:
        page.keyboard.type(text, delay=FAST_MS)
        page.keyboard.press("Enter", delay=FAST_MS)
    page.wait_for_timeout(FAST_MS)
    until(page, f"{IN_TABLE} && document.querySelector('#portal textarea') === null", "the last cell is still open")
