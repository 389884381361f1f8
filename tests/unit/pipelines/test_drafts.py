"""Drafts are kept field by field, each user's for that user alone."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from pipelines.drafts import Draft, DraftError, drafts_of, drop, keep_draft

MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)
HOURS = Draft("anne", "b1", "f1", MARCH, "hours", "7,5", 12, datetime(2025, 4, 2, 9, 0))


def test_the_last_text_of_a_field_is_offered_again(store_url: str) -> None:
    later = replace(HOURS, text="8", saved_at=datetime(2025, 4, 2, 9, 1))
    nights = replace(HOURS, field="shelter_nights", text="0", based_on=None)
    april, others = replace(HOURS, month=APRIL), replace(HOURS, user_name="bo")
    for draft in (HOURS, later, nights, april, others):
        keep_draft(store_url, draft)
    assert drafts_of(store_url, "anne", "f1", MARCH) == [nights, later]
    assert drafts_of(store_url, "anne") == [april, nights, later]
    assert drafts_of(store_url, "bo") == [others]
    drop(store_url, "anne", "f1", MARCH, ("hours",))
    assert drafts_of(store_url, "anne", "f1") == [april, nights]
    drop(store_url, "anne", "f1", MARCH)
    assert drafts_of(store_url, "anne") == [april]
    assert drafts_of(store_url, "bo") == [others]


@pytest.mark.parametrize("text", ["010190-1234", "ring 0101901234 i dag", "x" * 201])
def test_a_cpr_number_or_a_novel_is_no_draft(store_url: str, text: str) -> None:
    with pytest.raises(DraftError) as refused:
        keep_draft(store_url, replace(HOURS, text=text))
    assert text not in str(refused.value)
    assert drafts_of(store_url, "anne") == []
