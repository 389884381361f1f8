"""A trend in Danish: one or two sentences for variation and target, and one word with a mark for a card."""

import re
from collections.abc import Callable

from kpi_catalogue.trend import Point, Rule, Variation
from pipelines.danish import month as danish_month
from pipelines.trends import Trend

MARKS: dict[Variation, tuple[str, str]] = {
    "improvement": ("◆", "bedre end sædvanligt"),
    "concern": ("▲", "værre end sædvanligt"),
    "high": ("△", "højere end sædvanligt"),
    "low": ("▽", "lavere end sædvanligt"),
    "common": ("●", "almindelig variation"),
}
"""A shape and its words; never a colour. What is usual is the mean of the months read, not the month before."""
SAME_PEOPLE_DA = "Det er for en stor del de samme borgere fra gang til gang, så læs tegnet som en grund til at spørge."
RUN_DA = "syv"
Written = Callable[[float], str]


def mark_da(trend: Trend) -> str:
    """The card's mark: a shape and two or three words."""
    if trend.reading.variation is None:
        return "– udviklingen kan ikke læses"
    shape, words = MARKS[trend.reading.variation]
    return f"{shape} {words}{trial_da(trend)}"


def trial_da(trend: Trend) -> str:
    """What follows a verdict on trial limits; blank after twelve months."""
    return " (foreløbig)" if trend.reading.is_trial else ""


def reading_da(trend: Trend, written: Written) -> list[str]:
    """What the trend says after its mark: variation with its rule, the target, what it rests on. written: a value as text."""
    if trend.reading.variation is None:
        return [f"Ingen dom over udviklingen. {trend.why_not_da}"]
    said = [_variation_da(trend, written), _assurance_da(trend, written), *_basis_da(trend)]
    return [sentence for sentence in said if sentence]


def _variation_da(trend: Trend, written: Written) -> str:
    variation, last = trend.reading.variation, trend.reading.points[-1]
    if variation is None or variation == "common":
        return f"I {danish_month(last.month)} ligner tallet de almindelige udsving: intet tyder på, at noget har ændret sig."
    return f"{flagged_da(trend, written)} Det er mere end tilfældige udsving."


def flagged_da(trend: Trend, written: Written) -> str:
    """The rule that flags the newest month read, and then its level: just below the mean is no reason by itself."""
    rules = _rules_da(trend.reading.points[-1], trend.every)
    return f"{rules[:1].upper()}{rules[1:]}: {level_da(trend, written)}" if rules else level_da(trend, written)


def level_da(trend: Trend, written: Written) -> str:
    """The newest month read beside what is usual; the mean of a count follows how many are known."""
    points = trend.reading.points
    last, now = points[-1], f"{written(points[-1].value)} i {danish_month(points[-1].month)}"
    if _rounded(written(last.mean)) == _rounded(written(last.value)):
        return f"{now}, lige {'over' if last.is_high else 'under'} gennemsnittet."
    known = " for så mange kendte" if len({point.mean for point in points}) > 1 else ""
    return f"{now}, hvor gennemsnittet{known} er {written(last.mean).rstrip('.')}."


def _rounded(text: str) -> str:
    """0,0 sager as 0 sager."""
    return re.sub(r",0\b", "", text)


def _rules_da(last: Point, every: int) -> str:
    """The rules that a point breaks; a run towards the mean is no reason for what lies off it, and is told as what it is."""
    turns = "trend" in last.rules and last.is_high != (last.way > 0)
    said = ", og ".join(_rule_da(rule, last, every) for rule in last.rules if not (turns and rule == "trend"))
    return f"{said}, men {_rule_da('trend', last, every)}" if turns else said


def _rule_da(rule: Rule, point: Point, every: int) -> str:
    """Why a point is flagged."""
    side, limit = ("over", "øverste") if point.is_high else ("under", "nederste")
    months = "måneder" if every == 1 else "læste måneder"
    return {
        "outside": f"tallet ligger {side} den {limit} grænse",
        "shift": f"{RUN_DA} {months} i træk har ligget {side} gennemsnittet",
        "trend": f"{RUN_DA} {months} i træk er gået {'op' if point.way > 0 else 'ned'}",
        "near_limit": f"to af tre {months} i træk ligger tæt på den {limit} grænse",
    }[rule]


def _assurance_da(trend: Trend, written: Written) -> str:
    if trend.reading.assurance is None or trend.aim.value is None:
        return ""
    aim = written(trend.aim.value)
    if trend.reading.variation != "common":
        return f"Om målet ({aim}) nås fremover, kan ikke læses endnu, for noget har ændret sig."
    if trend.reading.is_trial and trend.reading.assurance != "hit_or_miss":
        often = "til hver gang" if trend.reading.assurance == "passes" else "til ingen af gangene"
        return f"Det ser indtil videre ud {often} at nå målet ({aim}), men der er for få tal til at regne med det."
    return {
        "passes": f"Målet ({aim}) nås hver gang, så længe intet ændrer sig.",
        "fails": f"Målet ({aim}) nås ikke, så længe intet ændrer sig: der skal noget andet til.",
        "hit_or_miss": f"Målet ({aim}) nås nogle gange og andre gange ikke: det ligger inden for de almindelige udsving.",
    }[trend.reading.assurance]


def _basis_da(trend: Trend) -> list[str]:
    count = len(trend.reading.points)
    trial = " Grænserne er foreløbige, til der er tolv." if trend.reading.is_trial else ""
    if trend.every == 1:
        return [f"Læst af {count} måneder.{trial}"]
    return [
        f"Læst af {count} måneder med {trend.every} måneders mellemrum, for tættere måneder hviler på de samme registreringer."
        f"{trial}",
        SAME_PEOPLE_DA,
    ]
