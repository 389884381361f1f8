"""The key file: a municipality's own list from ids in another system to what is used here. Read, never stored."""

from pathlib import Path

from pipelines.cpr import has_cpr
from pipelines.mapping import MappingError
from pipelines.reading_csv import read_csv

Keys = dict[str, dict[str, str]]


def read_keys(path: Path) -> Keys:
    """By the first column's id, what the other columns say.

    Raises MappingError for a file that cannot be read, an id that stands twice, and a CPR number anywhere: the key
    from a person to a pseudonym stays in the municipality's case system.
    """
    sheet = read_csv(path, "key") if path.is_file() else None
    if sheet is None or sheet.faults or len(sheet.headings) < 2:
        raise MappingError(
            f"{path.name}: nøglefilen kan ikke læses. Den skal være CSV i UTF-8 med deres id i første kolonne, "
            "fx patient;citizen_id, og en kolonne mere."
        )
    columns = [column.to_pylist() for column in sheet.texts]
    keys: Keys = {}
    for place, number in enumerate(sheet.numbers.to_pylist()):
        cells = [column[place] or "" for column in columns]
        if any(has_cpr(cell) for cell in cells):
            raise MappingError(
                f"{path.name}, række {number}: der står et cpr-nummer (••••••-••••). Nøglefilen skal gå fra et andet id "
                "i fagsystemet til jeres pseudonym."
            )
        if not cells[0] or cells[0] in keys:
            raise MappingError(f"{path.name}, række {number}: id'et er tomt eller står to gange. Ret nøglefilen.")
        keys[cells[0]] = dict(zip(sheet.headings[1:], cells[1:], strict=True))
    return keys
