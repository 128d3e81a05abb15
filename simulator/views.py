"""What a person would see: messages, chats and the whole state, for the page and the tests."""

from __future__ import annotations

from simulator.currencies import decimals
from simulator.errors import Json
from simulator.feed import Event
from simulator.html_output import to_html
from simulator.menus import menu, own_menus
from simulator.people import Chat, Entry, Topic
from simulator.privacy import SERVICES
from simulator.reactions import REACTIONS
from simulator.threads import topic_of
from simulator.world import World


def message_view(chat: Chat, entry: Entry) -> Json:
    """One message as a person sees it."""
    api = entry.api
    sender = api["from"]
    view: Json = {
        "message_id": api["message_id"],
        "seq": entry.seq,
        "date": api["date"],
        "from": {name: sender[name] for name in ("id", "first_name", "is_bot")},
    }
    for name in ("edit_date", "location", "contact", "caption", "has_protected_content"):
        if name in api:
            view[name] = api[name]
    _add_text(view, api)
    _add_media(view, api)
    if "media_group_id" in api:
        view["album_id"] = api["media_group_id"]
    topic = topic_of(entry)
    if topic is not None:
        view["topic"] = topic
    if "reply_to_message" in api and "forum_topic_created" not in api["reply_to_message"]:
        view["reply_to"] = api["reply_to_message"]["message_id"]
    if "forward_origin" in api:
        view["forwarded_from"] = api["forward_origin"]["sender_user"]["first_name"]
    if "invoice" in api:
        view["invoice"] = api["invoice"] if entry.invoice is None else entry.invoice.view()
    if "reply_markup" in api:
        view["keyboard"] = keyboard_view(api["reply_markup"]["inline_keyboard"])
    if entry.reply_keyboard is not None:
        view["reply_keyboard"] = reply_keyboard_view(entry.reply_keyboard)
    if entry.id in chat.pinned:
        view["pinned"] = True
    if entry.silent:
        view["silent"] = True
    if entry.reactions:
        view["reactions"] = list(entry.reactions.values())
        view["reacted"] = {str(who): emoji for who, emoji in entry.reactions.items()}
    service = next((name for name in SERVICES if name in api), None)
    if service:
        view["service"] = _service(service, api)
    return view


def _add_text(view: Json, api: Json) -> None:
    name, entities = ("text", "entities") if "text" in api else ("caption", "caption_entities")
    if name in api:
        view[name] = api[name]
        view["entities"] = api.get(entities, [])
        view["html"] = to_html(api[name], view["entities"])


def _add_media(view: Json, api: Json) -> None:
    if "photo" in api:
        size = api["photo"][-1]
        view["photo_url"] = f"/sim/files/{size['file_id']}"
        view["photo"] = {"width": size["width"], "height": size["height"]}
    if "document" in api:
        document = api["document"]
        view["document"] = {
            "name": document.get("file_name", ""),
            "mime_type": document.get("mime_type", ""),
            "size": document.get("file_size", 0),
            "url": f"/sim/files/{document['file_id']}",
        }
    if "video" in api:
        video = api["video"]
        view["video"] = {name: video[name] for name in ("width", "height", "duration")}
        view["video"]["mime_type"] = video.get("mime_type", "video/mp4")
        view["video"]["url"] = f"/sim/files/{video['file_id']}"
    if "sticker" in api:
        view["sticker"] = {"emoji": api["sticker"].get("emoji", "")}


def _service(name: str, api: Json) -> Json:
    value = api[name]
    if name == "new_chat_members":
        return {"kind": name, "names": [user["first_name"] for user in value]}
    if name == "left_chat_member":
        return {"kind": name, "names": [value["first_name"]]}
    if name == "pinned_message":
        return {"kind": name, "message_id": value["message_id"]}
    if name == "successful_payment":
        money = {field: value[field] for field in ("currency", "total_amount")}
        return {"kind": name, "exp": decimals(value["currency"])} | money
    if isinstance(value, dict):
        return {"kind": name, "name": value.get("name", "")}
    return {"kind": name, "chat_id": value}


def keyboard_view(rows: list[list[Json]]) -> list[list[Json]]:
    """An inline keyboard as a person meets it."""
    return [[_inline_view(button) for button in row] for row in rows]


def _inline_view(button: Json) -> Json:
    view: Json = {"text": button["text"]}
    if "style" in button:
        view["style"] = button["style"]
    if "callback_data" in button:
        return view | {"kind": "callback", "data": button["callback_data"]}
    if "copy_text" in button:
        return view | {"kind": "copy", "copy": button["copy_text"]["text"]}
    if "pay" in button:
        return view | {"kind": "pay"}
    return view | {"kind": "url", "url": button["url"]}


def reply_keyboard_view(markup: Json) -> Json:
    """A reply keyboard, its removal, or a forced reply."""
    if "keyboard" not in markup:
        return markup
    rows = []
    for row in markup["keyboard"]:
        kinds = [
            "contact"
            if button.get("request_contact")
            else "location"
            if button.get("request_location")
            else "text"
            for button in row
        ]
        rows.append(
            [
                {"text": button["text"], "kind": kind}
                | ({"style": button["style"]} if "style" in button else {})
                for button, kind in zip(row, kinds, strict=True)
            ]
        )
    return {name: value for name, value in markup.items() if name != "keyboard"} | {"rows": rows}


def _topic_view(topic: Topic) -> Json:
    view: Json = {"id": topic.id, "name": topic.name}
    if topic.icon:
        view["icon"] = topic.icon
    return view | {flag: True for flag in ("closed", "hidden") if getattr(topic, flag)}


def chat_view(world: World, chat: Chat) -> Json:
    """One chat in the list."""
    view: Json = {
        "id": chat.id,
        "type": chat.type,
        "is_forum": chat.is_forum,
        "topics": [_topic_view(topic) for topic in chat.topics.values()],
        "members": list(chat.members),
        "ranks": {str(who): rank.status for who, rank in chat.ranks.items()},
        "muted": [who for who, rank in chat.ranks.items() if rank.silences],
        "unread": chat.unread,
        "bot_status": chat.bot_status,
        "commands": menu(world.commands, chat, chat.user),
        "description": world.description_for(chat),
    }
    own = own_menus(world.commands, chat)
    if own:
        view["commands_of"] = {str(who): commands for who, commands in own.items()}
    if chat.user is not None:
        view["first_name"] = chat.user.first_name
    else:
        view["title"] = chat.title
    if chat.is_forum:
        view["general"] = _topic_view(chat.general)
    if chat.migrated_to is not None:
        view["migrated_to"] = chat.migrated_to
    current = chat.reply_keyboard
    if current is not None:
        view["reply_keyboard"] = reply_keyboard_view(current)
    if chat.entries:
        last = next(reversed(chat.entries.values()))
        view["last"] = {"message_id": last.id, "date": last.api["date"], "seq": last.seq}
    return view


def state_view(world: World) -> Json:
    """Everything but the messages."""
    users = [
        {
            "id": user.id,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "username": user.username,
            "language_code": user.language_code,
            "blocked": user.blocked,
            "deactivated": user.deactivated,
        }
        for user in world.users.values()
    ]
    return {
        "bot": {
            "id": world.bot.id,
            "username": world.bot.username,
            "first_name": world.bot.first_name,
            "commands": world.commands.get(("default", ""), []),
        },
        "users": users,
        "chats": [chat_view(world, chat) for chat in world.chats.values()],
        "clock": world.clock_view(),
        "flood": world.flood.mode,
        "faults": [fault.shown() for fault in world.faults.active],
        "violations": list(world.flood.violations),
        "violation_count": world.flood.violation_count,
        "parcels": world.parcels_view(),
        "charges": world.charges.views(),
        "reactions": list(REACTIONS),
        "started": world.started,
        "webhook": world.webhook_url,
        "pending_updates": len(world.updates),
        "seq": world.feed.seq,
    }


def history_view(chat: Chat, after: int, seq: int) -> Json:
    """Messages that came or changed after the event numbered `after`, in order of their ids."""
    messages = [message_view(chat, e) for e in chat.entries.values() if e.seq > after]
    gone = [message_id for at, message_id in chat.deleted if at > after]
    return {"messages": messages, "deleted": gone, "seq": seq}


def event_view(world: World, event: Event) -> Json:
    """One event of the feed, with its message as it is by now."""
    view: Json = {"seq": event.seq, "kind": event.kind}
    if event.chat_id is not None:
        view["chat_id"] = event.chat_id
    if event.message_id is not None:
        view["message_id"] = event.message_id
        chat = world.chats.get(event.chat_id or 0)
        entry = chat.entries.get(event.message_id) if chat else None
        if chat is not None and entry is not None and event.kind in {"message", "edited"}:
            view["message"] = message_view(chat, entry)
    return view | event.facts
