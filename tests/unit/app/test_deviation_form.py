"""What a project lead types becomes texts that can be used."""

from app.deviation_form import CELL_DA, LIMITS_DA, with_cell, with_limits, with_signal, words
from pipelines.deviation_texts import default_document, read_texts

NOW = default_document()


def test_every_cell_limit_and_sign_can_be_written() -> None:
    assert set(CELL_DA) == set(NOW["cells"])
    assert set(LIMITS_DA) == set(NOW["limits"])
    for cell, text in NOW["cells"].items():
        assert with_cell(NOW, cell, text["sentence"], "\n".join(map(words, text["questions"]))) == NOW


def test_a_question_that_stays_keeps_when_it_is_asked() -> None:
    """The contact phase is asked about in the first three months; a new question is always asked."""
    changed = with_cell(NOW, "under/under", "Ny.", "Er der brug for en kontaktskabende fase?\n\nHvad så?\n")
    questions = read_texts(changed).cells["under/under"].questions
    assert [(one.text, one.when) for one in questions] == [
        ("Er der brug for en kontaktskabende fase?", "first_three_months"),
        ("Hvad så?", None),
    ]


def test_limits_and_signs() -> None:
    assert read_texts(with_limits(NOW, {**NOW["limits"], "who5_fall": 8.0})).limits["who5_fall"] == 8
    text = NOW["signals"]["no_time"]
    changed = with_signal(NOW, "no_time", {**text, "title": "tid mangler", "questions": "Hvad nu?\n"})
    assert read_texts(changed).signals["no_time"].title == "tid mangler"
    assert NOW["signals"]["no_time"]["title"] == "ingen tid registreret"
