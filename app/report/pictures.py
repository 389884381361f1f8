"""A chart as a picture with its words, drawn without a browser and without the network."""

from typing import Any

import vl_convert

from app.report.blocks import Picture

SCALE = 2.0
WIDTH = 620


def picture(chart: Any, caption: str, alt: str) -> Picture:
    """The chart (Altair) as PNG."""
    spec = chart.to_dict()
    spec["width"] = WIDTH
    return Picture(vl_convert.vegalite_to_png(spec, scale=SCALE, allowed_base_urls=[]), caption, alt)
