"""The texts of deviations: cell by cell, and every way in which texts that somebody writes are refused."""

import copy
from typing import Any

import pytest

from pipelines.deviation_texts import default_document, default_texts, read_texts, text_of
from pipelines.double_bottom_line import Deviation
from pipelines.settings import SettingsError

NAMES = ("under", "as", "over")
WORDS = {
    "time": {"under": "mindre tid", "as": "iden følger|Tid og trivsel følger", "over": "mere tid"},
    "progression": {"under": "ligger under", "as": "følger det forventede", "over": "ligger over"},
}


def reading(time: str, progression: str) -> Deviation:
    return Deviation(time, progression, 1.0, 0.0, f"{time}/{progression}", "")


@pytest.mark.parametrize("time", NAMES)
@pytest.mark.parametrize("progression", NAMES)
def test_every_cell_says_what_its_numbers_say_and_asks(time: str, progression: str) -> None:
    """The sentence names the reading of time and of progression; one or two questions, each a question."""
    text = text_of(reading(time, progression), "CTI", 2, default_texts())
    for word in (WORDS["time"][time], WORDS["progression"][progression]):
        assert any(part in text.sentence for part in word.split("|")), text.sentence
    assert 1 <= len(text.questions) <= 2
    assert all(question.endswith("?") for question in text.questions)


def test_a_question_is_asked_only_where_it_belongs() -> None:
    """A contact phase is asked about to month 3; ICM is asked about in CTI only."""
    texts = default_texts()
    assert [len(text_of(reading("under", "under"), "ICM", month, texts).questions) for month in (3, 4)] == [2, 1]
    assert [len(text_of(reading("over", "under"), method, 5, texts).questions) for method in ("CTI", "ICM")] == [2, 1]


def test_grey_says_that_too_little_is_known() -> None:
    said = text_of(Deviation(None, None, None, None, None, "fordi"), "CTI", 1, default_texts())
    assert (said.sentence, said.questions) == ("Der er endnu for lidt at sammenligne.", ())


def test_what_a_project_lead_writes_is_what_is_said() -> None:
    given = changed(("cells", "as/as", "sentence"), "Det går, som vi regnede med.")
    assert text_of(reading("as", "as"), "CTI", 5, read_texts(given)).sentence == "Det går, som vi regnede med."


def changed(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The texts with one thing changed; a value of None removes it."""
    document = copy.deepcopy(default_document())
    place: Any = document
    for name in path[:-1]:
        place = place[name]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("limits", "who5_fall"), 0, "limits.who5_fall: skal være et tal over 0"),
        (("limits", "who5_fall"), True, "limits.who5_fall"),
        (("limits", "who5_fall"), float("nan"), "limits.who5_fall"),
        (("limits", "months_without_time"), 1.5, "helt antal måneder"),
        (("limits", "months_without_time"), 13, "helt antal måneder"),
        (("limits", "who5_rise"), 5, "who5_rise kendes ikke"),
        (("limits", "ors_fall"), None, "ors_fall mangler"),
        (("cells", "as/as"), None, "as/as mangler"),
        (("cells", "as/as", "color"), "red", "color kendes ikke"),
        (("cells", "as/as", "sentence"), " ", "skal være en tekst"),
        (("cells", "as/as", "sentence"), "x" * 301, "over 300 tegn"),
        (("cells", "as/as", "sentence"), "Ring til 010190-1234", "cpr-nummer"),
        (("cells", "as/as", "sentence"), "{points} point", "navnet på et tal"),
        (("cells", "as/as", "questions"), [], "et til tre spørgsmål"),
        (("cells", "as/as", "questions"), "Hvad nu?", "en liste"),
        (("cells", "as/as", "questions"), [{"text": "Hvad nu?", "when": "monday"}], "first_three_months"),
        (("signals", "no_time"), None, "no_time mangler"),
        (("signals", "no_time", "sentence"), "Der mangler {hours}.", "{hours} kendes ikke"),
        (("signals", "no_time", "rule"), "Fra {first.year}", "navnet på et tal"),
        (("signals", "no_time", "rule"), "Fra {", "navnet på et tal"),
    ],
)
def test_texts_that_cannot_be_used_are_refused(path: tuple[str, ...], value: Any, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_texts(changed(path, value))
    assert said in str(refused.value)


@pytest.mark.parametrize("given", [None, [], "texts", {"limits": {}}])
def test_another_shape_is_refused(given: object) -> None:
    with pytest.raises(SettingsError):
        read_texts(given)
