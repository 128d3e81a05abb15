"""The control surface over HTTP: what the page, the tests and the benchmarks use."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from simulator import checkout, conversations, groups, ranks, reactions, switches, tapping
from simulator.endpoints import act, get, reply, world_of
from simulator.errors import ControlError, Json
from simulator.fields import COUNT, NUMBER, TEXT, WHOLE, form, maybe
from simulator.gateway import switches as gateway_switches
from simulator.ranges import part_of
from simulator.views import event_view, history_view, message_view, state_view
from simulator.world import World

HEARTBEAT_S = 15.0
LONGEST_WAIT_S = 60


async def state(request: Request, _given: Json) -> Response:
    """GET /sim/state."""
    return reply(state_view(world_of(request)))


def _chat_id(given: Json) -> int | str:
    """The chat in the path; Starlette's own `int` leaves out the negative ids of groups."""
    text: str = given["chat_id"]
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and len(digits) < 20 else text


async def messages(request: Request, given: Json) -> Response:
    """GET /sim/chats/ID/messages: with `wait`, answers as soon as there is something new."""
    world = world_of(request)
    chat = world.room(_chat_id(given))
    after, wait = given.get("after", 0), given.get("wait", 0)
    if not 0 <= wait <= LONGEST_WAIT_S:
        raise ControlError(f"wait must be 0-{LONGEST_WAIT_S} seconds")
    loop = asyncio.get_running_loop()
    until = loop.time() + wait
    found = history_view(chat, after, world.feed.seq)
    while not found["messages"] and not found["deleted"] and not world.closing:
        left = until - loop.time()
        if left <= 0 or not await world.feed.changed(left):
            break
        found = history_view(chat, after, world.feed.seq)
    return reply(found)


async def message(request: Request, given: Json) -> Response:
    """GET /sim/chats/ID/messages/MESSAGE: one message."""
    chat = world_of(request).room(_chat_id(given))
    entry = chat.entries.get(given["message_id"])
    if entry is None:
        raise ControlError(f"no such message: {given['message_id']}", 404)
    return reply(message_view(chat, entry))


async def events(request: Request, given: Json) -> Response:
    """GET /sim/events: a stream; who comes back names the last event that they saw."""
    world = world_of(request)
    last = request.headers.get("last-event-id")
    if last:  # a browser that connects again: its address still says where it began
        given = EVENTS.takes.read(EVENTS.takes.from_texts([("after", last)]))
    after = given.get("after", world.feed.seq)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_stream(world, after), media_type="text/event-stream", headers=headers)


async def _stream(world: World, after: int) -> AsyncIterator[bytes]:
    yield b"retry: 1000\n\n"
    while not world.closing:
        found = world.feed.after(after)
        if found is None:
            after = world.feed.seq
            yield _event(after, {"kind": "reset", "seq": after})
            continue
        if found:
            after = found[-1].seq
            yield b"".join(_event(event.seq, event_view(world, event)) for event in found)
        elif not await world.feed.changed(HEARTBEAT_S) and not world.closing:
            yield b": still here\n\n"


def _event(seq: int, view: Json) -> bytes:
    text = json.dumps(view, ensure_ascii=True, separators=(",", ":"))
    return f"id: {seq}\ndata: {text}\n\n".encode()


async def picture(request: Request, given: Json) -> Response:
    """GET /sim/files/ID: a picture or a video to look at, anything else to save."""
    file = world_of(request).files.find(given["file_id"])
    if file is None:
        raise ControlError("no such file", 404)
    headers = {"x-content-type-options": "nosniff", "cache-control": "max-age=3600"}
    if file.kind == "document":
        headers["content-disposition"] = "attachment"
        return Response(file.content, media_type="application/octet-stream", headers=headers)
    status, content, more = part_of(file.content, request.headers.get("range"))
    return Response(content, status, media_type=file.mime, headers=headers | more)


async def journal(request: Request, given: Json) -> Response:
    """GET /sim/journal: one JSON object a line; `newest=N` instead of `after` for the last N."""
    held = world_of(request).journal
    if "newest" in given and "after" in given:
        raise ControlError("newest and after exclude each other")
    newest = given.get("newest")
    lines = held.newest(newest) if newest is not None else held.after(given.get("after", 0))
    text = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines)
    return Response(text, media_type="application/x-ndjson")


def _deeplink(world: World, body: Json) -> Json:
    user = world.person(body["from_id"])
    payload = body.get("payload", "")
    text = f"/start {payload}" if payload else "/start"
    return conversations.send(world, {"chat_id": user.id, "from_id": user.id, "text": text})


def _add_user(world: World, body: Json) -> Json:
    facts = dict(body)
    name = facts.pop("first_name")
    if not 1 <= len(name) <= 64:
        raise ControlError("first_name must be 1-64 characters")
    return {"id": world.add_user(name, **facts).id}


def _kick(world: World, body: Json) -> Json | None:
    if body.get("user_id", world.bot.id) != world.bot.id:
        return ranks.kick(world, body)
    if "until_date" in body:
        raise ControlError("until_date is for people: the bot is let in by /sim/members")
    groups.kick(world, world.room(body["chat_id"]))
    return None


def _add_topic(world: World, body: Json) -> Json:
    chat = world.room(body["chat_id"])
    by = chat.owner
    if by is None:
        raise ControlError("the group has no owner", 409)
    return {"id": groups.add_topic(world, chat, by, body["name"]).id}


def _migrate(world: World, body: Json) -> Json:
    return {"id": groups.migrate(world, world.room(body["chat_id"])).id}


EVENTS = get("/sim/events", events, form(after=maybe(COUNT)))
ROUTES = [
    EVENTS,
    get("/sim/state", state),
    get("/sim/chats/{chat_id}/messages", messages, form(after=maybe(COUNT), wait=maybe(NUMBER))),
    get("/sim/chats/{chat_id}/messages/{message_id:int}", message),
    get("/sim/files/{file_id}", picture),
    get("/sim/journal", journal, form(after=maybe(COUNT), newest=maybe(COUNT))),
    act(
        "/sim/users",
        _add_user,
        form(
            first_name=TEXT,
            last_name=maybe(TEXT),
            username=maybe(TEXT),
            language_code=maybe(TEXT),
            phone=maybe(TEXT),
        ),
    ),
    act("/sim/deeplink", _deeplink, form(from_id=WHOLE, payload=maybe(TEXT))),
    act("/sim/topics", _add_topic, form(chat_id=WHOLE, name=TEXT)),
    act("/sim/kick", _kick, form(chat_id=WHOLE, user_id=maybe(WHOLE), until_date=maybe(COUNT))),
    act("/sim/migrate", _migrate, form(chat_id=WHOLE)),
    act("/sim/chats", groups.create, groups.CREATE),
    act("/sim/members", groups.change_members, groups.CHANGE_MEMBERS),
    act("/sim/send", conversations.send, conversations.SEND),
    act("/sim/tap", tapping.tap, tapping.TAP),
    act("/sim/pay", checkout.pay, checkout.PAY),
    act("/sim/pay/shipping", checkout.shipping, checkout.SHIPPING),
    act("/sim/restrict", ranks.restrict, ranks.RESTRICT),
    act("/sim/promote", ranks.promote, ranks.PROMOTE),
    act("/sim/react", reactions.react, reactions.REACT),
    *switches.ROUTES,
    *gateway_switches.ROUTES,
]
