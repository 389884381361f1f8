"""A report as a Word document that opens in Danish, with headings, repeated table heads and alternative text."""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from app.report.blocks import Block, Grid, Heading, Picture, Points, Report, Text

PICTURE_WIDTH = Cm(16)


def word_file(report: Report) -> bytes:
    """The document as a file."""
    document = Document()
    document.core_properties.title = report.title
    document.core_properties.language = "da-DK"
    document.core_properties.author = "Bundlinje"
    _danish(document)
    document.add_heading(report.title, 0)
    document.add_paragraph(report.subtitle)
    for block in report.blocks:
        _add(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _danish(document: Any) -> None:
    """Set the language and the size of the running text."""
    style = document.styles["Normal"]
    style.font.size = Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "da-DK")
    style.element.get_or_add_rPr().append(language)


def _add(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_heading(block.text, block.level)
    elif isinstance(block, Text):
        document.add_paragraph().add_run(block.text).bold = block.strong
    elif isinstance(block, Points):
        for point in block.points:
            document.add_paragraph(point, style="List Bullet")
    elif isinstance(block, Grid):
        _table(document, block)
    else:
        _picture(document, block)


def _table(document: Any, grid: Grid) -> None:
    document.add_paragraph(grid.caption, style="Caption")
    table = document.add_table(rows=1, cols=len(grid.heads), style="Light Grid Accent 1")
    for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
        cell.text = head
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in grid.rows:
        for at, (cell, value) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.text = value
            if grid.numbers and at:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph(grid.note)


def _picture(document: Any, picture: Picture) -> None:
    shape = document.add_picture(io.BytesIO(picture.png), width=PICTURE_WIDTH)
    shape._inline.docPr.set("descr", picture.alt)
    shape._inline.docPr.set("title", picture.caption)
    document.add_paragraph(picture.caption, style="Caption")
