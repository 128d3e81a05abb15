"""Where updates are received: stored first, then confirmed by whoever brought them, then handled."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.intake.dispatcher import Dispatcher
from bot.intake.lanes import lane_of
from domain.delivery import Json, StoredUpdate
from domain.ports import Store, UnitOfWork

_log = logging.getLogger(__name__)

_BATCH = 1_000

Urgent = Callable[[Json], Awaitable[None]]


def store_updates(uow: UnitOfWork, updates: Sequence[StoredUpdate], now: datetime) -> list[int]:
    """Store a batch in one transaction; return the ids that had not been stored before."""
    return uow.inbox.add(updates, now)


def pending_updates(uow: UnitOfWork, limit: int) -> list[StoredUpdate]:
    """Read what is stored and not handled, oldest first."""
    return uow.inbox.pending(limit)


class Reception:
    """Shared by polling and webhook; `recover` comes first, for what the last run left behind.

    `urgent`, where given, answers a pre_checkout_query at once: it dies within 10 s, so it neither
    waits in a queue nor is worth storing.
    """

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        *,
        clock: Callable[[], datetime],
        urgent: Urgent | None = None,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._clock = clock
        self._urgent = urgent
        self._urgent_tasks: set[asyncio.Future[None]] = set()
        self._in_doubt = False
        self.received_at: datetime | None = None

    async def recover(self) -> int:
        """Feed everything that waits in the inbox; return how much there was."""
        fed = 0
        while True:
            await self._dispatcher.room()
            # Those that are queued already come first in what is read.
            limit = self._dispatcher.waiting + _BATCH
            rows = await self._store.read(pending_updates, limit)
            fed += self._dispatcher.feed(rows)
            if len(rows) < limit:
                return fed

    async def accept(self, raws: Sequence[Json]) -> None:
        """Store the updates durably and queue the new ones; raises when they could not be stored.

        Each needs an integer `update_id`; nothing else in them is taken for granted.
        """
        if not raws:
            return
        self.received_at = self._clock()
        updates = [
            StoredUpdate(_id_of(raw), lane_of(raw), json.dumps(raw))
            for raw in raws
            if not self._is_urgent(raw)
        ]
        if not updates:
            return
        try:
            new = set(await self._store.run(store_updates, updates, self.received_at))
        except BaseException:
            # It may be stored all the same; then it comes back as a known one, and nobody fed it.
            self._in_doubt = True
            raise
        if self._in_doubt:
            await self.recover()
            self._in_doubt = False
        self._dispatcher.feed(update for update in updates if update.update_id in new)

    def _is_urgent(self, raw: Json) -> bool:
        if self._urgent is None or "pre_checkout_query" not in raw:
            return False
        task = asyncio.ensure_future(self._urgent(raw))  # kept below until it is done
        self._urgent_tasks.add(task)
        task.add_done_callback(self._urgent_done)
        return True

    def _urgent_done(self, task: asyncio.Future[None]) -> None:
        self._urgent_tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("an urgent update failed", exc_info=error)


def has_id(raw: object) -> bool:
    """Whether this can be stored at all: an object with an integer `update_id`."""
    return isinstance(raw, dict) and type(raw.get("update_id")) is int


def _id_of(raw: Json) -> int:
    number = raw["update_id"]
    if not isinstance(number, int):
        raise TypeError("update_id is not an integer")
    return number
