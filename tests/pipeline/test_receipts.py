"""What was sent at about the same time is written down together, and none keeps another back."""

import asyncio

from domain.delivery import OutboxItem
from domain.ports import UnitOfWork
from domain.sending import Delivered
from notifications.receipts import Receipt, Receipts
from tests.fakes import DONE, WAITING, MemoryStore
from tests.virtual_time import leap, utc


def test_what_was_sent_together_is_noted_together_and_one_that_fails_keeps_no_other_back():
    async def story() -> tuple[MemoryStore, list[BaseException | None]]:
        store = MemoryStore()
        receipts = Receipts(store)

        def three(uow: UnitOfWork) -> None:
            for number in range(3):
                uow.outbox.put(OutboxItem(f"{number}", "message", utc(), number), utc())

        await store.run(three)
        store.fail("mark_sent", ValueError("odd"), times=2)
        noted = [receipts.write(Receipt(n, utc(), Delivered(n))) for n in (1, 2, 3)]
        return store, await asyncio.gather(*noted, return_exceptions=True)

    store, outcomes = leap(story())
    assert [type(outcome) for outcome in outcomes] == [ValueError, type(None), type(None)]
    assert [entry.state for entry in store.outbox.rows.values()] == [WAITING, DONE, DONE]
    assert store.ran.count("mark_sent") == 2
