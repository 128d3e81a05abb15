"""Topics of a forum."""

from __future__ import annotations

from tests.simulator.behaviours.acting import sent
from tests.simulator.behaviours.stated import API, behaviour
from tests.simulator.conftest import Client

COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
HIDING = API + "hidegeneralforumtopic"


async def forum(client: Client, **facts: bool) -> tuple[int, int]:
    """A person, and a forum with the bot as an admin."""
    sari = await client.user()
    return sari, await client.group([sari], is_forum=True, **facts)


async def topic(client: Client, group: int, name: str = "Pesanan") -> int:
    """A new topic's thread."""
    made = await client.result("createForumTopic", chat_id=group, name=name)
    return int(made["message_thread_id"])


async def names(client: Client, group: int) -> dict[int, str]:
    """The topics that the group shows."""
    chats = {chat["id"]: chat for chat in (await client.sim_get("/state"))["chats"]}
    return {item["id"]: item["name"] for item in chats[group]["topics"]}


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
    assert (await names(client, group))[thread] == "Retur"


@behaviour("An empty name keeps the current name of a topic.", source=API + "editforumtopic")
async def test_empty_name(client: Client):
    _, group = await forum(client)
    thread = await topic(client, group)
    await client.call("editForumTopic", chat_id=group, message_thread_id=thread, name="")
    assert (await names(client, group))[thread] == "Pesanan"


@behaviour(
    "A topic can be closed and reopened, each with a service message.", source=API + "message"
)
async def test_closed_and_reopened(client: Client):
    _, group = await forum(client)
    where = {"chat_id": group, "message_thread_id": await topic(client, group)}
    for method in ("closeForumTopic", "reopenForumTopic"):
        assert await client.result(method, **where) is True
    kinds = [message["service"]["kind"] for message in (await client.seen(group))[-2:]]
    assert kinds == ["forum_topic_closed", "forum_topic_reopened"]


@behaviour("Only an open topic can be closed.", source=API + "closeforumtopic")
async def test_closed_once(client: Client):
    _, group = await forum(client)
    where = {"chat_id": group, "message_thread_id": await topic(client, group)}
    await client.result("closeForumTopic", **where)
    assert (await client.call("closeForumTopic", **where))["ok"] is False


@behaviour("A topic is deleted along with all its messages.", source=API + "deleteforumtopic")
async def test_deleted(client: Client):
    sari, group = await forum(client)
    thread = await topic(client, group)
    await client.say(group, "di topik", sari, topic=thread)
    await client.say(group, "di umum", sari)
    await client.result("deleteForumTopic", chat_id=group, message_thread_id=thread)
    assert thread not in await names(client, group)
    texts = [message.get("text") for message in await client.seen(group)]
    assert "di topik" not in texts
    assert "di umum" in texts


@behaviour(
    "To manage a topic the bot needs a right, unless it is the creator of the topic.",
    source=API + "editforumtopic",
)
async def test_the_creator(client: Client):
    _, group = await forum(client)
    own = await topic(client, group)
    theirs = (await client.sim_post("/topics", chat_id=group, name="Gudang"))["id"]
    bot = {"chat_id": group, "user_id": client.world.bot.id}
    await client.sim_post("/promote", **bot, can_change_info=True)
    for thread, fits in ((own, True), (theirs, False)):
        where = {"chat_id": group, "message_thread_id": thread}
        assert (await client.call("editForumTopic", **where, name="Baru"))["ok"] is fits


@behaviour(
    "unpinAllForumTopicMessages clears the pins of one topic.",
    source=API + "unpinallforumtopicmessages",
)
async def test_pins_of_a_topic(client: Client):
    _, group = await forum(client)
    thread = await topic(client, group)
    inside = await sent(client, group, message_thread_id=thread)
    outside = await sent(client, group)
    for message in (inside, outside):
        where = {"chat_id": group, "message_id": message["message_id"]}
        await client.result("pinChatMessage", **where)
    await client.result("unpinAllForumTopicMessages", chat_id=group, message_thread_id=thread)
    pinned = [m["message_id"] for m in await client.seen(group) if m.get("pinned")]
    assert pinned == [outside["message_id"]]


@behaviour("Hiding the General topic closes it, reopening it unhides it.", source=HIDING)
async def test_general_topic(client: Client):
    _, group = await forum(client)
    await client.result("hideGeneralForumTopic", chat_id=group)
    refused = await client.call("closeGeneralForumTopic", chat_id=group)
    assert refused["description"] == "Bad Request: TOPIC_NOT_MODIFIED"
    await client.result("reopenGeneralForumTopic", chat_id=group)
    refused = await client.call("unhideGeneralForumTopic", chat_id=group)
    assert refused["description"] == "Bad Request: TOPIC_NOT_MODIFIED"
