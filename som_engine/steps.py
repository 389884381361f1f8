"""The seven steps of work with a case and the questions to talk over in each, from steps.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from som_engine.document import Node, read_document
from som_engine.errors import KnowledgeError

STEPS_FILE = Path(__file__).parent / "steps.yaml"


@dataclass(frozen=True)
class Question:
    """A question to talk over; the answer stands in the case's `reflections` under <step>.<id>."""

    id: str
    text_da: str


@dataclass(frozen=True)
class Step:
    """One of the seven steps."""

    id: str
    title_da: str
    about_da: str
    questions: tuple[Question, ...]

    def key(self, question: Question) -> str:
        """The name of the answer in a case's reflections."""
        return f"{self.id}.{question.id}"


@cache
def steps() -> tuple[Step, ...]:
    """The steps in order."""
    content, faults = read_document(STEPS_FILE)
    found = tuple(_step(member) for member in Node(content, "", faults).members())
    if faults:
        raise KnowledgeError(STEPS_FILE.name, faults)
    return found


def _step(node: Node) -> Step:
    fields = ("id", "title_da", "about_da", "questions")
    node.mapping(fields, required=fields)
    questions = tuple(
        Question(member["id"].text(), member["text_da"].text())
        for member in node["questions"].members()
        if member.mapping(("id", "text_da"), required=("id", "text_da"))
    )
    return Step(node["id"].text(), node["title_da"].text(), node["about_da"].text(), questions)
