"""The results of a case as blocks of a report: by payer, year, main area, committee and person, and the sensitivity."""

from collections.abc import Mapping, Sequence

import pandas as pd

from app import case_charts, charts
from app.case_frames import ROWS_DA
from app.case_words import PERSONS_DA
from app.cases import Calculated
from app.report.blocks import Block, Grid, Heading, Text
from app.report.pictures import picture
from app.som_frames import cumulative_frame
from pipelines.danish import number
from som_engine.advice import sensitivity_overview
from som_engine.basis import COLUMNS_DA, basis_overview, share_on_estimates
from som_engine.case import Case
from som_engine.danish import MAIN_AREAS_DA, PAYERS_DA, percent
from som_engine.net_result import NetResult
from som_engine.number import PAYERS
from som_engine.one_way import Swing, one_way
from som_engine.split import by_committee, by_person
from som_engine.success import RateUsed
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import Simulation

LARGEST_SWINGS = 10
SENSITIVITY_DA = {"costs": "omkostninger", "success_rate": "succesrate", "consequences": "konsekvenser"}


def basis_blocks(calculated: Calculated, result: NetResult, rate: RateUsed) -> list[Block]:
    """The five columns of what the case builds on, yes or no for sensitivity, and how much rests on estimates."""
    answers = basis_overview(result.case, rate)
    overview = sensitivity_overview(result.case, rate.whence == "observed")
    share = share_on_estimates(result, rate)
    told = [Text(f"{percent(share, 0)} af kronerne i beregningen hviler på skøn.")] if share is not None else []
    return [
        Heading("Hvad beregningen bygger på", 2),
        Grid(
            "Beregningen bygger på", tuple(COLUMNS_DA[code].capitalize() for code in answers),
            (tuple(_yes(found) for found in answers.values()),), numbers=False,
        ),
        Grid(
            "Der er regnet med usikkerhed på", tuple(SENSITIVITY_DA[what].capitalize() for what in overview),
            (tuple(_yes(found) for found in overview.values()),), numbers=False,
        ),
        *told,
    ]  # fmt: skip


def _yes(found: bool) -> str:
    return "ja" if found else "nej"


def result_blocks(result: NetResult) -> list[Block]:
    """By payer, by year with the picture, by main area, and where the case says so by committee and by person."""
    blocks: list[Block] = [_by_payer(result), _by_year(result), _picture(result)]
    areas = {MAIN_AREAS_DA[area]: value for area, value in result.by_main_area.items()}
    blocks.append(_sums("Gevinst pr. hovedområde (nutidsværdi), kr.", "Hovedområde", areas))
    names = {one.id: one.name for one in result.case.consequences}
    gains = {names[one]: value for one, value in result.by_consequence.items()}
    blocks.append(_sums("Gevinst pr. konsekvens (nutidsværdi), kr.", "Konsekvens", gains))
    if result.case.committees:
        split = by_committee(result)
        blocks.append(_sums("Kommunens nettoresultat fordelt på udvalg, kr.", "Udvalg", split))
    persons = by_person(result)
    if set(persons) - {"citizen"}:
        whose = {PERSONS_DA[person]: value for person, value in persons.items()}
        blocks.append(_sums("Gevinst efter, hvem den gælder, kr.", "Hvem", whose))
    return blocks


def _by_payer(result: NetResult) -> Grid:
    rows: list[tuple[str, Mapping[str, float]]] = [
        ("Omkostninger (nutidsværdi)", result.pv_cost),
        ("Gevinster (nutidsværdi)", result.pv_gain),
        ("Nettoresultat (nutidsværdi)", result.net_present_value),
        ("Nettoresultat uden tilbagediskontering", result.undiscounted),
    ]
    cells = tuple((name, *(number(values[row], 0) for row in ROWS_DA)) for name, values in rows)
    return Grid("Resultatet for hver aktør, kr.", ("", *ROWS_DA.values()), cells)


def _by_year(result: NetResult) -> Grid:
    heads = (
        "År",
        "Omkostning",
        *(f"Gevinst {PAYERS_DA[payer].lower()}" for payer in PAYERS),
        "Netto",
        "Akkumuleret nutidsværdi",
    )
    rows = tuple(
        (
            str(row.year), number(row.cost, 0), *(number(row.gain[payer], 0) for payer in PAYERS), number(row.net, 0),
            number(row.cumulative, 0),
        )
        for row in result.by_year
    )  # fmt: skip
    return Grid("Resultatet år for år, kr.", heads, rows)


def _picture(result: NetResult) -> Block:
    first, last = result.by_year[0], result.by_year[-1]
    year = (
        "ikke inden for perioden" if result.balance_year is None else f"i {result.case.base_year + result.balance_year}"
    )
    return picture(
        charts.net_by_year(cumulative_frame({"own": result})),
        "Det akkumulerede nettoresultat år for år",
        f"Linje med det akkumulerede nettoresultat. Den begynder på {number(first.cumulative, 0)} kr. i {first.year} og ender på "
        f"{number(last.cumulative, 0)} kr. i {last.year}. Regnestykket går i nul {year}. Alle tal står i tabellen.",
    )


def _sums(caption: str, head: str, values: Mapping[str, float]) -> Grid:
    return Grid(caption, (head, "Kr."), tuple((name, number(value, 0)) for name, value in values.items()))


def sensitivity_blocks(case: Case, rate: RateUsed, simulation: Simulation) -> list[Block]:
    """What every input does at its low and its high, and the spread of all of them at once."""
    swings = one_way(Calculation(case, rate))[:LARGEST_SWINGS]
    blocks: list[Block] = []
    if swings:
        blocks = [_swings(swings), _tornado(swings)]
    return [*blocks, _spread(simulation)]


def _swings(swings: Sequence[Swing]) -> Grid:
    rows = tuple(
        (
            f"{swing.name}{' (20 % til hver side, for intet er skrevet)' if swing.assumed else ''}",
            number(swing.at_low["total"], 0), number(swing.at_high["total"], 0), number(swing.kroner, 0),
        )
        for swing in swings
    )  # fmt: skip
    heads = ("Input", "Netto ved det laveste", "Netto ved det højeste", "Udsving")
    return Grid("De input, der flytter nettoresultatet mest, ét ad gangen, kr.", heads, rows)


def _tornado(swings: Sequence[Swing]) -> Block:
    frame = pd.DataFrame(
        [
            {"input": swing.name, "left": min(swing.at_low["total"], swing.at_high["total"]),
             "right": max(swing.at_low["total"], swing.at_high["total"])}
            for swing in swings
        ]
    )  # fmt: skip
    top = swings[0]
    return picture(
        case_charts.swings(frame),
        "Nettoresultatet, når ét input ad gangen er ved sit laveste og sit højeste",
        f"Vandrette søjler, den længste øverst. {top.name} flytter nettoresultatet mest: mellem "
        f"{number(frame['left'][0], 0)} og {number(frame['right'][0], 0)} kr. Alle tal står i tabellen.",
    )


def _spread(simulation: Simulation) -> Grid:
    names = {"5": "5 af 100 er lavere", "25": "25 af 100 er lavere", "50": "Midten", "75": "25 af 100 er højere",
             "95": "5 af 100 er højere"}  # fmt: skip
    rows = [
        (names[at], *(number(values[row], 0) for row in ROWS_DA))
        for at, values in simulation.percentiles.items()
        if at in names
    ]
    chance = ("Andel med overskud", *(percent(simulation.probability_positive[row], 0) for row in ROWS_DA))
    caption = f"Nettoresultatet i {number(simulation.draws, 0)} beregninger med al usikkerhed på én gang, kr."
    return Grid(caption, ("", *ROWS_DA.values()), (*rows, chance))
