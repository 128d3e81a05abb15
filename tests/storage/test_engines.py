"""What both engines promise to every unit of work."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.util import await_only

from domain.delivery import Lane, OutboxItem
from domain.errors import DomainError
from domain.ports import StorageUnavailable, UnitOfWork
from storage.open import OpenStore, open_store
from tests.storage.rows import add, increment, outside, sql

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
COUNT = "SELECT count(*) FROM counted"


class Refused(DomainError):
    """A rule said no."""


def add_and_refuse(uow: UnitOfWork, name: str) -> None:
    """Write, then raise."""
    add(uow, name)
    raise Refused(name)


def queue(uow: UnitOfWork, key: str, lane: Lane = Lane.CHAT) -> None:
    """Put an item into the outbox."""
    uow.outbox.put(OutboxItem(key, "message", NOW, lane=lane), NOW)


def queue_and_refuse(uow: UnitOfWork, key: str) -> None:
    """Put an item into the outbox, then raise."""
    queue(uow, key)
    raise Refused(key)


@pytest.fixture
async def store(counted_url: str) -> AsyncIterator[OpenStore]:
    """Open a store on a database with the tests' own table."""
    opened = await open_store(counted_url)
    yield opened
    await opened.close()


async def test_what_was_answered_is_committed(store: OpenStore, counted_url: str) -> None:
    """Another connection sees it as soon as the call has returned."""
    for name in ("a", "b", "c"):
        assert await store.run(add, name) == name
        assert await outside(counted_url, f"SELECT name FROM counted WHERE name = '{name}'")  # noqa: S608


async def test_a_unit_that_raises_undoes_itself_alone(store: OpenStore, counted_url: str) -> None:
    """Units around it count; its error reaches its caller and nobody else."""
    units = [
        store.run(add_and_refuse, f"bad{n}") if n % 3 == 0 else store.run(add, f"good{n}")
        for n in range(30)
    ]
    results = await asyncio.gather(*units, return_exceptions=True)
    assert [isinstance(r, Refused) for r in results] == [n % 3 == 0 for n in range(30)]
    names = {name for (name,) in await outside(counted_url, "SELECT name FROM counted")}
    assert names == {f"good{n}" for n in range(30) if n % 3}


async def test_a_statement_that_fails_undoes_its_unit_alone(
    store: OpenStore, counted_url: str
) -> None:
    """A broken unique key is the unit's own trouble."""

    def twice(uow: UnitOfWork) -> None:
        add(uow, "x")
        add(uow, "x")

    results = await asyncio.gather(
        store.run(add, "a"), store.run(twice), store.run(add, "b"), return_exceptions=True
    )
    assert results[0] == "a"
    assert results[2] == "b"
    assert type(results[1]).__name__ == "IntegrityError"
    assert await outside(counted_url, COUNT) == [(2,)]


async def test_concurrent_units_lose_no_update(store: OpenStore, counted_url: str) -> None:
    """16 callers count one row up, reading before they write."""
    await store.run(add, "n")

    async def caller() -> list[int]:
        return [await store.run(increment, "n") for _ in range(10)]

    seen = [
        value for values in await asyncio.gather(*(caller() for _ in range(16))) for value in values
    ]
    assert sorted(seen) == list(range(1, 161))
    assert await outside(counted_url, "SELECT value FROM counted") == [(160,)]


async def test_a_cancelled_caller_harms_nobody(store: OpenStore, counted_url: str) -> None:
    """Each unit happens whole or not at all, and the store goes on."""
    tasks = [asyncio.ensure_future(store.run(add, f"row{n}")) for n in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await store.run(add, "last") == "last"
    names = {name for (name,) in await outside(counted_url, "SELECT name FROM counted")}
    assert names >= {f"row{n}" for n in range(1, 20, 2)} | {"last"}


async def test_a_reader_cannot_write(store: OpenStore, counted_url: str) -> None:
    """A query that tries is refused by the database itself."""
    with pytest.raises(StorageUnavailable):
        await store.read(add, "x")
    assert await outside(counted_url, COUNT) == [(0,)]


async def test_a_reader_sees_one_moment(store: OpenStore) -> None:
    """What commits while a query runs is not half visible to it."""
    await store.run(add, "n")
    loop = asyncio.get_running_loop()

    def twice(uow: UnitOfWork) -> tuple[int, int]:
        connection = sql(uow).connection
        before = len(connection.exec_driver_sql("SELECT 1 FROM counted").all())
        if connection.dialect.name == "sqlite":  # in a thread of its own
            asyncio.run_coroutine_threadsafe(store.run(add, "m"), loop).result()
        else:
            await_only(store.run(add, "m"))
        return before, len(connection.exec_driver_sql("SELECT 1 FROM counted").all())

    assert await store.read(twice) == (1, 1)


async def test_queueing_wakes_who_waits(store: OpenStore) -> None:
    """The wait ends by the commit, long before its time is up."""
    async with asyncio.timeout(10):
        waiting = asyncio.ensure_future(store.outbox_changed(60))
        await asyncio.sleep(0)
        assert not waiting.done()
        await store.run(queue, "a")
        await waiting


async def test_queueing_before_the_wait_counts(store: OpenStore) -> None:
    """Nobody sleeps through what came between looking and waiting."""
    await store.run(queue, "a")
    async with asyncio.timeout(10):
        await store.outbox_changed(60, Lane.CHAT)
        await store.outbox_changed(60)


def queue_in_a_refused_part(uow: UnitOfWork, key: str) -> None:
    """Queue in a part that is undone, and go on."""
    with pytest.raises(Refused):
        uow.attempt(queue_and_refuse, key)


@pytest.mark.parametrize("how", ["unit rolled back", "part rolled back", "key used before"])
async def test_what_was_not_queued_wakes_nobody(store: OpenStore, how: str) -> None:
    """Neither what was undone nor a key that was used before is news."""
    if how == "part rolled back":
        await store.run(queue_in_a_refused_part, "a")
    elif how == "key used before":
        await store.run(queue, "a")
        await store.outbox_changed(60)
        await store.run(queue, "a")
    else:
        with pytest.raises(Refused):
            await store.run(queue_and_refuse, "a")
    waiting = asyncio.ensure_future(store.outbox_changed(60))
    await store.run(add, "something else")
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()


async def test_each_lane_has_its_own_waiter(store: OpenStore) -> None:
    """A task wakes the one who waits for tasks, and not the one who waits for messages."""
    chat = asyncio.ensure_future(store.outbox_changed(60, Lane.CHAT))
    task = asyncio.ensure_future(store.outbox_changed(60, Lane.TASK))
    await asyncio.sleep(0)
    await store.run(queue, "a", Lane.TASK)
    async with asyncio.timeout(10):
        await task
    assert not chat.done()
    chat.cancel()


async def test_waiting_ends_by_itself(store: OpenStore) -> None:
    """A poll is the safety net."""
    async with asyncio.timeout(10):
        await store.outbox_changed(0.001)


async def test_a_stop_iteration_reaches_its_caller(store: OpenStore) -> None:
    """Futures refuse StopIteration: a bug in one use case must not hang its neighbours."""

    def bug(uow: UnitOfWork) -> None:
        next(iter(()))

    results = await asyncio.gather(
        store.run(add, "a"), store.run(bug), store.run(add, "b"), return_exceptions=True
    )
    assert results[0] == "a"
    assert isinstance(results[1], RuntimeError)
    assert results[2] == "b"


async def test_keyword_arguments_and_time_reach_the_unit(store: OpenStore) -> None:
    """The use case is called as it was handed over, at the present moment."""

    def use_case(uow: UnitOfWork, first: int, *, second: int) -> tuple[int, timedelta]:
        return first + second, datetime.now(UTC) - sql(uow).now

    total, age = await store.run(use_case, 1, second=2)
    assert total == 3
    assert timedelta(0) <= age < timedelta(seconds=30)
