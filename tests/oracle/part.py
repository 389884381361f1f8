"""A figure's main number or one of its parts: who it is about, and how it is counted."""

from collections.abc import Sequence
from typing import NamedTuple

from tests.oracle.counting import Measure, Member

ALL_COLUMNS = ("municipality", "team", "method", "caseworker", "age_group", "gender", "target_group")
WITHOUT_COURSE = ("municipality", "team", "age_group", "gender", "target_group")
MUNICIPALITY_ONLY = ("municipality",)


class Part(NamedTuple):
    """name is None for the figure itself."""

    name: str | None
    members: Sequence[Member]
    measure: Measure
    columns: Sequence[str] = ALL_COLUMNS
