"""A report as an accessible PDF (PDF/UA-1), set by Typst from report.typ."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from app.report.blocks import Block, Picture, Report

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
    return kind | asdict(block)
