"""A trend in Danish: one or two sentences for variation and target, and one word with a mark for a card."""

from collections.abc import Callable

from kpi_catalogue.trend import RUN, Point, Rule, Variation
from pipelines.danish import month as danish_month
from pipelines.trends import Trend

MARKS: dict[Variation, tuple[str, str]] = {
    "improvement": ("◆", "bedre end før"),
    "concern": ("▲", "værre end før"),
    "high": ("△", "højere end før"),
    "low": ("▽", "lavere end før"),
    "common": ("●", "almindelig variation"),
}
"""A shape and its words; never a colour."""
CHANGED_DA: dict[Variation, str] = {
    "improvement": "Tallet er blevet bedre, mere end tilfældige udsving forklarer",
    "concern": "Tallet er blevet værre, mere end tilfældige udsving forklarer",
    "high": "Tallet er højere end før, mere end tilfældige udsving forklarer",
    "low": "Tallet er lavere end før, mere end tilfældige udsving forklarer",
}
SAME_PEOPLE_DA = "Det er for en stor del de samme borgere fra gang til gang, så læs tegnet som en grund til at spørge."
Written = Callable[[float], str]


def mark_da(trend: Trend) -> str:
    """The card's mark: a shape and two or three words."""
    if trend.reading.variation is None:
        return "– udviklingen kan ikke læses"
    shape, words = MARKS[trend.reading.variation]
    trial = " (foreløbig)" if trend.reading.is_trial else ""
    return f"{shape} {words}{trial}"


def reading_da(trend: Trend, written: Written) -> list[str]:
    """What the trend says: variation with its rule, the target, and what the reading rests on. written: a value as text."""
    if trend.reading.variation is None:
        return [f"Ingen dom over udviklingen. {trend.why_not_da}"]
    said = [_variation_da(trend), _assurance_da(trend, written), *_basis_da(trend)]
    return [sentence for sentence in said if sentence]


def _variation_da(trend: Trend) -> str:
    variation, last = trend.reading.variation, trend.reading.points[-1]
    if variation is None or variation == "common":
        return f"I {danish_month(last.month)} ligner tallet de almindelige udsving: intet tyder på, at noget har ændret sig."
    rules = " og ".join(rule_da(rule, last) for rule in last.rules)
    return f"{CHANGED_DA[variation]} ({danish_month(last.month)}): {rules}."


def rule_da(rule: Rule, point: Point) -> str:
    """Why a point is flagged."""
    side = "over" if point.is_high else "under"
    return {
        "outside": f"tallet ligger {side} grænsen for almindelige udsving",
        "shift": f"{RUN} i træk har ligget på samme side af gennemsnittet",
        "trend": f"{RUN} i træk er gået samme vej",
        "near_limit": f"to af tre i træk ligger tæt på grænsen {'opadtil' if point.is_high else 'nedadtil'}",
    }[rule]


def _assurance_da(trend: Trend, written: Written) -> str:
    if trend.reading.assurance is None or trend.aim.value is None:
        return ""
    aim = written(trend.aim.value)
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
