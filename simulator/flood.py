"""Flood control: Telegram's limits on sending, refused, recorded or switched off.

Source: core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. The numbers are not
promised there; these are the ones that it names.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Literal

from simulator.errors import ApiError, Json

Mode = Literal["strict", "record", "off"]
MODES: tuple[Mode, ...] = ("strict", "record", "off")
GLOBAL = (30, 1.0)
GROUP = (20, 60.0)
BURST = 3
REMEMBERED = 200
CHATS = 5_000


def too_many(retry_after: int) -> ApiError:
    """The 429 that tells when to come back."""
    return ApiError(
        429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after}
    )


class Window:
    """At most `count` within any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count, self._seconds = count, seconds
        self._times: deque[float] = deque(maxlen=count)

    def wait(self, now: float) -> float:
        """Seconds until one more fits; 0 when it fits now."""
        if len(self._times) < self._count:
            return 0.0
        return max(0.0, self._times[0] + self._seconds - now)

    def add(self, now: float) -> None:
        """Count one."""
        self._times.append(now)


class Bucket:
    """One per second, with a burst of `BURST`."""

    def __init__(self) -> None:
        self._left, self._at = float(BURST), -math.inf

    def _filled(self, now: float) -> float:
        return float(BURST) if self._at == -math.inf else min(BURST, self._left + now - self._at)

    def wait(self, now: float) -> float:
        """Seconds until one more fits; 0 when it fits now."""
        return max(0.0, 1.0 - self._filled(now))

    def add(self, now: float) -> None:
        """Count one."""
        # Recorded violations must not run up a debt that turns all later sends into violations.
        self._left, self._at = max(0.0, self._filled(now) - 1.0), now


class Flood:
    """Counts what is sent; `check` refuses or records what goes over a limit."""

    def __init__(self, mode: Mode, now: Callable[[], float] = time.monotonic) -> None:
        self.mode: Mode = mode
        self.violations: deque[Json] = deque(maxlen=REMEMBERED)
        self.violation_count = 0
        self._now = now
        self._all = Window(*GLOBAL)
        self._chats: OrderedDict[int, Window | Bucket] = OrderedDict()

    def check(self, method: str, chat_id: int) -> None:
        """Count a send to a chat; raises the 429 in strict mode."""
        if self.mode == "off":
            return
        now = self._now()
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = Bucket() if chat_id > 0 else Window(*GROUP)
            if len(self._chats) > CHATS:
                self._chats.popitem(last=False)
        else:
            # What goes is the chat unused for longest: one that is busy must not start anew.
            self._chats.move_to_end(chat_id)
        waits = {"global": self._all.wait(now), "chat": chat.wait(now)}
        wait = max(waits.values())
        # A hair's breadth of floating point must not cost a whole second of waiting.
        if wait > 1e-6:
            self._record(method, chat_id, waits)
            if self.mode == "strict":
                raise too_many(max(1, math.ceil(wait - 1e-6)))
        self._all.add(now)
        chat.add(now)

    def _record(self, method: str, chat_id: int, waits: dict[str, float]) -> None:
        scope = max(waits, key=lambda name: waits[name])
        kind = scope if scope == "global" else ("private" if chat_id > 0 else "group")
        self.violation_count += 1
        self.violations.append(
            {
                "n": self.violation_count,
                "method": method,
                "chat_id": chat_id,
                "limit": kind,
                "retry_after": max(1, math.ceil(waits[scope])),
            }
        )
