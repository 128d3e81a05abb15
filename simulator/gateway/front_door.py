"""What both gateways do with a request: its key, its body, and the troubles that were switched on."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.arguments import decoded
from simulator.endpoints import world_of
from simulator.errors import Json
from simulator.gateway.charges import Charges
from simulator.troubles import spoilt

BODY_BYTES = 64 * 1024
Act = Callable[[Request, Charges], Awaitable[Json | list[Json]]]


class Unreadable(Exception):
    """The body of a request cannot be taken."""

    def __init__(self, reason: str, *, too_large: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.too_large = too_large


def holds(request: Request, key: str) -> bool:
    """Whether the Authorization header of a request holds the account's key."""
    return hmac.compare_digest(_key_of(request).encode(), key.encode())


def _key_of(request: Request) -> str:
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


async def carried_out(
    request: Request, provider: str, act: Act, crashed: Json
) -> Json | list[Json] | Response:
    """The body that `act` answers with, or what comes in its place when the gateway misbehaves.

    A 500 means that nothing happened; with the other troubles the call was carried out.
    """
    world = world_of(request)
    known = world.charges.find(request.path_params.get("id", ""), provider)
    trouble = known.misbehave if known else world.charges.merchant.misbehave
    if trouble == "500":
        return JSONResponse(crashed, 500)
    body = await act(request, world.charges)
    return await spoilt(world, request, trouble) or body
