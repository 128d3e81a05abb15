"""Tells Telegram which commands to offer, per scope and language."""

import logging

from telegram.error import TelegramError

from bot import customer, desk
from bot.telegram_api import TelegramApi
from notifications.render.renderer import Renderer

_log = logging.getLogger(__name__)

_SCOPES = (("all_private_chats", customer.COMMANDS), ("all_group_chats", desk.COMMANDS))


async def announce_commands(api: TelegramApi, renderer: Renderer) -> None:
    """Set the menus: Indonesian for everybody, English for who uses Telegram in English.

    A failure is logged and costs nothing but the menu.
    """
    for scope, commands in _SCOPES:
        for language, rows in commands.items():
            menu = [
                {"command": name, "description": renderer.text(text, language)}
                for name, text in rows
            ]
            try:
                await api.call(
                    "setMyCommands",
                    {
                        "commands": menu,
                        "scope": {"type": scope},
                        "language_code": "" if language == "id" else language,
                    },
                )
            except TelegramError as error:
                _log.warning("the command menu is not set: %s", error.message)
                return
