"""Takes updates that Telegram brings; answers 200 only when they are on disk."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.intake.dispatcher import Dispatcher
from bot.intake.reception import Reception, has_id, pending_updates
from bot.logs import scrub
from domain.ports import Store

Health = Callable[[], Awaitable[tuple[bool, dict[str, object]]]]

_log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_MAX_BODY = 1024 * 1024
_COMMIT_WITHIN_S = 25.0
_STORE_ANSWERS_WITHIN_S = 3.0
_TRY_AGAIN = {"Retry-After": "2"}


class Webhook:
    """The endpoint for Telegram, and `/healthz` for whoever watches over the process."""

    def __init__(
        self,
        reception: Reception,
        dispatcher: Dispatcher,
        store: Store,
        *,
        secret: str,
        clock: Callable[[], datetime],
    ) -> None:
        if not secret:
            raise ValueError("a webhook without a secret would take updates from anybody")
        self._reception = reception
        self._dispatcher = dispatcher
        self._store = store
        self._secret = secret.encode()
        self._clock = clock

    def app(self, path: str = "/telegram") -> Starlette:
        """Return an application that takes updates at `path`."""
        return Starlette(routes=self.routes(path))

    def routes(self, path: str = "/telegram") -> list[Route]:
        """Return the routes, to be put into an application that has others too."""
        return [Route(path, self.take, methods=["POST"]), health_route(self.health)]

    async def take(self, request: Request) -> Response:
        """Take one update: 403 not from Telegram, 400/413 unreadable, 503 try again later."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        body = await _body_of(request)
        if body is None:
            return Response(status_code=413)
        try:
            raw = json.loads(body)
        except ValueError:
            return Response(status_code=400)
        if not has_id(raw):
            return Response(status_code=400)
        if self._dispatcher.crowded:
            return Response(status_code=503, headers=_TRY_AGAIN)
        try:
            async with asyncio.timeout(_COMMIT_WITHIN_S):
                await self._reception.accept([raw])
        except Exception as error:  # noqa: BLE001 - not stored, so Telegram has to come again
            _log.error("an update could not be stored: %s", scrub(repr(error)))
            return Response(status_code=503, headers=_TRY_AGAIN)
        return Response(status_code=200)

    async def health(self) -> tuple[bool, dict[str, object]]:
        """Say whether the store answers, how old the last update is and how many wait."""
        return await health_of(self._reception, self._dispatcher, self._store, self._clock)


async def health_of(
    reception: Reception, dispatcher: Dispatcher, store: Store, clock: Callable[[], datetime]
) -> tuple[bool, dict[str, object]]:
    """Return whether all is well, and the facts; `last_update_age_s` is None before the first."""
    try:
        async with asyncio.timeout(_STORE_ANSWERS_WITHIN_S):
            await store.read(pending_updates, 1)
        reachable = True
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what health is asked for
        _log.warning("the store does not answer: %s", scrub(repr(error)))
        reachable = False
    last = reception.received_at
    return reachable, {
        "alive": True,
        "store": "ok" if reachable else "unreachable",
        "last_update_age_s": None if last is None else (clock() - last).total_seconds(),
        "waiting": dispatcher.waiting,
    }


def health_route(health: Health, path: str = "/healthz") -> Route:
    """Return a route that answers 200 when all is well, else 503, with the facts as JSON."""

    async def answer(_: Request) -> Response:
        well, facts = await health()
        return JSONResponse(facts, status_code=200 if well else 503)

    return Route(path, answer, methods=["GET"])


async def _body_of(request: Request) -> bytes | None:
    """Read the body, or None as soon as it proves to be too large."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > _MAX_BODY:
            return None
        parts.append(part)
    return b"".join(parts)
