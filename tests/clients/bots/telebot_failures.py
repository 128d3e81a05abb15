"""The calls of the script that must be refused, and what pyTelegramBotAPI makes of each refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import requests
from reporting import report
from telebot import TeleBot, apihelper, types


def fail_same(bot: TeleBot, chat: int) -> None:
    """An edit that changes nothing."""
    sent = bot.send_message(chat, "sama")
    bot.edit_message_text("sama", chat, sent.message_id)


def fail_data(bot: TeleBot, chat: int) -> None:
    """More data than a button holds."""
    keyboard = types.InlineKeyboardMarkup()
    keyboard.add(types.InlineKeyboardButton("Ya", callback_data="x" * 65))
    bot.send_message(chat, "Ya?", reply_markup=keyboard)


def fail_flood(bot: TeleBot, chat: int) -> None:
    """More than one may send in a second."""
    for number in range(10):
        bot.send_message(chat, f"ke-{number}")


FAILURES: dict[str, Callable[[TeleBot, int, str], object]] = {
    "parse": lambda bot, chat, _: bot.send_message(chat, "<b>tebal", parse_mode="HTML"),
    "same": lambda bot, chat, _: fail_same(bot, chat),
    "long": lambda bot, chat, _: bot.send_message(chat, "x" * 4097),
    "data": lambda bot, chat, _: fail_data(bot, chat),
    "late": lambda bot, _, __: bot.answer_callback_query(1, "Terlambat"),
    "tell": lambda bot, _, to: bot.send_message(int(to), "Halo"),
    "flood": lambda bot, chat, _: fail_flood(bot, chat),
    "hook": lambda bot, _, __: bot.set_webhook("https://example.com/hook"),
    "poll": lambda bot, _, __: bot.get_updates(),
    "stranger": lambda _, __, ___: TeleBot("1:LAIN").get_me(),
}


def fail(message: types.Message, bot: TeleBot) -> None:
    """Do what must be refused, and say how it was."""
    _, what, *more = message.text.split()
    facts: dict[str, Any] = {"error": None}
    try:
        FAILURES[what](bot, message.chat.id, "".join(more))
    except apihelper.ApiTelegramException as error:
        parameters = error.result_json.get("parameters", {})
        facts = {
            "error": f"{type(error).__name__} {error.error_code}",
            "text": error.description,
            "retry_after": parameters.get("retry_after"),
            "moved_to": parameters.get("migrate_to_chat_id"),
        }
    except (apihelper.ApiHTTPException, requests.RequestException) as error:
        facts = {"error": type(error).__name__, "text": str(error)}
    report("failed", message.chat.id, what=what, **facts)
