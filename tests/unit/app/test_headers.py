"""What every answer carries, on a small app of our own: policy, Danish, and Secure behind TLS."""

import base64
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app.headers import INDEX, KEYBOARD, SafeAnswers, content_security_policy, danish
from tests.app.serving import ROOT

PAGE = (
    '<html lang="en"><head><title>Streamlit</title></head><body><noscript>\n<p>Enable</p>\n</noscript>æ</body></html>'
)


async def page(request: Request) -> Response:
    answer = HTMLResponse(PAGE, headers={"ETag": "x"})
    answer.set_cookie("id", "1", httponly=True)
    return answer


async def plain(request: Request) -> Response:
    return PlainTextResponse('<html lang="en">')


def client(scheme: str = "http", always_tls: bool = False) -> TestClient:
    inner = Starlette(routes=[Route("/", page), Route("/plain", plain), Route("/_stcore/metrics", plain)])
    return TestClient(SafeAnswers(inner, always_tls=always_tls), base_url=f"{scheme}://testserver")


def test_no_script_runs_but_the_servers_own_and_those_named_by_hash() -> None:
    """One inline script: its SHA-256 stands in the policy; a script with src has none; eval is nowhere allowed."""
    policy = content_security_policy('<script>let a = 1</script><script type="module" src="./x.js"></script>')
    digest = base64.b64encode(hashlib.sha256(b"let a = 1").digest()).decode()
    scripts = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
    assert scripts == f"script-src 'self' 'sha256-{digest}'"
    assert "eval" not in content_security_policy(INDEX.read_text(encoding="utf-8"))


def test_the_installed_page_is_still_the_one_we_put_into_danish() -> None:
    """An upgrade that changes Streamlit's page shows here, not at the user's."""
    text = danish(INDEX.read_bytes()).decode()
    assert '<html lang="da">' in text
    assert "<title>Bundlinje</title>" in text
    assert "You need to enable JavaScript" not in text
    assert text.count(KEYBOARD) == 1


def test_our_script_is_named_in_the_policy_by_its_hash() -> None:
    """Changed on the way, it would not run: the policy names the very text that stands in the page."""
    digest = base64.b64encode(hashlib.sha256(KEYBOARD.encode()).digest()).decode()
    answer = client().get("/", headers={"Accept": "text/html"})
    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_a_page_is_put_into_danish_and_its_length_follows() -> None:
    answer = client().get("/", headers={"Accept": "text/html", "If-None-Match": "x"})
    assert 'lang="da"' in answer.text
    assert f"æ<script>{KEYBOARD}</script></body></html>" in answer.text
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert "ETag" not in answer.headers


def test_other_answers_are_left_as_they_are_but_carry_the_headers() -> None:
    answer = client().get("/plain")
    assert 'lang="en"' in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("scheme", "always", "secure"), [("http", False, False), ("https", False, True), ("http", True, True)]
)
def test_cookies_are_secure_behind_tls_and_only_there(scheme: str, always: bool, secure: bool) -> None:
    """On plain http a Secure cookie would be lost, so it is set only where the connection is known to be encrypted."""
    answer = client(scheme, always).get("/", headers={"Accept": "text/html"})
    assert ("; Secure" in answer.headers["Set-Cookie"]) == secure
    assert ("Strict-Transport-Security" in answer.headers) == secure


def test_doors_for_machines_are_closed() -> None:
    answer = client().get("/_stcore/metrics")
    assert answer.status_code == 404
    assert "Content-Security-Policy" in answer.headers


AS_SERVED = """
import sys
from streamlit import config
config.set_option("secrets.files", [sys.argv[1]])
from starlette.testclient import TestClient
from app import server
print(TestClient(server.app).get("/_stcore/metrics").headers.get("Strict-Transport-Security", "open"))
"""


@pytest.mark.parametrize(
    ("address", "said"), [("https://bundlinje.eksempel.dk", "max-age=31536000"), ("http://x", "open")]
)
def test_an_installation_whose_login_comes_back_by_https_is_always_behind_tls(
    tmp_path: Path, address: str, said: str
) -> None:
    """Whatever the proxy in front says: the app as it is served, asked by plain http, with that address in its secrets."""
    (tmp_path / "secrets.toml").write_text(f'[auth]\nredirect_uri = "{address}/oauth2callback"\n', encoding="utf-8")
    asked = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", AS_SERVED, str(tmp_path / "secrets.toml")], cwd=ROOT / "app",
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert asked.stdout.split()[-1] == said
