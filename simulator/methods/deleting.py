"""Methods that delete messages."""

from __future__ import annotations

from simulator.access import Access
from simulator.arguments import chat_id, integer, integers
from simulator.errors import bad
from simulator.membership import may
from simulator.methods.registry import Call, method
from simulator.people import Chat, Entry
from simulator.world import World

DELETABLE_S = 48 * 3600
SERVICES_KEPT = ("migrate_to_chat_id", "migrate_from_chat_id", "forum_topic_created")


def may_delete(world: World, chat: Chat, entry: Entry) -> bool:
    """The bot's rights over a message.

    Source: core.telegram.org/bots/api#deletemessage
    """
    if world.clock.now() - entry.api["date"] > DELETABLE_S:
        return False
    if any(name in entry.api for name in SERVICES_KEPT):
        return False
    mine: bool = entry.api["from"]["id"] == world.bot.id
    return mine or may(chat, world.bot, "can_delete_messages")


def delete(world: World, chat: Chat, entry: Entry) -> None:
    """Take a message away and show it."""
    seq = world.feed.publish("deleted", chat.id, entry.id)
    chat.forget(entry.id, seq)


@method("deleteMessage", needs="chat_id message_id", chat_id=chat_id, message_id=integer)
def delete_message(call: Call) -> bool:
    """deleteMessage."""
    chat = call.world.chat(call.args["chat_id"], Access.WRITE)
    entry = chat.entries.get(call.args["message_id"])
    if entry is None:
        raise bad("message to delete not found")
    if not may_delete(call.world, chat, entry):
        raise bad("message can't be deleted for everyone")
    delete(call.world, chat, entry)
    return True


@method("deleteMessages", needs="chat_id message_ids", chat_id=chat_id, message_ids=integers)
def delete_messages(call: Call) -> bool:
    """deleteMessages: what cannot be found or deleted is skipped."""
    chat = call.world.chat(call.args["chat_id"], Access.WRITE)
    ids = call.args["message_ids"]
    if not 1 <= len(ids) <= 100:
        raise bad("wrong number of message identifiers: 1-100 are allowed")
    for message_id in dict.fromkeys(ids):
        entry = chat.entries.get(message_id)
        if entry is not None and may_delete(call.world, chat, entry):
            delete(call.world, chat, entry)
    return True
