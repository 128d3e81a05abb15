"""Where a message of a supergroup stands: in a topic, or in the thread of what it replies to.

Source: github.com/tdlib/telegram-bot-api/issues/447 and /356: a reply follows the message that it
answers, and outside of topics it carries the identifier of its thread, where no bot can write to.
"""

from __future__ import annotations

from simulator.errors import Json
from simulator.people import Chat, Entry


def topic_of(entry: Entry | None) -> int | None:
    """The topic that a message stands in; None for the General topic and where there are none."""
    if entry is None or "is_topic_message" not in entry.api:
        return None
    topic: int = entry.api["message_thread_id"]
    return topic


def thread_fields(chat: Chat, topic: int | None, reply: Entry | None) -> Json:
    """The fields of a message that name its thread, by its topic and by what it replies to."""
    if topic:
        return {"message_thread_id": topic, "is_topic_message": True}
    if reply is None or chat.type != "supergroup":
        return {}
    return {"message_thread_id": reply.api.get("message_thread_id", reply.id)}
