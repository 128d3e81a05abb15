"""The control surface: guarding, faults, flood control, events, journal, clock."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from simulator.feed import Feed
from simulator.people import HISTORY
from tests.listening import listening
from tests.simulator.conftest import Client, png


@pytest.mark.parametrize("path", ["/sim/state", "/bot123456:TEST/getMe", "/"])
async def test_other_host_names_are_refused(client: Client, path: str):
    """A page elsewhere that points its own name at this machine gets nothing."""
    async with client.http.get(path, headers={"host": "evil.example:80"}) as answer:
        assert answer.status == 403
    async with client.http.get(path, headers={"host": "localhost:1"}) as answer:
        assert answer.status == 200


async def test_posts_of_other_sites_are_refused(client: Client):
    """Origin check; the page's own requests pass."""
    for origin, status in (("http://evil.example", 403), ("null", 403), (client.sim.url, 200)):
        async with client.http.post(
            "/sim/users", json={"first_name": "A"}, headers={"origin": origin}
        ) as answer:
            assert answer.status == status


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/send", {"chat_id": 1, "from_id": 1, "text": "x"}, 404),
        ("/send", {}, 400),
        ("/users", {"first_name": ""}, 400),
        ("/users", {"first_name": 5}, 400),
        ("/faults", {"statsu": 500}, 400),
        ("/faults", {"status": "x"}, 400),
        ("/faults", {"method": "sendMessage"}, 400),
        ("/faults", {"method": "sendMesage", "status": 500}, 400),
        ("/faults", {"method": 5, "status": 500}, 400),
        ("/faults", {"status": 500, "rate": 7}, 400),
        ("/faults", {"status": 500, "rate": 0}, 400),
        ("/faults", {"status": 500, "times": 0}, 400),
        ("/faults", {"status": 500.5}, 400),
        ("/faults", {"delay_ms": -1}, 400),
        ("/faults", {"status": 500, "description": 5}, 400),
        ("/flood", {"mode": "maybe"}, 400),
        ("/clock", {"advance_s": -1}, 400),
        ("/clock", {"advance_s": "x"}, 400),
        ("/clock/hook", {"url": "http://example.com"}, 400),
        ("/block", {"user_id": "x"}, 400),
        ("/kick", {"chat_id": None}, 400),
        ("/parcels", {"waybill": "x"}, 400),
        ("/members", {"chat_id": 5}, 404),
    ],
)
async def test_senseless_requests_are_refused_with_a_reason(
    client: Client, path: str, body: dict, status: int
):
    """`{"error": ...}`, never a 500."""
    assert (await client.sim_post(path, status, **body))["error"]


@pytest.mark.parametrize("body", ["{", "[]", "null"])
async def test_bodies_that_are_no_objects(client: Client, body: str):
    """400."""
    async with client.http.post("/sim/users", data=body) as answer:
        assert answer.status == 400


async def test_persons_messages_of_every_kind(client: Client):
    """What a person can send, and how the bot gets it."""
    sari = await client.user()
    everything: list[dict[str, Any]] = [
        {"text": "/lacak AB12"},
        {"location": {"latitude": -6.9, "longitude": 107.6}},
        {"contact": {"phone_number": "0812", "first_name": "Budi", "user_id": 5}},
        {"sticker": "🎉"},
        {"text": "diteruskan", "forward_from": client.world.bot.id},
    ]
    for one in everything:
        await client.sim_post("/send", chat_id=sari, from_id=sari, **one)
    command, place, contact, sticker, forwarded = [u["message"] for u in await client.updates()]
    assert command["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert place["location"]["longitude"] == 107.6
    assert contact["contact"]["user_id"] == 5
    assert sticker["sticker"]["emoji"] == "🎉"
    assert forwarded["forward_origin"]["sender_user"]["is_bot"] is True
    await client.sim_post("/send", 400, chat_id=sari, from_id=sari)
    await client.sim_post("/send", 400, chat_id=sari, from_id=sari, text="x", sticker="x")
    await client.sim_post("/send", 400, chat_id=sari, from_id=sari, text="x" * 4097)
    await client.sim_post("/send", 400, chat_id=sari, from_id=sari, photo="not base64!")


async def test_an_edited_text_is_an_edited_message(client: Client):
    """edit_of."""
    sari = await client.user()
    sent = await client.say(sari, "kopi 1")
    await client.say(sari, "kopi 2", edit_of=sent["message_id"])
    edited = (await client.updates())[-1]["edited_message"]
    assert edited["text"] == "kopi 2"
    assert edited["message_id"] == sent["message_id"]


async def test_a_deep_link_starts_with_its_payload(client: Client):
    """t.me/bot?start=payload."""
    sari = await client.user()
    await client.sim_post("/deeplink", from_id=sari, payload="p_KOPI-1")
    assert (await client.updates())[0]["message"]["text"] == "/start p_KOPI-1"


async def test_messages_can_be_waited_for_and_asked_for_by_change(client: Client):
    """after=SEQ shows what is new or changed since; wait= answers with the first of it."""
    sari = await client.user()
    sent = await client.result("sendMessage", chat_id=sari, text="a")
    seq = (await client.sim_get(f"/chats/{sari}/messages?after=0"))["seq"]
    waiting = asyncio.create_task(client.sim_get(f"/chats/{sari}/messages?after={seq}&wait=10"))
    target = {"chat_id": sari, "message_id": sent["message_id"]}
    await client.result("editMessageText", **target, text="b")
    assert [m["text"] for m in (await waiting)["messages"]] == ["b"]


async def test_histories_are_bounded(client: Client):
    """Memory stays flat: the newest messages are kept."""
    sari = await client.user()
    chat = client.world.chats[sari]
    for number in range(HISTORY + 20):
        client.world.post(chat, client.world.bot, {"text": str(number)})
    assert len(chat.entries) == HISTORY
    assert next(iter(chat.entries)) == 21


# Faults


async def test_a_fault_hits_its_method_a_number_of_times(client: Client):
    """status, then all is well again."""
    sari = await client.user()
    await client.sim_post("/faults", method="sendMessage", status=500, times=2)
    await client.result("getMe")
    for _ in range(2):
        refused = await client.refusal("sendMessage", chat_id=sari, text="x")
        assert refused == "Internal Server Error"
    await client.result("sendMessage", chat_id=sari, text="x")


async def test_a_fault_of_one_chat_with_retry_after(client: Client):
    """429 with parameters.retry_after, until it is deleted."""
    sari, budi = await client.user(), await client.user("Budi")
    await client.sim_post("/faults", chat_id=sari, retry_after=7)
    body = await client.call("sendMessage", chat_id=sari, text="x")
    assert body["error_code"] == 429
    assert body["parameters"] == {"retry_after": 7}
    await client.result("sendMessage", chat_id=budi, text="x")
    assert len((await client.sim_get("/state"))["faults"]) == 1
    async with client.http.delete("/sim/faults") as answer:
        assert answer.status == 200
    await client.result("sendMessage", chat_id=sari, text="x")


@pytest.mark.parametrize(("fault", "happened"), [("drop", 0), ("reset", 1)])
async def test_lost_calls_and_lost_answers(client: Client, fault: str, happened: int):
    """`drop` loses the call, `reset` its answer: nobody outside can tell them apart."""
    sari = await client.user()
    await client.sim_post("/faults", method="sendMessage", times=1, **{fault: True})
    with pytest.raises(aiohttp.ClientError):
        await client.call("sendMessage", chat_id=sari, text="x")
    assert len(await client.seen(sari)) == happened


async def test_a_truncated_answer_and_a_delay(client: Client):
    """Half of the JSON; a delay without an error still answers."""
    await client.sim_post("/faults", method="getMe", truncate=True, times=1)
    async with client.http.get(f"/bot{client.world.token}/getMe") as answer:
        with pytest.raises(json.JSONDecodeError):
            json.loads(await answer.text())
    await client.sim_post("/faults", method="getMe", delay_ms=20, times=1)
    await client.result("getMe")


async def test_to_block_needs_no_more_than_a_name(client: Client):
    """`/sim/block` with a person alone blocks; what is neither true nor false is refused."""
    sari = await client.user()
    await client.sim_post("/block", user_id=sari)
    assert (await client.call("sendMessage", chat_id=sari, text="a"))["error_code"] == 403
    await client.sim_post("/block", 400, user_id=sari, blocked="no")
    await client.sim_post("/block", user_id=sari, blocked=False)
    assert (await client.call("sendMessage", chat_id=sari, text="a"))["ok"]


async def test_a_rate_hits_some_calls(client: Client):
    """rate=0.5 of many."""
    await client.sim_post("/faults", status=502, rate=0.5)
    answers = [(await client.call("getMe"))["ok"] for _ in range(60)]
    assert 10 < sum(answers) < 50


# Events, journal, clock


async def events(answer: aiohttp.ClientResponse) -> AsyncIterator[dict[str, Any]]:
    """The events of a stream."""
    async for line in answer.content:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


async def test_events_are_streamed_and_resumed(client: Client):
    """Who comes back with Last-Event-ID gets what they missed."""
    sari = await client.user()
    start = client.world.feed.seq
    async with client.http.get(f"/sim/events?after={start}") as answer:
        stream = events(answer)
        await client.result("sendMessage", chat_id=sari, text="satu")
        first = await anext(stream)
        assert (first["kind"], first["message"]["text"]) == ("message", "satu")
        assert (await anext(stream))["kind"] == "call"
    await client.result("sendMessage", chat_id=sari, text="dua")
    headers = {"Last-Event-ID": str(first["seq"] + 1)}
    async with client.http.get("/sim/events", headers=headers) as answer:
        assert (await anext(events(answer)))["message"]["text"] == "dua"


async def test_who_was_away_for_too_long_is_told_to_start_over(client: Client):
    """The ring is bounded; a server that started again counts from 0."""
    for last in ("0", "99999999"):
        for _ in range(2_001):
            client.world.feed.publish("call")
        async with client.http.get("/sim/events", headers={"Last-Event-ID": last}) as answer:
            event = await anext(events(answer))
            assert event == {"kind": "reset", "seq": client.world.feed.seq}


def test_the_ring_returns_exactly_what_is_asked_for():
    """after() at every place of a full ring."""
    feed = Feed(size=5)
    for _ in range(8):
        feed.publish("call")
    assert feed.after(2) is None
    for seq in range(3, 9):
        assert [event.seq for event in feed.after(seq) or []] == list(range(seq + 1, 9))


async def test_the_journal_holds_calls_and_updates_without_the_token(client: Client):
    """JSON lines; uploaded bytes are named only."""
    sari = await client.user()
    await client.say(sari, "halo")
    await client.result("sendMessage", chat_id=sari, text="x")
    await client.refusal("sendMessage", chat_id=sari, text="")
    async with client.http.get("/sim/journal?after=0") as answer:
        text = await answer.text()
    assert client.world.token not in text
    update, sent, refused = [json.loads(line) for line in text.splitlines()]
    assert update["update"]["message"]["text"] == "halo"
    assert (sent["method"], sent["status"]) == ("sendMessage", 200)
    assert (refused["status"], refused["error"]) == (400, "Bad Request: message text is empty")
    async with client.http.get(f"/sim/journal?after={refused['n']}") as answer:
        assert await answer.text() == ""


async def test_skipped_time_moves_dates_and_tells_who_follows(client: Client):
    """POST /sim/clock; a hook on loopback is called, and so is world.on_clock."""
    told: asyncio.Queue[dict] = asyncio.Queue()

    async def hook(request: web.Request) -> web.Response:
        await told.put(await request.json())
        return web.Response()

    heard: list[float] = []
    client.world.on_clock.append(lambda: heard.append(client.world.clock.offset_s))
    async with listening(hook) as url:
        await client.sim_post("/clock/hook", url=f"{url}/tick")
        sari = await client.user()
        before = await client.result("sendMessage", chat_id=sari, text="x")
        await client.sim_post("/clock", advance_s=3600)
        after = await client.result("sendMessage", chat_id=sari, text="x")
        assert 3600 <= after["date"] - before["date"] <= 3602
        assert (await told.get())["offset_s"] == 3600
        assert heard == [3600]


async def test_a_client_that_stops_reading_holds_nobody_up(client: Client):
    """Its place in the ring is lost, others go on."""
    sari = await client.user()
    async with client.http.get("/sim/events?after=0"):
        for number in range(50):
            await client.result("sendMessage", chat_id=sari, text="x" * 4000 + str(number))
        assert len(await client.seen(sari)) == 50


# What the page needs


async def test_pictures_come_as_a_form_too(client: Client):
    """multipart/form-data, as a browser's file field sends it."""
    sari = await client.user()
    for name, files in (("photo", 1), ("album", 2)):
        form = aiohttp.FormData()
        form.add_field("chat_id", str(sari))
        form.add_field("from_id", str(sari))
        form.add_field("caption", "bukti")
        for shade in range(files):
            form.add_field(name, png(shade=shade), filename="bukti.png", content_type="image/png")
        async with client.http.post("/sim/send", data=form) as answer:
            assert answer.status == 200, await answer.text()
    messages = [update["message"] for update in await client.updates()]
    assert [message.get("caption") for message in messages] == ["bukti", "bukti", None]


async def test_one_message_can_be_asked_for(client: Client):
    """404 for one that is not there."""
    sari = await client.user()
    sent = await client.say(sari, "halo")
    found = await client.sim_get(f"/chats/{sari}/messages/{sent['message_id']}")
    assert found["text"] == "halo"
    async with client.http.get(f"/sim/chats/{sari}/messages/99") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("path", ["/page/../server.py", "/page/%2e%2e/server.py", "/page/nothing"])
async def test_the_page_serves_its_own_files_only(client: Client, path: str):
    """No way out of its folder."""
    url = URL(client.sim.url + path, encoded=True)
    async with client.http.get(url) as answer:
        assert answer.status == 404


async def test_halves_of_characters_are_refused_on_both_surfaces(client: Client):
    """JSON can escape them; no UTF-8 can hold them."""
    sari = await client.user()
    markup = {"inline_keyboard": [[{"text": "\ud83d", "callback_data": "x"}]]}
    refused = await client.refusal("sendMessage", chat_id=sari, text="x", reply_markup=markup)
    assert refused == "Bad Request: strings must be encoded in UTF-8"
    await client.sim_post("/users", 400, first_name="a\ud83d")
    emoji = {"inline_keyboard": [[{"text": "😀", "callback_data": "😀"}]]}
    await client.result(
        "sendMessage", chat_id=sari, text="x", reply_markup=json.dumps(emoji, ensure_ascii=True)
    )


async def test_who_blocked_the_bot_does_nothing_in_its_chat(client: Client):
    """The app offers to unblock it and nothing else; in groups they go on."""
    sari = await client.user()
    group = await client.group([sari])
    keyboard = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    sent = await client.result("sendMessage", chat_id=sari, text="?", reply_markup=keyboard)
    said = await client.say(sari, "halo")
    await client.sim_post("/block", user_id=sari)
    await client.updates()
    body = {"chat_id": sari, "from_id": sari}
    on = body | {"message_id": sent["message_id"]}
    for path, given in (
        ("/send", body | {"text": "halo"}),
        ("/send", body | {"text": "hai", "edit_of": said["message_id"]}),
        ("/deeplink", {"from_id": sari, "payload": "x"}),
        ("/tap", on | {"data": "y", "wait": 0}),
        ("/react", on | {"emoji": "👍"}),
    ):
        refused = await client.sim_post(path, 409, **given)
        assert refused["error"] == f"user {sari} has blocked the bot"
    assert [message["text"] for message in await client.seen(sari)] == ["?", "halo"]
    assert await client.updates() == []
    assert (await client.say(group, "halo", sari))["update_id"] is not None
    await client.sim_post("/block", user_id=sari, blocked=False)
    assert (await client.say(sari, "/start"))["update_id"] is not None


async def test_a_deleted_account_does_nothing_anywhere(client: Client):
    """409, also in a group."""
    sari = await client.user()
    group = await client.group([sari])
    await client.sim_post("/block", user_id=sari, deactivated=True)
    for chat_id in (sari, group):
        refused = await client.sim_post("/send", 409, chat_id=chat_id, from_id=sari, text="x")
        assert refused["error"] == f"the account of user {sari} is deleted"
