"""Every page and every file that the management can get, read back, and nobody works a hidden number out from any of them.

A number that slips out is put where the protected rows are kept, so that it comes out through the real pages and files; the
attacker must then find it in every one of them. An exit that is not in the walk makes a test fail.
"""

import argparse
import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st

from app.navigation import MENU
from app.report.__main__ import _parser as report_parser
from kpi_catalogue.disclosure import Row
from pipelines.__main__ import _parser as pipelines_parser
from pipelines.protected import protected_rows
from pipelines.warehouse import open_warehouse
from tests.pdf_text import words
from tests.properties.attacker import worked_out
from tests.properties.exit_world import FIGURES, LEAKS, LIMIT, MAY, World, let_slip, made, pooled
from tests.properties.exits import BY_GROUP, EXITS, OF_ONE_CASE, files_made, page
from tests.stores import copy_home, store_at
from tests.unit.app.figure_file_reading import excel_cells, number_rows, slide_words

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("exit walk")]
ROOT = Path(__file__).parents[2]
IDENTIFIERS = re.compile(r"[BF]-90\d-\d|\banne\b")
SILENT = ("hjaelp.py", "modenhed.py", "som.py", "som_case.py", "som_usikkerhed.py", "som_overvaagning.py",
          "som_sammenlign.py", "som_logbog.py", "som_rapport.py", "vidensbase.py")  # fmt: skip
"""The management's pages that tell no figure: they say the same whatever slips out. The report's files are walked."""
OWN_ONLY = ("log.py",)
"""What somebody has done oneself."""
DOWNLOADS = {
    "app/export_section.py": 1,
    "app/management_parts.py": 1,
    "app/sharing_section.py": 1,
    "app/views/som_rapport.py": 4,
    "app/views/som_logbog.py": 1,
    "app/knowledge_forms.py": 1,
    "app/views/log.py": 2,
    "app/views/vis_borgeren.py": 1,
    "app/views/data_ind.py": 1,
    "app/completeness_page.py": 3,
    "app/import_section.py": 1,
}
"""Where a file can be fetched. The first (on every page of TAKEN_ALONG), the two next and the report's Word and PDF are walked.
The workbook and the shared file of a case hold the calculation, the log book its changes, the knowledge base prices and
effects; the log's are the auditor's, and the rest are for those who work with the citizens (test_doors.py)."""
TAKEN_ALONG = {
    "app/views/noegletal.py": "figures as",
    "app/views/om_noegletal.py": "figures as",
    "app/views/maal.py": "maal as",
    "app/management_parts.py": "ledelse as",
    "app/sharing_section.py": "andre-kommuner as",
    "app/maturity_page.py": None,
    "app/figure_meeting_parts.py": None,
}
"""Where a page's tables and figures are taken along as files, and what the exits of it are called. The self-assessments have no
figure of a citizen (their files are among the silent), and a meeting is the team's own (test_page_files.py)."""
COMMANDS = {
    "walked": {"figures", "share", "overview"},
    "in the installation's own shell": {"check", "load", "build", "mapping", "template", "users", "move", "erase", "course",
                                        "observe", "rerun", "goals"},
}  # fmt: skip
"""Whoever runs the second ones has the store and the warehouse in hand."""
PUBLISHED = ("app.published", "pipelines.protected", "pipelines.shared_figures", "kpi_catalogue.disclosure")
READERS = {
    "app/case_told.py",
    "app/figure_data.py", "app/figure_files.py", "app/report_door.py", "app/sharing_door.py", "app/sharing_section.py",
    "pipelines/figures.py", "pipelines/kept_rows.py", "pipelines/shared_comparing.py", "pipelines/shared_store.py",
    "pipelines/shared_figures.py", "pipelines/protected.py", "pipelines/__main__.py",
}  # fmt: skip
"""The modules that read published rows; what they hand on is walked."""


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, World]:
    """The installation as it is, and a copy where true numbers of hidden cells stand among what is published.

    Both are made before anybody uses the first: PostgreSQL copies only what nobody is in.
    """
    world = made(tmp_path_factory.mktemp("exits") / "home")
    home = copy_home(world.here.home, tmp_path_factory.mktemp("slipped") / "home")
    copy = World(replace(world.here, home=home, store_url=store_at(home)), world.cells)
    for leak in LEAKS:
        let_slip(copy, leak)
    return world, copy


@pytest.fixture(scope="module")
def honest(worlds: tuple[World, World]) -> World:
    return worlds[0]


@pytest.fixture(scope="module")
def slipped(worlds: tuple[World, World]) -> World:
    return worlds[1]


@pytest.fixture(scope="module")
def published(honest: World) -> list[Row]:
    """Everything of May that is published, and that the attacker has anyhow."""
    with open_warehouse(honest.here.home) as warehouse, warehouse.cursor() as connection:
        rows = protected_rows(connection, FIGURES, [MAY], None, LIMIT)
    return [row for row in rows if row.part is None]


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    st.cache_data.clear()
    yield
    st.cache_data.clear()


def enter(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The pages are the world's."""
    here = world.here
    for name, value in (("HOME", here.home), ("STORE", here.store_url), ("TODAY", here.today)):
        monkeypatch.setenv(f"BUNDLINJE_{name}", str(value))
    return world


@pytest.mark.parametrize("name", EXITS)
def test_nothing_hidden_can_be_worked_out_from_an_exit(
    honest: World, published: list[Row], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """901's 28 citizens are read from the exit, so it is understood; of 903 nothing is told; the attacker finds nothing."""
    world, read = enter(honest, monkeypatch), EXITS[name]
    if name not in OF_ONE_CASE:
        assert read(world, "901", None)["citizens_included", None, None, "901"].value == 28
    told = read(world, "903", None)
    assert told == {}
    if name in BY_GROUP:
        told = read(world, "901", "method")
        assert told["citizens_included", "method", "CTI", "901"].value == 17
        assert ("citizens_included", "method", "ACT", "901") not in told
    assert worked_out(pooled(published, told), honest.cells, LIMIT) == []


@pytest.mark.parametrize(
    ("name", "leak"), [(name, leak) for name in EXITS for leak in LEAKS if leak == "a municipality" or name in BY_GROUP]
)
def test_a_number_that_slips_out_is_found_in_the_exit(
    slipped: World, published: list[Row], name: str, leak: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The 15 of 903 give 902's 3 away, and the 8 of ACT the 3 of ICM, on whatever page or in whatever file they stand."""
    world, (by, group, code) = enter(slipped, monkeypatch), LEAKS[leak]
    told = EXITS[name](world, code, by)
    more = {key: row for key, row in told.items() if key[1:] == (by, group, code)}
    assert more
    assert worked_out(pooled(published, more), slipped.cells, LIMIT)


@pytest.mark.parametrize("name", SILENT)
def test_a_page_without_figures_says_the_same_whatever_slips_out(
    honest: World, slipped: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [page(enter(world, monkeypatch), name, sag="sag-903") for world in (honest, slipped)]
    assert said[0] == said[1]
    assert len(said[0]) > 100
    assert not IDENTIFIERS.search(said[0])


def test_the_files_of_a_page_without_figures_say_the_same_whatever_slips_out(
    honest: World, slipped: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The self-assessments: the page's table in every kind of file, and no number of the catalogue."""
    made = [files_made(enter(world, monkeypatch), "modenhed.py", kommune="901") for world in (honest, slipped)]
    for read in (lambda one: excel_cells(one.excel), lambda one: slide_words(one.powerpoint),
                 lambda one: words(one.pdf), lambda one: one.csv):  # fmt: skip
        told, told_slipped = map(read, made)
        assert told == told_slipped
        assert not IDENTIFIERS.search(str(told))
    assert number_rows(made[0].excel) == []


@pytest.mark.parametrize(
    "name", ["noegletal.py", "om_noegletal.py", "maal.py", "ledelse.py", "andre_kommuner.py", *OWN_ONLY]
)
def test_no_page_names_a_citizen_or_a_caseworker(honest: World, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not IDENTIFIERS.search(page(enter(honest, monkeypatch), name))


def test_every_page_of_the_management_is_walked() -> None:
    """A new page for the management stands in EXITS, or among those that tell no figure."""
    walked = {name.removeprefix("page ") for name in EXITS if name.startswith("page ")}
    own = [place for place in MENU if "management" in place.roles]
    assert {place.file for place in own if place.address not in walked} == {*SILENT, *OWN_ONLY}


def test_every_file_that_can_be_fetched_is_walked() -> None:
    found = Counter(
        str(path.relative_to(ROOT))
        for path in (ROOT / "app").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "download_button"
    )
    assert found == DOWNLOADS


def test_every_page_that_takes_its_tables_along_is_walked() -> None:
    """A new page with the section of files is a new exit, in every kind of file."""
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "app").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "export_section"
    }
    assert found == TAKEN_ALONG.keys()
    for name in filter(None, TAKEN_ALONG.values()):
        assert {each.rpartition(" ")[2] for each in EXITS if f"{name} " in each} >= {
            "excel",
            "powerpoint",
            "pdf",
            "csv",
        }


def test_every_command_is_walked_or_needs_the_installations_shell() -> None:
    found = {
        name
        for parser in (pipelines_parser(), report_parser())
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name in action.choices
    }
    assert found == set().union(*COMMANDS.values())


def test_every_module_that_reads_what_is_published_is_walked() -> None:
    """A new reader of published rows is a new exit until it is said here which one."""
    found = set()
    for path in [*(ROOT / "app").rglob("*.py"), *(ROOT / "pipelines").rglob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        named |= {
            f"{node.module}.{one.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for one in node.names
        }
        if named & set(PUBLISHED):
            found.add(str(path.relative_to(ROOT)))
    assert found - {"app/published.py"} == READERS


def test_every_file_tells_what_the_page_tells(honest: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The total and the methods of 901, as page, workbook, slides, PDF and CSV: the same cells, the same numbers."""
    world = enter(honest, monkeypatch)
    for by in (None, "method"):
        told = {
            name: {
                key: row.value
                for key, row in EXITS[name](world, "901", by).items()
                if key[:2] == ("citizens_included", by)
            }
            for name in BY_GROUP
        }
        assert told["page om-tallet"]
        assert {name for name, cells in told.items() if cells != told["page om-tallet"]} == set()
