"""A relay on a leaping clock, with a far side whose trouble is scripted."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from domain.delivery import Lane, OutboxItem, OutboxRow
from domain.ports import UnitOfWork
from domain.sending import Delivered
from notifications.attempt import Persistence
from notifications.pacing import Limits, SlidingPacer
from notifications.relay import Prepare, Relay
from tests.fakes import MemoryStore
from tests.virtual_time import loop_time, utc


@dataclass
class Told:
    """An observer that remembers."""

    calls: list[tuple[object, ...]] = field(default_factory=list)

    async def unreachable(self, chat_id: int) -> None:
        self.calls.append(("unreachable", chat_id))

    async def migrated(self, old_chat_id: int, new_chat_id: int) -> None:
        self.calls.append(("migrated", old_chat_id, new_chat_id))

    async def buried(self, row: OutboxRow, reason: str) -> None:
        self.calls.append(("buried", row.item.key))


class Scene:
    """A store, a relay over it and a far side whose trouble is scripted per try."""

    def __init__(
        self,
        *troubles: BaseException | None,
        limits: Limits | None = None,
        persistence: Persistence | None = None,
        lane: Lane = Lane.CHAT,
        prepare: Prepare | None = None,
    ) -> None:
        self.troubles = list(troubles)
        self.store = MemoryStore()
        self.told = Told()
        self.sent: list[tuple[float, str]] = []
        self.tried_chats: list[int | None] = []
        self.lane = lane
        self.running = self.most_running = 0
        self.takes_s = 0.0
        self.pacer = SlidingPacer(limits or Limits.off()) if lane is Lane.CHAT else None
        self.relay = Relay(
            self.store,
            self.execute,
            lane=lane,
            clock=utc,
            pacer=self.pacer,
            observer=self.told,
            persistence=persistence,
            prepare=prepare,
        )

    async def execute(self, row: OutboxRow) -> Delivered:
        self.tried_chats.append(row.item.chat_id)
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            await asyncio.sleep(self.takes_s)
            trouble = self.troubles.pop(0) if self.troubles else None
            if trouble is not None:
                raise trouble
        finally:
            self.running -= 1
        self.sent.append((round(loop_time(), 1), row.item.key))
        return Delivered(1000 + row.id)

    async def put(self, *keys: str, chat_id: int | None = 5, due_in: float = 0) -> None:
        def use_case(uow: UnitOfWork) -> None:
            for key in keys:
                due_at = utc() + timedelta(seconds=due_in)
                uow.outbox.put(OutboxItem(key, "message", due_at, chat_id, {}, self.lane), utc())

        await self.store.run(use_case)

    async def play(self, for_s: float) -> None:
        """Let the relay run for so many seconds, then stop it."""
        running = asyncio.ensure_future(self.relay.run())
        await asyncio.sleep(for_s)
        await self.relay.stop()
        await running

    @property
    def keys(self) -> list[str]:
        return [key for _, key in self.sent]

    def states(self) -> list[str]:
        return [entry.state for entry in self.store.outbox.rows.values()]
