"""What a user is told when the store cannot be used."""

import traceback
from pathlib import Path

import pytest
from sqlalchemy import event

from pipelines.loading import load
from pipelines.store import StoreError, loads, open_store, stored_tables
from tests.postgres import fresh_database
from tests.sending import AT, CITIZEN, COURSE, HOURS, TODAY, keep, send


@pytest.mark.parametrize(
    "url", ["", "store.db", "mysql://root@server/x", "sqlite://", "sqlite:///:memory:", "postgresql://server"]
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(StoreError, match="Skriv fx sqlite:///"):
        open_store(url)


@pytest.mark.parametrize(
    "url", ["postgresql://anne:hemmelig@127.0.0.1:1/x", "postgresql+psycopg2://anne:hemmelig@127.0.0.1:1/x"]
)
def test_a_database_that_does_not_answer(url: str, tmp_path: Path) -> None:
    """The remedy is there, and the password is not, nor in what Python would print with it."""
    for use in (open_store, stored_tables, loads):
        with pytest.raises(StoreError, match=r"x på 127\.0\.0\.1:1 svarer ikke.*BUNDLINJE_STORE") as caught:
            use(url)
        assert "hemmelig" not in "".join(traceback.format_exception(caught.value))


def test_a_wrong_password(postgres_server: str) -> None:
    wrong = postgres_server.replace("@", "x@")
    with pytest.raises(StoreError, match="bruger og adgangskode"):
        open_store(f"{wrong}postgres")


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_text("borger;team\nb1;nord\n" * 100)
    with pytest.raises(StoreError, match="er ikke et lager fra Bundlinje"):
        stored_tables(f"sqlite:///{tmp_path / 'store.db'}")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("en fil")
    with pytest.raises(StoreError, match=r"Der kan ikke skrives i .*store\.db\. Intet er gemt"):
        open_store(f"sqlite:///{tmp_path / 'home' / 'store.db'}")


@pytest.mark.parametrize(
    ("setting", "words"), [("max_page_count=1", "ikke plads på disken"), ("query_only=on", "Der kan ikke skrives")]
)
def test_no_room_and_no_right_to_write(tmp_path: Path, setting: str, words: str) -> None:
    """SQLite says the same for its own limits as for a full disk and a file without write access."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    keep(url, send(tmp_path / "a", citizens=[CITIZEN], courses=[COURSE]))
    before = stored_tables(url)
    engine = open_store(url)
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"pragma {setting}"))
    sent = send(tmp_path / "b", time_use=[{**HOURS, "caseworker": f"anne{number}"} for number in range(2000)])
    with pytest.raises(StoreError, match=words):
        load(engine, [sent], today=TODAY, who="anne", source="test", at=AT)
    engine.dispose()
    assert stored_tables(url) == before


def test_a_database_that_only_reads(postgres_server: str, tmp_path: Path) -> None:
    with fresh_database(postgres_server) as url:
        keep(url, send(tmp_path / "a", citizens=[CITIZEN]))
        sent = send(tmp_path / "b", citizens=[{**CITIZEN, "team": "x"}])
        engine = open_store(f"{url}?options=-cdefault_transaction_read_only%3Don")
        with pytest.raises(StoreError, match="Der kan ikke skrives"):
            load(engine, [sent], today=TODAY, who="anne", source="test", at=AT)
        engine.dispose()
