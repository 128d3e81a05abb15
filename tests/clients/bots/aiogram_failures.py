"""The calls of the script that must be refused, and what aiogram makes of each refusal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError
from aiogram.filters import Command, CommandObject
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message
from reporting import report

router = Router()


async def fail_same(message: Message) -> None:
    """An edit that changes nothing."""
    sent = await message.answer("sama")
    await sent.edit_text("sama")


async def fail_flood(message: Message) -> None:
    """More than one may send in a second."""
    for number in range(10):
        await message.answer(f"ke-{number}")


async def fail_stranger(bot: Bot) -> None:
    """A token that nobody gave out."""
    other = AiohttpSession(api=bot.session.api)
    async with Bot("1:LAIN", session=other) as stranger:
        await stranger.get_me()


TOO_MUCH = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Ya", callback_data="x" * 65)]]
)
FAILURES: dict[str, Callable[[Message, str, Bot], Awaitable[object]]] = {
    "parse": lambda message, _, bot: message.answer("<b>tebal", parse_mode=ParseMode.HTML),
    "same": lambda message, _, bot: fail_same(message),
    "long": lambda message, _, bot: message.answer("x" * 4097),
    "data": lambda message, _, bot: message.answer("Ya?", reply_markup=TOO_MUCH),
    "late": lambda message, _, bot: bot.answer_callback_query("1", "Terlambat"),
    "tell": lambda message, to, bot: bot.send_message(int(to), "Halo"),
    "flood": lambda message, _, bot: fail_flood(message),
    "hook": lambda message, _, bot: bot.set_webhook("https://example.com/hook"),
    "poll": lambda message, _, bot: bot.get_updates(),
    "stranger": lambda message, _, bot: fail_stranger(bot),
}


@router.message(Command("fail"))
async def fail(message: Message, command: CommandObject, bot: Bot) -> None:
    """Do what must be refused, and say how it was."""
    what, _, more = command.args.partition(" ")
    facts: dict[str, Any] = {"error": None}
    try:
        await FAILURES[what](message, more, bot)
    except AiogramError as error:
        facts = {
            "error": type(error).__name__,
            "text": str(error),
            "retry_after": getattr(error, "retry_after", None),
            "moved_to": getattr(error, "migrate_to_chat_id", None),
        }
    report("failed", message.chat.id, what=what, **facts)
