"""Result lines in, files out."""

from app.report.figure_file import FigureDownload, figure_download
from app.report.tables import loads_table, table_file, template_bytes

__all__ = ["FigureDownload", "figure_download", "loads_table", "table_file", "template_bytes"]
