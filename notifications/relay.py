"""Drains a lane of the outbox: sends what is due, notes what came of it, tries again, gives up aloud.

A row is claimed with a lease, sent, and then marked. A crash between sending and marking repeats the
message when the lease ends: Telegram knows no idempotency key, so repeating is the price of never
losing (promise 4).
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from domain.delivery import Lane, OutboxRow
from domain.ports import Store, UnitOfWork
from domain.sending import Pacer
from notifications.attempt import Attempts, Execute, Observer, Persistence
from notifications.receipts import Receipts

_log = logging.getLogger(__name__)


Prepare = Callable[[UnitOfWork, list[OutboxRow]], list[OutboxRow]]


def claim_rows(
    uow: UnitOfWork,
    lane: Lane,
    now: datetime,
    limit: int,
    lease: timedelta,
    prepare: Prepare | None,
) -> list[OutboxRow]:
    """Take what is due and make it ready: all at once, in the transaction that takes it."""
    rows = uow.outbox.claim(lane, now, limit, lease)
    if prepare is None or not rows:
        return rows
    try:
        return uow.attempt(prepare, rows)
    except Exception as error:  # noqa: BLE001 - claimed is claimed: each is tried alone all the same
        _log.warning("what is to be sent cannot be prepared: %r", error)
        return rows


def next_due(uow: UnitOfWork, lane: Lane) -> datetime | None:
    """Return when there will be something to take."""
    return uow.outbox.next_due(lane)


_GATHER_S = 0.01
"""With much under way, so long finished rows are waited for: claiming two at a time costs more."""
_GLANCE_S = 1.0
"""While something is being sent, what becomes due in between waits at most so long."""


class Relay:
    """One lane's sender. `execute` does the work and says what was delivered; `prepare` makes all
    rows of a claim ready for it, reading what they need (`OutboxRow.scene`).

    It raises `domain.sending` errors; anything else counts as a bug and is tried a few times. With
    a `pacer`, each row waits for its chat's turn first. A pacer paces its own process only: with
    several, one of them runs the chats' lane.
    """

    def __init__(
        self,
        store: Store,
        execute: Execute,
        *,
        lane: Lane,
        clock: Callable[[], datetime],
        pacer: Pacer | None = None,
        observer: Observer | None = None,
        persistence: Persistence | None = None,
        prepare: Prepare | None = None,
    ) -> None:
        self._store = store
        self._lane = lane
        self._prepare = prepare
        self._clock = clock
        self._pacer = pacer
        self._how = persistence or Persistence()
        self._attempts = Attempts(
            store, Receipts(store), execute, clock, self._how, pacer, observer
        )
        self._running: dict[asyncio.Task[None], int] = {}
        self._wake = asyncio.Event()
        self._stopping = False
        self._over = asyncio.Event()
        self._over.set()

    async def run(self) -> None:
        """Send until `stop` or cancelled; cancelled it cuts off what is being sent."""
        self._over.clear()
        watch = asyncio.ensure_future(self._watch())
        try:
            while not self._stopping:
                if len(self._running) > self._how.in_flight // 2:
                    await asyncio.sleep(_GATHER_S)
                self._wake.clear()
                rest = await self._start_what_is_due()
                await self._sleep_until_woken(rest)
        finally:
            watch.cancel()
            self._over.set()
            if not self._stopping:
                for task in self._running:
                    task.cancel()

    def look_again(self) -> None:
        """Look at once for what is due: the clock was moved."""
        self._wake.set()

    async def stop(self, deadline_s: float = 10.0) -> None:
        """Take nothing new; finish what is being sent, at most `deadline_s` long."""
        self._stopping = True
        self._wake.set()
        await self._over.wait()  # what it was just claiming is ours to finish
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=deadline_s)
            for task in late:
                task.cancel()
            if late:
                _log.warning("%d sends were cut off by the stop; they are repeated", len(late))
                await asyncio.wait(late)

    async def _watch(self) -> None:
        while True:
            try:
                await self._store.outbox_changed(30.0, self._lane)
            except Exception as error:  # noqa: BLE001 - looking less often is better than never
                _log.warning("the outbox cannot be watched: %r", error)
                await asyncio.sleep(5.0)
            self._wake.set()

    async def _sleep_until_woken(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _start_what_is_due(self) -> float | None:
        """Claim and start; return how long there is nothing to do, None: until something happens."""
        free = self._how.in_flight - len(self._running)
        if free <= 0:
            return None
        if self._pacer is not None and (pause := self._pacer.closed_for()) > 0:
            return pause
        lease_ends = asyncio.get_running_loop().time() + self._how.lease.total_seconds()
        try:
            rows = await self._store.run(
                claim_rows, self._lane, self._clock(), free, self._how.lease, self._prepare
            )
            self._start(rows, lease_ends)
            if self._running:
                return None if len(rows) == free else _GLANCE_S
            due = await self._store.read(next_due, self._lane)
        except Exception as error:  # noqa: BLE001 - the relay outlives its store's bad hours
            _log.warning("the outbox cannot be read: %r", error)
            return 1.0
        if due is None:
            return None
        wait = (due - self._clock()).total_seconds()
        # Due, and yet not to be had: somebody else holds it. Never a busy loop.
        return wait if wait > 0 else 1.0

    def _start(self, rows: list[OutboxRow], lease_ends: float) -> None:
        busy = set(self._running.values())
        for row in rows:
            if row.id in busy:  # the clock was moved past the lease of what is being sent
                continue
            task = asyncio.ensure_future(self._attempts.make(row, lease_ends))
            self._running[task] = row.id
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task, None)
        self._wake.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a row could not be handled; its lease will end", exc_info=error)
