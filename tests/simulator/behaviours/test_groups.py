"""Who sees what in a group, and what happens to it."""

from __future__ import annotations

from tests.simulator.behaviours.acting import sent, target
from tests.simulator.behaviours.stated import API, FAQ, FEATURES, SERVER, behaviour
from tests.simulator.conftest import Client
from tests.simulator.schema import Value

PRIVACY = FEATURES + "privacy-mode"
SEEN = FAQ + "what-messages-will-my-bot-get"


async def private_bot(client: Client) -> tuple[int, int]:
    """A person and a group in which the bot is no admin: privacy mode holds."""
    sari = await client.user()
    return sari, await client.group([sari], bot_is_admin=False)


async def reaches(client: Client, group: int, text: str, sari: int, **more: Value) -> bool:
    """Whether the bot gets a message."""
    return (await client.say(group, text, sari, **more))["update_id"] is not None


@behaviour("In privacy mode a bot does not get ordinary messages of a group.", source=PRIVACY)
async def test_ordinary_messages(client: Client):
    sari, group = await private_bot(client)
    assert await reaches(client, group, "sudah makan?", sari) is False


@behaviour(
    "In privacy mode a bot gets general commands if it was the last bot that wrote.",
    source=PRIVACY,
)
async def test_general_commands(client: Client):
    sari, group = await private_bot(client)
    await sent(client, group)  # the last bot that wrote here
    assert await reaches(client, group, "/menu", sari) is True


@behaviour(
    "In privacy mode a bot gets commands that are meant for it, not for another bot.",
    source=PRIVACY,
)
async def test_commands_by_name(client: Client):
    sari, group = await private_bot(client)
    assert await reaches(client, group, "/menu@pesan_bot", sari) is True
    assert await reaches(client, group, "/menu@other_bot", sari) is False


@behaviour("In privacy mode a bot gets replies to its own messages.", source=PRIVACY)
async def test_replies(client: Client):
    sari, group = await private_bot(client)
    own = await sent(client, group)
    theirs = await client.say(group, "halo", sari)
    assert await reaches(client, group, "ya", sari, reply_to=own["message_id"]) is True
    assert await reaches(client, group, "ya", sari, reply_to=theirs["message_id"]) is False


@behaviour(
    "In privacy mode a bot gets what mentions its own name, not a name that begins like it.",
    source=SEEN,
)
async def test_mentions(client: Client):
    sari, group = await private_bot(client)
    for text, expected in (
        ("tanya @pesan_bot", True),
        ("🛒🛒 @Pesan_Bot ada?", True),
        ("/menu@other_bot @pesan_bot", True),
        ("hi @pesan_bot2", False),
        ("a@pesan_bot.com", False),
        ("lihat https://contoh.id/@pesan_bot", False),
    ):
        assert await reaches(client, group, text, sari) is expected, text


@behaviour("Whatever its settings, a bot gets all service messages.", source=SEEN)
async def test_service_messages(client: Client):
    _, group = await private_bot(client)
    await client.updates()
    await client.sim_post("/members", chat_id=group, add=[await client.user("Budi")])
    kinds = [update["message"] for update in await client.updates() if "message" in update]
    assert ["new_chat_members" in message for message in kinds] == [True]


@behaviour("Whatever its settings, a bot gets all messages of private chats.", source=SEEN)
async def test_private_messages(client: Client):
    sari = await client.user()
    assert await reaches(client, sari, "sudah makan?", sari) is True


@behaviour("A bot that is an admin gets all messages of the group.", source=PRIVACY)
async def test_admins(client: Client):
    sari = await client.user()
    group = await client.group([sari])
    assert await reaches(client, group, "sudah makan?", sari) is True


@behaviour(
    "A group that became a supergroup refuses calls and tells its new identifier.",
    source=API + "responseparameters",
)
async def test_migrated(client: Client):
    old = await client.group([await client.user()], type="group")
    new = (await client.sim_post("/migrate", chat_id=old))["id"]
    body = await client.call("sendMessage", chat_id=old, text="x")
    assert body["error_code"] == 400
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert body["parameters"] == {"migrate_to_chat_id": new}
    await sent(client, new)


@behaviour(
    "A migration leaves service messages on both sides that name the other chat.",
    source=API + "message",
)
async def test_migration_is_told(client: Client):
    old = await client.group([await client.user()], type="group")
    await client.updates()
    new = (await client.sim_post("/migrate", chat_id=old))["id"]
    told = [u["message"] for u in await client.updates() if "message" in u]
    there, here = told
    assert (there["chat"]["id"], there["migrate_to_chat_id"]) == (old, new)
    assert (here["chat"]["id"], here["migrate_from_chat_id"]) == (new, old)


@behaviour("A bot that was kicked gets 403 with the kind of the chat.", source=SERVER)
async def test_kicked(client: Client):
    group = await client.group([await client.user()])
    await client.sim_post("/kick", chat_id=group)
    body = await client.call("sendMessage", chat_id=group, text="x")
    assert (body["error_code"], body["description"]) == (
        403,
        "Forbidden: bot was kicked from the supergroup chat",
    )


@behaviour(
    "When the bot is removed, my_chat_member tells it that it was banned.",
    source=API + "chatmemberbanned",
)
async def test_kick_is_told(client: Client):
    group = await client.group([await client.user()])
    await client.sim_post("/kick", chat_id=group)
    change = (await client.updates())[-1]["my_chat_member"]
    assert change["old_chat_member"]["status"] == "administrator"
    assert change["new_chat_member"]["status"] == "kicked"
    assert change["new_chat_member"]["until_date"] == 0


@behaviour("A bot can leave a group by itself.", source=API + "leavechat")
async def test_leaving(client: Client):
    sari = await client.user()
    group = await client.group([sari])
    assert await client.result("leaveChat", chat_id=group) is True
    assert (await client.call("sendMessage", chat_id=group, text="x"))["error_code"] == 403
    assert await reaches(client, group, "halo", sari) is False


@behaviour(
    "getChatAdministrators omits bots other than the current one.",
    source=API + "getchatadministrators",
)
async def test_administrators(client: Client):
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari, budi])
    admins = await client.result("getChatAdministrators", chat_id=group)
    assert [(one["status"], one["user"]["is_bot"]) for one in admins] == [
        ("creator", False),
        ("administrator", True),
    ]


@behaviour("Who left a chat is a ChatMemberLeft.", source=API + "chatmemberleft")
async def test_who_left(client: Client):
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari, budi])
    member = {"chat_id": group, "user_id": budi}
    assert (await client.result("getChatMember", **member))["status"] == "member"
    await client.sim_post("/members", chat_id=group, remove=[budi])
    assert (await client.result("getChatMember", **member))["status"] == "left"


@behaviour(
    "new_chat_members names who was added; the bot itself may be one of them.",
    source=API + "message",
)
async def test_new_members(client: Client):
    await client.group([await client.user()])
    added = (await client.updates())[-1]["message"]["new_chat_members"]
    assert [member["id"] for member in added] == [client.world.bot.id]


@behaviour("In groups only an administrator can pin.", source=API + "pinchatmessage")
async def test_pinning_needs_rights(client: Client):
    _, group = await private_bot(client)
    refused = await client.call("pinChatMessage", **target(await sent(client, group)))
    assert refused["ok"] is False


@behaviour("In private chats messages can be pinned without rights.", source=API + "pinchatmessage")
async def test_pinning_in_private(client: Client):
    sari = await client.user()
    message = await sent(client, sari, "Penting")
    await client.result("pinChatMessage", **target(message))
    full = await client.result("getChat", chat_id=sari)
    assert full["pinned_message"]["text"] == "Penting"


@behaviour(
    "unpinChatMessage without an identifier unpins the most recent pinned message.",
    source=API + "unpinchatmessage",
)
async def test_unpinning(client: Client):
    sari = await client.user()
    for text in ("satu", "dua"):
        await client.result("pinChatMessage", **target(await sent(client, sari, text)))
    await client.result("unpinChatMessage", chat_id=sari)
    full = await client.result("getChat", chat_id=sari)
    assert full["pinned_message"]["text"] == "satu"


@behaviour(
    "A bot sets up to one reaction per message.",
    source=API + "setmessagereaction",
)
async def test_one_reaction(client: Client):
    message = await sent(client, await client.user())
    thumb, heart = ({"type": "emoji", "emoji": emoji} for emoji in "👍❤")
    two = await client.call("setMessageReaction", **target(message), reaction=[thumb, heart])
    assert two["ok"] is False
    await client.result("setMessageReaction", **target(message), reaction=[heart])
    assert (await client.seen(message["chat"]["id"]))[0]["reactions"] == ["❤"]
