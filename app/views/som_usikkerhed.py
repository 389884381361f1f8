"""Usikkerhed: what the result turns on, where it is zero, and what more knowledge would be worth."""

import streamlit as st

from app import study_charts, study_frames, uncertainty_frames
from app.components import chart_and_table, number_table, view
from app.study_page import begin, payer_choice, study_or_stop
from app.study_scenarios import chosen_values, scenarios
from som_engine.danish import PAYERS_DA
from som_engine.more_citizens import more_citizens, next_citizen
from som_engine.one_way import break_even_of, grid, levers, one_way
from som_engine.uncertainty import influences, simulate, value_of_each_input
from som_engine.uncertainty_text import spoken_chance

seen = view()
case_id = begin(
    "Usikkerhed", "Hvilke tal resultatet afhænger mest af, hvor det går i nul, og hvad det er værd at vide mere.",
    "som_usikkerhed.py",
)  # fmt: skip
found = study_or_stop(seen, case_id)
calculation = found.calculation
if found.hidden:
    st.info(study_frames.HIDDEN_DA, icon=":material/lock:")

st.header("Hvad betyder mest?")
swings = one_way(calculation)
base = found.result.net_present_value["total"]
chart_and_table(
    study_charts.tornado(uncertainty_frames.tornado_rows(swings), base),
    uncertainty_frames.tornado_table(swings),
    uncertainty_frames.tornado_alt(swings),
)
st.caption("Ét tal ad gangen. Fuld streg: beregningen; stiplet: nul. Uden lav og høj er tallet sat 20 % ned og op.")
chosen_values(calculation)

st.header("Hvor går det i nul?")
named = levers(found.case)
turns = {name: break_even_of(calculation, lever) for name, lever in named.items()}
number_table(uncertainty_frames.break_even_table(found.result, turns, named).set_index("Går i nul ved"))
st.markdown("**Succesrate og omkostning på én gang**")
payer = payer_choice("gitter_aktoer")
cells = grid(calculation)
chart_and_table(
    study_charts.grid(
        uncertainty_frames.grid_rows(cells, payer),
        uncertainty_frames.zero_rows(cells, payer),
        uncertainty_frames.point_row(cells, calculation),
        f"{cells.of.name}, kr.",
    ),
    uncertainty_frames.zero_table(cells),
    f"Nettoresultat for {PAYERS_DA[payer].lower()} efter succesrate og omkostning, mørkere jo højere. Over nul-linjen er "
    "det positivt. Linjens tal står i tabellen.",
)
st.caption("Over den sorte nul-linje er resultatet positivt. Krydset er beregningen.")

st.header("Scenarier")
scenarios(found)

st.header("Alle usikre tal på én gang")
simulation = simulate(calculation)
st.markdown(f"**{spoken_chance(simulation)}**" if calculation.ranged else "")
if not calculation.ranged:
    st.info(study_frames.NOTHING_DRAWN_DA)
else:
    number_table(uncertainty_frames.percentile_table(simulation.percentiles, simulation.mean).set_index("Kroner"))
    st.caption(f"{simulation.draws:,} beregninger med de usikre tal trukket tilfældigt.".replace(",", "."))
    st.markdown("**Hvad er det værd at vide mere?**")
    worth = uncertainty_frames.worth_table(calculation, value_of_each_input(calculation), influences(calculation))
    number_table(worth.set_index("Usikkert tal"))
    st.caption(
        "Værdien er det meste, det kan betale sig at bruge på at kende tallet, før I beslutter; 0, når svaret bliver det "
        "samme uanset hvad. Andelen kan give over 100 % tilsammen, for tallene virker sammen."
    )

st.header("Hvor mange flere borgere skal vurderes?")
for line in study_frames.needed_lines(more_citizens(calculation), found.hidden):
    st.markdown(f"- {line}")
ahead = next_citizen(calculation)
if ahead:
    chances = {"Nu": simulation, "Næste borger lykkes": simulate(ahead.after_success),
               "Næste borger lykkes ikke": simulate(ahead.after_failure)}  # fmt: skip
    number_table(study_frames.next_table(found, ahead, chances).set_index("Hvad hvis"))
