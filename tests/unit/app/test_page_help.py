"""Every page says what it is for, and the page a user begins on says it too."""

from streamlit.testing.v1 import AppTest

from app.navigation import MENU
from app.page_help import WHY_DA, purposes


def test_every_page_in_the_menu_has_its_paragraph_and_no_other_page_has() -> None:
    assert sorted(purposes()) == sorted(place.address for place in MENU)


def test_a_paragraph_is_more_than_a_label_and_no_essay() -> None:
    assert {address for address, said in purposes().items() if not 12 <= len(said.split()) <= 60} == set()


def drawn(address: str) -> list[str]:
    at = AppTest.from_string(f"from app.page_help import page_help\npage_help({address!r})").run()
    assert not at.exception
    return [text.value for text in at.sidebar.markdown]


def test_it_is_shown_with_what_measuring_is_for() -> None:
    assert drawn("log") == [purposes()["log"], WHY_DA]
    assert drawn("start") == []
