"""Who may talk to the simulator: it has no login, so nobody but this machine's own pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MAX_KNOWN = 1_000


def hostname(netloc: str) -> str:
    """The name in a Host header or an origin, without its port."""
    try:
        return urlsplit(f"//{netloc}").hostname or ""
    except ValueError:
        return ""


class Guard:
    """Refuses requests to another host name (DNS rebinding) and posts of other sites' pages."""

    def __init__(self, app: ASGIApp, host: str = "127.0.0.1") -> None:
        self._app = app
        self._hosts = LOOPBACK | {host}
        self._known: dict[bytes, bool] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            refusal = self._refusal(scope)
            if refusal:
                await send(
                    {
                        "type": "http.response.start",
                        "status": 403,
                        "headers": [(b"content-type", b"text/plain; charset=utf-8")],
                    }
                )
                await send({"type": "http.response.body", "body": refusal.encode()})
                return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> str:
        host = origin = b""
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
            elif name == b"origin":
                origin = value
        if not self._allowed(host):
            return "this host name is not served"
        if origin and scope["method"] not in {"GET", "HEAD"}:
            scheme, _, place = origin.decode("latin-1").partition("://")
            if scheme not in {"http", "https"} or place.encode("latin-1") != host:
                return "requests of other sites are refused"
        return ""

    def _allowed(self, host: bytes) -> bool:
        known = self._known.get(host)
        if known is None:
            known = hostname(host.decode("latin-1")) in self._hosts
            if len(self._known) < MAX_KNOWN:
                self._known[host] = known
        return known
