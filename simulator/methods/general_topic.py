"""Methods about the General topic of a forum: what is written outside of all other topics."""

from __future__ import annotations

from simulator.arguments import chat_id, string
from simulator.errors import Json, bad
from simulator.membership import may
from simulator.methods.registry import Call, method
from simulator.methods.topics import forum, topic_name
from simulator.people import Chat


def _managed(call: Call) -> Chat:
    """The forum whose General topic a call is about; the bot must be allowed to manage topics."""
    chat = forum(call)
    if chat.bot_status != "administrator" or not may(chat, call.world.bot, "can_manage_topics"):
        raise bad("not enough rights to edit the topic")
    return chat


def _told(call: Call, chat: Chat, service: Json) -> bool:
    """Leave the service message in the topic and show the change."""
    call.world.announce(chat, call.world.bot, service)
    call.world.feed.publish("chat", chat.id)
    return True


@method("editGeneralForumTopic", needs="chat_id name", chat_id=chat_id, name=string)
def edit_general_forum_topic(call: Call) -> bool:
    """editGeneralForumTopic: its name."""
    chat = _managed(call)
    name = topic_name(call.args["name"])
    if name == chat.general.name:
        raise bad("TOPIC_NOT_MODIFIED")
    chat.general.name = name
    return _told(call, chat, {"forum_topic_edited": {"name": name}})


@method("closeGeneralForumTopic", needs="chat_id", chat_id=chat_id)
def close_general_forum_topic(call: Call) -> bool:
    """closeGeneralForumTopic."""
    chat = _managed(call)
    if chat.general.closed:
        raise bad("TOPIC_NOT_MODIFIED")
    chat.general.closed = True
    return _told(call, chat, {"forum_topic_closed": {}})


@method("reopenGeneralForumTopic", needs="chat_id", chat_id=chat_id)
def reopen_general_forum_topic(call: Call) -> bool:
    """reopenGeneralForumTopic: it is unhidden, too."""
    chat = _managed(call)
    if not chat.general.closed:
        raise bad("TOPIC_NOT_MODIFIED")
    chat.general.closed = chat.general.hidden = False
    return _told(call, chat, {"forum_topic_reopened": {}})


@method("hideGeneralForumTopic", needs="chat_id", chat_id=chat_id)
def hide_general_forum_topic(call: Call) -> bool:
    """hideGeneralForumTopic: it is closed, too."""
    chat = _managed(call)
    if chat.general.hidden:
        raise bad("TOPIC_NOT_MODIFIED")
    chat.general.closed = chat.general.hidden = True
    return _told(call, chat, {"general_forum_topic_hidden": {}})


@method("unhideGeneralForumTopic", needs="chat_id", chat_id=chat_id)
def unhide_general_forum_topic(call: Call) -> bool:
    """unhideGeneralForumTopic: it stays closed."""
    chat = _managed(call)
    if not chat.general.hidden:
        raise bad("TOPIC_NOT_MODIFIED")
    chat.general.hidden = False
    return _told(call, chat, {"general_forum_topic_unhidden": {}})
