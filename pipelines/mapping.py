"""A declared mapping: which columns and codes of another system's extract are which of ours.

Read strictly: an unknown field, column or code is an error that names the file, the field and the remedy.
"""

from collections.abc import Mapping as Of
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.day_forms import day_form_fault
from pipelines.fault import did_you_mean, nearest
from pipelines.schema import Contract, contracts
from pipelines.strict_yaml import read_strict_yaml

SHIPPED = Path(__file__).parent / "mappings"
SKIP, UNKNOWN = "skip", "unknown"
UNITS = {"hours": 1, "minutes": 60, "seconds": 3600}


class MappingError(ValueError):
    """A mapping that cannot be used; the message is Danish and names the file, the field and the remedy."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Form(_Part):
    """What their file is: its kind, and how it writes letters, numbers and dates."""

    kind: Literal["csv", "xlsx", "json"]
    separator: Literal[";", ",", "tab"] | None = None
    encoding: Literal["utf-8", "windows-1252"] = "utf-8"
    decimal: Literal["comma", "point"] = "comma"
    thousands: Literal["comma", "point", "space"] | None = None
    date: str | None = None


class ColumnMapping(_Part):
    """Where one of our columns comes from: their column (or several, joined), a constant, or the key file.

    `codes` turns their codes into ours, or says skip (leave the row out) or unknown (blank). `when` lists, by their
    columns, the values for which the cell counts; otherwise it is blank.
    """

    source: str | list[str] | None = Field(None, alias="from")
    between: str = "-"
    value: str | None = None
    key: str | None = None
    without: str | None = None
    codes: dict[str, str] | None = None
    date: str | None = None
    unit: Literal["minutes", "seconds", "hours"] | None = None
    combine: Literal["sum", "first", "latest"] | None = None
    when: dict[str, list[str]] = {}

    @property
    def sources(self) -> list[str]:
        """Their columns that this one is read from."""
        return [self.source] if isinstance(self.source, str) else list(self.source or [])

    @property
    def shown(self) -> str:
        """Where the value comes from, as a sender finds it."""
        if self.value is not None:
            return "fast værdi"
        return " + ".join(self.sources) + (" (nøglefil)" if self.key else "")


class TableMapping(_Part):
    """How the rows of one of our tables are made: from which file, which rows, which columns."""

    table: str
    file: str | None = None
    sheet: str | None = None
    items: str | None = None
    only: dict[str, list[str]] = {}
    leave_out: dict[str, list[str]] = {}
    only_known: bool = False
    order_by: str | None = None
    columns: dict[str, ColumnMapping]

    @property
    def contract(self) -> Contract:
        """The contract of the table whose rows are made."""
        return contracts()[self.table]

    @property
    def their_columns(self) -> list[str]:
        """Every column of theirs that is read."""
        read = [name for column in self.columns.values() for name in (*column.sources, *column.when)]
        return list(dict.fromkeys([*read, *self.only, *self.leave_out, *([self.order_by] if self.order_by else [])]))


class Mapping(_Part):
    """One mapping: the source's name as people know it, the form of its files, and our tables out of them.

    `ignores` are their columns that nobody reads; a column that is neither read nor ignored is a fault of the file.
    """

    name: str
    source: str
    about_da: str
    example: bool = False
    form: Form
    ignores: list[str] | Literal["others"] = []
    tables: list[TableMapping]

    @property
    def needs_keys(self) -> bool:
        """Whether the mapping looks up values in a key file that the municipality keeps."""
        return any(column.key for table in self.tables for column in table.columns.values())


def mapping_names(home: Path) -> list[str]:
    """The mappings there are to choose between: the municipality's own, then the shipped ones they do not replace."""
    own, shipped = ({path.stem for path in folder.glob("*.yaml")} for folder in (home / "mappings", SHIPPED))
    return [*sorted(own), *sorted(shipped - own)]


def find_mapping(home: Path, name: str) -> Mapping:
    """The mapping of that name; the municipality's own (home/mappings) comes before a shipped one.

    Raises MappingError when there is none, or when it cannot be used.
    """
    names = mapping_names(home)
    if name not in names:
        hint = did_you_mean(nearest(name, names)) or f" Vælg mellem {', '.join(names)}."
        raise MappingError(f'Mappingen "{name}" findes ikke.{hint}')
    own = home / "mappings" / f"{name}.yaml"
    return read_mapping(own if own.exists() else SHIPPED / f"{name}.yaml")


def read_mapping(path: Path) -> Mapping:
    """One mapping file, checked against the contracts."""
    given = read_strict_yaml(path)
    if not isinstance(given, dict) or not isinstance(given.get("tables"), list):
        raise MappingError(f"{path}: filen skal mindst have felterne source, about_da, form og tables.")
    try:
        mapping = Mapping(**{"name": path.stem, **given, "tables": [_shaped(table) for table in given["tables"]]})
    except ValidationError as fault:
        raise MappingError(f"{path}: {_told(fault.errors()[0])}") from None
    for table in mapping.tables:
        for problem in _problems(mapping, table):
            raise MappingError(f"{path}: {table.table}: {problem}")
    return mapping


def _shaped(table: Any) -> Any:
    """A column given as a text alone is the name of their column."""
    if not isinstance(table, dict) or not isinstance(table.get("columns"), dict):
        return table
    columns = {name: {"from": spec} if isinstance(spec, str) else spec for name, spec in table["columns"].items()}
    return {**table, "columns": columns}


def _told(error: Any) -> str:
    """The first thing that pydantic found, in Danish."""
    place = ".".join(str(part) for part in error["loc"])
    told = {
        "extra_forbidden": "feltet kendes ikke. Ret navnet, eller slet feltet.",
        "missing": "feltet mangler. Tilføj det.",
        "string_type": 'skal være en tekst. Sæt anførselstegn om, fx "1" eller "yes".',
        "literal_error": f"skal være en af {error.get('ctx', {}).get('expected', '')}.".replace(" or ", " eller "),
    }
    return (
        f"{place}: {told.get(error['type'], 'har ikke den rigtige form. Se docs/how-to/importer-fra-et-fagsystem.md.')}"
    )


def _problems(mapping: Mapping, table: TableMapping) -> list[str]:
    """What is wrong with one table, beyond its form."""
    if table.table not in contracts():
        return [f"er ikke en tabel.{did_you_mean(nearest(table.table, contracts()))} Ret navnet."]
    found = _place_problems(mapping.form.kind, table)
    for name, column in table.columns.items():
        if name not in table.contract.columns:
            hint = did_you_mean(nearest(name, table.contract.columns))
            found.append(f"{name} er ikke en kolonne.{hint} Vælg mellem {', '.join(table.contract.columns)}.")
        else:
            found += [f"{name}: {problem}" for problem in _column_problems(mapping, table, name, column)]
    needed = [name for name in table.contract.key if table.contract.columns[name].required]
    missing = [name for name in needed if name not in table.columns]
    return [*found, *(f"nøglen {name} mangler under columns. Sig, hvor den kommer fra." for name in missing)]


def _place_problems(kind: str, table: TableMapping) -> list[str]:
    """Fields that only make sense for one kind of file."""
    found = []
    if (kind == "json") != (table.items is not None):
        found.append("items (stien til listen) bruges til json, og kun til json. Ret form.kind eller items.")
    if table.sheet is not None and kind != "xlsx":
        found.append("sheet bruges kun til xlsx. Slet det.")
    return found


def _column_problems(mapping: Mapping, table: TableMapping, name: str, column: ColumnMapping) -> list[str]:
    """What is wrong with where one column comes from."""
    ours = table.contract.columns[name]
    if (column.value is None) == (not column.sources):
        return ["skriv enten from (deres kolonne) eller value (en fast værdi)."]
    found = _code_problems(ours.codes, column.codes or {})
    if column.combine in ("first", "latest") and table.order_by is None:
        found.append(f"combine: {column.combine} kræver order_by på tabellen, så rækkefølgen er sagt.")
    if column.combine == "sum" and ours.type not in ("integer", "decimal"):
        found.append("kun tal kan lægges sammen. Brug first eller latest.")
    if column.unit and name != "hours":
        found.append("unit bruges kun til timer (hours). Slet den.")
    form = column.date or mapping.form.date
    if ours.type in ("date", "month") and column.sources and not column.key:
        found += ["mangler date, fx DD-MM-YYYY, her eller i form."] if form is None else day_form_fault(form, ours.type)
    return found


def _code_problems(ours: Of[str, str], codes: Of[str, str]) -> list[str]:
    """Codes of ours that do not exist, and codes of theirs that are the same when case and spaces do not count."""
    folded = [folded_code(theirs) for theirs in codes]
    twice = sorted({code for code in folded if folded.count(code) > 1})
    found = [f'koden "{code}" står to gange i codes, når store og små bogstaver ikke tæller.' for code in twice]
    allowed = [*ours, SKIP, UNKNOWN]
    for code in codes.values() if ours else []:
        if code not in allowed:
            hint = did_you_mean(nearest(code, allowed))
            found.append(f'"{code}" er ikke en af vores koder.{hint} Vælg mellem {", ".join(allowed)}.')
    return found


def folded_code(text: str) -> str:
    """A code without regard to case and to how many spaces stand between its words."""
    return " ".join(text.split()).casefold()


def describe(mapping: Mapping) -> str:
    """The mapping in Danish: their columns beside ours, what is left out and what has no source."""
    lines = [
        f"{mapping.name}: fra {mapping.source}" + (" (eksempel)" if mapping.example else ""),
        mapping.about_da.strip(),
    ]
    for table in mapping.tables:
        lines += ["", f"{table.contract.label_da} ({table.table})", *_described(table)]
    if mapping.needs_keys:
        lines += ["", "Kræver en nøglefil (--key), som kommunen selv opbevarer."]
    return "\n".join(lines)


def _described(table: TableMapping) -> list[str]:
    columns = table.contract.columns
    lines = [
        f"  {column.shown} → {columns[name].label_da} ({name}){_extras(column)}"
        for name, column in table.columns.items()
    ]
    lines += [f"  kun rækker, hvor {name} er {' eller '.join(values)}" for name, values in table.only.items()]
    lines += [f"  ikke rækker, hvor {name} er {' eller '.join(values)}" for name, values in table.leave_out.items()]
    without: Sequence[str] = [columns[name].label_da for name in columns if name not in table.columns]
    return lines + ([f"  uden kilde, røres ikke: {', '.join(without)}"] if without else [])


def _extras(column: ColumnMapping) -> str:
    """Codes, unit and combination of one column, in brackets."""
    told = [f"{theirs} = {ours}" for theirs, ours in (column.codes or {}).items()]
    told += [f"fra {column.unit}"] if column.unit and column.unit != "hours" else []
    told += (
        [{"sum": "lægges sammen", "first": "den første", "latest": "den seneste"}[column.combine]]
        if column.combine
        else []
    )
    return f" [{', '.join(told)}]" if told else ""
