"""A page's own tables in the three kinds of file: every text whole, numbers that can be reckoned with, and no slide overfull."""

import io
from itertools import pairwise

import pandas as pd
from openpyxl import load_workbook
from pptx import Presentation

from app.page_tables import listed, taken
from app.report.blocks import Grid
from app.report.columns import shares
from app.report.figures_excel import figures_excel
from app.report.figures_pdf import figures_pdf
from app.report.figures_powerpoint import figures_powerpoint
from app.report.slide_tables import HEIGHT, SIZES, WIDTH, slides_of
from tests.pdf_text import pages, words
from tests.unit.app.figure_file_reading import page_sheets, slide_tables, slide_words
from tests.unit.app.test_figure_files import OUTSIDE

PAYERS = Grid(
    "Investeringen: Housing First i kommune 901", ("Aktør", "Netto", "Chance", "Siden sidst"),
    (("Kommune", "-1.234.567", "54 %", "+10"), ("Stat", "12,5", "54 af 100", "for få"), ("1.000", "0", "ukendt", "−3")),
    note="Sammenhænge, ikke effekter.",
)  # fmt: skip
SPEECH = " ".join(f"ord{number}" for number in range(900))
"""5.390 signs: more than a slide holds."""
LONG = listed(
    "Noter", ("Nr.", "Skrevet"), [(str(at), f"Note {at}: {'vi talte om boligen. ' * 6}") for at in range(60)], "Slut."
)


def test_a_frame_is_taken_as_it_is_shown() -> None:
    """The named index first; an empty frame keeps its heads, and one without columns has its caption as head."""
    frame = pd.DataFrame({"Tema": ["Data"], "Før": ["2"]}).set_index("Tema")
    assert (taken("Før og efter", frame).heads, taken("Før og efter", frame).rows) == (
        ("Tema", "Før"),
        (("Data", "2"),),
    )
    assert taken("Tom", frame.iloc[:0]).heads == ("Tema", "Før")
    assert taken("Tom", pd.DataFrame()).heads == ("Tom",)


def test_numbers_are_numbers_in_excel_and_everything_else_is_text() -> None:
    """-1.234.567 and 12,5 and 54 % can be added up and look the same; +10 and 54 af 100 stay; =1+1 is a text, no sum."""
    formula = listed("Noter", ("Skrevet",), [("=1+1",)])
    file = figures_excel(OUTSIDE, [], [PAYERS, formula])
    book = load_workbook(io.BytesIO(file))
    assert [[cell.value for cell in row] for row in book[book.sheetnames[1]].iter_rows(min_row=3, max_row=5)] == [
        ["Kommune", -1234567, 0.54, "+10"], ["Stat", 12.5, "54 af 100", "for få"], ["1.000", 0, "ukendt", "−3"],
    ]  # fmt: skip
    sheets = page_sheets(file)
    assert sheets["Investeringen Housing First i k"][1:5] == [list(PAYERS.heads), *map(list, PAYERS.rows)]
    assert sheets["Investeringen Housing First i k"][-1] == [PAYERS.note]
    cell = book["Noter"]["A3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_sheets_of_the_same_name_are_told_apart_and_none_is_called_as_another() -> None:
    """31 signs at the most, none that Excel refuses; two alike, and one that is called as the sheet of the numbers."""
    alike = [listed(name, ("a",), [("b",)]) for name in ("Mål/2025: alle?", "Mål 2025 alle", "Tal", "x" * 40, "x" * 40)]
    names = load_workbook(io.BytesIO(figures_excel(OUTSIDE, [], alike))).sheetnames
    assert names == ["Om filen", "Mål 2025 alle", "Mål 2025 alle (2)", "Tal (2)", "x" * 31, "x" * 26 + " (2)", "Tal",
                     "Definitioner"]  # fmt: skip


def test_a_table_is_cut_into_slides_that_hold_it() -> None:
    """Sixty notes in their order on several numbered slides, none higher than the room; a short one is large and whole."""
    cut = slides_of(LONG)
    assert len(cut) > 3
    assert [row for part in cut for row in part.table.rows] == list(LONG.rows)
    assert [part.table.caption for part in cut] == [f"Noter ({at} af {len(cut)})" for at in range(1, len(cut) + 1)]
    for part in cut:
        assert part.points == SIZES[-1]
        assert sum(part.heights) + part.note_height <= HEIGHT
        assert abs(sum(part.widths) - WIDTH) < 1e-9
    assert [part.table.note for part in cut] == [""] * (len(cut) - 1) + ["Slut."]
    whole = slides_of(PAYERS)
    assert [(part.table, part.points) for part in whole] == [(PAYERS, SIZES[0])]


def test_a_row_higher_than_a_slide_goes_on_in_the_next_without_losing_a_word() -> None:
    cut = slides_of(listed("Noter", ("Dag", "Skrevet"), [("01-01-2025", SPEECH), ("02-01-2025", "kort")]))
    rows = [row for part in cut for row in part.table.rows]
    assert " ".join(row[1] for row in rows).split() == [*SPEECH.split(), "kort"]
    assert [row[0] for row in rows if row[0]] == ["01-01-2025", "02-01-2025"]
    assert all(sum(part.heights) <= HEIGHT for part in cut)


def test_no_short_word_is_cut_and_long_texts_have_the_room() -> None:
    """Of 40 signs: the least are 1,35 * 9 + 2 = 14,15 for a day under "Besluttet" and 1,35 * 5 + 2 = 8,75 for a text.

    The 17,1 left are shared as 1 to 150 + 2 - 8,75 = 143,25: 14,15 + 17,1 / 144,25 = 14,269 and 25,731.
    """
    found = shares(listed("x", ("Besluttet", "Tekst"), [("01-01-2025", "lang tekst " * 20)]), 40)
    assert [round(share * 40, 3) for share in found] == [14.269, 25.731]


def test_slides_hold_the_table_as_one_that_can_be_edited_and_nothing_runs_off() -> None:
    file = figures_powerpoint(OUTSIDE, [], [PAYERS, LONG])
    tables = slide_tables(file)
    assert tables[0] == (PAYERS.caption, [list(PAYERS.heads), *map(list, PAYERS.rows)])
    assert [row for _, rows in tables[1:] for row in rows[1:]] == list(map(list, LONG.rows))
    assert PAYERS.note in slide_words(file)
    deck = Presentation(io.BytesIO(file))
    for slide in deck.slides:
        boxes = [shape for shape in slide.shapes if shape.has_table or shape.has_text_frame]
        assert all(box.left >= 0 and box.left + box.width <= deck.slide_width for box in boxes)
        assert all(box.top + box.height <= deck.slide_height for box in boxes)
        assert all(one.top + one.height <= other.top for one, other in pairwise(boxes) if one.has_table)


def test_the_document_breaks_a_long_table_over_pages_with_its_head_again() -> None:
    """Every cell is there, and the head stands on every page that the table is on."""
    file = figures_pdf(OUTSIDE, [], [PAYERS, LONG])
    told = " ".join(words(file).split())
    assert pages(file) > 2
    assert told.count("Nr. Skrevet") == pages(file)
    for text in (PAYERS.note, "-1.234.567", "54 af 100", "Slut.", *(f"Note {at}:" for at in range(60))):
        assert text in told, text


def test_a_table_of_nothing_but_what_is_said_under_it_can_be_made() -> None:
    silent = [listed("Investeringen", ("Aktør",), (), "Der er ingen beregninger.")]
    rows = page_sheets(figures_excel(OUTSIDE, [], silent))["Investeringen"]
    assert rows == [["Investeringen"], [], ["Der er ingen beregninger."]]
    assert "Der er ingen beregninger." in slide_words(figures_powerpoint(OUTSIDE, [], silent))
    assert "Der er ingen beregninger." in words(figures_pdf(OUTSIDE, [], silent))
