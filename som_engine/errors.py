"""What was wrong with a case, a knowledge file or an address, said in Danish and all at once."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing to correct: the path of the field, the value given (None when missing), and what is allowed."""

    path: str
    value: str | None
    allowed: str

    def __str__(self) -> str:
        problem = "mangler" if self.value is None else f'"{self.value}" kan ikke bruges'
        return f"{self.path}: {problem}. {self.allowed}" if self.path else f"{problem}. {self.allowed}"


class FaultyInputError(ValueError):
    """A file that cannot be used; `faults` holds every fault found in it."""

    heading = "Filen kan ikke bruges"

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        self.file = file
        self.faults = tuple(faults)
        super().__init__("\n".join([f"{self.heading}: {file}", *(f"- {fault}" for fault in self.faults)]))


class CaseError(FaultyInputError):
    """A case that cannot be calculated."""

    heading = "Sagen kan ikke regnes"


class KnowledgeError(FaultyInputError):
    """A file of the knowledge base that breaks its rules."""

    heading = "Vidensbasen kan ikke læses"


class ObservedError(FaultyInputError):
    """A file of observed values that does not fit the case."""

    heading = "De observerede værdier kan ikke bruges"


class AddressError(ValueError):
    """A --set that names no field of the case, or has no value."""
