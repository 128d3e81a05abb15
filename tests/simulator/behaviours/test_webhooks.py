"""Updates that are pushed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.listening import listening
from tests.simulator.behaviours.acting import YES, sent, target, texts
from tests.simulator.behaviours.stated import API, SERVER, WEBHOOKS, behaviour
from tests.simulator.conftest import Client
from tests.simulator.schema import Value, check_update
from tests.simulator.test_webhook import refused_update

SETTING = API + "setwebhook"


class Shop:
    """A bot's web server: answers with the statuses it was told, holds requests while asked to."""

    def __init__(self) -> None:
        self.got: asyncio.Queue[web.Request] = asyncio.Queue()
        self.updates: asyncio.Queue[dict] = asyncio.Queue()
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.call: dict[str, Value] | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        """Take an update."""
        update = await request.json()
        check_update(update)
        self.got.put_nowait(request)
        self.updates.put_nowait(update)
        status = self.statuses.pop(0) if self.statuses else 200
        await self.open.wait()
        call, self.call = self.call, None
        if call is not None:
            return web.json_response(call)
        return web.Response(status=status, headers=self.headers)

    async def text(self) -> str:
        """The text of the next message that arrives."""
        update = await asyncio.wait_for(self.updates.get(), 20)
        return str(update["message"]["text"])


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    """A running server."""
    serving = Shop()
    async with listening(serving.handle) as url:
        serving.url = f"{url}/hook"
        yield serving
        serving.open.set()


@behaviour("An update is sent as a POST request with the update as JSON.", source=SETTING)
async def test_posts(client: Client, shop: Shop):
    sari = await client.user()
    await client.result("setWebhook", url=shop.url)
    given = await client.say(sari, "halo")
    request = await shop.got.get()
    assert (request.method, request.content_type) == ("POST", "application/json")
    update = await shop.updates.get()
    assert update["update_id"] == given["update_id"]


@behaviour("The secret comes in X-Telegram-Bot-Api-Secret-Token.", source=SETTING)
async def test_secret(client: Client, shop: Shop):
    sari = await client.user()
    await client.result("setWebhook", url=shop.url, secret_token="r4ha-sia_")
    await client.say(sari, "halo")
    request = await shop.got.get()
    assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "r4ha-sia_"


@behaviour("A secret has 1-256 characters of A-Z, a-z, 0-9, _ and -.", source=SETTING)
async def test_secret_characters(client: Client, shop: Shop):
    for secret, fits in (("a" * 256, True), ("a" * 257, False), ("a b", False), ("é", False)):
        body = await client.call("setWebhook", url=shop.url, secret_token=secret)
        assert body["ok"] is fits


@behaviour("max_connections is 1-100 and 40 by default.", source=SETTING)
async def test_max_connections(client: Client, shop: Shop):
    await client.result("setWebhook", url=shop.url)
    assert (await client.result("getWebhookInfo"))["max_connections"] == 40
    for number, fits in ((0, False), (1, True), (100, True), (101, False)):
        body = await client.call("setWebhook", url=shop.url, max_connections=number)
        assert body["ok"] is fits


@behaviour("There are never more connections at once than max_connections.", source=SETTING)
async def test_connections_are_bounded(client: Client, shop: Shop):
    people = [await client.user(name) for name in ("Sari", "Budi", "Tono")]
    shop.open.clear()
    await client.result("setWebhook", url=shop.url, max_connections=2)
    for person in people:
        await client.say(person, "halo")
    first, second = await shop.updates.get(), await shop.updates.get()
    await client.result("getWebhookInfo")
    assert shop.updates.empty()
    shop.open.set()
    third = await shop.updates.get()
    assert len({update["update_id"] for update in (first, second, third)}) == 3


@behaviour("A request that is not answered with 2xx is repeated.", source=SETTING)
async def test_repeated(client: Client, shop: Shop):
    sari = await client.user()
    shop.statuses = [500]
    await client.result("setWebhook", url=shop.url)
    await client.say(sari, "halo")
    assert [await shop.text(), await shop.text()] == ["halo", "halo"]


@behaviour(
    "The first repetition comes at once, the next ones after 2 s, 4 s and so on.", source=WEBHOOKS
)
async def test_pauses(shop: Shop):
    shop.statuses = [500] * 4
    _, pauses = await refused_update(shop.url, 4)
    assert pauses == [0, 2, 4, 8]


@behaviour("The updates of a chat wait for the one that is repeated.", source=WEBHOOKS)
async def test_order_in_a_chat(client: Client, shop: Shop):
    sari = await client.user()
    shop.statuses = [500]
    await client.result("setWebhook", url=shop.url)
    await client.say(sari, "satu")
    await client.say(sari, "dua")
    assert [await shop.text() for _ in range(3)] == ["satu", "satu", "dua"]


@behaviour("Updates of another chat do not wait for a repeated one.", source=WEBHOOKS)
async def test_chats_are_apart(client: Client, shop: Shop):
    sari, budi = await client.user(), await client.user("Budi")
    shop.statuses, shop.headers = [503], {"Retry-After": "3600"}
    await client.result("setWebhook", url=shop.url)
    await client.say(sari, "macet")
    assert await shop.text() == "macet"
    await client.say(sari, "menunggu")
    await client.say(budi, "lewat")
    assert await shop.text() == "lewat"


@behaviour(
    "getWebhookInfo tells the most recent error and when it happened.", source=API + "webhookinfo"
)
async def test_last_error(client: Client, shop: Shop):
    sari = await client.user()
    shop.statuses = [502]
    await client.result("setWebhook", url=shop.url)
    await client.say(sari, "halo")
    assert [await shop.text(), await shop.text()] == ["halo", "halo"]
    info = await client.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 502 Bad Gateway"
    assert info["last_error_date"] > 0


@behaviour("getWebhookInfo counts the updates that await delivery.", source=API + "webhookinfo")
async def test_pending_count(client: Client):
    sari = await client.user()
    for text in ("satu", "dua"):
        await client.say(sari, text)
    assert (await client.result("getWebhookInfo"))["pending_update_count"] == 2
    await client.updates()
    await client.updates()
    assert (await client.result("getWebhookInfo"))["pending_update_count"] == 0


@behaviour("While a bot uses getUpdates, the url is empty.", source=API + "getwebhookinfo")
async def test_no_url(client: Client):
    assert (await client.result("getWebhookInfo"))["url"] == ""


@behaviour("An empty url removes the webhook.", source=SETTING)
async def test_empty_url(client: Client, shop: Shop):
    await client.result("setWebhook", url=shop.url)
    await client.result("setWebhook", url="")
    await client.say(await client.user(), "halo")
    assert await texts(client) == ["halo"]
    assert shop.updates.empty()


@behaviour("setWebhook and deleteWebhook say what they changed.", source=SERVER)
async def test_what_changed(client: Client, shop: Shop):
    async def said(method: str, **parameters: Value) -> str:
        body = await client.call(method, **parameters)
        assert body["result"] is True
        return str(body["description"])

    assert await said("setWebhook", url=shop.url) == "Webhook was set"
    assert await said("setWebhook", url=shop.url) == "Webhook is already set"
    assert await said("setWebhook", url=shop.url, max_connections=2) == "Webhook was set"
    assert await said("deleteWebhook") == "Webhook was deleted"
    assert await said("deleteWebhook") == "Webhook is already deleted"
    assert await said("setWebhook", url=shop.url) == "Webhook was set"
    assert await said("setWebhook") == "Webhook was deleted"
    assert await said("setWebhook", url="") == "Webhook is already deleted"
    assert (await client.result("getWebhookInfo"))["url"] == ""


@behaviour("After deleteWebhook a bot is back at getUpdates.", source=API + "deletewebhook")
async def test_back_to_polling(client: Client):
    await client.result("setWebhook", url="http://127.0.0.1:9/hook")
    await client.say(await client.user(), "halo")
    await client.result("deleteWebhook")
    assert await texts(client) == ["halo"]


@behaviour("drop_pending_updates drops all pending updates.", source=API + "deletewebhook")
async def test_dropped(client: Client):
    await client.say(await client.user(), "halo")
    await client.result("deleteWebhook", drop_pending_updates=True)
    assert await client.updates() == []


@behaviour("setWebhook takes allowed_updates as getUpdates does.", source=SETTING)
async def test_allowed_updates(client: Client, shop: Shop):
    sari = await client.user()
    await client.result("setWebhook", url=shop.url, allowed_updates=["edited_message"])
    first = await client.say(sari, "halo")
    await client.say(sari, "halo kak", edit_of=first["message_id"])
    assert "edited_message" in await shop.updates.get()
    info = await client.result("getWebhookInfo")
    assert info["allowed_updates"] == ["edited_message"]


@behaviour(
    "The answer to a webhook request may be a call of a method.",
    source=API + "making-requests-when-getting-updates",
)
async def test_calls_in_answers(client: Client, shop: Shop):
    sari = await client.user()
    await client.result("setWebhook", url=shop.url)
    shop.call = {"method": "sendMessage", "chat_id": sari, "text": "Siap, kak"}
    seq = (await client.sim_get(f"/chats/{sari}/messages?after=0"))["seq"]
    await client.say(sari, "halo")
    seen: list[str] = []
    while "Siap, kak" not in seen:
        path = f"/chats/{sari}/messages?after={seq}&wait=20"
        page = await client.sim_get(path)
        seq, more = page["seq"], [message["text"] for message in page["messages"]]
        assert more, "nothing came"
        seen += more
    assert seen == ["halo", "Siap, kak"]


@behaviour("A tap does not wait until the person's message before it was accepted.", source=SERVER)
async def test_taps_overtake_messages(client: Client, shop: Shop):
    sari = await client.user()
    message = await sent(client, sari, reply_markup=YES)
    await client.result("setWebhook", url=shop.url)
    shop.open.clear()
    await client.say(sari, "halo")
    await client.sim_post("/tap", **target(message), from_id=sari, data="y", wait=0)
    first, second = [await asyncio.wait_for(shop.updates.get(), 20) for _ in range(2)]
    assert ("message" in first, "callback_query" in second) == (True, True)


@behaviour(
    "Changes of the bot's own membership, of others' and reactions have queues of their own.",
    source=SERVER,
)
async def test_queues(client: Client, shop: Shop):
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari])
    message = await sent(client, group)
    await client.updates()
    await client.updates()
    kinds = {"message", "my_chat_member", "chat_member", "message_reaction"}
    await client.result("setWebhook", url=shop.url, allowed_updates=sorted(kinds))
    shop.open.clear()
    await client.say(group, "halo", sari)
    await client.sim_post("/react", **target(message), from_id=sari, emoji="👍")
    await client.sim_post("/members", chat_id=group, add=[budi])
    bot = {"chat_id": group, "user_id": client.world.bot.id}
    await client.sim_post("/promote", **bot, can_change_info=True)
    came = [await asyncio.wait_for(shop.updates.get(), 20) for _ in kinds]
    assert {kind for update in came for kind in update} == kinds | {"update_id"}
