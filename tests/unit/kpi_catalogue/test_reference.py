"""The reference page of the key figures is in step with their headers."""

from pathlib import Path

from kpi_catalogue.figure import catalogue
from kpi_catalogue.header import TYPES
from kpi_catalogue.reference import page, write

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "noegletal.md"


def test_the_page_is_in_step() -> None:
    """Otherwise write it anew: `write(Path("docs/reference/noegletal.md"))` of kpi_catalogue.reference."""
    assert PAGE.read_text(encoding="utf-8") == page(catalogue())


def test_every_figure_part_and_label_is_on_the_page(tmp_path: Path) -> None:
    """Titles, definitions, limits, sources and category labels, each as in the header but on one line."""
    write(tmp_path / "page.md")
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    for figure in catalogue().values():
        said = [figure.title_da, figure.source, figure.limits_da]
        for part in figure.parts:
            said += [part.title_da, part.definition_da, *part.codes.values()]
        assert [phrase for phrase in said if " ".join(phrase.split()) not in text] == []


def test_the_four_types_are_said_in_danish() -> None:
    """What a user chooses between; the file's own code stays outcome."""
    assert list(TYPES.items()) == [
        ("process", "Proces"), ("outcome", "Udbytte"), ("economy", "Økonomi"), ("structure", "Struktur"),
    ]  # fmt: skip
    assert "Outcome" not in PAGE.read_text(encoding="utf-8")
