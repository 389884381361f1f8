"""The access log: kept line by line, found by citizen and by user."""

from datetime import datetime

from pipelines.access_log import Access, accesses, add_accesses

AT = datetime(2025, 6, 15, 10, 30)
SEEN = Access(AT, "anne", "caseworker", "looked_at", "b1", "Borger")


def test_lines_are_found_by_citizen_and_by_user_newest_first(store_url: str) -> None:
    listed = [Access(AT, "bo", "project_lead", "listed", name, "Liste") for name in ("b1", "b2")]
    settings = Access(AT, "bo", "administrator", "changed", None, "Brugere")
    add_accesses(store_url, [SEEN])
    add_accesses(store_url, listed)
    add_accesses(store_url, [settings])
    add_accesses(store_url, [])
    assert accesses(store_url) == [settings, listed[1], listed[0], SEEN]
    assert accesses(store_url, limit=1) == [settings]
    assert accesses(store_url, citizen_id="b1") == [listed[0], SEEN]
    assert accesses(store_url, user_name="bo", citizen_id="b2") == [listed[1]]
