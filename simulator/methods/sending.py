"""Methods that put a message into a chat."""

from __future__ import annotations

from simulator.arguments import (
    Converter,
    Raw,
    accepted,
    an_object,
    boolean,
    chat_id,
    integer,
    number,
    string,
)
from simulator.errors import Json, bad
from simulator.keyboards import asks_for_person, pay_button_fits, reply_markup
from simulator.membership import closed_to, forbidden_content
from simulator.methods.content import (
    VIDEO,
    album,
    entity_list,
    link_preview,
    media_body,
    text_body,
)
from simulator.methods.registry import Call, method
from simulator.people import Chat, Entry
from simulator.threads import thread_fields, topic_of
from simulator.world import World

ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_REPLY = accepted(
    "ReplyParameters",
    takes="message_id allow_sending_without_reply",
    refuses="chat_id quote quote_parse_mode quote_entities quote_position checklist_task_id"
    " poll_option_id",
)


def reply_parameters(name: str, value: Raw) -> Json:
    """The `reply_parameters` parameter: a reply within the chat."""
    given = _REPLY.read(an_object(name, value))
    if "message_id" not in given:
        raise bad("can't parse ReplyParameters: message_id is missing")
    return {
        "message_id": integer("message_id", given["message_id"]),
        "anyway": boolean("allow", given.get("allow_sending_without_reply", False)),
    }


PLACE: dict[str, Converter] = {
    "chat_id": chat_id,
    "message_thread_id": integer,
    "disable_notification": boolean,
    "protect_content": boolean,
}
TARGET = PLACE | {"reply_parameters": reply_parameters}
COMMON = TARGET | {"reply_markup": reply_markup}
CAPTION: dict[str, Converter] = {
    "caption": string,
    "parse_mode": string,
    "caption_entities": entity_list,
}


def addressed(call: Call, chat: Chat) -> Json:
    """The fields of a message that say where it stands: its topic and what it replies to."""
    args = call.args
    thread = args.get("message_thread_id")
    if thread and thread not in chat.topics:
        raise bad("message thread not found")
    given = args.get("reply_parameters")
    reply = chat.entries.get(given["message_id"]) if given is not None else None
    if given is not None and reply is None and not given["anyway"]:
        raise bad("message to be replied not found")
    topic = thread or topic_of(reply)
    if closed_to(chat, call.world.bot, topic):
        raise bad("TOPIC_CLOSED")
    body = thread_fields(chat, topic, reply)
    # Telegram shows every message of a topic as a reply to the one that opened it.
    target = given["message_id"] if given is not None else thread
    shown = call.world.shown_reply(chat, target) if target else None
    if shown is not None:
        body["reply_to_message"] = shown
    if args.get("protect_content"):
        body["has_protected_content"] = True
    return body


def check_rights(call: Call, chat: Chat, content: Json) -> None:
    """Refuse what a restricted bot may not send."""
    if chat.ranks:
        words = forbidden_content(chat, call.world.bot, content)
        if words is not None:
            raise bad(f"not enough rights to send {words} to the chat")


def sent(call: Call, chat: Chat, content: Json) -> Entry:
    """Post the bot's message with its keyboard."""
    check_rights(call, chat, content)
    body = addressed(call, chat) | content
    markup = call.args.get("reply_markup") or {}
    entry = Entry({}, silent=bool(call.args.get("disable_notification")))
    if "inline_keyboard" in markup:
        body["reply_markup"] = markup
        pay_button_fits(body)
    elif markup:
        refusal = asks_for_person(markup) if chat.user is None else None
        if refusal:
            raise bad(refusal)
        entry.reply_keyboard = markup
        chat.reply_keyboard = None if "remove_keyboard" in markup else markup
    return call.world.post(chat, call.world.bot, body, entry)


@method(
    "sendMessage",
    needs="chat_id text",
    sends=True,
    text=string,
    parse_mode=string,
    entities=entity_list,
    link_preview_options=link_preview,
    **COMMON,
)
def send_message(call: Call) -> Json:
    """sendMessage."""
    chat = call.world.chat(call.args["chat_id"])
    return sent(call, chat, text_body(call)).api


def _one_medium(call: Call, kind: str) -> Json:
    chat = call.world.chat(call.args["chat_id"])
    return sent(call, chat, media_body(call, kind, call.args, kind)).api


@method(
    "sendPhoto",
    needs="chat_id photo",
    sends=True,
    photo=string,
    show_caption_above_media=boolean,
    has_spoiler=boolean,
    **CAPTION,
    **COMMON,
)
def send_photo(call: Call) -> Json:
    """sendPhoto."""
    return _one_medium(call, "photo")


@method(
    "sendDocument",
    needs="chat_id document",
    sends=True,
    document=string,
    disable_content_type_detection=boolean,
    **CAPTION,
    **COMMON,
)
def send_document(call: Call) -> Json:
    """sendDocument."""
    return _one_medium(call, "document")


@method(
    "sendVideo",
    needs="chat_id video",
    sends=True,
    video=string,
    show_caption_above_media=boolean,
    has_spoiler=boolean,
    **VIDEO,
    **CAPTION,
    **COMMON,
)
def send_video(call: Call) -> Json:
    """sendVideo."""
    return _one_medium(call, "video")


def album_id(world: World) -> str:
    """A new `media_group_id`."""
    return str(world.number() + 13_000_000_000_000_000)


@method("sendMediaGroup", needs="chat_id media", sends=True, media=album, **TARGET)
def send_media_group(call: Call) -> list[Json]:
    """sendMediaGroup: checked whole before the first item is posted."""
    chat = call.world.chat(call.args["chat_id"])
    bodies = [media_body(call, item["type"], item, "") for item in call.args["media"]]
    for body in bodies:
        check_rights(call, chat, body)
    group = album_id(call.world)
    return [sent(call, chat, {"media_group_id": group} | body).api for body in bodies]


@method(
    "sendLocation",
    needs="chat_id latitude longitude",
    sends=True,
    latitude=number,
    longitude=number,
    horizontal_accuracy=number,
    **COMMON,
)
def send_location(call: Call) -> Json:
    """sendLocation: a fixed point."""
    chat = call.world.chat(call.args["chat_id"])
    return sent(call, chat, {"location": location_of(call.args)}).api


def location_of(args: Json) -> Json:
    """A Location object; raises for a place that is not on the globe."""
    latitude, longitude = args["latitude"], args["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("wrong location specified")
    place: Json = {"latitude": latitude, "longitude": longitude}
    accuracy = args.get("horizontal_accuracy")
    if accuracy is not None:
        if not 0 <= accuracy <= 1500:
            raise bad("wrong horizontal accuracy specified")
        place["horizontal_accuracy"] = accuracy
    return place


@method(
    "sendContact",
    needs="chat_id phone_number first_name",
    sends=True,
    phone_number=string,
    first_name=string,
    last_name=string,
    vcard=string,
    **COMMON,
)
def send_contact(call: Call) -> Json:
    """sendContact."""
    chat = call.world.chat(call.args["chat_id"])
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.args[name] for name in names if call.args.get(name)}
    for name in ("phone_number", "first_name"):
        if name not in contact:
            raise bad(f"contact {name} is empty")
    return sent(call, chat, {"contact": contact}).api


@method(
    "sendChatAction",
    needs="chat_id action",
    chat_id=chat_id,
    action=string,
    message_thread_id=integer,
)
def send_chat_action(call: Call) -> bool:
    """sendChatAction."""
    chat = call.world.chat(call.args["chat_id"])
    action = call.args["action"]
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    facts: Json = {"action": action}
    thread = call.args.get("message_thread_id")
    if thread:
        if thread not in chat.topics:
            raise bad("message thread not found")
        facts["topic"] = thread
    call.world.feed.publish("typing", chat.id, facts=facts)
    return True
