"""Methods that send an existing message once more: as a forward, or as a copy without a link to it.

Source: core.telegram.org/bots/api#copymessage and the methods beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from simulator.access import Access
from simulator.arguments import boolean, chat_id, integer, integers
from simulator.errors import ApiError, Json, bad
from simulator.methods.content import caption_body
from simulator.methods.paying import forwarded_invoice
from simulator.methods.registry import Call, method
from simulator.methods.sending import CAPTION, COMMON, PLACE, album_id, check_rights, sent
from simulator.people import Chat, Entry

MANY = 100
_CONTENT = (
    "text",
    "entities",
    "link_preview_options",
    "photo",
    "document",
    "video",
    "location",
    "contact",
    "sticker",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
)
# "Invoice messages can't be copied", forwarded they can be.
_FORWARDED = (*_CONTENT, "invoice")
_CAPTIONED = frozenset({"photo", "document", "video"})
_CAPTION_FIELDS = ("caption", "caption_entities", "show_caption_above_media")
_TO = PLACE | {"from_chat_id": chat_id}


def _source(call: Call, from_chat_id: int) -> Chat:
    """The chat to take messages from: what a person who blocked the bot wrote can be read."""
    return call.world.chat(from_chat_id, Access.READ)


def _taken(chat: Chat, message_id: int, act: str) -> Json:
    """What a message holds, for a copy; services and protected messages give nothing."""
    entry = chat.entries.get(message_id)
    if entry is None:
        raise bad(f"message to {act} not found")
    names = _FORWARDED if act == "forward" else _CONTENT
    content = {name: entry.api[name] for name in names if name in entry.api}
    if not content or "has_protected_content" in entry.api:
        done = {"copy": "copied", "forward": "forwarded"}[act]
        raise bad(f"the message can't be {done}")
    return content


def _forward(chat: Chat, message_id: int) -> Json:
    """The same with its origin; a forward of a forward keeps the first one."""
    content = _taken(chat, message_id, "forward")
    api = chat.entries[message_id].api
    origin = {"type": "user", "date": api["date"], "sender_user": api["from"]}
    return content | {"forward_origin": api.get("forward_origin", origin)}


def _again(call: Call, chat: Chat, original: Entry, content: Json) -> Entry:
    """Send what was taken from a message; a forwarded invoice gets a button of its own."""
    copy = sent(call, chat, content)
    if "invoice" in content:
        forwarded_invoice(call.world, original, copy)
    return copy


@method(
    "forwardMessage",
    needs="chat_id from_chat_id message_id",
    sends=True,
    message_id=integer,
    **_TO,
)
def forward_message(call: Call) -> Json:
    """forwardMessage."""
    chat = call.world.chat(call.args["chat_id"])
    source = _source(call, call.args["from_chat_id"])
    content = _forward(source, call.args["message_id"])
    original = source.entries[call.args["message_id"]]
    return _again(call, chat, original, content).api


@method(
    "copyMessage",
    needs="chat_id from_chat_id message_id",
    sends=True,
    from_chat_id=chat_id,
    message_id=integer,
    show_caption_above_media=boolean,
    **CAPTION,
    **COMMON,
)
def copy_message(call: Call) -> Json:
    """copyMessage: a caption, also an empty one, takes the place of the old one."""
    args = call.args
    chat = call.world.chat(args["chat_id"])
    content = _taken(_source(call, args["from_chat_id"]), args["message_id"], "copy")
    if "caption" in args and content.keys() & _CAPTIONED:
        content = {name: item for name, item in content.items() if name not in _CAPTION_FIELDS}
        content |= caption_body(call.world, args)
        if args.get("show_caption_above_media"):
            content["show_caption_above_media"] = True
    return {"message_id": sent(call, chat, content).id}


def _many(call: Call, source: Chat, take: Callable[[int], Json]) -> list[Json]:
    """Send several messages again: what cannot be taken is skipped, albums stay albums."""
    ids = call.args["message_ids"]
    if not 1 <= len(ids) <= MANY:
        raise bad(f"wrong number of message identifiers: 1-{MANY} are allowed")
    if any(one >= other for one, other in pairwise(ids)):
        raise bad("message identifiers must be in a strictly increasing order")
    chat = call.world.chat(call.args["chat_id"])
    contents: list[tuple[Entry, Json]] = []
    groups: dict[str, str] = {}
    for message_id in ids:
        try:
            content = take(message_id)
        except ApiError:
            continue
        original = source.entries[message_id]
        old = original.api.get("media_group_id")
        if old is not None:
            content["media_group_id"] = groups.setdefault(old, album_id(call.world))
        contents.append((original, content))
    if not contents:
        # Copying is forwarding to the server, also in its words.
        raise bad("there are no messages to forward")
    for _, content in contents:
        check_rights(call, chat, content)
    return [{"message_id": _again(call, chat, *taken).id} for taken in contents]


@method(
    "forwardMessages",
    needs="chat_id from_chat_id message_ids",
    sends=True,
    message_ids=integers,
    **_TO,
)
def forward_messages(call: Call) -> list[Json]:
    """forwardMessages."""
    source = _source(call, call.args["from_chat_id"])
    return _many(call, source, lambda message_id: _forward(source, message_id))


@method(
    "copyMessages",
    needs="chat_id from_chat_id message_ids",
    sends=True,
    message_ids=integers,
    remove_caption=boolean,
    **_TO,
)
def copy_messages(call: Call) -> list[Json]:
    """copyMessages."""
    source = _source(call, call.args["from_chat_id"])
    dropped = _CAPTION_FIELDS if call.args.get("remove_caption") else ()

    def take(message_id: int) -> Json:
        content = _taken(source, message_id, "copy")
        return {name: item for name, item in content.items() if name not in dropped}

    return _many(call, source, take)
