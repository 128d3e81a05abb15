"""What both gateways do with a request: its key, its body, and the troubles that were switched on."""

from __future__ import annotations

import base64
import binascii

from starlette.requests import Request
from starlette.responses import Response

from simulator.arguments import decoded
from simulator.errors import Json
from simulator.silence import silence
from simulator.world import World

BODY_BYTES = 64 * 1024


class Unreadable(Exception):
    """The body of a request cannot be taken."""

    def __init__(self, reason: str, *, too_large: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.too_large = too_large


def key_of(request: Request) -> str:
    """The key in an Authorization header: the user of Basic, whose password stays empty."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return ""
    return "" if password else user


async def read(request: Request) -> Json:
    """The JSON object of a request; an empty body is an empty object."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_BYTES:
            raise Unreadable(f"the body is larger than {BODY_BYTES} bytes", too_large=True)
        parts.append(part)
    if not size:
        return {}
    try:
        body = decoded(b"".join(parts))
    except ValueError:
        raise Unreadable("the body is not JSON") from None
    if not isinstance(body, dict):
        raise Unreadable("the body must be a JSON object")
    return body


async def spoilt(
    world: World, request: Request, misbehave: str | None, failure: Response, *, done: bool = True
) -> Response | None:
    """The answer of a gateway that misbehaves, or None.

    A 500 means that nothing happened; with the others the call was carried out (`done`).
    """
    if misbehave == "500":
        return failure
    if not done:
        return None
    if misbehave == "garbage":
        return Response("<html>502 Bad Gateway</html>", media_type="text/html")
    if misbehave == "timeout":
        return await silence(world, request)
    return None
