"""Wakes those who wait for the outbox."""

import asyncio
from collections.abc import Iterable

from domain.delivery import Lane


class OutboxSignal:
    """One flag a lane, and one for any lane; a flag stays up until its waiter has seen it."""

    def __init__(self) -> None:
        self._flags = {lane: asyncio.Event() for lane in (None, *Lane)}

    def raise_for(self, lanes: Iterable[Lane]) -> None:
        """Tell the waiters that something was committed; call it on the event loop."""
        for lane in lanes:
            self._flags[lane].set()
            self._flags[None].set()

    async def wait(self, seconds: float, lane: Lane | None) -> None:
        """Wait for the flag and lower it, at most `seconds`."""
        flag = self._flags[lane]
        try:
            async with asyncio.timeout(seconds):
                await flag.wait()
        except TimeoutError:
            return
        flag.clear()
