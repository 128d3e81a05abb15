"""Sends and edits messages, answers taps. Raises telegram.error.TelegramError."""

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from telegram import InputFile
from telegram.error import BadRequest

from bot.telegram_api import TelegramApi
from domain.delivery import Json
from notifications.render.renderer import Rendered

_log = logging.getLogger(__name__)

FILE_ID = "id:"
DOCUMENT_ID = "doc:"
_UNCHANGED = "message is not modified"
_NOT_EDITABLE = ("message to edit not found", "message can't be edited", "no text in the message",
                 "no caption in the message", "message_id_invalid")  # fmt: skip
_BAD_FILE = ("wrong file identifier", "wrong remote file", "file_id", "file identifier")
_TOO_OLD = ("query is too old", "query id is invalid")


class Pictures(Protocol):
    """Remembers under which file id Telegram keeps a picture of the shop."""

    async def file_id(self, name: str) -> str | None:
        """Return the file id, None while the picture was never sent."""

    async def remember(self, name: str, file_id: str) -> None:
        """Keep the file id."""


class Messenger:
    """One bot's voice. `folder` holds the shop's pictures."""

    def __init__(self, api: TelegramApi, folder: Path, pictures: Pictures) -> None:
        self._api = api
        self._folder = folder
        self._pictures = pictures

    async def send(self, chat_id: int, message: Rendered, thread_id: int | None = None) -> int:
        """Send a new message, return its id."""
        target: Json = {"chat_id": chat_id, "message_thread_id": thread_id}
        if message.photo is None:
            result = await self._api.call("sendMessage", target | _text(message))
            return int(result["message_id"])

        if message.photo.startswith(DOCUMENT_ID):
            document = message.photo.removeprefix(DOCUMENT_ID)
            params = target | _caption(message) | {"document": document}
            return _message_id(await self._api.call("sendDocument", params))

        async def call(photo: str, files: dict[str, InputFile] | None) -> Json:
            params = target | _caption(message)
            if files is None:
                params["photo"] = photo
            sent: Json = await self._api.call("sendPhoto", params, files)
            return sent

        sent = await self._with_photo(message.photo, "photo", call)
        return _message_id(sent)

    async def edit(
        self,
        chat_id: int,
        message_id: int,
        message: Rendered,
        *,
        on_photo: bool,
        thread_id: int | None = None,
    ) -> int:
        """Put the message in the place of an earlier one; return the id of the message it is now.

        A text cannot become a picture nor the other way round: then the old one goes and a new one
        comes. So it does when the old one is gone.
        """
        if on_photo != (message.photo is not None):
            return await self._replace(chat_id, message_id, message, thread_id)
        target: Json = {"chat_id": chat_id, "message_id": message_id}
        try:
            if message.photo is None:
                await self._api.call("editMessageText", target | _text(message))
            else:
                await self._edit_photo(target, message)
        except BadRequest as error:
            reason = error.message.lower()
            if _UNCHANGED in reason:
                return message_id
            if any(text in reason for text in _NOT_EDITABLE):
                return await self.send(chat_id, message, thread_id)
            raise
        return message_id

    async def answer(self, callback_id: str, text: str, *, alert: bool = False) -> None:
        """Answer a tap; one that is too old to be answered is let go."""
        params: Json = {"callback_query_id": callback_id, "show_alert": alert or None}
        if text:
            params["text"] = text
        try:
            await self._api.call("answerCallbackQuery", params)
        except BadRequest as error:
            if not any(text in error.message.lower() for text in _TOO_OLD):
                raise

    async def _replace(
        self, chat_id: int, message_id: int, message: Rendered, thread_id: int | None
    ) -> int:
        new_id = await self.send(chat_id, message, thread_id)
        try:
            await self._api.call("deleteMessage", {"chat_id": chat_id, "message_id": message_id})
        except BadRequest as error:  # older than 48 h, or gone: it stays, its buttons still work
            _log.debug("an old screen stays: %s", error.message)
        return new_id

    async def _edit_photo(self, target: Json, message: Rendered) -> None:
        async def call(photo: str, files: dict[str, InputFile] | None) -> Json:
            media: Json = {
                "type": "photo",
                "media": "attach://picture" if files else photo,
                "caption": message.text,
                "parse_mode": "HTML",
            }
            params = target | {"media": media, "reply_markup": message.keyboard}
            edited: Json = await self._api.call("editMessageMedia", params, files)
            return edited

        await self._with_photo(message.photo or "", "picture", call)

    async def _with_photo(
        self,
        photo: str,
        field: str,
        call: Callable[[str, dict[str, InputFile] | None], Awaitable[Json]],
    ) -> Json:
        """Send by file id where Telegram has the picture; else upload it and remember the id."""
        if photo.startswith(FILE_ID):
            return await call(photo.removeprefix(FILE_ID), None)
        known = await self._pictures.file_id(photo)
        if known is not None:
            try:
                return await call(known, None)
            except BadRequest as error:
                if not any(text in error.message.lower() for text in _BAD_FILE):
                    raise
        content = (self._folder / Path(photo).name).read_bytes()
        result = await call("", {field: InputFile(content, filename=photo)})
        sizes = result.get("photo")
        if isinstance(sizes, list) and sizes:
            await self._pictures.remember(photo, str(sizes[-1]["file_id"]))
        return result


def _text(message: Rendered) -> Json:
    return {
        "text": message.text,
        "parse_mode": "HTML",
        "reply_markup": message.keyboard,
        "link_preview_options": {"is_disabled": True},
    }


def _caption(message: Rendered) -> Json:
    return {"caption": message.text, "parse_mode": "HTML", "reply_markup": message.keyboard}


def _message_id(sent: Json) -> int:
    message_id = sent["message_id"]
    if not isinstance(message_id, int):
        raise TypeError("message_id is not an integer")
    return message_id
