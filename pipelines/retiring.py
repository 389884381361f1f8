"""Which figures a municipality could do without: a proposal by stated rules, never a decision. No database."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from kpi_catalogue.figure import Figure
from pipelines.burden import Burden
from pipelines.danish import month as danish_month
from pipelines.danish import number
from pipelines.double_bottom_line import later_month, month_number
from pipelines.figure_choices import FigureChoice
from pipelines.figure_use import MONTHS_OF_USE, Used

LEAST_MONTHS_COUNTED = 3
MOST_USES = 2
LOW_CREAM = 2.5
RULE_DA = (
    f"Et nøgletal foreslås slået fra, når det er slået til, intet mål og ingen plads i målhierarkiet peger på det, og "
    f"enten er det brugt højst {MOST_USES} gange på {MONTHS_OF_USE} måneder (set, på møde eller i rapport, talt i mindst "
    f"{LEAST_MONTHS_COUNTED} måneder), og der spørges om felter for dets skyld, eller også er CREAM-scorerne i snit "
    f"under {number(LOW_CREAM, 1)}."
)


@dataclass(frozen=True)
class Proposal:
    """A figure that could be turned off, why, and what it would spare; costliest first."""

    figure: str
    why_da: str
    seconds: float


Costs = Callable[[Collection[str]], Burden]
"""What some figures together cost beside the others that are on."""


def proposals(
    on: Mapping[str, Figure], chosen: Mapping[str, FigureChoice], aimed_at: Collection[str], used: Used, costs: Costs,
    today: date,
) -> list[Proposal]:  # fmt: skip
    """The figures, of those that are on, that the rule proposes to turn off.

    aimed_at: those that a goal rests on. A field that only unused figures need is spared when all of them go, so it
    counts for each of them.
    """
    free = [name for name in on if name not in aimed_at and not _has_target(chosen.get(name))]
    unused = [name for name in free if _is_counted(used, today) and used.of(name).total <= MOST_USES]
    spared = costs(unused)
    found = []
    for name in free:
        alone = costs([name])
        burden = spared.needed_by(on[name]) if name in unused else alone
        whys = [_unused(name, used, burden, alone) if name in unused else "", _scored(chosen.get(name))]
        if any(whys):
            found.append(Proposal(name, " ".join(filter(None, whys)), burden.seconds))
    return sorted(found, key=lambda one: (-one.seconds, one.figure))


def not_before_da(used: Used, today: date) -> str:
    """When the rule can first propose anything because of use; blank once it can."""
    if used.counted_since is None or _is_counted(used, today):
        return ""
    first = danish_month(later_month(used.counted_since.replace(day=1), LEAST_MONTHS_COUNTED))
    return f"På grund af brug kan reglen tidligst foreslå noget, når der er talt i tre hele måneder: {first}."


def _has_target(choice: FigureChoice | None) -> bool:
    return choice is not None and choice.target is not None


def _scored(choice: FigureChoice | None) -> str:
    mean = choice.cream_mean if choice else None
    return f"CREAM er i snit {number(mean, 1)}." if mean is not None and mean < LOW_CREAM else ""


def _is_counted(used: Used, today: date) -> bool:
    """Whether use has been counted for long enough to say that there was none."""
    since = used.counted_since
    return since is not None and month_number(since, today.replace(day=1)) > LEAST_MONTHS_COUNTED


def _unused(name: str, used: Used, burden: Burden, alone: Burden) -> str:
    """That it is unused and what it costs; blank where it costs nothing."""
    if not burden.fields_da:
        return ""
    times = used.of(name).total
    often = "ikke brugt" if not times else f"brugt {times} {'gang' if times == 1 else 'gange'}"
    seconds = f", ca. {number(burden.seconds, 0)} sekunder pr. borger pr. måned" if burden.seconds else ""
    who = "dette nøgletal" if alone == burden else "nøgletal, der ikke bruges,"
    return f"{often.capitalize()} på {MONTHS_OF_USE} måneder. Kun {who} kræver {burden.fields_da}{seconds}."
