"""Tells Telegram which commands to offer, per scope and language, and what the empty chat says."""

import logging

from telegram.error import TelegramError

from bot import customer, desk
from bot.telegram_api import TelegramApi
from notifications.render.renderer import Renderer

_log = logging.getLogger(__name__)

_SCOPES = (("all_private_chats", customer.COMMANDS), ("all_group_chats", desk.COMMANDS))


async def announce(api: TelegramApi, renderer: Renderer, shop: str) -> None:
    """Set menus and description: Indonesian for all, English for who uses Telegram in English.

    A failure is logged and costs nothing but these.
    """
    try:
        await _announce(api, renderer, shop)
    except TelegramError as error:
        _log.warning("menus and description are not all set: %s", error.message)


async def _announce(api: TelegramApi, renderer: Renderer, shop: str) -> None:
    for language in customer.COMMANDS:
        text = renderer.text("base.description", language, shop=shop)
        await api.call("setMyDescription", {"description": text, "language_code": _code(language)})
    for scope, commands in _SCOPES:
        for language, rows in commands.items():
            menu = [
                {"command": name, "description": renderer.text(text, language)}
                for name, text in rows
            ]
            await api.call(
                "setMyCommands",
                {"commands": menu, "scope": {"type": scope}, "language_code": _code(language)},
            )


def _code(language: str) -> str:
    return "" if language == "id" else language
