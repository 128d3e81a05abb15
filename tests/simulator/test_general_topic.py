"""The General topic: renamed, closed, hidden, and who may still write in it.

Source: core.telegram.org/bots/api#editgeneralforumtopic and the methods beside it.
"""

from __future__ import annotations

import pytest

from tests.simulator.conftest import Client

ON_GENERAL = [
    "editGeneralForumTopic",
    "closeGeneralForumTopic",
    "reopenGeneralForumTopic",
    "hideGeneralForumTopic",
    "unhideGeneralForumTopic",
    "unpinAllGeneralForumTopicMessages",
]


async def forum(client: Client) -> tuple[int, int, int]:
    """A forum of Sari and Budi."""
    sari, budi = await client.user(), await client.user("Budi")
    return await client.group([sari, budi], is_forum=True), sari, budi


async def general(client: Client, group: int) -> dict:
    """The topic as the page shows it."""
    chats = (await client.sim_get("/state"))["chats"]
    return next(chat["general"] for chat in chats if chat["id"] == group)


async def last_service(client: Client, group: int) -> dict:
    """The newest service message."""
    service: dict = (await client.seen(group))[-1]["service"]
    return service


async def test_renamed(client: Client):
    """With a service message; the same name is no edit."""
    group, _, _ = await forum(client)
    assert await general(client, group) == {"id": 1, "name": "General"}
    assert await client.result("editGeneralForumTopic", chat_id=group, name=" Obrolan ") is True
    assert (await general(client, group))["name"] == "Obrolan"
    assert await last_service(client, group) == {"kind": "forum_topic_edited", "name": "Obrolan"}
    for name, words in (
        ("Obrolan", "TOPIC_NOT_MODIFIED"),
        (" ", "TOPIC_TITLE_EMPTY"),
        ("x" * 129, "topic name is too long"),
    ):
        refused = await client.refusal("editGeneralForumTopic", chat_id=group, name=name)
        assert refused == f"Bad Request: {words}"


async def test_closed_it_takes_messages_of_admins_only(client: Client):
    """Other topics stay open."""
    group, sari, budi = await forum(client)
    topic = (await client.sim_post("/topics", chat_id=group, name="Gudang"))["id"]
    await client.result("closeGeneralForumTopic", chat_id=group)
    assert (await last_service(client, group))["kind"] == "forum_topic_closed"
    refused = await client.sim_post("/send", 403, chat_id=group, from_id=budi, text="halo")
    assert refused["error"] == "the General topic is closed"
    await client.say(group, "di gudang", budi, topic=topic)
    await client.say(group, "dari pemilik", sari)
    await client.result("sendMessage", chat_id=group, text="dari bot")
    assert await client.refusal("closeGeneralForumTopic", chat_id=group) == (
        "Bad Request: TOPIC_NOT_MODIFIED"
    )
    await client.result("reopenGeneralForumTopic", chat_id=group)
    assert (await last_service(client, group))["kind"] == "forum_topic_reopened"
    await client.say(group, "halo", budi)
    assert await client.refusal("reopenGeneralForumTopic", chat_id=group) == (
        "Bad Request: TOPIC_NOT_MODIFIED"
    )


async def test_a_bot_without_the_right_meets_a_closed_door(client: Client):
    """TOPIC_CLOSED for its messages, and no say about the topic."""
    group, _, _ = await forum(client)
    await client.result("closeGeneralForumTopic", chat_id=group)
    bot = {"chat_id": group, "user_id": client.world.bot.id}
    await client.sim_post("/promote", **bot, can_change_info=True)
    refused = await client.refusal("sendMessage", chat_id=group, text="x")
    assert refused == "Bad Request: TOPIC_CLOSED"
    for method in ON_GENERAL[:5]:
        more = {"name": "x"} if method == "editGeneralForumTopic" else {}
        refused = await client.refusal(method, chat_id=group, **more)
        assert refused == "Bad Request: not enough rights to edit the topic"
    refused = await client.refusal(ON_GENERAL[5], chat_id=group)
    assert refused == "Bad Request: not enough rights to manage pinned messages in the chat"


async def test_hidden_it_is_closed_and_reopened_it_is_shown(client: Client):
    """Each with one service message; unhidden, it stays closed."""
    group, _, _ = await forum(client)
    shown = {"id": 1, "name": "General"}
    for method, flags, kind in (
        ("hide", {"closed": True, "hidden": True}, "general_forum_topic_hidden"),
        ("unhide", {"closed": True}, "general_forum_topic_unhidden"),
        ("hide", {"closed": True, "hidden": True}, "general_forum_topic_hidden"),
        ("reopen", {}, "forum_topic_reopened"),
    ):
        before = len(await client.seen(group))
        assert await client.result(f"{method}GeneralForumTopic", chat_id=group) is True
        assert await general(client, group) == shown | flags
        assert (await last_service(client, group))["kind"] == kind
        assert len(await client.seen(group)) == before + 1
    assert await client.refusal("unhideGeneralForumTopic", chat_id=group) == (
        "Bad Request: TOPIC_NOT_MODIFIED"
    )
    await client.result("hideGeneralForumTopic", chat_id=group)
    assert await client.refusal("hideGeneralForumTopic", chat_id=group) == (
        "Bad Request: TOPIC_NOT_MODIFIED"
    )


async def test_its_pins_go_and_those_of_other_topics_stay(client: Client):
    """unpinAllGeneralForumTopicMessages."""
    group, _, _ = await forum(client)
    topic = (await client.sim_post("/topics", chat_id=group, name="Gudang"))["id"]
    ids = []
    for thread in ({"message_thread_id": topic}, {}):
        sent = await client.result("sendMessage", chat_id=group, text="x", **thread)
        ids.append(sent["message_id"])
        await client.result("pinChatMessage", chat_id=group, message_id=ids[-1])
    await client.result("unpinAllGeneralForumTopicMessages", chat_id=group)
    assert [m["message_id"] for m in await client.seen(group) if m.get("pinned")] == [ids[0]]


@pytest.mark.parametrize("method", ON_GENERAL)
async def test_other_groups_have_none(client: Client, method: str):
    """Only forums have topics."""
    group = await client.group([await client.user()])
    more = {"name": "x"} if method == "editGeneralForumTopic" else {}
    refused = await client.refusal(method, chat_id=group, **more)
    assert refused == "Bad Request: the chat is not a forum"
    chats = (await client.sim_get("/state"))["chats"]
    assert all("general" not in chat for chat in chats)


async def test_replies_outside_of_topics_are_unpinned_with_the_general_topic(client: Client):
    """They have a thread, but stand in no topic."""
    group = await client.group([await client.user()], is_forum=True)
    first = await client.result("sendMessage", chat_id=group, text="satu")
    reply = {"message_id": first["message_id"]}
    second = await client.result("sendMessage", chat_id=group, text="dua", reply_parameters=reply)
    assert second["message_thread_id"] == first["message_id"]
    await client.result("pinChatMessage", chat_id=group, message_id=second["message_id"])
    await client.result("unpinAllGeneralForumTopicMessages", chat_id=group)
    assert [m["message_id"] for m in await client.seen(group) if m.get("pinned")] == []
