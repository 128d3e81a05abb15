"""Who is what in a chat: the ChatMember objects, and what a rank allows.

Source: core.telegram.org/bots/api#chatmember, #chatpermissions and #promotechatmember.
"""

from __future__ import annotations

from simulator.errors import Json
from simulator.people import Chat, User

ADMIN_RIGHTS = frozenset(
    [
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
    ]
)
ALL_RIGHTS = ADMIN_RIGHTS | frozenset(
    [
        "can_promote_members",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_manage_tags",
    ]
)
PERMISSIONS = frozenset(
    [
        "can_send_messages",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
        "can_react_to_messages",
        "can_edit_tag",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
    ]
)
# What ordinary members may: the rest is for admins, as in a new group.
MEMBER_PERMISSIONS = PERMISSIONS - {"can_change_info", "can_pin_messages", "can_manage_topics"}
# What a message holds, the permission that it needs, and Telegram's word for it.
_CONTENTS = (
    ("photo", "can_send_photos", "photos"),
    ("video", "can_send_videos", "videos"),
    ("document", "can_send_documents", "documents"),
    ("sticker", "can_send_other_messages", "stickers"),
    ("text", "can_send_messages", "text messages"),
    ("contact", "can_send_messages", "contacts"),
    ("location", "can_send_messages", "locations"),
    ("invoice", "can_send_messages", "invoices"),
)


def status_of(chat: Chat, user: User) -> str:
    """The `status` of a ChatMember."""
    if user.is_bot:
        return chat.bot_status
    if chat.type != "private" and chat.owner is user:
        return "creator"
    rank = chat.ranks.get(user.id)
    if rank is not None:
        return rank.status
    return "member" if user.id in chat.members or chat.user is user else "left"


def chat_member(chat: Chat, user: User) -> Json:
    """The ChatMember object of a user or of the bot."""
    status = status_of(chat, user)
    shown: Json = {"status": status, "user": user.api()}
    rank = chat.ranks.get(user.id)
    if status == "creator":
        shown["is_anonymous"] = False
    elif status == "kicked":
        shown["until_date"] = rank.until if rank is not None else 0
    elif status == "administrator":
        rights = rank.may if rank is not None else ADMIN_RIGHTS
        shown |= {"can_be_edited": False, "is_anonymous": bool(rank and rank.is_anonymous)}
        shown |= {name: name in rights for name in sorted(ALL_RIGHTS)}
        if rank is not None and rank.title:
            shown["custom_title"] = rank.title
    elif status == "restricted" and rank is not None:
        shown["is_member"] = user.is_bot or user.id in chat.members
        shown |= {name: name in rank.may for name in sorted(PERMISSIONS)}
        shown["until_date"] = rank.until
    return shown


def may(chat: Chat, user: User, right: str) -> bool:
    """Whether somebody has a right that ordinary members lack; in private chats all have it."""
    status = status_of(chat, user)
    if chat.user is not None or status == "creator":
        return True
    rank = chat.ranks.get(user.id)
    if rank is not None:
        return right in rank.may
    return status == "administrator" and right in ADMIN_RIGHTS


def closed_to(chat: Chat, user: User, thread: int | None) -> bool:
    """Whether a closed topic refuses somebody: who may not manage topics and did not open it.

    No thread is the General topic.
    """
    topic = chat.topics[thread] if thread else chat.general
    if not topic.closed or topic.creator == user.id:
        return False
    return not may(chat, user, "can_manage_topics")


def forbidden_content(chat: Chat, user: User, content: Json) -> str | None:
    """Telegram's word for what a restricted member may not send; None when it may."""
    rank = chat.ranks.get(user.id)
    if rank is None or rank.status != "restricted":
        return None
    for name, permission, words in _CONTENTS:
        if name in content:
            return None if permission in rank.may else words
    return None


def lift(bot: User, chat: Chat, now: float) -> bool:
    """End the restrictions whose time is over; True when there was one."""
    before = len(chat.ranks)
    for user_id, rank in list(chat.ranks.items()):
        if rank.until and rank.until <= now:
            del chat.ranks[user_id]
            if user_id == bot.id:
                chat.bot_status = "member"
    return len(chat.ranks) < before
