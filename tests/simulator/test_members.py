"""Members of groups: restricted, promoted, coming and going, and what the bot hears of it.

Source: core.telegram.org/bots/api#chatmember, #chatpermissions, #chatmemberupdated.
"""

from __future__ import annotations

import time

import pytest
from telegram import (
    Bot,
    ChatMemberAdministrator,
    ChatMemberOwner,
    ChatMemberRestricted,
    ReactionTypeEmoji,
)

from simulator.membership import PERMISSIONS
from tests.simulator.conftest import Client, base64_png
from tests.simulator.schema import Value
from tests.simulator.test_video import mp4

HEARD = ["message", "my_chat_member", "chat_member"]
ALL = dict.fromkeys(PERMISSIONS, True)
TEXTS_ONLY = {"can_send_messages": True}


async def staff(client: Client, **facts: Value) -> tuple[int, int, int]:
    """A group of Sari (its owner) and Budi, its news already heard: (group, Sari, Budi)."""
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari, budi], **facts)
    await client.updates(allowed_updates=HEARD)
    return group, sari, budi


async def changes(client: Client, kind: str = "chat_member") -> list[tuple[str, str]]:
    """(old, new) status of each change that the bot heard of."""
    return [
        (update[kind]["old_chat_member"]["status"], update[kind]["new_chat_member"]["status"])
        for update in await client.updates()
        if kind in update
    ]


async def test_a_restricted_person_cannot_write(client: Client):
    """By kind of content; the bot hears of the restriction and of its end."""
    group, _, budi = await staff(client)
    await client.sim_post("/restrict", chat_id=group, user_id=budi, permissions=TEXTS_ONLY)
    await client.say(group, "boleh", budi)
    for content in ({"photo": base64_png()}, {"album": [base64_png(1), base64_png(2)]}):
        refused = await client.sim_post("/send", 403, chat_id=group, from_id=budi, **content)
        assert refused["error"] == f"user {budi} may not send photos in chat {group}"
    await client.sim_post("/restrict", chat_id=group, user_id=budi, permissions={})
    await client.sim_post("/send", 403, chat_id=group, from_id=budi, text="tidak boleh")
    await client.sim_post("/restrict", chat_id=group, user_id=budi, permissions=None)
    await client.say(group, "boleh lagi", budi)
    assert await changes(client) == [
        ("member", "restricted"),
        ("restricted", "restricted"),
        ("restricted", "member"),
    ]
    assert [message["text"] for message in (await client.seen(group))[1:]] == [
        "boleh",
        "boleh lagi",
    ]


async def test_a_restricted_persons_reply_button_is_refused_too(client: Client):
    """It would send a message."""
    group, _, budi = await staff(client)
    sent = await client.result(
        "sendMessage", chat_id=group, text="x", reply_markup={"keyboard": [["Menu"]]}
    )
    await client.sim_post("/restrict", chat_id=group, user_id=budi, permissions={})
    tap = {"chat_id": group, "from_id": budi, "message_id": sent["message_id"], "text": "Menu"}
    await client.sim_post("/tap", 403, **tap)


async def test_the_restricted_bot_is_told_what_it_may_not_send(client: Client):
    """Telegram's words by kind of content; an album is refused whole."""
    group, _, _ = await staff(client)
    await client.sim_post(
        "/restrict", chat_id=group, user_id=client.world.bot.id, permissions=TEXTS_ONLY
    )
    await client.result("sendMessage", chat_id=group, text="boleh")
    media = [{"type": "video", "media": "attach://a"}, {"type": "video", "media": "attach://b"}]
    files = {"a": mp4(salt=b"a"), "b": mp4(salt=b"b")}
    body = await client.upload("sendMediaGroup", files, chat_id=group, media=media)
    assert body["description"] == "Bad Request: not enough rights to send videos to the chat"
    await client.sim_post("/restrict", chat_id=group, user_id=client.world.bot.id, permissions={})
    refusals = {
        "text messages": ("sendMessage", {"text": "x"}),
        "locations": ("sendLocation", {"latitude": 1, "longitude": 1}),
        "contacts": ("sendContact", {"phone_number": "1", "first_name": "x"}),
    }
    for words, (method, params) in refusals.items():
        refused = await client.refusal(method, chat_id=group, **params)
        assert refused == f"Bad Request: not enough rights to send {words} to the chat"
    assert await changes(client, "my_chat_member") == [
        ("administrator", "restricted"),
        ("restricted", "restricted"),
    ]
    member = await client.result("getChatMember", chat_id=group, user_id=client.world.bot.id)
    assert (member["status"], member["is_member"]) == ("restricted", True)


async def test_a_restriction_ends_by_itself(client: Client):
    """until_date by the simulator's clock; nothing is said of it."""
    group, _, budi = await staff(client)
    until = int(time.time()) + 3600
    for user_id in (budi, client.world.bot.id):
        await client.sim_post(
            "/restrict", chat_id=group, user_id=user_id, permissions={}, until_date=until
        )
    member = await client.result("getChatMember", chat_id=group, user_id=budi)
    assert member["until_date"] == until
    before = client.world.feed.seq
    await client.sim_post("/clock", advance_s=3700)
    assert "chat" in [event.kind for event in client.world.feed.after(before) or ()]
    await client.say(group, "boleh lagi", budi)
    await client.result("sendMessage", chat_id=group, text="boleh lagi")
    member = await client.result("getChatMember", chat_id=group, user_id=budi)
    assert member["status"] == "member"


async def test_all_permissions_are_no_restriction(client: Client):
    """ "Pass True for all permissions to lift restrictions from a user"."""
    group, _, budi = await staff(client)
    await client.sim_post("/restrict", chat_id=group, user_id=budi, permissions={})
    answer = await client.sim_post("/restrict", chat_id=group, user_id=budi, permissions=ALL)
    assert answer["status"] == "member"


async def test_promoted_people_are_listed_with_their_rights(client: Client):
    """getChatAdministrators and getChatMember; without a right they are members again."""
    group, sari, budi = await staff(client)
    rights = {"can_delete_messages": True, "can_pin_messages": False}
    answer = await client.sim_post(
        "/promote", chat_id=group, user_id=budi, custom_title="kasir", **rights
    )
    assert answer["status"] == "administrator"
    admins = await client.result("getChatAdministrators", chat_id=group)
    assert [admin["user"]["id"] for admin in admins] == [sari, budi, client.world.bot.id]
    member = await client.result("getChatMember", chat_id=group, user_id=budi)
    assert {name: member[name] for name in rights} == rights
    assert (member["custom_title"], member["can_manage_chat"]) == ("kasir", True)
    await client.sim_post("/promote", chat_id=group, user_id=budi)
    assert len(await client.result("getChatAdministrators", chat_id=group)) == 2
    assert await changes(client) == [("member", "administrator"), ("administrator", "member")]


async def test_the_bots_rights_are_asked_for(client: Client):
    """Pins, topics and deletions each want their own."""
    group, sari, _ = await staff(client, is_forum=True)
    wrote = await client.say(group, "halo", sari)
    target = {"chat_id": group, "message_id": wrote["message_id"]}
    bot = {"chat_id": group, "user_id": client.world.bot.id}
    await client.sim_post("/promote", **bot, can_change_info=True)
    assert await client.refusal("pinChatMessage", **target) == (
        "Bad Request: not enough rights to manage pinned messages in the chat"
    )
    assert await client.refusal("createForumTopic", chat_id=group, name="x") == (
        "Bad Request: not enough rights to create a topic"
    )
    assert await client.refusal("deleteMessage", **target) == (
        "Bad Request: message can't be deleted for everyone"
    )
    rights = ("can_pin_messages", "can_manage_topics", "can_delete_messages")
    await client.sim_post("/promote", **bot, **dict.fromkeys(rights, True))
    await client.result("pinChatMessage", **target)
    await client.result("createForumTopic", chat_id=group, name="x")
    await client.result("deleteMessage", **target)


async def test_chat_member_comes_only_where_it_was_asked_for_and_to_admins(client: Client):
    """Not by default, and never to a bot that is an ordinary member."""
    group, _, budi = await staff(client)
    await client.sim_post("/promote", chat_id=group, user_id=client.world.bot.id)
    answer = await client.sim_post("/promote", chat_id=group, user_id=budi, can_change_info=True)
    assert answer["update_id"] is None
    await client.sim_post(
        "/promote", chat_id=group, user_id=client.world.bot.id, can_manage_chat=True
    )
    await client.updates(allowed_updates=[])
    answer = await client.sim_post("/promote", chat_id=group, user_id=budi)
    assert answer["update_id"] is None
    assert await client.updates() == []


async def test_who_comes_and_goes_is_told_of_twice(client: Client):
    """A service message and chat_member; a restriction outlives the leaving, an office does not."""
    group, _, budi = await staff(client)
    wati = await client.user("Wati")
    await client.sim_post("/members", chat_id=group, add=[wati])
    await client.sim_post("/promote", chat_id=group, user_id=wati, can_change_info=True)
    await client.sim_post("/restrict", chat_id=group, user_id=budi, permissions={})
    await client.sim_post("/members", chat_id=group, remove=[wati, budi])
    assert await changes(client) == [
        ("left", "member"),
        ("member", "administrator"),
        ("member", "restricted"),
        ("administrator", "left"),
        ("restricted", "restricted"),
    ]
    member = await client.result("getChatMember", chat_id=group, user_id=budi)
    assert (member["status"], member["is_member"]) == ("restricted", False)
    await client.sim_post("/members", chat_id=group, add=[budi])
    await client.sim_post("/send", 403, chat_id=group, from_id=budi, text="masih dibatasi")


async def test_a_kicked_bot_comes_back_without_its_old_rank(client: Client):
    """my_chat_member tells each step."""
    group, _, _ = await staff(client)
    bot = {"chat_id": group, "user_id": client.world.bot.id}
    await client.sim_post("/restrict", **bot, permissions={})
    await client.sim_post("/kick", chat_id=group)
    assert await changes(client, "my_chat_member") == [
        ("administrator", "restricted"),
        ("restricted", "kicked"),
    ]
    await client.sim_post("/promote", 403, **bot, can_change_info=True)


async def test_ranks_move_along_with_a_group(client: Client):
    """From a basic group into the supergroup that it becomes."""
    group, _, budi = await staff(client, type="group")
    await client.sim_post("/promote", chat_id=group, user_id=budi, can_change_info=True)
    new = (await client.sim_post("/migrate", chat_id=group))["id"]
    member = await client.result("getChatMember", chat_id=new, user_id=budi)
    assert member["status"] == "administrator"


@pytest.mark.parametrize(
    ("path", "status", "body", "words"),
    [
        ("/restrict", 400, {"permissions": []}, "permissions must be an object"),
        (
            "/restrict",
            400,
            {"permissions": {"can_fly": True}},
            "permissions has no field 'can_fly'",
        ),
        (
            "/restrict",
            400,
            {"permissions": {"can_send_messages": "ya"}},
            "permissions.can_send_messages must be true or false",
        ),
        (
            "/restrict",
            400,
            {"permissions": {}, "until_date": -1},
            "until_date must be a whole number",
        ),
        ("/restrict", 404, {"user_id": 5, "permissions": {}}, "no such user: 5"),
        ("/promote", 400, {"can_fly": True}, "the request has no field 'can_fly'"),
        ("/promote", 400, {"can_pin_messages": 1}, "can_pin_messages must be true or false"),
        ("/promote", 400, {"custom_title": "x" * 17}, "custom_title must be a string of at most"),
        ("/promote", 404, {"chat_id": 5}, "no such chat: 5"),
    ],
)
async def test_ranks_that_make_no_sense(
    client: Client, path: str, status: int, body: dict, words: str
):
    """Refused by the control surface with the reason."""
    group, _, budi = await staff(client)
    answer = await client.sim_post(path, status, **{"chat_id": group, "user_id": budi} | body)
    assert answer["error"].startswith(words)


async def test_ranks_have_their_place(client: Client):
    """Not in private chats or for strangers; the owner keeps all; basic groups restrict nobody."""
    group, sari, budi = await staff(client)
    basic = await client.group([sari, budi], type="group")
    stranger = await client.user("Wati")
    rank = {"permissions": {}}
    await client.sim_post("/restrict", 409, chat_id=group, user_id=sari, **rank)
    await client.sim_post("/restrict", 403, chat_id=group, user_id=stranger, **rank)
    await client.sim_post("/restrict", 400, chat_id=sari, user_id=sari, **rank)
    await client.sim_post("/restrict", 400, chat_id=basic, user_id=budi, **rank)


async def test_all_pins_go_at_once(client: Client):
    """unpinAllChatMessages: in groups it needs the right, in private chats none."""
    group, sari, _ = await staff(client)
    for chat in (group, sari):
        for text in ("a", "b"):
            sent = await client.result("sendMessage", chat_id=chat, text=text)
            target = {"chat_id": chat, "message_id": sent["message_id"]}
            await client.result("pinChatMessage", **target)
        await client.result("unpinAllChatMessages", chat_id=chat)
        await client.result("unpinAllChatMessages", chat_id=chat)
        assert not any("pinned" in message for message in await client.seen(chat))
    await client.sim_post("/promote", chat_id=group, user_id=client.world.bot.id)
    assert await client.refusal("unpinAllChatMessages", chat_id=group) == (
        "Bad Request: not enough rights to manage pinned messages in the chat"
    )


async def test_a_group_says_what_its_members_may(client: Client):
    """`permissions` of getChat; private chats have none."""
    group, sari, _ = await staff(client)
    permissions = (await client.result("getChat", chat_id=group))["permissions"]
    assert permissions.keys() == PERMISSIONS
    assert (permissions["can_send_messages"], permissions["can_pin_messages"]) == (True, False)
    assert "permissions" not in await client.result("getChat", chat_id=sari)


async def test_leaving_leaves_a_line_behind(client: Client):
    """left_chat_member, and my_chat_member of its own doing."""
    group, _, _ = await staff(client)
    await client.result("leaveChat", chat_id=group)
    assert (await client.seen(group))[-1]["service"]["kind"] == "left_chat_member"
    change = (await client.updates())[-1]["my_chat_member"]
    assert (change["from"]["id"], change["new_chat_member"]["status"]) == (
        client.world.bot.id,
        "left",
    )


async def test_the_real_client_understands_ranks_and_what_is_told_of_them(client: Client, bot: Bot):
    """python-telegram-bot reads every kind of member, chat_member and message_reaction."""
    group, sari, budi = await staff(client, is_forum=True)
    wati = await client.user("Wati")
    await client.sim_post("/members", chat_id=group, add=[wati])
    await client.sim_post("/promote", chat_id=group, user_id=budi, can_pin_messages=True)
    await client.sim_post("/restrict", chat_id=group, user_id=wati, permissions=TEXTS_ONLY)
    kinds = [type(await bot.get_chat_member(group, user_id)) for user_id in (sari, budi, wati)]
    assert kinds == [ChatMemberOwner, ChatMemberAdministrator, ChatMemberRestricted]
    assert len(await bot.get_chat_administrators(group)) == 3
    wrote = await client.say(group, "halo", sari)
    updates = await bot.get_updates(allowed_updates=[*HEARD, "message_reaction"])
    changed = [update.chat_member for update in updates if update.chat_member is not None]
    assert [change.new_chat_member.status for change in changed] == [
        "member",
        "administrator",
        "restricted",
    ]
    target = {"chat_id": group, "from_id": sari, "message_id": wrote["message_id"]}
    await client.sim_post("/react", **target, emoji="👍")
    reaction = (await bot.get_updates(offset=updates[-1].update_id + 1))[0].message_reaction
    assert reaction is not None
    assert [type(one) for one in reaction.new_reaction] == [ReactionTypeEmoji]
    topic = await bot.create_forum_topic(group, "Pesanan")
    await bot.close_forum_topic(group, topic.message_thread_id)
    await bot.reopen_forum_topic(group, topic.message_thread_id)
    await bot.unpin_all_forum_topic_messages(group, topic.message_thread_id)
    await bot.delete_forum_topic(group, topic.message_thread_id)
    assert len(await bot.get_forum_topic_icon_stickers()) == 12


async def test_a_kicked_person_is_banned_until_somebody_adds_them_again(client: Client):
    """status kicked, by whom, and back as an ordinary member whatever they were before."""
    group, sari, budi = await staff(client)
    await client.sim_post("/promote", chat_id=group, user_id=budi, can_pin_messages=True)
    await client.sim_post("/kick", chat_id=group, user_id=budi)
    await client.sim_post("/send", 403, chat_id=group, from_id=budi, text="x")
    member = await client.result("getChatMember", chat_id=group, user_id=budi)
    assert (member["status"], member["until_date"]) == ("kicked", 0)
    await client.sim_post("/kick", 403, chat_id=group, user_id=budi)
    await client.sim_post("/members", chat_id=group, add=[budi])
    updates = await client.updates()
    assert updates[1]["message"]["left_chat_member"]["id"] == budi
    told = [update["chat_member"] for update in updates if "chat_member" in update]
    assert [one["new_chat_member"]["status"] for one in told] == [
        "administrator",
        "kicked",
        "member",
    ]
    assert told[1]["from"]["id"] == sari
    await client.say(group, "kembali", budi)


async def test_a_ban_for_a_while_ends(client: Client):
    """The person has left then, and is not back by themselves."""
    group, sari, budi = await staff(client)
    until = int(time.time()) + 3600
    await client.sim_post("/kick", chat_id=group, user_id=budi, until_date=until)
    await client.sim_post("/clock", advance_s=3700)
    member = await client.result("getChatMember", chat_id=group, user_id=budi)
    assert member["status"] == "left"
    await client.sim_post("/kick", 409, chat_id=group, user_id=sari)
