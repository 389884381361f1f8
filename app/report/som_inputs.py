"""The seven steps of a case as blocks of a report: what was answered, and every input with its basis and source."""

from collections.abc import Mapping

from app.case_entry import number_da
from app.case_words import ADJUSTMENTS_DA, BASES_DA, METHODS_DA, PERS_DA, PERSONS_DA, RULES_DA, UNITS_DA
from app.report.blocks import Block, Grid, Heading, Points, Text
from som_engine.case import Case
from som_engine.consequence import Consequence, Group
from som_engine.cost import COST_CHECKLIST_DA, Cost, SharedCost
from som_engine.danish import PAYERS_DA, percent
from som_engine.number import Number
from som_engine.refunds import FixedShares
from som_engine.result_text import rate_text
from som_engine.steps import Step, steps
from som_engine.success import RateUsed


def step_blocks(group_names: Mapping[str, str], case: Case, rate: RateUsed) -> list[Block]:
    """A section per step."""
    inputs: dict[str, list[Block]] = {
        "intervention": _intervention(case),
        "target_group": _target_group(group_names, case),
        "costs": _costs(case),
        "effect": _effect(case, rate),
        "consequences": _consequences(case),
    }
    return [block for step in steps() for block in _step(step, case, inputs.get(step.id, []))]


def _step(step: Step, case: Case, inputs: list[Block]) -> list[Block]:
    answers = [
        f"{question.text_da} {case.reflections[step.key(question)]}"
        for question in step.questions
        if step.key(question) in case.reflections
    ]
    told: list[Block] = [Points(tuple(answers))] if answers else []
    nothing: list[Block] = [] if told or inputs else [Text("Der er ikke skrevet noget til dette trin.")]
    return [Heading(step.title_da, 2), *inputs, *told, *nothing]


def _intervention(case: Case) -> list[Block]:
    participants = "; ".join(_number(found) for found in case.participants)
    return [
        Text(
            f"Deltagere i hvert driftsår: {participants}. År 0 er {case.base_year}; kroner er i {case.price_year}-priser. "
            f"Konsekvenser tælles i {case.horizon_years} år efter hver årgang, og de begynder {case.lag} år efter deltagelsen. "
            f"Renten er {percent(case.discount_rate.value, 1)}"
            + ("." if case.discount_costs else "; omkostningerne er ikke tilbagediskonteret.")
        )
    ]


def _target_group(names: Mapping[str, str], case: Case) -> list[Block]:
    mixed = "; ".join(f"{names.get(group.id, group.id)} {percent(group.weight, 0)}" for group in case.target_groups)
    place = f" i kommune {case.municipality}" if case.municipality else ""
    single = names.get(case.target_group, case.target_group) if case.target_group else "ikke angivet"
    name = mixed or single
    return [Text(f"Målgruppe: {name}{place}.")]


def _costs(case: Case) -> list[Block]:
    rows = tuple(
        (
            cost.name, _number(cost.amount), PERS_DA[cost.per] + (f" (år {cost.year})" if cost.year is not None else ""),
            _paid(cost), BASES_DA[cost.basis], cost.note or "–",
        )
        for cost in case.costs
    )  # fmt: skip
    heads = ("Omkostning", "Kr.", "Hvornår", "Betales af", "Bygger på", "Note og kilde")
    table: list[Block] = [Grid("Omkostninger; sparede er negative", heads, rows, numbers=False)] if rows else []
    answers = [f"{COST_CHECKLIST_DA[code].capitalize()}: {text}" for code, text in case.cost_checklist.items()]
    checked: list[Block] = [Text("Let glemte omkostninger:"), Points(tuple(answers))] if answers else []
    return [*table, *checked] or [Text("Der er ingen omkostninger i beregningen.")]


def _paid(cost: Cost) -> str:
    if isinstance(cost.payers, SharedCost):
        return _shares(cost.payers.shares)
    return f"{RULES_DA[cost.payers.rule.id]}, {percent(cost.payers.eligible_share.value, 0)} af deltagerne"


def _shares(shares: Mapping[str, Number]) -> str:
    return ", ".join(f"{PAYERS_DA[payer].lower()} {percent(share.value, 0)}" for payer, share in shares.items())


def _effect(case: Case, rate: RateUsed) -> list[Block]:
    effect = case.effect
    against = "Kontrafaktisk er ikke angivet."
    if effect.counterfactual is not None:
        method = METHODS_DA.get(effect.counterfactual_method or "", "metoden er ikke angivet")
        against = f"Kontrafaktisk: {percent(effect.counterfactual.value, 0)} ({method.lower()})."
    basis = f"Den bygger på: {BASES_DA[effect.basis].lower()}. " if effect.basis else ""
    return [Text(f"Mål: {effect.goal or 'ikke skrevet'}. {rate_text(rate)} {basis}{against}")]


def _consequences(case: Case) -> list[Block]:
    use = tuple((one.name, _whose(one), UNITS_DA.get(one.unit, one.unit), _path(one.without), _path(one.with_success))
                for one in case.consequences)  # fmt: skip
    prices = tuple((one.name, _number(one.price.amount), str(one.price.price_year), _payers(one), BASES_DA[one.basis],
                    one.price.source or "ingen kilde", _changed(one)) for one in case.consequences)  # fmt: skip
    if not use:
        return [Text("Der er ingen konsekvenser i beregningen.")]
    return [
        Grid(
            "Forbrug pr. borger, år for år; det, der tæller, er forskellen",
            ("Konsekvens", "Hvem", "Enhed", "Uden indsatsen", "Når det lykkes"), use, numbers=False,
        ),
        Grid(
            "Priser, kilder og hvad der er gjort med konsekvensen",
            ("Konsekvens", "Kr.", "Prisår", "Betales af", "Bygger på", "Kilde", "Tilpasning"), prices, numbers=False,
        ),
    ]  # fmt: skip


def _whose(one: Consequence) -> str:
    parts = [PERSONS_DA[one.person].lower(), one.target_group, "under indsatsen" if one.during else None]
    return ", ".join(part for part in parts if part)


def _path(groups: tuple[Group, ...]) -> str:
    if not groups:
        return "kun forskellen er kendt"
    lines = ["; ".join(_number(units) for units in group.units) for group in groups]
    if len(groups) == 1:
        return lines[0]
    return " / ".join(f"{percent(group.weight.value, 0)}: {line}" for group, line in zip(groups, lines, strict=True))


def _payers(one: Consequence) -> str:
    split = one.price.split
    return (
        _shares(split.shares)
        if isinstance(split, FixedShares)
        else RULES_DA.get(one.price.rule or "", one.price.rule or "")
    )


def _changed(one: Consequence) -> str:
    kind = one.adjustment.kind
    if kind == "kept":
        return "–"
    part = f" til {percent(one.adjustment.factor.value, 0)}" if kind == "scaled" else ""
    return f"{ADJUSTMENTS_DA[kind]}{part}: {one.adjustment.reason}"


def _number(found: Number) -> str:
    """A number with its range."""
    if found.low is not None and found.high is not None:
        return f"{number_da(found.value)} ({number_da(found.low)} til {number_da(found.high)})"
    return number_da(found.value)
