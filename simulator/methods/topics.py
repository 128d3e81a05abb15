"""Methods about forum topics."""

from __future__ import annotations

from simulator.arguments import chat_id, integer, string
from simulator.errors import Json, bad
from simulator.methods.registry import Call, method
from simulator.people import Chat, Topic, User
from simulator.world import World

ICON_COLORS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})


def _forum(call: Call) -> Chat:
    chat = call.world.chat(call.args["chat_id"])
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    if chat.bot_status != "administrator":
        raise bad("not enough rights to create a topic")
    return chat


def _name(name: str) -> str:
    if not 1 <= len(name) <= 128:
        raise bad("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    return name


@method(
    "createForumTopic",
    needs="chat_id name",
    chat_id=chat_id,
    name=string,
    icon_color=integer,
)
def create_forum_topic(call: Call) -> Json:
    """createForumTopic."""
    chat = _forum(call)
    name = _name(call.args["name"])
    color = call.args.get("icon_color", 7322096)
    if color not in ICON_COLORS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    topic = open_topic(call.world, chat, call.world.bot, name, color)
    return {"message_thread_id": topic.id, "name": name, "icon_color": color}


def open_topic(world: World, chat: Chat, by: User, name: str, color: int = 7322096) -> Topic:
    """Open a topic with the service message that its id comes from."""
    thread = {"message_thread_id": chat.next_id, "is_topic_message": True}
    opened = {"forum_topic_created": {"name": name, "icon_color": color}}
    entry = world.post(chat, by, thread | opened)
    topic = chat.topics[entry.id] = Topic(entry.id, name, color)
    world.feed.publish("chat", chat.id)
    return topic


@method(
    "editForumTopic",
    needs="chat_id message_thread_id",
    chat_id=chat_id,
    message_thread_id=integer,
    name=string,
)
def edit_forum_topic(call: Call) -> bool:
    """editForumTopic: its name."""
    chat = _forum(call)
    topic = chat.topics.get(call.args["message_thread_id"])
    if topic is None:
        raise bad("TOPIC_ID_INVALID")
    name = call.args.get("name")
    if name is None or name == topic.name:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name = _name(name)
    thread = {"message_thread_id": topic.id, "is_topic_message": True}
    call.world.post(chat, call.world.bot, thread | {"forum_topic_edited": {"name": name}})
    call.world.feed.publish("chat", chat.id)
    return True
