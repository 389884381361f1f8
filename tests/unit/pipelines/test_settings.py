"""Settings come from the environment and one file, and a wrong one says what is right."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.settings import Choices, SettingsError, read_choices, settings


def test_defaults_lie_in_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    here = settings()
    assert here.home == Path("data")
    assert here.store_url == f"sqlite:///{tmp_path / 'data' / 'store.db'}"
    assert here.choices == Choices()


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BUNDLINJE_HOME", str(tmp_path))
    monkeypatch.setenv("BUNDLINJE_STORE", "postgresql+psycopg://somewhere/else")
    monkeypatch.setenv("BUNDLINJE_TODAY", "2025-03-31")
    here = settings()
    assert (here.home, here.store_url, here.today) == (
        tmp_path,
        "postgresql+psycopg://somewhere/else",
        date(2025, 3, 31),
    )


def test_a_fixed_today_must_be_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUNDLINJE_TODAY", "31-03-2025")
    with pytest.raises(SettingsError, match="Skriv fx 2025-03-31"):
        settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("disclosure_limit: 2", "mindst 3"),
        ("disclosure_limit: 4.5", "helt tal"),
        ("success_criterion: luck", "own_home_at_end"),
        ("time_under: -1", "over 0"),
        ("time_under: 2", "mindre end time_over"),
        ("time_over: .inf", "over 0"),
        ("banner: 2025-13-45", "YAML"),
        ("? [a, b]\n: c", "YAML"),
        ("ors_limit_young: ja", "over 0 eller tom"),
        ("disclosure_limt: 5", "ikke en indstilling"),
        ("banner: 3", "tekst"),
        ("ask_registration_below: 0", "over 0 og under 1, fx 0.8 for 80 %"),
        ("ask_registration_below: 80", "over 0 og under 1"),
        ("ask_result_fell: 1", "over 0 og under 1"),
        ("ask_estimates_above: halvdelen", "over 0 og under 1"),
        ("ask_estimates_above: true", "over 0 og under 1"),
        ("[1, 2]", "linjer som"),
        ("a: [", "YAML"),
    ],
)
def test_a_wrong_choice_names_file_field_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said) as raised:
        read_choices(path)
    assert str(path) in str(raised.value)


def test_choices_are_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text("disclosure_limit: 3\nors_limit_young: 28\nask_result_fell: 0.01\n", encoding="utf-8")
    assert read_choices(path) == Choices(disclosure_limit=3, ors_limit_young=28, ask_result_fell=0.01)
