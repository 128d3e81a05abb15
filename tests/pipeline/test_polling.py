"""Polling confirms only what is committed, and outlives whatever getUpdates answers."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.intake.dispatcher import Effort
from bot.intake.polling import Polling
from bot.transport import AiohttpRequest
from domain.delivery import StoredUpdate
from domain.ports import StorageUnavailable
from tests.fakes import MemoryStore
from tests.pipeline import stub as stubs
from tests.pipeline.intake_parts import Line, message
from tests.pipeline.stub import TOKEN, Answer, Stub


def id_of(update: object) -> int:
    """The update's id; what has none can never be confirmed."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else 2**53


@dataclass
class Telegram:
    """Keeps offsets as Telegram does; answers `odd` first, then what is not confirmed."""

    stub: Stub
    odd: list[Answer] = field(default_factory=list)
    updates: list[object] = field(default_factory=list)
    confirmed: int = 0
    confirmed_at: dict[int, int] = field(default_factory=dict)
    store: MemoryStore | None = None
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def get_updates(self, request: web.Request) -> web.StreamResponse:
        self.asked.set()
        if self.odd:
            return await self.odd.pop(0)(request)
        offset = int(self.stub.calls[-1].fields["offset"])
        self.confirmed = max(self.confirmed, offset)
        if self.store is not None:
            stored = len(self.store.inbox.received)
            self.confirmed_at.setdefault(self.confirmed, stored)
        waiting = [update for update in self.updates if id_of(update) >= offset]
        if not waiting:
            await asyncio.sleep(0.005)
        return stubs.ok(waiting[:100])


@dataclass
class Polled:
    telegram: Telegram
    line: Line
    naps: list[float]

    async def until_handled(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.line.handler.handled) < count:  # noqa: ASYNC110 - a count, no event
                await asyncio.sleep(0.002)


@asynccontextmanager
async def polled(
    *odd: Answer, updates: list[object] | None = None, line: Line | None = None
) -> AsyncIterator[Polled]:
    """Run a poller against a stub; naps are noted and not slept."""
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)
        await asyncio.sleep(0)

    async with (
        stubs.running() as stub,
        AiohttpRequest() as request,
        line or Line() as line_,
    ):
        telegram = Telegram(stub, list(odd), updates or [], store=line_.store)
        stub.answers["getUpdates"] = telegram.get_updates
        poller = Polling(
            request,
            f"{stub.url}{TOKEN}",
            line_.reception,
            line_.dispatcher,
            wait_s=1,
            sleep=nap,
        )
        running = asyncio.ensure_future(poller.run())
        try:
            yield Polled(telegram, line_, naps)
        finally:
            running.cancel()
            await asyncio.wait([running])


async def test_updates_are_fetched_stored_handled_and_then_confirmed():
    updates: list[object] = [message(n, chat_id=n % 9) for n in range(1, 251)]
    async with polled(updates=updates) as scene:
        await scene.until_handled(250)
        scene.telegram.asked.clear()
        async with asyncio.timeout(5):
            await scene.telegram.asked.wait()
    assert scene.telegram.confirmed == 251
    assert all(stored >= upto - 1 for upto, stored in scene.telegram.confirmed_at.items())
    first, *_ = scene.telegram.stub.calls
    assert first.method == "deleteWebhook"
    fields = scene.telegram.stub.calls[1].fields
    assert json.loads(fields["allowed_updates"])[0] == "message"
    assert (fields["offset"], fields["limit"], fields["timeout"]) == ("0", "100", "1")


async def test_what_cannot_be_stored_is_not_confirmed_and_comes_again():
    line = Line()
    line.store.fail("store_updates", StorageUnavailable("disk full"), times=4)
    async with polled(updates=[message(1), message(2)], line=line) as scene:
        await scene.until_handled(2)
    assert scene.line.handler.ids == [1, 2]
    assert len(scene.naps) == 4
    assert [call.fields["offset"] for call in scene.telegram.stub.calls[1:6]] == ["0"] * 5


async def test_malformed_updates_do_not_block_the_offset():
    updates: list[object] = [
        "nonsense",
        {"update_id": "7"},
        {"update_id": 8},
        {"update_id": 9, "message": None},
        {"update_id": 10, "message": {"chat": "\ud83d"}},
        message(11),
    ]
    async with polled(updates=updates) as scene:
        await scene.until_handled(4)
    assert sorted(scene.line.handler.ids) == [8, 9, 10, 11]


@pytest.mark.parametrize(
    ("odd", "least", "most"),
    [
        (stubs.fails(429, "Too Many Requests", retry_after=17), 17, 17),
        (stubs.fails(409, "Conflict: terminated by other getUpdates request"), 7, 15),
        (stubs.fails(401, "Unauthorized"), 30, 60),
        (stubs.fails(500, "Internal Server Error"), 0.2, 0.5),
        (stubs.raw(502, b"<html>"), 0.2, 0.5),
        (stubs.raw(200, b'{"ok":true,"result":[{"upd', "application/json"), 0.2, 0.5),
        (stubs.says({"not": "a list"}), 0.2, 0.5),
        (stubs.says(["nonsense"]), 0.2, 0.5),
        (stubs.raw(200, b"{}", "application/json"), 0.2, 0.5),
        (stubs.hangs_up, 0.2, 0.5),
    ],
)
async def test_after_a_failure_it_waits_as_told_and_goes_on(odd: Answer, least: float, most: float):
    async with polled(odd, updates=[message(1)]) as scene:
        await scene.until_handled(1)
    assert least <= scene.naps[0] <= most


async def test_delays_grow_while_failures_follow_each_other():
    odd = [stubs.fails(500, "down")] * 9
    async with polled(*odd, updates=[message(1)]) as scene:
        await scene.until_handled(1)
    assert len(scene.naps) == 9
    assert scene.naps[4] > 2 * scene.naps[0]
    assert max(scene.naps) <= 30


async def test_a_conflict_says_what_to_do(caplog: pytest.LogCaptureFixture):
    odd = stubs.fails(409, "Conflict: can't use getUpdates method while webhook is active")
    with caplog.at_level(logging.ERROR):
        async with polled(odd, updates=[message(1)]) as scene:
            await scene.until_handled(1)
    assert "Stop the other one" in caplog.text
    assert TOKEN not in caplog.text


async def test_fetching_stops_while_too_much_is_waiting():
    gate = asyncio.Event()

    async def wait(_: StoredUpdate) -> None:
        await gate.wait()

    line = Line(wait, effort=Effort(high_water=100))
    updates: list[object] = [message(n, chat_id=n) for n in range(1, 301)]
    async with polled(updates=updates, line=line) as scene:
        await scene.telegram.asked.wait()
        while not scene.line.dispatcher.crowded:  # noqa: ASYNC110 - a mark, no event
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        assert len(scene.line.store.inbox.received) == 100
        gate.set()
        await scene.until_handled(300)


async def test_a_poller_that_is_cut_off_and_started_again_loses_and_doubles_nothing():
    updates: list[object] = [message(n, chat_id=n % 3) for n in range(1, 121)]
    store = MemoryStore()
    async with polled(updates=updates, line=Line(store=store)) as first:
        await first.until_handled(20)
    async with polled(updates=updates, line=Line(store=store)) as second:
        await second.line.reception.recover()
        await second.until_handled(120 - len(first.line.handler.ids))
    assert sorted(first.line.handler.ids + second.line.handler.ids) == list(range(1, 121))
