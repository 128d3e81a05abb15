"""What a bot may still do in a chat that refuses its messages."""

from __future__ import annotations

from tests.simulator.behaviours.acting import sent, target
from tests.simulator.behaviours.stated import SERVER, behaviour
from tests.simulator.conftest import Client

MOVED = "Bad Request: group chat was upgraded to a supergroup chat"
GONE = "Forbidden: user is deactivated"


@behaviour(
    "In a group that moved a bot can still look at the chat and edit its old messages.",
    source=SERVER,
)
async def test_moved(client: Client):
    old = await client.group([await client.user()], type="group")
    message = await sent(client, old)
    await client.sim_post("/migrate", chat_id=old)
    assert (await client.result("getChat", chat_id=old))["id"] == old
    edited = await client.result("editMessageText", **target(message), text="baru")
    assert edited["text"] == "baru"


@behaviour(
    "The members of a group that moved are out of reach, and nothing is pinned or deleted there.",
    source=SERVER,
)
async def test_moved_members(client: Client):
    sari = await client.user()
    old = await client.group([sari], type="group")
    message = await sent(client, old)
    await client.sim_post("/migrate", chat_id=old)
    assert await client.refusal("getChatMember", chat_id=old, user_id=sari) == MOVED
    for method in ("pinChatMessage", "deleteMessage"):
        assert await client.refusal(method, **target(message)) == MOVED


@behaviour(
    "A block stops what is sent: the person can be looked at, old messages edited and deleted.",
    source=SERVER,
)
async def test_blocked(client: Client):
    sari = await client.user()
    message = await sent(client, sari)
    await client.sim_post("/block", user_id=sari)
    member = await client.result("getChatMember", chat_id=sari, user_id=sari)
    assert member["status"] == "member"
    await client.result("editMessageText", **target(message), text="baru")
    assert await client.result("deleteMessage", **target(message)) is True
    for method, more in (("sendMessage", {"text": "x"}), ("sendChatAction", {"action": "typing"})):
        refused = await client.refusal(method, chat_id=sari, **more)
        assert refused == "Forbidden: bot was blocked by the user"


@behaviour("Messages to who is deactivated can't be edited or deleted either.", source=SERVER)
async def test_deactivated(client: Client):
    sari = await client.user()
    message = await sent(client, sari)
    await client.sim_post("/block", user_id=sari, deactivated=True)
    assert (await client.result("getChat", chat_id=sari))["id"] == sari
    assert await client.refusal("deleteMessage", **target(message)) == GONE
    assert await client.refusal("editMessageText", **target(message), text="x") == GONE


@behaviour(
    "A basic group that removed the bot can be looked at, a supergroup can't.", source=SERVER
)
async def test_removed(client: Client):
    group, supergroup = [
        await client.group([await client.user()], type=kind) for kind in ("group", "supergroup")
    ]
    for chat_id in (group, supergroup):
        await client.sim_post("/kick", chat_id=chat_id)
    assert (await client.result("getChat", chat_id=group))["id"] == group
    refused = await client.refusal("getChat", chat_id=supergroup)
    assert refused == "Forbidden: bot was kicked from the supergroup chat"
