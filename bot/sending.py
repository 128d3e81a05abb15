"""Telegram's errors in our own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

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
    Refused,
    RetryLater,
    Transient,
    Unreachable,
)

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


def _says(error: TelegramError, *texts: str) -> bool:
    return any(text in error.message.lower() for text in texts)
