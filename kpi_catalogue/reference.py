"""The reference page of the key figures, written from the headers."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from kpi_catalogue.figure import Figure, Part, catalogue
from kpi_catalogue.header import DIRECTIONS, MEASURES, TYPES, UNITS

KINDS = {"citizen": "borgere", "course": "forløb", "municipality": "kommuner"}
INTRODUCTION = """# Nøgletal

Siden er skrevet ud fra nøgletallenes egne filer i `kpi_catalogue/` og rettes der, ikke her.

Hvert tal vises med det antal, det bygger på (de kendte), og dækningen: de kendte ud af alle, tallet handler om. Ukendt
er aldrig det samme som nul eller nej. Er ingen kendt, vises intet tal. En måned er en kalendermåned, og "de 11
foregående måneder" er de 11 før den måned, man ser på. En aktiv borger har et aktivt forløb i måneden: startet i eller
før måneden og ikke slut før den.
"""


def write(path: Path) -> None:
    """Write the page anew."""
    path.write_text(page(catalogue()), encoding="utf-8")


def page(figures: Mapping[str, Figure]) -> str:
    """The whole page in Markdown."""
    sections = [INTRODUCTION, "\n".join(_overview(figures))]
    for kind, title_da in TYPES.items():
        sections.append(f"## {title_da}\n")
        sections += ["\n".join(_figure(figure)) for figure in figures.values() if figure.type == kind]
    return "\n".join(sections)


def _overview(figures: Mapping[str, Figure]) -> Iterator[str]:
    yield "| Nøgletal | Navn i filer og kommandoer | Type | Enhed |"
    yield "|---|---|---|---|"
    for figure in figures.values():
        unit = UNITS[figure.parts[0].unit]
        yield f"| [{figure.title_da}](#{figure.id}) | `{figure.id}` | {TYPES[figure.type]} | {unit} |"
    yield ""


def _figure(figure: Figure) -> Iterator[str]:
    main, *parts = figure.parts
    yield f'<a id="{figure.id}"></a>\n\n### {figure.title_da}\n'
    yield f"{_one_line(figure.definition_da)}\n"
    yield f"- **Navn**: `{figure.id}`"
    yield from _counting(main)
    yield f"- **Retning**: {DIRECTIONS[main.direction]}"
    yield f"- **Forbehold**: {_one_line(figure.limits_da)}"
    yield f"- **Registreringer**: {', '.join(f'`{field}`' for field in figure.needs) or 'ingen endnu'}"
    yield f"- **Kilde**: {_one_line(figure.source)}"
    yield f"- **Regler vist med eksempler i filen**: {'; '.join(example.name_da for example in figure.examples)}"
    yield f"- **Ændringer**: {'; '.join(f'{on:%d-%m-%Y}: {note}' for on, note in figure.changes)}\n"
    for part in parts:
        yield from _part(figure, part)


def _part(figure: Figure, part: Part) -> Iterator[str]:
    yield f"#### {part.title_da}\n"
    yield f"{_one_line(part.definition_da)}\n"
    yield f"- **Navn**: `{figure.id}`, del `{part.name}`"
    yield from _counting(part)
    if part.limits_da != figure.limits_da:
        yield f"- **Forbehold**: {_one_line(part.limits_da)}"
    if part.team_only:
        yield "- **Vises**: kun for teamet"
    yield ""


def _counting(part: Part) -> Iterator[str]:
    yield f"- **Opgøres som**: {MEASURES[part.measure]} ({KINDS[part.query.kind]})"
    yield f"- **Enhed**: {UNITS[part.unit]}"
    if part.codes:
        yield f"- **Kategorier**: {'; '.join(part.codes.values())}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
