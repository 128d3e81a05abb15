"""The store in a SQLite file: one writer that commits in groups, readers beside it."""

import asyncio
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from domain.delivery import Lane
from domain.ports import StorageUnavailable, UnitOfWork
from storage.calls import Call, unavailable
from storage.group_commit import GroupCommitWriter
from storage.sqlite_file import FileLock, driver_of, out_of_order, sqlite_engine
from storage.unit_of_work import SqlUnitOfWork, UnitsOfWork
from storage.wakeups import OutboxSignal

P = ParamSpec("P")
R = TypeVar("R")

_log = structlog.get_logger(__name__)

# Each asks before it writes: mostly there is nothing, and looking at a file must not change it.
_LEASES = (
    (
        text("SELECT 1 FROM outbox WHERE state = 'waiting' AND leased_until IS NOT NULL LIMIT 1"),
        text("UPDATE outbox SET leased_until = NULL WHERE state = 'waiting'"),
    ),
    (
        text("SELECT 1 FROM due WHERE done_at IS NULL AND leased_until IS NOT NULL LIMIT 1"),
        text("UPDATE due SET leased_until = NULL WHERE done_at IS NULL"),
    ),
)


class SqliteStore:
    """domain.ports.Store on one file, of which this process is the only writer.

    Open it with storage.open.open_store, which checks the schema.
    """

    def __init__(
        self, path: Path, units: UnitsOfWork, *, readers: int = 2, batch_seconds: float = 0.025
    ) -> None:
        """Take the file, or raise DatabaseInUse."""
        self._lock = FileLock(path)
        self._lock.acquire()
        try:
            self._engine = sqlite_engine(path)
            _take_back_leases(self._engine)
            self._signal = OutboxSignal()
            self._writer = GroupCommitWriter(
                self._engine, self._signal, units, seconds=batch_seconds
            )
            self._readers = ReaderPool(self._engine, units, readers)
        except BaseException:
            self._lock.release()
            raise

    async def run(
        self, use_case: Callable[Concatenate[UnitOfWork, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run the use case; when this returns, what it did is on disk."""
        return await self._writer.submit(lambda uow: use_case(uow, *args, **kwargs))

    async def read(
        self, query: Callable[Concatenate[UnitOfWork, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run the query on a snapshot, beside the writer."""
        return await self._readers.submit(lambda uow: query(uow, *args, **kwargs))

    async def outbox_changed(self, timeout: float, lane: Lane | None = None) -> None:
        """Wait until a commit has queued something, at most `timeout` seconds."""
        await self._signal.wait(timeout, lane)

    async def close(self) -> None:
        """Finish what was handed in, then let go of the file."""
        self._writer.stop_taking()
        await self._readers.close()
        await self._writer.close()
        self._engine.dispose()
        self._lock.release()


def _take_back_leases(engine: Engine) -> None:
    """Make ready at once what the last process had under way: the lock proves that it is gone.

    Without it a restart would wait for the leases to end. Where the file cannot be written to, it
    does just that.
    """
    with engine.connect() as connection:
        for look, take_back in _LEASES:
            if connection.execute(look).first() is None:
                continue
            try:
                connection.execute(take_back)
            except DBAPIError as error:
                _log.warning("leases_stay", reason=str(error.orig))


class SqliteReader:
    """Reads a file that another process may be writing to; it takes no lock."""

    def __init__(self, path: Path, units: UnitsOfWork) -> None:
        self._engine = sqlite_engine(path, read_only=True)
        self._readers = ReaderPool(self._engine, units, 1)

    async def read(
        self, query: Callable[Concatenate[UnitOfWork, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run the query on a snapshot."""
        return await self._readers.submit(lambda uow: query(uow, *args, **kwargs))

    async def close(self) -> None:
        """Answer what was asked, then let go of the file."""
        await self._readers.close()
        self._engine.dispose()


class ReaderPool:
    """Threads with a connection each that cannot write; they take queries from one queue."""

    def __init__(self, engine: Engine, units: UnitsOfWork, threads: int) -> None:
        self._units = units
        self._queue: queue.SimpleQueue[Call | None] = queue.SimpleQueue()
        self._closing = False
        self._threads = [
            threading.Thread(
                target=self._serve, args=[engine.connect()], name=f"pesan-reader-{n}", daemon=True
            )
            for n in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    async def submit(self, query: Callable[[SqlUnitOfWork], R]) -> R:
        """Run the query on a snapshot and return its result."""
        if self._closing:
            raise StorageUnavailable("the store is closed")
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._queue.put(Call(query, future))
        return await future

    def stop_taking(self) -> None:
        """Refuse what comes from now on."""
        if not self._closing:
            self._closing = True
            for _ in self._threads:
                self._queue.put(None)

    async def close(self) -> None:
        """Answer what was asked, then stop."""
        self.stop_taking()
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _serve(self, connection: Connection) -> None:
        driver = driver_of(connection)
        driver.execute("PRAGMA query_only=ON")
        while (call := self._queue.get()) is not None:
            try:
                driver.execute("BEGIN")
                call.result = call.unit(self._units.reading(connection))
            except BaseException as error:  # noqa: BLE001 - the caller gets it
                reason = out_of_order(error)
                call.fail(error if reason is None else unavailable(reason, error))
            finally:
                if driver.in_transaction:
                    driver.execute("ROLLBACK")
            call.hand_back()
        connection.close()
