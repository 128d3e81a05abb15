"""The simulator's own time: the machine's clock plus what was skipped."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta, timezone

WIB = timezone(timedelta(hours=7))  # Jakarta's, in which couriers and gateways write


class Clock:
    """Unix seconds that can be moved forward, never back."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self.offset_s = 0.0

    def now(self) -> float:
        """Seconds since the epoch, the skipped time included."""
        return self._source() + self.offset_s

    def date(self) -> int:
        """The second that goes into `date` of a message."""
        return int(self._source() + self.offset_s)

    def advance(self, seconds: float) -> None:
        """Skip `seconds` (at least 0)."""
        if seconds < 0:
            raise ValueError("time goes forward only")
        self.offset_s += seconds
