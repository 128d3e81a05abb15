"""Taps on buttons: inline buttons wait for the bot's answer, reply buttons send a message."""

from __future__ import annotations

import asyncio

from simulator.conversations import (
    JAKARTA,
    LOCATION,
    check_rights,
    own_contact,
    person_in,
    place_of,
    text_content,
)
from simulator.errors import ControlError, Json
from simulator.fields import FLAG, NUMBER, TEXT, WHOLE, form, maybe, object_of
from simulator.people import Chat, Entry, User
from simulator.world import Query, World

WAIT_S = 10.0
MAX_TIMES = 1_000
TAP = form(
    chat_id=WHOLE,
    from_id=WHOLE,
    message_id=maybe(WHOLE),
    data=maybe(TEXT),
    text=maybe(TEXT),
    times=maybe(WHOLE),
    wait=maybe(NUMBER),
    force=maybe(FLAG),
    location=maybe(object_of(LOCATION)),
)


async def tap(world: World, body: Json) -> Json:
    """POST /sim/tap: a button by its data or its label; `times` taps it so often at once."""
    chat, user = person_in(world, body)
    entry = chat.entries.get(body.get("message_id", 0))
    data, label = body.get("data"), body.get("text")
    if (data is None) == (label is None):
        raise ControlError("either data or text (the button's label) is expected")
    button = _inline_button(entry, data, label)
    calls_back = data is not None if button is None else "callback_data" in button
    if body.get("times", 1) != 1 and not calls_back:
        raise ControlError("only a callback button can be tapped several times at once")
    if button is None and label is not None:
        return _reply_button(world, chat, user, label, body)
    if "location" in body:
        raise ControlError("location goes with a reply button that asks for one")
    if button is None and not body.get("force"):
        raise ControlError(
            f"message {body.get('message_id')} has no button with data {data!r}", 404
        )
    if button is not None and "copy_text" in button:
        return {"copied": button["copy_text"]["text"]}
    if button is not None and "url" in button:
        return {"url": button["url"]}
    if button is not None and "pay" in button:
        return {"pay": True}
    pressed: str = button["callback_data"] if button is not None else str(data)
    if len(pressed.encode("utf-8", "replace")) > 64:
        raise ControlError("data must be a string of at most 64 bytes")
    return await _pressed(world, chat, user, body, pressed)


def _inline_button(entry: Entry | None, data: str | None, label: str | None) -> Json | None:
    markup: Json = entry.api.get("reply_markup", {}) if entry is not None else {}
    for row in markup.get("inline_keyboard", ()):
        for button in row:
            if data is not None and button.get("callback_data") == data:
                return dict(button)
            if data is None and button["text"] == label:
                return dict(button)
    return None


def _reply_button(world: World, chat: Chat, user: User, label: str, body: Json) -> Json:
    entry = chat.entries.get(body.get("message_id", 0))
    markup = (entry.reply_keyboard if entry is not None else None) or chat.reply_keyboard or {}
    for row in markup.get("keyboard", ()):
        for button in row:
            if button["text"] == label:
                return _typed(world, chat, user, button, markup, body)
    raise ControlError(f"no button {label!r} in chat {chat.id}", 404)


def _typed(world: World, chat: Chat, user: User, button: Json, markup: Json, body: Json) -> Json:
    if button.get("request_contact"):
        content: Json = {"contact": own_contact(user)}
    elif button.get("request_location"):
        content = {"location": place_of(body.get("location", JAKARTA))}
    else:
        content = text_content(button["text"])
    if "location" in body and "location" not in content:
        raise ControlError("location goes with a reply button that asks for one")
    check_rights(chat, user, content)
    if markup.get("one_time_keyboard"):
        chat.reply_keyboard = None
    entry = world.post(chat, user, content)
    return {"message_id": entry.id, "update_id": world.tell_message(chat, entry)}


async def _pressed(world: World, chat: Chat, user: User, body: Json, data: str) -> Json:
    times = body.get("times", 1)
    if not 1 <= times <= MAX_TIMES:
        raise ControlError(f"times must be 1-{MAX_TIMES}")
    wait = body.get("wait", WAIT_S)
    if not 0 <= wait <= 60:
        raise ControlError("wait must be 0-60 seconds")
    message_id = body.get("message_id", 0)
    queries, update_ids = [], []
    for _ in range(times):
        query = world.ask(chat.id, message_id, user.id)
        queries.append(query)
        update_ids.append(_told(world, chat, user, message_id, query, data))
    if wait:
        await asyncio.wait([query.answered for query in queries], timeout=wait)
    answers = [query.answered.result() if query.answered.done() else None for query in queries]
    result: Json = {
        "answer": answers[0],
        "answered": answers[0] is not None,
        "update_id": update_ids[0],
    }
    if times > 1:
        result |= {"answers": answers, "update_ids": update_ids}
        result["answered"] = all(answer is not None for answer in answers)
    return result


def _told(
    world: World, chat: Chat, user: User, message_id: int, query: Query, data: str
) -> int | None:
    entry = chat.entries.get(message_id)
    message: Json = {"chat": chat.api(), "message_id": message_id, "date": 0}
    if entry is not None:
        message = entry.api
    payload: Json = {
        "id": query.id,
        "from": user.api(),
        "message": message,
        "chat_instance": str(chat.id * 7919),
        "data": data,
    }
    return world.tell("callback_query", payload, user.id)
