"""What happens to groups: they are made, people come and go, the bot is kicked, they move."""

from __future__ import annotations

from simulator.errors import ControlError, Json
from simulator.fields import FLAG, TEXT, WHOLE, form, list_of, maybe, stated
from simulator.methods.topics import NAME, open_topic
from simulator.people import Chat, Topic, User
from simulator.ranks import join, leave
from simulator.world import World

CREATE = form(
    title=TEXT,
    members=list_of(WHOLE),
    type=maybe(TEXT),
    is_forum=maybe(FLAG),
    topics=maybe(list_of(TEXT)),
    bot_is_admin=stated(FLAG),
)
CHANGE_MEMBERS = form(chat_id=WHOLE, add=maybe(list_of(WHOLE)), remove=maybe(list_of(WHOLE)))


def create(world: World, body: Json) -> Json:
    """POST /sim/chats: a new group with its members; the bot is added, as an admin by default."""
    kind, title = body.get("type", "supergroup"), body["title"]
    if kind not in {"supergroup", "group"}:
        raise ControlError("type must be supergroup or group")
    if not 1 <= len(title) <= 128:
        raise ControlError("title must be 1-128 characters")
    is_forum, topics = body.get("is_forum", False), body.get("topics", [])
    if is_forum and kind == "group":
        raise ControlError("only a supergroup can be a forum")
    if topics and not is_forum:
        raise ControlError("only a forum has topics")
    for name in topics:
        _check_topic(name)
    members = [world.person(user_id) for user_id in body["members"]]
    if not members:
        raise ControlError("a group needs a member: its owner")
    chat = world.add_group(kind, title, members, is_forum=is_forum)
    for name in topics:
        add_topic(world, chat, members[0], name)
    status = "administrator" if body.get("bot_is_admin", True) else "member"
    add_bot(world, chat, members[0], status)
    return {"id": chat.id}


def _check_topic(name: str) -> None:
    if not 1 <= len(name) <= NAME:
        raise ControlError(f"a topic's name must be 1-{NAME} characters")


def add_topic(world: World, chat: Chat, by: User, name: str) -> Topic:
    """A topic that a person opens."""
    if not chat.is_forum:
        raise ControlError("the chat is not a forum")
    _check_topic(name)
    return open_topic(world, chat, by, name)


def add_bot(world: World, chat: Chat, by: User, status: str = "administrator") -> None:
    """Somebody adds the bot."""
    world.bot_status_changed(chat, by, status)
    world.announce(chat, by, {"new_chat_members": [world.bot.api()]})
    world.feed.publish("chat", chat.id)


def kick(world: World, chat: Chat) -> None:
    """The owner removes the bot."""
    if chat.user is not None:
        raise ControlError("nobody can be kicked from a private chat; use /sim/block")
    by = chat.owner
    if by is None or chat.bot_status in {"kicked", "left"}:
        raise ControlError("the bot is not in the group", 409)
    world.announce(chat, by, {"left_chat_member": world.bot.api()})
    world.bot_status_changed(chat, by, "kicked")
    world.feed.publish("chat", chat.id)


def block(world: World, user: User, *, blocked: bool) -> None:
    """A person blocks the bot, or lets it in again."""
    if user.blocked == blocked:
        return
    chat = world.chats[user.id]
    user.blocked = blocked
    chat.bot_status = "member" if blocked else "kicked"
    world.bot_status_changed(chat, user, "kicked" if blocked else "member")
    world.feed.publish("user", user.id)


def change_members(world: World, body: Json) -> None:
    """POST /sim/members: people join and leave a group."""
    chat = world.room(body["chat_id"])
    if chat.user is not None:
        raise ControlError("a private chat has no members to change")
    for user_id in body.get("add", []):
        if user_id == world.bot.id:
            _let_in(world, chat)
            continue
        user = world.person(user_id)
        if user.id not in chat.members:
            join(world, chat, user)
            world.announce(chat, user, {"new_chat_members": [user.api()]})
    for user_id in body.get("remove", []):
        user = world.person(user_id)
        if user.id in chat.members:
            leave(world, chat, user)
            world.announce(chat, user, {"left_chat_member": user.api()})
    world.feed.publish("chat", chat.id)


def _let_in(world: World, chat: Chat) -> None:
    """The owner adds the bot again, as an ordinary member, after it was removed or left."""
    if chat.owner is not None and chat.bot_status in {"kicked", "left"}:
        add_bot(world, chat, chat.owner, "member")


def migrate(world: World, chat: Chat) -> Chat:
    """A basic group becomes a supergroup with a new id; the old id answers where it went."""
    if chat.type != "group" or chat.migrated_to is not None:
        raise ControlError("only a basic group that has not moved can be upgraded", 409)
    owner = chat.owner
    if owner is None:
        raise ControlError("the group has no owner", 409)
    title = chat.title or ""
    new = world.add_group("supergroup", title, list(chat.members.values()), is_forum=False)
    new.bot_status, new.ranks = chat.bot_status, dict(chat.ranks)
    world.announce(chat, owner, {"migrate_to_chat_id": new.id})
    chat.migrated_to = new.id
    world.announce(new, owner, {"migrate_from_chat_id": chat.id})
    world.feed.publish("chat", chat.id)
    return new
