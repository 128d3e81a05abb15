"""How requests are made, and what is said of those that fail."""

from __future__ import annotations

import json

import aiohttp
import pytest

from tests.simulator.behaviours.acting import sent, target
from tests.simulator.behaviours.stated import API, ENTITIES, SERVER, behaviour
from tests.simulator.conftest import Client

REQUESTS = API + "making-requests"


@behaviour(
    "Parameters come in the query, urlencoded, as JSON or as multipart.",
    source=REQUESTS,
)
@pytest.mark.parametrize("form", ["query", "urlencoded", "json", "multipart"])
async def test_four_ways(client: Client, form: str):
    fields = {"chat_id": str(await client.user()), "text": "é&=+ 😀"}
    parts = aiohttp.FormData(fields, default_to_multipart=True)
    request: dict = {
        "query": {"params": fields},
        "urlencoded": {"data": fields},
        "json": {"json": fields},
        "multipart": {"data": parts},
    }[form]
    url = f"/bot{client.world.token}/sendMessage"
    async with client.http.post(url, **request) as answer:
        assert (await answer.json())["result"]["text"] == fields["text"]


@behaviour("GET requests work as POST requests do.", source=REQUESTS)
async def test_get(client: Client):
    params = {"chat_id": await client.user(), "text": "halo"}
    async with client.http.get(f"/bot{client.world.token}/sendMessage", params=params) as answer:
        assert (await answer.json())["result"]["text"] == "halo"


@behaviour("Method names are case-insensitive.", source=REQUESTS)
async def test_case(client: Client):
    for name in ("getme", "GETME", "GetMe"):
        assert (await client.result(name))["id"] == client.world.bot.id


@behaviour(
    "An answer is a JSON object with ok, and with result when ok is true.",
    source=REQUESTS,
)
async def test_ok(client: Client):
    assert set(await client.call("getMe")) == {"ok", "result"}


@behaviour(
    "A failed request has ok false, an error_code and an error in words as description.",
    source=REQUESTS,
)
async def test_failed(client: Client):
    body = await client.call("sendMessage", chat_id=1, text="x")
    assert body == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}


@behaviour("All queries are made in UTF-8.", source=REQUESTS)
async def test_utf8(client: Client):
    url = f"/bot{client.world.token}/sendMessage"
    body = b"chat_id=" + str(await client.user()).encode() + b"&text=caf\xe9"
    kind = {"content-type": "application/x-www-form-urlencoded"}
    async with client.http.post(url, data=body, headers=kind) as answer:
        assert answer.status == 400
        said = (await answer.json())["description"]
    assert said == "Bad Request: strings must be encoded in UTF-8"


@behaviour("Objects within a form are JSON-serialized.", source=API + "sendmessage")
async def test_json_in_forms(client: Client):
    entities = [{"type": "bold", "offset": 0, "length": 4}]
    form = {"chat_id": str(await client.user()), "text": "kopi", "entities": json.dumps(entities)}
    async with client.http.post(f"/bot{client.world.token}/sendMessage", data=form) as answer:
        assert (await answer.json())["result"]["entities"] == entities


@behaviour("A token that is no bot's is unauthorized.", source=SERVER)
async def test_unauthorized(client: Client):
    async with client.http.get("/bot654321:OTHER/getMe") as answer:
        body = await answer.json()
    assert body == {"ok": False, "error_code": 401, "description": "Unauthorized"}


@behaviour("A method that does not exist is not found.", source=SERVER)
async def test_not_found(client: Client):
    body = await client.call("makeCoffee")
    assert body["error_code"] == 404
    assert body["description"] == "Not Found: method not found"


@behaviour("A message without text is refused.", source=SERVER)
async def test_empty_text(client: Client):
    sari = await client.user()
    assert await client.refusal("sendMessage", chat_id=sari, text="") == (
        "Bad Request: message text is empty"
    )


@behaviour("A text of which nothing is left is refused in other words than none.", source=ENTITIES)
async def test_nothing_left_of_a_text(client: Client):
    sari = await client.user()
    for text in (" \n ", "<b></b>"):
        refused = await client.refusal("sendMessage", chat_id=sari, text=text, parse_mode="HTML")
        assert refused == "Bad Request: text must be non-empty"


@behaviour("Who blocked the bot can't be written to.", source=SERVER)
async def test_blocked(client: Client):
    sari = await client.user()
    await client.sim_post("/block", user_id=sari, blocked=True)
    body = await client.call("sendMessage", chat_id=sari, text="x")
    assert body["error_code"] == 403
    assert body["description"] == "Forbidden: bot was blocked by the user"


@behaviour("Who is deactivated can't be written to.", source=SERVER)
async def test_deactivated(client: Client):
    sari = await client.user()
    await client.sim_post("/block", user_id=sari, deactivated=True)
    body = await client.call("sendMessage", chat_id=sari, text="x")
    assert body["error_code"] == 403
    assert body["description"] == "Forbidden: user is deactivated"


@behaviour("A reply to a message that is not there is refused.", source=SERVER)
async def test_reply_to_nothing(client: Client):
    sari = await client.user()
    refused = await client.refusal(
        "sendMessage", chat_id=sari, text="x", reply_parameters={"message_id": 9}
    )
    assert refused == "Bad Request: message to be replied not found"


@behaviour(
    "With allow_sending_without_reply a message is sent even if the other one is not found.",
    source=API + "replyparameters",
)
async def test_sending_without_reply(client: Client):
    anyway = {"message_id": 9, "allow_sending_without_reply": True}
    message = await sent(client, await client.user(), reply_parameters=anyway)
    assert "reply_to_message" not in message


@behaviour(
    "A message within a reply has no further reply in it.",
    source=API + "message",
)
async def test_replies_are_flat(client: Client):
    first = await sent(client, await client.user(), "satu")
    chat, replies = first["chat"]["id"], []
    for earlier in (first, None):
        to = earlier or replies[-1]
        parameters = {"message_id": to["message_id"]}
        replies.append(await sent(client, chat, "balas", reply_parameters=parameters))
    assert replies[0]["reply_to_message"]["text"] == "satu"
    assert "reply_to_message" not in replies[1]["reply_to_message"]


@behaviour(
    "protect_content marks the message as one that can't be forwarded.", source=API + "message"
)
async def test_protected(client: Client):
    message = await sent(client, await client.user(), protect_content=True)
    assert message["has_protected_content"] is True


@behaviour("disable_notification sends a message silently.", source=API + "sendmessage")
async def test_silent(client: Client):
    sari = await client.user()
    await sent(client, sari, disable_notification=True)
    await sent(client, sari)
    assert [message.get("silent", False) for message in await client.seen(sari)] == [True, False]


@behaviour("A message's date is its time in Unix seconds.", source=API + "message")
async def test_dates(client: Client):
    sari = await client.user()
    first = await sent(client, sari)
    await client.sim_post("/clock", advance_s=3600)
    second = await sent(client, sari)
    assert 3600 <= second["date"] - first["date"] <= 3660
    assert first["date"] > 1_700_000_000


@behaviour("A message's identifier is unique inside its chat.", source=API + "message")
async def test_identifiers(client: Client):
    sari = await client.user()
    ids = [(await sent(client, sari))["message_id"] for _ in range(3)]
    ids.append((await client.say(sari, "halo"))["message_id"])
    assert len(set(ids)) == 4


@behaviour("getMe describes the bot itself.", source=API + "getme")
async def test_get_me(client: Client):
    me = await client.result("getMe")
    assert (me["is_bot"], me["username"]) == (True, "pesan_bot")
    assert str(me["id"]) == client.world.token.partition(":")[0]


@behaviour("An unknown parse_mode is refused.", source=SERVER)
async def test_parse_modes(client: Client):
    sari = await client.user()
    refused = await client.refusal("sendMessage", chat_id=sari, text="x", parse_mode="BBCode")
    assert refused == "Bad Request: unsupported parse_mode"


@behaviour("A wrong chat action is refused.", source=SERVER)
async def test_actions(client: Client):
    sari = await client.user()
    assert await client.result("sendChatAction", chat_id=sari, action="typing") is True
    refused = await client.refusal("sendChatAction", chat_id=sari, action="dancing")
    assert refused == "Bad Request: wrong parameter action in request"


@behaviour("A message that is already gone can't be deleted again.", source=SERVER)
async def test_nothing_to_delete(client: Client):
    message = await sent(client, await client.user())
    await client.result("deleteMessage", **target(message))
    refused = await client.refusal("deleteMessage", **target(message))
    assert refused == "Bad Request: message to delete not found"
