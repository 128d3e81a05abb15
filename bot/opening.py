"""The first calls of a start: Telegram may be away just then, and a start outlives that.

A machine that comes up before its network must serve as soon as it can, without anybody's help.
What waiting does not mend ends the start, with what to do.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.logs import scrub
from bot.settings import CannotStart
from bot.telegram_api import TelegramApi
from domain.delivery import Json

_log = logging.getLogger(__name__)

_FIRST_DELAY_S = 1.0
_LONGEST_DELAY_S = 30.0
_WRONG_TOKEN = "Telegram does not know this token; copy it anew from @BotFather (/token)"  # noqa: S105 - a sentence


async def call_until_answered(api: TelegramApi, method: str, params: Json) -> Any:  # noqa: ANN401 - the result's shape is the method's
    """Call until Telegram answers, however long that takes; raises CannotStart where it refuses."""
    delay = _FIRST_DELAY_S
    while True:
        try:
            return await api.call(method, params)
        except InvalidToken:
            raise CannotStart(_WRONG_TOKEN) from None
        except (BadRequest, Forbidden) as error:
            raise CannotStart(f"Telegram refuses {method}: {scrub(error.message)}") from None
        except RetryAfter as error:
            wait = error.retry_after
            delay = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
            _log.warning("%s has to wait %.0f s", method, delay)
        except NetworkError as error:
            _log.warning("%s is tried again in %.0f s: %s", method, delay, scrub(error.message))
        await asyncio.sleep(delay)
        delay = min(delay * 2, _LONGEST_DELAY_S)
