"""The house rules that a machine can hold."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from pipelines.__main__ import SAID

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "pipelines", "kpi_catalogue", "som_engine", "sample_data")
MAY_IMPORT = {
    "som_engine": {"som_engine"},
    "kpi_catalogue": {"kpi_catalogue"},
    "pipelines": {"pipelines", "kpi_catalogue", "som_engine"},
    "sample_data": {"sample_data", "pipelines"},
    "app": {"app", "pipelines", "kpi_catalogue", "som_engine"},
}
MAY_NOT_USE = {
    "som_engine": {"streamlit", "duckdb"},
    "kpi_catalogue": {"streamlit"},
    "pipelines": {"streamlit"},
    "app/charts.py": {"streamlit"},
}
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
FUNCTION_LINES, FILE_LINES = 30, 400


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """The first names of everything a module imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def files_in_repository() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_arrows(path: Path) -> None:
    """app -> pipelines -> kpi_catalogue, som_engine; never back."""
    room = path.relative_to(ROOT).parts[0]
    assert not (imported(path) & (set(ROOMS) - MAY_IMPORT[room]))
    for place, forbidden in MAY_NOT_USE.items():
        if str(path.relative_to(ROOT)).startswith(place):
            assert not (imported(path) & forbidden)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_and_files_stay_short(path: Path) -> None:
    """A function has one job: at most 30 lines; a file one subject: at most 400."""
    assert path.read_text(encoding="utf-8").count("\n") <= FILE_LINES
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= FUNCTION_LINES
    }
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_things_say_what_they_are(path: Path) -> None:
    """Every module, and every public function and class, begins with a sentence."""
    module = tree(path)
    if not module.body:
        return
    public = [
        node
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert ast.get_docstring(module), path
    assert not [node.name for node in public if not ast.get_docstring(node)]


def test_only_settings_reads_the_environment_and_the_clock() -> None:
    """Today and the environment come in as arguments everywhere but in pipelines/settings.py."""
    reading = re.compile(r"os\.environ|os\.getenv|date\.today\(|datetime\.today\(")
    found = [path for path in MODULES if reading.search(path.read_text(encoding="utf-8"))]
    assert [str(path.relative_to(ROOT)) for path in found] == ["pipelines/settings.py"]


def test_the_moment_of_the_store_is_taken_in_one_place() -> None:
    """UTC without a zone, as pipelines.settings.now gives it."""
    takers = [path for path in MODULES if re.search(r"now\(UTC\)\s*\.replace\(", path.read_text(encoding="utf-8"))]
    assert takers == [ROOT / "pipelines" / "settings.py"]


def test_the_commands_say_every_error_of_ours_without_a_traceback() -> None:
    """Every exception class of the rooms that reach a user is caught by the commands, or caught on the way."""
    on_the_way = {
        "AddressError",
        "CandidateError",
        "AssessmentError",
        "DraftError",
        "EntryError",
        "ExampleError",
        "ManyValuesError",
        "MeetingError",
        "NotAllowedError",
        "NoReasonError",
        "StaleChoiceError",
        "NotTheirsError",
        "UnknownFigureError",
        "UnusableWorkbook",
        "WrongUseError",
        "_CellFault",
        "_LeaveOut",
    }
    said = {name for error in SAID for name in (error.__name__, *(sub.__name__ for sub in error.__subclasses__()))}
    defined = {
        node.name
        for path in MODULES
        for node in tree(path).body
        if isinstance(node, ast.ClassDef)
        and any("Error" in ast.unparse(base) or "Exception" in ast.unparse(base) for base in node.bases)
    }
    assert defined - said == on_the_way


def test_only_the_seven_rooms_and_what_is_named() -> None:
    """No utils, helpers, common or core."""
    folders = {part for path in files_in_repository() for part in path.relative_to(ROOT).parts[:-1]}
    assert not folders & {"utils", "helpers", "common", "core", "misc", "lib"}


def test_nothing_in_the_repository_names_a_machine() -> None:
    """No paths of a machine and no hosts of package registries."""
    named = re.compile(r"/(?:root|work|home/\w+)/|pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org")
    found = []
    for path in files_in_repository():
        if path.suffix in (".png", ".xlsx") or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in named.finditer(text)]
    assert not found


def test_every_requirement_is_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").split("\n")
        assert all(re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==\S+", line) for line in lines if line), name


def test_publiccode_is_well_formed() -> None:
    """The fields that the standard requires, with our licence."""
    about = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert about["legal"]["license"] == "MPL-2.0"
    assert {"publiccodeYmlVersion", "name", "platforms", "categories", "developmentStatus", "softwareType",
            "description", "maintenance", "localisation"} <= set(about)  # fmt: skip


def test_decisions_are_numbered_and_fit_a_page() -> None:
    """Every decision is docs/decisions/NNNN-name.md, numbered without gaps, at most about a page."""
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    assert all(len(path.read_text(encoding="utf-8").split()) <= 700 for path in decisions)


def test_links_between_the_documents_lead_somewhere() -> None:
    """Every relative link and picture in the Markdown files exists."""
    broken = []
    for path in (path for path in files_in_repository() if path.suffix == ".md"):
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
            if "://" not in target and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert not broken


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in (
        "check", "load", "build", "figures", "course", "observe", "rerun", "template", "mapping", "users", "goals", "move",
        "erase",
    ):  # fmt: skip
        assert f"python -m pipelines {command}" in readme
    assert "python -m som_engine calculate" in readme
    assert "make run" in readme
    assert "make test" in readme
