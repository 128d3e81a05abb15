"""Menus of commands, links to the bot, and what it says of itself."""

from __future__ import annotations

from tests.simulator.behaviours.acting import texts
from tests.simulator.behaviours.stated import API, FEATURES, behaviour
from tests.simulator.conftest import Client
from tests.simulator.schema import Value

ORDER = API + "determining-list-of-commands"


async def menu(client: Client, chat_id: int) -> list[str]:
    """The commands that a chat shows."""
    chats = (await client.sim_get("/state"))["chats"]
    chat = next(chat for chat in chats if chat["id"] == chat_id)
    return [item["command"] for item in chat["commands"]]


async def own_menu(client: Client, chat_id: int, user_id: int) -> list[str]:
    """The commands that one member of a group is shown."""
    chats = (await client.sim_get("/state"))["chats"]
    chat = next(chat for chat in chats if chat["id"] == chat_id)
    own = chat.get("commands_of", {}).get(str(user_id), chat["commands"])
    return [item["command"] for item in own]


async def set_menu(client: Client, command: str, **where: Value) -> None:
    """A menu of one command."""
    commands = [{"command": command, "description": "x"}]
    await client.result("setMyCommands", commands=commands, **where)


@behaviour("A menu for a chat comes before those for wider scopes.", source=ORDER)
async def test_the_narrowest_scope(client: Client):
    sari, budi = await client.user(), await client.user("Budi")
    await set_menu(client, "umum")
    await set_menu(client, "pribadi", scope={"type": "all_private_chats"})
    await set_menu(client, "sari", scope={"type": "chat", "chat_id": sari})
    assert await menu(client, sari) == ["sari"]
    assert await menu(client, budi) == ["pribadi"]


@behaviour("In groups the menu for all group chats is used.", source=ORDER)
async def test_groups(client: Client):
    sari = await client.user()
    group = await client.group([sari])
    await set_menu(client, "umum")
    await set_menu(client, "grup", scope={"type": "all_group_chats"})
    assert await menu(client, group) == ["grup"]
    assert await menu(client, sari) == ["umum"]


@behaviour(
    "In groups administrators see the menu for administrators before that for all.", source=ORDER
)
async def test_administrators(client: Client):
    sari, budi = await client.user(), await client.user("Budi")
    group, other = await client.group([sari, budi]), await client.group([budi, sari])
    await set_menu(client, "anggota", scope={"type": "all_group_chats"})
    await set_menu(client, "admin", scope={"type": "all_chat_administrators"})
    assert await own_menu(client, group, sari) == ["admin"]
    assert await own_menu(client, group, budi) == ["anggota"]
    await set_menu(client, "staf", scope={"type": "chat", "chat_id": group})
    assert await own_menu(client, group, sari) == ["staf"]
    await set_menu(client, "kepala", scope={"type": "chat_administrators", "chat_id": group})
    assert await own_menu(client, group, sari) == ["kepala"]
    assert await own_menu(client, group, budi) == ["staf"]
    assert await own_menu(client, other, budi) == ["admin"]


@behaviour("The menu for one member of a group comes before all others.", source=ORDER)
async def test_one_member(client: Client):
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari, budi])
    await set_menu(client, "kepala", scope={"type": "chat_administrators", "chat_id": group})
    where = {"type": "chat_member", "chat_id": group, "user_id": sari}
    await set_menu(client, "sari", scope=where)
    assert await own_menu(client, group, sari) == ["sari"]
    assert await own_menu(client, group, budi) == []
    assert await menu(client, group) == []


@behaviour("Within a scope the menu in the person's language comes first.", source=ORDER)
async def test_language(client: Client):
    sari, john = await client.user(language_code="id"), await client.user(language_code="en")
    await set_menu(client, "orders")
    await set_menu(client, "pesanan", language_code="id")
    assert await menu(client, sari) == ["pesanan"]
    assert await menu(client, john) == ["orders"]


@behaviour(
    "A narrower scope without a language comes before a wider one in the person's.",
    source=ORDER,
)
async def test_scope_before_language(client: Client):
    sari = await client.user(language_code="id")
    await set_menu(client, "umum", language_code="id")
    await set_menu(client, "private", scope={"type": "all_private_chats"})
    assert await menu(client, sari) == ["private"]


@behaviour(
    "After deletion the commands of a higher level are shown.", source=API + "deletemycommands"
)
async def test_deletion(client: Client):
    sari = await client.user()
    narrow = {"type": "all_private_chats"}
    await set_menu(client, "umum")
    await set_menu(client, "pribadi", scope=narrow)
    await client.result("deleteMyCommands", scope=narrow)
    assert await menu(client, sari) == ["umum"]


@behaviour(
    "getMyCommands returns an empty list where nothing is set.",
    source=API + "getmycommands",
)
async def test_unset(client: Client):
    await set_menu(client, "umum")
    assert await client.result("getMyCommands", language_code="id") == []
    assert await client.result("getMyCommands", scope={"type": "all_group_chats"}) == []


@behaviour("The scope of a menu is the default one if none is given.", source=API + "setmycommands")
async def test_default_scope(client: Client):
    await set_menu(client, "umum")
    found = await client.result("getMyCommands", scope={"type": "default"})
    assert [item["command"] for item in found] == ["umum"]


@behaviour(
    "A link with ?start=PAYLOAD sends /start PAYLOAD.",
    source=FEATURES + "deep-linking",
)
async def test_deep_links(client: Client):
    sari = await client.user()
    await client.sim_post("/deeplink", from_id=sari, payload="order-Ab_9")
    assert await texts(client) == ["/start order-Ab_9"]


@behaviour(
    "A description is shown in an empty chat, in the person's language where there is one.",
    source=API + "setmydescription",
)
async def test_descriptions(client: Client):
    sari, john = await client.user(language_code="id"), await client.user(language_code="en")
    await client.result("setMyDescription", description="Coffee")
    await client.result("setMyDescription", description="Kopi", language_code="id")
    chats = {chat["id"]: chat for chat in (await client.sim_get("/state"))["chats"]}
    assert (chats[sari]["description"], chats[john]["description"]) == ("Kopi", "Coffee")


@behaviour(
    "An empty description removes the dedicated one of a language.",
    source=API + "setmydescription",
)
async def test_no_description(client: Client):
    sari = await client.user(language_code="id")
    await client.result("setMyDescription", description="Coffee")
    for text in ("Kopi", ""):
        await client.result("setMyDescription", description=text, language_code="id")
    chat = (await client.sim_get("/state"))["chats"][0]
    assert (chat["id"], chat["description"]) == (sari, "Coffee")
