"""The whole line over real HTTP: a local Telegram, intake, outbox, relay, transport - and faults."""

import asyncio
import io
import json
import logging
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import uvicorn
from telegram import Bot, Update

from bot import logs
from bot.intake.dispatcher import Dispatcher
from bot.intake.polling import Polling
from bot.intake.reception import Reception, pending_updates
from bot.intake.webhook import Webhook
from bot.logs import configure_logs
from bot.sending import telegram_errors
from bot.transport import AiohttpRequest
from domain.delivery import Lane, OutboxItem, OutboxRow, StoredUpdate
from domain.ports import StorageUnavailable, UnitOfWork
from domain.sending import Delivered
from notifications.attempt import Persistence
from notifications.pacing import Limits, SlidingPacer
from notifications.relay import Relay
from simulator.server import Simulator
from tests.fakes import MemoryStore
from tests.pipeline.intake_parts import QUICK
from tests.pipeline.stub import TOKEN

SECRET = TOKEN.partition(":")[2]


def clock() -> datetime:
    """The real time: faults pass in it."""
    return datetime.now(UTC)


HASTY = Persistence(first_delay=0.02, longest_delay=0.05)


@dataclass
class Told:
    """An observer that remembers."""

    unreachables: list[int] = field(default_factory=list)
    migrations: list[tuple[int, int]] = field(default_factory=list)
    graves: list[str] = field(default_factory=list)

    async def unreachable(self, chat_id: int) -> None:
        self.unreachables.append(chat_id)

    async def migrated(self, old_chat_id: int, new_chat_id: int) -> None:
        self.migrations.append((old_chat_id, new_chat_id))

    async def buried(self, row: OutboxRow, reason: str) -> None:
        self.graves.append(reason)


def put(uow: UnitOfWork, key: str, chat_id: int, text: str) -> None:
    """Queue a message."""
    uow.outbox.put(OutboxItem(key, "message", clock(), chat_id, {"text": text}), clock())


class Town:
    """A simulated Telegram with people in it, and a bot that echoes by way of the outbox."""

    def __init__(
        self,
        sim: Simulator,
        http: aiohttp.ClientSession,
        request: AiohttpRequest,
        store: Any = None,  # noqa: ANN401 - the one in memory or a real one
    ) -> None:
        self.sim = sim
        self._http = http
        self.store = store or MemoryStore()
        self.told = Told()
        self.request = request
        self.bot = Bot(
            TOKEN, base_url=f"{sim.url}/bot", request=request, get_updates_request=request
        )
        self.dispatcher = Dispatcher(self.store, self.handle, clock=clock, effort=QUICK)
        self.reception = Reception(self.store, self.dispatcher, clock=clock)
        self.polling = Polling(
            request, f"{sim.url}/bot{TOKEN}", self.reception, self.dispatcher, wait_s=1
        )
        self.relay = Relay(
            self.store,
            self.execute,
            lane=Lane.CHAT,
            clock=clock,
            pacer=SlidingPacer(Limits.off()),
            observer=self.told,
            persistence=HASTY,
        )

    async def handle(self, stored: StoredUpdate) -> None:
        update = Update.de_json(json.loads(stored.body), self.bot)

        def echo(uow: UnitOfWork) -> None:
            if not uow.inbox.finish(stored.update_id, clock()):
                return
            message = update.message
            if message is not None and message.text:
                put(uow, f"echo-{stored.update_id}", message.chat_id, message.text)

        await self.store.run(echo)

    async def execute(self, row: OutboxRow) -> Delivered:
        assert row.item.chat_id is not None
        with telegram_errors(row.item.chat_id):
            sent = await self.bot.send_message(
                row.item.chat_id, str(row.item.payload["text"]), parse_mode="HTML"
            )
        return Delivered(sent.message_id)

    async def sim_post(self, path: str, **body: object) -> dict[str, Any]:
        async with self._http.post(f"{self.sim.url}/sim{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
        return found

    async def people(self, count: int) -> list[int]:
        return [(await self.sim_post("/users", first_name=f"P{n}"))["id"] for n in range(count)]

    async def say(self, person: int, text: str, chat_id: int | None = None) -> None:
        await self.sim_post("/send", chat_id=chat_id or person, from_id=person, text=text)

    async def heard(self, chat_id: int) -> list[str]:
        """What the bot said in the chat, in order."""
        url = f"{self.sim.url}/sim/chats/{chat_id}/messages"
        async with self._http.get(url) as answer:
            found = (await answer.json())["messages"]
        return [m["text"] for m in found if m.get("from", {}).get("is_bot") and "text" in m]

    async def until(self, done: int, *, buried: int = 0) -> None:
        """Wait until so many rows were sent and so many buried."""
        async with asyncio.timeout(20):
            while True:
                states = [entry.state for entry in self.store.outbox.rows.values()]
                if states.count("done") >= done and states.count("dead") >= buried:
                    return
                await asyncio.sleep(0.01)


@asynccontextmanager
async def town(*, polling: bool = True, store: object = None) -> AsyncIterator[Town]:
    async with (
        Simulator(TOKEN, flood="record") as sim,
        aiohttp.ClientSession() as http,
        AiohttpRequest() as request,
    ):
        place = Town(sim, http, request, store)
        place.dispatcher.start()
        running = [asyncio.ensure_future(place.relay.run())]
        if polling:
            running.append(asyncio.ensure_future(place.polling.run()))
        try:
            yield place
        finally:
            for each in running[1:]:
                each.cancel()
            await place.dispatcher.stop(1)
            await place.relay.stop(1)
            await asyncio.wait(running)


async def test_everybody_hears_everything_once_and_in_order():
    async with town() as place:
        people = await place.people(12)
        for n in range(5):
            await asyncio.gather(*(place.say(person, f"{person}: {n}") for person in people))
        await place.until(60)
        for person in people:
            assert await place.heard(person) == [f"{person}: {n}" for n in range(5)]


async def test_a_real_store_carries_it_through_faults_on_both_ways(store: object):
    """On each engine: what Telegram answers badly is said once, in order."""
    async with town(store=store) as place:
        people = await place.people(6)
        for method in ("getUpdates", "sendMessage"):
            await place.sim_post("/faults", method=method, times=3, status=500)
        for n in range(4):
            for person in people:
                await place.say(person, f"{n}")
        async with asyncio.timeout(30):
            while any([len(await place.heard(person)) < 4 for person in people]):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        for person in people:
            assert await place.heard(person) == ["0", "1", "2", "3"]
        async with asyncio.timeout(10):
            while await place.store.read(pending_updates, 1):  # noqa: ASYNC110
                await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 502},
        {"retry_after": 1},
        {"drop": True},
    ],
    ids=["500", "502", "429", "drop"],
)
async def test_a_fault_of_sending_delays_and_neither_loses_nor_turns_the_order(
    fault: dict[str, object],
):
    async with town() as place:
        people = await place.people(4)
        await place.sim_post("/faults", method="sendMessage", times=2, **fault)
        for n in range(3):
            for person in people:
                await place.say(person, f"{n}")
        await place.until(12)
        for person in people:
            assert await place.heard(person) == ["0", "1", "2"]


async def test_an_answer_that_was_lost_repeats_the_message_and_never_loses_it():
    async with town() as place:
        [person] = await place.people(1)
        await place.sim_post("/faults", method="sendMessage", times=1, reset=True)
        await place.say(person, "hai")
        await place.until(1)
        assert await place.heard(person) == ["hai", "hai"]


@pytest.mark.parametrize("fault", [{"status": 500}, {"drop": True}, {"truncate": True}])
async def test_a_fault_of_fetching_loses_and_doubles_nothing(fault: dict[str, object]):
    async with town() as place:
        [person] = await place.people(1)
        await place.sim_post("/faults", method="getUpdates", times=2, **fault)
        for n in range(5):
            await place.say(person, f"{n}")
        await place.until(5)
        assert await place.heard(person) == ["0", "1", "2", "3", "4"]


async def test_who_blocked_the_bot_is_told_of_and_others_are_served():
    async with town() as place:
        gone, here = await place.people(2)
        await place.say(gone, "selamat tinggal")
        await place.until(1)
        await place.sim_post("/block", user_id=gone, blocked=True)
        await place.store.run(put, "late", gone, "pesanan dikirim")
        await place.say(here, "hai")
        await place.until(2, buried=1)
        assert place.told.unreachables == [gone]
        assert await place.heard(here) == ["hai"]


async def test_a_group_that_became_a_supergroup_is_followed():
    async with town() as place:
        [person] = await place.people(1)
        group = await place.sim_post("/chats", type="group", title="Staf", members=[person])
        moved = await place.sim_post("/migrate", chat_id=group["id"])

        await place.store.run(put, "a", group["id"], "pesanan baru")
        await place.until(1)
        assert place.told.migrations == [(group["id"], moved["id"])]
        assert await place.heard(moved["id"]) == ["pesanan baru"]


async def test_a_message_that_telegram_refuses_is_buried_with_its_reason():
    async with town() as place:
        [person] = await place.people(1)
        await place.say(person, "<b>tak tertutup")
        await place.until(0, buried=1)
        assert "parse entities" in place.told.graves[0]


@asynccontextmanager
async def served(place: Town) -> AsyncIterator[str]:
    """Serve the webhook on a port and register it; yields its secret."""
    hook = Webhook(place.reception, place.dispatcher, place.store, secret="a-secret", clock=clock)
    config = uvicorn.Config(hook.app(), port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.ensure_future(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        await place.bot.set_webhook(f"http://127.0.0.1:{port}/telegram", secret_token="a-secret")
        yield "a-secret"
    finally:
        await place.bot.delete_webhook()
        server.should_exit = True
        await serving


async def test_the_webhook_asks_again_for_what_it_could_not_store():
    async with town(polling=False) as place:
        people = await place.people(3)
        async with served(place):
            place.store.fail("store_updates", StorageUnavailable("disk full"), times=1)
            for person in people:
                await place.say(person, "hai")
            await place.until(3)
            for person in people:
                assert await place.heard(person) == ["hai"]


@pytest.fixture
def debug_log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook)
    out = io.StringIO()
    configure_logs("DEBUG", as_json=True, secrets=[TOKEN], stream=out)
    yield out
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before  # type: ignore[misc]
    logging.captureWarnings(capture=False)
    logs._configured.clear()


async def test_no_fault_brings_the_token_into_the_log(debug_log: io.StringIO):
    """Everything at DEBUG, the client's and the library's own lines too."""
    async with town() as place:
        people = await place.people(3)
        for fault in ({"status": 500}, {"drop": True}, {"truncate": True}):
            for method in ("getUpdates", "sendMessage"):
                await place.sim_post("/faults", method=method, times=1, **fault)
        await place.sim_post("/faults", method="sendMessage", times=1, status=404)
        for person in people:
            await place.say(person, "hai")
        await place.until(3)
    text = debug_log.getvalue()
    assert "updates could not be fetched" in text
    assert "sendMessage" in text
    assert SECRET not in text
    assert all(json.loads(line) for line in text.splitlines())
