"""What the bot does in groups: topics, who is there, and who comes, rises and goes."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import ChatMemberUpdated, Message
from reporting import report

router = Router()


@router.message(Command("topic"))
async def topic(message: Message, command: CommandObject, bot: Bot) -> None:
    """A topic with a message in it, renamed, closed and opened again; and one that goes."""
    chat, name = message.chat.id, command.args
    made = await bot.create_forum_topic(chat, name)
    thread = made.message_thread_id
    inside = await bot.send_message(chat, f"Di dalam {name}", message_thread_id=thread)
    await bot.edit_forum_topic(chat, thread, name=f"{name} 2")
    await bot.close_forum_topic(chat, thread)
    await bot.reopen_forum_topic(chat, thread)
    gone = await bot.create_forum_topic(chat, "Sementara")
    await bot.delete_forum_topic(chat, gone.message_thread_id)
    report("topic", chat, thread=thread, name=made.name, inside=inside.message_thread_id == thread)


@router.message(Command("chat"))
async def about_chat(message: Message, bot: Bot) -> None:
    """What is known of a group and its people."""
    chat = await bot.get_chat(message.chat.id)
    member = await bot.get_chat_member(message.chat.id, message.from_user.id)
    admins = await bot.get_chat_administrators(message.chat.id)
    statuses = sorted(admin.status for admin in admins)
    hook = await bot.get_webhook_info()
    facts = {"title": chat.title, "member": member.status, "admins": statuses}
    report("chat", chat.id, **facts, connections=hook.max_connections)


@router.my_chat_member()
async def my_member(update: ChatMemberUpdated) -> None:
    """The bot was added, removed, blocked or let in again."""
    statuses = [update.old_chat_member.status, update.new_chat_member.status]
    report("my_member", update.chat.id, statuses=statuses)


@router.chat_member()
async def member(update: ChatMemberUpdated) -> None:
    """Somebody joined, left, rose or fell."""
    statuses = [update.old_chat_member.status, update.new_chat_member.status]
    report("member", update.chat.id, who=update.new_chat_member.user.id, statuses=statuses)
