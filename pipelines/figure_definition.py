"""What a figure means, as a fingerprint: its own SQL, the SQL that makes what it reads, and the rules it counts by."""

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from kpi_catalogue.figure import Figure
from pipelines.build import STAGING
from pipelines.mart import Mart, marts
from pipelines.settings import Choices
from som_engine.knowledge import refund_versions


def definition_of(
    figure: Figure, choices: Choices, local: Path | None = None, made: Sequence[Mart] | None = None
) -> str:
    """A fingerprint of what a figure means here: equal meaning, equal fingerprint. local: the own knowledge base;
    made: the marts, where not those of the program.

    The municipality's own rates are numbers and no definition; `rests_on_own_rates` tells which figures have them.
    """
    chosen = {"success_rate": choices.success_criterion, "heard_understood": choices.ors_limit_young}.get(figure.id)
    parts = [
        (part.name, part.measure, part.unit, part.definition_da, part.value, part.per, part.category, sorted(part.codes),
         _plain(part.query.sql))
        for part in figure.parts
    ]  # fmt: skip
    rules = refund_versions(local=local) if rests_on_own_rates(figure) else ()
    return sha256(repr((figure.id, parts, chosen, behind(figure.reads, made), rules)).encode()).hexdigest()[:16]


def rests_on_own_rates(figure: Figure) -> bool:
    """Whether the figure is counted with the municipality's own rates, and with the state's refund of them."""
    return any(need.startswith("rates.") for need in figure.needs)


def behind(reads: Iterable[str], made: Sequence[Mart] | None = None) -> list[tuple[str, str]]:
    """The SQL of every mart and staging table that these rest on, whatever the number of steps between, by name."""
    known = {mart.name: mart for mart in (marts() if made is None else made)}
    found: dict[str, str] = {}
    waiting = [name for name in reads if name in known]
    while waiting:
        mart = known[waiting.pop()]
        found[f"marts.{mart.name}"] = _plain(mart.sql)
        staged = [name for name in mart.reads if name == mart.name or name not in known]
        found |= {f"staging.{name}": _staging()[name] for name in staged if name in _staging()}
        waiting += [name for name in mart.reads if name in known and f"marts.{name}" not in found]
    return sorted(found.items())


@cache
def _staging() -> dict[str, str]:
    return {path.stem: _plain(path.read_text(encoding="utf-8")) for path in STAGING.glob("*.sql")}


def _plain(sql: str) -> str:
    return " ".join(sql.split())
