"""What goes out to Telegram: the methods that are used, and their errors in our own words."""

from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

from telegram import Bot, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    RetryAfter,
    TelegramError,
)

from bot.logs import scrub
from domain.sending import (
    Migrated,
    Pacer,
    Priority,
    Refused,
    RetryLater,
    Transient,
    Unreachable,
)

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

_PATIENCE_S = 10.0
_NOT_MODIFIED = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_TOO_OLD = ("query is too old", "query id is invalid")
_NOBODY = ("chat not found", "user not found", "peer_id_invalid")


@contextmanager
def telegram_errors(chat_id: int) -> Iterator[None]:
    """Turn the library's errors within the block into those of `domain.sending`."""
    try:
        yield
    except RetryAfter as error:
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        raise RetryLater(seconds) from error
    except ChatMigrated as error:
        raise Migrated(error.new_chat_id) from error
    except Forbidden as error:
        raise Unreachable(chat_id, scrub(error.message)) from error
    except BadRequest as error:
        if _says(error, *_NOBODY):
            raise Unreachable(chat_id, scrub(error.message)) from error
        raise Refused(scrub(error.message)) from error
    except TelegramError as error:
        # A wrong token is here too: it is the shop's to mend, and no message's fault.
        raise Transient(scrub(f"{type(error).__name__}: {error.message}")) from error


class TelegramSender:
    """Sends and edits; raises `domain.sending` errors.

    With a `pacer` every message takes a turn first, before what the relay sends: for answers to
    taps; RetryLater at once where the turn is more than 10 s away. The relay's own sender has none,
    for the relay took the turn already.
    """

    def __init__(self, bot: Bot, pacer: Pacer | None = None) -> None:
        self.bot = bot
        self._pacer = pacer

    async def text(
        self,
        chat_id: int,
        html: str,
        keyboard: Keyboard | None = None,
        *,
        thread_id: int | None = None,
        silent: bool = False,
    ) -> int:
        """Send a message; return its id."""
        async with self.turn(chat_id):
            sent = await self.bot.send_message(
                chat_id,
                html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                message_thread_id=thread_id,
                disable_notification=silent,
            )
        return sent.message_id

    async def photo(
        self,
        chat_id: int,
        photo: bytes | str,
        html: str,
        keyboard: Keyboard | None = None,
        *,
        thread_id: int | None = None,
    ) -> tuple[int, str]:
        """Send a picture (its bytes, or the file id of one sent before); return both ids."""
        async with self.turn(chat_id):
            sent = await self.bot.send_photo(
                chat_id,
                photo,
                caption=html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                message_thread_id=thread_id,
            )
        return sent.message_id, sent.photo[-1].file_id if sent.photo else ""

    async def edit_text(
        self, chat_id: int, message_id: int, html: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> bool:
        """Replace a message's text; False when there is nothing (any more) to edit."""
        async with self.turn(chat_id):
            return await _edited(
                self.bot.edit_message_text(
                    html,
                    chat_id,
                    message_id,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard,
                )
            )

    async def edit_caption(
        self, chat_id: int, message_id: int, html: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> bool:
        """Replace a picture's text; False when there is nothing (any more) to edit."""
        async with self.turn(chat_id):
            return await _edited(
                self.bot.edit_message_caption(
                    chat_id,
                    message_id,
                    caption=html,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard,
                )
            )

    async def answer_tap(
        self, callback_id: str, chat_id: int, text: str = "", *, alert: bool = False
    ) -> bool:
        """Answer a tap; False when it came too late. Takes no turn: it must not wait."""
        with telegram_errors(chat_id):
            try:
                await self.bot.answer_callback_query(callback_id, text or None, show_alert=alert)
            except BadRequest as error:
                if _says(error, *_TOO_OLD):
                    return False
                raise
        return True

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Wait for the chat's turn, translate the errors and note a flood; for every method here."""
        if self._pacer is None:
            with telegram_errors(chat_id):
                yield
            return
        if (delay := self._pacer.delay(chat_id)) > _PATIENCE_S:
            raise RetryLater(delay)  # whoever answers a tap must not stand still for minutes
        await self._pacer.slot(chat_id, Priority.INTERACTIVE)
        try:
            with telegram_errors(chat_id):
                yield
        except RetryLater as error:
            self._pacer.flooded(chat_id, error.after_s)
            raise


async def _edited(call: Awaitable[object]) -> bool:
    """An edit that changes nothing has succeeded; one of a message that is gone has not."""
    try:
        await call
    except BadRequest as error:
        if _says(error, _NOT_MODIFIED):
            return True
        if _says(error, *_GONE):
            return False
        raise
    return True


def _says(error: TelegramError, *texts: str) -> bool:
    return any(text in error.message.lower() for text in texts)
