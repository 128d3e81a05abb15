"""The control surface over HTTP: what the page, the tests and the benchmarks use."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from simulator import checkout, conversations, groups, ranks, reactions, switches, tapping
from simulator.arguments import decoded
from simulator.errors import ControlError, Json
from simulator.files import Upload
from simulator.gateway import switches as gateway_switches
from simulator.ranges import part_of
from simulator.views import event_view, history_view, message_view, state_view
from simulator.world import World

BODY_BYTES = 80 * 1024 * 1024
HEARTBEAT_S = 15.0
NUMBERS = frozenset({"chat_id", "from_id", "reply_to", "topic", "edit_of", "forward_from"})
Action = Callable[[World, Json], Any]


def reply(value: object, status: int = 200) -> Response:
    """A JSON answer."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace"), status, media_type="application/json")


def world_of(request: Request) -> World:
    """The world that the application serves."""
    return cast("World", request.app.state.world)


async def read_body(request: Request) -> Json:
    """The JSON object, or the form with its files, of a request."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _read_form(request)
    parts = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_BYTES:
            raise ControlError("the request is too large", 413)
        parts.append(part)
    body = b"".join(parts)
    if not body:
        return {}
    try:
        parsed = decoded(body)
    except ValueError:
        raise ControlError("the body is not JSON") from None
    if not isinstance(parsed, dict):
        raise ControlError("the body must be a JSON object")
    return parsed


async def _read_form(request: Request) -> Json:
    body: Json = {}
    try:
        async with request.form(max_files=20, max_fields=50) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    file = Upload(value.filename or name, await value.read(), value.content_type)
                    if name == "album":
                        body.setdefault("album", []).append(file)
                    else:
                        body[name] = file
                else:
                    body[name] = int(value) if name in NUMBERS else value
    except (MultiPartException, HTTPException, ValueError) as broken:
        raise ControlError("the form cannot be read") from broken
    return body


def action(act: Action) -> Callable[[Request], Awaitable[Response]]:
    """A request handler around `act(world, body)`; refusals become `{"error": ...}`."""

    async def handle(request: Request) -> Response:
        try:
            body = await read_body(request) | request.path_params
            result = act(world_of(request), body)
            if asyncio.iscoroutine(result):
                result = await result
        except ControlError as refused:
            return reply({"error": refused.error}, refused.status)
        except (TypeError, KeyError, AttributeError) as wrong:
            return reply({"error": f"a field has a wrong type: {wrong}"}, 400)
        return reply(result if result is not None else {"ok": True})

    return handle


async def state(request: Request) -> Response:
    """GET /sim/state."""
    return reply(state_view(world_of(request)))


def _number(request: Request, name: str, default: float = 0) -> float:
    try:
        return float(request.query_params.get(name) or default)
    except ValueError:
        raise ControlError(f"{name} must be a number") from None


def _chat_id(request: Request) -> int:
    """The chat in the path; Starlette's own `int` leaves out the negative ids of groups."""
    text: str = request.path_params["chat_id"]
    return int(text) if text.removeprefix("-").isdecimal() else 0


async def messages(request: Request) -> Response:
    """GET /sim/chats/ID/messages: with `wait`, answers as soon as there is something new."""
    world = world_of(request)
    try:
        chat = world.room(_chat_id(request))
        after = int(_number(request, "after"))
        wait = min(60.0, _number(request, "wait"))
    except ControlError as refused:
        return reply({"error": refused.error}, refused.status)
    loop = asyncio.get_running_loop()
    until = loop.time() + wait
    found = history_view(chat, after, world.feed.seq)
    while not found["messages"] and not found["deleted"] and not world.closing:
        left = until - loop.time()
        if left <= 0 or not await world.feed.changed(left):
            break
        found = history_view(chat, after, world.feed.seq)
    return reply(found)


async def message(request: Request) -> Response:
    """GET /sim/chats/ID/messages/MESSAGE: one message."""
    world = world_of(request)
    chat = world.chats.get(_chat_id(request))
    entry = chat.entries.get(request.path_params["message_id"]) if chat else None
    if chat is None or entry is None:
        return reply({"error": "no such message"}, 404)
    return reply(message_view(chat, entry))


async def events(request: Request) -> Response:
    """GET /sim/events: a stream; who comes back names the last event that they saw."""
    world = world_of(request)
    last = request.headers.get("last-event-id") or request.query_params.get("after")
    after = int(last) if last and last.isdigit() else world.feed.seq
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


async def picture(request: Request) -> Response:
    """GET /sim/files/ID: a picture or a video to look at, anything else to save."""
    file = world_of(request).files.find(request.path_params["file_id"])
    if file is None:
        return reply({"error": "no such file"}, 404)
    headers = {"x-content-type-options": "nosniff", "cache-control": "max-age=3600"}
    if file.kind == "document":
        headers["content-disposition"] = "attachment"
        return Response(file.content, media_type="application/octet-stream", headers=headers)
    status, content, more = part_of(file.content, request.headers.get("range"))
    return Response(content, status, media_type=file.mime, headers=headers | more)


async def journal(request: Request) -> Response:
    """GET /sim/journal: one JSON object a line; `newest=N` instead of `after` for the last N."""
    held = world_of(request).journal
    try:
        newest = int(_number(request, "newest"))
        lines = held.newest(newest) if newest > 0 else held.after(int(_number(request, "after")))
    except ControlError as refused:
        return reply({"error": refused.error}, refused.status)
    text = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines)
    return Response(text, media_type="application/x-ndjson")


def _deeplink(world: World, body: Json) -> Json:
    user = world.person(body.get("from_id"))
    payload = str(body.get("payload") or "")
    text = f"/start {payload}" if payload else "/start"
    return conversations.send(world, {"chat_id": user.id, "from_id": user.id, "text": text})


def _add_user(world: World, body: Json) -> Json:
    name = body.get("first_name")
    if not isinstance(name, str) or not 1 <= len(name) <= 64:
        raise ControlError("first_name must be 1-64 characters")
    optional = ("last_name", "username", "language_code", "phone")
    return {"id": world.add_user(name, **{key: body.get(key) for key in optional}).id}


def _members(world: World, body: Json) -> None:
    groups.change_members(world, world.room(body.get("chat_id")), body)


def _kick(world: World, body: Json) -> Json | None:
    if body.get("user_id") not in {None, world.bot.id}:
        return ranks.kick(world, body)
    groups.kick(world, world.room(body.get("chat_id")))
    return None


def _add_topic(world: World, body: Json) -> Json:
    chat = world.room(body.get("chat_id"))
    by = chat.owner
    if by is None:
        raise ControlError("the group has no owner", 409)
    return {"id": groups.add_topic(world, chat, by, str(body.get("name", ""))).id}


def post(path: str, act: Action, method: str = "POST") -> Route:
    """A route of one action."""
    return Route(path, action(act), methods=[method])


ROUTES = [
    Route("/sim/state", state),
    Route("/sim/chats/{chat_id}/messages", messages),
    Route("/sim/chats/{chat_id}/messages/{message_id:int}", message),
    Route("/sim/events", events),
    Route("/sim/files/{file_id}", picture),
    Route("/sim/journal", journal),
    post("/sim/users", _add_user),
    post("/sim/chats", lambda world, body: {"id": groups.create(world, body).id}),
    post("/sim/send", conversations.send),
    post("/sim/tap", tapping.tap),
    post("/sim/pay", checkout.pay),
    post("/sim/pay/shipping", checkout.shipping),
    post("/sim/deeplink", _deeplink),
    post("/sim/members", _members),
    post("/sim/restrict", ranks.restrict),
    post("/sim/promote", ranks.promote),
    post("/sim/react", reactions.react),
    post("/sim/topics", _add_topic),
    post("/sim/kick", _kick),
    post(
        "/sim/migrate",
        lambda world, body: {"id": groups.migrate(world, world.room(body.get("chat_id"))).id},
    ),
    *switches.routes(post),
    *gateway_switches.routes(post),
]
