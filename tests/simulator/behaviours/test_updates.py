"""getUpdates: what comes, what is confirmed, what is asked for."""

from __future__ import annotations

import asyncio

from tests.simulator.behaviours.acting import YES, sent, tapped, texts
from tests.simulator.behaviours.stated import API, SERVER, behaviour
from tests.simulator.conftest import Client


async def three(client: Client) -> tuple[int, list[int]]:
    """A person who wrote three messages, and the ids of their updates."""
    sari = await client.user()
    return sari, [(await client.say(sari, str(n)))["update_id"] for n in range(3)]


async def ids(client: Client, **params: int) -> list[int]:
    """The ids that a call of getUpdates returns."""
    return [update["update_id"] for update in await client.result("getUpdates", **params)]


@behaviour(
    "Without an offset, updates from the earliest unconfirmed one on are returned.",
    source=API + "getupdates",
)
async def test_earliest_unconfirmed(client: Client):
    _, given = await three(client)
    assert await ids(client) == given
    assert await ids(client, limit=2) == given[:2]


@behaviour(
    "An update is confirmed as soon as getUpdates is called with a higher offset.",
    source=API + "getupdates",
)
async def test_a_higher_offset_confirms(client: Client):
    _, given = await three(client)
    assert await ids(client, offset=given[1]) == given[1:]
    assert await ids(client, offset=given[0]) == given[1:]
    assert await ids(client, offset=given[2] + 1) == []
    assert await ids(client) == []


@behaviour(
    "A negative offset counts from the end of the queue, and all previous updates are forgotten.",
    source=API + "getupdates",
)
async def test_a_negative_offset(client: Client):
    _, given = await three(client)
    assert await ids(client, offset=-1) == given[2:]
    assert await ids(client) == given[2:]


@behaviour("One call returns 100 updates at most, which is the default.", source=API + "getupdates")
async def test_a_hundred_at_most(client: Client):
    sari = await client.user()
    for number in range(101):
        await client.say(sari, str(number))
    assert len(await ids(client)) == 100
    assert len(await ids(client, limit=100)) == 100


@behaviour(
    "With a timeout, a call waits until there is an update.",
    source=API + "getupdates",
)
async def test_long_polling(client: Client):
    sari = await client.user()
    polling = asyncio.create_task(client.updates(timeout=50))
    await client.world.updates.polled.wait()
    assert not polling.done()
    await client.say(sari, "halo")
    assert [update["message"]["text"] for update in await polling] == ["halo"]


@behaviour("The timeout is 0 by default: a call does not wait.", source=API + "getupdates")
async def test_short_polling(client: Client):
    assert await asyncio.wait_for(client.result("getUpdates"), 10) == []


@behaviour("Only the types in allowed_updates are sent.", source=API + "getupdates")
async def test_allowed_updates(client: Client):
    sari = await client.user()
    await client.updates(allowed_updates=["callback_query"])
    await client.say(sari, "halo")
    message = await sent(client, sari, reply_markup=YES)
    assert (await tapped(client, message))["data"] == "y"


@behaviour(
    "Without allowed_updates in a call, the previous setting is used.", source=API + "getupdates"
)
async def test_the_previous_setting_is_used(client: Client):
    sari = await client.user()
    await client.updates(allowed_updates=["callback_query"])
    await client.updates()
    await client.say(sari, "halo")
    assert await client.updates() == []


@behaviour(
    "An empty allowed_updates means all types but chat_member and the reactions.",
    source=API + "getupdates",
)
async def test_an_empty_list_is_the_default(client: Client):
    sari = await client.user()
    await client.updates(allowed_updates=["chat_member"])
    await client.updates(allowed_updates=[])
    await client.say(sari, "halo")
    assert await texts(client) == ["halo"]
    wants = client.world.updates.wants
    unasked = ("chat_member", "message_reaction", "message_reaction_count")
    assert not any(wants(kind) for kind in unasked)


@behaviour(
    "allowed_updates does not affect updates created before the call.", source=API + "setwebhook"
)
async def test_earlier_updates_are_not_affected(client: Client):
    sari = await client.user()
    await client.say(sari, "sebelum")
    found = await client.updates(allowed_updates=["callback_query"])
    assert [update["message"]["text"] for update in found] == ["sebelum"]


@behaviour(
    "At most one of the optional fields is present in an update.",
    source=API + "update",
)
async def test_one_content_each(client: Client):
    sari = await client.user()
    first = await client.say(sari, "halo")
    await client.say(sari, "halo kak", edit_of=first["message_id"])
    message = await sent(client, sari, reply_markup=YES)
    body = {"chat_id": sari, "from_id": sari, "message_id": message["message_id"]}
    await client.sim_post("/tap", **body, data="y", wait=0)
    found = await client.updates()
    assert [set(update) - {"update_id"} for update in found] == [
        {"message"},
        {"edited_message"},
        {"callback_query"},
    ]


@behaviour(
    "The identifiers of updates are positive and increase sequentially.", source=API + "update"
)
async def test_ids_increase(client: Client):
    _, given = await three(client)
    assert given[0] > 0
    assert given == list(range(given[0], given[0] + 3))


@behaviour("Updates are not kept longer than 24 hours.", source=API + "getting-updates")
async def test_a_day(client: Client):
    sari = await client.user()
    await client.say(sari, "lama")
    await client.sim_post("/clock", advance_s=23 * 3600)
    await client.say(sari, "baru")
    await client.sim_post("/clock", advance_s=3601)
    assert await texts(client) == ["baru"]


@behaviour("getUpdates does not work while a webhook is set.", source=API + "getting-updates")
async def test_no_polling_beside_a_webhook(client: Client):
    await client.result("setWebhook", url="http://127.0.0.1:9/hook")
    body = await client.call("getUpdates")
    assert body["error_code"] == 409
    assert body["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )


@behaviour("A second getUpdates ends the one that waits with 409.", source=SERVER)
async def test_two_pollers(client: Client):
    older = asyncio.create_task(client.call("getUpdates", timeout=50))
    await client.world.updates.polled.wait()
    assert await client.result("getUpdates") == []
    body = await older
    assert body["error_code"] == 409
    assert body["description"] == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )


@behaviour(
    "An edit of a message that the bot knows comes as edited_message, with edit_date.",
    source=API + "update",
)
async def test_edits_are_told(client: Client):
    sari = await client.user()
    first = await client.say(sari, "halo")
    await client.say(sari, "halo kak", edit_of=first["message_id"])
    edited = (await client.updates())[-1]["edited_message"]
    assert (edited["message_id"], edited["text"]) == (first["message_id"], "halo kak")
    assert edited["edit_date"] >= edited["date"]


@behaviour(
    "In a private chat, my_chat_member tells only of being blocked and unblocked.",
    source=API + "update",
)
async def test_blocks_are_told(client: Client):
    sari = await client.user()
    for blocked in (True, False):
        await client.sim_post("/block", user_id=sari, blocked=blocked)
    changes = [update["my_chat_member"] for update in await client.updates()]
    statuses = [change["new_chat_member"]["status"] for change in changes]
    assert statuses == ["kicked", "member"]


@behaviour("A callback query that nobody fetches is dropped after 150 seconds.", source=SERVER)
async def test_queries_are_kept_briefly(client: Client):
    sari = await client.user()
    message = await sent(client, sari, reply_markup=YES)
    body = {"chat_id": sari, "from_id": sari, "message_id": message["message_id"]}
    for _ in range(2):
        await client.sim_post("/tap", **body, data="y", wait=0)
        await client.say(sari, "halo")
        await client.sim_post("/clock", advance_s=100)
    kinds = [min(set(update) - {"update_id"}) for update in await client.updates()]
    assert kinds == ["message", "callback_query", "message"]
