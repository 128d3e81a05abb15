"""Methods about forum topics."""

from __future__ import annotations

from simulator.arguments import Raw, chat_id, integer, string
from simulator.entities import clean
from simulator.errors import Json, bad
from simulator.files import STICKER, Upload
from simulator.membership import may
from simulator.methods.deleting import delete
from simulator.methods.registry import Call, method
from simulator.people import Chat, Topic, User
from simulator.world import World

ICON_COLORS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})
NAME = 128
# Some of the custom emoji that Telegram offers as icons, under its own ids.
ICONS = {
    "5373251851074415873": "📝",
    "5348227245599105972": "💼",
    "5350452584119279096": "💰",
    "5350305691942788490": "📈",
    "5357315181649076022": "📁",
    "5309965701241379366": "🔎",
    "5309984423003823246": "📣",
    "5312016608254762256": "⚡",
    "5312536423851630001": "💡",
    "5379748062124056162": "❗",
    "5377316857231450742": "❓",
    "5237699328843200968": "✅",
}


def forum(call: Call) -> Chat:
    """The forum that a call names."""
    chat = call.world.chat(call.args["chat_id"])
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    return chat


def _topic(call: Call, right: str, act: str) -> tuple[Chat, Topic]:
    """The forum and the topic that a call names; the bot's own topics need no right.

    Source: "unless it is the creator of the topic" (core.telegram.org/bots/api#editforumtopic).
    """
    chat = forum(call)
    topic = chat.topics.get(call.args["message_thread_id"])
    if topic is None:
        raise bad("TOPIC_ID_INVALID")
    if chat.bot_status != "administrator" or not (
        may(chat, call.world.bot, right) or topic.creator == call.world.bot.id
    ):
        raise bad(f"not enough rights to {act} the topic")
    return chat, topic


def topic_name(given: str) -> str:
    """A topic's name as Telegram keeps it; raises for one that cannot be."""
    name = clean(given).strip()
    if not name:
        raise bad("TOPIC_TITLE_EMPTY")
    if len(name) > NAME:
        raise bad("topic name is too long")
    return name


def icon(_name: str, value: Raw) -> str:
    """The `icon_custom_emoji_id` parameter; an empty one is no icon."""
    given = string("icon_custom_emoji_id", value)
    if given and given not in ICONS:
        raise bad("DOCUMENT_INVALID")
    return given


@method("getForumTopicIconStickers")
def get_forum_topic_icon_stickers(call: Call) -> list[Json]:
    """getForumTopicIconStickers: the icons that any bot may use."""
    stickers = []
    for emoji_id, emoji in ICONS.items():
        file = call.world.files.put("sticker", Upload(f"{emoji_id}.webp", STICKER, "image/webp"))
        custom = {"type": "custom_emoji", "width": 100, "height": 100, "custom_emoji_id": emoji_id}
        stickers.append(file.sticker(emoji) | custom)
    return stickers


def _told(call: Call, chat: Chat, topic: Topic, service: Json) -> None:
    """Leave the service message in the topic and show the change."""
    thread = {"message_thread_id": topic.id, "is_topic_message": True}
    call.world.announce(chat, call.world.bot, thread | service)
    call.world.feed.publish("chat", chat.id)


@method(
    "createForumTopic",
    needs="chat_id name",
    chat_id=chat_id,
    name=string,
    icon_color=integer,
    icon_custom_emoji_id=icon,
)
def create_forum_topic(call: Call) -> Json:
    """createForumTopic."""
    chat = forum(call)
    if not may(chat, call.world.bot, "can_manage_topics"):
        raise bad("not enough rights to create a topic")
    name = topic_name(call.args["name"])
    color = call.args.get("icon_color", 7322096)
    if color not in ICON_COLORS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    look: Json = {"name": name, "icon_color": color}
    if call.args.get("icon_custom_emoji_id"):
        look["icon_custom_emoji_id"] = call.args["icon_custom_emoji_id"]
    topic = open_topic(call.world, chat, call.world.bot, name, look)
    return {"message_thread_id": topic.id} | look


def open_topic(world: World, chat: Chat, by: User, name: str, look: Json | None = None) -> Topic:
    """Open a topic with the service message that its id comes from."""
    thread = {"message_thread_id": chat.next_id, "is_topic_message": True}
    look = look or {"name": name, "icon_color": 7322096}
    entry = world.announce(chat, by, thread | {"forum_topic_created": look})
    emoji = ICONS.get(look.get("icon_custom_emoji_id", ""), "")
    topic = chat.topics[entry.id] = Topic(entry.id, name, emoji, by.id)
    world.feed.publish("chat", chat.id)
    return topic


@method(
    "editForumTopic",
    needs="chat_id message_thread_id",
    chat_id=chat_id,
    message_thread_id=integer,
    name=string,
    icon_custom_emoji_id=icon,
)
def edit_forum_topic(call: Call) -> bool:
    """editForumTopic: its name and icon; an empty name keeps the old, an empty icon goes."""
    chat, topic = _topic(call, "can_manage_topics", "edit")
    name = topic_name(call.args.get("name") or topic.name)
    edited: Json = {} if name == topic.name else {"name": name}
    chosen = call.args.get("icon_custom_emoji_id")
    if chosen is not None and ICONS.get(chosen, "") != topic.icon:
        edited["icon_custom_emoji_id"] = chosen
    if not edited:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name = name
    if chosen is not None:
        topic.icon = ICONS.get(chosen, "")
    _told(call, chat, topic, {"forum_topic_edited": edited})
    return True


@method(
    "closeForumTopic",
    needs="chat_id message_thread_id",
    chat_id=chat_id,
    message_thread_id=integer,
)
def close_forum_topic(call: Call) -> bool:
    """closeForumTopic."""
    return _closed(call, closed=True)


@method(
    "reopenForumTopic",
    needs="chat_id message_thread_id",
    chat_id=chat_id,
    message_thread_id=integer,
)
def reopen_forum_topic(call: Call) -> bool:
    """reopenForumTopic."""
    return _closed(call, closed=False)


def _closed(call: Call, *, closed: bool) -> bool:
    chat, topic = _topic(call, "can_manage_topics", "edit")
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    _told(call, chat, topic, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    return True


@method(
    "deleteForumTopic",
    needs="chat_id message_thread_id",
    chat_id=chat_id,
    message_thread_id=integer,
)
def delete_forum_topic(call: Call) -> bool:
    """deleteForumTopic: all its messages go with it."""
    chat, topic = _topic(call, "can_delete_messages", "delete")
    for entry in list(chat.entries.values()):
        if entry.api.get("message_thread_id") == topic.id:
            delete(call.world, chat, entry)
    del chat.topics[topic.id]
    call.world.feed.publish("chat", chat.id)
    return True
