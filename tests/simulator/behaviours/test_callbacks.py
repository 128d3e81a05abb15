"""Taps on inline buttons, and their answers."""

from __future__ import annotations

import asyncio

from tests.simulator.behaviours.acting import YES, sent, tapped, target
from tests.simulator.behaviours.stated import API, SERVER, behaviour
from tests.simulator.conftest import TOO_OLD, Client
from tests.simulator.schema import Value


async def answered(client: Client, **answer: Value) -> Value:
    """What the person who tapped gets to see."""
    message = await sent(client, await client.user(), reply_markup=YES)
    chat = message["chat"]["id"]
    body = {"chat_id": chat, "from_id": chat, "message_id": message["message_id"], "data": "y"}
    tap = asyncio.create_task(client.sim_post("/tap", **body))
    query = (await client.updates(timeout=10))[-1]["callback_query"]
    await client.result("answerCallbackQuery", callback_query_id=query["id"], **answer)
    return (await tap)["answer"]


@behaviour(
    "A callback query brings the button's data and the message it stood on.",
    source=API + "callbackquery",
)
async def test_query(client: Client):
    message = await sent(client, await client.user(), "Pilih", reply_markup=YES)
    query = await tapped(client, message)
    assert (query["data"], query["from"]["id"]) == ("y", message["chat"]["id"])
    assert query["message"]["message_id"] == message["message_id"]
    assert query["message"]["text"] == "Pilih"


@behaviour(
    "chat_instance stands for the chat: the same in one chat, another in another.",
    source=API + "callbackquery",
)
async def test_chat_instance(client: Client):
    first = await sent(client, await client.user(), reply_markup=YES)
    other = await sent(client, await client.user("Budi"), reply_markup=YES)
    one, again, two = [(await tapped(client, m))["chat_instance"] for m in (first, first, other)]
    assert one == again != two


@behaviour("The text of an answer is shown as a notification.", source=API + "answercallbackquery")
async def test_notification(client: Client):
    assert await answered(client, text="Siap") == {
        "text": "Siap",
        "show_alert": False,
        "url": None,
    }


@behaviour("With show_alert the answer is shown as an alert.", source=API + "answercallbackquery")
async def test_alert(client: Client):
    assert (await answered(client, text="Stok habis", show_alert=True))["show_alert"] is True


@behaviour("Without a text nothing is shown to the person.", source=API + "answercallbackquery")
async def test_no_text(client: Client):
    assert (await answered(client))["text"] is None


@behaviour(
    "An answer may open t.me/your_bot?start=XXXX, no other address.",
    source=API + "answercallbackquery",
)
async def test_addresses(client: Client):
    link = f"https://t.me/{client.world.bot.username}?start=abc"
    assert (await answered(client, url=link))["url"] == link
    query = await tapped(client, await sent(client, await client.user(), reply_markup=YES))
    refused = await client.refusal(
        "answerCallbackQuery", callback_query_id=query["id"], url="https://example.com/"
    )
    assert refused == "Bad Request: URL_INVALID"


@behaviour("A query that is too old, or unknown, can't be answered any more.", source=SERVER)
async def test_too_old(client: Client):
    query = await tapped(client, await sent(client, await client.user(), reply_markup=YES))
    await client.sim_post("/clock", advance_s=151)
    refused = await client.refusal("answerCallbackQuery", callback_query_id=query["id"])
    assert refused == TOO_OLD
    assert await client.refusal("answerCallbackQuery", callback_query_id="5") == TOO_OLD


@behaviour(
    "A query can hold data that no button of its message has.",
    source=API + "callbackquery",
)
async def test_foreign_data(client: Client):
    message = await sent(client, await client.user(), reply_markup=YES)
    where = {"from_id": message["chat"]["id"], "force": True, "wait": 0}
    await client.sim_post("/tap", **target(message), **where, data="hapus:semua")
    assert (await client.updates())[-1]["callback_query"]["data"] == "hapus:semua"


@behaviour(
    "A message that is inaccessible to the bot has the date 0.",
    source=API + "inaccessiblemessage",
)
async def test_deleted_message(client: Client):
    message = await sent(client, await client.user(), reply_markup=YES)
    await client.result("deleteMessage", **target(message))
    where = {"from_id": message["chat"]["id"], "force": True, "wait": 0}
    await client.sim_post("/tap", **target(message), **where, data="y")
    gone = (await client.updates())[-1]["callback_query"]["message"]
    assert gone == {"chat": message["chat"], "message_id": message["message_id"], "date": 0}


@behaviour(
    "Buttons that copy or open something send nothing to the bot.",
    source=API + "inlinekeyboardbutton",
)
async def test_silent_buttons(client: Client):
    row = [
        {"text": "Salin", "copy_text": {"text": "JNE1"}},
        {"text": "Buka", "url": "https://example.com/"},
    ]
    message = await sent(client, await client.user(), reply_markup={"inline_keyboard": [row]})
    for label in ("Salin", "Buka"):
        await client.sim_post("/tap", **target(message), from_id=message["chat"]["id"], text=label)
    assert await client.updates() == []


@behaviour("A callback query has an identifier of its own.", source=API + "callbackquery")
async def test_each_tap(client: Client):
    message = await sent(client, await client.user(), reply_markup=YES)
    first, second = await tapped(client, message), await tapped(client, message)
    assert first["id"] != second["id"]
