"""Values and scenarios that the reader chooses on the page of uncertainty; nothing of it is saved."""

import re
from dataclasses import dataclass

import streamlit as st

from app import uncertainty_frames
from app.case_study import Study
from app.components import number_table
from som_engine.one_way import Scenario, at_values, scaled
from som_engine.uncertain_input import RATE, Calculation

NUMBERS_DA = "Skriv tal med semikolon mellem, fx 0,1; 0,3; 0,5."
SCENARIO_DA = "Skriv et navn og højst ét tal i hvert felt. Succesraten er fra 0 til 1; der ganges med 0 eller derover."
NUMBER = re.compile(r"-?\d{1,12}(,\d+)?|-?\d{1,3}(\.\d{3})+(,\d+)?")
KEPT = "scenarier"


@dataclass(frozen=True)
class Chosen:
    """A scenario as it was typed: a net success rate (None: as it is), and what costs and participants are times."""

    name: str
    rate: float | None
    costs: float
    people: float


def read_values(typed: str) -> list[float] | None:
    """Danish numbers with semicolons between; None where one of them is none."""
    parts = [part.strip() for part in typed.split(";") if part.strip()]
    if not all(NUMBER.fullmatch(part) for part in parts):
        return None
    return [float(part.replace(".", "").replace(",", ".")) for part in parts]


def read_scenario(name: str, rate: str, costs: str, people: str) -> Chosen | None:
    """A scenario from what was typed; None where something of it cannot be used."""
    rates, factors = read_values(rate), [read_values(typed) for typed in (costs, people)]
    if (
        not name.strip()
        or rates is None
        or len(rates) > 1
        or any(found is None or len(found) != 1 for found in factors)
    ):
        return None
    (cost,), (many,) = (found or [0.0] for found in factors)
    chosen = Chosen(name.strip(), rates[0] if rates else None, cost, many)
    return chosen if 0 <= (chosen.rate or 0) <= 1 and min(cost, many) >= 0 else None


def calculated(calculation: Calculation, chosen: Chosen) -> Scenario:
    """What a scenario gives, everything else as it is."""
    rate = calculation.rate.used if chosen.rate is None else chosen.rate
    return Scenario(chosen.name, (), rate, scaled(calculation, rate, chosen.costs, chosen.people))


def chosen_values(calculation: Calculation) -> None:
    """One input at values that the reader types, everything else as it is."""
    single = {found.address: found for found in calculation.inputs if len(found.numbers) == 1}
    left, right = st.columns(2)
    address = left.selectbox("Prøv et tal", list(single), format_func=lambda key: single[key].name, key="proev")
    typed = right.text_input("Værdier", "0,1; 0,3; 0,5" if address == RATE else "", key=f"vaerdier:{address}")
    values, limits = read_values(typed), single[address].numbers[0].limits
    if values is None or not all(limits.allow(value) for value in values):
        st.error(f"{NUMBERS_DA} {limits.allowed_da if values else ''}")
    elif values:
        table = uncertainty_frames.chosen_table(values, at_values(calculation, address, values))
        number_table(table.set_index("Værdi"))
    else:
        st.caption(NUMBERS_DA)


def scenarios(found: Study) -> None:
    """The case beside the scenarios that the reader makes; they live as long as the visit."""
    kept: list[Chosen] = st.session_state.setdefault(f"{KEPT}:{found.case_id}", [])
    with st.form("scenarie", border=True):
        fields = st.columns(4)
        name = fields[0].text_input("Navn på et scenarie")
        rate = fields[1].text_input("Succesrate, netto", placeholder="som nu")
        costs = fields[2].text_input("Omkostninger ganges med", "1")
        people = fields[3].text_input("Deltagere ganges med", "1")
        if st.form_submit_button("Tilføj scenarie"):
            made = read_scenario(name, rate, costs, people)
            if made:
                kept.append(made)
            else:
                st.error(SCENARIO_DA)
    rows = [calculated(found.calculation, one) for one in [Chosen("Beregningen", None, 1, 1), *kept]]
    number_table(uncertainty_frames.scenario_table(rows).set_index("Scenarie"))
