"""The project lead's overview of figures as a table: on or off, what each costs, what it is used for. No Streamlit."""

from collections.abc import Mapping, Sequence

import pandas as pd

from app.figure_door import Weighed, Weighing
from app.goal_tree import NOTHING_KEPT, about_address, figure_target_da
from kpi_catalogue.header import TYPES
from pipelines.danish import moment, number
from pipelines.danish import month as danish_month
from pipelines.figure_choices import Change
from pipelines.figure_use import KINDS_DA, MONTHS_OF_USE, Use, Used


def weighed_table(weighing: Weighing, kept: Mapping[str, str] = NOTHING_KEPT) -> pd.DataFrame:
    """A row a figure, those that are on first and then the costliest; kept: what its link keeps of the address."""
    ordered = sorted(weighing.figures, key=lambda one: (not one.is_on, -one.burden.seconds, one.title))
    proposed = {one.figure for one in weighing.proposed}
    return pd.DataFrame([_row(one, one.figure.id in proposed, kept) for one in ordered])


def _row(one: Weighed, is_proposed: bool, kept: Mapping[str, str]) -> dict[str, str]:
    """What decides stands first, so that it is seen before one has to scroll."""
    return {
        "Nøgletal": one.title,
        "Til": "til" if one.is_on else "fra",
        f"Brug, {MONTHS_OF_USE} md.": use_da(one.use),
        "Forslag": "kan undværes" if is_proposed else "–",
        "Sek.": number(one.burden.seconds, 0),
        "Svar": number(one.burden.per_month, 1),
        "CREAM": number(one.choice.cream_mean, 1) if one.choice.cream_mean is not None else "–",
        "Mål": figure_target_da(one.figure, one.choice) or ("i målhierarkiet" if one.has_goal else "–"),
        "Felter": one.burden.fields_da or "ingen",
        "Type": TYPES[one.figure.type],
        "Definition": about_address(one.title, kept),
    }


def use_da(use: Use) -> str:
    """How a figure was used: 3 set, 1 på møde; never by whom."""
    counts = {KINDS_DA["view"]: use.view, KINDS_DA["meeting"]: use.meeting, KINDS_DA["report"]: use.report}
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "ikke brugt"


def counted_da(used: Used) -> str:
    """Since when use has been counted."""
    if used.counted_since is None:
        return "Brugen er ikke talt endnu; derfor foreslås intet slået fra på grund af den."
    return f"Brugen er talt siden {danish_month(used.counted_since)}, uden oplysning om hvem."


def change_table(changes: Sequence[Change], titles: dict[str, str]) -> pd.DataFrame:
    """A row a decision about a figure, the newest first."""
    return pd.DataFrame(
        [
            {"Hvornår": moment(one.at), "Hvem": one.who, "Nøgletal": titles.get(one.figure, one.figure),
             "Hvad": one.what_da, "Begrundelse": one.reason}
            for one in changes
        ]
    )  # fmt: skip
