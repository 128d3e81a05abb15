"""What a store promises about inbox and outbox: the one in memory, and the real one beside it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.delivery import Lane, OutboxItem, OutboxRow, StoredUpdate
from domain.ports import Store, UnitOfWork
from storage.open import open_store
from tests.fakes import MemoryStore

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where the store is kept; None: in memory."""
    if request.param == "memory":
        return None
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def kept(url: str | None) -> AsyncIterator[Any]:
    """The store in memory and the real one on each engine."""
    if url is None:
        yield MemoryStore()
        return
    opened = await open_store(url)
    yield opened
    await opened.close()


def item(
    key: str, chat_id: int | None = 1, due_at: datetime = NOW, lane: Lane = Lane.CHAT
) -> OutboxItem:
    return OutboxItem(key, "message", due_at, chat_id, {"text": "hai <b>&", "n": 1}, lane)


async def put(store: Store, *items: OutboxItem) -> None:
    def use_case(uow: UnitOfWork) -> None:
        for each in items:
            uow.outbox.put(each, NOW)

    await store.run(use_case)


async def claim(
    store: Store, now: datetime = NOW, limit: int = 10, lane: Lane = Lane.CHAT
) -> list[OutboxRow]:
    return await store.run(lambda uow: uow.outbox.claim(lane, now, limit, LEASE))


def keys(rows: list[OutboxRow]) -> list[str]:
    return [row.item.key for row in rows]


async def test_an_item_comes_out_as_it_was_put_in(kept: Store):
    await put(kept, item("a"))
    [row] = await claim(kept)
    assert row.item == item("a")
    assert (row.attempts, row.created_at, row.error) == (0, NOW, None)


async def test_a_key_is_used_once_even_after_sending(kept: Store):
    await put(kept, item("a"), item("a"))
    [row] = await claim(kept)
    await kept.run(lambda uow: uow.outbox.sent({row.id: 77}, NOW))
    await put(kept, item("a"))
    assert await claim(kept) == []


async def test_what_was_undone_left_nothing_behind(kept: Store):
    def use_case(uow: UnitOfWork) -> None:
        uow.outbox.put(item("a"), NOW)
        uow.inbox.add([StoredUpdate(1, 1, "{}")], NOW)
        raise LookupError

    with pytest.raises(LookupError):
        await kept.run(use_case)
    await put(kept, item("a"))
    assert keys(await claim(kept)) == ["a"]
    assert await kept.run(lambda uow: uow.inbox.add([StoredUpdate(1, 1, "{}")], NOW)) == [1]


async def test_a_leased_row_is_nobody_elses_until_the_lease_ends(kept: Store):
    await put(kept, item("a"))
    assert keys(await claim(kept)) == ["a"]
    assert await claim(kept, NOW + LEASE - SECOND) == []
    assert keys(await claim(kept, NOW + LEASE + SECOND)) == ["a"]


async def test_a_chat_reads_in_order(kept: Store):
    await put(kept, item("shipped", 1), item("delivered", 1), item("other", 2))
    first = await claim(kept)
    assert keys(first) == ["shipped", "other"]
    assert await claim(kept) == []
    await kept.run(lambda uow: uow.outbox.postpone(first[0].id, NOW + 5 * SECOND, "down"))
    assert await claim(kept, NOW + SECOND) == []
    [again] = await claim(kept, NOW + 6 * SECOND)
    assert (again.item.key, again.attempts, again.error) == ("shipped", 1, "down")
    await kept.run(lambda uow: uow.outbox.sent({again.id: 5}, NOW))
    assert keys(await claim(kept, NOW + 6 * SECOND)) == ["delivered"]


async def test_a_row_that_is_due_later_blocks_nobody(kept: Store):
    await put(kept, item("tomorrow", due_at=NOW + timedelta(hours=9)), item("now"))
    assert keys(await claim(kept)) == ["now"]


async def test_what_belongs_to_no_chat_waits_for_nothing(kept: Store):
    await put(kept, item("a", None, lane=Lane.TASK), item("b", None, lane=Lane.TASK))
    assert await claim(kept) == []
    assert keys(await claim(kept, lane=Lane.TASK)) == ["a", "b"]


async def test_the_limit_is_kept_and_the_oldest_come_first(kept: Store):
    await put(kept, *(item(f"k{n}", n) for n in range(5)))
    assert keys(await claim(kept, limit=2)) == ["k0", "k1"]
    assert keys(await claim(kept, limit=2)) == ["k2", "k3"]


async def test_next_due_tells_when_to_look_again(kept: Store):
    def query(uow: UnitOfWork) -> datetime | None:
        return uow.outbox.next_due(Lane.CHAT)

    assert await kept.read(query) is None
    await put(kept, item("later", 1, NOW + timedelta(hours=1)), item("soon", 2, NOW + SECOND))
    assert await kept.read(query) == NOW + SECOND


async def test_the_dead_are_listed_and_revived_once(kept: Store):
    await put(kept, item("a", 1), item("b", 1))
    [row] = await claim(kept)
    await kept.run(lambda uow: uow.outbox.bury(row.id, "chat not found", NOW))
    [dead] = await kept.read(lambda uow: uow.outbox.dead(10))
    assert (dead.id, dead.error) == (row.id, "chat not found")
    assert keys(await claim(kept)) == ["b"]
    assert await kept.run(lambda uow: uow.outbox.revive(row.id, NOW)) is True
    assert await kept.run(lambda uow: uow.outbox.revive(row.id, NOW)) is False
    assert await kept.read(lambda uow: uow.outbox.dead(10)) == []


async def test_a_chats_dead_come_back_together_in_their_order(kept: Store):
    """What is another chat's stays dead; what waits and what was sent is left alone."""
    await put(kept, item("a", 1), item("b", 1), item("other", 2), item("sent", 3), item("c", 1))
    for _ in range(2):
        for row in await claim(kept):
            await kept.run(lambda uow, row=row: uow.outbox.bury(row.id, "kicked", NOW))
    later = NOW + timedelta(days=9)
    assert await kept.run(lambda uow: uow.outbox.revive_chat(1, later)) == 2
    assert await kept.run(lambda uow: uow.outbox.revive_chat(1, later)) == 0
    assert await kept.read(lambda uow: uow.outbox.next_due(Lane.CHAT)) == NOW
    order = []
    while rows := await claim(kept, later):
        order += keys(rows)
        for row in rows:
            assert row.attempts == 0
            await kept.run(lambda uow, row=row: uow.outbox.sent({row.id: 1}, later))
    assert order == ["a", "b", "c"]
    assert {r.item.key for r in await kept.read(lambda uow: uow.outbox.dead(9))} == {
        "other",
        "sent",
    }


async def wakes(kept: Store, lane: Lane) -> None:
    """Whoever waits for the lane is woken long before their own time is over."""
    async with asyncio.timeout(10):
        await kept.outbox_changed(60, lane)


async def sleeps_on(kept: Store, lane: Lane) -> None:
    """Whoever waits for the lane is not woken."""
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await kept.outbox_changed(60, lane)


async def test_a_revived_chat_wakes_the_relay(kept: Store):
    """Nobody has to wait for the relay's next look."""
    await put(kept, item("a"))
    await wakes(kept, Lane.CHAT)
    [row] = await claim(kept)
    await kept.run(lambda uow: uow.outbox.bury(row.id, "kicked", NOW))
    await sleeps_on(kept, Lane.CHAT)
    await kept.run(lambda uow: uow.outbox.revive_chat(1, NOW))
    await wakes(kept, Lane.CHAT)


async def test_waiting_rows_follow_a_group_to_its_new_id(kept: Store):
    await put(kept, item("a", -5), item("b", -5))
    [first] = await claim(kept)
    await kept.run(lambda uow: uow.outbox.move_chat(-5, -1005))
    await kept.run(lambda uow: uow.outbox.sent({first.id: None}, NOW))
    [second] = await claim(kept)
    assert second.item.chat_id == -1005


async def test_a_commit_that_queued_something_wakes_the_relay(kept: Store):
    """Queued before the call counts too; an empty commit, or another lane's, does not."""
    await put(kept, item("a"))
    await wakes(kept, Lane.CHAT)
    await kept.run(lambda _uow: None)
    await sleeps_on(kept, Lane.CHAT)
    await put(kept, item("t", None, lane=Lane.TASK))
    await sleeps_on(kept, Lane.CHAT)
    await wakes(kept, Lane.TASK)


async def test_an_update_is_stored_once_and_finished_once(kept: Store):
    def add(uow: UnitOfWork, *ids: int) -> list[int]:
        return uow.inbox.add([StoredUpdate(n, 9, '{"n": 1}') for n in ids], NOW)

    assert await kept.run(add, 1, 2) == [1, 2]
    assert await kept.run(add, 2, 3) == [3]
    assert await kept.run(lambda uow: uow.inbox.finish(2, NOW)) is True
    assert await kept.run(lambda uow: uow.inbox.finish(2, NOW)) is False
    assert await kept.run(add, 2) == []
    waiting = await kept.read(lambda uow: uow.inbox.pending(10))
    assert waiting == [StoredUpdate(1, 9, '{"n": 1}'), StoredUpdate(3, 9, '{"n": 1}')]


async def test_failures_are_counted_and_the_dead_leave_the_queue(kept: Store):
    await kept.run(lambda uow: uow.inbox.add([StoredUpdate(1, 9, "{}")], NOW))
    await kept.run(lambda uow: uow.inbox.fail(1, "boom", NOW, give_up=False))
    [update] = await kept.read(lambda uow: uow.inbox.pending(10))
    assert update.attempts == 1
    await kept.run(lambda uow: uow.inbox.fail(1, "boom", NOW, give_up=True))
    assert await kept.read(lambda uow: uow.inbox.pending(10)) == []
    assert [dead.update_id for dead in await kept.read(lambda uow: uow.inbox.dead(10))] == [1]
