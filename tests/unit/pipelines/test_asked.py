"""What is asked of caseworkers follows from the figures that are on, the success criterion and the licence."""

from collections.abc import Collection

import pytest

from kpi_catalogue.figure import Figure, catalogue
from pipelines.asked import LICENSED, NO_FIGURE_DA, NO_LICENCE_DA, Asked, asked, status_fields
from pipelines.settings import CRITERIA


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return catalogue()


def ask(figures: dict[str, Figure], *on: str, criterion: str = "effect_goal_met", licence: bool = True) -> Asked:
    """What is asked when only these figures are on."""
    return asked(figures, set(figures) - set(on), criterion, ors_licence=licence)


def test_with_everything_on_every_field_is_asked(figures: dict[str, Figure]) -> None:
    every = asked(figures, (), "effect_goal_met", ors_licence=True)
    assert every.status == status_fields()
    assert every.instruments == ("WHO5", "ORS", "SRS", "TILS")
    assert every.follow_up == {"housing", "shelter_nights"}
    assert every.left_out == {}


def test_without_figures_only_the_double_bottom_line_is_asked(figures: dict[str, Figure]) -> None:
    nothing = ask(figures)
    assert (nothing.status, nothing.instruments, nothing.follow_up) == ((), (), frozenset())
    assert nothing.progression == {"WHO5", "ORS", "SRS", "TILS"}
    assert set(nothing.left_out) == {*status_fields(), "WHO5", "ORS", "SRS", "TILS"}
    assert set(nothing.left_out.values()) == {NO_FIGURE_DA}


@pytest.mark.parametrize(
    ("figure", "status", "instruments"),
    [
        ("income_basis", ("income",), ()),
        ("support_85", ("support_85", "support_85a"), ()),
        ("housing_retention", ("housing",), ()),
        ("low_wellbeing", (), ("WHO5",)),
        ("loneliness", (), ("TILS",)),
        ("heard_understood", (), ("ORS", "SRS")),
        ("on_time", (), ()),
        ("registration_rate", (), ()),
    ],
)
def test_one_figure_asks_for_its_own_fields(
    figures: dict[str, Figure], figure: str, status: tuple[str, ...], instruments: tuple[str, ...]
) -> None:
    """on_time needs the measure that follows the course, whichever it is, and so asks no other of anybody."""
    found = ask(figures, figure)
    assert (found.status, found.instruments) == (status, instruments)


def test_without_a_licence_ors_and_srs_are_not_asked(figures: dict[str, Figure]) -> None:
    found = ask(figures, "heard_understood", "low_wellbeing", licence=False)
    assert found.instruments == ("WHO5",)
    assert found.progression == {"WHO5", "TILS"}
    assert {field for field, why in found.left_out.items() if why == NO_LICENCE_DA} == LICENSED


@pytest.mark.parametrize(
    ("criterion", "status", "follow_up", "instruments"),
    [
        ("effect_goal_met", (), set(), ()),
        ("own_home_at_end", ("housing",), {"housing"}, ()),
        ("own_home_after_12", (), {"housing"}, ()),
        ("no_shelter_6", (), {"shelter_nights"}, ()),
        ("wellbeing_improved", (), set(), ("WHO5",)),
        ("ors_gain", (), set(), ("ORS",)),
    ],
)
def test_the_success_criterion_asks_for_what_it_is_judged_by(
    figures: dict[str, Figure],
    criterion: str,
    status: tuple[str, ...],
    follow_up: Collection[str],
    instruments: tuple[str, ...],
) -> None:
    found = ask(figures, criterion=criterion)
    assert (found.status, found.follow_up, found.instruments) == (status, follow_up, instruments)
    assert criterion in CRITERIA
