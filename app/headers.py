"""What every answer of the server carries: a strict content security policy, no guessing of types, and Danish as its language.

Pure ASGI around Streamlit's own app, so that nothing depends on a proxy in front.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
YEAR_SECONDS = 31_536_000
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
"""Streamlit's own doors for machines, which nobody here has use for."""
KEYBOARD = "\n".join(
    (Path(__file__).parent / "browser" / name).read_text(encoding="utf-8") for name in ("keyboard.js", "table.js")
)
"""The one script of ours: the keyboard in the form and the table of a month. It stands in the page, named by its hash."""
NOSCRIPT_DA = "<noscript><p>Slå JavaScript til i browseren for at bruge Bundlinje.</p></noscript>"


def with_keyboard(page: str) -> str:
    """Streamlit's page with our script at its end."""
    return page.replace("</body>", f"<script>{KEYBOARD}</script></body>", 1)


def content_security_policy(index: str) -> str:
    """Only what the server itself sends may run; the page's own small scripts are named by their hash, eval is not allowed."""
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", index, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *(f"'sha256-{digest}'" for digest in hashes)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "frame-src": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def danish(page: bytes) -> bytes:
    """Streamlit's page with our script, Danish as its language and a Danish word to those without JavaScript."""
    text = with_keyboard(page.decode("utf-8")).replace('<html lang="en">', '<html lang="da">', 1)
    text = re.sub(r"<title>.*?</title>", "<title>Bundlinje</title>", text, count=1)
    return re.sub(r"<noscript>.*?</noscript>", NOSCRIPT_DA, text, count=1, flags=re.DOTALL).encode("utf-8")


class SafeAnswers:
    """ASGI middleware: the headers on every answer, Secure cookies and HSTS behind TLS, and the page in Danish.

    The scheme is the connection's own, or what a proxy on a trusted address says (uvicorn's FORWARDED_ALLOW_IPS, by default
    127.0.0.1 only); always_tls is for an address known to be https whatever the proxy says.
    """

    def __init__(self, app: ASGIApp, always_tls: bool = False) -> None:
        self.app = app
        self.always_tls = always_tls
        self.policy = content_security_policy(with_keyboard(INDEX.read_text(encoding="utf-8")))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its answer looked after."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif any(f"{door}/" in f"{scope['path']}/" for door in CLOSED):
            await PlainTextResponse("Not Found", 404)(scope, receive, self._with_headers(scope, send))
        else:
            await self.app(_uncompressed(scope), receive, _in_danish(self._with_headers(scope, send)))

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        tls = self.always_tls or scope.get("scheme") == "https"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"] if isinstance(message["headers"], list) else [])
                message["headers"] = headers.raw
                headers["Content-Security-Policy"] = self.policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                if tls:
                    headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"
                    message["headers"] = [_secure(name, value) for name, value in headers.raw]
            await send(message)

        return sending


def _secure(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value


def _uncompressed(scope: Scope) -> Scope:
    """A request for a page as one that is answered whole and plain, so that it can be put into Danish."""
    if "text/html" not in Headers(scope=scope).get("accept", ""):
        return scope
    dropped = (b"accept-encoding", b"if-none-match", b"if-modified-since")
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name.lower() not in dropped]}


def _in_danish(send: Send) -> Send:
    """Hold a page's start back until its body is whole; send everything else straight on."""
    held: list[Message] = []
    body = bytearray()

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            held.append(message)
        elif not held or message["type"] != "http.response.body":
            await send(message)
        else:
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                await _send_page(send, held.pop(), danish(bytes(body)))

    return sending


def _is_page(start: Message) -> bool:
    headers = Headers(raw=list(start["headers"]))
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers


async def _send_page(send: Callable[[Message], object], start: Message, page: bytes) -> None:
    kept = [(name, value) for name, value in start["headers"] if name.lower() not in (b"content-length", b"etag")]
    length = (b"content-length", str(len(page)).encode())
    await send({**start, "headers": [*kept, length]})  # type: ignore[misc]
    await send({"type": "http.response.body", "body": page})  # type: ignore[misc]
