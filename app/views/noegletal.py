"""Nøgletal: the four types, a card per figure; for the team with any filter, for the management protected."""

from functools import partial

import streamlit as st

from app import figure_door, labels
from app.components import figure_card, purpose, view
from app.export_section import export_section
from app.figure_data import TREND_MONTHS, card_rows, filter_values, mark_rows
from app.figure_files import Asked
from app.goal_tree import figure_target_da
from app.trend_part import card_mark
from kpi_catalogue.header import TYPES

purpose("Nøgletal", "Månedens tal for borgerne i indsatsen, hvad de hviler på, og hvordan de har bevæget sig.")
seen = view()
kind = st.segmented_control(
    "Type",
    list(TYPES),
    format_func=TYPES.__getitem__,
    default="process",
    required=True,
    key="type",
    bind="query-params",
)
where: dict[str, list[str]] = {}
known = filter_values(seen)
columns = st.columns(6 if seen.audience == "team" else 3)
if seen.audience == "team":
    options = (
        known | {name: list(values) for name, values in labels.GROUPS_DA.items()} | {"age_group": labels.AGE_GROUPS}
    )
else:
    options = {"municipality": known["municipality"]}
for column, (name, values) in zip(columns, options.items(), strict=False):
    chosen = column.selectbox(
        labels.BREAKDOWN_DA[name].capitalize(),
        values,
        index=None,
        format_func=partial(labels.group_da, name),
        placeholder="alle",
        key=name,
        bind="query-params",
    )
    if chosen is not None:
        where[name] = [chosen]

off = seen.here.choices.figures_off
of_kind = [figure for figure in figure_door.figures_here(seen.visit).values() if figure.type == kind]
hidden = sum(figure.id in off for figure in of_kind)
every = hidden > 0 and st.toggle(f"Vis alle ({hidden} er slået fra)", key="alle", bind="query-params")
figures = sorted((figure for figure in of_kind if every or figure.id not in off), key=lambda figure: figure.title_da)
chosen_here = figure_door.choices(seen.visit)
if not figures:
    st.info("Alle nøgletal af denne type er slået fra. Projektlederen vælger dem til på siden Vælg nøgletal.")
tiles = st.empty()
tiles.markdown("Henter tallene ...")
rows = card_rows(seen, tuple(figure.id for figure in figures), where)
marked = mark_rows(seen, figures, where, rows)
with tiles.container():
    for first in range(0, len(figures), 3):
        for column, figure in zip(st.columns(3), figures[first : first + 3], strict=False):
            with column:
                choice = chosen_here.get(figure.id)
                target = figure_target_da(figure, choice)
                mark = card_mark(figure, marked[figure.id], choice.target if choice else None, seen.month)
                figure_card(figure, rows[figure.id], seen.month, where.get("municipality", []), target, mark)
export_section(
    seen, Asked(f"Nøgletal: {TYPES[kind]}", seen.month, TREND_MONTHS, tuple(figure.id for figure in figures), (), where)
)
