"""Builders for the tests of the intake."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Self

from bot.intake.dispatcher import Dispatcher, Effort
from bot.intake.reception import Reception
from domain.delivery import StoredUpdate
from domain.ports import UnitOfWork
from tests.fakes import MemoryStore

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
QUICK = Effort(first_delay=0.001, longest_delay=0.002)


def clock() -> datetime:
    return NOW


def message(update_id: int, chat_id: int = 5, text: str = "hai") -> dict[str, object]:
    """A raw update as it comes from Telegram."""
    chat = {"id": chat_id, "type": "private", "first_name": "Ani"}
    return {
        "update_id": update_id,
        "message": {"message_id": update_id, "date": 0, "chat": chat, "from": chat, "text": text},
    }


def finish(uow: UnitOfWork, update_id: int) -> bool:
    return uow.inbox.finish(update_id, NOW)


class Recorder:
    """A handler that finishes its update in the store and notes it when that was new."""

    def __init__(
        self, store: MemoryStore, before: Callable[[StoredUpdate], Awaitable[None]] | None = None
    ) -> None:
        self.store = store
        self.before = before
        self.handled: list[StoredUpdate] = []
        self.running = 0
        self.most_running = 0

    async def __call__(self, update: StoredUpdate) -> None:
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            if self.before is not None:
                await self.before(update)
            if await self.store.run(finish, update.update_id):
                self.handled.append(update)
        finally:
            self.running -= 1

    @property
    def ids(self) -> list[int]:
        return [update.update_id for update in self.handled]


class Line:
    """Store, dispatcher and reception put together; use it as a context."""

    def __init__(
        self,
        before: Callable[[StoredUpdate], Awaitable[None]] | None = None,
        *,
        store: MemoryStore | None = None,
        effort: Effort = QUICK,
        on_dead: Callable[[StoredUpdate], Awaitable[None]] | None = None,
    ) -> None:
        self.store = store or MemoryStore()
        self.handler = Recorder(self.store, before)
        self.dispatcher = Dispatcher(
            self.store, self.handler, clock=clock, on_dead=on_dead, effort=effort
        )
        self.reception = Reception(self.store, self.dispatcher, clock=clock)

    async def __aenter__(self) -> Self:
        self.dispatcher.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.dispatcher.stop(deadline_s=1)

    async def idle(self) -> None:
        async with asyncio.timeout(10):
            await self.dispatcher.idle()
