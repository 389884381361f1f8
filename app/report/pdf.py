"""A report as an accessible PDF (PDF/UA-1), set by Typst from report.typ."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from app.report.blocks import Block, Grid, Picture, Report
from app.report.columns import natural, shares

FEW_SIGNS, LINE_SIGNS = 95, 115
"""A table up to this wide stands beside itself on a line; so many signs of a wider one stand on a line."""
TEMPLATE = Path(__file__).with_name("report.typ")


def pdf_file(report: Report) -> bytes:
    """The document as a file; typst refuses one that is not accessible (a picture without words, a missing title)."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(TEMPLATE, folder / TEMPLATE.name)
        blocks = [_block(block, at, folder) for at, block in enumerate(report.blocks)]
        data = {"title": report.title, "subtitle": report.subtitle, "blocks": blocks}
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        made = typst.compile(folder / TEMPLATE.name, root=folder, pdf_standards=["ua-1"])
    return bytes(made)


def _block(block: Block, at: int, folder: Path) -> dict[str, Any]:
    """A block as data; a picture as a file beside the template."""
    kind = {"kind": type(block).__name__.lower()}
    if isinstance(block, Picture):
        file = f"picture{at}.png"
        (folder / file).write_bytes(block.png)
        return kind | {"file": file, "caption": block.caption, "alt": block.alt}
    return kind | asdict(block) | _widths(block)


def _widths(block: Block) -> dict[str, Any]:
    """The columns of a table of texts that does not fit on one line; what does is as wide as it needs."""
    is_wide = isinstance(block, Grid) and not block.numbers and bool(block.rows) and natural(block) > FEW_SIGNS
    return {"widths": shares(block, LINE_SIGNS)} if isinstance(block, Grid) and is_wide else {}
