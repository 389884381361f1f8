"""Values and scenarios that the reader chooses on the page of uncertainty; nothing of it is saved."""

import re
from dataclasses import dataclass, replace

import streamlit as st

from app import uncertainty_frames
from app.case_study import Study
from app.components import number_table
from som_engine.number import SHARE
from som_engine.one_way import Scenario, at_values, scaled
from som_engine.uncertain_input import RATE, Calculation, Input

NUMBERS_DA = "Skriv tal med semikolon mellem, fx 1.200; 1.500; 1.800."
PERCENT_DA = "Skriv procenter fra 0 til 100 med semikolon mellem, fx 10; 30; 50."
SCENARIO_DA = (
    "Skriv et navn og højst ét tal i hvert felt. Succesraten er fra 0 til 100 procent; der ganges med 0 eller derover. "
    "Vælger I et tal til, skal det have en værdi, det kan have."
)
NUMBER = re.compile(r"-?\d{1,12}(,\d+)?|-?\d{1,3}(\.\d{3})+(,\d+)?")
KEPT = "scenarier"


@dataclass(frozen=True)
class Chosen:
    """A scenario as it was typed: a net success rate (None: as it is), and what costs and participants are times.

    `more` is one other number of the case, by its address, and the value it has in the scenario.
    """

    name: str
    rate: float | None
    costs: float
    people: float
    more: tuple[str, float] | None = None


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
    chosen = Chosen(name.strip(), rates[0] / 100 if rates else None, cost, many)
    return chosen if 0 <= (chosen.rate or 0) <= 1 and min(cost, many) >= 0 else None


def calculated(calculation: Calculation, chosen: Chosen) -> Scenario:
    """What a scenario gives, everything else as it is."""
    rate = calculation.rate.used if chosen.rate is None else chosen.rate
    more = dict([chosen.more]) if chosen.more else {}
    return Scenario(chosen.name, (), rate, scaled(calculation, rate, chosen.costs, chosen.people, more))


def single_inputs(calculation: Calculation) -> dict[str, Input]:
    """The inputs that are one number, by address."""
    return {found.address: found for found in calculation.inputs if len(found.numbers) == 1}


def is_share(found: Input) -> bool:
    """Whether the input is typed and shown in per cent."""
    return found.numbers[0].limits is SHARE


def values_of(found: Input, typed: str) -> list[float] | None:
    """What was typed for an input, in its own terms; None where it cannot be."""
    values = read_values(typed)
    if values is None:
        return None
    values = [round(value / 100, 12) for value in values] if is_share(found) else values
    return values if all(found.numbers[0].limits.allow(value) for value in values) else None


def chosen_values(calculation: Calculation) -> None:
    """One input at values that the reader types, everything else as it is."""
    single = single_inputs(calculation)
    left, right = st.columns(2)
    address = left.selectbox("Prøv et tal", list(single), format_func=lambda key: single[key].name, key="proev")
    found = single[address]
    label = "Værdier i procent" if is_share(found) else "Værdier"
    values = values_of(
        found, right.text_input(label, "10; 30; 50" if address == RATE else "", key=f"vaerdier:{address}")
    )
    if values is None:
        st.error(PERCENT_DA if is_share(found) else f"{NUMBERS_DA} {found.numbers[0].limits.allowed_da}")
    elif values:
        table = uncertainty_frames.chosen_table(values, at_values(calculation, address, values), is_share(found))
        number_table(table.set_index("Værdi"))
    else:
        st.caption(PERCENT_DA if is_share(found) else NUMBERS_DA)


def scenarios(found: Study) -> None:
    """The case beside the scenarios that the reader makes; they live as long as the visit."""
    kept: list[Chosen] = st.session_state.setdefault(f"{KEPT}:{found.case_id}", [])
    single = {address: one for address, one in single_inputs(found.calculation).items() if address != RATE}
    with st.form("scenarie", border=True):
        fields = st.columns(4, vertical_alignment="bottom")
        name = fields[0].text_input("Navn på et scenarie")
        rate = fields[1].text_input("Succesrate, procent", placeholder="som nu")
        costs = fields[2].text_input("Omkostninger ganges med", "1")
        people = fields[3].text_input("Deltagere ganges med", "1")
        left, right = st.columns([3, 1])
        other = left.selectbox(
            "Og et tal til", [None, *single], format_func=lambda key: single[key].name if key else "–"
        )
        worth = right.text_input("Tallet er da", help="Andele skrives i procent.")
        if st.form_submit_button("Tilføj scenarie"):
            made = with_one_more(read_scenario(name, rate, costs, people), single.get(other or ""), worth)
            if made:
                kept.append(made)
            else:
                st.error(SCENARIO_DA)
    rows = [calculated(found.calculation, one) for one in [Chosen("Beregningen", None, 1, 1), *kept]]
    number_table(uncertainty_frames.scenario_table(rows).set_index("Scenarie"))


def with_one_more(made: Chosen | None, other: Input | None, worth: str) -> Chosen | None:
    """The scenario with one more number changed; None where the number is chosen without a value, or cannot have it."""
    if made is None or (other is None and not worth.strip()):
        return made
    values = values_of(other, worth) if other else None
    return replace(made, more=(other.address, values[0])) if other and values and len(values) == 1 else None
