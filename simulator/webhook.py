"""Updates pushed to a webhook, and the clock's hooks told: the simulator as an HTTP client."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from urllib.parse import parse_qs

import aiohttp
from starlette.types import ASGIApp, Message

from simulator import watching
from simulator.arguments import decoded
from simulator.errors import Json
from simulator.updates import PENDING, Pending
from simulator.world import Webhook, World

LONGEST_RETRY_S = 60.0
RECONNECT_S = 2.0
LONGEST_RETRY_AFTER_S = 3600.0
ANSWER_S = 60.0
HOOK_S = 5.0
ANSWER_BYTES = 1024 * 1024
NOT_CALLED = frozenset({"setwebhook", "deletewebhook", "logout", "close"})
_METHOD_PART = re.compile(rb'name="?method"?[^\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([A-Za-z]+)\r\n')


def called_method(kind: str, body: bytes) -> str | None:
    """The method that the body of a webhook's answer calls; None for an answer that is no call.

    Telegram does not carry out what asks for something, since the result goes nowhere.
    """
    kind = kind.lower()
    found: object = None
    try:
        if kind.startswith("application/json"):
            parsed = decoded(body)
            found = parsed.get("method") if isinstance(parsed, dict) else None
        elif kind.startswith("application/x-www-form-urlencoded"):
            found = parse_qs(body.decode()).get("method", [None])[0]
        elif kind.startswith("multipart/form-data"):
            part = _METHOD_PART.search(body)
            found = part[1].decode() if part else None
    except ValueError:
        return None
    if not isinstance(found, str) or not found.isascii() or not found.isalpha():
        return None
    name = found.lower()
    return None if name.startswith("get") or name in NOT_CALLED else found


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    """What an answer holds; one that is endless is not read to its end."""
    body = b""
    async for part in answer.content.iter_chunked(64 * 1024):
        body += part
        if len(body) > ANSWER_BYTES:
            answer.close()
            return b""
    return body


class WebhookSender:
    """Delivers updates in order per chat, chats in parallel, until the webhook answers 2xx.

    An answer may be a call of a method, which `calls` (the Bot API's application) carries out.
    Source: core.telegram.org/bots/api#setwebhook and the open-source Bot API server.
    """

    def __init__(
        self, world: World, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._world = world
        self._pause = pause
        self._calls: ASGIApp | None = None
        self._client: aiohttp.ClientSession | None = None
        # The ids of a chat's updates: what the queue dropped by age or number is not sent either.
        self._lanes: dict[int, deque[int]] = {}
        self._connections = asyncio.Semaphore(1)
        self._running: dict[int, asyncio.Task[None]] = {}
        self._others: set[asyncio.Task[None]] = set()

    async def start(self, calls: ASGIApp | None = None) -> None:
        """Follow the world's updates, webhook and clock."""
        self._calls = calls
        self._client = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=ANSWER_S), cookie_jar=aiohttp.DummyCookieJar()
        )
        self._world.on_webhook = self._restart
        self._world.updates.on_new = self._add
        self._world.on_clock.append(self._tell_hooks)
        self._restart()

    async def stop(self) -> None:
        """End all deliveries; what was not accepted stays in the queue."""
        self._world.on_webhook = self._world.updates.on_new = None
        if self._tell_hooks in self._world.on_clock:
            self._world.on_clock.remove(self._tell_hooks)
        tasks = [*self._running.values(), *self._others]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.close()

    def _restart(self) -> None:
        for task in self._running.values():
            task.cancel()
        self._running.clear()
        self._lanes.clear()
        self._connections = asyncio.Semaphore(self._world.webhook.max_connections)
        for pending in self._world.updates.waiting():
            self._add(pending)

    def _add(self, pending: Pending) -> None:
        if not self._world.webhook.url:
            return
        lane = self._lanes.get(pending.lane)
        if lane is None:
            lane = self._lanes[pending.lane] = deque(maxlen=PENDING)
            self._running[pending.lane] = asyncio.create_task(self._drain(pending.lane))
        lane.append(pending.update["update_id"])

    async def _drain(self, lane: int) -> None:
        queue = self._lanes[lane]
        webhook, connections = self._world.webhook, self._connections
        while queue:
            update_id = queue.popleft()
            await self._deliver(webhook, connections, update_id)
            self._world.updates.confirm(update_id)
        del self._lanes[lane]
        del self._running[lane]

    async def _deliver(
        self, webhook: Webhook, connections: asyncio.Semaphore, update_id: int
    ) -> None:
        failures, pause = 0, 1.0
        while self._world.updates.held(update_id) is not None:
            # While a chat waits for its next try, its connection serves the others.
            async with connections:
                update = self._world.updates.held(update_id)
                if update is None:
                    return
                error, retry_after = await self._attempt(webhook, update)
            if not error:
                return
            webhook.last_error, webhook.last_error_date = error, self._world.clock.date()
            self._world.journal.note(webhook_error=error, update_id=update_id)
            # The first time it is tried again at once, then after 2 s, 4 s, 8 s...
            if failures and not retry_after:
                pause = min(LONGEST_RETRY_S, pause * 2)
            await self._pause(retry_after or (pause if failures else 0.0))
            failures += 1

    async def _attempt(self, webhook: Webhook, update: Json) -> tuple[str, float]:
        """One delivery; ('', 0) when it was accepted, else the error and the wished pause."""
        if self._client is None:
            return "Connection refused", 0.0
        for look in watching.PUSHED:
            look(update)
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        try:
            async with self._client.post(
                webhook.url, json=update, headers=headers, allow_redirects=False, ssl=False
            ) as answer:
                body = await _body(answer)
                if 200 <= answer.status < 300:
                    self._carry_out(answer.headers.get("Content-Type", ""), body)
                    return "", 0.0
                wished = answer.headers.get("Retry-After", "")
                pause = min(LONGEST_RETRY_AFTER_S, float(wished)) if wished.isdigit() else 0.0
                return f"Wrong response from the webhook: {answer.status} {answer.reason}", pause
        except TimeoutError:
            return "Read timeout expired", 0.0
        except aiohttp.ClientConnectorError:
            return "Connection refused", RECONNECT_S
        except aiohttp.ClientError:
            return "Connection refused", 0.0

    def _carry_out(self, kind: str, body: bytes) -> None:
        """Make the call that an answer is, if it is one; nobody hears of its result."""
        method = called_method(kind, body)
        if method is not None and self._calls is not None:
            self._start(self._call(self._calls, method, kind, body))

    async def _call(self, calls: ASGIApp, method: str, kind: str, body: bytes) -> None:
        scope = {
            "type": "http",
            "method": "POST",
            "path": f"/bot{self._world.token}/{method}",
            "query_string": b"",
            "headers": [(b"host", b"127.0.0.1"), (b"content-type", kind.encode())],
            "client": None,
        }

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(_message: Message) -> None:
            pass

        await calls(scope, receive, send)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    def _tell_hooks(self) -> None:
        for url in self._world.clock_hooks:
            self._start(self._tell_hook(url))

    async def _tell_hook(self, url: str) -> None:
        if self._client is None:
            return
        try:
            async with self._client.post(
                url,
                json=self._world.clock_view(),
                timeout=aiohttp.ClientTimeout(total=HOOK_S),
                allow_redirects=False,
            ) as answer:
                await answer.read()
        except (aiohttp.ClientError, TimeoutError):
            self._world.journal.note(clock_hook_failed=url)
