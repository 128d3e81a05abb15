"""Topics of a forum."""

from __future__ import annotations

from tests.simulator.behaviours.acting import sent
from tests.simulator.behaviours.stated import API, behaviour
from tests.simulator.conftest import Client

COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


async def forum(client: Client, **facts: bool) -> tuple[int, int]:
    """A person, and a forum with the bot as an admin."""
    sari = await client.user()
    return sari, await client.group([sari], is_forum=True, **facts)


async def topic(client: Client, group: int, name: str = "Pesanan") -> int:
    """A new topic's thread."""
    made = await client.result("createForumTopic", chat_id=group, name=name)
    return int(made["message_thread_id"])


@behaviour("createForumTopic returns the topic that it made.", source=API + "createforumtopic")
async def test_created(client: Client):
    _, group = await forum(client)
    made = await client.result("createForumTopic", chat_id=group, name="Pesanan")
    assert (made["name"], made["icon_color"]) == ("Pesanan", COLORS[0])


@behaviour("A topic's colour is one of six.", source=API + "createforumtopic")
async def test_colors(client: Client):
    _, group = await forum(client)
    for color in COLORS:
        made = await client.result("createForumTopic", chat_id=group, name="x", icon_color=color)
        assert made["icon_color"] == color
    other = await client.call("createForumTopic", chat_id=group, name="x", icon_color=5)
    assert other["ok"] is False


@behaviour("A topic's name has 1-128 characters.", source=API + "createforumtopic")
async def test_names(client: Client):
    _, group = await forum(client)
    for length, fits in ((0, False), (1, True), (128, True), (129, False)):
        body = await client.call("createForumTopic", chat_id=group, name="n" * length)
        assert body["ok"] is fits


@behaviour("Only in a forum can topics be made.", source=API + "createforumtopic")
async def test_forums_only(client: Client):
    group = await client.group([await client.user()])
    refused = await client.refusal("createForumTopic", chat_id=group, name="x")
    assert refused == "Bad Request: the chat is not a forum"


@behaviour("To make topics the bot must be an administrator.", source=API + "createforumtopic")
async def test_admins_only(client: Client):
    _, group = await forum(client, bot_is_admin=False)
    body = await client.call("createForumTopic", chat_id=group, name="x")
    assert body["ok"] is False


@behaviour("message_thread_id sends a message to a topic.", source=API + "sendmessage")
async def test_sent_to_a_topic(client: Client):
    _, group = await forum(client)
    thread = await topic(client, group)
    message = await sent(client, group, message_thread_id=thread)
    assert message["message_thread_id"] == thread


@behaviour("is_topic_message is true for a message of a topic.", source=API + "message")
async def test_topic_messages(client: Client):
    sari, group = await forum(client)
    thread = await topic(client, group)
    await client.say(group, "di topik", sari, topic=thread)
    await client.say(group, "di umum", sari)
    inside, outside = [update["message"] for update in (await client.updates())[-2:]]
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (thread, True)
    assert "is_topic_message" not in outside


@behaviour("editForumTopic changes a topic's name.", source=API + "editforumtopic")
async def test_renamed(client: Client):
    _, group = await forum(client)
    thread = await topic(client, group)
    where = {"chat_id": group, "message_thread_id": thread}
    assert await client.result("editForumTopic", **where, name="Retur") is True
    chats = {chat["id"]: chat for chat in (await client.sim_get("/state"))["chats"]}
    names = {item["id"]: item["name"] for item in chats[group]["topics"]}
    assert names[thread] == "Retur"
