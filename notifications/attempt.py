"""One try of one outbox row: send, and note what came of it."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, Protocol

from domain.delivery import OutboxRow
from domain.ports import StorageUnavailable, Store, UnitOfWork
from domain.sending import (
    Delivered,
    Migrated,
    Pacer,
    Priority,
    Refused,
    RetryLater,
    SendFailed,
    Transient,
    Unreachable,
)
from notifications.receipts import Receipt, Receipts

_log = logging.getLogger(__name__)

P = ParamSpec("P")
Execute = Callable[[OutboxRow], Awaitable[Delivered]]

_MARGIN_S = 5.0
"""A try ends so long before its lease does, so that nobody sends the same at the same time."""


@dataclass(frozen=True, slots=True)
class Persistence:
    """How much at once and how long. Seconds where not said otherwise.

    `deadline`: since it was queued, after which a row is buried, but not before `least_tries`: what
    was queued long before it was due deserves them too. `bug_tries`: for errors that no rule knows.
    `patience`: how long a row may hold its place while its chat has to wait.
    """

    in_flight: int = 64
    lease: timedelta = timedelta(seconds=30)
    first_delay: float = 1.0
    longest_delay: float = 300.0
    deadline: timedelta = timedelta(hours=24)
    least_tries: int = 12
    bug_tries: int = 5
    patience: float = 10.0


class Observer(Protocol):
    """Is told what others should know of; each call may come twice."""

    async def unreachable(self, chat_id: int) -> None:
        """Nothing can be sent to the chat: the bot was blocked or removed."""

    async def migrated(self, old_chat_id: int, new_chat_id: int) -> None:
        """The group has a new id."""

    async def buried(self, row: OutboxRow, reason: str) -> None:
        """The row went to the dead letters."""


def postpone_row(uow: UnitOfWork, row_id: int, due_at: datetime, error: str) -> None:
    """Note that it is to be tried again."""
    uow.outbox.postpone(row_id, due_at, error)


def bury_row(uow: UnitOfWork, row_id: int, error: str, now: datetime) -> None:
    """Note that it was given up."""
    uow.outbox.bury(row_id, error, now)


def follow_chat(uow: UnitOfWork, old_chat_id: int, new_chat_id: int) -> None:
    """Let everything that waits for the old chat go to the new one."""
    uow.outbox.move_chat(old_chat_id, new_chat_id)


@dataclass(frozen=True, slots=True)
class Attempts:
    """Everything that a try needs besides its row."""

    store: Store
    receipts: Receipts
    execute: Execute
    clock: Callable[[], datetime]
    how: Persistence
    pacer: Pacer | None = None
    observer: Observer | None = None

    async def make(self, row: OutboxRow, lease_ends: float) -> None:
        """Wait for the chat's turn, send and mark, all before `lease_ends` on the loop's clock."""
        chat_id = row.item.chat_id
        if self.pacer is not None and chat_id is not None:
            delay = self.pacer.delay(chat_id, edit=row.edits)
            if delay > self.how.patience:
                await self._put_off(row, lease_ends, delay, "waits for the chat's turn")
                return
            await self.pacer.slot(chat_id, Priority.BULK, edit=row.edits)
        for _ in range(2):  # once more, where a group has moved
            error = await self._send(row, lease_ends)
            if not isinstance(error, Migrated) or chat_id is None:
                break
            await self._follow(chat_id, error.new_chat_id, lease_ends)
            row = replace(row, item=replace(row.item, chat_id=error.new_chat_id))
        if error is not None:
            await self._settle(row, lease_ends, error)

    async def _send(self, row: OutboxRow, lease_ends: float) -> Exception | None:
        remaining = lease_ends - _loop_time() - _MARGIN_S
        if remaining <= 0:
            return Transient("its turn came too late")
        try:
            async with asyncio.timeout(remaining):
                delivered = await self.execute(row)
        except Exception as error:  # noqa: BLE001 - returned, and judged by the caller
            return error
        receipt = Receipt(row.id, self.clock(), delivered)
        await self._noted(lease_ends, lambda: self.receipts.write(receipt))
        return None

    async def _settle(self, row: OutboxRow, lease_ends: float, error: Exception) -> None:
        """Decide by the error what becomes of the row."""
        reason = str(error) or type(error).__name__
        match error:
            case RetryLater(after_s=after_s):
                if self.pacer is not None and row.item.chat_id is not None:
                    self.pacer.flooded(row.item.chat_id, after_s)
                await self._try_again(row, lease_ends, after_s, reason)
            case Unreachable(chat_id=chat_id):
                await self._tell(lambda observer: observer.unreachable(chat_id))
                await self._bury(row, lease_ends, reason)
            case Refused():
                await self._bury(row, lease_ends, reason)
            case SendFailed() | TimeoutError() | StorageUnavailable():
                await self._try_again(row, lease_ends, self._backoff(row), reason)
            case _:
                _log.error("outbox row %d (%s) failed", row.id, row.item.kind, exc_info=error)
                if row.attempts + 1 >= self.how.bug_tries:
                    await self._bury(row, lease_ends, f"{type(error).__name__}: {reason}")
                else:
                    await self._put_off(row, lease_ends, self._backoff(row), reason)

    async def _follow(self, old: int, new: int, lease_ends: float) -> None:
        _log.info("chat %d is %d now", old, new)
        await self._mark(lease_ends, follow_chat, old, new)
        await self._tell(lambda observer: observer.migrated(old, new))

    async def _try_again(
        self, row: OutboxRow, lease_ends: float, delay: float, reason: str
    ) -> None:
        age = self.clock() - row.created_at
        if age > self.how.deadline and row.attempts + 1 >= self.how.least_tries:
            await self._bury(row, lease_ends, f"given up after {age}: {reason}")
        else:
            await self._put_off(row, lease_ends, delay, reason)

    def _backoff(self, row: OutboxRow) -> float:
        delay = self.how.first_delay * 2.0 ** min(row.attempts, 30)
        return min(delay, self.how.longest_delay) * random.uniform(0.75, 1.25)

    async def _put_off(self, row: OutboxRow, lease_ends: float, delay: float, reason: str) -> None:
        due_at = self.clock() + timedelta(seconds=delay)
        _log.info("outbox row %d waits %.1f s: %s", row.id, delay, reason)
        await self._mark(lease_ends, postpone_row, row.id, due_at, reason)

    async def _bury(self, row: OutboxRow, lease_ends: float, reason: str) -> None:
        _log.error("outbox row %d (%s) is given up: %s", row.id, row.item.kind, reason)
        if await self._mark(lease_ends, bury_row, row.id, reason, self.clock()):
            await self._tell(lambda observer: observer.buried(row, reason))

    async def _mark(
        self,
        lease_ends: float,
        use_case: Callable[Concatenate[UnitOfWork, P], None],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        return await self._noted(lease_ends, lambda: self.store.run(use_case, *args, **kwargs))

    async def _noted(self, lease_ends: float, note: Callable[[], Awaitable[None]]) -> bool:
        """Note it, however often that takes while the row is ours; past that it is done again."""
        delay = 0.1
        while True:
            try:
                await note()
            except Exception as error:  # noqa: BLE001 - it has happened, so it must be noted
                if _loop_time() + delay >= lease_ends:
                    _log.error("an attempt could not be noted, so it repeats: %r", error)
                    return False
                await asyncio.sleep(delay)
                delay = min(delay * 2, 2.0)
            else:
                return True

    async def _tell(self, call: Callable[[Observer], Awaitable[None]]) -> None:
        if self.observer is None:
            return
        try:
            await call(self.observer)
        except Exception:  # noqa: BLE001 - who is told late must not hold up who is served
            _log.exception("an observer of the outbox failed")


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
