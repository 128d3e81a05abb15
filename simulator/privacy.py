"""What of a chat a bot gets to see: membership and privacy mode.

Source: core.telegram.org/bots/features#privacy-mode
"""

from __future__ import annotations

from collections.abc import Iterator

from simulator.errors import Json
from simulator.people import Chat, User

SERVICES = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "successful_payment",
    }
)


def bot_sees(bot: User, chat: Chat, api: Json) -> bool:
    """Whether the bot gets a message: who is no admin sees commands, replies to it, services."""
    if chat.user is not None:
        return not (chat.user.blocked or chat.user.deactivated)
    if chat.bot_status == "administrator":
        return True
    if chat.bot_status not in {"member", "restricted"}:
        return False
    if not api.keys().isdisjoint(SERVICES):
        return True
    if api.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    name = f"@{bot.username}".lower()
    return any(_calls(entity, words, name) for entity, words in _entities(api))


def _calls(entity: Json, words: str, name: str) -> bool:
    """Whether an entity is meant for the bot: its name, or a command that is not another bot's."""
    if entity["type"] == "mention":
        return words == name
    if entity["type"] == "bot_command" and entity["offset"] == 0:
        return "@" not in words or words.endswith(name)
    return False


def _entities(api: Json) -> Iterator[tuple[Json, str]]:
    """The entities of a message with what they cover, in small letters."""
    units = (api.get("text") or api.get("caption") or "").encode("utf-16-le")
    for entity in api.get("entities") or api.get("caption_entities") or ():
        start = 2 * entity["offset"]
        covered = units[start : start + 2 * entity["length"]]
        yield entity, covered.decode("utf-16-le", "replace").lower()
