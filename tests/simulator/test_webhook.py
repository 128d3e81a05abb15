"""Webhooks: the secret, retries, order, and where they may point."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from simulator.webhook import LONGEST_RETRY_S, RECONNECT_S, WebhookSender, called_method
from simulator.world import Webhook, World
from tests.listening import listening
from tests.simulator.conftest import Client
from tests.simulator.schema import check_update


class Receiver:
    """An HTTP server that answers with the statuses and bodies that it was told, then with 200.

    While `open` is not set it keeps its callers waiting; `most` counts those who waited together.
    """

    def __init__(self) -> None:
        self.got: asyncio.Queue[tuple[dict, str]] = asyncio.Queue()
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.answers: list[tuple[str, bytes]] = []
        self.url = ""
        self.open = asyncio.Event()
        self.open.set()
        self.most = self._now = 0

    async def handle(self, request: web.Request) -> web.Response:
        """Take an update."""
        update = await request.json()
        check_update(update)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self._now += 1
        self.most = max(self.most, self._now)
        await self.got.put((update, secret))
        await self.open.wait()
        self._now -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        kind, body = self.answers.pop(0) if self.answers else ("text/plain", b"")
        return web.Response(status=status, headers=self.headers | {"Content-Type": kind}, body=body)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A running receiver."""
    receiving = Receiver()
    async with listening(receiving.handle) as url:
        receiving.url = f"{url}/hook"
        yield receiving


async def test_updates_are_pushed_with_the_secret(client: Client, receiver: Receiver):
    """What waited comes first, then what happens; getUpdates is refused meanwhile."""
    sari = await client.user()
    await client.say(sari, "sebelum")
    await client.result("setWebhook", url=receiver.url, secret_token="s-1_A")
    await client.say(sari, "sesudah")
    for text in ("sebelum", "sesudah"):
        update, secret = await receiver.got.get()
        assert (update["message"]["text"], secret) == (text, "s-1_A")
    body = await client.call("getUpdates")
    assert body["error_code"] == 409
    assert body["description"].startswith("Conflict: can't use getUpdates method while webhook")
    await client.result("deleteWebhook")
    assert await client.updates() == []


async def test_a_refused_update_comes_again_in_order(client: Client, receiver: Receiver):
    """Before the next one of its chat; the error is shown by getWebhookInfo."""
    sari = await client.user()
    receiver.statuses = [500]
    await client.result("setWebhook", url=receiver.url)
    await client.say(sari, "satu")
    await client.say(sari, "dua")
    assert (await receiver.got.get())[0]["message"]["text"] == "satu"
    assert (await receiver.got.get())[0]["message"]["text"] == "satu"
    assert (await receiver.got.get())[0]["message"]["text"] == "dua"
    info = await client.result("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
    assert info["max_connections"] == 40


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "https://example.com/x"}, "bad webhook: the simulator calls loopback hosts only"),
        ({"url": "ftp://127.0.0.1/x"}, "bad webhook: invalid URL"),
        ({"url": "x"}, "bad webhook: invalid URL"),
        ({"url": "http://127.0.0.1/", "secret_token": "a b"}, "secret token contains unallowed"),
        ({"url": "http://127.0.0.1/", "max_connections": 101}, "max_connections must be 1-100"),
        ({"url": "http://127.0.0.1/", "max_connections": 0}, "max_connections must be 1-100"),
        ({"url": "http://127.0.0.1/", "secret_token": "x" * 257}, "secret token contains"),
        ({"url": "http://127.0.0.1/", "certificate": "x"}, "the simulator does not honour"),
        ({"url": "http://127.0.0.1/", "ip_address": "10.0.0.1"}, "the simulator does not honour"),
        ({"url": "http://127.0.0.1.evil.example/"}, "bad webhook: the simulator calls loopback"),
        ({"url": "http://127.0.0.1@evil.example/"}, "bad webhook: the simulator calls loopback"),
        ({"url": "http://[::1"}, "bad webhook: invalid URL"),
        ({"url": "http://127.0.0.1:x/"}, "bad webhook: invalid URL"),
    ],
)
async def test_webhooks_that_are_refused(client: Client, params: dict, words: str):
    """With the reason."""
    refused = await client.refusal("setWebhook", **params)
    assert refused.startswith(f"Bad Request: {words}")
    assert (await client.result("getWebhookInfo"))["url"] == ""


@pytest.mark.parametrize("connections", [1, 40])
async def test_one_chats_trouble_does_not_hold_up_another(
    client: Client, receiver: Receiver, connections: int
):
    """Order is kept per chat, chats are parallel; who waits for a retry needs no connection."""
    sari, budi = await client.user(), await client.user("Budi")
    receiver.statuses = [503]
    receiver.headers = {"Retry-After": "30"}
    await client.result("setWebhook", url=receiver.url, max_connections=connections)
    await client.say(sari, "macet")
    assert (await receiver.got.get())[0]["message"]["text"] == "macet"
    await client.say(sari, "menunggu")
    await client.say(budi, "lewat")
    assert (await receiver.got.get())[0]["message"]["text"] == "lewat"
    assert receiver.got.empty()
    assert (await client.result("getWebhookInfo"))["pending_update_count"] >= 2


class Pauses:
    """Stands in for waiting: notes how long it would have been."""

    def __init__(self, world: World, enough: int, passes: bool = False) -> None:
        self.seen: list[float] = []
        self.done = asyncio.Event()
        self._world, self._enough, self._passes = world, enough, passes

    async def __call__(self, seconds: float) -> None:
        """Note a pause; after enough of them wait for ever."""
        self.seen.append(seconds)
        if self._passes:
            self._world.clock.advance(seconds)
        if len(self.seen) >= self._enough:
            self.done.set()
            await asyncio.Event().wait()


async def refused_update(url: str, enough: int) -> tuple[World, list[float]]:
    """The world of an update that an address does not take, and the first pauses between tries."""
    world = World()
    pauses = Pauses(world, enough)
    sender = WebhookSender(world, pauses)
    world.webhook = Webhook(url)
    await sender.start()
    world.updates.put("message", world_message(), 1)
    await pauses.done.wait()
    await sender.stop()
    return world, pauses.seen


async def test_the_first_retry_is_at_once_then_pauses_double_up_to_a_minute(receiver: Receiver):
    """Source: WebhookActor::on_update_error of the open-source server."""
    receiver.statuses = [500] * 10
    world, pauses = await refused_update(receiver.url, 9)
    assert pauses == [0, 2, 4, 8, 16, 32, LONGEST_RETRY_S, 60, 60]
    assert len(world.updates) == 1


async def test_a_server_that_is_not_there_is_tried_every_two_seconds():
    """Source: pending_new_connection_flood_ of the open-source server's WebhookActor."""
    world, pauses = await refused_update("http://127.0.0.1:9/hook", 3)
    assert pauses == [RECONNECT_S] * 3
    assert world.webhook.last_error == "Connection refused"


@pytest.mark.parametrize(
    ("wished", "pause"), [("30", 30), ("0", 0), ("90000", 3600), ("soon", 0), ("-5", 0)]
)
async def test_a_wished_pause_is_kept_to_an_hour(receiver: Receiver, wished: str, pause: float):
    """Retry-After; what is no number of seconds is not heard."""
    receiver.statuses, receiver.headers = [429], {"Retry-After": wished}
    _, pauses = await refused_update(receiver.url, 1)
    assert pauses == [pause]


async def test_an_update_that_nobody_takes_for_24_hours_is_dropped(receiver: Receiver):
    """The lane then goes on with the next one."""
    world = World()
    pauses = Pauses(world, 100, passes=True)
    sender = WebhookSender(world, pauses)
    receiver.statuses, receiver.headers = [503] * 24, {"Retry-After": "3600"}
    world.webhook = Webhook(receiver.url)
    await sender.start()
    world.updates.put("message", world_message(1), 1)
    for _ in range(24):
        assert (await receiver.got.get())[0]["message"]["message_id"] == 1
    world.updates.put("message", world_message(2), 1)
    assert (await receiver.got.get())[0]["message"]["message_id"] == 2
    await sender.stop()


def world_message(message_id: int = 1) -> dict:
    """The least message that is valid."""
    chat = {"id": 1, "type": "private", "first_name": "Sari"}
    return {"message_id": message_id, "date": 0, "chat": chat}


@pytest.mark.parametrize("connections", [1, 3])
async def test_no_more_connections_than_allowed(
    client: Client, receiver: Receiver, connections: int
):
    """max_connections; all arrive in the end."""
    people = [await client.user(f"P{n}") for n in range(4)]
    receiver.open.clear()
    await client.result("setWebhook", url=receiver.url, max_connections=connections)
    for person in people:
        await client.say(person, "halo")
    for _ in range(connections):
        await receiver.got.get()
    assert receiver.most == connections
    receiver.open.set()
    for _ in range(len(people) - connections):
        await receiver.got.get()
    assert receiver.most <= connections


def json_call(method: str, **params: object) -> tuple[str, bytes]:
    """A webhook's answer that is a call."""
    return "application/json; charset=utf-8", json.dumps({"method": method, **params}).encode()


async def answered(
    client: Client, receiver: Receiver, answer: tuple[str, bytes], awaited: str | None = None
) -> list[dict]:
    """What stands in Sari's chat after a webhook answered her so, once and then plainly.

    She writes again when the answer was taken, and what is `awaited` of it stands there.
    """
    sari = await client.user()
    kind, body = answer
    receiver.answers = [(kind, body.replace(b"SARI", str(sari).encode()))]
    await client.result("setWebhook", url=receiver.url)
    await client.say(sari, "satu")
    await receiver.got.get()
    while (await client.result("getWebhookInfo"))["pending_update_count"]:
        await client.world.feed.changed(0.05)
    while awaited and awaited not in str(await client.seen(sari)):
        await client.world.feed.changed(0.05)
    await client.say(sari, "dua")
    await receiver.got.get()
    return await client.seen(sari)


FORM = ("application/x-www-form-urlencoded", b"method=sendMessage&chat_id=SARI&text=Halo+kak")
FIELDS = {"method": "sendMessage", "chat_id": "SARI", "text": "Halo kak"}
PARTS = (
    "multipart/form-data; boundary=b",
    "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in FIELDS.items()
    ).encode()
    + b"--b--\r\n",
)


@pytest.mark.parametrize(
    "answer",
    [json_call("sendMessage", chat_id="SARI", text="Halo kak"), FORM, PARTS],
    ids=["json", "form", "multipart"],
)
async def test_an_answer_can_be_a_call(client: Client, receiver: Receiver, answer: tuple):
    """Source: core.telegram.org/bots/api#making-requests-when-getting-updates."""
    seen = await answered(client, receiver, answer, "Halo kak")
    assert [message["text"] for message in seen] == ["satu", "Halo kak", "dua"]
    calls = [
        line for line in await journal(client) if line.get("method", "").lower() == "sendmessage"
    ]
    assert len(calls) == 1


async def journal(client: Client) -> list[dict]:
    """The journal's lines."""
    async with client.http.get("/sim/journal") as answer:
        return [json.loads(line) for line in (await answer.text()).splitlines()]


@pytest.mark.parametrize(
    "answer",
    [
        json_call("sendMessage", chat_id="SARI", text=""),
        json_call("sendMessage", chat_id=5, text="x"),
        json_call("makeCoffee", chat_id="SARI"),
        json_call("deleteWebhook"),
        json_call("getUpdates"),
        ("application/json", b"{"),
        ("application/json", b'["method"]'),
        ("application/json", b'{"method": 5}'),
        ("application/json", b'{"method": "../sendMessage"}'),
        ("text/html", b"method=sendMessage"),
        ("application/x-www-form-urlencoded", b"\xff=\xfe"),
        ("multipart/form-data; boundary=b", b'name="method"'),
    ],
)
async def test_an_answer_that_is_a_wrong_call_or_none_changes_nothing(
    client: Client, receiver: Receiver, answer: tuple
):
    """ "It's not possible to know that such a request was successful"; the update counts as taken."""
    seen = await answered(client, receiver, answer)
    assert [message["text"] for message in seen] == ["satu", "dua"]
    info = await client.result("getWebhookInfo")
    assert info["url"] == receiver.url
    assert "last_error_message" not in info


def test_what_asks_for_something_is_not_called():
    """The result would go nowhere: the open-source server leaves these out as well."""
    for method in ("getMe", "getupdates", "setWebhook", "deleteWebhook", "logOut", "close"):
        assert called_method(*json_call(method)) is None
    assert called_method(*json_call("closeForumTopic")) == "closeForumTopic"


async def test_an_endless_answer_is_not_read_to_its_end(client: Client, receiver: Receiver):
    """It is no call, whatever it begins with."""
    kind, body = json_call("sendMessage", chat_id="SARI", text="x", more="x" * 2_000_000)
    seen = await answered(client, receiver, (kind, body))
    assert [message["text"] for message in seen] == ["satu", "dua"]


async def test_a_webhook_ends_a_waiting_poll(client: Client, receiver: Receiver):
    """409 in the open-source server's words."""
    waiting = asyncio.create_task(client.call("getUpdates", timeout=30))
    await client.world.updates.polled.wait()
    await client.result("setWebhook", url=receiver.url)
    body = await waiting
    assert (body["error_code"], body["description"]) == (
        409,
        "Conflict: terminated by setWebhook request",
    )


async def test_webhook_info_tells_of_trouble_and_forgets_it_with_the_webhook(
    client: Client, receiver: Receiver
):
    """last_error_date and message, pending_update_count, allowed_updates."""
    sari = await client.user()
    receiver.statuses, receiver.headers = [502], {"Retry-After": "30"}
    await client.result("setWebhook", url=receiver.url, allowed_updates=["message"])
    await client.say(sari, "halo")
    await receiver.got.get()
    while "last_error_date" not in (info := await client.result("getWebhookInfo")):
        await client.world.feed.changed(0.05)
    assert info["last_error_message"] == "Wrong response from the webhook: 502 Bad Gateway"
    assert abs(info["last_error_date"] - client.world.clock.now()) < 60
    assert (info["pending_update_count"], info["allowed_updates"]) == (1, ["message"])
    await client.result("setWebhook", url=receiver.url, drop_pending_updates=True)
    info = await client.result("getWebhookInfo")
    assert info["pending_update_count"] == 0
    assert "last_error_message" not in info
