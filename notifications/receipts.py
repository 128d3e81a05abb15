"""Writes down what was sent. What was sent at about the same time is written down together."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.ports import StorageUnavailable, Store, UnitOfWork
from domain.sending import Delivered


@dataclass(frozen=True, slots=True)
class Receipt:
    """An outbox row that is out, and what there is to remember of it."""

    row_id: int
    at: datetime
    delivered: Delivered


def mark_sent(uow: UnitOfWork, receipts: Sequence[Receipt]) -> None:
    """Note that they were sent, and what else is to be remembered of them."""
    uow.outbox.sent({r.row_id: r.delivered.message_id for r in receipts}, receipts[-1].at)
    cards = [(d.card, d.instead_of) for r in receipts if (d := r.delivered).card is not None]
    if cards:
        uow.cards.put(cards)


class Receipts:
    """Collects receipts while earlier ones are being written: a unit of work costs what ten cost."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Receipt, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, receipt: Receipt) -> None:
        """Return when the receipt is on disk, or raise what kept it from getting there."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((receipt, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all(), name="receipts")
        await written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._write(batch)
        finally:
            self._writing = None

    async def _write(self, batch: list[tuple[Receipt, asyncio.Future[None]]]) -> None:
        try:
            await self._store.run(mark_sent, [receipt for receipt, _ in batch])
        except Exception as error:  # noqa: BLE001 - whoever waits gets it
            if len(batch) > 1 and not isinstance(error, StorageUnavailable):
                for one in batch:  # one of them is at fault: it must not keep the others back
                    await self._write([one])
                return
            for _, written in batch:
                if not written.done():
                    written.set_exception(error)
        else:
            for _, written in batch:
                if not written.done():
                    written.set_result(None)
