"""The script in groups: topics, who is there, what becomes of the bot and of people."""

from __future__ import annotations

import pytest

from tests.clients.stage import Stage, shown

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_topics(stage: Stage):
    """Made, written into, renamed, closed, opened again; one deleted; people write there too."""
    owner = await stage.group(await stage.person(), is_forum=True)
    await owner.says("/topic Retur")
    report = await owner.hears("topic")
    assert (report["name"], report["inside"]) == ("Retur", True)
    thread = report["thread"]
    topics = (await stage.chat(owner.chat_id))["topics"]
    assert [(topic["id"], topic["name"]) for topic in topics] == [(thread, "Retur 2")]
    inside = [message for message in await owner.sees() if message.get("topic") == thread]
    assert [m["service"]["kind"] if "service" in m else m["text"] for m in inside] == [
        "forum_topic_created",
        "Di dalam Retur",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]
    await owner.says("halo", topic=thread)
    assert (await owner.hears("text"))["thread"] == thread


async def test_groups_and_their_people(stage: Stage):
    """getChat, getChatMember, getChatAdministrators, getWebhookInfo."""
    owner = await stage.group(await stage.person())
    await owner.says("/chat")
    assert shown(await owner.hears("chat"), "title", "member", "admins", "connections") == {
        "title": "Staf Toko",
        "member": "creator",
        "admins": ["administrator", "creator"],
        "connections": 7 if stage.mode == "webhook" else None,
    }
    menu = (await stage.chat(owner.chat_id))["commands"]
    assert menu == [{"command": "start", "description": "Mulai"}]


async def test_what_becomes_of_the_bot(stage: Stage):
    """my_chat_member: added to a group and removed, blocked and let in again."""
    sari = await stage.person()
    group = await stage.group(sari)
    assert (await group.hears("my_member"))["statuses"] == ["left", "administrator"]
    await stage.post("/kick", chat_id=group.chat_id)
    assert (await group.hears("my_member"))["statuses"] == ["administrator", "kicked"]
    await stage.post("/block", user_id=sari.id, blocked=True)
    assert (await sari.hears("my_member"))["statuses"] == ["member", "kicked"]
    await stage.post("/block", user_id=sari.id, blocked=False)
    assert (await sari.hears("my_member"))["statuses"] == ["kicked", "member"]


async def test_what_becomes_of_people(stage: Stage):
    """chat_member: joined, restricted, let off, made an admin, an ordinary member again, gone."""
    owner = await stage.group(await stage.person())
    budi = await stage.person("Budi")
    place = {"chat_id": owner.chat_id, "user_id": budi.id}
    steps = [
        ("/members", {"chat_id": owner.chat_id, "add": [budi.id]}, "member"),
        ("/restrict", place | {"permissions": {"can_send_messages": True}}, "restricted"),
        ("/restrict", place | {"permissions": None}, "member"),
        ("/promote", place | {"can_pin_messages": True}, "administrator"),
        ("/promote", place, "member"),
        ("/members", {"chat_id": owner.chat_id, "remove": [budi.id]}, "left"),
    ]
    before = "left"
    for path, body, after in steps:
        await stage.post(path, **body)
        report = await owner.hears("member")
        assert (report["who"], report["statuses"]) == (budi.id, [before, after])
        before = after
