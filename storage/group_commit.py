"""One writing connection on its own thread: units of work that wait together commit together.

A commit costs a sync of the disk, whatever it holds. So the thread takes what waits, runs each unit
in a savepoint of its own, commits once, and only then answers everybody.
"""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from sqlalchemy import Connection, Engine

from domain.delivery import Lane
from domain.ports import StorageUnavailable
from storage.calls import Call, on_the_loop, unavailable
from storage.sqlite_file import driver_of, out_of_order
from storage.unit_of_work import SqlUnitOfWork, UnitsOfWork
from storage.wakeups import OutboxSignal

R = TypeVar("R")

_log = structlog.get_logger(__name__)


class GroupCommitWriter:
    """The thread that writes. `submit` and `close` belong to the event loop."""

    def __init__(
        self,
        engine: Engine,
        signal: OutboxSignal,
        units: UnitsOfWork,
        *,
        most: int = 64,
        seconds: float = 0.025,
    ) -> None:
        """`most` units, or as many as begin within `seconds`, share one commit."""
        self._engine = engine
        self._signal = signal
        self._units = units
        self._most = most
        self._seconds = seconds
        self._queue: queue.SimpleQueue[Call | None] = queue.SimpleQueue()
        self._closing = False
        self._stopping = False
        self._connection: Connection = engine.connect()
        self._driver: sqlite3.Connection = driver_of(self._connection)
        self._thread = threading.Thread(target=self._serve, name="pesan-writer", daemon=True)
        self._thread.start()

    async def submit(self, unit: Callable[[SqlUnitOfWork], R]) -> R:
        """Run the unit and return its result once it is on disk.

        A caller that is cancelled before its unit began leaves no trace; later it is too late, and
        the unit counts.
        """
        if self._closing:
            raise StorageUnavailable("the store is closed")
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._queue.put(Call(unit, future))
        return await future

    def stop_taking(self) -> None:
        """Refuse what comes from now on."""
        if not self._closing:
            self._closing = True
            self._queue.put(None)

    async def close(self) -> None:
        """Finish what was handed in, then stop."""
        self.stop_taking()
        await asyncio.to_thread(self._thread.join)

    def _serve(self) -> None:
        while not self._stopping:
            first = self._queue.get()
            if first is None:
                break
            self._serve_batch(first)
        self._connection.close()

    def _serve_batch(self, first: Call) -> None:
        taken = [first]
        try:
            self._driver.execute("BEGIN IMMEDIATE")
            self._attempt(first)
            until = time.monotonic() + self._seconds
            while len(taken) < self._most and time.monotonic() < until:
                call = self._next_waiting()
                if call is None:
                    break
                taken.append(call)
                self._attempt(call)
            self._driver.execute("COMMIT")
        except BaseException as error:  # noqa: BLE001 - every caller must get an answer
            self._undo(taken, error)
        self._answer(taken)

    def _next_waiting(self) -> Call | None:
        try:
            call = self._queue.get_nowait()
        except queue.Empty:
            return None
        if call is None:
            self._stopping = True
        return call

    def _attempt(self, call: Call) -> None:
        """Run one unit in its savepoint; its own failure undoes nothing but itself."""
        if call.future.cancelled():
            return
        self._driver.execute("SAVEPOINT unit")
        try:
            uow = self._units.writing(self._connection)
            call.result = call.unit(uow)
            self._driver.execute("RELEASE unit")
            call.lanes = frozenset(uow.queued)
        except BaseException as error:
            if not self._driver.in_transaction:
                raise
            self._driver.execute("ROLLBACK TO unit")
            self._driver.execute("RELEASE unit")
            reason = out_of_order(error)
            call.fail(error if reason is None else unavailable(reason, error))

    def _undo(self, taken: list[Call], error: BaseException) -> None:
        """Nothing of the batch counts: also a refusal may rest on what is undone with it."""
        reason = out_of_order(error)
        if reason is None:
            _log.error("batch_failed", exc_info=error, units=len(taken))
        problem = reason or f"{type(error).__name__}: {error}"
        for call in taken:
            call.lanes = frozenset()
            call.fail(unavailable(problem, error))
        try:
            if self._driver.in_transaction:
                self._driver.execute("ROLLBACK")
        except sqlite3.Error:
            self._reconnect()

    def _reconnect(self) -> None:
        try:
            self._connection.invalidate()
            self._connection.close()
            self._connection = self._engine.connect()
            self._driver = driver_of(self._connection)
        except Exception as error:  # noqa: BLE001 - the next batch fails and tries again
            _log.error("reconnect_failed", exc_info=error)

    def _answer(self, taken: list[Call]) -> None:
        on_the_loop(taken[0].future.get_loop(), lambda: self._deliver(taken))

    def _deliver(self, taken: list[Call]) -> None:
        lanes: set[Lane] = set()
        for call in taken:
            call.answer()
            lanes |= call.lanes
        self._signal.raise_for(lanes)
