"""Two processes load at the same time while a third builds and the app reads: nothing is lost and nobody sees a lock."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from pipelines.figures import figures
from pipelines.settings import Choices, Settings
from pipelines.store import stored_tables
from tests.app.serving import ROOT, environment, run

CITIZENS = 40
ROUNDS = 2
TODAY, MONTH = date(2026, 1, 15), date(2025, 6, 1)


def write_citizens(folder: Path, prefix: str, number: int) -> Path:
    """A folder with so many citizens of a municipality of its own."""
    folder.mkdir(parents=True)
    rows = [f"{prefix}-{i};{prefix};homeless;2025-01-0{1 + i % 9}" for i in range(number)]
    (folder / "citizens.csv").write_text("citizen_id;municipality;target_group;referred_on\n" + "\n".join(rows) + "\n")
    return folder


def start(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", *arguments],
        cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def test_two_load_while_one_builds_and_one_reads(tmp_path: Path) -> None:
    """2 x 2 loads of 40 citizens each: 160 citizens in the end, every process ends well, every read gets an answer."""
    home = tmp_path / "home"
    assert run(home, "pipelines", "load", str(write_citizens(tmp_path / "first", "900", 1))).returncode == 0
    assert run(home, "pipelines", "build").returncode == 0
    here = Settings(home, f"sqlite:///{home / 'store.db'}", TODAY, Choices())
    for turn in range(ROUNDS):
        files = [write_citizens(tmp_path / f"{prefix}-{turn}", f"{prefix}{turn}", CITIZENS) for prefix in ("91", "92")]
        working = [start(home, "load", str(file)) for file in files] + [start(home, "build")]
        while any(process.poll() is None for process in working):
            [row] = [row for row in figures(here, MONTH, ids=["citizens_included"], audience="team") if row["part"]]
            assert row["value"] >= 1
        for process in working:
            said = process.communicate()[0]
            assert process.returncode == 0, said
            assert "lock" not in said.lower(), said
    assert stored_tables(here.store_url)["citizens"].num_rows == 1 + 2 * ROUNDS * CITIZENS
    assert run(home, "pipelines", "build").returncode == 0
    [row] = [row for row in figures(here, MONTH, ids=["citizens_included"], audience="team") if row["part"]]
    assert row["value"] == 1 + 2 * ROUNDS * CITIZENS
