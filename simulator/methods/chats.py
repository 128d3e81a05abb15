"""Methods about chats: who is there, pins, reactions, leaving."""

from __future__ import annotations

from simulator.arguments import Raw, a_list, among, boolean, chat_id, integer
from simulator.errors import Json, bad
from simulator.methods.registry import Call, method
from simulator.people import Chat, Entry, chat_member

REACTIONS = frozenset(
    [
        "👍",
        "👎",
        "❤",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤\u200d🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨\u200d💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷\u200d♂",
        "🤷",
        "🤷\u200d♀",
        "😡",
    ]
)
_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)


@method("getChat", needs="chat_id", chat_id=chat_id)
def get_chat(call: Call) -> Json:
    """getChat."""
    # Unlike sending, looking is allowed when the person blocked the bot.
    chat = call.world.chats.get(call.args["chat_id"])
    if chat is None or chat.user is None:
        chat = call.world.chat(call.args["chat_id"])
    full = chat.api() | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": _GIFTS,
    }
    if chat.pinned:
        full["pinned_message"] = call.world.shown_reply(chat, chat.pinned[-1])
    return full


@method("getChatMember", needs="chat_id user_id", chat_id=chat_id, user_id=integer)
def get_chat_member(call: Call) -> Json:
    """getChatMember."""
    world = call.world
    chat = world.chat(call.args["chat_id"])
    user_id = call.args["user_id"]
    user = world.bot if user_id == world.bot.id else world.users.get(user_id)
    if user is None:
        raise bad("invalid user_id specified")
    return chat_member(chat, user)


@method(
    "getChatAdministrators",
    needs="chat_id",
    chat_id=chat_id,
    return_bots=boolean,
)
def get_chat_administrators(call: Call) -> list[Json]:
    """getChatAdministrators: the owner, and the bot itself when it is one."""
    chat = call.world.chat(call.args["chat_id"])
    if chat.user is not None:
        raise bad("there are no administrators in the private chat")
    admins = [chat_member(chat, chat.owner)] if chat.owner else []
    if chat.bot_status == "administrator":
        admins.append(chat_member(chat, call.world.bot))
    return admins


@method("leaveChat", needs="chat_id", chat_id=chat_id)
def leave_chat(call: Call) -> bool:
    """leaveChat."""
    world = call.world
    chat = world.chat(call.args["chat_id"])
    if chat.user is not None:
        raise bad("can't leave private chats")
    world.bot_status_changed(chat, world.bot, "left")
    world.feed.publish("chat", chat.id)
    return True


def _message(call: Call, missing: str) -> tuple[Chat, Entry]:
    chat = call.world.chat(call.args["chat_id"])
    entry = chat.entries.get(call.args["message_id"])
    if entry is None:
        raise bad(missing)
    return chat, entry


def _may_pin(chat: Chat) -> None:
    if chat.user is None and chat.bot_status != "administrator":
        raise bad("not enough rights to manage pinned messages in the chat")


@method(
    "pinChatMessage",
    needs="chat_id message_id",
    chat_id=chat_id,
    message_id=integer,
    disable_notification=boolean,
)
def pin_chat_message(call: Call) -> bool:
    """pinChatMessage: in groups a service message tells of it."""
    chat, entry = _message(call, "message to pin not found")
    _may_pin(chat)
    if entry.id in chat.pinned:
        return True
    chat.pinned.append(entry.id)
    call.world.touched(chat, entry)
    if chat.user is None:
        shown = call.world.shown_reply(chat, entry.id)
        call.world.post(chat, call.world.bot, {"pinned_message": shown})
    return True


@method("unpinChatMessage", needs="chat_id", chat_id=chat_id, message_id=integer)
def unpin_chat_message(call: Call) -> bool:
    """unpinChatMessage: the given message, or the latest pin."""
    chat = call.world.chat(call.args["chat_id"])
    _may_pin(chat)
    message_id = call.args.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(message_id)
    entry = chat.entries.get(message_id)
    if entry is not None:
        call.world.touched(chat, entry)
    return True


def reactions(name: str, value: Raw) -> list[str]:
    """The `reaction` parameter: emoji of Telegram's list."""
    chosen = []
    for item in a_list(name, value):
        if not isinstance(item, dict) or item.get("type") != "emoji":
            raise bad("the simulator honours reactions of the type emoji only")
        if not among(item.get("emoji"), REACTIONS):
            raise bad("REACTION_INVALID")
        chosen.append(item["emoji"])
    return chosen


@method(
    "setMessageReaction",
    needs="chat_id message_id",
    chat_id=chat_id,
    message_id=integer,
    reaction=reactions,
    is_big=boolean,
)
def set_message_reaction(call: Call) -> bool:
    """setMessageReaction: a bot has one reaction per message."""
    chat, entry = _message(call, "message to react not found")
    chosen = call.args.get("reaction", [])
    if len(chosen) > 1:
        raise bad("REACTIONS_TOO_MANY")
    entry.reactions = chosen
    call.world.touched(chat, entry)
    return True
