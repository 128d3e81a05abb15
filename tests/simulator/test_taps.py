"""Taps on buttons, callback queries and their answers."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.simulator.conftest import TOO_OLD, Client
from tests.simulator.schema import Value


async def with_keyboard(client: Client, chat_id: int, *rows: list[dict]) -> int:
    """A message with an inline keyboard."""
    sent = await client.result(
        "sendMessage", chat_id=chat_id, text="Pilih", reply_markup={"inline_keyboard": list(rows)}
    )
    return int(sent["message_id"])


def tapping(client: Client, chat_id: int, message_id: int, **more: Value) -> asyncio.Task[Any]:
    """A tap under way."""
    body = {"chat_id": chat_id, "from_id": chat_id, "message_id": message_id} | more
    return asyncio.create_task(client.sim_post("/tap", **body))


async def queries(client: Client, count: int = 1) -> list[dict]:
    """Callback queries as the bot gets them."""
    found: list[dict] = []
    while len(found) < count:
        found += [u["callback_query"] for u in await client.updates(timeout=5)]
    return found


async def test_a_tap_brings_the_bots_answer_back(client: Client):
    """By the button's label; the answer holds text and alert."""
    sari = await client.user()
    message_id = await with_keyboard(client, sari, [{"text": "Ya", "callback_data": "yes:1"}])
    tap = tapping(client, sari, message_id, text="Ya")
    query = (await queries(client))[0]
    assert query["data"] == "yes:1"
    assert query["message"]["message_id"] == message_id
    await client.result(
        "answerCallbackQuery", callback_query_id=query["id"], text="Siap", show_alert=True
    )
    assert (await tap)["answer"] == {"text": "Siap", "show_alert": True, "url": None}


async def test_twenty_taps_at_once_are_twenty_queries(client: Client):
    """`times` is for trying out that a double tap changes nothing twice."""
    sari = await client.user()
    message_id = await with_keyboard(client, sari, [{"text": "Ya", "callback_data": "y"}])
    tap = tapping(client, sari, message_id, data="y", times=20)
    found = await queries(client, 20)
    for query in found:
        await client.result("answerCallbackQuery", callback_query_id=query["id"])
    result = await tap
    assert len({query["id"] for query in found}) == len(result["answers"]) == 20
    assert result["answered"] is True


async def test_an_unanswered_tap_says_so(client: Client):
    """The person's spinner ends without an answer."""
    sari = await client.user()
    message_id = await with_keyboard(client, sari, [{"text": "Ya", "callback_data": "y"}])
    result = await tapping(client, sari, message_id, data="y", wait=0)
    assert (result["answer"], result["answered"]) == (None, False)


async def test_data_that_the_message_does_not_have_needs_force(client: Client):
    """A hostile client can send anything; an honest one cannot."""
    sari = await client.user()
    message_id = await with_keyboard(client, sari, [{"text": "Ya", "callback_data": "y"}])
    body = {"chat_id": sari, "from_id": sari, "message_id": message_id, "data": "drop table"}
    await client.sim_post("/tap", 404, **body)
    await client.sim_post("/tap", **body, force=True, wait=0)
    assert (await queries(client))[0]["data"] == "drop table"
    await client.sim_post("/tap", **(body | {"message_id": 999}), force=True, wait=0)
    assert (await queries(client))[0]["message"] == {
        "chat": {"id": sari, "type": "private", "first_name": "Sari"},
        "message_id": 999,
        "date": 0,
    }


async def test_a_query_lives_150_seconds_and_is_answered_once(client: Client):
    """400 "query is too old", by the simulator's clock."""
    sari = await client.user()
    message_id = await with_keyboard(client, sari, [{"text": "Ya", "callback_data": "y"}])
    await tapping(client, sari, message_id, data="y", wait=0)
    first = (await queries(client))[0]["id"]
    await client.result("answerCallbackQuery", callback_query_id=first)
    assert await client.refusal("answerCallbackQuery", callback_query_id=first) == TOO_OLD
    await tapping(client, sari, message_id, data="y", wait=0)
    second = (await queries(client))[0]["id"]
    await client.sim_post("/clock", advance_s=151)
    assert await client.refusal("answerCallbackQuery", callback_query_id=second) == TOO_OLD
    assert await client.refusal("answerCallbackQuery", callback_query_id="no") == TOO_OLD


async def test_an_answer_holds_200_characters_and_no_foreign_address(client: Client):
    """Source: core.telegram.org/bots/api#answercallbackquery."""
    refused = await client.refusal("answerCallbackQuery", callback_query_id="1", text="x" * 201)
    assert refused == "Bad Request: MESSAGE_TOO_LONG"
    refused = await client.refusal(
        "answerCallbackQuery", callback_query_id="1", url="https://example.com"
    )
    assert refused == "Bad Request: URL_INVALID"


async def test_copy_and_url_buttons_stay_with_the_person(client: Client):
    """The bot hears nothing of them."""
    sari = await client.user()
    row = [
        {"text": "Salin", "copy_text": {"text": "JNE123"}},
        {"text": "Buka", "url": "https://example.com"},
    ]
    message_id = await with_keyboard(client, sari, row)
    assert await tapping(client, sari, message_id, text="Salin") == {"copied": "JNE123"}
    assert await tapping(client, sari, message_id, text="Buka") == {"url": "https://example.com/"}
    assert await client.updates() == []
    kinds = [button["kind"] for button in (await client.seen(sari))[0]["keyboard"][0]]
    assert kinds == ["copy", "url"]


async def test_reply_buttons_send_text_contact_and_location(client: Client):
    """The contact is the person's own: contact.user_id is from.id."""
    sari = await client.user(last_name="Dewi")
    keyboard = [
        ["Menu", {"text": "Nomor", "request_contact": True}],
        [{"text": "Lokasi", "request_location": True}],
    ]
    markup = {"keyboard": keyboard, "resize_keyboard": True, "one_time_keyboard": True}
    for label in ("Menu", "Nomor", "Lokasi"):
        sent = await client.result("sendMessage", chat_id=sari, text="x", reply_markup=markup)
        assert "reply_markup" not in sent
        await tapping(client, sari, sent["message_id"], text=label)
    menu, contact, place = [u["message"] for u in await client.updates()]
    assert menu["text"] == "Menu"
    assert contact["contact"]["user_id"] == contact["from"]["id"] == sari
    assert contact["contact"]["last_name"] == "Dewi"
    assert place["location"] == {"latitude": -6.2, "longitude": 106.816666}


async def test_a_reply_keyboard_shows_until_it_is_removed(client: Client):
    """/sim/state holds the keyboard that is open."""
    sari = await client.user()

    async def shown() -> Value:
        chats = (await client.sim_get("/state"))["chats"]
        return chats[0].get("reply_keyboard")

    markup = {"keyboard": [["Menu"]], "input_field_placeholder": "Ketik"}
    await client.result("sendMessage", chat_id=sari, text="x", reply_markup=markup)
    assert (await shown())["rows"] == [[{"text": "Menu", "kind": "text"}]]
    await client.result(
        "sendMessage", chat_id=sari, text="x", reply_markup={"remove_keyboard": True}
    )
    assert await shown() is None


async def test_contact_and_location_cannot_be_asked_for_in_groups(client: Client):
    """request_contact and request_location work in private chats only."""
    sari = await client.user()
    group = await client.group([sari])
    for name, words in (("contact", "phone number"), ("location", "location")):
        markup = {"keyboard": [[{"text": "x", f"request_{name}": True}]]}
        refused = await client.refusal("sendMessage", chat_id=group, text="x", reply_markup=markup)
        assert refused == f"Bad Request: {words} can be requested in private chats only"


@pytest.mark.parametrize("body", [{"times": 0}, {"times": "dua"}, {"wait": -1}, {"data": 5}])
async def test_senseless_taps_are_refused(client: Client, body: dict):
    """A 400 or 404, never a 500."""
    sari = await client.user()
    message_id = await with_keyboard(client, sari, [{"text": "Ya", "callback_data": "y"}])
    given = {"chat_id": sari, "from_id": sari, "message_id": message_id, "data": "y"} | body
    async with client.http.post("/sim/tap", json=given) as answer:
        assert answer.status in {400, 404}


async def test_a_stranger_cannot_tap_in_a_chat(client: Client):
    """Who is no member does not see the buttons."""
    sari, budi = await client.user(), await client.user("Budi")
    message_id = await with_keyboard(client, sari, [{"text": "Ya", "callback_data": "y"}])
    await client.sim_post("/tap", 403, chat_id=sari, from_id=budi, message_id=message_id, data="y")
