"""The tour of the first visit is out of the way of tests about something else."""

from datetime import date, datetime
from pathlib import Path

from pipelines.settings import Choices, Settings
from pipelines.tours import see_tour
from pipelines.users import users
from tests.stores import store_at

NEW = "ledelse-901"
"""The user who has not been here before."""


def everybody_but_one_has_taken_the_tour(home: Path) -> None:
    """Every user of the home with every role, except NEW."""
    here = Settings(home, store_at(home), date(2026, 1, 15), Choices())
    for user in users(here.store_url):
        for role in {granted.role for granted in user.grants}:
            if user.user_name != NEW:
                see_tour(here, user.user_name, role, datetime(2026, 1, 2, 9, 0))
