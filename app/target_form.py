"""The fields in which a target is typed, and the target they make; used for a figure's own and for a criterion's."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from app import shown
from kpi_catalogue.figure import Figure, Part
from pipelines.danish import number, read_number
from pipelines.figure_target import DIRECTIONS_DA, Direction, Target
from pipelines.settings import SettingsError

BETTER: Mapping[str, Direction] = {"higher_is_better": "at_least", "lower_is_better": "at_most"}


def target_fields(figure: Figure, now: Target | None, month: date, key: str, with_parts: bool = False) -> Target | None:
    """Ask for a target; None where the value is left blank. Raises SettingsError for a number that cannot be read."""
    parts = {part.name: part for part in figure.parts if not part.team_only and (with_parts or part.name is None)}
    name = now.part if now and now.part in parts else None
    if len(parts) > 1:
        name = st.selectbox("Hvilket tal", list(parts), index=list(parts).index(name), key=f"{key}-del",
                            format_func=lambda each: parts[each].title_da)  # fmt: skip
    part = parts[name]
    category = _category(part, now, key)
    left, middle, right = st.columns([2, 2, 2])
    usual = now.direction if now else BETTER.get(part.direction, "at_least")
    ways = list(DIRECTIONS_DA)
    way = left.selectbox(
        "Retning", ways, index=ways.index(usual), format_func=DIRECTIONS_DA.__getitem__, key=f"{key}-vej"
    )
    typed = middle.text_input(f"Mål ({_unit(part)})", _typed(now, part), key=f"{key}-tal", help="Tom: intet mål.")
    deadline = right.date_input("Frist", now.deadline if now else None, format="DD-MM-YYYY", key=f"{key}-frist")
    value = _read(typed, part)
    until = deadline if isinstance(deadline, date) else None
    if value is None:
        return None
    same = now is not None and (now.value, now.part, now.category) == (value, name, category)
    return Target(value, way, now.since if same and now else month, until, name, category)


def _category(part: Part, now: Target | None, key: str) -> str | None:
    if not part.codes:
        return None
    codes = list(part.codes)
    index = codes.index(now.category) if now and now.category in codes else 0
    return st.selectbox("Kategori", codes, index=index, format_func=part.codes.__getitem__, key=f"{key}-kategori")


def _unit(part: Part) -> str:
    return "%" if shown.is_percent(part) else shown.unit_da(part)


def _typed(now: Target | None, part: Part) -> str:
    if now is None:
        return ""
    text = number(now.value * (100 if shown.is_percent(part) else 1), 6).rstrip("0").rstrip(",")
    return text.replace(".", "")


def _read(typed: str, part: Part) -> float | None:
    if not typed.strip().removesuffix("%").strip():
        return None
    value = read_number(typed.strip().removesuffix("%"))
    if value is None:
        raise SettingsError(f'"{typed}" er ikke et tal. Skriv fx 60 eller 12,5.')
    return value / 100 if shown.is_percent(part) else value
