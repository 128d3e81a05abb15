"""Webhooks: the secret, retries, order, and where they may point."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.simulator.conftest import Client
from tests.simulator.schema import check_update


class Receiver:
    """An HTTP server that answers with the statuses that it was told, then with 200."""

    def __init__(self) -> None:
        self.got: asyncio.Queue[tuple[dict, str]] = asyncio.Queue()
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        """Take an update."""
        update = await request.json()
        check_update(update)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        await self.got.put((update, secret))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, headers=self.headers)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A running receiver."""
    receiving = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiving.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    receiving.url = f"http://127.0.0.1:{port}/hook"
    yield receiving
    await runner.cleanup()


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
    """After 1 s; Retry-After is honoured; the error is shown by getWebhookInfo."""
    sari = await client.user()
    receiver.statuses = [500]
    await client.result("setWebhook", url=receiver.url)
    await client.say(sari, "satu")
    await client.say(sari, "dua")
    assert (await receiver.got.get())[0]["message"]["text"] == "satu"
    loop = asyncio.get_running_loop()
    started = loop.time()
    assert (await receiver.got.get())[0]["message"]["text"] == "satu"
    assert loop.time() - started > 0.8
    assert (await receiver.got.get())[0]["message"]["text"] == "dua"
    info = await client.result("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
    assert info["max_connections"] == 40


async def test_what_was_not_accepted_can_be_polled_after_the_webhook_is_gone(client: Client):
    """A dead address loses nothing."""
    sari = await client.user()
    await client.result("setWebhook", url="http://127.0.0.1:9/hook")
    await client.say(sari, "halo")
    await client.result("deleteWebhook")
    assert [u["message"]["text"] for u in await client.updates()] == ["halo"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "https://example.com/x"}, "bad webhook: the simulator calls loopback hosts only"),
        ({"url": "ftp://127.0.0.1/x"}, "bad webhook: invalid URL"),
        ({"url": "x"}, "bad webhook: invalid URL"),
        ({"url": "http://127.0.0.1/", "secret_token": "a b"}, "secret token contains unallowed"),
        ({"url": "http://127.0.0.1/", "max_connections": 101}, "max_connections must be 1-100"),
        ({"url": "http://127.0.0.1/", "certificate": "x"}, "the simulator does not honour"),
    ],
)
async def test_webhooks_that_are_refused(client: Client, params: dict, words: str):
    """With the reason."""
    refused = await client.refusal("setWebhook", **params)
    assert refused.startswith(f"Bad Request: {words}")
    assert (await client.result("getWebhookInfo"))["url"] == ""


async def test_pending_updates_can_be_dropped(client: Client):
    """drop_pending_updates."""
    sari = await client.user()
    await client.say(sari, "halo")
    await client.result("deleteWebhook", drop_pending_updates=True)
    assert await client.updates() == []


async def test_one_chats_trouble_does_not_hold_up_another(client: Client, receiver: Receiver):
    """Order is kept per chat, chats are parallel."""
    sari, budi = await client.user(), await client.user("Budi")
    receiver.statuses = [503]
    receiver.headers = {"Retry-After": "30"}
    await client.result("setWebhook", url=receiver.url)
    await client.say(sari, "macet")
    assert (await receiver.got.get())[0]["message"]["text"] == "macet"
    await client.say(sari, "menunggu")
    await client.say(budi, "lewat")
    assert (await receiver.got.get())[0]["message"]["text"] == "lewat"
    assert receiver.got.empty()
    assert (await client.result("getWebhookInfo"))["pending_update_count"] >= 2
