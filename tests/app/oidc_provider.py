"""A real OpenID Connect provider on loopback: discovery, keys, a form to sign in, PKCE, and signed tokens.

`claims` decides what stands in the next token, so that a test may issue one that has run out or is for somebody else.
"""

import base64
import contextlib
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "bundlinje", "hemmelighed-kun-til-test"
FORM = """<html lang="da"><title>Log ind</title><h1>Udbyderen</h1><form method="post"><label>Bruger <input name="user"></label>
<button>Fortsæt</button></form></html>"""


class OidcProvider:
    """The provider's state: its key, the codes it has handed out, and what it puts in tokens beside the usual."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
        self.codes: dict[str, dict[str, str]] = {}
        self.claims: dict[str, Any] = {}
        self.signed_out = 0
        names = {
            "/.well-known/openid-configuration": self.discovery, "/jwks": self.jwks, "/auth": self.auth,
            "/token": self.token, "/logout": self.logout,
        }  # fmt: skip
        self.app = Starlette(routes=[Route(path, do, methods=["GET", "POST"]) for path, do in names.items()])

    async def discovery(self, request: Request) -> Response:
        ends = {"authorization": "auth", "token": "token", "end_session": "logout"}
        return JSONResponse({
            "issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks", "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        } | {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in ends.items()})  # fmt: skip

    async def jwks(self, request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def auth(self, request: Request) -> Response:
        asked = dict(request.query_params)
        if asked["client_id"] != CLIENT_ID or asked.get("code_challenge_method") != "S256":
            return JSONResponse({"error": "invalid_request"}, 400)
        if request.method == "GET":
            return HTMLResponse(FORM)
        code = secrets.token_urlsafe()
        self.codes[code] = asked | {"user": str((await request.form())["user"])}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 303)

    async def token(self, request: Request) -> Response:
        form = dict(await request.form())
        given = self.codes.pop(str(form.get("code")), None)
        digest = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        known = request.headers.get("authorization") == f"Basic {basic}"
        if given is None or not known or challenge != given["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "sub": given["user"], "iat": now, "exp": now + 3600,
                  "nonce": given["nonce"]} | self.claims  # fmt: skip
        id_token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self.key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "expires_in": 3600, "id_token": id_token})

    async def logout(self, request: Request) -> Response:
        self.signed_out += 1
        return RedirectResponse(request.query_params["post_logout_redirect_uri"])


@contextlib.contextmanager
def oidc_provider() -> Iterator[OidcProvider]:
    """A provider that answers on a free port of 127.0.0.1 until the block ends."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        provider = OidcProvider(f"http://127.0.0.1:{listening.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(provider.app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield provider
        finally:
            server.should_exit = True
            thread.join(10)
