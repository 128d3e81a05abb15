"""Notifications of charges: sent, and sent again by the simulator's clock until somebody answers 2xx."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from simulator.errors import Json
from simulator.gateway.charges import Charge, Charges
from simulator.gateway.midtrans import notification as told_by_midtrans
from simulator.gateway.xendit import notification as told_by_xendit

TOLD = {"midtrans": told_by_midtrans, "xendit": told_by_xendit}
# Pauses before each repetition, in seconds. Sources: docs.midtrans.com, "Best practices to handle
# notification" (2 minutes to 3.5 hours), developers.xendit.co, webhooks (six times, growing).
RETRIES = {
    "midtrans": (120, 600, 1_800, 5_400, 12_600),
    "xendit": (60, 300, 900, 3_600, 10_800, 43_200),
}
ANSWER_S = 15.0
LATE_S = 3_600.0
WAITING = 2_000
AT_ONCE = 100
LONGEST_SLEEP_S = 3_600.0


@dataclass(slots=True)
class Delivery:
    """One notification on its way to one address; `notice` is what the charge shows of it."""

    charge: Charge
    url: str
    body: Json
    headers: dict[str, str]
    notice: Json
    due_at: float


class Notifier:
    """Sends what `charges` has to say; also lets charges expire while nobody asks for them."""

    def __init__(self, charges: Charges) -> None:
        self._charges = charges
        self._waiting: list[Delivery] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._look = asyncio.Event()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._task: asyncio.Task[None] | None = None
        self._client: aiohttp.ClientSession | None = None
        self._clock: list[Callable[[], None]] = []

    async def start(self, on_clock: list[Callable[[], None]]) -> None:
        """Follow the charges and the clock."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_S)
        self._client = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        self._charges.on_status = self._tell
        self._charges.on_change.append(self._wake)
        self._clock = on_clock
        on_clock.append(self._look.set)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Send no more; what was not accepted is lost."""
        self._charges.on_status = None
        if self._wake in self._charges.on_change:
            self._charges.on_change.remove(self._wake)
            self._clock.remove(self._look.set)
        tasks = [*self._sending, *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.close()

    def _wake(self, _charge: Charge) -> None:
        self._look.set()

    def _tell(self, charge: Charge) -> None:
        """Queue the notification of a charge's status, wrong in the way that it was told to be."""
        wrong = charge.misbehave == "wrong_signature"
        made = TOLD[charge.provider](charge, self._charges.merchant, wrong=wrong)
        if made is None:
            return
        headers, body = made
        due = self._charges.now() + (LATE_S if charge.misbehave == "late" else 0.0)
        for url in charge.targets * (2 if charge.misbehave == "double" else 1):
            notice: Json = {"status": charge.status, "url": url, "tries": 0, "state": "waiting"}
            self._charges.noted(charge, notice)
            self._waiting.append(Delivery(charge, url, body, headers, notice, due))
        while len(self._waiting) > WAITING:
            self._end(self._waiting.pop(0), "gave up", "too many notifications wait")
        self._look.set()

    async def _run(self) -> None:
        while True:
            self._look.clear()
            self._charges.move()
            now = self._charges.now()
            due = [delivery for delivery in self._waiting if delivery.due_at <= now]
            self._waiting = [delivery for delivery in self._waiting if delivery.due_at > now]
            for delivery in due:
                task = asyncio.create_task(self._deliver(delivery))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)
            times = [delivery.due_at for delivery in self._waiting]
            soonest = min([self._charges.next_expiry(), *times])
            pause = min(LONGEST_SLEEP_S, max(0.01, soonest - now))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), pause)

    async def _deliver(self, delivery: Delivery) -> None:
        async with self._places:
            answer = await self._post(delivery)
        delivery.notice["tries"] += 1
        if answer.isdigit() and 200 <= int(answer) < 300:
            self._end(delivery, "delivered", answer)
            return
        pauses = RETRIES[delivery.charge.provider]
        tried = delivery.notice["tries"]
        if tried > len(pauses):
            self._end(delivery, "gave up", answer)
            return
        delivery.due_at = self._charges.now() + pauses[tried - 1]
        self._waiting.append(delivery)
        self._end(delivery, "waiting", answer)

    async def _post(self, delivery: Delivery) -> str:
        """The status of the answer, or what went wrong."""
        if self._client is None:
            return "not started"
        try:
            async with self._client.post(
                delivery.url,
                json=delivery.body,
                headers=delivery.headers,
                allow_redirects=False,
                ssl=False,
            ) as answer:
                return str(answer.status)
        except TimeoutError:
            return "timeout"
        except (aiohttp.ClientError, OSError, ValueError):
            return "connection refused"

    def _end(self, delivery: Delivery, state: str, answer: str) -> None:
        delivery.notice.update(state=state, answer=answer)
        self._charges.noted(delivery.charge)
