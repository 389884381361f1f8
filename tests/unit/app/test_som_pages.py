"""The pages of SØM run without a browser on the sample: what an economist chooses there, and what a project lead is told."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines import case_store
from pipelines.case_candidates import QUESTIONS_DA
from pipelines.case_results import store_results
from pipelines.rerun import rerun
from pipelines.settings import Settings, settings
from tests.stores import copy_home, store_at

pytestmark = pytest.mark.once

MAIN = str(Path(__file__).parents[3] / "app" / "main.py")
CASE = "housing-first-901"


@pytest.fixture
def here(made_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    home = copy_home(made_sample, tmp_path / "home")
    for name, value in (("HOME", str(home)), ("STORE", store_at(home)), ("TODAY", "2026-01-15")):
        monkeypatch.setenv(f"BUNDLINJE_{name}", value)
    return settings()


def opened(page: str, who: str, case: str = CASE) -> AppTest:
    """A page of a case as somebody sees it, by way of the knowledge base: a hidden page is not found in the first run."""
    app = AppTest.from_file(MAIN, default_timeout=120)
    app.query_params["hvem"], app.query_params["sag"] = who, case
    app.switch_page("views/vidensbase.py").run()
    app.switch_page(f"views/{page}.py").run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def choose(app: AppTest, label: str, option: str) -> None:
    box = next(box for box in app.selectbox if box.label == label)
    box.select(next(one for one in box.options if one == option)).run()
    assert not app.exception


def write(app: AppTest, label: str, text: str) -> None:
    next(field for field in app.text_input if field.label == label).set_value(text).run()
    assert not app.exception


def step(app: AppTest, name: str) -> None:
    app.button(key=f"trin:{CASE}:{name}").click().run()


def said(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in [*app.markdown, *app.caption, *app.error, *app.info, *app.warning])


def total(app: AppTest) -> str:
    found = re.search(r"### (\S+) kr\. i alt", said(app))
    return found[1] if found else ""


def test_a_consequence_of_one_group_and_of_a_child_is_taken_out_with_a_reason(here: Settings) -> None:
    """Bed days in psychiatry are worth 222,867.49 kr. of 1,300,500.52: half in a group of 50 %, nothing when taken out."""
    app = opened("som_case", "oekonom")
    assert total(app) == "1.300.501"
    step(app, "target_group")
    press(app, "Bland to målgrupper")
    assert [field.value for field in app.text_input if field.label == "Vægt, procent"] == ["50", "50"]
    step(app, "consequences")
    choose(app, "Konsekvens", "Sengedage i psykiatrien")
    choose(app, "Hvem gælder det", "Borgerens barn")
    assert total(app) == "1.300.501"
    choose(app, "Gælder kun gruppen", "homeless_youth")
    assert total(app) == "1.189.067"
    choose(app, "Hvad har I gjort med konsekvensen?", "Taget ud")
    assert "Skriv, hvorfor konsekvensen er ændret" in said(app)
    assert total(app) == ""
    write(app, "Hvorfor?", "Er målt som en del af herberget")
    assert total(app) == "1.077.633"
    for kind, net in (("Skaleret", "1.189.067"), ("Erstattet af egne tal", "1.189.067")):
        choose(app, "Hvad har I gjort med konsekvensen?", kind)
        assert total(app) == net, kind
    write_reason(app)
    found = case_store.versions(here, CASE)[0].content
    (bed_days,) = (one for one in found["consequences"] if one["id"] == "psychiatric_bed_days")
    assert (bed_days["person"], bed_days["target_group"]) == ("child", "homeless_youth")
    assert bed_days["adjustment"] == {"kind": "replaced", "reason": "Er målt som en del af herberget"}


def write_reason(app: AppTest) -> None:
    """Save what was changed."""
    write(app, "Hvorfor er det ændret?", "Set efter sammen")
    press(app, "Gem ny version")


def test_a_study_is_counted_in_beside_the_observed_rate(here: Settings) -> None:
    app = opened("som_case", "oekonom")
    step(app, "effect")
    asked = "Vis også raten, når en undersøgelse tæller med"
    choose(
        app, asked, "CTI i Hjemløsestrategien 2009-13, 13 kommuner: Beholdt egen bolig gennem forløbet (73 %)"
    )  # fmt: skip
    write(app, "Undersøgelsen tæller som så mange borgere", "12")
    assert total(app) == "1.300.501"
    write_reason(app)
    newest = case_store.versions(here, CASE)[0]
    prior = {"study": "cti_own_home_2013", "result": "Beholdt egen bolig gennem forløbet", "citizens": 12}
    assert newest.content["effect"]["success_rate"]["observed"]["prior"] == prior
    choose(app, asked, "Nej")
    write_reason(app)
    assert "prior" not in case_store.versions(here, CASE)[0].content["effect"]["success_rate"]["observed"]


def test_a_candidate_is_rated_on_five_questions_and_rated_again(here: Settings) -> None:
    app = opened("som", "oekonom")
    rate(app, {"data": "yes", "size": "yes"}, "Prøv i foråret")
    (row,) = app.dataframe[0].value.to_dict("records")
    assert (row["Forslag"], row["Ja"], row["Note"]) == ("Værested", "2 af 5", "Prøv i foråret")
    rate(app, {"intervention": "yes", "target_group": "yes", "effect": "partly"}, "")
    (row,) = app.dataframe[0].value.to_dict("records")
    assert (row["Ja"], row["Kan virkningen måles?"]) == ("4 af 5", "delvist")
    next(field for field in app.text_input if field.label == "Indsats").set_value("")
    press(app, "Gem vurderingen")
    assert "Skriv, hvad indsatsen hedder" in said(app)


def rate(app: AppTest, answers: dict[str, str], note: str) -> None:
    next(field for field in app.text_input if field.label == "Indsats").set_value("Værested")
    next(field for field in app.text_input if field.label == "Bemærkning").set_value(note)
    for code, answer in answers.items():
        next(one for one in app.radio if one.label == QUESTIONS_DA[code]).set_value(answer)
    press(app, "Gem vurderingen")


def test_the_smallest_municipality_is_told_how_unsure_it_is_and_how_many_more_it_takes(here: Settings) -> None:
    """903 has 11 citizens: the observed rate with its interval, the case's own beside it, and the further citizens."""
    told = said(opened("som_resultat", "projektleder", "icm-903"))
    for words in (
        r"Observeret: 5 af 8 vurderede .* med 90 procents sikkerhed mellem 34 % og 85 %",
        r"Beregningens egen: 35,0 %\. Med den er nettoresultatet 339\.141 kr\. i alt",
        r"10 deltagere er få",
        r"giver indsatsen i \d\d af 100 beregninger",
        r"I alt: Chancen er nu \d\d %; svaret er sikkert nok, når 15 flere er vurderet",
        r"Kommune: Chancen er nu 54 %; 500 flere vurderede borgere .* gør den ikke sikker",
    ):
        assert re.search(words, told), words
    unsure = opened("som_usikkerhed", "projektleder", "icm-903")
    assert "når 15 flere er vurderet" in said(unsure)
    assert "Hvor mange flere borgere skal vurderes?" in [one.value for one in unsure.header]


def test_the_change_between_two_months_is_split_on_causes_that_add_up(here: Settings) -> None:
    """From November to December one more is assessed in 903; every payer's causes are the whole change, to the krone."""
    for month in (10, 11, 12):
        store_results(here, rerun(here, date(2025, month, 1)), "drift", datetime(2026, 1, 10, month))
    app = opened("som_overvaagning", "projektleder", "icm-903")
    assert "Fra november 2025 til december 2025 er resultatet i alt steget med 154.732 kr." in said(app)
    assert "Fra oktober 2025 til december 2025 er resultatet i alt steget med" in said(app)
    table = next(one.value for one in app.dataframe if {"I alt", "Stat"} <= set(one.value))
    for payer in ("I alt", "Kommune", "Region", "Stat"):
        first, *causes, last = [float(cell.replace(".", "")) for cell in table[payer]]
        assert len(causes) == 5
        assert first + sum(causes) == pytest.approx(last, abs=3)
        assert first != last
