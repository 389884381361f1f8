"""Who has taken the guided tour: a line among the choices of the app, so that it is offered once to each user and role."""

import json
from datetime import datetime

from sqlalchemy import insert

from pipelines.choices import decisions
from pipelines.settings import Settings
from pipelines.store import opened
from pipelines.store_connection import writing
from pipelines.store_schema import metadata

NAME = "tour_seen"
REASON_DA = "Rundturen er set"


def tours_seen(here: Settings, user_name: str) -> frozenset[str]:
    """The roles that the user has taken the tour of."""
    made = decisions(here.store_url)
    return frozenset(str(one.value) for one in made if one.name == NAME and one.set_by == user_name)


def see_tour(here: Settings, user_name: str, role: str, at: datetime) -> None:
    """Note that the user has seen the tour of a role; once is enough."""
    if role in tours_seen(here, user_name):
        return
    line = {"name": NAME, "value": json.dumps(role), "reason": REASON_DA, "set_by": user_name, "set_at": at}
    with opened(here.store_url) as engine, writing(engine) as connection:
        connection.execute(insert(metadata().tables["choices"]), line)
