"""A case's result and its uncertainty as frames, tables and sentences for the pages."""

from collections.abc import Mapping

import pandas as pd

from app.case_study import Study
from app.som_frames import kroner
from pipelines.danish import number
from pipelines.observe import CRITERIA_DA, NOT_SAID_DA, prior_lines
from pipelines.observe_inputs import NIGHT_YEARS
from som_engine.advice import FEW_CITIZENS
from som_engine.basis import share_on_estimates
from som_engine.danish import MAIN_AREAS_DA, PAYERS_DA, percent
from som_engine.more_citizens import MoreCitizens, NextCitizen, more_citizens
from som_engine.net_result import by_payer, discounted
from som_engine.number import PAYERS
from som_engine.observed_inputs import observed_inputs_da
from som_engine.payers import Settlement
from som_engine.uncertainty import PERCENTILES, ROWS, Simulation, at_value
from som_engine.uncertainty_text import BELOW_DA, UNSURE_DA, needed_words, out_of_100, upper_first

BANDS = dict(zip(("low", "quarter", "middle", "three_quarters", "high"), PERCENTILES, strict=True))
THE_PAYER_DA = {"municipality": "kommunen", "region": "regionen", "state": "staten"}
NOTHING_DRAWN_DA = (
    f"{UNSURE_DA} Skriv det laveste og det højeste, I tror på, hvor tallet står i de syv trin: 1.500 (1.300 til 1.700)."
)
HIDDEN_DA = (
    "Det registrerede vises ikke uden for teamet: så få borgere ligger bag, eller ingen måned er genberegnet, siden "
    "beregningen spurgte om netop det. Her er regnet med beregningens egne tal."
)


def chance_sentence(found: Study, simulation: Simulation, month: str) -> str:
    """The first sentence of a result: how often it pays, for all together and for the municipality alone."""
    if not simulation.calculation.ranged:
        return UNSURE_DA
    total, own = (out_of_100(simulation.probability_positive[row]) for row in ("total", "municipality"))
    whence = found.calculation.rate.whence == "observed"
    rests = f"de tal, I har til og med {month}," if whence else "beregningens egne tal"
    return (
        f"Med {rests} giver indsatsen i {total} af 100 beregninger et positivt resultat for det offentlige samlet, "
        f"og i {own} af 100 for kommunen alene."
    )


def rests_on(found: Study) -> list[str]:
    """What the sentence rests on: how many are assessed, both rates, and how much of the kroner are estimates."""
    rate, seen = found.calculation.rate, found.observed
    own = "ingen" if rate.own_value is None else percent(rate.own_value, 1)
    said = [f"Succesrate brugt: {percent(rate.used, 1)} netto. Beregningens egen: {own}.{_own_result(found)}"]
    if seen is not None:
        said += _observed_lines(found)
    if found.hidden:
        said.append(HIDDEN_DA)
    said += observed_inputs_da(found.case, found.inputs)
    share = share_on_estimates(found.result, rate)
    if share is not None:
        said.append(f"{percent(share, 0)} af kronerne hviler på skøn.")
    people = sum(number_.value for number_ in found.case.participants)
    if people < FEW_CITIZENS:
        said.append(f"{number(people, 0)} deltagere er få: En enkelt borger mere eller mindre flytter resultatet.")
    return said


def _own_result(found: Study) -> str:
    """What the case gives at its own rate, where another one is used."""
    if found.own is None or found.calculation.rate.whence == "case":
        return ""
    return f" Med den er nettoresultatet {kroner(found.own.net_present_value['total'])} kr. i alt."


def _observed_lines(found: Study) -> list[str]:
    seen = found.observed
    if seen is None or seen.rate is None:
        return ["Observeret succesrate: Ingen er vurderet endnu."]
    low, high = (percent(end, 0) for end in seen.interval_90)
    used = "" if seen.enough else " Det er for få, så beregningens egen rate bruges."
    return [
        f"Observeret: {seen.successes} af {seen.assessed} vurderede ({CRITERIA_DA[seen.criterion]}), {percent(seen.rate, 1)}; "
        f"med 90 procents sikkerhed mellem {low} og {high}. Så mange ville have klaret det uden "
        f"indsatsen (kontrafaktisk): {percent(seen.counterfactual, 1) if seen.counterfactual is not None else NOT_SAID_DA}."
        f"{used}",
        *prior_lines(seen),
    ]


def payer_table(found: Study, simulation: Simulation) -> pd.DataFrame:
    """A row per payer: net over the horizon and in four years, with its interval and its chance."""
    result = found.result
    rows = [
        {
            "Aktør": PAYERS_DA[row],
            "Netto, hele perioden": kroner(result.net_present_value[row]),
            "9 af 10 beregninger": span_da(simulation, row),
            "Chance for over nul": chance_da(simulation, row),
            "De første 4 år": kroner(result.first_four_years[row]),
            "Pr. deltager": _or_dash(result.per_participant[row]),
        }
        for row in ROWS
    ]
    return pd.DataFrame(rows)


def chance_da(simulation: Simulation, row: str) -> str:
    """How often it pays for one payer; a dash where no number is uncertain."""
    return f"{out_of_100(simulation.probability_positive[row])} af 100" if simulation.calculation.ranged else "–"


def span_da(simulation: Simulation, row: str) -> str:
    """Where nine of ten draws lie for one payer; a dash where no number is uncertain."""
    if not simulation.calculation.ranged:
        return "–"
    low, high = (simulation.percentiles[str(end)][row] for end in (PERCENTILES[0], PERCENTILES[-1]))
    return kroner(low) if kroner(low) == kroner(high) else f"{kroner(low)} til {kroner(high)}"


def _or_dash(value: float | None) -> str:
    return "–" if value is None else kroner(value)


def cumulative_rows(found: Study, simulation: Simulation, row: str) -> pd.DataFrame:
    """A row per year for one payer: the calculation and the bands of the draws, all up to and including the year."""
    place, case = ROWS.index(row), found.case
    values = at_value(found.calculation).discounted_by_year(found.calculation.rate.used)[:, :, 0]
    own = (values.sum(axis=0) if row == "total" else values[PAYERS.index(row)]).cumsum()
    bands = {name: simulation.cumulative_bands[at, place] for at, name in enumerate(BANDS)}
    return pd.DataFrame(
        {
            "year": range(case.base_year, case.base_year + case.years),
            "result": own,
            "shown": [kroner(v) for v in own],
            **bands,
        }
    )


def cumulative_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same in words."""
    names = {"year": "År", "result": "Beregningen"} | {name: BELOW_DA[end] for name, end in BANDS.items()}
    return pd.DataFrame({said: rows[name].map(str if name == "year" else kroner) for name, said in names.items()})


def payer_year_rows(found: Study) -> pd.DataFrame:
    """A row per year and payer: discounted net result."""
    rows = []
    for t in range(found.case.years):
        nets = by_payer((line for line in found.result.lines if line.t == t), discounted)
        rows += [
            {
                "year": found.case.base_year + t,
                "payer": PAYERS_DA[payer],
                "net": nets[payer],
                "shown": kroner(nets[payer]),
            }
            for payer in PAYERS
        ]
    return pd.DataFrame(rows)


def payer_year_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Years down and payers across, in words."""
    wide = rows.pivot(index="year", columns="payer", values="shown")[[PAYERS_DA[payer] for payer in PAYERS]]
    return wide.rename_axis("År").reset_index().astype({"År": str})


def area_rows(found: Study) -> pd.DataFrame:
    """The discounted gain of each main area, the largest first, and the cost of the intervention as a loss."""
    gains = [(MAIN_AREAS_DA[area], value) for area, value in found.result.by_main_area.items()]
    rows = [*sorted(gains, key=lambda pair: -pair[1]), ("Indsatsens omkostning", -found.result.pv_cost["total"])]
    return pd.DataFrame([{"label": label, "value": value, "shown": kroner(value)} for label, value in rows])


def area_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same in words."""
    return pd.DataFrame({"Hovedområde": rows["label"], "Gevinst, nutidsværdi": rows["shown"]})


def balance_rows(found: Study, simulation: Simulation) -> pd.DataFrame:
    """How many of the draws are even for good from each year, and how many never are."""
    base = found.case.base_year
    named = [
        (str(base + t) if t is not None else "ikke i perioden", share) for t, share in simulation.balance_years.items()
    ]
    return pd.DataFrame(
        [{"label": label, "value": share, "shown": f"{out_of_100(share)} af 100"} for label, share in named]
    )


def balance_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same in words."""
    return pd.DataFrame({"Går i nul fra": rows["label"], "Beregninger": rows["shown"]})


def share_rows(settled: Settlement) -> pd.DataFrame:
    """Each payer's share of the costs and of the gains; a share of nothing is left out."""
    rows = [
        {"payer": PAYERS_DA[share.payer], "what": what, "share": part, "shown": percent(part, 0)}
        for share in settled.shares
        for what, part in (("andel af omkostninger", share.of_costs), ("andel af gevinster", share.of_gains))
        if part is not None
    ]
    return pd.DataFrame(rows, columns=["payer", "what", "share", "shown"])


def settlement_table(settled: Settlement) -> pd.DataFrame:
    """Who bears and gains what, and what each would give or receive for nobody to lose."""
    return pd.DataFrame(
        [
            {
                "Aktør": PAYERS_DA[share.payer],
                "Andel af omkostninger": _percent_or_dash(share.of_costs),
                "Andel af gevinster": _percent_or_dash(share.of_gains),
                "Skulle bidrage med": kroner(share.gives),
                "Skulle modtage": kroner(share.receives),
            }
            for share in settled.shares
        ]
    )


def _percent_or_dash(share: float | None) -> str:
    return "–" if share is None else percent(share, 0)


def settlement_sentence(settled: Settlement) -> str:
    """Who would have to contribute for every payer to be at least even, in words."""
    given = [share for share in settled.shares if share.gives >= 0.5]
    taken = [share for share in settled.shares if share.receives >= 0.5]
    if not taken:
        return "Alle tre aktører går mindst i nul, så ingen behøver bidrage."
    if not given:
        return "Ingen aktør har et overskud at bidrage med, så ingen fordeling får alle i nul."
    takers = " og ".join(THE_PAYER_DA[share.payer] for share in taken)
    if settled.left:
        givers = " og ".join(THE_PAYER_DA[share.payer] for share in given)
        return f"Selv om {givers} bidrog med hele sit overskud, ville {takers} mangle {kroner(settled.left)} kr."
    first, *others = (f"{THE_PAYER_DA[share.payer]} {{}} {kroner(share.gives)} kr." for share in given)
    givers = " og ".join([first.format("bidrage med"), *(other.format("med") for other in others)])
    return f"For at {takers} kan gå i nul, skal {givers}"


def more_to_assess(found: Study) -> list[str]:
    """How many more citizens must be assessed before the answer is safe, where the rate comes from registrations."""
    if found.observed is None or found.hidden:
        return []
    return needed_lines(more_citizens(found.calculation), found.hidden)


def needed_lines(needed: MoreCitizens | None, hidden: bool) -> list[str]:
    """How many more citizens must be assessed, for all together and for the municipality."""
    if hidden:
        return [HIDDEN_DA]
    if needed is None:
        return ["Når de første er vurderet, kan det regnes ud, hvor mange flere der skal til."]
    return [needed_words(needed, row, PAYERS_DA[row]) for row in ("total", "municipality")]


def next_table(found: Study, ahead: NextCitizen, chances: Mapping[str, Simulation]) -> pd.DataFrame:
    """Now, after one more success and after one more failure: the rate, the net results and the chance."""
    calculations = {
        "Nu": found.calculation,
        "Næste borger lykkes": ahead.after_success,
        "Næste borger lykkes ikke": ahead.after_failure,
    }
    rows = []
    for name, calculation in calculations.items():
        net = at_value(calculation).net_present_value(calculation.rate.used)[:, 0]
        rows.append(
            {
                "Hvad hvis": name,
                "Succesrate, netto": percent(calculation.rate.used, 1),
                "Netto i alt": kroner(net.sum()),
                "Netto, kommune": kroner(net[PAYERS.index("municipality")]),
                "Chance for over nul": chance_da(chances[name], "total"),
            }
        )
    return pd.DataFrame(rows)


def criteria_table(found: Study) -> pd.DataFrame:
    """The case by each of the six success criteria."""
    return pd.DataFrame(
        [
            {
                "Kriterium": upper_first(CRITERIA_DA[seen.criterion]),
                "Succes": str(seen.successes),
                "Vurderet": str(seen.assessed),
                "Endnu ikke": str(seen.not_yet),
                "Mangler": str(seen.missing),
                "Rate": _percent_or_dash(seen.rate),
                "90 % sikkert mellem": _ends(seen.interval_90) if seen.assessed else "–",
                "Hvad de manglende end viser": _ends(seen.bounds) if seen.bounds else "–",
            }
            for seen in found.criteria
        ]
    )


def _ends(ends: tuple[float, float]) -> str:
    low, high = (percent(end, 0) for end in ends)
    return low if low == high else f"{low} – {high}"


def nights_table(found: Study) -> pd.DataFrame:
    """Nights on a shelter before and after the start, with what they rest on."""
    return pd.DataFrame(
        [
            {
                "Periode": NIGHT_YEARS[year.year],
                "Døgn pr. borger pr. år": "–" if year.nights is None else number(year.nights, 0),
                "Borgere": str(year.citizens),
                "Måneder registreret": str(year.months),
            }
            for year in found.nights
        ]
    )
