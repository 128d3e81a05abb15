"""Fetches updates by long polling; what is not committed is not confirmed."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import cast

from telegram.error import Conflict, InvalidToken, RetryAfter
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.intake.dispatcher import Dispatcher
from bot.intake.reception import Reception, has_id
from bot.logs import scrub
from domain.delivery import Json

_log = logging.getLogger(__name__)

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "pre_checkout_query",
)

_READ_MARGIN_S = 10.0
_FIRST_DELAY_S = 0.5
_LONGEST_DELAY_S = 30.0
_CONFLICT_DELAY_S = 15.0
_BAD_TOKEN_DELAY_S = 60.0


class Polling:
    """A getUpdates loop of our own: the library's confirms updates before they are handled.

    `endpoint` is the Bot API's base URL with the token (`telegram.Bot.base_url`). Cancelling `run`
    stops it at any instant without loss.
    """

    def __init__(
        self,
        request: BaseRequest,
        endpoint: str,
        reception: Reception,
        dispatcher: Dispatcher,
        *,
        allowed_updates: Sequence[str] = ALLOWED_UPDATES,
        wait_s: int = 30,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._request = request
        self._endpoint = endpoint
        self._reception = reception
        self._dispatcher = dispatcher
        self._allowed = list(allowed_updates)
        self._wait_s = wait_s
        self._sleep = sleep
        self._offset = 0
        self._failures = 0

    async def run(self) -> None:
        """Take the webhook off, then fetch and store until cancelled."""
        await self._until_it_works(self._delete_webhook)
        while True:
            await self._dispatcher.room()
            await self._until_it_works(self._one_batch)

    async def _until_it_works(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await step()
            except Exception as error:  # noqa: BLE001 - the intake outlives every failure
                delay = self._delay_after(error)
                self._failures += 1
                await self._sleep(delay)
            else:
                self._failures = 0
                return

    async def _delete_webhook(self) -> None:
        await self._request.post(f"{self._endpoint}/deleteWebhook")

    async def _one_batch(self) -> None:
        """Fetch, commit; only the next fetch, with the higher offset, tells Telegram so."""
        parameters = {
            "offset": self._offset,
            "limit": 100,
            "timeout": self._wait_s,
            "allowed_updates": self._allowed,
        }
        data = RequestData([RequestParameter(k, v, None) for k, v in parameters.items()])
        answer: object = await self._request.post(
            f"{self._endpoint}/getUpdates", data, read_timeout=self._wait_s + _READ_MARGIN_S
        )
        if not isinstance(answer, list):
            raise TypeError("getUpdates answered with something that is not a list")
        raws = cast("list[Json]", [raw for raw in answer if has_id(raw)])
        if len(raws) < len(answer):
            _log.error("%d updates without an update_id were skipped", len(answer) - len(raws))
            if not raws:
                raise TypeError("getUpdates answered without any update_id")
        await self._reception.accept(raws)
        for raw in raws:
            self._offset = max(self._offset, cast("int", raw["update_id"]) + 1)

    def _delay_after(self, error: Exception) -> float:
        """Log the failure with what to do about it; return how long to wait, in seconds."""
        jitter = random.uniform(0.5, 1.0)
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        if isinstance(error, Conflict):
            _log.error(
                "Another program fetches this bot's updates, or a webhook was set meanwhile. "
                "Stop the other one, or give this one a token of its own (@BotFather). (%s)",
                scrub(error.message),
            )
            return _CONFLICT_DELAY_S * jitter
        if isinstance(error, InvalidToken):
            _log.critical("Telegram does not know this token; look at it in .env or @BotFather")
            return _BAD_TOKEN_DELAY_S * jitter
        delay = min(_FIRST_DELAY_S * 2.0 ** min(self._failures, 10), _LONGEST_DELAY_S) * jitter
        _log.warning("updates could not be fetched, next try in %.1f s: %s", delay, repr(error))
        return delay
