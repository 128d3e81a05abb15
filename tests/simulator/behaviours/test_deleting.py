"""What a bot may delete, and when."""

from __future__ import annotations

from tests.simulator.behaviours.acting import sent, target
from tests.simulator.behaviours.stated import API, behaviour
from tests.simulator.conftest import Client

RULES = API + "deletemessage"


async def deletes(client: Client, chat_id: int, message_id: int) -> bool:
    """Whether the bot may delete a message."""
    body = await client.call("deleteMessage", chat_id=chat_id, message_id=message_id)
    if not body["ok"]:
        assert body["description"] == "Bad Request: message can't be deleted for everyone"
    return bool(body["ok"])


@behaviour("A message can only be deleted if it is less than 48 hours old.", source=RULES)
async def test_48_hours(client: Client):
    sari = await client.user()
    first = await sent(client, sari)
    await client.sim_post("/clock", advance_s=3600)
    second = await sent(client, sari)
    await client.sim_post("/clock", advance_s=47 * 3600 + 10)
    assert await deletes(client, sari, first["message_id"]) is False
    assert await deletes(client, sari, second["message_id"]) is True


@behaviour("A bot can delete incoming messages in private chats.", source=RULES)
async def test_incoming_in_private(client: Client):
    sari = await client.user()
    theirs = await client.say(sari, "halo")
    assert await deletes(client, sari, theirs["message_id"]) is True
    assert await client.seen(sari) == []


@behaviour("A bot can delete its own messages in groups without being an admin.", source=RULES)
async def test_own_in_groups(client: Client):
    group = await client.group([await client.user()], bot_is_admin=False)
    own = await sent(client, group)
    assert await deletes(client, group, own["message_id"]) is True


@behaviour("A bot that is no admin can't delete what others wrote in a group.", source=RULES)
async def test_others_in_groups(client: Client):
    sari = await client.user()
    group = await client.group([sari], bot_is_admin=False)
    theirs = await client.say(group, "/menu", sari)
    assert await deletes(client, group, theirs["message_id"]) is False


@behaviour("An administrator can delete any message in a group.", source=RULES)
async def test_admins(client: Client):
    sari = await client.user()
    group = await client.group([sari])
    theirs = await client.say(group, "halo", sari)
    assert await deletes(client, group, theirs["message_id"]) is True


@behaviour("Service messages about the creation of a topic can't be deleted.", source=RULES)
async def test_topic_creation(client: Client):
    group = await client.group([await client.user()], is_forum=True)
    topic = await client.result("createForumTopic", chat_id=group, name="Pesanan")
    assert await deletes(client, group, topic["message_thread_id"]) is False


@behaviour(
    "deleteMessages skips messages that can't be found.",
    source=API + "deletemessages",
)
async def test_missing_ones_are_skipped(client: Client):
    sari = await client.user()
    ids = [(await sent(client, sari))["message_id"] for _ in range(3)]
    await client.result("deleteMessages", chat_id=sari, message_ids=[ids[0], 999, ids[2]])
    assert [message["message_id"] for message in await client.seen(sari)] == [ids[1]]


@behaviour(
    "deleteMessages has the limitations of deleteMessage for each message.",
    source=API + "deletemessages",
)
async def test_the_same_limitations(client: Client):
    sari = await client.user()
    group = await client.group([sari], bot_is_admin=False)
    theirs, own = await client.say(group, "/menu", sari), await sent(client, group)
    ids = [theirs["message_id"], own["message_id"]]
    await client.result("deleteMessages", chat_id=group, message_ids=ids)
    left = [message["message_id"] for message in await client.seen(group)]
    assert theirs["message_id"] in left
    assert own["message_id"] not in left


@behaviour("Service messages can be deleted as well.", source=RULES)
async def test_service_messages(client: Client):
    group = await client.group([await client.user()])
    message = await sent(client, group)
    await client.result("pinChatMessage", **target(message))
    service = (await client.seen(group))[-1]
    assert service["service"]["kind"] == "pinned_message"
    assert await deletes(client, group, service["message_id"]) is True
