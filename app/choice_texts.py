"""The choices an administrator makes in the app, in words: what each is called, what it means, and how a value reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.danish import number


@dataclass(frozen=True)
class ChoiceText:
    """A choice's name and meaning; kind says how it is asked: one of some codes, yes or no, a number, or key figures."""

    label: str
    meaning: str
    kind: Literal["codes", "yes", "whole", "hours", "figures"]
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
    if text.codes is not None:
        return text.codes.get(value, str(value))
    return number(value, 0 if float(value).is_integer() else 1)


def whole_number(text: str) -> int | None:
    """What is written, as a whole number; None when it is not one."""
    return int(text) if text.strip().isdecimal() and len(text.strip()) <= 4 else None
