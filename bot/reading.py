"""Reads a stored update into what handlers need.

It reads Telegram's JSON itself: a field that is missing or of a strange type makes the update one of
kind OTHER, never an exception, and the cost is a tenth of building the library's objects.
Shapes: https://core.telegram.org/bots/api#update.
"""

import json
from typing import Any

from bot.visit import File, Incoming, Kind, Person

Raw = dict[str, Any]


def read_update(body: str) -> Incoming | None:
    """Return what the stored JSON says, None for what concerns nobody (a channel post, garbage)."""
    try:
        raw = json.loads(body)
        return _read(raw)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _read(raw: Raw) -> Incoming | None:
    if "callback_query" in raw:
        return _tap(raw["update_id"], raw["callback_query"])
    if "message" in raw:
        return _message(raw["update_id"], raw["message"], Kind.OTHER)
    if "edited_message" in raw:
        return _message(raw["update_id"], raw["edited_message"], Kind.EDITED)
    if "my_chat_member" in raw:
        change = raw["my_chat_member"]
        return Incoming(
            raw["update_id"],
            Kind.MEMBERSHIP,
            int(change["chat"]["id"]),
            str(change["chat"]["type"]),
            _person(change["from"]),
            bot_status=str(change["new_chat_member"]["status"]),
        )
    return None


def _tap(update_id: int, query: Raw) -> Incoming | None:
    message = query.get("message")
    if not message:
        return None
    verb, *args = str(query.get("data", "")).split(":")
    return Incoming(
        update_id,
        Kind.TAP,
        int(message["chat"]["id"]),
        str(message["chat"]["type"]),
        _person(query["from"]),
        message_id=int(message["message_id"]),
        verb=verb,
        args=tuple(args),
        callback_id=str(query["id"]),
        on_photo="photo" in message,
        thread_id=_thread(message),
    )


def _message(update_id: int, message: Raw, default: Kind) -> Incoming | None:
    if "from" not in message:
        return None
    facts: Raw = {
        "message_id": int(message["message_id"]),
        "text": clean(str(message.get("text") or message.get("caption") or "")),
        "thread_id": _thread(message),
        "album": message.get("media_group_id"),
        "forwarded": "forward_origin" in message,
        "sent_at": int(message.get("date") or 0),
    }
    reply = message.get("reply_to_message")
    if reply and "from" in reply and "forum_topic_created" not in reply:
        facts["reply_to"] = _person(reply["from"])
        facts["reply_to_message_id"] = int(reply["message_id"])
        facts["reply_text"] = clean(str(reply.get("text") or reply.get("caption") or ""))
        rows = (reply.get("reply_markup") or {}).get("inline_keyboard", ())
        data = (button.get("callback_data") for row in rows for button in row)
        facts["reply_data"] = tuple(str(d) for d in data if d)
    kind = default if default is Kind.EDITED else _content(message, facts)
    chat = message["chat"]
    return Incoming(
        update_id, kind, int(chat["id"]), str(chat["type"]), _person(message["from"]), **facts
    )


def _content(message: Raw, facts: Raw) -> Kind:
    if "text" in message:
        return _command(message, facts)
    if message.get("photo"):
        largest = message["photo"][-1]
        facts["file"] = File(str(largest["file_id"]), str(largest["file_unique_id"]))
        return Kind.PHOTO
    if "document" in message:
        document = message["document"]
        facts["file"] = File(str(document["file_id"]), str(document["file_unique_id"]))
        return Kind.DOCUMENT
    if "contact" in message:
        contact = message["contact"]
        names = (contact.get("first_name"), contact.get("last_name"))
        facts["phone"] = str(contact["phone_number"])
        facts["contact_user_id"] = contact.get("user_id")
        facts["contact_name"] = clean(" ".join(str(n) for n in names if n))
        return Kind.CONTACT
    if "location" in message:
        facts["latitude"] = float(message["location"]["latitude"])
        facts["longitude"] = float(message["location"]["longitude"])
        return Kind.LOCATION
    if "migrate_to_chat_id" in message:
        facts["new_chat_id"] = int(message["migrate_to_chat_id"])
        return Kind.MIGRATION
    if "new_chat_members" in message:
        facts["new_members"] = tuple(_person(p) for p in message["new_chat_members"])
        return Kind.MEMBERSHIP
    return Kind.OTHER


def _command(message: Raw, facts: Raw) -> Kind:
    first: Raw = next(iter(message.get("entities") or ()), {})
    if first.get("type") != "bot_command" or first.get("offset") != 0:
        return Kind.TEXT
    command, *words = facts["text"].split() or [""]
    facts["command"] = command.lstrip("/").partition("@")[0].lower()
    facts["words"] = tuple(words)
    return Kind.COMMAND


def _person(raw: Raw) -> Person:
    names = (raw.get("first_name"), raw.get("last_name"))
    name = clean(" ".join(str(n) for n in names if n)) or str(raw["id"])
    return Person(
        int(raw["id"]),
        name[:100],
        raw.get("username"),
        raw.get("language_code"),
        bool(raw.get("is_bot")),
    )


def _thread(message: Raw) -> int | None:
    thread = message.get("message_thread_id")
    return int(thread) if thread and message.get("is_topic_message") else None


def clean(text: str) -> str:
    """Return the text without what no database or chat should hold: controls, lone surrogates."""
    kept = text.encode("utf-8", "ignore").decode("utf-8")
    return "".join(c for c in kept if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127))
