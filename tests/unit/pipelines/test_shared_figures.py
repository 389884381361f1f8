"""Figures shared between municipalities: out and in unchanged, every broken file refused with a reason, none ranked."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from kpi_catalogue.figure import catalogue
from pipelines.figure_definition import behind, definition_of
from pipelines.figures import WrongUseError, figures
from pipelines.mart import marts
from pipelines.settings import Choices, Settings
from pipelines.shared_comparing import Asked, compared
from pipelines.shared_figures import ROW, SharedFileError, read_shared, share
from pipelines.shared_store import take_in, taken_in
from som_engine.knowledge import SHIPPED
from tests.sample import TODAY
from tests.unit.app.door_world import make
from tests.unit.pipelines.shared_file import FEW, SHOWN, document, shared_file

AT, DECEMBER = datetime(2025, 3, 12, 9, 0), date(2025, 12, 1)
ASKED = Asked("occupation", None, None, "2025-02")
Break = Callable[[dict[str, Any]], object]


def test_what_is_shared_comes_back_as_it_was_published(made_sample: Path, store_url: str) -> None:
    """901's two months: every row of the file is the published row, before and after a store, and no number is small."""
    here = Settings(made_sample, "sqlite://", TODAY, Choices())
    text = share(here, "901", DECEMBER, 2)
    told = figures(here, DECEMBER, 2, None, None, {"municipality": ["901"]})
    published = [{key: row[key] for key in ROW} for row in told if row["status"] != "not_applicable"]
    assert any(row["status"] == "shown" for row in published)
    assert any(row["status"] == "too_few" for row in published)
    assert json.loads(text)["rows"] == published
    take_in(store_url, text, own=["905"], who="lis", at=AT)
    [kept] = taken_in(store_url)
    assert list(kept.shared.rows.values()) == published
    assert (kept.shared.municipality, kept.shared.made_on, kept.taken_at, kept.taken_by) == ("901", TODAY, AT, "lis")
    assert "B-901" not in text
    assert "sagsbehandler" not in text


@pytest.mark.store
def test_a_municipality_of_few_has_nothing_to_share(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="Kommune 902 har ingen tal"):
        share(make(tmp_path / "home"), "902", date(2025, 2, 1), 1)


def row(**other: Any) -> Break:
    """The file's first row with other content."""
    return lambda content: content["rows"].__setitem__(0, SHOWN | other)


BROKEN: dict[str, tuple[Break, str]] = {
    "no municipality": (lambda content: content.pop("municipality"), "Filen mangler kommunens kode"),
    "a name": (lambda content: content.update(municipality="Ærø"), "Kommunens kode er ikke skrevet rigtigt"),
    "another format": (lambda content: content.update(format="noget"), "Filens slags passer ikke"),
    "a later version": (lambda content: content.update(version=2), "Filens udgave passer ikke"),
    "a lower limit than the lowest": (lambda content: content.update(limit=2), "Grænsen for små tal er for lille"),
    "no months": (lambda content: content.update(months=[]), "Månederne er tom"),
    "month 13": (lambda content: content.update(months=["2025-13"]), "Måned nr. 1 er ikke skrevet rigtigt"),
    "a day that is none": (
        lambda content: content.update(made_on="2025-02-30"),
        "Dagen, filen er lavet: datoen findes ikke",
    ),
    "a citizen": (lambda content: content["rows"][0].update(citizen_id="B-1"), "Tal nr. 1 har et felt"),
    "a breakdown": (lambda content: content["rows"][0].update(by="team"), "Tal nr. 1 har et felt"),
    "free text": (lambda content: content.update(note="hilsen"), "Filen har et felt"),
    "a text for a number": (row(value="0,4"), "Tal nr. 1, værdien er af en forkert slags"),
    "a coverage above one": (row(coverage=1.2), "Tal nr. 1, dækningen er ikke skrevet rigtigt"),
    "an unknown status": (row(status="secret"), "Tal nr. 1, om det er vist eller skjult er ikke en af mulighederne"),
    "shown without n": (row(n=None), "Tal nr. 1, antallet, det hviler på er af en forkert slags"),
    "hidden with a value": (row(status="too_few", n=None, coverage=None), "Tal nr. 1, værdien"),
    "hidden with n": (row(status="protects_another", value=None, coverage=None), "Tal nr. 1, antallet, det hviler på"),
    "hidden with coverage": (row(status="too_few", value=None, n=None), "Tal nr. 1, dækningen"),
    "twice the same": (lambda content: content["rows"].append(SHOWN), "Tal nr. 3: tallet står to gange"),
    "a month not listed": (row(month="2024-01"), "Tal nr. 1: nøgletallet eller måneden står ikke"),
    "a figure not listed": (row(figure="loneliness", value=8), "Tal nr. 1: nøgletallet eller måneden står ikke"),
    "a civil number": (row(category="010190-1234"), "ligner et cpr-nummer"),
    "few known": (row(n=4), "Tal nr. 1 (occupation, februar 2025): tallet hviler på færre end 5 borgere"),
    "few in the share": (row(value=0.2), "hviler på færre end 5"),
    "few outside the share": (row(value=0.8), "hviler på færre end 5"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused_with_where_what_and_remedy(kind: str, tmp_path: Path) -> None:
    """Nothing is kept, and the value itself is never said."""
    spoil, said = BROKEN[kind]
    content = document()
    content["rows"] = [dict(one) for one in content["rows"]]
    spoil(content)
    with pytest.raises(SharedFileError) as refused:
        read_shared(json.dumps(content))
    assert said in str(refused.value)
    assert "Intet er gemt." in str(refused.value)
    assert "010190" not in str(refused.value)
    assert "kommunen" in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["", "PK\x03\x04", "[" * 100_000, shared_file()[:-9], shared_file().replace("0.4", "NaN"),
     shared_file().replace("0.4", "1e999"), shared_file().replace('"version"', '"limit": 3, "version"')],
    ids=["empty", "a workbook", "deep", "cut off", "no number", "endless", "a field twice"],
)  # fmt: skip
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(SharedFileError, match="kan ikke læses som JSON"):
        read_shared(text)


@pytest.mark.parametrize("content", ["[]", "7", '"text"', "null"])
def test_json_of_something_else_is_refused(content: str) -> None:
    with pytest.raises(SharedFileError, match="Filen er af en forkert slags"):
        read_shared(content)


def test_counts_are_few_in_figures_of_every_measure_and_homes_are_no_people() -> None:
    """A count of 3 of 20, 3 not counted, a mean of 4; three vacant homes of one municipality are nobody's secret."""
    small = {"loneliness": SHOWN | {"value": 3}, "low_wellbeing": SHOWN | {"value": 17}, 
             "icm_hours": SHOWN | {"n": 4, "value": 9.5}, "a_figure_of_tomorrow": SHOWN | {"n": 4, "value": 9.5}}  # fmt: skip
    for name, one in small.items():
        listed = [{**document()["figures"][0], "id": name}]
        with pytest.raises(SharedFileError, match="skulle have været skjult"):
            read_shared(shared_file(figures=listed, rows=[one | {"figure": name}]))
    homes = [{**document()["figures"][0], "id": "wait_home"}]
    waits = SHOWN | {"figure": "wait_home", "n": 1, "value": 3, "coverage": 1}
    assert read_shared(shared_file(figures=homes, rows=[waits])).rows


def test_the_newest_file_of_each_municipality_counts_and_the_own_is_refused(store_url: str) -> None:
    """902 of March, then 902 of January sent late, then 903: 902's is March's; a file about 901 is not taken in."""
    take_in(store_url, shared_file(), own=["901"], who="lis", at=AT)
    take_in(store_url, shared_file(made_on="2025-01-20"), own=["901"], who="lis", at=AT)
    take_in(store_url, shared_file(municipality="903"), own=["901"], who="bo", at=AT)
    with pytest.raises(SharedFileError, match="sine egne tal her"):
        take_in(store_url, shared_file(municipality="901"), own=["901"], who="lis", at=AT)
    assert [(one.shared.municipality, one.shared.made_on) for one in taken_in(store_url)] == [
        ("902", date(2025, 3, 10)), ("903", date(2025, 3, 10)),
    ]  # fmt: skip


def test_municipalities_stand_in_the_order_asked_for_and_say_what_differs() -> None:
    """Own first, then 904 and 902 as given, whatever their numbers; definition, coverage, limit, month and figure are told."""
    own = read_shared(shared_file(municipality="901"))
    listed = [{**document()["figures"][0], "definition": "0" * 16, "changed_on": "2024-05-01"}]
    other = read_shared(shared_file(municipality="904", figures=listed, limit=3, rows=[SHOWN | {"coverage": 0.45}]))
    bare = read_shared(shared_file(rows=[FEW]))
    strange = read_shared(shared_file(municipality="903", figures=[{**listed[0], "id": "loneliness"}], rows=[]))
    lines = compared(ASKED, own, [other, bare, strange])
    assert [line.municipality for line in lines] == ["901", "904", "902", "903"]
    assert lines[0].warnings == ()
    told = " ".join(lines[1].warnings)
    for part in ("Anden definition: deres er sidst ændret 01-05-2024", "Anden dækning: 45 % er kendt hos dem, 80 % hos jer",
                 "Anden grænse for små tal: 3 hos dem, 5 hos jer", "Kun 45 % er kendt"):  # fmt: skip
        assert part in told
    assert lines[2].warnings == ("Måneden er ikke med i filen. Bed om en ny fil.",)
    assert lines[3].warnings == ("Nøgletallet er ikke med i filen.",)
    assert compared(ASKED, own, [read_shared(shared_file())])[1].warnings == ()


def test_a_definition_has_one_fingerprint_until_its_meaning_changes() -> None:
    """The same twice; another criterion of success is another success rate, and no other figure."""
    known, other = catalogue(), Choices(success_criterion="own_home_at_end")
    prints = {name: definition_of(figure, Choices()) for name, figure in known.items()}
    assert len(set(prints.values())) == len(prints)
    assert {name for name in known if definition_of(known[name], other) != prints[name]} == {"success_rate"}


def test_the_sql_behind_a_figure_is_part_of_its_definition() -> None:
    """citizens_included reads citizen_month, which rests on shelter_month, and that on what is registered and the rules."""
    found = dict(behind(["citizen_month"]))
    assert {"marts.citizen_month", "marts.shelter_month", "staging.monthly_status", "staging.refund_rules"} <= set(
        found
    )
    assert "running_years" in found["marts.shelter_month"]
    figure = catalogue()["maturity"]
    assert "marts.shelter_month" not in dict(behind(figure.reads))


def test_another_mart_is_another_definition() -> None:
    """One word changed in shelter_month: every figure that rests on it, and no other, has a new fingerprint."""
    known = catalogue()
    before = {name: definition_of(figure, Choices()) for name, figure in known.items()}
    resting = {name for name, figure in known.items() if "marts.shelter_month" in dict(behind(figure.reads))}
    others = tuple(
        mart.model_copy(update={"sql": f"{mart.sql} -- nyt"}) if mart.name == "shelter_month" else mart
        for mart in marts()
    )
    changed = {name for name in known if definition_of(known[name], Choices(), made=others) != before[name]}
    assert changed == resting
    assert "shelter_cost" in resting
    assert "maturity" not in resting


def test_another_refund_is_another_definition_of_what_is_counted_in_money(tmp_path: Path) -> None:
    """The municipality's own rule of the refund (half becomes a quarter) changes the two that rest on rates."""
    (tmp_path / "rules").mkdir()
    text = (SHIPPED / "rules" / "sel_110.yaml").read_text(encoding="utf-8")
    (tmp_path / "rules" / "sel_110.yaml").write_text(text.replace("share: 0.5", "share: 0.25"), encoding="utf-8")
    known = catalogue()
    changed = {
        name for name, figure in known.items()
        if definition_of(figure, Choices(), tmp_path) != definition_of(figure, Choices())
    }  # fmt: skip
    assert changed == {"shelter_cost", "course_cost"}


def test_own_rates_are_told_beside_the_comparison_and_are_no_other_definition() -> None:
    listed = [{**document()["figures"][0], "id": "shelter_cost"}]
    money = SHOWN | {"figure": "shelter_cost", "value": 30000}
    own = read_shared(shared_file(municipality="901", figures=listed, rows=[money]))
    other = read_shared(shared_file(municipality="904", figures=listed, rows=[money]))
    lines = compared(Asked("shelter_cost", None, None, "2025-02"), own, [other])
    assert lines[0].warnings == ()
    assert lines[1].warnings == ("Regnet med hver kommunes egne takster.",)


@pytest.mark.parametrize(("figure", "value"), [("time_ratio", 1.25), ("caseload", 4.2)])
def test_a_ratio_is_no_number_of_people(figure: str, value: float) -> None:
    """1.25 times the expected time of 20 citizens, 4.2 citizens a caseworker: nobody is few, and the file is whole."""
    listed = [{**document()["figures"][0], "id": figure}]
    given = [SHOWN | {"figure": figure, "value": value}]
    assert len(read_shared(shared_file(figures=listed, rows=given)).rows) == 1
    with pytest.raises(SharedFileError, match="færre end 5"):
        read_shared(shared_file(figures=listed, rows=[given[0] | {"n": 4}]))
