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


class Limits:
    """What holds for one chat: a pace, and in a group a number per minute as well."""

    def __init__(self, chat_id: int) -> None:
        self._pace = Bucket()
        self._minute = Window(*GROUP) if chat_id < 0 else None

    def wait(self, now: float) -> float:
        """Seconds until one more fits; 0 when it fits now."""
        pace = self._pace.wait(now)
        return pace if self._minute is None else max(pace, self._minute.wait(now))

    def add(self, now: float) -> None:
        """Count one."""
        self._pace.add(now)
        if self._minute is not None:
            self._minute.add(now)


class Flood:
    """`check` refuses what goes over a limit, `count` counts what was sent and records it.

    They are two, because a call that is refused for another reason costs nothing.
    """

    def __init__(self, mode: Mode, now: Callable[[], float] = time.monotonic) -> None:
        self.mode: Mode = mode
        self.violations: deque[Json] = deque(maxlen=REMEMBERED)
        self.violation_count = 0
        self._now = now
        self._all = Window(*GLOBAL)
        self._chats: OrderedDict[int, Limits] = OrderedDict()

    def check(self, method: str, chat_id: int) -> None:
        """Raise the 429 in strict mode for what would go over a limit."""
        if self.mode != "strict":
            return
        waits = self._waits(chat_id, self._now())
        if waits is not None:
            self._record(method, chat_id, waits)
            raise too_many(max(1, math.ceil(max(waits.values()) - 1e-6)))

    def count(self, method: str, chat_id: int) -> None:
        """Count what was sent to a chat."""
        if self.mode == "off":
            return
        now = self._now()
        if self.mode == "record":
            waits = self._waits(chat_id, now)
            if waits is not None:
                self._record(method, chat_id, waits)
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = Limits(chat_id)
            if len(self._chats) > CHATS:
                self._chats.popitem(last=False)
        else:
            # What goes is the chat unused for longest: one that is busy must not start anew.
            self._chats.move_to_end(chat_id)
        self._all.add(now)
        chat.add(now)

    def _waits(self, chat_id: int, now: float) -> dict[str, float] | None:
        """The seconds to wait by limit; None when one more fits."""
        chat = self._chats.get(chat_id)
        waits = {"global": self._all.wait(now), "chat": chat.wait(now) if chat else 0.0}
        # A hair's breadth of floating point must not cost a whole second of waiting.
        return waits if max(waits.values()) > 1e-6 else None

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
