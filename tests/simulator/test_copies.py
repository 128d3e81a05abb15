"""Forwards and copies: what they hold, what they refuse, several at once.

Source: core.telegram.org/bots/api#copymessage and the methods beside it.
"""

from __future__ import annotations

import pytest
from telegram import Bot, MessageOriginUser
from telegram.error import BadRequest

from tests.simulator.conftest import Client, base64_png

KEYBOARD = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
METHODS = ["copyMessage", "forwardMessage"]
PLURALS = ["copyMessages", "forwardMessages"]


async def sent_ids(client: Client, chat: int, count: int, **more: object) -> list[int]:
    """So many texts of the bot."""
    sent = [
        await client.result("sendMessage", chat_id=chat, text=f"pesan {n}", **more)
        for n in range(count)
    ]
    return [message["message_id"] for message in sent]


async def test_a_forward_names_who_wrote_it_and_a_forward_of_it_too(client: Client):
    """forward_origin is the first author's, whoever forwards."""
    sari, budi = await client.user(), await client.user("Budi")
    wrote = await client.say(sari, "halo #kopi")
    forward = await client.result(
        "forwardMessage", chat_id=budi, from_chat_id=sari, message_id=wrote["message_id"]
    )
    assert (forward["text"], forward["entities"][0]["type"]) == ("halo #kopi", "hashtag")
    assert forward["forward_origin"]["sender_user"]["id"] == sari
    assert forward["from"]["id"] == client.world.bot.id
    assert (await client.seen(budi))[0]["forwarded_from"] == "Sari"
    second = await client.result(
        "forwardMessage", chat_id=sari, from_chat_id=budi, message_id=forward["message_id"]
    )
    assert second["forward_origin"] == forward["forward_origin"]


async def test_a_copy_has_no_link_and_its_own_keyboard(client: Client):
    """The old keyboard stays behind, a new one may be given; the answer is a MessageId."""
    sari = await client.user()
    sent = await client.result("sendMessage", chat_id=sari, text="Pilih", reply_markup=KEYBOARD)
    source = {"chat_id": sari, "from_chat_id": sari, "message_id": sent["message_id"]}
    assert await client.result("copyMessage", **source) == {"message_id": sent["message_id"] + 1}
    await client.result("copyMessage", **source, reply_markup=KEYBOARD)
    _, bare, with_keyboard = await client.seen(sari)
    assert bare["text"] == "Pilih"
    assert "keyboard" not in bare
    assert "forwarded_from" not in bare
    assert with_keyboard["keyboard"][0][0]["data"] == "y"


async def test_a_caption_can_be_replaced_or_taken_away_by_a_copy(client: Client):
    """Without one the old one stays; a text ignores it."""
    sari = await client.user()
    theirs = await client.sim_post(
        "/send", chat_id=sari, from_id=sari, photo=base64_png(), caption="bukti"
    )
    text = await client.say(sari, "halo")
    source = {"chat_id": sari, "from_chat_id": sari, "message_id": theirs["message_id"]}
    await client.result("copyMessage", **source)
    await client.result("copyMessage", **source, caption="<b>lunas</b>", parse_mode="HTML")
    await client.result("copyMessage", **source, caption="")
    await client.result("copyMessage", **source | {"message_id": text["message_id"]}, caption="x")
    kept, replaced, gone, plain = (await client.seen(sari))[2:]
    assert (kept["caption"], replaced["html"]) == ("bukti", "<b>lunas</b>")
    assert "caption" not in gone
    assert plain["text"] == "halo"
    refused = await client.refusal("copyMessage", **source, caption="x" * 1025)
    assert refused == "Bad Request: message caption is too long"


@pytest.mark.parametrize("method", METHODS)
async def test_protected_and_service_messages_stay_where_they_are(client: Client, method: str):
    """protect_content, and a pin's service message."""
    sari = await client.user()
    group = await client.group([sari])
    (secret,) = await sent_ids(client, group, 1, protect_content=True)
    await client.result("pinChatMessage", chat_id=group, message_id=secret)
    done = "copied" if method == "copyMessage" else "forwarded"
    for message_id in (secret, secret + 1):
        refused = await client.refusal(
            method, chat_id=sari, from_chat_id=group, message_id=message_id
        )
        assert refused == f"Bad Request: the message can't be {done}"
    assert await client.seen(sari) == []


@pytest.mark.parametrize("method", METHODS)
async def test_a_copy_can_be_protected_itself(client: Client, method: str):
    """And is then the end of the chain."""
    sari = await client.user()
    (message_id,) = await sent_ids(client, sari, 1)
    source = {"chat_id": sari, "from_chat_id": sari}
    await client.result(method, **source, message_id=message_id, protect_content=True)
    assert (await client.seen(sari))[-1]["has_protected_content"] is True
    refused = await client.refusal(method, **source, message_id=message_id + 1)
    assert refused.startswith("Bad Request: the message can't be ")


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("copyMessage", {"message_id": 99}, "message to copy not found"),
        ("forwardMessage", {"message_id": 99}, "message to forward not found"),
        ("copyMessage", {}, "message identifier is not specified"),
        ("forwardMessage", {"message_id": 1, "from_chat_id": 5}, "chat not found"),
        ("copyMessage", {"message_id": 1, "from_chat_id": ""}, "from_chat_id is empty"),
        ("copyMessage", {"message_id": 1, "message_thread_id": 7}, "message thread not found"),
        (
            "copyMessage",
            {"message_id": 1, "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
        ),
        (
            "forwardMessage",
            {"message_id": 1, "video_start_timestamp": 3},
            "the simulator does not honour the parameter forwardMessage.video_start_timestamp",
        ),
        ("copyMessages", {"message_ids": []}, "wrong number of message identifiers: 1-100"),
        (
            "forwardMessages",
            {"message_ids": list(range(1, 102))},
            "wrong number of message identifiers: 1-100",
        ),
        (
            "copyMessages",
            {"message_ids": [2, 1]},
            "message identifiers must be in a strictly increasing order",
        ),
        (
            "forwardMessages",
            {"message_ids": [1, 1]},
            "message identifiers must be in a strictly increasing order",
        ),
        ("copyMessages", {"message_ids": [98, 99]}, "there are no messages to forward"),
        ("copyMessages", {"message_ids": "satu"}, "can't parse message_ids JSON object"),
    ],
)
async def test_copies_that_are_refused(client: Client, method: str, params: dict, words: str):
    """In Telegram's words."""
    sari = await client.user()
    await sent_ids(client, sari, 1)
    refused = await client.refusal(method, **{"chat_id": sari, "from_chat_id": sari} | params)
    assert refused.startswith(f"Bad Request: {words}")
    assert len(await client.seen(sari)) == 1


@pytest.mark.parametrize("method", PLURALS)
async def test_several_at_once_skip_what_cannot_be_taken(client: Client, method: str):
    """In order, with the ids of what came out."""
    sari, budi = await client.user(), await client.user("Budi")
    ids = await sent_ids(client, sari, 3)
    await sent_ids(client, sari, 1, protect_content=True)
    await client.result("deleteMessage", chat_id=sari, message_id=ids[1])
    made = await client.result(
        method, chat_id=budi, from_chat_id=sari, message_ids=[*ids, ids[2] + 1, 99]
    )
    assert made == [{"message_id": 1}, {"message_id": 2}]
    assert [message["text"] for message in await client.seen(budi)] == ["pesan 0", "pesan 2"]


async def test_an_album_stays_an_album_and_captions_can_go(client: Client):
    """ "Album grouping is kept"; remove_caption."""
    sari, budi = await client.user(), await client.user("Budi")
    theirs = await client.sim_post(
        "/send", chat_id=sari, from_id=sari, album=[base64_png(1), base64_png(2)], caption="bukti"
    )
    ids = theirs["message_ids"]
    await client.result("forwardMessages", chat_id=budi, from_chat_id=sari, message_ids=ids)
    copied = {"chat_id": budi, "from_chat_id": sari, "message_ids": ids}
    await client.result("copyMessages", **copied, remove_caption=True)
    seen = await client.seen(budi)
    first, second = ({message["album_id"] for message in half} for half in (seen[:2], seen[2:]))
    assert len(first) == len(second) == 1
    assert not first & second
    assert [message.get("caption") for message in seen] == ["bukti", None, None, None]


async def test_what_a_person_who_blocked_the_bot_wrote_can_still_be_copied(client: Client):
    """Reading is not writing: to them nothing can be sent."""
    sari, budi = await client.user(), await client.user("Budi")
    wrote = await client.say(sari, "halo")
    await client.sim_post("/block", user_id=sari, blocked=True)
    source = {"from_chat_id": sari, "message_id": wrote["message_id"]}
    await client.result("copyMessage", chat_id=budi, **source)
    refused = await client.refusal("copyMessage", chat_id=sari, **source)
    assert refused == "Forbidden: bot was blocked by the user"


async def test_a_copy_as_a_reply_to_a_deleted_message(client: Client):
    """Refused, or sent without the reply where that is allowed."""
    sari = await client.user()
    kept, gone = await sent_ids(client, sari, 2)
    await client.result("deleteMessage", chat_id=sari, message_id=gone)
    source = {"chat_id": sari, "from_chat_id": sari, "message_id": kept}
    reply = {"message_id": gone}
    refused = await client.refusal("copyMessage", **source, reply_parameters=reply)
    assert refused == "Bad Request: message to be replied not found"
    reply["allow_sending_without_reply"] = True
    await client.result("copyMessage", **source, reply_parameters=reply)
    assert "reply_to" not in (await client.seen(sari))[-1]


def buttons(count: int) -> dict:
    """An inline keyboard with so many buttons."""
    return {"inline_keyboard": [[{"text": "a", "callback_data": str(n)}] for n in range(count)]}


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ({"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]}, "BUTTON_DATA_INVALID"),
        (buttons(200), "reply markup is too long"),
        ({"inline_keyboard": [{"text": "a"}]}, "inline keyboard row must be an Array"),
        ("{", "can't parse reply_markup JSON object"),
        ({"gambar": []}, "object expected as reply markup"),
    ],
)
async def test_a_copy_with_a_wrong_keyboard(client: Client, markup: object, words: str):
    """As for any other message; one with no button is none."""
    sari = await client.user()
    (message_id,) = await sent_ids(client, sari, 1)
    source = {"chat_id": sari, "from_chat_id": sari, "message_id": message_id}
    refused = await client.refusal("copyMessage", **source, reply_markup=markup)
    assert refused == f"Bad Request: {words}"
    await client.result("copyMessage", **source, reply_markup=buttons(0))
    assert "keyboard" not in (await client.seen(sari))[-1]


@pytest.mark.parametrize(
    ("entities", "words"),
    [
        ([{"type": "bold", "offset": 3, "length": 9}], "entity beginning at UTF-16 offset 3 ends"),
        ([{"type": "bold", "offset": -1, "length": 1}], "receive an entity with incorrect offset"),
        ([{"type": "wavy", "offset": 0, "length": 1}], "can't parse MessageEntity"),
        ([{"type": "text_link", "offset": 0, "length": 1, "url": "x y"}], "entity URL 'x y'"),
    ],
)
async def test_a_new_caption_with_wrong_entities(client: Client, entities: list, words: str):
    """Nothing is copied."""
    sari = await client.user()
    theirs = await client.sim_post("/send", chat_id=sari, from_id=sari, photo=base64_png())
    source = {"chat_id": sari, "from_chat_id": sari, "message_id": theirs["message_id"]}
    refused = await client.refusal(
        "copyMessage", **source, caption="lunas", caption_entities=entities
    )
    assert refused.startswith(f"Bad Request: {words}")
    refused = await client.refusal("copyMessage", **source, caption="<b>x", parse_mode="HTML")
    assert refused.startswith("Bad Request: can't parse entities: ")
    assert len(await client.seen(sari)) == 1


async def test_the_real_client_copies_and_forwards(client: Client, bot: Bot):
    """python-telegram-bot, one and several."""
    sari, budi = await client.user(), await client.user("Budi")
    ids = await sent_ids(client, sari, 2)
    copied = await bot.copy_message(budi, sari, ids[0])
    forward = await bot.forward_message(budi, sari, ids[1], protect_content=True)
    assert copied.message_id == 1
    assert isinstance(forward.forward_origin, MessageOriginUser)
    assert forward.forward_origin.sender_user.id == client.world.bot.id
    assert forward.has_protected_content
    assert len(await bot.copy_messages(budi, sari, ids, remove_caption=True)) == 2
    assert len(await bot.forward_messages(budi, sari, ids)) == 2
    with pytest.raises(BadRequest, match="The message can't be forwarded"):
        await bot.forward_message(sari, budi, forward.message_id)
