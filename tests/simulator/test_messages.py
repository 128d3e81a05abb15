"""Messages of the bot: what is accepted, what is refused, and in which words."""

from __future__ import annotations

import json

import pytest

from tests.simulator.conftest import Client

KEYBOARD = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}


async def test_a_sent_message_comes_back_and_is_seen(client: Client):
    """sendMessage returns the Message that the person sees."""
    sari = await client.user()
    sent = await client.result(
        "sendMessage", chat_id=sari, text="<b>Halo</b> kak", parse_mode="HTML"
    )
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    seen = (await client.seen(sari))[0]
    assert seen["html"] == "<b>Halo</b> kak"
    assert seen["message_id"] == sent["message_id"]


@pytest.mark.parametrize("form", ["query", "urlencoded", "json", "multipart"])
async def test_parameters_come_in_every_documented_form(client: Client, form: str):
    """Source: core.telegram.org/bots/api#making-requests."""
    sari = await client.user()
    params = {"chat_id": str(sari), "text": "Halo", "reply_markup": json.dumps(KEYBOARD)}
    url = f"/bot{client.world.token}/sendMessage"
    if form == "query":
        request = client.http.get(url, params=params)
    elif form == "json":
        body = {"chat_id": sari, "text": "Halo", "reply_markup": KEYBOARD}
        request = client.http.post(url, json=body)
    elif form == "multipart":
        import aiohttp

        data = aiohttp.FormData(params, default_to_multipart=True)
        request = client.http.post(url, data=data)
    else:
        request = client.http.post(url, data=params)
    async with request as answer:
        body = await answer.json()
    assert body["result"]["reply_markup"] == KEYBOARD


REFUSED = [
    ({"text": ""}, "Bad Request: message text is empty"),
    ({"text": " \n "}, "Bad Request: text must be non-empty"),
    ({}, "Bad Request: message text is empty"),
    ({"text": "x" * 4097}, "Bad Request: message is too long"),
    ({"text": "x", "chat_id": 5}, "Bad Request: chat not found"),
    ({"text": "x", "chat_id": "@nobody"}, "Bad Request: chat not found"),
    ({"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
    ({"text": "x", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
    (
        {"text": "x", "message_effect_id": "5"},
        "Bad Request: the simulator does not honour the parameter sendMessage.message_effect_id",
    ),
    (
        {"text": "x", "reply_to_message_id": 1},
        "Bad Request: the simulator does not honour the parameter sendMessage.reply_to_message_id",
    ),
    (
        {"text": "x", "reply_parameters": {"message_id": 9}},
        "Bad Request: message to be replied not found",
    ),
    ({"text": "x", "message_thread_id": 9}, "Bad Request: message thread not found"),
    ({"text": "x", "reply_markup": "{"}, "Bad Request: can't parse reply_markup JSON object"),
]


@pytest.mark.parametrize(("params", "words"), REFUSED, ids=[w[13:60] for _, w in REFUSED])
async def test_sending_is_refused_in_telegrams_words(client: Client, params: dict, words: str):
    """Limits and errors of sendMessage."""
    sari = await client.user()
    assert await client.refusal("sendMessage", **({"chat_id": sari} | params)) == words
    assert await client.seen(sari) == []


async def test_the_text_limit_counts_what_is_left_after_parsing(client: Client):
    """ "1-4096 characters after entities parsing" (core.telegram.org/bots/api#sendmessage)."""
    sari = await client.user()
    text = "<b>" + "&lt;" * 4096 + "</b>"
    sent = await client.result("sendMessage", chat_id=sari, text=text, parse_mode="HTML")
    assert sent["text"] == "<" * 4096


UNALLOWED = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
BUTTONS = [
    ({"text": "a", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": ""}, UNALLOWED),
    ({"text": "a", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ({"text": "a"}, UNALLOWED),
    ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
    ({"text": "a", "callback_data": "x", "style": "pink"}, "invalid button style specified"),
    (
        {"text": "a", "callback_game": {}},
        "the simulator does not honour InlineKeyboardButton.callback_game",
    ),
    (
        {"text": "a", "url": "javascript:alert(1)"},
        (
            "inline keyboard button URL 'javascript:alert(1)' is invalid: "
            "Wrong port number specified in the URL"
        ),
    ),
]


@pytest.mark.parametrize(("button", "words"), BUTTONS, ids=[w[:40] for _, w in BUTTONS])
async def test_a_wrong_button_is_refused(client: Client, button: dict, words: str):
    """callback_data is 1-64 bytes, copy_text 1-256 characters, and so on."""
    sari = await client.user()
    markup = {"inline_keyboard": [[button]]}
    refused = await client.refusal("sendMessage", chat_id=sari, text="x", reply_markup=markup)
    assert refused == f"Bad Request: {words}"


async def test_64_bytes_of_callback_data_and_every_style_pass(client: Client):
    """The limits themselves are allowed."""
    sari = await client.user()
    row = [
        {"text": style, "callback_data": "é" * 32, "style": style}
        for style in ("primary", "success", "danger")
    ]
    sent = await client.result(
        "sendMessage", chat_id=sari, text="x", reply_markup={"inline_keyboard": [row]}
    )
    assert sent["reply_markup"]["inline_keyboard"] == [row]


async def test_a_hundred_and_one_buttons_are_too_many(client: Client):
    """A keyboard is bounded."""
    sari = await client.user()
    rows = [[{"text": str(n), "callback_data": str(n)}] for n in range(101)]
    refused = await client.refusal(
        "sendMessage", chat_id=sari, text="x", reply_markup={"inline_keyboard": rows}
    )
    assert refused == "Bad Request: reply markup is too long"


async def test_an_edit_replaces_text_and_keyboard(client: Client):
    """An edit without a keyboard takes the keyboard away, as Telegram's does."""
    sari = await client.user()
    sent = await client.result("sendMessage", chat_id=sari, text="a", reply_markup=KEYBOARD)
    target = {"chat_id": sari, "message_id": sent["message_id"]}
    edited = await client.result("editMessageText", **target, text="b")
    assert edited["text"] == "b"
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= sent["date"]


async def test_an_edit_that_changes_nothing_is_refused(client: Client):
    """400 "message is not modified"; with another keyboard it is an edit."""
    sari = await client.user()
    sent = await client.result("sendMessage", chat_id=sari, text="a", reply_markup=KEYBOARD)
    target = {"chat_id": sari, "message_id": sent["message_id"]}
    refused = await client.refusal("editMessageText", **target, text=" a ", reply_markup=KEYBOARD)
    assert refused.startswith("Bad Request: message is not modified: ")
    await client.result("editMessageReplyMarkup", **target)
    refused = await client.refusal("editMessageReplyMarkup", **target)
    assert refused.startswith("Bad Request: message is not modified: ")


async def test_edits_of_what_cannot_be_edited(client: Client):
    """Unknown, foreign and reply-keyboard messages."""
    sari = await client.user()
    assert (
        await client.refusal("editMessageText", chat_id=sari, message_id=9, text="x")
        == "Bad Request: message to edit not found"
    )
    theirs = await client.say(sari, "halo")
    mine = await client.result(
        "sendMessage", chat_id=sari, text="x", reply_markup={"keyboard": [["Menu"]]}
    )
    for message_id in (theirs["message_id"], mine["message_id"]):
        refused = await client.refusal(
            "editMessageText", chat_id=sari, message_id=message_id, text="y"
        )
        assert refused == "Bad Request: message can't be edited"


async def test_a_caption_edit_on_a_text_and_the_reverse(client: Client):
    """There is no caption in a text."""
    sari = await client.user()
    sent = await client.result("sendMessage", chat_id=sari, text="a")
    target = {"chat_id": sari, "message_id": sent["message_id"]}
    refused = await client.refusal("editMessageCaption", **target, caption="b")
    assert refused == "Bad Request: there is no caption in the message to edit"


async def test_deleting(client: Client):
    """48 hours, and in private chats also what the person wrote."""
    sari = await client.user()
    theirs = await client.say(sari, "halo")
    sent = await client.result("sendMessage", chat_id=sari, text="a")
    await client.result("deleteMessage", chat_id=sari, message_id=theirs["message_id"])
    assert (
        await client.refusal("deleteMessage", chat_id=sari, message_id=theirs["message_id"])
        == "Bad Request: message to delete not found"
    )
    await client.sim_post("/clock", advance_s=48 * 3600 + 5)
    refused = await client.refusal("deleteMessage", chat_id=sari, message_id=sent["message_id"])
    assert refused == "Bad Request: message can't be deleted for everyone"


async def test_delete_messages_skips_what_is_not_there(client: Client):
    """deleteMessages: "if some of the specified messages can't be found, they are skipped"."""
    sari = await client.user()
    ids = [
        (await client.result("sendMessage", chat_id=sari, text="a"))["message_id"] for _ in range(3)
    ]
    await client.result("deleteMessages", chat_id=sari, message_ids=[*ids[:2], 999])
    history = await client.sim_get(f"/chats/{sari}/messages?after=0")
    assert [m["message_id"] for m in history["messages"]] == ids[2:]
    assert history["deleted"] == ids[:2]


async def test_a_reply_shows_what_it_replies_to(client: Client):
    """The reply inside the reply is left out."""
    sari = await client.user()
    first = await client.say(sari, "satu")
    second = await client.result(
        "sendMessage",
        chat_id=sari,
        text="dua",
        reply_parameters={"message_id": first["message_id"]},
    )
    third = await client.say(sari, "tiga", reply_to=second["message_id"])
    update = (await client.updates())[-1]
    assert update["message"]["message_id"] == third["message_id"]
    assert update["message"]["reply_to_message"]["text"] == "dua"
    assert "reply_to_message" not in update["message"]["reply_to_message"]


async def test_blocked_and_deactivated_people(client: Client):
    """403 in Telegram's words, and my_chat_member tells of the block."""
    sari = await client.user()
    await client.sim_post("/block", user_id=sari, blocked=True)
    assert (
        await client.refusal("sendMessage", chat_id=sari, text="x")
        == "Forbidden: bot was blocked by the user"
    )
    change = (await client.updates())[-1]["my_chat_member"]
    assert change["old_chat_member"]["status"] == "member"
    assert change["new_chat_member"]["status"] == "kicked"
    await client.sim_post("/block", user_id=sari, blocked=False)
    await client.result("sendMessage", chat_id=sari, text="x")
    await client.sim_post("/block", user_id=sari, deactivated=True)
    assert (
        await client.refusal("sendMessage", chat_id=sari, text="x")
        == "Forbidden: user is deactivated"
    )


async def test_lone_surrogates_are_refused_and_control_characters_are_cleaned(client: Client):
    """Telegram keeps valid UTF-8 without control and direction characters."""
    sari = await client.user()
    refused = await client.refusal("sendMessage", chat_id=sari, text="a\ud83d")
    assert refused == "Bad Request: strings must be encoded in UTF-8"
    sent = await client.result("sendMessage", chat_id=sari, text="a\u202eb\x00c\r\nd")
    assert sent["text"] == "ab c\nd"


async def test_unknown_methods_and_methods_that_are_not_built(client: Client):
    """An unknown one is not found; a known one says that the simulator lacks it."""
    assert await client.refusal("makeCoffee") == "Not Found: method not found"
    body = await client.call("createInvoiceLink")
    assert (body["error_code"], body["description"]) == (
        501,
        "Not Implemented by the simulator: createInvoiceLink",
    )
    assert (await client.result("GETME"))["is_bot"] is True


async def test_another_bots_token_is_unauthorized(client: Client):
    """401, for calls and for files."""
    for path in ("/bot1:OTHER/getMe", "/file/bot1:OTHER/photos/x.png", "/bot"):
        async with client.http.get(path) as answer:
            assert answer.status == 401
            assert (await answer.json())["description"] == "Unauthorized"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b"\xff=\xfe", "text/plain"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
    ],
)
async def test_broken_bodies_are_told_apart_from_crashes(client: Client, body: bytes, kind: str):
    """A body that cannot be read is a 400, never a 500."""
    url = f"/bot{client.world.token}/sendMessage"
    async with client.http.post(url, data=body, headers={"content-type": kind}) as answer:
        assert answer.status == 400
        assert (await answer.json())["description"].startswith("Bad Request: ")


async def test_commands_are_kept_per_scope_and_language(client: Client):
    """What a person sees follows core.telegram.org/bots/api#determining-list-of-commands."""
    sari = await client.user(language_code="id")
    english = [{"command": "orders", "description": "My orders"}]
    indonesian = [{"command": "pesanan", "description": "Pesanan saya"}]
    scope = {"type": "all_private_chats"}
    await client.result("setMyCommands", commands=english)
    await client.result("setMyCommands", commands=indonesian, scope=scope, language_code="id")
    assert await client.result("getMyCommands") == english
    assert await client.result("getMyCommands", scope=scope, language_code="id") == indonesian
    assert await client.result("getMyCommands", scope=scope) == []
    state = await client.sim_get("/state")
    assert state["bot"]["commands"] == english
    chat = next(chat for chat in state["chats"] if chat["id"] == sari)
    assert chat["commands"] == indonesian
    await client.result("deleteMyCommands", scope=scope, language_code="id")
    assert await client.result("getMyCommands", scope=scope, language_code="id") == []
    wrong = [{"command": "Kopi Susu", "description": "x"}]
    assert await client.refusal("setMyCommands", commands=wrong) == (
        "Bad Request: BOT_COMMAND_INVALID"
    )


async def test_the_small_methods(client: Client):
    """Actions, reactions, pins, descriptions, location and contact."""
    sari = await client.user()
    sent = await client.result("sendMessage", chat_id=sari, text="x")
    target = {"chat_id": sari, "message_id": sent["message_id"]}
    await client.result("sendChatAction", chat_id=sari, action="typing")
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await client.result("setMessageReaction", **target, reaction=thumb)
    await client.result("pinChatMessage", **target)
    seen = (await client.seen(sari))[0]
    assert seen["reactions"] == ["👍"]
    assert seen["pinned"] is True
    full = await client.result("getChat", chat_id=sari)
    assert full["pinned_message"]["text"] == "x"
    await client.result("unpinChatMessage", chat_id=sari)
    await client.result("setMyDescription", description="Toko kopi")
    await client.result("setMyShortDescription", short_description="Kopi")
    place = await client.result("sendLocation", chat_id=sari, latitude="-6.2", longitude=106.8)
    assert place["location"] == {"latitude": -6.2, "longitude": 106.8}
    contact = await client.result(
        "sendContact", chat_id=sari, phone_number="+62811", first_name="Toko"
    )
    assert contact["contact"]["first_name"] == "Toko"
    refused = await client.refusal("sendLocation", chat_id=sari, latitude=91, longitude=0)
    assert refused == "Bad Request: wrong location specified"


async def test_a_null_in_an_object_asks_for_nothing(client: Client):
    """pyTelegramBotAPI sends back every field that an entity could have, most of them null."""
    sari = await client.user()
    bold = {"type": "bold", "offset": 0, "length": 4}
    nulls = dict.fromkeys(("url", "user", "language", "custom_emoji_id"))
    sent = await client.result("sendMessage", chat_id=sari, text="Kopi", entities=[bold | nulls])
    assert sent["entities"] == [bold]
