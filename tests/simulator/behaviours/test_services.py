"""Service messages of what the bot did itself: they come back to it as updates."""

from __future__ import annotations

from tests.simulator.behaviours.acting import sent, target
from tests.simulator.behaviours.stated import SERVER, behaviour
from tests.simulator.behaviours.test_topics import forum, topic
from tests.simulator.conftest import Client
from tests.simulator.schema import Value

ABOUT_TOPICS = (
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
)


async def told(client: Client) -> list[dict[str, Value]]:
    """The messages that the bot was told of since the last look."""
    return [update["message"] for update in await client.updates() if "message" in update]


@behaviour("A bot is told of the topics that it makes, edits, closes and reopens.", source=SERVER)
async def test_own_topics(client: Client):
    _, group = await forum(client)
    await client.updates()
    thread = await topic(client, group)
    where = {"chat_id": group, "message_thread_id": thread}
    await client.result("editForumTopic", **where, name="Retur")
    await client.result("closeForumTopic", **where)
    await client.result("reopenForumTopic", **where)
    messages = await told(client)
    for message, kind in zip(messages, ABOUT_TOPICS, strict=True):
        assert kind in message
        assert message["message_thread_id"] == thread
        assert message["from"]["id"] == client.world.bot.id


@behaviour("A bot is told when it hides the General topic or shows it again.", source=SERVER)
async def test_own_general_topic(client: Client):
    _, group = await forum(client)
    await client.updates()
    await client.result("hideGeneralForumTopic", chat_id=group)
    await client.result("unhideGeneralForumTopic", chat_id=group)
    hidden, shown = await told(client)
    assert "general_forum_topic_hidden" in hidden
    assert "general_forum_topic_unhidden" in shown


@behaviour("A bot is told of what it pins in a group.", source=SERVER)
async def test_own_pins(client: Client):
    group = await client.group([await client.user()])
    message = await sent(client, group, "Penting")
    await client.updates()
    await client.result("pinChatMessage", **target(message))
    (service,) = await told(client)
    assert service["pinned_message"]["text"] == "Penting"


@behaviour(
    "A bot that leaves or is removed is told so by a message as well, the last one of the chat.",
    source=SERVER,
)
async def test_own_farewell(client: Client):
    sari = await client.user()
    for kind in ("group", "supergroup"):
        left, kicked = [await client.group([sari], type=kind) for _ in range(2)]
        await client.updates()
        await client.result("leaveChat", chat_id=left)
        await client.sim_post("/kick", chat_id=kicked)
        await client.say(kicked, "halo", sari)
        gone = await told(client)
        assert [message["chat"]["id"] for message in gone] == [left, kicked]
        assert [message["left_chat_member"]["is_bot"] for message in gone] == [True, True]


@behaviour("What a bot writes itself does not come back to it.", source=SERVER)
async def test_own_messages(client: Client):
    group = await client.group([await client.user()])
    await client.updates()
    await sent(client, group)
    assert await told(client) == []
