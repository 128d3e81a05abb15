"""A server in trouble: it takes a request and does not answer, or answers with nothing useful."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from simulator.world import World

TIMEOUT_S = 60.0


async def spoilt(world: World, request: Request, misbehave: str | None) -> Response | None:
    """What comes in place of the answer when garbage or a timeout was switched on, or None."""
    if misbehave == "garbage":
        return Response("<html>502 Bad Gateway</html>", media_type="text/html")
    if misbehave == "timeout":
        return await _silence(world, request)
    return None


async def _silence(world: World, request: Request) -> Response:
    """Nothing, until the client leaves, the simulator ends or a minute is over."""
    loop = asyncio.get_running_loop()
    until = loop.time() + TIMEOUT_S
    while not world.closing and loop.time() < until:
        if await request.is_disconnected():
            break
        await world.feed.changed(1.0)
    return Response(status_code=504)
