"""The texts that a project lead writes: versions in the store, the newest in force, each with its reason."""

import copy
from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines.deviation_choice import document_in_force, set_texts, text_history, texts_in_force
from pipelines.deviation_texts import default_document, default_texts
from pipelines.settings import Choices, Settings, SettingsError

AT = datetime(2026, 1, 15, 9, 0)


def written(sentence: str) -> dict:  # type: ignore[type-arg]
    document = copy.deepcopy(default_document())
    document["cells"]["as/as"]["sentence"] = sentence
    return document


def here(store_url: str) -> Settings:
    return Settings(Path("."), store_url, date(2026, 1, 15), Choices())


def test_without_own_texts_the_programs_are_in_force(store_url: str) -> None:
    assert texts_in_force(here(store_url)) == default_texts()
    assert document_in_force(here(store_url)) == default_document()


def test_the_newest_version_is_in_force_and_every_one_is_kept(store_url: str) -> None:
    for sentence in ("Første.", "Anden."):
        set_texts(here(store_url), written(sentence), reason=f"fordi {sentence}", who="leder", at=AT)
    assert texts_in_force(here(store_url)).cells["as/as"].sentence == "Anden."
    assert [made.reason for made in text_history(here(store_url))] == ["fordi Anden.", "fordi Første."]
    assert {(made.set_by, made.set_at) for made in text_history(here(store_url))} == {("leder", AT)}


@pytest.mark.parametrize(("sentence", "reason"), [(" ", "fordi"), ("Godt.", " "), ("Godt.", "se 010190-1234")])
def test_texts_that_cannot_be_used_and_changes_without_a_reason_are_refused(
    store_url: str, sentence: str, reason: str
) -> None:
    with pytest.raises(SettingsError):
        set_texts(here(store_url), written(sentence), reason=reason, who="leder", at=AT)
    assert text_history(here(store_url)) == []
