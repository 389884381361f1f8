"""The app is killed while somebody types and saves: python -m tests.app.kill_session 50 does this 50 times."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.app.kill_session import kill_session
from tests.app.own_month import own_month_home

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TIMES = 3


def test_nothing_that_was_told_is_gone(chrome: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed once while saving, once after Gemt, once after a field was left: saved, or offered again as a draft."""
    report = kill_session(own_month_home(tmp_path / "home", TIMES), chrome, TIMES)
    with capsys.disabled():
        print(f"\n{report.as_table()}")
    assert report.lost == []
    assert report.kills == {"saving": 1, "saved": 1, "typed": 1}
    assert (report.kept["saved: saved"], report.kept["typed: draft"]) == (1, 1)
