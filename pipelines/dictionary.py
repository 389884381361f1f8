"""The data dictionary for people: every table, column, code and rule, written from the contracts."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.fault import range_in_words, rule_texts
from pipelines.schema import Column, Contract, contracts

DICTIONARY_PATH = Path(__file__).parents[1] / "docs" / "reference" / "datakatalog.md"
_TYPES = {
    "text": "tekst",
    "integer": "helt tal",
    "decimal": "tal",
    "date": "dato",
    "month": "måned",
    "code": "valg fra liste",
}
_INTRODUCTION = """# Datakatalog

Siden er skrevet af `python -m pipelines.dictionary` ud fra `pipelines/contracts/`. Ret kontrakten, ikke siden.

## For alle tabeller
- CSV-filer er UTF-8 med `;` eller `,` mellem felterne og hedder som tabellen, fx `citizens.csv`.
- En Excel-projektmappe har et ark pr. tabel. Arkene Vejledning og Koder fra skabelonen læses ikke.
- Overskrifter er kolonnens kode eller dens danske navn.
- Værdier fra en liste er koden, præcis som den står, eller den danske tekst.
- Datoer skrives `31-12-2025` eller `2025-12-31`, måneder `03-2025` eller `2025-03`, tal `7,5`, `7.5` eller `1.234,5`.
- Mellemrum før og efter en værdi tæller ikke. Et tomt felt betyder ukendt; det er aldrig det samme som 0 eller nej.
- Der står aldrig et cpr-nummer, heller ikke i fritekst.
- En indlæsning er alt eller intet. Samme nøgle igen erstatter den tidligere række, som bliver i historikken.
"""


def data_dictionary() -> str:
    """The whole page as Markdown."""
    tables = "\n".join("\n".join(_table(contract)) for contract in contracts().values())
    return f"{_INTRODUCTION}\n{tables}\n{_general_rules()}"


def _table(contract: Contract) -> Iterator[str]:
    yield f"## {contract.label_da} (`{contract.name}`)\n"
    yield f"{contract.grain_da} Ark: {contract.sheet_da}. Nøgle: {', '.join(f'`{name}`' for name in contract.key)}.\n"
    yield "| Kolonne | Overskrift | Type | Påkrævet | Betydning |\n|---|---|---|---|---|"
    for column in contract.columns.values():
        needed = "ja" if column.required else ""
        yield f"| `{column.name}` | {column.label_da} | {_type(column)} | {needed} | {column.help_da} |"
    yield ""
    coded = [column for column in contract.columns.values() if column.codes]
    if coded:
        yield "| Kolonne | Koder |\n|---|---|"
        yield from (f"| `{column.name}` | {_codes(column)} |" for column in coded)
        yield ""
    rules = {rule.rule: rule.means_da for rule in contract.rules}
    if rules:
        yield "| Regel | Det gælder |\n|---|---|"
        yield from (f"| `{rule}` | {means} |" for rule, means in rules.items())
        yield ""


def _type(column: Column) -> str:
    words = _TYPES[column.type]
    if column.min is not None or column.above is not None:
        words += f" {range_in_words(column)}"
    if column.form == "municipality":
        words += ", tre cifre"
    if column.references is not None:
        words += f" fra {contracts()[column.references].label_da}"
    return words


def _codes(column: Column) -> str:
    return ", ".join(f"`{code}` {label}" for code, label in column.codes.items())


def _general_rules() -> str:
    rows = "\n".join(f"| `{rule}` | {text.means_da} |" for rule, text in rule_texts().items())
    return f"## Regler for alle tabeller\n\n| Regel | Det gælder |\n|---|---|\n{rows}\n"


def documented_rules() -> set[str]:
    """Every rule code that a fault may carry."""
    return set(rule_texts()) | {rule.rule for contract in contracts().values() for rule in contract.rules}


if __name__ == "__main__":
    DICTIONARY_PATH.parent.mkdir(parents=True, exist_ok=True)
    DICTIONARY_PATH.write_text(data_dictionary(), encoding="utf-8")
