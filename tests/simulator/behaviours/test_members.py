"""Ranks of members, and reactions."""

from __future__ import annotations

from tests.simulator.behaviours.acting import sent, target
from tests.simulator.behaviours.stated import API, behaviour
from tests.simulator.conftest import Client
from tests.simulator.schema import Value

ASKED = ["message", "my_chat_member", "chat_member", "message_reaction"]


async def staff(client: Client, **facts: Value) -> tuple[int, int, int]:
    """A group of two with the bot as an admin who asked for everything: (group, Sari, Budi)."""
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari, budi], **facts)
    await client.updates(allowed_updates=ASKED)
    await client.updates()
    return group, sari, budi


async def told(client: Client, kind: str) -> list[dict]:
    """The updates of a kind since the last look."""
    return [update[kind] for update in await client.updates() if kind in update]


@behaviour(
    "A restricted member's permissions are told one by one.", source=API + "chatmemberrestricted"
)
async def test_restricted(client: Client):
    group, _, budi = await staff(client)
    await client.sim_post(
        "/restrict", chat_id=group, user_id=budi, permissions={"can_send_messages": True}
    )
    member = await client.result("getChatMember", chat_id=group, user_id=budi)
    assert (member["status"], member["is_member"]) == ("restricted", True)
    assert (member["can_send_messages"], member["can_send_photos"]) == (True, False)


@behaviour(
    "A restriction for less than 30 seconds or more than 366 days is for ever.",
    source=API + "restrictchatmember",
)
async def test_for_ever(client: Client):
    group, _, budi = await staff(client)
    now = int((await client.sim_get("/state"))["clock"]["now"])
    found = {}
    for seconds in (10, 3600, 367 * 86_400):
        restriction = {"permissions": {}, "until_date": now + seconds}
        await client.sim_post("/restrict", chat_id=group, user_id=budi, **restriction)
        member = await client.result("getChatMember", chat_id=group, user_id=budi)
        found[seconds] = member["until_date"]
    assert found == {10: 0, 3600: now + 3600, 367 * 86_400: 0}


@behaviour(
    "All permissions true lift the restrictions of a member.", source=API + "restrictchatmember"
)
async def test_lifted(client: Client):
    group, _, budi = await staff(client)
    member = {"chat_id": group, "user_id": budi}
    await client.sim_post("/restrict", **member, permissions={})
    await client.sim_post("/restrict", **member, permissions=None)
    assert (await client.result("getChatMember", **member))["status"] == "member"


@behaviour(
    "The right to manage the chat is implied by any other administrator right.",
    source=API + "promotechatmember",
)
async def test_implied(client: Client):
    group, _, budi = await staff(client)
    member = {"chat_id": group, "user_id": budi}
    await client.sim_post("/promote", **member, can_pin_messages=True)
    admin = await client.result("getChatMember", **member)
    assert (admin["status"], admin["can_pin_messages"]) == ("administrator", True)
    assert (admin["can_manage_chat"], admin["can_delete_messages"]) == (True, False)


@behaviour(
    "All rights false make an administrator an ordinary member.",
    source=API + "promotechatmember",
)
async def test_demoted(client: Client):
    group, _, budi = await staff(client)
    member = {"chat_id": group, "user_id": budi}
    await client.sim_post("/promote", **member, can_pin_messages=True)
    await client.sim_post("/promote", **member)
    assert (await client.result("getChatMember", **member))["status"] == "member"


@behaviour(
    "chat_member comes to a bot that is an admin and asked for it explicitly.",
    source=API + "update",
)
async def test_chat_member(client: Client):
    group, sari, budi = await staff(client)
    await client.sim_post("/promote", chat_id=group, user_id=budi, can_pin_messages=True)
    (change,) = await told(client, "chat_member")
    assert change["from"]["id"] == sari
    assert change["new_chat_member"]["user"]["id"] == budi
    await client.updates(allowed_updates=[])
    await client.sim_post("/promote", chat_id=group, user_id=budi)
    assert await told(client, "chat_member") == []


@behaviour(
    "A change of a member names what they were before and what they are now.",
    source=API + "chatmemberupdated",
)
async def test_before_and_after(client: Client):
    group, _, _ = await staff(client)
    wati = await client.user("Wati")
    await client.sim_post("/members", chat_id=group, add=[wati])
    await client.sim_post("/members", chat_id=group, remove=[wati])
    changes = await told(client, "chat_member")
    assert [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for change in changes
    ] == [("left", "member"), ("member", "left")]


@behaviour(
    "message_reaction comes to a bot that asked for it, with the old and the new list.",
    source=API + "messagereactionupdated",
)
async def test_reactions(client: Client):
    group, sari, _ = await staff(client)
    message = await sent(client, group)
    for emoji in ("👍", "❤"):
        await client.sim_post("/react", **target(message), from_id=sari, emoji=emoji)
    first, second = await told(client, "message_reaction")
    assert (first["user"]["id"], first["old_reaction"]) == (sari, [])
    assert first["new_reaction"] == second["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]


@behaviour(
    "message_reaction does not come for a bot's own reactions.",
    source=API + "update",
)
async def test_own_reactions(client: Client):
    group, _, _ = await staff(client)
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await client.result("setMessageReaction", **target(await sent(client, group)), reaction=thumb)
    assert await told(client, "message_reaction") == []


@behaviour("A reaction is one of Telegram's emoji.", source=API + "reactiontypeemoji")
async def test_known_reactions(client: Client):
    message = await sent(client, await client.user())
    for emoji, fits in (("👍", True), ("🐙", False)):
        reaction = [{"type": "emoji", "emoji": emoji}]
        body = await client.call("setMessageReaction", **target(message), reaction=reaction)
        assert body["ok"] is fits


@behaviour(
    "The right to pin is asked of an administrator in a group.",
    source=API + "chatmemberadministrator",
)
async def test_the_right_to_pin(client: Client):
    group, _, _ = await staff(client)
    message = await sent(client, group)
    bot = {"chat_id": group, "user_id": client.world.bot.id}
    await client.sim_post("/promote", **bot, can_change_info=True)
    assert (await client.call("pinChatMessage", **target(message)))["ok"] is False
    await client.sim_post("/promote", **bot, can_pin_messages=True)
    assert await client.result("pinChatMessage", **target(message)) is True
