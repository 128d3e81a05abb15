"""Reactions to messages: which there are, and what a person's reaction tells the bot.

Source: core.telegram.org/bots/api#reactiontypeemoji and #messagereactionupdated.
"""

from __future__ import annotations

from simulator.conversations import person_in
from simulator.errors import ControlError, Json
from simulator.fields import TEXT, WHOLE, form, nullable
from simulator.people import Chat, Entry
from simulator.world import World

REACTIONS = dict.fromkeys(
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
REACT = form(chat_id=WHOLE, from_id=WHOLE, message_id=WHOLE, emoji=nullable(TEXT, required=True))


def react(world: World, body: Json) -> Json:
    """POST /sim/react: a person has one reaction per message; null takes it back."""
    chat, user = person_in(world, body)
    emoji: str | None = body["emoji"]
    if emoji is not None and emoji not in REACTIONS:
        raise ControlError(f"no such reaction: {emoji!r}")
    entry = chat.entries.get(body["message_id"])
    if entry is None:
        raise ControlError("no such message to react to", 404)
    rank = chat.ranks.get(user.id)
    restricted = rank is not None and rank.status == "restricted"
    if rank is not None and restricted and "can_react_to_messages" not in rank.may:
        raise ControlError(f"user {user.id} may not react in chat {chat.id}", 403)
    old = entry.reactions.get(user.id)
    if old == emoji:
        return {"update_id": None}
    set_reaction(world, chat, entry, user.id, emoji)
    if not _bot_hears(chat):
        return {"update_id": None}
    change = {
        "chat": chat.api(),
        "message_id": entry.id,
        "user": user.api(),
        "date": world.clock.date(),
        "old_reaction": _listed(old),
        "new_reaction": _listed(emoji),
    }
    return {"update_id": world.tell("message_reaction", change, chat.id)}


def _bot_hears(chat: Chat) -> bool:
    """In groups only an administrator hears of reactions."""
    return chat.user is not None or chat.bot_status == "administrator"


def _listed(emoji: str | None) -> list[Json]:
    return [] if emoji is None else [{"type": "emoji", "emoji": emoji}]


def set_reaction(world: World, chat: Chat, entry: Entry, user_id: int, emoji: str | None) -> None:
    """Put or take away one user's reaction, and show it."""
    entry.reactions.pop(user_id, None)
    if emoji is not None:
        entry.reactions[user_id] = emoji
    world.touched(chat, entry)
