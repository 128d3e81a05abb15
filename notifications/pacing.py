"""The pace that Telegram allows, as sliding windows and steady rates; one pacer for everything that is sent.

About 30 messages a second in all, about one a second to a person (short bursts pass), 20 a minute
to a group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). The
limits speak of messages that are sent; edits keep a pace of their own, or a busy desk whose cards
change under every tap would stand still after twenty. The exact numbers are not promised, so a 429 closes the chat for as long as it says.
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
class Steady:
    """One each `every_s` seconds; up to `burst` at once after a rest. Within t: burst + t/every_s.

    A person who taps four times in a row waits one second for the last, and not three.
    """

    every_s: float
    burst: int


Limit = Rate | Steady


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for everything together, for each person, each group, each chat's edits; empty: none."""

    everything: tuple[Limit, ...] = (Rate(30, 1.0),)
    person: tuple[Limit, ...] = (Steady(1.0, 3),)
    group: tuple[Limit, ...] = (Rate(20, 60.0), Steady(1.0, 3))
    edits: tuple[Limit, ...] = (Steady(1.0, 5),)

    @classmethod
    def off(cls) -> "Limits":
        """No limits, for a server of one's own; a 429 is obeyed all the same."""
        return cls((), (), (), ())


class _Window:
    """Remembers the last `count` times."""

    def __init__(self, rate: Rate) -> None:
        self._per_s = rate.per_s
        self._taken: deque[float] = deque(maxlen=rate.count)

    def earliest(self, now: float) -> float:
        full = len(self._taken) == self._taken.maxlen
        return self._taken[0] + self._per_s if full else now

    def take(self, now: float) -> None:
        self._taken.append(now)  # the full window forgets its oldest by itself

    def rested(self, now: float) -> bool:
        return not self._taken or self._taken[-1] + self._per_s <= now


class _Pulse:
    """Remembers until when the time is sold, at `every_s` apiece."""

    def __init__(self, steady: Steady) -> None:
        self._every_s = steady.every_s
        self._credit = steady.every_s * (steady.burst - 1)
        self._sold_until = float("-inf")

    def earliest(self, now: float) -> float:
        return max(now, self._sold_until - self._credit)

    def take(self, now: float) -> None:
        self._sold_until = max(self._sold_until, now) + self._every_s

    def rested(self, now: float) -> bool:
        return self._sold_until <= now


class Windows:
    """Several limits at once: says when the next may go, and notes that one went."""

    def __init__(self, limits: Iterable[Limit]) -> None:
        self._all = [_Window(x) if isinstance(x, Rate) else _Pulse(x) for x in limits]

    def earliest(self, now: float) -> float:
        """Return the time from which on the next may go; `now` or before: at once."""
        return max((each.earliest(now) for each in self._all), default=now)

    def take(self, now: float) -> None:
        """Note that one goes now."""
        for each in self._all:
            each.take(now)

    def rested(self, now: float) -> bool:
        """Whether nothing that was noted counts any more."""
        return all(each.rested(now) for each in self._all)


@dataclass(slots=True)
class _Waiter:
    chat_id: int
    edit: bool
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
        self._chats: dict[tuple[int, bool], Windows] = {}
        self._closed: dict[int, float] = {}
        self._all_closed_until = 0.0
        self._last_flood: tuple[int, float] | None = None
        self._queues: dict[Priority, deque[_Waiter]] = {p: deque() for p in sorted(Priority)}
        self._timer: asyncio.TimerHandle | None = None

    async def slot(
        self, chat_id: int, priority: Priority = Priority.BULK, *, edit: bool = False
    ) -> None:
        """Wait for the chat's next turn and take it."""
        now = self._now()
        if not any(self._queues.values()) and self._earliest(chat_id, edit, now) <= now:
            self._take(chat_id, edit, now)
            return
        turn = asyncio.get_running_loop().create_future()
        self._queues[priority].append(_Waiter(chat_id, edit, turn))
        self._serve()
        await turn

    def delay(self, chat_id: int, *, edit: bool = False) -> float:
        """Return the seconds that the chat has to wait at least, others aside."""
        now = self._now()
        return self._earliest(chat_id, edit, now) - now

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
                at = self._earliest(waiter.chat_id, waiter.edit, now)
                if at <= now:
                    self._take(waiter.chat_id, waiter.edit, now)
                    waiter.turn.set_result(None)
                    continue
                still.append(waiter)
                soonest = at if soonest is None else min(soonest, at)
            self._queues[priority] = still
        if soonest is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(soonest - now, self._serve)

    def _earliest(self, chat_id: int, edit: bool, now: float) -> float:  # noqa: FBT001 - part of the key
        chat = self._chats.get((chat_id, edit))
        return max(
            self._everything.earliest(now),
            self._all_closed_until,
            self._closed.get(chat_id, 0.0),
            now if chat is None else chat.earliest(now),
        )

    def _take(self, chat_id: int, edit: bool, now: float) -> None:  # noqa: FBT001 - part of the key
        chat = self._chats.get((chat_id, edit))
        if chat is None:
            if len(self._chats) >= _CHATS_KEPT:
                self._forget(now)
            sends = self._limits.group if chat_id < 0 else self._limits.person
            chat = self._chats[chat_id, edit] = Windows(self._limits.edits if edit else sends)
        self._everything.take(now)
        chat.take(now)

    def _forget(self, now: float) -> None:
        self._chats = {c: w for c, w in self._chats.items() if not w.rested(now)}
        self._closed = {c: until for c, until in self._closed.items() if until > now}

    def _now(self) -> float:
        return self._clock() if self._clock is not None else asyncio.get_running_loop().time()
