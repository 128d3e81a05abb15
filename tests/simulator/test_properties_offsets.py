"""getUpdates against models: nothing lost, nothing repeated once confirmed, the order kept.

Source: core.telegram.org/bots/api#getupdates.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from simulator.errors import ApiError
from simulator.updates import CONFLICT, UpdateQueue
from tests.simulator.hand import Hand

FIRST = 1_000
KEPT_S = {"message": 24 * 3600, "callback_query": 150}
DAY = KEPT_S["message"]
QUICK = settings(deadline=None, max_examples=100)  # a busy machine is no failure


def at_once(polling: Coroutine[Any, Any, list[dict]]) -> list[int]:
    """The ids that a poll without a timeout returns: it never waits."""
    with pytest.raises(StopIteration) as done:
        polling.send(None)
    return [update["update_id"] for update in done.value.value]


class Offsets(RuleBasedStateMachine):
    """Any calls in any order, beside a list of what is unconfirmed and what comes again."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Hand()
        self.queue = UpdateQueue(self.clock, first_id=FIRST)
        self.ends: list[float] = []
        self.unconfirmed: list[int] = []
        self.again: list[int] = []

    def poll(self, offset: int, limit: int) -> None:
        """One getUpdates, compared with the lists."""
        now = self.clock.now
        self.unconfirmed = [one for one in self.unconfirmed if self.ends[one - FIRST] >= now]
        if offset < 0:
            self.unconfirmed = self.unconfirmed[offset:]
        self.unconfirmed = [one for one in self.unconfirmed if one >= offset]
        expected = [*self.again, *self.unconfirmed][:limit]
        self.again = self.again[limit:]
        assert at_once(self.queue.poll(offset, limit, 0)) == expected

    @rule(kind=st.sampled_from(sorted(KEPT_S)), count=st.integers(1, 120))
    def new_updates(self, kind: str, count: int) -> None:
        """People write and tap."""
        for _ in range(count):
            update_id = self.queue.put(kind, {}, 1)
            assert update_id == FIRST + len(self.ends)
            self.ends.append(self.clock.now + KEPT_S[kind])
            self.unconfirmed.append(update_id)

    @rule(seconds=st.sampled_from([1.0, 75.0, 150.0, 151.0, DAY / 2, DAY, DAY + 1.0]))
    def time_passes(self, seconds: float) -> None:
        """Up to more than updates are kept."""
        self.clock.now += seconds

    @rule(limit=st.integers(1, 100))
    def poll_without_offset(self, limit: int) -> None:
        """Confirms nothing."""
        self.poll(0, limit)

    @rule(step=st.integers(-5, 150), limit=st.integers(1, 100))
    def confirm(self, step: int, limit: int) -> None:
        """Offsets around the earliest unconfirmed update, and far beyond it."""
        first = self.unconfirmed[0] if self.unconfirmed else FIRST + len(self.ends)
        self.poll(first + step, limit)

    @rule(back=st.integers(1, 200), limit=st.integers(1, 100))
    def count_from_the_end(self, back: int, limit: int) -> None:
        """A negative offset forgets all that is before."""
        self.poll(-back, limit)

    @rule(choice=st.integers(0, 10_000))
    def redeliver(self, choice: int) -> None:
        """One that was given, whatever was confirmed, comes once more."""
        if self.ends:
            update_id = FIRST + choice % len(self.ends)
            assert self.queue.again(update_id)
            self.again.append(update_id)

    @invariant()
    def as_many_wait_as_are_unconfirmed(self) -> None:
        """Expired ones are counted until the next look."""
        assert len(self.queue) == len(self.unconfirmed) + len(self.again)


TestOffsets = Offsets.TestCase
TestOffsets.settings = settings(deadline=None, max_examples=60, stateful_step_count=30)

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(1, 9)),
        st.tuples(st.just("poll"), st.integers(1, 12)),
        st.tuples(st.just("crash"), st.integers(1, 12)),
    ),
    max_size=40,
)


@QUICK
@given(STEPS)
def test_a_bot_that_confirms_what_it_handled_misses_and_repeats_nothing(
    steps: list[tuple[str, int]],
):
    """`crash` is a bot that fetched and died before it handled: it gets the same again."""
    queue = UpdateQueue(lambda: 0.0, first_id=FIRST)
    put, handled, offset = 0, [], 0
    for action, number in [*steps, *[("poll", 100)] * 5]:
        if action == "put":
            put += sum(queue.put("message", {}, 1) is not None for _ in range(number))
            continue
        fetched = at_once(queue.poll(offset, number, 0))
        assert all(update_id >= offset for update_id in fetched)
        if action == "poll" and fetched:
            handled += fetched
            offset = fetched[-1] + 1
    assert handled == list(range(FIRST, FIRST + put))
    assert len(queue) == 0


async def _waiting_bot(moments: list[list[int]]) -> tuple[list[int], list[int]]:
    """What is put and what a long-polling bot gets when updates arrive while it waits."""
    queue = UpdateQueue(lambda: 0.0, first_id=FIRST)
    put: list[int] = []
    handled: list[int] = []
    for during, between in moments:
        offset = handled[-1] + 1 if handled else 0
        polling = asyncio.create_task(queue.poll(offset, 4, 50))
        if not len(queue) or put[-1:] == handled[-1:]:
            await queue.polled.wait()
            put += [queue.put("message", {}, 1) or 0 for _ in range(during)]
        handled += [update["update_id"] for update in await polling]
        put += [queue.put("message", {}, 1) or 0 for _ in range(between)]
    while batch := await queue.poll(handled[-1] + 1, 100, 0):
        handled += [update["update_id"] for update in batch]
    return put, handled


@QUICK
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6)).map(list), min_size=1, max_size=12))
def test_updates_that_arrive_while_a_poll_waits_are_neither_lost_nor_repeated(
    moments: list[list[int]],
):
    """One by one or several at once, with batches of at most four."""
    put, handled = asyncio.run(_waiting_bot(moments))
    assert handled == put


async def _rivals(count: int, arriving: int) -> tuple[list[str], list[int]]:
    queue = UpdateQueue(lambda: 0.0, first_id=FIRST)
    polls = []
    for _ in range(count):
        polls.append(asyncio.create_task(queue.poll(0, 100, 50)))
        await queue.polled.wait()
        await asyncio.sleep(0)  # the one before hears of it
    for _ in range(arriving):
        queue.put("message", {}, 1)
    answers = await asyncio.gather(*polls, return_exceptions=True)
    refused = [str(one) for one in answers if isinstance(one, ApiError)]
    got = [update["update_id"] for one in answers if isinstance(one, list) for update in one]
    return refused, got


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 6), st.integers(1, 9))
def test_of_many_pollers_the_last_one_gets_everything(count: int, arriving: int):
    """All others end with 409."""
    refused, got = asyncio.run(_rivals(count, arriving))
    assert refused == [CONFLICT] * (count - 1)
    assert got == list(range(FIRST, FIRST + arriving))
