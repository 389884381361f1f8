"""The server as it is started: its headers, and a browser that finds nothing to complain of and asks nobody else."""

import re
import urllib.request
from email.message import Message

import pytest
from playwright.sync_api import Browser

from tests.app.browser import hop, open_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def headers(address: str, **given: str) -> Message:
    request = urllib.request.Request(address, headers={"Accept": "text/html", **given})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.headers


def test_every_kind_of_answer_carries_the_policy(address: str) -> None:
    for path in ("/", "/borger", "/_stcore/health", "/_stcore/host-config"):
        carried = headers(address + path)
        assert "script-src 'self' 'sha256-" in carried["Content-Security-Policy"]
        assert "unsafe-eval" not in carried["Content-Security-Policy"]
        assert carried["X-Content-Type-Options"] == "nosniff"
        assert carried["Strict-Transport-Security"] is None


def test_a_proxy_on_the_same_machine_that_ends_tls_is_believed(address: str) -> None:
    carried = headers(f"{address}/_stcore/health", **{"X-Forwarded-Proto": "https"})
    assert carried["Strict-Transport-Security"] == "max-age=31536000"
    cookies = carried.get_all("Set-Cookie") or []
    assert all("; Secure" in cookie for cookie in cookies)


def test_the_browser_finds_no_fault_and_nobody_else_is_asked(chrome: Browser, address: str) -> None:
    """Pages with charts, tables and files: nothing breaks the policy, and not one request leaves the server."""
    told: list[str] = []
    asked: list[str] = []
    context = chrome.new_context(locale="da-DK")
    context.on("console", lambda message: told.append(message.text))
    context.on("request", lambda request: asked.append(request.url))
    page = open_page(context, f"{address}/noegletal?hvem=projektleder")
    for where in ("om-tallet", "borger", "som", "data-ind"):
        hop(page, f"{address}/{where}?hvem=projektleder")
    assert not [text for text in told if re.search("Content.Security.Policy|violates", text)]
    assert asked
    assert not [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    context.close()
