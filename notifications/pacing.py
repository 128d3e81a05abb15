"""The pace that Telegram allows, as sliding windows; one pacer for everything that is sent.

About 30 messages a second in all, about one a second to a person (short bursts pass), 20 a minute
to a group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). The
exact numbers are not promised, so a 429 closes the chat for as long as it says.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from domain.sending import Priority

_SAME_FLOOD_S = 3.0
"""Two chats that are told to wait within this many seconds: it is not the chats, it is the bot."""

_CHATS_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` within any `per_s` seconds."""

    count: int
    per_s: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Rates for everything together, for each person and for each group; empty: no limit.

    Three within three seconds is one a second with a burst of three.
    """

    everything: tuple[Rate, ...] = (Rate(30, 1.0),)
    person: tuple[Rate, ...] = (Rate(3, 3.0),)
    group: tuple[Rate, ...] = (Rate(20, 60.0), Rate(3, 3.0))

    @classmethod
    def off(cls) -> "Limits":
        """No limits, for a server of one's own; a 429 is obeyed all the same."""
        return cls((), (), ())


class Windows:
    """Sliding windows over several rates: says when the next may go, and notes that one went."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._windows = [(rate, deque[float](maxlen=rate.count)) for rate in rates]

    def earliest(self, now: float) -> float:
        """Return the time from which on the next may go; `now` or before: at once."""
        at = now
        for rate, taken in self._windows:
            if len(taken) == rate.count:
                at = max(at, taken[0] + rate.per_s)
        return at

    def take(self, now: float) -> None:
        """Note that one goes now; the full window forgets its oldest by itself."""
        for _, taken in self._windows:
            taken.append(now)

    def forgotten(self, now: float) -> bool:
        """Whether nothing that was noted counts any more."""
        return all(not taken or taken[-1] + rate.per_s <= now for rate, taken in self._windows)


@dataclass(slots=True)
class _Waiter:
    chat_id: int
    turn: asyncio.Future[None]


class SlidingPacer:
    """`domain.sending.Pacer`: in turn within a priority, unless one's own chat has to wait.

    `now` returns seconds that only grow; the event loop's clock unless given.
    """

    def __init__(
        self, limits: Limits | None = None, now: Callable[[], float] | None = None
    ) -> None:
        self._limits = limits or Limits()
        self._clock = now
        self._everything = Windows(self._limits.everything)
        self._chats: dict[int, Windows] = {}
        self._closed: dict[int, float] = {}
        self._all_closed_until = 0.0
        self._last_flood: tuple[int, float] | None = None
        self._queues: dict[Priority, deque[_Waiter]] = {p: deque() for p in sorted(Priority)}
        self._timer: asyncio.TimerHandle | None = None

    async def slot(self, chat_id: int, priority: Priority = Priority.BULK) -> None:
        """Wait for the chat's next turn and take it."""
        now = self._now()
        if not any(self._queues.values()) and self._earliest(chat_id, now) <= now:
            self._take(chat_id, now)
            return
        turn = asyncio.get_running_loop().create_future()
        self._queues[priority].append(_Waiter(chat_id, turn))
        self._serve()
        await turn

    def delay(self, chat_id: int) -> float:
        """Return the seconds that the chat has to wait at least, others aside."""
        now = self._now()
        return self._earliest(chat_id, now) - now

    def closed_for(self) -> float:
        """Return the seconds for which nothing at all may be sent; 0 in good times."""
        return max(self._all_closed_until - self._now(), 0.0)

    def flooded(self, chat_id: int, after_s: float) -> None:
        """Close the chat for so long; everything, when another chat was told so just before."""
        now = self._now()
        until = now + after_s
        self._closed[chat_id] = max(self._closed.get(chat_id, 0.0), until)
        if self._last_flood is not None:
            last_chat, at = self._last_flood
            if last_chat != chat_id and now - at <= _SAME_FLOOD_S:
                self._all_closed_until = max(self._all_closed_until, until)
        self._last_flood = (chat_id, now)

    def _serve(self) -> None:
        """Give turns to all who may go now, and come back when the next one may."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self._now()
        soonest: float | None = None
        for priority, queue in self._queues.items():
            still: deque[_Waiter] = deque()
            for waiter in queue:
                if waiter.turn.done():  # gave up waiting
                    continue
                at = self._earliest(waiter.chat_id, now)
                if at <= now:
                    self._take(waiter.chat_id, now)
                    waiter.turn.set_result(None)
                    continue
                still.append(waiter)
                soonest = at if soonest is None else min(soonest, at)
            self._queues[priority] = still
        if soonest is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(soonest - now, self._serve)

    def _earliest(self, chat_id: int, now: float) -> float:
        chat = self._chats.get(chat_id)
        return max(
            self._everything.earliest(now),
            self._all_closed_until,
            self._closed.get(chat_id, 0.0),
            now if chat is None else chat.earliest(now),
        )

    def _take(self, chat_id: int, now: float) -> None:
        chat = self._chats.get(chat_id)
        if chat is None:
            if len(self._chats) >= _CHATS_KEPT:
                self._forget(now)
            rates = self._limits.group if chat_id < 0 else self._limits.person
            chat = self._chats[chat_id] = Windows(rates)
        self._everything.take(now)
        chat.take(now)

    def _forget(self, now: float) -> None:
        self._chats = {c: w for c, w in self._chats.items() if not w.forgotten(now)}
        self._closed = {c: until for c, until in self._closed.items() if until > now}

    def _now(self) -> float:
        return self._clock() if self._clock is not None else asyncio.get_running_loop().time()
