"""What happened, in order: a bounded ring that the page and the tests follow."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from itertools import islice

from simulator.errors import Json

RING = 2_000


@dataclass(slots=True)
class Event:
    """One thing that happened; a message is named here and looked up when somebody reads it."""

    seq: int
    kind: str
    chat_id: int | None = None
    message_id: int | None = None
    facts: Json = field(default_factory=dict)


class Feed:
    """Numbered events; readers keep their own place and learn when they fell behind."""

    def __init__(self, size: int = RING) -> None:
        self.seq = 0
        self._ring: deque[Event] = deque(maxlen=size)
        self._waiting: set[asyncio.Future[None]] = set()

    def publish(
        self,
        kind: str,
        chat_id: int | None = None,
        message_id: int | None = None,
        facts: Json | None = None,
    ) -> int:
        """Add an event and wake everyone who waits; returns its number."""
        self.seq += 1
        self._ring.append(Event(self.seq, kind, chat_id, message_id, facts or {}))
        if self._waiting:
            self.wake()
        return self.seq

    def wake(self) -> None:
        """Let every waiting reader look again."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def changed(self, seconds: float) -> bool:
        """Wait until something is published; False when `seconds` passed first."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True

    def after(self, seq: int, limit: int = 200) -> list[Event] | None:
        """Events numbered above `seq`, oldest first; None when some of them are gone already."""
        if seq >= self.seq:
            return [] if seq == self.seq else None
        first = self._ring[0].seq
        if seq < first - 1:
            return None
        start = seq + 1 - first
        return list(islice(self._ring, start, start + limit))
