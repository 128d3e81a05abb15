"""The menu of commands that a person sees in a chat, by Telegram's order of scopes.

Source: core.telegram.org/bots/api#determining-list-of-commands
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.errors import Json
from simulator.membership import status_of
from simulator.people import Chat, User

Menus = Mapping[tuple[str, str], list[Json]]
_ADMINS = frozenset({"creator", "administrator"})


def menu(menus: Menus, chat: Chat, viewer: User | None) -> list[Json]:
    """What a person sees; no viewer is an ordinary member of a group, of no known language."""
    language = (viewer.language_code or "") if viewer is not None else ""
    for scope in _scopes(chat, viewer):
        for code in dict.fromkeys((language, "")):
            commands = menus.get((scope, code))
            if commands:
                return commands
    return []


def own_menus(menus: Menus, chat: Chat) -> dict[int, list[Json]]:
    """The members of a group who see another menu than an ordinary member does."""
    if chat.user is not None:
        return {}
    common = menu(menus, chat, None)
    seen = {user.id: menu(menus, chat, user) for user in chat.members.values()}
    return {user_id: commands for user_id, commands in seen.items() if commands != common}


def _scopes(chat: Chat, viewer: User | None) -> list[str]:
    """The scopes that hold for somebody, the narrowest first."""
    if chat.user is not None:
        return [f"chat:{chat.id}", "all_private_chats", "default"]
    scopes = [f"chat:{chat.id}", "all_group_chats", "default"]
    if viewer is None:
        return scopes
    if status_of(chat, viewer) in _ADMINS:
        scopes[1:1] = ["all_chat_administrators"]
        scopes[:0] = [f"chat_administrators:{chat.id}"]
    return [f"chat_member:{chat.id}:{viewer.id}", *scopes]
