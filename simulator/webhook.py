"""Updates pushed to a webhook, and the clock's hooks told: the simulator as an HTTP client."""

from __future__ import annotations

import asyncio
from collections import deque

import aiohttp

from simulator.errors import Json
from simulator.updates import Pending
from simulator.world import Webhook, World

FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 60.0
LONGEST_RETRY_AFTER_S = 3600.0
ANSWER_S = 60.0
HOOK_S = 5.0


class WebhookSender:
    """Delivers updates in order per chat, chats in parallel, until the webhook answers 2xx.

    Source: core.telegram.org/bots/api#setwebhook and the open-source Bot API server.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._client: aiohttp.ClientSession | None = None
        self._lanes: dict[int, deque[Json]] = {}
        self._ready: deque[int] = deque()
        self._running: dict[int, asyncio.Task[None]] = {}
        self._hooks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Follow the world's updates, webhook and clock."""
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
        tasks = [*self._running.values(), *self._hooks]
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
        self._ready.clear()
        for pending in self._world.updates.waiting():
            self._add(pending)

    def _add(self, pending: Pending) -> None:
        if not self._world.webhook.url:
            return
        lane = self._lanes.get(pending.lane)
        if lane is None:
            lane = self._lanes[pending.lane] = deque()
            self._ready.append(pending.lane)
        lane.append(pending.update)
        self._fill()

    def _fill(self) -> None:
        """Start lanes that wait while connections are free."""
        while self._ready and len(self._running) < self._world.webhook.max_connections:
            lane = self._ready.popleft()
            self._running[lane] = asyncio.create_task(self._drain(lane))

    async def _drain(self, lane: int) -> None:
        queue = self._lanes[lane]
        webhook = self._world.webhook
        while queue:
            await self._deliver(webhook, queue[0])
            self._world.updates.confirm(queue.popleft()["update_id"])
        del self._lanes[lane]
        del self._running[lane]
        self._fill()

    async def _deliver(self, webhook: Webhook, update: Json) -> None:
        pause = FIRST_RETRY_S
        while True:
            error, retry_after = await self._attempt(webhook, update)
            if not error:
                return
            webhook.last_error, webhook.last_error_date = error, self._world.clock.date()
            self._world.journal.note(webhook_error=error, update_id=update["update_id"])
            await asyncio.sleep(retry_after or pause)
            pause = min(LONGEST_RETRY_S, pause * 2)

    async def _attempt(self, webhook: Webhook, update: Json) -> tuple[str, float]:
        """One delivery; ('', 0) when it was accepted, else the error and the wished pause."""
        if self._client is None:
            return "Connection refused", 0.0
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        try:
            async with self._client.post(
                webhook.url, json=update, headers=headers, allow_redirects=False, ssl=False
            ) as answer:
                await answer.read()
                if 200 <= answer.status < 300:
                    return "", 0.0
                wished = answer.headers.get("Retry-After", "")
                pause = min(LONGEST_RETRY_AFTER_S, float(wished)) if wished.isdigit() else 0.0
                return f"Wrong response from the webhook: {answer.status} {answer.reason}", pause
        except TimeoutError:
            return "Read timeout expired", 0.0
        except aiohttp.ClientError:
            return "Connection refused", 0.0

    def _tell_hooks(self) -> None:
        for url in self._world.clock_hooks:
            task = asyncio.get_running_loop().create_task(self._tell_hook(url))
            self._hooks.add(task)
            task.add_done_callback(self._hooks.discard)

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
