"""Inline and reply keyboards."""

from __future__ import annotations

from tests.simulator.behaviours.acting import sent
from tests.simulator.behaviours.stated import API, SERVER, behaviour
from tests.simulator.conftest import Client
from tests.simulator.schema import Value


async def keyboard(client: Client, chat_id: int, button: Value) -> dict:
    """The answer to a message with one inline button."""
    markup = {"inline_keyboard": [[button]]}
    return await client.call("sendMessage", chat_id=chat_id, text="x", reply_markup=markup)


async def pressed(client: Client, chat_id: int, button: Value, **flags: bool) -> dict:
    """The message that pressing a reply button sends."""
    markup = {"keyboard": [[button]]} | flags
    message = await sent(client, chat_id, reply_markup=markup)
    label = button if isinstance(button, str) else button["text"]
    where = {"chat_id": chat_id, "from_id": chat_id, "message_id": message["message_id"]}
    await client.sim_post("/tap", **where, text=label)
    found: dict = (await client.updates())[-1]["message"]
    return found


async def shown(client: Client, chat_id: int) -> Value:
    """The reply keyboard that is open in a chat."""
    chats = (await client.sim_get("/state"))["chats"]
    return next(chat for chat in chats if chat["id"] == chat_id).get("reply_keyboard")


@behaviour(
    "An inline button has exactly one type: url, callback data, copied text and so on.",
    source=API + "inlinekeyboardbutton",
)
async def test_exactly_one_type(client: Client):
    sari = await client.user()
    none = {"text": "a"}
    two = {"text": "a", "url": "https://example.com/", "callback_data": "y"}
    assert (await keyboard(client, sari, none))["ok"] is False
    assert (await keyboard(client, sari, two))["ok"] is False
    assert (await keyboard(client, sari, {"text": "a", "callback_data": "y"}))["ok"] is True


@behaviour(
    "A button's style is danger, success or primary.",
    source=API + "inlinekeyboardbutton",
)
async def test_styles(client: Client):
    sari = await client.user()
    for style, fits in (("danger", True), ("success", True), ("primary", True), ("pink", False)):
        body = await keyboard(client, sari, {"text": "a", "callback_data": "y", "style": style})
        assert body["ok"] is fits


@behaviour(
    "Buttons of a reply keyboard have the same three styles.",
    source=API + "keyboardbutton",
)
async def test_styles_of_reply_buttons(client: Client):
    sari = await client.user()
    for style, fits in (("danger", True), ("success", True), ("primary", True), ("pink", False)):
        markup = {"keyboard": [[{"text": "a", "style": style}]]}
        body = await client.call("sendMessage", chat_id=sari, text="x", reply_markup=markup)
        assert body["ok"] is fits


@behaviour(
    "A url button takes HTTP and tg:// addresses.",
    source=API + "inlinekeyboardbutton",
)
async def test_addresses(client: Client):
    sari = await client.user()
    for url, fits in (
        ("https://example.com/a", True),
        ("tg://resolve?domain=pesan_bot", True),
        ("javascript:alert(1)", False),
        ("ftp://example.com/", False),
    ):
        assert (await keyboard(client, sari, {"text": "a", "url": url}))["ok"] is fits


@behaviour("An inline button without any action is refused in these words.", source=SERVER)
async def test_text_buttons_are_unallowed(client: Client):
    sari = await client.user()
    for button in ({"text": "a"}, {"text": "a", "callback_data": ""}, {"text": "a", "url": ""}):
        assert (await keyboard(client, sari, button))["description"] == (
            "Bad Request: can't parse inline keyboard button: "
            "Text buttons are unallowed in the inline keyboard"
        )


@behaviour(
    "The message that is returned holds an inline keyboard as it was sent.",
    source=API + "message",
)
async def test_inline_keyboards_come_back(client: Client):
    button = {"text": "Ya", "callback_data": "y", "style": "success"}
    body = await keyboard(client, await client.user(), button)
    assert body["result"]["reply_markup"] == {"inline_keyboard": [[button]]}


@behaviour("A string can stand for a simple text button.", source=API + "keyboardbutton")
async def test_strings_as_buttons(client: Client):
    sari = await client.user()
    markup = {"keyboard": [["Katalog", "Pesanan"]]}
    await sent(client, sari, reply_markup=markup)
    labels = [button["text"] for button in (await shown(client, sari))["rows"][0]]
    assert labels == ["Katalog", "Pesanan"]


@behaviour("Pressing a text button sends its text as a message.", source=API + "keyboardbutton")
async def test_text_buttons(client: Client):
    sari = await client.user()
    message = await pressed(client, sari, "Katalog")
    assert (message["from"]["id"], message["text"]) == (sari, "Katalog")


@behaviour(
    "A request_contact button sends the person's own phone number as a contact.",
    source=API + "keyboardbutton",
)
async def test_contact_buttons(client: Client):
    sari = await client.user(phone="62811000111")
    message = await pressed(client, sari, {"text": "Nomor saya", "request_contact": True})
    contact = message["contact"]
    assert contact["phone_number"] == "62811000111"
    assert contact["user_id"] == message["from"]["id"] == sari


@behaviour(
    "A request_location button sends the person's place.",
    source=API + "keyboardbutton",
)
async def test_location_buttons(client: Client):
    message = await pressed(
        client, await client.user(), {"text": "Di sini", "request_location": True}
    )
    assert set(message["location"]) == {"latitude", "longitude"}


@behaviour(
    "request_contact is available in private chats only.",
    source=API + "keyboardbutton",
)
async def test_contacts_in_private_only(client: Client):
    group = await client.group([await client.user()])
    markup = {"keyboard": [[{"text": "Nomor", "request_contact": True}]]}
    refused = await client.refusal("sendMessage", chat_id=group, text="x", reply_markup=markup)
    assert refused == "Bad Request: phone number can be requested in private chats only"


@behaviour(
    "request_location is available in private chats only.",
    source=API + "keyboardbutton",
)
async def test_locations_in_private_only(client: Client):
    group = await client.group([await client.user()])
    markup = {"keyboard": [[{"text": "Di sini", "request_location": True}]]}
    refused = await client.refusal("sendMessage", chat_id=group, text="x", reply_markup=markup)
    assert refused == "Bad Request: location can be requested in private chats only"


@behaviour(
    "A reply button has at most one special type.",
    source=API + "keyboardbutton",
)
async def test_one_type_of_reply_button(client: Client):
    button = {"text": "a", "request_contact": True, "request_location": True}
    sari = await client.user()
    body = await client.call(
        "sendMessage", chat_id=sari, text="x", reply_markup={"keyboard": [[button]]}
    )
    assert body["ok"] is False


@behaviour(
    "A reply keyboard is shown until another one is sent.",
    source=API + "replykeyboardremove",
)
async def test_keyboards_stay(client: Client):
    sari = await client.user()
    await sent(client, sari, reply_markup={"keyboard": [["Satu"]]})
    await sent(client, sari, "tanpa papan tombol")
    assert (await shown(client, sari))["rows"][0][0]["text"] == "Satu"
    await sent(client, sari, reply_markup={"keyboard": [["Dua"]]})
    assert (await shown(client, sari))["rows"][0][0]["text"] == "Dua"


@behaviour("remove_keyboard takes the reply keyboard away.", source=API + "replykeyboardremove")
async def test_removal(client: Client):
    sari = await client.user()
    await sent(client, sari, reply_markup={"keyboard": [["Satu"]]})
    await sent(client, sari, reply_markup={"remove_keyboard": True})
    assert await shown(client, sari) is None


@behaviour(
    "A one-time keyboard is hidden as soon as it was used.",
    source=API + "replykeyboardmarkup",
)
async def test_one_time(client: Client):
    sari = await client.user()
    await pressed(client, sari, "Satu", one_time_keyboard=True)
    assert await shown(client, sari) is None
    await pressed(client, sari, "Satu")
    assert await shown(client, sari) is not None


@behaviour("force_reply shows the reply interface to the person.", source=API + "forcereply")
async def test_force_reply(client: Client):
    sari = await client.user()
    markup = {"force_reply": True, "input_field_placeholder": "Alamat"}
    await sent(client, sari, reply_markup=markup)
    assert await shown(client, sari) == markup
