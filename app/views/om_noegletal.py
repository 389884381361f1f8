"""One figure: its definition, its trend, its breakdowns, and the numbers to take along."""

import streamlit as st

from app import charts, figure_door, labels, shown
from app.components import chart_and_table, purpose, source_note, view
from app.export_section import export_section
from app.figure_chooser import choose_figure
from app.figure_data import TREND_MONTHS, breakdowns_told, breakdowns_withheld, earlier_rows, figure_rows, filter_values
from app.figure_decisions import decisions_on
from app.figure_files import Asked
from app.figure_frames import breakdown_frame, breakdown_table, trend_frame, trend_table
from app.figure_use_page import count_once, own_choice
from app.trend_part import trend_section
from pipelines.trends import READ_MONTHS

seen = view()
st.page_link("views/noegletal.py", label="Nøgletal", icon=":material/arrow_back:")
catalogue = figure_door.figures_here(seen.visit)
titles = {name: figure.title_da for name, figure in catalogue.items()}
left, right = st.columns([3, 1])
chosen = choose_figure(titles, left)
municipality = right.selectbox(
    "Kommune",
    filter_values(seen)["municipality"],
    index=None,
    placeholder="alle",
    key="municipality",
    bind="query-params",
)
where = {} if municipality is None else {"municipality": [municipality]}
figure = catalogue[chosen]
purpose(figure.title_da, "Hvad tallet betyder, hvordan det har bevæget sig, og hvordan det fordeler sig.")
source_note(figure)
own_choice(seen, figure)
count_once(seen, figure.id, "view")

parts = {part.name or "": part.title_da for part in figure.parts}
name = st.selectbox("Vis", list(parts), format_func=parts.__getitem__) if len(parts) > 1 else ""
part = figure.part(name or None)
percent = shown.is_percent(part)
months = READ_MONTHS if seen.audience == "team" else TREND_MONTHS
trend = [row for row in figure_rows(seen, (chosen,), months, None, where) if row["part"] == part.name]
choice = figure_door.choices(seen.visit).get(chosen)
st.header("Udviklingen")
category: str | None = None
if part.codes:
    latest = trend_frame(trend[-12 * len(part.codes) :], part)
    chart = charts.category_lines(latest, list(part.codes.values()), percent)
    chart_and_table(chart, trend_table(trend, part), f"{parts[name or '']}, tolv måneder. Tallene står i tabellen.")
    category = st.selectbox(
        "Læs udviklingen for", list(part.codes), format_func=part.codes.__getitem__, key="kategori", bind="query-params"
    )
earlier = earlier_rows(seen, figure, part, where)
trend_section(figure, part, [*earlier, *trend], category, choice.target if choice else None)

st.header("Fordelt")
breakdowns = breakdowns_told(seen, figure, part)
by = st.segmented_control(
    "Fordelt efter",
    breakdowns,
    format_func=labels.BREAKDOWN_DA.__getitem__,
    default="municipality",
    required=True,
    key="efter",
)
if breakdowns_withheld(seen, figure, part):
    st.caption(
        "De øvrige fordelinger vises kun for teamet: sammen eller måned for måned kunne de fortælle om små grupper."
    )
rows = [row for row in figure_rows(seen, (chosen,), 1, by, where) if row["part"] == part.name]
split = breakdown_frame(rows, part)
chart_and_table(
    charts.bars(split, percent), breakdown_table(rows, part), f"{parts[name or '']} efter {labels.BREAKDOWN_DA[by]}."
)
if split["low"].notna().any():
    st.caption(f"Stregen på en søjle er spændet. {shown.SPREAD_DA}")

decisions_on(seen, figure)
export_section(seen, Asked(figure.title_da, seen.month, TREND_MONTHS, (chosen,), (by,), where))
