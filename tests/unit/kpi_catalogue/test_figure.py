"""Figure files are read strictly: every fault names file, field and remedy, in Danish."""

import re
from pathlib import Path

import pytest

from kpi_catalogue.figure import FigureError, catalogue
from kpi_catalogue.header import FIGURE_REQUIRED, TYPES
from pipelines.contract import contracts

FIGURE = """/* ---
title_da: Borgere i mistrivsel
definition_da: Antal aktive borgere med en score på højst 50.
type: outcome
measure: count
unit: citizens
direction: lower_is_better
reads: citizen_month
needs: [measurements.WHO5]
source: Erfaringsopsamlingen
limits_da: Ukendte er ikke med.
changes: [{on: 2026-11-21, note_da: Første udgave.}]
parts:
  level: {title_da: Niveau, definition_da: Gennemsnittet., measure: mean}
examples:
  - name_da: 50 tæller med
    given: |
      month   | citizen_id | who5
      2025-03 | a          | 50
    expect: |
      citizen_id | value | value_level
      a          | true  | 50
--- */
select month, citizen_id, municipality,
       who5 <= 50 as value,
       who5 as value_level
from citizen_month
"""
PART = """/* ---
title_da: Visiterede
definition_da: Antal visiterede borgere.
measure: count
unit: citizens
reads: referred_month
needs: [citizens.referred_on]
limits_da: Ingen.
examples:
  - name_da: Hver tæller
    given: |
      month   | citizen_id
      2025-03 | a
    expect: |
      citizen_id | value
      a          | true
--- */
select month, citizen_id, true as value
from referred_month
"""


def write(folder: Path, text: str = FIGURE, name: str = "outcome/low.sql") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path) -> str:
    with pytest.raises(FigureError) as caught:
        catalogue(folder)
    return str(caught.value)


def test_a_figure_is_read_with_its_parts(tmp_path: Path) -> None:
    """The figure itself, a part of the same query, and a part in a file of its own with what it says itself."""
    write(tmp_path)
    write(tmp_path, PART, "outcome/low.referred.sql")
    figure = catalogue(tmp_path)["low"]
    assert [part.name for part in figure.parts] == [None, "level", "referred"]
    assert figure.part("level").direction == "lower_is_better"
    assert figure.part("level").unit == "citizens"
    assert figure.part("referred").limits_da == "Ingen."
    assert figure.reads == ("citizen_month", "referred_month")
    assert figure.needs == ("measurements.WHO5", "citizens.referred_on")


def test_order_is_by_type_and_name(tmp_path: Path) -> None:
    """Process before outcome before economy before structure, then by name."""
    for name in ("b", "a"):
        for kind in reversed(TYPES):
            write(tmp_path, FIGURE.replace("type: outcome", f"type: {kind}"), f"{kind}/{name}_{kind}.sql")
    assert list(catalogue(tmp_path)) == [f"{name}_{kind}" for kind in TYPES for name in ("a", "b")]


@pytest.mark.parametrize("field", FIGURE_REQUIRED)
def test_a_missing_field_is_named(tmp_path: Path, field: str) -> None:
    """Without one of the required fields and what stands in it, the figure is refused with that field named."""
    path = write(tmp_path, re.sub(rf"^{field}:.*\n(?:  .*\n)*", "", FIGURE, flags=re.MULTILINE))
    assert refusal(tmp_path) == f"{path}: {field}: feltet mangler. Skriv det i hovedet."


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("type: outcome", "type: outcome\ntarget: 3", "target: feltet findes ikke. Vælg mellem title_da"),
        ("type: outcome", "type: effect", 'type: "effect" findes ikke. Vælg mellem process, outcome'),
        ("type: outcome", "type: process", 'type: "process" passer ikke til mappen'),
        ("unit: citizens", "unit: people", 'unit: "people" findes ikke. Vælg mellem citizens'),
        ("unit: citizens", "unit: [citizens]", "unit: "),
        ("unit: citizens", "unit: citizens\nwindow: 0", "window: skal være et antal måneder, fx 3, eller et af ordene"),
        ("unit: citizens", "unit: citizens\nwindow: long", "window: skal være et antal måneder"),
        ("direction: lower_is_better", "direction: down", 'direction: "down" findes ikke'),
        ("measure: count\n", "measure: distribution\n", 'measure: "distribution" findes ikke'),
        ("measure: count\n", "measure: counts\n", "codes: measure counts kræver codes"),
        ("measure: count\n", "measure: ratio\n", "per: feltet hører til measure ratio"),
        ("measure: count\n", "measure: count\nper: who5\n", "per: feltet hører til measure ratio"),
        ("measure: mean", "measure: typical", 'parts.level.measure: "typical" findes ikke'),
        ("measure: mean", "measure: mean, note: x", "parts.level.note: feltet findes ikke"),
        (", measure: mean", "", "parts.level.measure: feltet mangler"),
        ("measure: mean", "measure: categories", "parts.level.codes: measure categories kræver codes"),
        ("measure: mean", "measure: mean, audience: chiefs", "parts.level.audience: "),
        ("measure: mean", "measure: mean, codes: {1: Slet ikke}", "parts.level.codes: skal være koder"),
        ("title_da: Borgere", "title_da: A\ntitle_da: Borgere", "hoved: YAML-hovedet kan ikke læses"),
        ("level: {title_da", "level: {title_da: A, title_da", "feltet title_da står to gange"),
        ("title_da: Borgere i mistrivsel", "title_da: Borgere: i mistrivsel", "hoved: YAML-hovedet kan ikke læses"),
        ("title_da: Borgere i mistrivsel", "title_da: 7", "title_da: skal være en tekst"),
        ("title_da: Borgere i mistrivsel", "title_da:", "title_da: feltet mangler"),
        ("/* ---", "/*", 'hoved: filen skal begynde med "/* ---"'),
        ("needs: [measurements.WHO5]", "needs: [WHO5]", "needs: skal være en liste af tabel.kolonne"),
        ("needs: [measurements.WHO5]", "needs: measurements.WHO5", "needs: skal være en liste af tabel.kolonne"),
        ("on: 2026-11-21", "on: i går", '"i går" er ikke en dato'),
        (", note_da: Første udgave.", "", "changes: skal være en liste"),
        ("reads: citizen_month", "reads: course_month", "reads: SQL-sætningen læser citizen_month"),
        ("reads: citizen_month", "reads: [citizen_month, setting]", "reads: SQL-sætningen læser citizen_month"),
        ("from citizen_month", "from", "SQL: SQL-sætningen kan ikke læses"),
        ("who5 <= 50 as value,\n", "who5 <= 50 as val,\n", "SQL: kolonnen value mangler"),
        ("who5 as value_level", "who5", "SQL: kolonnen value_level mangler"),
        ("select month, citizen_id", "select citizen_id", "SQL: kolonnen month mangler"),
        ("citizen_id, municipality,\n", "course_id, municipality,\n", "SQL: kolonnen citizen_id mangler"),
        ("citizen_id, municipality,\n", "\n", "SQL: kolonnen municipality mangler"),
        ("citizen_id, municipality,\n", "citizen_id, month,\n", "SQL: kolonnen month står to gange"),
        ("citizen_id, municipality,\n", "citizen_id, tils,\n", "SQL: kolonnen tils bruges ikke"),
        ("| value | value_level\n", "| value | value\n", "examples: intet eksempel viser level"),
        ("| value | value_level\n", "| value_level | value_level\n", "examples: intet eksempel viser nøgletallet selv"),
        ("    given: |\n", "    rows: |\n", "examples.1.rows: feltet findes ikke"),
        (
            "    expect: |\n      citizen_id | value | value_level\n      a          | true  | 50\n",
            "",
            "examples.1.expect: skriv, hvad der skal komme ud",
        ),
    ],
)
def test_a_fault_names_file_field_and_remedy(tmp_path: Path, before: str, after: str, said: str) -> None:
    """One thing wrong at a time, in a file that is otherwise right."""
    assert before in FIGURE
    path = write(tmp_path, FIGURE.replace(before, after, 1))
    message = refusal(tmp_path)
    assert message.startswith(f"{path}: ")
    assert said in message


def test_given_rows_need_a_table_where_two_are_read(tmp_path: Path) -> None:
    """With citizen_month and setting read, rows without a table's name could be either's."""
    text = FIGURE.replace("reads: citizen_month", "reads: [citizen_month, setting]")
    write(tmp_path, text.replace("from citizen_month", "from citizen_month cross join setting"))
    assert "examples.1.given: skriv, hvilken tabel" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("outcome/Low.sql", FIGURE, "filnavn: brug små bogstaver"),
        ("outcome/high.referred.sql", PART, "filnavn: delen hører til high.sql, som ikke findes"),
        ("outcome/low.level.sql", PART, "parts: delen level findes også som en fil for sig"),
        ("outcome/low.more.sql", PART.replace("limits_da: Ingen.", "type: outcome"), "type: feltet findes ikke"),
        ("outcome/low.more.sql", PART.replace("limits_da: Ingen.\n", ""), "limits_da: feltet mangler"),
        ("process/low.sql", FIGURE.replace("type: outcome", "type: process"), "filnavn: nøgletallet findes også i"),
    ],
)
def test_files_that_do_not_fit_together(tmp_path: Path, name: str, text: str, said: str) -> None:
    """A part without its figure, a part twice, a figure twice, a name that cannot be typed."""
    write(tmp_path)
    write(tmp_path, text, name)
    assert said in refusal(tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """æ as one byte (latin-1) is not UTF-8."""
    write(tmp_path).write_bytes(FIGURE.encode("latin-1"))
    assert "den er ikke UTF-8" in refusal(tmp_path)


def test_the_catalogue_has_the_39_figures_and_their_parts() -> None:
    """The 23 of the municipalities' list and 16 of our own; the parts are those of the rows of `figures`."""
    figures = catalogue()
    assert len(figures) == 39
    parts = {part.name for figure in figures.values() for part in figure.parts}
    assert parts == {
        None,
        "mean",
        "distribution",
        "band",
        "year_to_date",
        "srs",
        "before",
        "after_3",
        "after_6",
        "after_12",
        "total",
        "decline",
        "support_85a",
        "either",
        "referred_to_date",
        "per_caseworker",
        "municipality",
        "state",
        "year",
    }


def test_the_municipalities_own_figures_show_their_source() -> None:
    """23 come from the collection of experience, the other 16 are said to be ours."""
    sources = [figure.source for figure in catalogue().values()]
    assert sum("Erfaringsopsamling: Investeringspuljen 2019-21" in source for source in sources) == 23
    assert sum(source.startswith("Bundlinjes eget nøgletal") for source in sources) == 16


def test_only_the_figure_per_caseworker_is_for_the_team() -> None:
    """Nothing else names single employees."""
    named = [(figure.id, part.name) for figure in catalogue().values() for part in figure.parts if part.team_only]
    assert named == [("caseload", "per_caseworker")]


def test_needs_name_fields_that_can_be_registered() -> None:
    """Columns of the contracts, or instruments of measurements, or rates of rates."""
    known = {f"{name}.{column}" for name, contract in contracts().items() for column in contract.columns}
    known |= {f"measurements.{instrument}" for instrument in ("WHO5", "ORS", "SRS", "TILS")}
    known |= {"rates.shelter_night", "rates.caseworker_hour"}
    assert {field for figure in catalogue().values() for field in figure.needs} <= known
