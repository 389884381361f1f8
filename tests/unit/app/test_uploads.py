"""Files that were sent keep their names, and a fault never tells where a file lay while it was checked."""

from pathlib import Path

from app.uploads import named, written
from pipelines.fault import Fault


def test_two_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    one, other = written(tmp_path / "extract", [("tid.csv", b"1"), ("tid.csv", b"2")])
    assert (one.name, one.read_bytes(), other.name, other.read_bytes()) == ("tid.csv", b"1", "tid.csv", b"2")


def test_a_name_with_folders_stays_in_its_own(tmp_path: Path) -> None:
    (only,) = written(tmp_path, [("../../tid.csv", b"1")])
    assert only.resolve().is_relative_to(tmp_path.resolve())


def test_a_fault_has_the_files_own_name_in_its_words_too(tmp_path: Path) -> None:
    path = str(tmp_path / "0" / "tid.csv")
    (found,) = named([Fault(path, None, 2, "hours", None, "required", f"{path}, række 2: mangler.")])
    assert (found.file, found.message) == ("tid.csv", "tid.csv, række 2: mangler.")
    (whole,) = named([Fault("", None, None, None, None, "store", "Registret er ændret.")])
    assert whole.message == "Registret er ændret."
