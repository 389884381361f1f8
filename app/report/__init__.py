"""Result lines in, files out."""

from app.report.figure_file import FigureDownload, figure_download
from app.report.tables import accesses_table, lines_csv, loads_table, table_file, template_bytes

__all__ = [
    "FigureDownload",
    "accesses_table",
    "figure_download",
    "lines_csv",
    "loads_table",
    "table_file",
    "template_bytes",
]
