"""A choice made in the app wins over settings.yaml, and none may lock the installation."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.choices import decisions, set_choice, with_stored_choices
from pipelines.settings import Choices, Settings, SettingsError
from tests.stores import store_at

AT = datetime(2025, 6, 15, 10, 30)


def here(url: str, **given: Any) -> Settings:
    return Settings(Path("home"), url, date(2025, 6, 15), Choices(**given))


def choose(where: Settings, name: str, value: Any, reason: str = "besluttet") -> None:
    set_choice(where, name, value, reason=reason, who="admin", at=AT)


@pytest.mark.store
def test_without_a_store_the_file_decides_and_nothing_is_made(tmp_path: Path) -> None:
    where = here(store_at(tmp_path), disclosure_limit=7)
    assert with_stored_choices(where) == where
    assert not (tmp_path / "store.db").exists()


def test_the_newest_choice_wins_over_the_file(store_url: str) -> None:
    where = here(store_url, disclosure_limit=7, session_hours=4)
    for name, value in (("erase_after_months", 60), ("erase_after_months", 24), ("figures_off", ["loneliness"])):
        choose(where, name, value)
    chosen = with_stored_choices(where).choices
    assert chosen == Choices(disclosure_limit=7, session_hours=4, erase_after_months=24, figures_off=("loneliness",))
    assert hash(chosen)
    assert [(made.name, made.value, made.set_by, made.set_at) for made in decisions(store_url)] == [
        ("figures_off", ["loneliness"], "admin", AT),
        ("erase_after_months", 24, "admin", AT),
        ("erase_after_months", 60, "admin", AT),
    ]


@pytest.mark.store
@pytest.mark.parametrize(
    ("name", "value", "reason", "said"),
    [
        ("colour", "red", "x", "ikke en indstilling"),
        ("disclosure_limit", 2, "x", "mindst 3"),
        ("ors_licence", "ja", "x", "true eller false"),
        ("session_hours", 25, "x", "højst 24"),
        ("erase_after_months", 0, "x", "mindst 1"),
        ("figures_off", "loneliness", "x", "liste af nøgletal"),
        ("session_hours", 4, "  ", "begrundelse"),
        ("time_under", 1.3, "x", "mindre end time_over"),
    ],
)
def test_a_choice_that_is_not_allowed_is_not_kept(
    tmp_path: Path, name: str, value: Any, reason: str, said: str
) -> None:
    where = here(store_at(tmp_path))
    with pytest.raises(SettingsError, match=said):
        choose(where, name, value, reason)
    assert decisions(where.store_url) == []


@pytest.mark.store
def test_a_choice_is_judged_beside_those_in_force(tmp_path: Path) -> None:
    """1,3 is under 1,5, which was chosen before; alone, it would be over the usual 1,25."""
    where = here(store_at(tmp_path))
    choose(where, "time_over", 1.5)
    choose(where, "time_under", 1.3)
    assert with_stored_choices(where).choices.time_under == 1.3
