"""Hands stored updates to their handler: one at a time within a chat, chats side by side."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.intake.lanes import NO_LANE
from bot.logs import scrub
from domain.delivery import StoredUpdate
from domain.ports import StorageUnavailable, Store, UnitOfWork

_log = logging.getLogger(__name__)

Handle = Callable[[StoredUpdate], Awaitable[None]]
OnDead = Callable[[StoredUpdate], Awaitable[None]]

_ERROR_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done at once, and how hard it is tried. Delays double and are in seconds."""

    parallel: int = 32
    tries: int = 3
    first_delay: float = 0.5
    longest_delay: float = 30.0
    high_water: int = 2_000


def note_failure(
    uow: UnitOfWork, update_id: int, error: str, now: datetime, *, give_up: bool
) -> None:
    """Record that handling failed; with `give_up` the update is dead."""
    uow.inbox.fail(update_id, error, now, give_up=give_up)


class Dispatcher:
    """Queues in memory what the inbox holds on disk; losing it costs nothing but a restart.

    `handle` finishes the update in its own unit of work. Should it raise, it is tried again while
    later updates of that chat wait; after `effort.tries` the update is dead and `on_dead` tells
    the person and the staff. Unless the store is unavailable: then it is tried until it is back.
    """

    def __init__(
        self,
        store: Store,
        handle: Handle,
        *,
        clock: Callable[[], datetime],
        on_dead: OnDead | None = None,
        unavailable: tuple[type[Exception], ...] = (StorageUnavailable,),
        effort: Effort | None = None,
    ) -> None:
        self._store = store
        self._handle = handle
        self._clock = clock
        self._on_dead = on_dead
        self._unavailable = unavailable
        self._effort = effort or Effort()
        self._lanes: dict[int, deque[StoredUpdate]] = {}
        self._known: set[int] = set()
        self._ready: asyncio.Queue[int] = asyncio.Queue()
        self._room = asyncio.Event()
        self._room.set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._workers: list[asyncio.Task[None]] = []
        self._stopping = False
        self._failures: dict[int, int] = {}

    @property
    def waiting(self) -> int:
        """How many updates are queued or being handled."""
        return len(self._known)

    @property
    def crowded(self) -> bool:
        """Whether the intake should hold back; see `room`."""
        return not self._room.is_set()

    def start(self) -> None:
        """Begin to handle what is fed."""
        self._workers = [
            asyncio.create_task(self._work(), name=f"dispatcher-{n}")
            for n in range(self._effort.parallel)
        ]

    def feed(self, updates: Iterable[StoredUpdate]) -> int:
        """Queue the updates, in this order within their lanes; return how many were not known."""
        fed = 0
        for update in updates:
            if update.update_id in self._known:
                continue
            fed += 1
            self._known.add(update.update_id)
            queue = self._lanes.get(update.lane)
            if queue is None:
                self._lanes[update.lane] = deque((update,))
                self._ready.put_nowait(update.lane)
            else:
                queue.append(update)
        if fed:
            self._idle.clear()
            if len(self._known) >= self._effort.high_water:
                self._room.clear()
        return fed

    async def room(self) -> None:
        """Wait until fewer than the high-water mark are waiting; once over it, half of that."""
        await self._room.wait()

    async def idle(self) -> None:
        """Wait until nothing is queued or running."""
        await self._idle.wait()

    async def stop(self, deadline_s: float = 10.0) -> None:
        """Finish what is running, at most `deadline_s` long; the rest stays in the inbox."""
        self._stopping = True
        for _ in self._workers:
            self._ready.put_nowait(NO_LANE)  # wakes those that have nothing to do
        if self._workers:
            _, late = await asyncio.wait(self._workers, timeout=deadline_s)
            for worker in late:
                worker.cancel()
            if late:
                _log.warning("%d updates were cut off by the stop; they stay stored", len(late))
                await asyncio.wait(late)
        self._workers = []

    async def _work(self) -> None:
        while True:
            lane = await self._ready.get()
            if self._stopping:
                return
            update = self._lanes[lane][0]
            try:
                await self._handle(update)
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if task is None or task.cancelling():
                    raise
                # Something within the handler was cancelled, not this worker.
                await self._failed(update, RuntimeError("cancelled from within"))
            except Exception as error:  # noqa: BLE001 - whatever it is, the chat must go on
                await self._failed(update, error)
            else:
                self._leave(update)

    async def _failed(self, update: StoredUpdate, error: Exception) -> None:
        if isinstance(error, self._unavailable):
            self._again_later(update, error)
            return
        attempts = update.attempts + 1
        give_up = attempts >= self._effort.tries
        _log.error("update %d failed, try %d", update.update_id, attempts, exc_info=error)
        text = scrub(f"{type(error).__name__}: {error}")[:_ERROR_LENGTH]
        try:
            await self._store.run(
                note_failure, update.update_id, text, self._clock(), give_up=give_up
            )
        except Exception as trouble:  # noqa: BLE001 - not noted, so not given up either
            self._again_later(update, trouble)
            return
        if not give_up:
            self._lanes[update.lane][0] = update = replace(update, attempts=attempts)
            self._again_later(update, None)
            return
        if self._on_dead is not None:
            try:
                await self._on_dead(update)
            except Exception:  # noqa: BLE001 - dead is dead, told or not
                _log.exception("update %d is dead, and telling so failed", update.update_id)
        self._leave(update)

    def _again_later(self, update: StoredUpdate, error: Exception | None) -> None:
        """Let the lane wait, and the worker go on with others."""
        if error is not None:
            _log.warning("update %d waits: %s", update.update_id, scrub(repr(error)))
        failures = self._failures.get(update.update_id, 0)
        self._failures[update.update_id] = failures + 1
        delay = min(self._effort.first_delay * 2.0 ** min(failures, 20), self._effort.longest_delay)
        asyncio.get_running_loop().call_later(delay, self._ready.put_nowait, update.lane)

    def _leave(self, update: StoredUpdate) -> None:
        self._known.discard(update.update_id)
        self._failures.pop(update.update_id, None)
        queue = self._lanes[update.lane]
        queue.popleft()
        if queue:
            self._ready.put_nowait(update.lane)
        else:
            del self._lanes[update.lane]
        waiting = len(self._known)
        if not waiting:
            self._idle.set()
        if waiting <= self._effort.high_water // 2:
            self._room.set()
