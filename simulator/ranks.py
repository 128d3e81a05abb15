"""What the owner of a group does to its members: restrict, promote, add, remove; who is told."""

from __future__ import annotations

from collections.abc import Callable

from simulator.errors import ControlError, Json
from simulator.fields import COUNT, FLAG, TEXT, WHOLE, form, maybe, nullable, object_of, stated
from simulator.membership import ALL_RIGHTS, PERMISSIONS, chat_member, status_of
from simulator.people import Chat, Rank, User
from simulator.world import World

SHORTEST_S = 30
LONGEST_S = 366 * 86400
TITLE = 16
RESTRICT = form(
    chat_id=WHOLE,
    user_id=WHOLE,
    permissions=nullable(
        object_of(form(**{name: stated(FLAG) for name in sorted(PERMISSIONS)})), required=True
    ),
    until_date=maybe(COUNT),
)
PROMOTE = form(
    chat_id=WHOLE,
    user_id=WHOLE,
    custom_title=maybe(TEXT),
    is_anonymous=maybe(FLAG),
    **{name: stated(FLAG) for name in sorted(ALL_RIGHTS)},
)


def changed(
    world: World, chat: Chat, by: User, user: User, apply: Callable[[], object]
) -> int | None:
    """Carry out a change of membership and tell the bot of it.

    Of itself the bot always hears (my_chat_member), of others only as an administrator who asked
    for it (chat_member). Source: core.telegram.org/bots/api#update.
    """
    old = chat_member(chat, user)
    apply()
    new = chat_member(chat, user)
    if old == new:
        return None
    world.feed.publish("chat", chat.id)
    if user is not world.bot and chat.bot_status != "administrator":
        return None
    change = {
        "chat": chat.api(),
        "from": by.api(),
        "date": world.clock.date(),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    if user is world.bot:
        return world.tell("my_chat_member", change, chat.id)
    return world.tell("chat_member", change, chat.id, user.id)


def restrict(world: World, body: Json) -> Json:
    """POST /sim/restrict: what is left to a member; null gives everything back."""
    chat, owner, user = _present(world, body)
    if chat.type != "supergroup":
        raise ControlError("only in a supergroup can somebody be restricted")
    if body["permissions"] is None:
        rank = None
    else:
        allowed = _granted(body["permissions"])
        rank = Rank("restricted", allowed, _until(world, body.get("until_date", 0)))
        rank = None if allowed == PERMISSIONS else rank
    return _ranked(world, chat, owner, user, rank)


def promote(world: World, body: Json) -> Json:
    """POST /sim/promote: an admin with these rights; with none of them an ordinary member."""
    chat, owner, user = _present(world, body)
    title, anonymous = body.get("custom_title", ""), body.get("is_anonymous", False)
    if len(title) > TITLE:
        raise ControlError(f"custom_title must be a string of at most {TITLE} characters")
    rights = _granted({name: given for name, given in body.items() if name in ALL_RIGHTS})
    if not rights and (title or anonymous):
        raise ControlError("custom_title and is_anonymous go with a right")
    rank = None
    if rights:
        rank = Rank("administrator", rights | {"can_manage_chat"}, 0, title, anonymous)
    return _ranked(world, chat, owner, user, rank)


def _ranked(world: World, chat: Chat, owner: User, user: User, rank: Rank | None) -> Json:
    def apply() -> None:
        chat.ranks.pop(user.id, None)
        if rank is not None:
            chat.ranks[user.id] = rank
        if user is world.bot:
            chat.bot_status = rank.status if rank is not None else "member"

    update_id = changed(world, chat, owner, user, apply)
    return {"status": status_of(chat, user), "update_id": update_id}


def _present(world: World, body: Json) -> tuple[Chat, User, User]:
    """The group, its owner and the member whom a request names."""
    chat = world.room(body["chat_id"])
    owner = chat.owner
    if chat.user is not None or owner is None:
        raise ControlError("only members of a group have ranks")
    user_id = body["user_id"]
    user = world.bot if user_id == world.bot.id else world.person(user_id)
    if user is owner:
        raise ControlError("the owner of the group keeps all rights", 409)
    bot_is_there = chat.bot_status not in {"left", "kicked"}
    if not (bot_is_there if user is world.bot else user.id in chat.members):
        raise ControlError(f"user {user.id} is not a member of chat {chat.id}", 403)
    return chat, owner, user


def _granted(given: Json) -> frozenset[str]:
    return frozenset(name for name, value in given.items() if value)


def _until(world: World, given: int) -> int:
    """The end of a restriction; 0 is never. Too near and too far mean never, as in Telegram."""
    left = given - world.clock.now()
    return given if SHORTEST_S <= left <= LONGEST_S else 0


def kick(world: World, body: Json) -> Json:
    """POST /sim/kick with a person: out of the group, and banned until somebody adds them again."""
    chat, owner, user = _present(world, body)
    until = _until(world, body.get("until_date", 0))

    def apply() -> None:
        del chat.members[user.id]
        chat.ranks[user.id] = Rank("kicked", frozenset(), until)

    world.announce(chat, owner, {"left_chat_member": user.api()})
    return {"status": "kicked", "update_id": changed(world, chat, owner, user, apply)}


def join(world: World, chat: Chat, user: User) -> None:
    """Somebody joins a group; who was kicked was let in again by whoever added them."""

    def apply() -> None:
        chat.members[user.id] = user
        rank = chat.ranks.get(user.id)
        if rank is not None and rank.status == "kicked":
            del chat.ranks[user.id]

    changed(world, chat, user, user, apply)


def leave(world: World, chat: Chat, user: User) -> None:
    """Somebody leaves a group: a restriction stays with them, an office does not."""

    def apply() -> None:
        chat.members.pop(user.id)
        rank = chat.ranks.get(user.id)
        if rank is not None and rank.status == "administrator":
            del chat.ranks[user.id]

    changed(world, chat, user, user, apply)
