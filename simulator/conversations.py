"""What people do: write, send pictures, tap, open links, block, join, upgrade a group."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from simulator.entities import clean, finish
from simulator.errors import ApiError, ControlError, Json
from simulator.fields import FILE, NUMBER, TEXT, WHOLE, form, list_of, maybe, object_of
from simulator.files import STICKER, Upload
from simulator.membership import closed_to, forbidden_content
from simulator.people import Chat, Entry, User
from simulator.threads import thread_fields, topic_of
from simulator.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
CONTENT = ("text", "photo", "document", "location", "contact", "sticker", "video", "album")
CAPTIONED = frozenset({"photo", "document", "video", "album"})
LOCATION = form(latitude=NUMBER, longitude=NUMBER)
CONTACT = form(
    phone_number=TEXT, first_name=maybe(TEXT), last_name=maybe(TEXT), user_id=maybe(WHOLE)
)
SEND = form(
    chat_id=WHOLE,
    from_id=WHOLE,
    text=maybe(TEXT),
    photo=maybe(FILE),
    document=maybe(FILE),
    video=maybe(FILE),
    album=maybe(list_of(FILE)),
    location=maybe(object_of(LOCATION)),
    contact=maybe(object_of(CONTACT)),
    sticker=maybe(TEXT),
    caption=maybe(TEXT),
    reply_to=maybe(WHOLE),
    topic=maybe(WHOLE),
    forward_from=maybe(WHOLE),
    edit_of=maybe(WHOLE),
)
EDIT = frozenset({"chat_id", "from_id", "edit_of", "text", "caption", "topic"})
JAKARTA = {"latitude": -6.2, "longitude": 106.816666}


def person_in(world: World, body: Json) -> tuple[Chat, User]:
    """The chat and the sender that a request names, if their app lets them act there."""
    chat = world.room(body["chat_id"])
    user = world.person(body["from_id"])
    if user.id not in chat.members:
        raise ControlError(f"user {user.id} is not a member of chat {chat.id}", 403)
    if chat.migrated_to is not None:
        raise ControlError(f"the group moved to {chat.migrated_to}", 409)
    if user.deactivated:
        raise ControlError(f"the account of user {user.id} is deleted", 409)
    # In the chat with a blocked bot the app shows nothing but a button that unblocks it.
    if user.blocked and chat.user is user:
        raise ControlError(f"user {user.id} has blocked the bot", 409)
    return chat, user


def send(world: World, body: Json) -> Json:
    """POST /sim/send: a person sends or edits; returns the message's id and the update's, if any."""
    chat, user = person_in(world, body)
    if "edit_of" in body:
        return edit(world, chat, user, body)
    given = [name for name in CONTENT if name in body]
    if len(given) != 1:
        raise ControlError(f"exactly one of {', '.join(CONTENT)} is expected, got {given}")
    if "caption" in body and given[0] not in CAPTIONED:
        raise ControlError(f"a {given[0]} has no caption")
    place = _place(world, chat, user, body)
    if given[0] == "album":
        return _album(world, chat, user, body, place)
    content = _content(world, given[0], body)
    return _posted(world, chat, user, place | content)


def check_rights(chat: Chat, user: User, content: Json) -> None:
    """Refuse what a restricted person may not send."""
    words = forbidden_content(chat, user, content)
    if words is not None:
        raise ControlError(f"user {user.id} may not send {words} in chat {chat.id}", 403)


def _posted(world: World, chat: Chat, user: User, body: Json) -> Json:
    check_rights(chat, user, body)
    entry = world.post(chat, user, body)
    return {"message_id": entry.id, "update_id": world.tell_message(chat, entry)}


def _place(world: World, chat: Chat, user: User, body: Json) -> Json:
    topic = body.get("topic")
    if topic is not None and topic not in chat.topics:
        raise ControlError(f"no such topic: {topic}", 404)
    reply = chat.entries.get(body["reply_to"]) if "reply_to" in body else None
    if "reply_to" in body and reply is None:
        raise ControlError(f"no such message to reply to: {body['reply_to']}", 404)
    # Telegram shows every message of a topic as a reply to the one that opened it.
    target = body.get("reply_to", topic)
    topic = topic or topic_of(reply)
    if closed_to(chat, user, topic):
        which = f"topic {topic}" if topic else "the General topic"
        raise ControlError(f"{which} is closed", 403)
    place = thread_fields(chat, topic, reply)
    shown = world.shown_reply(chat, target) if target is not None else None
    if shown is not None:
        place["reply_to_message"] = shown
    forwarded = body.get("forward_from")
    if forwarded is not None:
        author = world.bot if forwarded == world.bot.id else world.person(forwarded)
        place["forward_origin"] = {
            "type": "user",
            "date": world.clock.date(),
            "sender_user": author.api(),
        }
    return place


def _content(world: World, kind: str, body: Json) -> Json:
    if kind == "text":
        return text_content(body["text"])
    if kind in {"photo", "document", "video"}:
        return _file(world, kind, body[kind], body)
    if kind == "location":
        return {"location": place_of(body["location"])}
    if kind == "contact":
        return {"contact": _contact(body["contact"])}
    file = world.files.put("sticker", Upload("sticker.webp", STICKER, "image/webp"))
    return {"sticker": file.sticker(body["sticker"])}


def text_content(given: str, limit: int = LONGEST_TEXT) -> Json:
    """Text as a person's app sends it, with the entities that Telegram finds."""
    text, entities = finish(_cleaned(given), [])
    if not text:
        raise ControlError("text is empty")
    if len(text) > limit:
        raise ControlError(f"text is longer than {limit}: a person's app would split it")
    return {"text": text, "entities": entities} if entities else {"text": text}


def _cleaned(text: str) -> str:
    try:
        return clean(text)
    except ApiError as refused:
        raise ControlError(refused.description) from None


def _caption(body: Json) -> Json:
    if not body.get("caption"):
        return {}
    content = text_content(body["caption"], LONGEST_CAPTION)
    return {
        "caption" if name == "text" else "caption_entities": value
        for name, value in content.items()
    }


def upload(given: Any, kind: str) -> Upload:  # noqa: ANN401 - any JSON value may come
    """An upload of base64, of {name, base64}, or of a multipart form."""
    if isinstance(given, Upload):
        return given
    name = {"photo": "photo.jpg", "video": "video.mp4"}.get(kind, "file.bin")
    if isinstance(given, dict):
        name, given = given.get("name") or name, given["base64"]
    try:
        content = base64.b64decode(given.partition("base64,")[2] or given, validate=True)
    except (binascii.Error, ValueError):
        raise ControlError(f"{kind} is not valid base64") from None
    return Upload(name, content)


def _file(world: World, kind: str, given: object, body: Json) -> Json:
    try:
        file = world.files.put(kind, upload(given, kind))
    except ApiError as refused:
        raise ControlError(refused.description) from None
    return file.field() | _caption(body)


def _album(world: World, chat: Chat, user: User, body: Json, place: Json) -> Json:
    photos = body["album"]
    if not 2 <= len(photos) <= 10:
        raise ControlError("an album has 2-10 photos")
    contents = [
        _file(world, "photo", photo, body if index == 0 else {})
        for index, photo in enumerate(photos)
    ]
    group = {"media_group_id": str(world.number() + 13_000_000_000_000_000)}
    sent = [_posted(world, chat, user, place | group | content) for content in contents]
    return sent[0] | {
        "message_ids": [item["message_id"] for item in sent],
        "update_ids": [item["update_id"] for item in sent],
    }


def place_of(given: Json) -> Json:
    """The place that a LOCATION names, if it is on this earth."""
    for name, bound in (("latitude", 90), ("longitude", 180)):
        if abs(given[name]) > bound:
            raise ControlError(f"{name} must be a number within {bound} degrees")
    return dict(given)


def _contact(given: Json) -> Json:
    contact: Json = {
        "phone_number": given["phone_number"],
        "first_name": given.get("first_name") or "Kontak",
    }
    if given.get("last_name"):
        contact["last_name"] = given["last_name"]
    if given.get("user_id") is not None:
        contact["user_id"] = given["user_id"]
    return contact


def own_contact(user: User) -> Json:
    """What a contact button shares: the person's own number and id."""
    contact: Json = {
        "phone_number": user.phone,
        "first_name": user.first_name,
        "user_id": user.id,
    }
    return contact | ({"last_name": user.last_name} if user.last_name else {})


def edit(world: World, chat: Chat, user: User, body: Json) -> Json:
    """A person edits an own text or caption."""
    for name in body:
        if name not in EDIT:
            raise ControlError(f"{name} does not go with edit_of")
    if "text" in body and "caption" in body:
        raise ControlError("text and caption exclude each other")
    entry: Entry | None = chat.entries.get(body["edit_of"])
    if entry is None or entry.api["from"]["id"] != user.id:
        raise ControlError("no own message of that id to edit", 404)
    if "text" in entry.api:
        content = text_content(body.get("text", ""))
    elif entry.api.keys() & {"photo", "document", "video"}:
        content = _caption({"caption": body.get("caption") or body.get("text")})
    else:
        raise ControlError("only texts and captions can be edited")
    gone = {"text", "entities", "caption", "caption_entities"}
    kept = {name: value for name, value in entry.api.items() if name not in gone}
    entry.api = kept | content | {"edit_date": world.clock.date()}
    world.touched(chat, entry)
    update_id = world.tell_message(chat, entry, "edited_message")
    return {"message_id": entry.id, "update_id": update_id}
