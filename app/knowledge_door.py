"""The door to the knowledge base: everybody who works with SØM reads it, economists add the municipality's own."""

from collections.abc import Sequence
from pathlib import Path

from app.cases import READERS, WRITERS, knowledge_now
from app.rights import Visit, require
from pipelines.own_estimates import read_estimates
from pipelines.own_knowledge import Own, add_own
from som_engine.errors import KnowledgeError
from som_engine.knowledge import Knowledge, load_knowledge


def knowledge(visit: Visit) -> tuple[Knowledge, tuple[str, ...]]:
    """The knowledge base, and what must be mended in the municipality's own files; ours alone where they are broken."""
    require(visit, *READERS)
    try:
        return knowledge_now(visit), ()
    except KnowledgeError as error:
        return load_knowledge(), tuple(f"{error.file}: {fault}" for fault in error.faults)


def own_files(visit: Visit) -> frozenset[str]:
    """The names of the records that are the municipality's own."""
    require(visit, *READERS)
    return frozenset(path.stem for path in (visit.here.home / "knowledge").rglob("*.yaml"))


def add(visit: Visit, added: Sequence[Own]) -> list[Path]:
    """Add values of the municipality's own; see add_own."""
    require(visit, *WRITERS)
    return add_own(visit.here.home, added)


def add_file(visit: Visit, name: str, content: bytes) -> int:
    """Add every row of a CSV file, or nothing; how many there were. KnowledgeError with every fault by row."""
    require(visit, *WRITERS)
    rows = read_estimates(content.decode("utf-8-sig"), name)
    add_own(visit.here.home, rows)
    return len(rows)
