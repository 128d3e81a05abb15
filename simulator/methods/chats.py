"""Methods about chats: who is there, pins, reactions, leaving."""

from __future__ import annotations

from simulator.access import Access
from simulator.arguments import Raw, a_list, accepted, among, boolean, chat_id, integer
from simulator.errors import Json, bad
from simulator.membership import MEMBER_PERMISSIONS, PERMISSIONS, chat_member, may
from simulator.methods.registry import Call, method
from simulator.people import Chat, Entry
from simulator.privacy import SERVICES
from simulator.reactions import REACTIONS, set_reaction
from simulator.threads import topic_of
from simulator.world import World

_REACTION = accepted("ReactionTypeEmoji", takes="type emoji")
_THREAD = ("message_thread_id", "is_topic_message")
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
    chat = call.world.chat(call.args["chat_id"], Access.READ)
    full = chat.api() | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": _GIFTS,
    }
    if chat.user is None:
        full["permissions"] = {name: name in MEMBER_PERMISSIONS for name in sorted(PERMISSIONS)}
    if chat.pinned:
        full["pinned_message"] = call.world.shown_reply(chat, chat.pinned[-1])
    return full


@method("getChatMember", needs="chat_id user_id", chat_id=chat_id, user_id=integer)
def get_chat_member(call: Call) -> Json:
    """getChatMember."""
    world = call.world
    chat = world.chat(call.args["chat_id"], Access.MEMBERS)
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
    """getChatAdministrators: the owner, the people promoted, and the bot itself when it is one."""
    chat = call.world.chat(call.args["chat_id"], Access.MEMBERS)
    if chat.user is not None:
        raise bad("there are no administrators in the private chat")
    shown = [chat_member(chat, user) for user in chat.members.values()]
    admins = [item for item in shown if item["status"] in {"creator", "administrator"}]
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
    world.announce(chat, world.bot, {"left_chat_member": world.bot.api()})
    world.bot_status_changed(chat, world.bot, "left")
    world.feed.publish("chat", chat.id)
    return True


def _message(call: Call, missing: str, access: Access) -> tuple[Chat, Entry]:
    chat = call.world.chat(call.args["chat_id"], access)
    entry = chat.entries.get(call.args["message_id"])
    if entry is None:
        raise bad(missing)
    return chat, entry


def _may_pin(world: World, chat: Chat) -> None:
    if not may(chat, world.bot, "can_pin_messages"):
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
    chat, entry = _message(call, "message to pin not found", Access.WRITE)
    _may_pin(call.world, chat)
    if not entry.api.keys().isdisjoint(SERVICES):
        raise bad("message can't be pinned")
    if entry.id in chat.pinned:
        return True
    chat.pinned.append(entry.id)
    call.world.touched(chat, entry)
    if chat.user is None:
        place = {name: entry.api[name] for name in _THREAD if name in entry.api}
        shown = call.world.shown_reply(chat, entry.id)
        call.world.announce(chat, call.world.bot, place | {"pinned_message": shown})
    return True


@method("unpinChatMessage", needs="chat_id", chat_id=chat_id, message_id=integer)
def unpin_chat_message(call: Call) -> bool:
    """unpinChatMessage: the given message, or the latest pin."""
    chat = call.world.chat(call.args["chat_id"], Access.WRITE)
    _may_pin(call.world, chat)
    message_id = call.args.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad("message to unpin not found")
    unpin(call.world, chat, [message_id])
    return True


@method("unpinAllChatMessages", needs="chat_id", chat_id=chat_id)
def unpin_all_chat_messages(call: Call) -> bool:
    """unpinAllChatMessages: also when none is pinned."""
    chat = call.world.chat(call.args["chat_id"], Access.WRITE)
    _may_pin(call.world, chat)
    unpin(call.world, chat, list(chat.pinned))
    return True


@method(
    "unpinAllForumTopicMessages",
    needs="chat_id message_thread_id",
    chat_id=chat_id,
    message_thread_id=integer,
)
def unpin_all_forum_topic_messages(call: Call) -> bool:
    """unpinAllForumTopicMessages: those of one topic."""
    chat = call.world.chat(call.args["chat_id"])
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    thread = call.args["message_thread_id"]
    if thread not in chat.topics:
        raise bad("TOPIC_ID_INVALID")
    _may_pin(call.world, chat)
    _unpin_thread(call.world, chat, thread)
    return True


@method("unpinAllGeneralForumTopicMessages", needs="chat_id", chat_id=chat_id)
def unpin_all_general_forum_topic_messages(call: Call) -> bool:
    """unpinAllGeneralForumTopicMessages: those that stand in no other topic."""
    chat = call.world.chat(call.args["chat_id"])
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    _may_pin(call.world, chat)
    _unpin_thread(call.world, chat, None)
    return True


def _unpin_thread(world: World, chat: Chat, thread: int | None) -> None:
    pinned = [chat.entries[message_id] for message_id in chat.pinned if message_id in chat.entries]
    unpin(world, chat, [entry.id for entry in pinned if topic_of(entry) == thread])


def unpin(world: World, chat: Chat, message_ids: list[int]) -> None:
    """Take pins away and show it."""
    for message_id in message_ids:
        chat.pinned.remove(message_id)
        entry = chat.entries.get(message_id)
        if entry is not None:
            world.touched(chat, entry)


def reactions(name: str, value: Raw) -> list[str]:
    """The `reaction` parameter: emoji of Telegram's list."""
    chosen = []
    for item in a_list(name, value):
        kind = item.get("type") if isinstance(item, dict) else None
        if kind != "emoji":
            raise bad(f"the simulator does not honour ReactionType of the type {kind!r}")
        emoji = _REACTION.read(item).get("emoji")
        if not among(emoji, REACTIONS):
            raise bad("REACTION_INVALID")
        chosen.append(str(emoji))
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
    chat, entry = _message(call, "message to react not found", Access.READ)
    chosen = call.args.get("reaction", [])
    if len(chosen) > 1:
        raise bad("REACTIONS_TOO_MANY")
    emoji = chosen[0] if chosen else None
    set_reaction(call.world, chat, entry, call.world.bot.id, emoji)
    return True
