"""Flood control against a model of its windows, on a clock that is moved by hand.

Source: core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. All times are
multiples of 1/64 s, which floating point holds exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import ApiError
from simulator.flood import CHATS, Flood

QUICK = settings(deadline=None, max_examples=150)  # a busy machine is no failure
TICK = 1 / 64
BURST = 3  # docs/reference/simulator.md#flood-control
# Two people, two groups, and a crowd that fills the window over all chats.
CHAT = st.one_of(st.sampled_from([1, 2, -1, -2]), st.integers(100, 160))
PAUSE = st.one_of(st.just(0), st.integers(0, 20), st.integers(0, 4 * 64), st.integers(0, 40 * 64))
STEPS = st.lists(
    st.one_of(
        st.tuples(PAUSE, CHAT, st.just(1)),
        st.tuples(PAUSE, st.just(-1), st.integers(2, 25)),
        st.tuples(PAUSE, st.just(1), st.integers(2, 6)),
    ),
    max_size=30,
)
CROWD = st.lists(
    st.tuples(st.integers(0, 4), st.integers(100, 4_000), st.just(1)), min_size=31, max_size=90
)
TRAFFIC = st.one_of(STEPS, CROWD)
Traffic = list[tuple[int, int, int]]


@dataclass
class Trial:
    """A flood control under test, and what it let through."""

    mode: str = "strict"
    now: float = 0.0
    passed: list[tuple[float, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.flood = Flood(self.mode, lambda: self.now)  # type: ignore[arg-type]

    def send(self, chat: int) -> int:
        """0 when a message passes, else the seconds to wait."""
        try:
            self.flood.check("sendMessage", chat)
            self.flood.count("sendMessage", chat)
        except ApiError as refused:
            return int((refused.parameters or {})["retry_after"])
        self.passed.append((self.now, chat))
        return 0

    def within(self, seconds: float, chat: int | None = None) -> int:
        """How many passed in the last so many seconds."""
        return sum(
            self.now - at < seconds and chat in {None, to} for at, to in reversed(self.passed)
        )


@QUICK
@given(TRAFFIC)
def test_never_more_passes_than_the_windows_hold(traffic: Traffic):
    """30 a second over all, 20 a minute to a group, a burst and then one a second to any chat."""
    trial = Trial()
    for pause, chat, times in traffic:
        trial.now += pause * TICK
        for _ in range(times):
            if trial.send(chat):
                continue
            assert trial.within(1.0) <= 30
            if chat < 0:
                assert trial.within(60.0, chat) <= 20
            mine = [at for at, to in trial.passed if to == chat]
            for before, since in enumerate(mine):
                assert len(mine) - before <= BURST + (trial.now - since)


@QUICK
@given(TRAFFIC)
def test_what_fits_is_never_refused(traffic: Traffic):
    """A refusal has a full window as its reason."""
    trial = Trial()
    for pause, chat, times in traffic:
        trial.now += pause * TICK
        for _ in range(times):
            if not trial.send(chat):
                continue
            full = trial.within(1.0) >= 30
            if chat < 0:
                full = full or trial.within(60.0, chat) >= 20
            # A bucket of BURST that fills by one a second lacks one: the last BURST + n
            # messages came within less than n + 1 seconds.
            mine = [at for at, to in trial.passed if to == chat]
            full = full or any(
                len(mine) - before - BURST + 1 > trial.now - since
                for before, since in enumerate(mine)
            )
            assert full


@QUICK
@given(TRAFFIC)
def test_retry_after_is_true(traffic: Traffic):
    """Who waits exactly so long gets through; a second less is too early."""
    trial = Trial()
    for pause, chat, times in traffic:
        trial.now += pause * TICK
        for _ in range(times):
            wait = trial.send(chat)
            if not wait:
                continue
            trial.now += wait - 1
            if wait > 1:
                assert trial.send(chat) == 1
            trial.now += 1
            assert trial.send(chat) == 0


@QUICK
@given(TRAFFIC, st.integers(1, 50))
def test_asking_too_early_costs_nothing(traffic: Traffic, attempts: int):
    """A refused message is not counted: however often one asks, the wait stays the same."""
    trial = Trial()
    for pause, chat, times in traffic:
        trial.now += pause * TICK
        for _ in range(times):
            wait = trial.send(chat)
            if wait:
                assert {trial.send(chat) for _ in range(attempts)} == {wait}


@QUICK
@given(TRAFFIC)
def test_record_mode_lets_all_through_and_finds_the_first_violation_where_strict_refuses(
    traffic: Traffic,
):
    """Both count alike as long as nothing was refused."""
    strict, record = Trial(), Trial("record")
    for pause, chat, times in traffic:
        strict.now = record.now = record.now + pause * TICK
        for _ in range(times):
            assert record.send(chat) == 0
            wait = strict.send(chat)
            if wait:
                assert record.flood.violation_count == 1
                assert record.flood.violations[0]["retry_after"] == wait
                assert record.flood.violations[0]["chat_id"] == chat
                return
            assert record.flood.violation_count == 0


@QUICK
@given(TRAFFIC)
def test_off_counts_nothing(traffic: Traffic):
    """Neither refused nor recorded."""
    trial = Trial("off")
    for pause, chat, times in traffic:
        trial.now += pause * TICK
        assert [trial.send(chat) for _ in range(times)] == [0] * times
    assert trial.flood.violation_count == 0


@pytest.mark.parametrize("others", [CHATS - 1, CHATS, CHATS + 1])
def test_a_busy_group_keeps_its_count_among_any_number_of_chats(others: int):
    """What is forgotten is the chat unused for longest, never the one that is at its limit."""
    trial = Trial()
    trial.send(-1)
    for person in range(1, others):
        trial.now += TICK * 4
        assert trial.send(person) == 0
    trial.now += 60
    for _ in range(20):
        assert trial.send(-1) == 0
        trial.now += 1
    assert trial.send(others + 1) == 0
    assert trial.send(-1) == 40
