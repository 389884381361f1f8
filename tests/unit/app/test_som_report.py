"""The result report holds what som.md asks of it, in Word and in an accessible PDF, and shows no small number."""

import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from docx import Document

from app.cases import Calculated
from app.report.blocks import Block, Grid, Heading, Picture, Points, Report, Text
from app.report.pdf import pdf_file
from app.report.som_report import Told, som_report
from app.report.word import word_file
from pipelines.case_candidates import QUESTIONS_DA, Candidate
from pipelines.case_store import Version
from pipelines.observe import Observed
from som_engine.advice import advice
from som_engine.net_result import net_result
from som_engine.success import rate_used
from tests.unit.som_engine.cases import HOUSING_FIRST, KNOWLEDGE, checked

ON = date(2026, 1, 15)
SEEN = Observed("housing-first-901", date(2025, 12, 1), "own_home_after_12", 12, 24, 8, 6, 0, 0.5, (0.3, 0.7), (0.4, 0.6),
                0.1, 0.4, True)  # fmt: skip


def told(**changed: Any) -> Told:
    content = (
        HOUSING_FIRST | {"reflections": {"intervention.what_it_is": "Støtte i egen bolig to gange om ugen"}} | changed
    )
    case = checked(content)
    rate = rate_used(case)
    calculated = Calculated(case, (), net_result(case, rate.used), rate, None, advice(case, KNOWLEDGE, ON))
    version = Version(1, "sag", 1, "", "Ny beregning", "erik", datetime(2026, 1, 2, 9), False, 1)
    return Told(
        content,
        calculated,
        [version],
        [("Borgere i mistrivsel", "for få")],
        date(2025, 12, 1),
        ON,
        {"homeless_adults": "Voksne i hjemløshed"},
    )


def words(blocks: list[Block]) -> str:
    """Everything a reader can read."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Heading | Text):
            parts.append(block.text)
        elif isinstance(block, Points):
            parts += block.points
        elif isinstance(block, Grid):
            parts += [block.caption, *block.heads, *(cell for row in block.rows for cell in row)]
        else:
            parts += [block.caption, block.alt]
    return "\n".join(parts)


@pytest.fixture(scope="module")
def report() -> Report:
    return som_report(told())


def test_the_report_has_every_part(report: Report) -> None:
    """The chapters in order, the seven steps in order within theirs."""
    chapters = [block.text for block in report.blocks if isinstance(block, Heading) and block.level == 1]
    assert chapters == [
        "Resultatet kort", "Hvorfor netop denne beregning", "De syv trin", "Resultater", "Følsomhed", "Borgernes udbytte",
        "Forbehold", "Versioner",
    ]  # fmt: skip
    steps = [block.text for block in report.blocks if isinstance(block, Heading) and block.level == 2][1:]
    assert steps == ["Indsats", "Målgruppe", "Omkostninger", "Effekt", "Konsekvenser", "Usikkerhed", "Anvendelse"]


def test_the_numbers_are_the_programs(report: Report) -> None:
    """1,300,500.52 in total, 1,348,301.60 the municipality's, break-even 17.53 %, per year as in the hand calculation."""
    told_ = words(list(report.blocks))
    for number in (
        "1.300.501",
        "1.348.302",
        "-270.669",
        "17,5 %",
        "1.643.000",
        "-713.102",
        "80.000 (65.000 til 100.000)",
        "Voksne i hjemløshed",
    ):
        assert number in told_, number


def test_inputs_have_basis_and_source_and_the_overviews_say_yes_or_no(report: Report) -> None:
    grids = {block.caption: block for block in report.blocks if isinstance(block, Grid)}
    columns = grids["Beregningen bygger på"]
    assert len(columns.heads) == 5
    assert columns.rows == (("nej", "ja", "nej", "ja", "nej"),)
    assert grids["Der er regnet med usikkerhed på"].rows == (("ja", "nej", "ja"),)
    prices = grids["Priser, kilder og hvad der er gjort med konsekvensen"]
    assert all(row[5] == "ingen kilde" for row in prices.rows)
    assert "Støtte i egen bolig to gange om ugen" in words(list(report.blocks))


def test_advice_stands_among_the_limits(report: Report) -> None:
    told_ = words(list(report.blocks))
    assert "Prisen har ingen kilde" in told_
    assert "ikke påviste effekter" in told_


def test_what_is_observed_is_told_only_where_it_was_handed_over() -> None:
    """The door leaves observed out for those who may not see it; then no count stands anywhere."""
    without = words(list(som_report(told()).blocks))
    assert "vurderede borgere har nået målet" not in without
    given = told()
    shown = replace(given, calculated=replace(given.calculated, observed=SEEN))
    assert "12 af 24 vurderede borgere har nået målet (50 %" in words(list(som_report(shown).blocks))


def test_committees_persons_and_changes_are_told_where_the_case_has_them() -> None:
    shelter, income, psychiatry = HOUSING_FIRST["consequences"]
    changed = [
        shelter | {"adjustment": {"kind": "scaled", "factor": 0.5, "reason": "Halvdelen bruger herberg"}},
        income | {"person": "parent", "during": True},
        psychiatry,
    ]
    told_ = words(list(som_report(told(consequences=changed, committees={"costs": {"Socialudvalget": 1}})).blocks))
    for said in (
        "Socialudvalget",
        "Ikke fordelt",
        "Borgerens forælder",
        "under indsatsen",
        "Skaleret til 50 %: Halvdelen",
    ):
        assert said in told_


def test_the_long_list_that_the_case_was_chosen_from_stands_in_the_report() -> None:
    """Two candidates on the five questions; without any the report says that none are written down."""
    yes = dict.fromkeys(QUESTIONS_DA, "yes")
    at = datetime(2026, 1, 2, 9)
    first = Candidate("901", "Housing First", yes, "Valgt", "erik", at)
    other = Candidate("901", "Værested", yes | {"effect": "no", "data": "unknown"}, "", "erik", at)
    blocks = list(som_report(replace(told(), candidates=(first, other))).blocks)
    (grid,) = [block for block in blocks if isinstance(block, Grid) and block.caption.startswith("Forslag til")]
    assert grid.heads == ("Forslag", *QUESTIONS_DA.values(), "Ja", "Bemærkning")
    assert grid.rows == (
        ("Housing First", "ja", "ja", "ja", "ja", "ja", "5 af 5", "Valgt"),
        ("Værested", "ja", "ja", "nej", "ved ikke", "ja", "3 af 5", "–"),
    )
    assert "Der er ikke skrevet forslag op" in words(list(som_report(told()).blocks))


def test_the_word_document_opens_with_heads_tables_and_alternative_texts(report: Report) -> None:
    document = Document(io.BytesIO(word_file(report)))
    pictures = [block for block in report.blocks if isinstance(block, Picture)]
    grids = [block for block in report.blocks if isinstance(block, Grid)]
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [found.alt for found in pictures]
    assert len(pictures) == 2
    assert len(document.tables) == len(grids)
    assert document.tables[0].rows[1].cells[1].text == "1.300.501"
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert heads[0] == "Resultatet kort"
    assert document.core_properties.language == "da-DK"


def test_the_pdf_is_accessible(report: Report) -> None:
    """Marked PDF/UA-1, which typst refuses to write without title, language and words for every picture, and in Danish."""
    pdf = pdf_file(report)
    assert pdf.startswith(b"%PDF")
    assert b"pdfuaid" in pdf
    assert b"/Lang (da)" in pdf or b"/Lang(da)" in pdf


def test_text_that_looks_like_markup_stays_text() -> None:
    """A title with Typst's and Word's own signs."""
    shown = som_report(told(title='#panic("x") *fed* <b> & $x$'))
    assert shown.title == '#panic("x") *fed* <b> & $x$'
    assert pdf_file(shown).startswith(b"%PDF")
    assert Document(io.BytesIO(word_file(shown))).paragraphs[0].text == shown.title


def test_a_case_with_faults_has_no_report() -> None:
    broken = replace(told(), calculated=Calculated(None, (), None, None, None, ()))
    with pytest.raises(ValueError, match="no report"):
        som_report(broken)
