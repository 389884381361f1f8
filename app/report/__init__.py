"""Result lines in, files out."""

from app.report.tables import accesses_table, lines_csv, loads_table, table_file, template_bytes

__all__ = [
    "accesses_table",
    "lines_csv",
    "loads_table",
    "table_file",
    "template_bytes",
]
