"""Messages that change."""

from __future__ import annotations

from tests.simulator.behaviours.acting import YES, sent, target
from tests.simulator.behaviours.stated import API, SERVER, behaviour
from tests.simulator.conftest import Client, png


@behaviour(
    "An edit returns the message with the date of its last edit.", source=API + "editmessagetext"
)
async def test_an_edit_returns_the_message(client: Client):
    message = await sent(client, await client.user(), "satu")
    await client.sim_post("/clock", advance_s=60)
    edited = await client.result("editMessageText", **target(message), text="dua")
    assert (edited["message_id"], edited["text"]) == (message["message_id"], "dua")
    assert edited["date"] == message["date"]
    assert edited["edit_date"] >= message["date"] + 60


@behaviour("An edit that changes nothing is refused.", source=SERVER)
async def test_not_modified(client: Client):
    message = await sent(client, await client.user(), "satu", reply_markup=YES)
    refused = await client.refusal(
        "editMessageText", **target(message), text="satu", reply_markup=YES
    )
    assert refused == (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message"
    )


@behaviour(
    "Only messages without reply_markup or with an inline keyboard can be edited.",
    source=API + "updating-messages",
)
async def test_no_edit_of_reply_keyboards(client: Client):
    sari = await client.user()
    with_keyboard = await sent(client, sari, reply_markup={"keyboard": [["Menu"]]})
    refused = await client.refusal("editMessageText", **target(with_keyboard), text="y")
    assert refused == "Bad Request: message can't be edited"
    inline = await sent(client, sari, reply_markup=YES)
    await client.result("editMessageText", **target(inline), text="y")


@behaviour("A bot can't edit what a person wrote.", source=SERVER)
async def test_no_edit_of_others(client: Client):
    sari = await client.user()
    theirs = await client.say(sari, "halo")
    refused = await client.refusal(
        "editMessageText", chat_id=sari, message_id=theirs["message_id"], text="y"
    )
    assert refused == "Bad Request: message can't be edited"


@behaviour("An edit of a message that is not there is refused.", source=SERVER)
async def test_nothing_to_edit(client: Client):
    sari = await client.user()
    refused = await client.refusal("editMessageText", chat_id=sari, message_id=77, text="y")
    assert refused == "Bad Request: message to edit not found"


@behaviour(
    "Own messages can be edited at any age: 48 hours bind business messages only.",
    source=API + "editmessagetext",
)
async def test_old_messages(client: Client):
    message = await sent(client, await client.user(), "satu", reply_markup=YES)
    await client.sim_post("/clock", advance_s=30 * 86_400)
    edited = await client.result("editMessageText", **target(message), text="dua")
    assert edited["text"] == "dua"


@behaviour(
    "editMessageReplyMarkup changes the keyboard and nothing else.",
    source=API + "editmessagereplymarkup",
)
async def test_only_the_keyboard(client: Client):
    message = await sent(client, await client.user(), "<b>a</b>", parse_mode="HTML")
    edited = await client.result("editMessageReplyMarkup", **target(message), reply_markup=YES)
    same = {"text": "a", "entities": message["entities"], "date": message["date"]}
    assert {name: edited[name] for name in same} == same
    assert edited["reply_markup"] == YES


@behaviour("editMessageMedia can replace a text with a media.", source=API + "editmessagemedia")
async def test_text_to_media(client: Client):
    message = await sent(client, await client.user(), "Katalog")
    media = {"type": "photo", "media": "attach://p", "caption": "Kopi"}
    body = await client.upload("editMessageMedia", {"p": png()}, **target(message), media=media)
    assert "text" not in body["result"]
    assert body["result"]["caption"] == "Kopi"
    assert body["result"]["photo"]


@behaviour("editMessageCaption may leave no caption.", source=API + "editmessagecaption")
async def test_empty_caption(client: Client):
    sari = await client.user()
    body = await client.upload("sendPhoto", {"photo": png()}, chat_id=sari, caption="Kopi")
    edited = await client.result("editMessageCaption", **target(body["result"]), caption="")
    assert "caption" not in edited


@behaviour("There is no caption to edit in a text.", source=SERVER)
async def test_no_caption_in_a_text(client: Client):
    message = await sent(client, await client.user())
    refused = await client.refusal("editMessageCaption", **target(message), caption="y")
    assert refused == "Bad Request: there is no caption in the message to edit"


@behaviour("There is no text to edit in a photo.", source=SERVER)
async def test_no_text_in_a_photo(client: Client):
    sari = await client.user()
    body = await client.upload("sendPhoto", {"photo": png()}, chat_id=sari)
    refused = await client.refusal("editMessageText", **target(body["result"]), text="y")
    assert refused == "Bad Request: there is no text in the message to edit"
