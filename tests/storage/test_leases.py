"""A file has one process: what the last one had under way is not waited for."""

from datetime import timedelta

from domain.delivery import Lane, OutboxItem
from domain.due import Due, DueKind
from domain.ports import UnitOfWork
from storage.open import open_store

LEASE = timedelta(hours=1)


def claim_all(uow: UnitOfWork) -> tuple[list[str], list[str]]:
    """Take all that is due, for an hour."""
    rows = uow.outbox.claim(Lane.CHAT, uow.now, 10, LEASE)
    return [row.item.key for row in rows], [d.entity for d in uow.due.claim(uow.now, 10, LEASE)]


def put(uow: UnitOfWork) -> None:
    """Queue a message and a thing that falls due, and take both."""
    uow.outbox.put(OutboxItem("a", "message", uow.now, 5), uow.now)
    uow.due.put(Due(DueKind.DIGEST, "today", uow.now))
    assert claim_all(uow) == (["a"], ["today"])


async def test_what_the_last_process_had_under_way_is_ready_at_once(sqlite_url: str) -> None:
    """The lock on the file proves that nobody else holds the leases."""
    first = await open_store(sqlite_url)
    await first.run(put)
    assert await first.run(claim_all) == ([], [])
    await first.close()
    second = await open_store(sqlite_url)
    try:
        assert await second.run(claim_all) == (["a"], ["today"])
    finally:
        await second.close()
