"""The store's tests run on SQLite and on PostgreSQL."""

from tests.postgres import postgres_server, store_url, unmade_store_url

__all__ = ["postgres_server", "store_url", "unmade_store_url"]
