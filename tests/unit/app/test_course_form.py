"""A pseudonym that looks like a name is refused, and a new course gets a free id."""

import pytest

from app.course_form import ACTIONS, asks_of, next_course_id, pseudonym_problem
from pipelines.schema import contracts


@pytest.mark.parametrize("typed", ["B-014", "901-0043", "HF2025-7", "borger-12", "F-901-006-1", "team_3", ""])
def test_an_id_of_codes_and_digits_is_taken(typed: str) -> None:
    assert pseudonym_problem(typed) == ""


@pytest.mark.parametrize("typed", ["Anne", "AH", "Anne1987", "anne-hansen-2", "Søren_4", "BENT"])
def test_what_may_be_a_name_is_refused_with_an_example(typed: str) -> None:
    """Letters only may be a name or initials; a word beside digits may be one too."""
    assert "kan være et navn" in pseudonym_problem(typed)
    assert "fx B-014" in pseudonym_problem(typed)


def test_the_next_course_id_is_free() -> None:
    assert next_course_id("B-014", []) == "B-014-1"
    assert next_course_id("B-014", ["B-014-1", "B-014-3"]) == "B-014-2"


def test_every_action_asks_for_columns_that_exist() -> None:
    for action in ACTIONS.values():
        assert all(ask.column in contracts()[ask.table].columns for ask in action.asks)


def test_what_no_switched_on_figure_needs_is_not_asked_of_a_new_course() -> None:
    """The collaboration model is asked while its figure is on, and everything else either way."""
    on, off = asks_of("new_course", {"courses.collaboration_model"}), asks_of("new_course", set())
    assert [ask.column for ask in on if ask not in off] == ["collaboration_model"]
    assert [ask.column for ask in off if ask not in on] == []
