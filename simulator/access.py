"""What the bot may do in a chat: look at it, at its members, change what stands there, send.

Source: check_chat_access in the open-source Bot API server; a block is found by Telegram itself,
when something is sent.
"""

from __future__ import annotations

from enum import IntEnum

from simulator.errors import ApiError, bad, forbidden
from simulator.people import Chat


class Access(IntEnum):
    """What a method does with a chat, from the least to the most."""

    READ = 0
    MEMBERS = 1
    EDIT = 2
    WRITE = 3
    SEND = 4


def refusal(chat: Chat, access: Access) -> ApiError | None:
    """Why the bot may not do this in a chat; None when it may."""
    if chat.user is not None:
        return _private(chat, access)
    # The members of a group that moved are out of reach, what was written there is not.
    if chat.migrated_to is not None:
        if access in {Access.READ, Access.EDIT}:
            return None
        moved = {"migrate_to_chat_id": chat.migrated_to}
        return bad("group chat was upgraded to a supergroup chat", moved)
    if chat.type == "group" and access is Access.READ:
        return None
    if chat.bot_status == "kicked":
        return forbidden(f"bot was kicked from the {chat.type} chat")
    if chat.bot_status == "left":
        return forbidden(f"bot is not a member of the {chat.type} chat")
    return None


def _private(chat: Chat, access: Access) -> ApiError | None:
    user = chat.user
    if user is not None and user.deactivated and access >= Access.EDIT:
        return forbidden("user is deactivated")
    if user is not None and user.blocked and access is Access.SEND:
        return forbidden("bot was blocked by the user")
    return None
