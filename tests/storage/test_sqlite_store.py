"""What holds for the SQLite store alone: group commit, the file, its troubles."""

import asyncio
import os
import resource
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.ports import StorageUnavailable, UnitOfWork
from storage.engine_sqlite import SqliteStore
from storage.errors import DatabaseInUse
from storage.open import OpenStore, SystemClock, open_store, sqlite_path
from storage.unit_of_work import UnitsOfWork
from tests.storage.rows import CREATE, add, outside, sql

NAMES = "SELECT name FROM counted ORDER BY name"


@pytest.fixture
async def url(sqlite_url: str) -> str:
    """Return the URL of a fresh database with the tests' own table."""
    await outside(sqlite_url, CREATE)
    return sqlite_url


@pytest.fixture
async def store(url: str) -> AsyncIterator[OpenStore]:
    """Open a store on it."""
    units = UnitsOfWork(SystemClock(), None)
    # However slow the machine is, what waits shares a batch.
    opened = SqliteStore(sqlite_path(url), units, batch_seconds=60)
    yield opened
    await opened.close()


class Gate:
    """A unit of work that keeps the writer busy until it is let go."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.open = threading.Event()

    def __call__(self, uow: UnitOfWork) -> None:
        self.entered.set()
        assert self.open.wait(30)

    async def closed(self, store: OpenStore) -> "asyncio.Future[None]":
        """Occupy the writer; return what ends when the gate is opened."""
        passing = asyncio.ensure_future(store.run(self))
        await asyncio.to_thread(self.entered.wait, 30)
        return passing


def frames(url: str) -> int:
    """Return the size of the write-ahead log in bytes."""
    log = Path(url.removeprefix("sqlite:///") + "-wal")
    return log.stat().st_size if log.exists() else 0


async def run_all(store: OpenStore, *names: str) -> list[str | BaseException]:
    """Add rows at once, so that they share a batch; return results or errors."""
    return await asyncio.gather(*(store.run(add, n) for n in names), return_exceptions=True)


async def test_units_that_wait_share_a_commit(store: OpenStore, url: str) -> None:
    """50 units cost far fewer log frames than 50 commits of one."""
    await store.run(add, "first")
    before = frames(url)
    await store.run(add, "second")
    one = frames(url) - before
    gate = Gate()
    passing = await gate.closed(store)
    waiting = [asyncio.ensure_future(store.run(add, f"row{n}")) for n in range(50)]
    await asyncio.sleep(0)
    before = frames(url)
    gate.open.set()
    await asyncio.gather(passing, *waiting)
    assert 0 < frames(url) - before <= 10 * one


async def test_cancelled_before_it_began_leaves_no_trace(store: OpenStore, url: str) -> None:
    """A unit still in the queue is dropped with its caller."""
    gate = Gate()
    passing = await gate.closed(store)
    dropped = asyncio.ensure_future(store.run(add, "dropped"))
    kept = asyncio.ensure_future(store.run(add, "kept"))
    await asyncio.sleep(0)
    dropped.cancel()
    gate.open.set()
    await asyncio.gather(passing, kept)
    assert await outside(url, NAMES) == [("kept",)]


async def test_closing_finishes_what_was_handed_in(url: str) -> None:
    """Every caller gets an answer and every answered row is there; later ones are refused."""
    store = await open_store(url)
    gate = Gate()
    passing = await gate.closed(store)
    queued = [asyncio.ensure_future(store.run(add, f"row{n:02}")) for n in range(20)]
    asked = asyncio.ensure_future(store.read(lambda uow: sql(uow).writing))
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(store.close())
    await asyncio.sleep(0)
    with pytest.raises(StorageUnavailable):
        await store.run(add, "too late")
    gate.open.set()
    await asyncio.gather(passing, closing, *queued, asked)
    assert await outside(url, NAMES) == [(f"row{n:02}",) for n in range(20)]
    with pytest.raises(StorageUnavailable):
        await store.read(lambda uow: None)


async def test_a_commit_that_fails_fails_all_of_its_batch(store: OpenStore, url: str) -> None:
    """Nobody is told "done" when the one COMMIT did not come through; the next batch works."""

    def break_the_commit(uow: UnitOfWork) -> None:
        connection = sql(uow).connection
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.exec_driver_sql("INSERT INTO child VALUES (1)")

    await store.run(
        lambda uow: sql(uow).connection.exec_driver_sql(
            "CREATE TABLE child (parent INTEGER REFERENCES parent (id))"
        )
    )
    await store.run(
        lambda uow: sql(uow).connection.exec_driver_sql(
            "CREATE TABLE parent (id INTEGER PRIMARY KEY)"
        )
    )
    gate = Gate()
    batch = [await gate.closed(store)]
    batch += [asyncio.ensure_future(store.run(add, "a"))]
    batch += [asyncio.ensure_future(store.run(break_the_commit))]
    batch += [asyncio.ensure_future(store.run(add, "b"))]
    await asyncio.sleep(0)
    gate.open.set()
    results = await asyncio.gather(*batch, return_exceptions=True)
    assert [type(r) for r in results] == [StorageUnavailable] * 4
    assert await outside(url, NAMES) == []
    assert await run_all(store, "c", "d") == ["c", "d"]


@contextmanager
def no_file_may_grow_past(size: int) -> Iterator[None]:
    """Let the system refuse writes past `size` bytes of any file, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_loses_nothing_that_was_answered(store: OpenStore, url: str) -> None:
    """While it is full callers are told so; when there is room again the store goes on."""
    assert await run_all(store, "a", "b") == ["a", "b"]
    with no_file_may_grow_past(frames(url)):
        refused = await run_all(store, *(f"full{n}" for n in range(10)))
        assert [type(r) for r in refused] == [StorageUnavailable] * 10
    assert await run_all(store, "c", "d") == ["c", "d"]
    assert await outside(url, NAMES) == [("a",), ("b",), ("c",), ("d",)]
    assert await outside(url, "PRAGMA integrity_check") == [("ok",)]


async def test_a_database_at_its_limit_refuses_the_large_unit_alone(
    store: OpenStore, url: str
) -> None:
    """SQLITE_FULL inside a statement: told as such, and small units still fit."""

    def limit(uow: UnitOfWork) -> None:
        connection = sql(uow).connection
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")

    def fill(uow: UnitOfWork) -> None:
        add(uow, "x" * 1_000_000)

    await store.run(limit)
    with pytest.raises(StorageUnavailable, match="full"):
        await store.run(fill)
    assert await run_all(store, "a", "b") == ["a", "b"]
    assert await outside(url, NAMES) == [("a",), ("b",)]


async def test_a_second_process_is_kept_off(store: OpenStore, url: str) -> None:
    """It is told whose the file is."""
    code = "import asyncio, sys; from storage.open import open_store; asyncio.run(open_store(sys.argv[1]))"
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", code, url],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"in use by process {os.getpid()}" in done.stderr


async def test_the_file_is_free_after_closing(url: str) -> None:
    """Within one process too there is one writer at a time."""
    first = await open_store(url)
    with pytest.raises(DatabaseInUse):
        await open_store(url)
    await first.close()
    second = await open_store(url)
    await second.close()
    assert not frames(url)


async def test_every_commit_is_synced(store: OpenStore) -> None:
    """A weaker setting would lose answered units in a power cut."""

    def settings(uow: UnitOfWork) -> list[object]:
        connection = sql(uow).connection
        return [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert await store.run(settings) == ["wal", 2, 1]
