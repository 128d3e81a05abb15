"""Groups: membership, privacy mode, topics, migration, being kicked."""

from __future__ import annotations

from tests.simulator.conftest import Client


async def test_a_new_group_tells_the_bot_of_its_rights(client: Client):
    """my_chat_member and a service message; administrators are the owner and the bot."""
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari, budi])
    first, second = await client.updates()
    assert first["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert second["message"]["new_chat_members"][0]["is_bot"] is True
    admins = await client.result("getChatAdministrators", chat_id=group)
    assert [admin["status"] for admin in admins] == ["creator", "administrator"]
    member = await client.result("getChatMember", chat_id=group, user_id=budi)
    assert member["status"] == "member"
    assert (await client.result("getChat", chat_id=group))["title"] == "Staf"


async def test_privacy_mode_hides_what_is_not_meant_for_the_bot(client: Client):
    """Source: core.telegram.org/bots/features#privacy-mode."""
    sari = await client.user()
    group = await client.group([sari], bot_is_admin=False)
    sent = await client.result("sendMessage", chat_id=group, text="Halo")
    seen = {
        "ngobrol": False,
        "/menu": True,
        "/menu@pesan_bot": True,
        "/menu@other_bot": False,
        "tanya @pesan_bot": True,
    }
    for text, expected in seen.items():
        sending = await client.say(group, text, sari)
        assert (sending["update_id"] is not None) is expected, text
    reply = await client.say(group, "balas", sari, reply_to=sent["message_id"])
    assert reply["update_id"] is not None


async def test_an_admin_bot_sees_everything(client: Client):
    """ "Bot admins always receive all messages"."""
    sari = await client.user()
    group = await client.group([sari])
    assert (await client.say(group, "ngobrol", sari))["update_id"] is not None


async def test_topics_hold_their_messages(client: Client):
    """message_thread_id, and every message there is a reply to the one that opened the topic."""
    sari = await client.user()
    group = await client.group([sari], is_forum=True)
    topic = await client.result("createForumTopic", chat_id=group, name="Pesanan")
    thread = topic["message_thread_id"]
    sent = await client.result("sendMessage", chat_id=group, text="baru", message_thread_id=thread)
    assert sent["is_topic_message"] is True
    assert sent["reply_to_message"]["forum_topic_created"]["name"] == "Pesanan"
    await client.say(group, "ok", sari, topic=thread)
    assert (await client.updates())[-1]["message"]["message_thread_id"] == thread
    shown = (await client.seen(group))[-1]
    assert shown["topic"] == thread
    assert "reply_to" not in shown
    await client.result("editForumTopic", chat_id=group, message_thread_id=thread, name="Order")
    chat = next(c for c in (await client.sim_get("/state"))["chats"] if c["id"] == group)
    assert chat["topics"] == [{"id": thread, "name": "Order"}]


async def test_topics_need_a_forum(client: Client):
    """A plain supergroup has none."""
    sari = await client.user()
    group = await client.group([sari])
    refused = await client.refusal("createForumTopic", chat_id=group, name="x")
    assert refused == "Bad Request: the chat is not a forum"
    await client.sim_post("/topics", 400, chat_id=group, name="x")


async def test_a_migrated_group_answers_where_it_went(client: Client):
    """400 with migrate_to_chat_id, and a service message on either side."""
    sari = await client.user()
    old = await client.group([sari], type="group")
    await client.updates()
    new = (await client.sim_post("/migrate", chat_id=old))["id"]
    body = await client.call("sendMessage", chat_id=old, text="x")
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert body["parameters"] == {"migrate_to_chat_id": new}
    there, here = [update["message"] for update in await client.updates()]
    assert there["migrate_to_chat_id"] == new
    assert here["migrate_from_chat_id"] == old
    await client.result("sendMessage", chat_id=new, text="x")
    await client.sim_post("/migrate", 409, chat_id=old)


async def test_a_kicked_bot_may_not_write(client: Client):
    """403, and my_chat_member tells of it."""
    sari = await client.user()
    group = await client.group([sari])
    await client.sim_post("/kick", chat_id=group)
    refused = await client.refusal("sendMessage", chat_id=group, text="x")
    assert refused == "Forbidden: bot was kicked from the supergroup chat"
    change = (await client.updates())[-1]["my_chat_member"]
    assert change["new_chat_member"] == {
        "status": "kicked",
        "user": client.world.bot.api(),
        "until_date": 0,
    }
    assert (await client.say(group, "halo", sari))["update_id"] is None


async def test_leaving_a_group(client: Client):
    """leaveChat."""
    sari = await client.user()
    group = await client.group([sari])
    await client.result("leaveChat", chat_id=group)
    refused = await client.refusal("sendMessage", chat_id=group, text="x")
    assert refused == "Forbidden: bot is not a member of the supergroup chat"


async def test_people_join_and_leave(client: Client):
    """Service messages; who left cannot write."""
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari])
    await client.updates()
    await client.sim_post("/members", chat_id=group, add=[budi])
    await client.say(group, "halo", budi)
    await client.sim_post("/members", chat_id=group, remove=[budi])
    joined, _, left = [update["message"] for update in await client.updates()]
    assert joined["new_chat_members"][0]["id"] == left["left_chat_member"]["id"] == budi
    await client.sim_post("/send", 403, chat_id=group, from_id=budi, text="x")
    member = await client.result("getChatMember", chat_id=group, user_id=budi)
    assert member["status"] == "left"


async def test_a_pin_in_a_group_leaves_a_service_message(client: Client):
    """pinned_message."""
    sari = await client.user()
    group = await client.group([sari])
    sent = await client.result("sendMessage", chat_id=group, text="Penting")
    await client.result("pinChatMessage", chat_id=group, message_id=sent["message_id"])
    assert (await client.seen(group))[-1]["service"] == {
        "kind": "pinned_message",
        "message_id": sent["message_id"],
    }


async def test_only_a_persons_group_can_be_made(client: Client):
    """Fields of /sim/chats are checked."""
    sari = await client.user()
    await client.sim_post("/chats", 400, title="", members=[sari])
    await client.sim_post("/chats", 400, title="x", members=[])
    await client.sim_post("/chats", 404, title="x", members=[1])
    await client.sim_post("/chats", 400, title="x", members=[sari], type="channel")
    await client.sim_post("/chats", 400, title="x", members=[sari], type="group", is_forum=True)
