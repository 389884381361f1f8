"""The knowledge base: dated prices, rules, indices, target groups and effect studies, each from one YAML file.

A file in the installation's own knowledge folder takes the place of the shipped one of the same name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from som_engine.document import Node, read_document
from som_engine.errors import Fault, KnowledgeError
from som_engine.knowledge_records import (
    DatedValue,
    EffectStudy,
    PriceRecord,
    TargetGroup,
    read_effect_study,
    read_index,
    read_price_record,
    read_target_group,
)
from som_engine.knowledge_rules import read_rule
from som_engine.refunds import DayRefund, DayRefundVersion, Rule, in_force

SHIPPED = Path(__file__).parent / "knowledge"
FOLDERS = ("rules", "prices", "indices", "target_groups", "effects")
Record = TypeVar("Record")


@dataclass(frozen=True)
class Knowledge:
    """All that is known, by the name of the file it stands in."""

    rules: Mapping[str, Rule]
    prices: Mapping[str, PriceRecord]
    net_price_index: Mapping[int, float]
    discount_rates: tuple[DatedValue, ...]
    target_groups: Mapping[str, TargetGroup]
    effects: Mapping[str, EffectStudy]

    def discount_rate(self, base_year: int) -> float:
        """The newest discount rate at the start of the year."""
        newest = in_force(self.discount_rates, date(base_year, 1, 1))
        return newest.value if newest else 0.0


def load_knowledge(local: Path | None = None, shipped: Path = SHIPPED) -> Knowledge:
    """The shipped knowledge base, with the installation's own files (in `local`, if it exists) in place of ours.

    Raises KnowledgeError for the first file that breaks the rules, with every fault in it.
    """
    _refuse_strangers(local)
    indices: dict[str, Any] = _records("indices", local, read_index, shipped)
    return Knowledge(
        rules=_records("rules", local, read_rule, shipped),
        prices=_records("prices", local, read_price_record, shipped),
        net_price_index=indices["net_price_index"],
        discount_rates=indices["discount_rate"],
        target_groups=_records("target_groups", local, read_target_group, shipped),
        effects=_records("effects", local, read_effect_study, shipped),
    )


def knowledge_texts(local: Path | None = None) -> dict[str, str]:
    """The whole knowledge base as it stands now, file by file (prices/prison_day.yaml), to be kept with a result."""
    files = {f"{folder}/{name}.yaml": path for folder in FOLDERS for name, path in _files(folder, local).items()}
    return {place: path.read_text(encoding="utf-8") for place, path in sorted(files.items())}


def knowledge_of(texts: Mapping[str, str]) -> Knowledge:
    """The knowledge base that was kept, and nothing of today's."""
    with TemporaryDirectory() as folder:
        for place, text in texts.items():
            path = Path(folder) / place
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_knowledge(None, Path(folder))


def refund_versions(rule: str = "sel_110", local: Path | None = None) -> tuple[DayRefundVersion, ...]:
    """The dated versions (valid_from, share, max_days_per_year) of a day refund, oldest first."""
    found = _records("rules", local, read_rule)[rule]
    if not isinstance(found, DayRefund):
        raise KnowledgeError(rule, [Fault("kind", rule, "Reglen er ikke en refusion af døgn.")])
    return tuple(sorted(found.versions, key=lambda version: version.valid_from))


def _records(
    folder: str, local: Path | None, read: Callable[[Node, str], Record | None], shipped: Path = SHIPPED
) -> dict[str, Record]:
    return {name: _read_file(path, name, read) for name, path in sorted(_files(folder, local, shipped).items())}


def _files(folder: str, local: Path | None, shipped: Path = SHIPPED) -> dict[str, Path]:
    """The file of each name in a folder of the knowledge base; the installation's own wins."""
    files = {path.stem: path for path in (shipped / folder).glob("*.yaml")}
    own = {path.stem: path for path in (local / folder).glob("*.yaml")} if local else {}
    return files | own


def _refuse_strangers(local: Path | None) -> None:
    """Refuse what lies in the installation's own folder and would never be read."""
    files = sorted(local.rglob("[!.]*")) if local and local.is_dir() else []
    for path in files:
        place = path.relative_to(local or path)
        right = len(place.parts) == 2 and place.parts[0] in FOLDERS and path.suffix == ".yaml"
        if path.is_file() and not right:
            remedy = f"Filer skal hedde .yaml og ligge i en af mapperne {', '.join(FOLDERS)}."
            raise KnowledgeError(str(path), [Fault("", str(place), remedy)])


def _read_file(path: Path, name: str, read: Callable[[Node, str], Record | None]) -> Record:
    content, faults = read_document(path)
    if faults and content is None:
        raise KnowledgeError(str(path), faults)
    record = read(Node(content, "", faults), name)
    if faults or record is None:
        raise KnowledgeError(str(path), faults)
    return record
