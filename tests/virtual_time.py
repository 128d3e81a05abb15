"""An event loop whose clock leaps instead of waiting: hours of backoff pass in milliseconds."""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import TypeVar

R = TypeVar("R")

START = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


class _Leaping(selectors.SelectSelector):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("everything waits for something that will never happen")
        if not ready and timeout is not None:
            self.now += max(timeout, 0.0)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs what is ready; when nothing is, the time is that of the next timer."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        """Return the seconds that passed on this clock."""
        return self._leaping.now


def leap(story: Coroutine[object, object, R]) -> R:
    """Run the story on a loop of its own."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(story)


def loop_time() -> float:
    """Return the seconds since the story began."""
    return asyncio.get_running_loop().time()


def utc() -> datetime:
    """Return the wall clock of the story."""
    return START + timedelta(seconds=loop_time())
