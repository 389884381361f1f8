"""The choices an administrator makes in the app, in words: what each is called, what it means, and how a value reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.danish import chosen_percent, number


@dataclass(frozen=True)
class ChoiceText:
    """A choice's name and meaning; kind: how it is asked, as one of some codes, yes or no, a number, per cent, or key figures."""

    label: str
    meaning: str
    kind: Literal["codes", "yes", "whole", "hours", "percent", "figures"]
    codes: Mapping[str, str] | None = None


TEXTS: dict[str, ChoiceText] = {
    "erase_after_months": ChoiceText(
        "Slettefrist", "Så mange hele måneder efter et afsluttet forløb må oplysninger om borgeren gemmes.", "whole"
    ),
    "session_hours": ChoiceText("Session, timer", "Så længe varer et login, før man skal logge ind igen.", "hours"),
    "caseworkers_see": ChoiceText(
        "Bostøttemedarbejdere ser", "Hvis borgere en medarbejder kan se og registrere på.", "codes",
        {"own": "kun egne borgere", "team": "hele teamets borgere"},
    ),
    "project_leads_see": ChoiceText(
        "Projektledere ser", "Hvis borgere en projektleder kan se og registrere på.", "codes",
        {"team": "teamets borgere", "municipality": "kommunens borgere"},
    ),
    "ors_licence": ChoiceText(
        "Licens til ORS og SRS", "Skemaerne kræver licens. Uden den spørger appen ikke om dem.", "yes"
    ),
    "disclosure_limit": ChoiceText(
        "Grænse for små tal", "Tal, der hviler på færre borgere, skjules for alle uden for teamet. Mindst 3.", "whole"
    ),
    "figures_off": ChoiceText(
        "Nøgletal, der er slået fra", "De vises ikke, og der spørges ikke om det, kun de har brug for.", "figures"
    ),
    "ask_registration_below": ChoiceText(
        "Ledelse spørger til registreringen under", "Under den andel af forløbene med tid og månedsstatus spørger Ledelse, hvad "
        "der står i vejen.", "percent"
    ),
    "ask_result_fell": ChoiceText(
        "Ledelse spørger til et fald på mindst", "Falder en beregnings nettoresultat mindst så meget, spørger Ledelse hvorfor.",
        "percent"
    ),
    "ask_estimates_above": ChoiceText(
        "Ledelse spørger til skøn over", "Hviler en større del af en beregnings kroner på skøn, spørger Ledelse, hvilket der er "
        "værd at undersøge.", "percent"
    ),
}  # fmt: skip


def value_da(name: str, value: Any, figures: Mapping[str, str]) -> str:
    """A value of a choice in words; figures: the titles of key figures."""
    text = TEXTS[name]
    if value is None:
        return "ikke valgt"
    if text.kind == "yes":
        return "ja" if value else "nej"
    if text.kind == "figures":
        return ", ".join(figures.get(figure, figure) for figure in value) or "ingen"
    if text.kind == "percent":
        return chosen_percent(value)
    if text.codes is not None:
        return text.codes.get(value, str(value))
    return number(value, 0 if float(value).is_integer() else 1)


def whole_number(text: str) -> int | None:
    """What is written, as a whole number; None when it is not one."""
    return int(text) if text.strip().isdecimal() and len(text.strip()) <= 4 else None


def per_cent(text: str) -> float | None:
    """What is written as whole per cent from 1 to 99, as a share; None when it is not one."""
    whole = whole_number(text.strip().removesuffix("%"))
    return whole / 100 if whole and whole < 100 else None
