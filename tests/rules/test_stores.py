"""What runs on PostgreSQL too: addresses come from tests/stores.py, whoever asks is marked, and who runs once says why."""

from pathlib import Path

import pytest

from tests.stores import store_at

ROOT = Path(__file__).parents[2]
OWN_ADDRESS = {
    "tests/stores.py": "where the run's addresses are made",
    "tests/postgres.py": "the fixture of both",
    "tests/sample.py": "built from files, no store",
    "tests/app/screenshots.py": "pictures, no test",
    "tests/benchmark_overview.py": "a benchmark, no test",
    "tests/golden/test_golden.py": "built from files, no store",
    "tests/properties/test_concurrent_loads.py": "SQLite's two libraries; the rest has the fixture of both",
    "tests/properties/test_figures_agree.py": "built from files, no store",
    "tests/properties/test_store_history.py": "runs on both itself",
    "tests/rules/test_stores.py": "this rule",
    "tests/unit/app/test_rights.py": "no store",
    "tests/unit/pipelines/success_warehouse.py": "a warehouse without a store",
    "tests/unit/pipelines/test_build.py": "built from files, no store",
    "tests/unit/pipelines/test_erasing.py": "SQLite's write-ahead log; the rest has the fixture of both",
    "tests/unit/pipelines/test_lateness.py": "a store that nobody made; the rest has the fixture of both",
    "tests/unit/pipelines/test_loading.py": "who may read SQLite's file; the rest has the fixture of both",
    "tests/unit/pipelines/test_migrations.py": "SQLite's triggers; the rest has the fixture of both",
    "tests/unit/pipelines/test_moving.py": "from one to the other",
    "tests/unit/pipelines/test_settings.py": "the address itself",
    "tests/unit/pipelines/test_store.py": "SQLite's settings; the rest has the fixture of both",
    "tests/unit/pipelines/test_store_faults.py": "what SQLite says; the rest is about addresses",
    "tests/unit/pipelines/test_store_history.py": "SQLite's replace; the rest has the fixture of both",
    "tests/unit/pipelines/test_users.py": "the command alone; the rest has the fixture of both",
    "tests/unit/pipelines/test_windows.py": "built from files, no store",
}
"""Who may write an address of SQLite, and why it need not run on PostgreSQL too."""
ONCE = {
    "tests/properties/test_exit_walk.py": "what pages and files tell; protecting and keeping run on both",
    "tests/unit/app/test_admin_pages.py": "the pages; users, choices and erasing run on both",
    "tests/unit/app/test_choosing_doors.py": "the pages; every door behind them runs on both",
    "tests/unit/app/test_exits.py": "what files tell; protecting and keeping run on both",
    "tests/unit/app/test_figure_marks.py": "what cards tell; the doors run on both",
    "tests/unit/app/test_kept_knowledge.py": "the knowledge of a run kept in memory; storing runs on both",
    "tests/unit/app/test_page_files.py": "what pages and their files tell; the doors run on both",
    "tests/unit/app/test_people.py": "one page; its door runs on both",
    "tests/unit/app/test_sharing_door.py": "roles and the access log; giving and taking in run on both",
    "tests/unit/pipelines/test_protected.py": "the sample's warehouse, a year ahead and the versions kept; the rest runs on both",
    "tests/unit/app/test_som_pages.py": "the pages of a case; cases, months and versions run on both",
}
"""Who wears the mark `once`, and what runs on both in its place."""


def test_addresses_of_sqlite_are_written_only_where_there_is_a_reason() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("tests/**/*.py")
        if "sqlite:///" in path.read_text(encoding="utf-8")
    }
    assert found == set(OWN_ADDRESS), "ask tests.stores.store_at(folder), or write the reason above"


def test_who_runs_on_sqlite_alone_says_what_runs_on_both() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("tests/**/test_*.py")
        if "pytest.mark.once" in path.read_text(encoding="utf-8") and path != Path(__file__)
    }
    assert found == set(ONCE)


def test_whoever_asks_for_a_store_without_the_mark_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="give it the mark `store`"):
        store_at(tmp_path)
