"""Forum topics: edited, closed, reopened, deleted, and who may write in a closed one.

Source: core.telegram.org/bots/api#closeforumtopic and the methods beside it.
"""

from __future__ import annotations

import pytest

from tests.simulator.conftest import Client

ON_TOPICS = [
    "editForumTopic",
    "closeForumTopic",
    "reopenForumTopic",
    "deleteForumTopic",
    "unpinAllForumTopicMessages",
]


async def forum(client: Client) -> tuple[int, int, int, int]:
    """A forum of Sari and Budi with the bot's topic: (group, Sari, Budi, topic)."""
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari, budi], is_forum=True)
    topic = await client.result("createForumTopic", chat_id=group, name="Pesanan")
    await client.updates()
    return group, sari, budi, topic["message_thread_id"]


async def shown_topics(client: Client, group: int) -> list[dict]:
    """The topics as the page lists them."""
    chats = (await client.sim_get("/state"))["chats"]
    return next(chat["topics"] for chat in chats if chat["id"] == group)


async def test_a_closed_topic_takes_messages_of_admins_only(client: Client):
    """People get a refusal, the admin bot and the owner pass; a service message tells of it."""
    group, sari, budi, topic = await forum(client)
    target = {"chat_id": group, "message_thread_id": topic}
    await client.result("closeForumTopic", **target)
    assert (await client.seen(group))[-1]["service"]["kind"] == "forum_topic_closed"
    assert (await shown_topics(client, group))[0]["closed"] is True
    refused = await client.sim_post(
        "/send", 403, chat_id=group, from_id=budi, text="halo", topic=topic
    )
    assert refused["error"] == f"topic {topic} is closed"
    await client.say(group, "dari pemilik", sari, topic=topic)
    await client.result("sendMessage", **target, text="dari bot")
    assert await client.refusal("closeForumTopic", **target) == "Bad Request: TOPIC_NOT_MODIFIED"
    await client.result("reopenForumTopic", **target)
    assert (await client.seen(group))[-1]["service"]["kind"] == "forum_topic_reopened"
    await client.say(group, "halo", budi, topic=topic)
    assert await client.refusal("reopenForumTopic", **target) == "Bad Request: TOPIC_NOT_MODIFIED"


async def test_a_bot_without_the_right_meets_a_closed_door(client: Client):
    """TOPIC_CLOSED in a person's topic; its own stays open to it."""
    group, _, _, own = await forum(client)
    theirs = (await client.sim_post("/topics", chat_id=group, name="Gudang"))["id"]
    for topic in (own, theirs):
        await client.result("closeForumTopic", chat_id=group, message_thread_id=topic)
    bot = {"chat_id": group, "user_id": client.world.bot.id}
    await client.sim_post("/promote", **bot, can_change_info=True)
    target = {"chat_id": group, "text": "x"}
    assert (
        await client.refusal("sendMessage", **target, message_thread_id=theirs)
        == "Bad Request: TOPIC_CLOSED"
    )
    await client.result("sendMessage", **target, message_thread_id=own)


async def test_a_deleted_topic_takes_its_messages_along(client: Client):
    """The service messages too; the rest of the group stays."""
    group, _, budi, topic = await forum(client)
    target = {"chat_id": group, "message_thread_id": topic}
    await client.say(group, "di topik", budi, topic=topic)
    await client.say(group, "di umum", budi)
    await client.result("deleteForumTopic", **target)
    assert await shown_topics(client, group) == []
    assert [message.get("text") for message in await client.seen(group)][1:] == ["di umum"]
    assert await client.refusal("sendMessage", **target, text="x") == (
        "Bad Request: message thread not found"
    )
    await client.sim_post("/send", 404, chat_id=group, from_id=budi, text="x", topic=topic)


async def test_names_are_edited_with_a_service_message(client: Client):
    """Trimmed, 1-128 characters; the same name is no edit."""
    group, _, _, topic = await forum(client)
    target = {"chat_id": group, "message_thread_id": topic}
    await client.result("editForumTopic", **target, name="  Order ")
    assert (await client.seen(group))[-1]["service"] == {
        "kind": "forum_topic_edited",
        "name": "Order",
    }
    for name in ("Order", ""):
        refused = await client.refusal("editForumTopic", **target, name=name)
        assert refused == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await client.refusal("editForumTopic", **target, name=" ") == (
        "Bad Request: TOPIC_TITLE_EMPTY"
    )
    assert await client.refusal("editForumTopic", **target, name="x" * 129) == (
        "Bad Request: topic name is too long"
    )


async def test_icons_are_those_that_telegram_offers(client: Client):
    """getForumTopicIconStickers names them; the page shows the emoji; an empty one goes."""
    group, _, _, _ = await forum(client)
    stickers = await client.result("getForumTopicIconStickers")
    icon = stickers[0]["custom_emoji_id"]
    made = await client.result(
        "createForumTopic", chat_id=group, name="Gudang", icon_custom_emoji_id=icon
    )
    assert made["icon_custom_emoji_id"] == icon
    assert (await shown_topics(client, group))[1]["icon"] == stickers[0]["emoji"]
    target = {"chat_id": group, "message_thread_id": made["message_thread_id"]}
    refused = await client.refusal("editForumTopic", **target, icon_custom_emoji_id=icon)
    assert refused == "Bad Request: TOPIC_NOT_MODIFIED"
    await client.result("editForumTopic", **target, icon_custom_emoji_id="")
    topic = (await shown_topics(client, group))[1]
    assert topic == {"id": made["message_thread_id"], "name": "Gudang"}
    refused = await client.refusal("editForumTopic", **target, icon_custom_emoji_id="5")
    assert refused == "Bad Request: DOCUMENT_INVALID"


@pytest.mark.parametrize("method", ON_TOPICS)
async def test_topics_that_are_not_there(client: Client, method: str):
    """An unknown id, and a group that is no forum."""
    group, sari, _, _ = await forum(client)
    plain = await client.group([sari])
    more = {"name": "x"} if method == "editForumTopic" else {}
    refused = await client.refusal(method, chat_id=group, message_thread_id=999, **more)
    assert refused == "Bad Request: TOPIC_ID_INVALID"
    refused = await client.refusal(method, chat_id=plain, message_thread_id=1, **more)
    assert refused == "Bad Request: the chat is not a forum"
    refused = await client.refusal(method, chat_id=group, message_thread_id="satu", **more)
    assert refused.startswith('Bad Request: invalid value of the parameter "message_thread_id"')
    refused = await client.refusal(method, chat_id=group, **more)
    assert refused == 'Bad Request: parameter "message_thread_id" is required'


async def test_a_bot_manages_its_own_topics_without_the_right(client: Client):
    """ "Unless it is the creator of the topic"; to others' topics it has none."""
    group, _, _, own = await forum(client)
    theirs = (await client.sim_post("/topics", chat_id=group, name="Gudang"))["id"]
    bot = {"chat_id": group, "user_id": client.world.bot.id}
    await client.sim_post("/promote", **bot, can_change_info=True)
    await client.result("closeForumTopic", chat_id=group, message_thread_id=own)
    for method, act in (("closeForumTopic", "edit"), ("deleteForumTopic", "delete")):
        refused = await client.refusal(method, chat_id=group, message_thread_id=theirs)
        assert refused == f"Bad Request: not enough rights to {act} the topic"


async def test_pins_of_one_topic_go(client: Client):
    """unpinAllForumTopicMessages; a pin's service message stands in its topic."""
    group, _, _, topic = await forum(client)
    ids = {}
    for place in (topic, None):
        thread = {"message_thread_id": place} if place else {}
        sent = await client.result("sendMessage", chat_id=group, text="x", **thread)
        ids[place] = sent["message_id"]
        await client.result("pinChatMessage", chat_id=group, message_id=sent["message_id"])
    seen = await client.seen(group)
    assert [m.get("topic") for m in seen if m.get("service", {}).get("kind") == "pinned_message"]
    await client.result("unpinAllForumTopicMessages", chat_id=group, message_thread_id=topic)
    pinned = [m["message_id"] for m in await client.seen(group) if m.get("pinned")]
    assert pinned == [ids[None]]


async def test_service_messages_are_not_edited_pinned_or_deleted_with_the_topics_birth(
    client: Client,
):
    """ "Service messages about a ... forum topic creation can't be deleted"."""
    group, _, _, topic = await forum(client)
    target = {"chat_id": group, "message_id": topic}
    for method, more in (
        ("editMessageText", {"text": "x"}),
        ("editMessageReplyMarkup", {"reply_markup": {"inline_keyboard": []}}),
        ("editMessageCaption", {"caption": "x"}),
    ):
        assert await client.refusal(method, **target, **more) == (
            "Bad Request: message can't be edited"
        )
    assert await client.refusal("pinChatMessage", **target) == (
        "Bad Request: message can't be pinned"
    )
    assert await client.refusal("deleteMessage", **target) == (
        "Bad Request: message can't be deleted for everyone"
    )


async def test_an_action_in_a_topic_that_is_not_there(client: Client):
    """Like a message."""
    group, _, _, topic = await forum(client)
    action = {"chat_id": group, "action": "typing"}
    await client.result("sendChatAction", **action, message_thread_id=topic)
    assert await client.refusal("sendChatAction", **action, message_thread_id=9) == (
        "Bad Request: message thread not found"
    )


async def test_a_reply_into_a_closed_topic_is_refused_like_any_message_there(client: Client):
    """It goes where the message stands that it replies to, also without a topic of its own."""
    group, _, budi, topic = await forum(client)
    said = await client.say(group, "halo", budi, topic=topic)
    await client.result("closeForumTopic", chat_id=group, message_thread_id=topic)
    body = {"chat_id": group, "from_id": budi, "text": "lagi", "reply_to": said["message_id"]}
    refused = await client.sim_post("/send", 403, **body)
    assert refused["error"] == f"topic {topic} is closed"
