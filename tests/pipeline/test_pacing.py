"""Never more than the windows allow, on a clock that leaps."""

import asyncio
from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.sending import Priority
from notifications.pacing import Limits, Rate, SlidingPacer, Steady, Windows
from tests.virtual_time import leap, loop_time

GROUP = -100


def most_within(times: list[float], seconds: float) -> int:
    """How many fall into the fullest window of this length, its end not counted."""
    times = sorted(times)
    return max(
        (bisect_left(times, start + seconds) - n for n, start in enumerate(times)), default=0
    )


def assert_kept(times: list[float], limits: tuple[Rate | Steady, ...]) -> None:
    """No window holds more than it may; a steady rate is a window of every length."""
    for limit in limits:
        if isinstance(limit, Rate):
            assert most_within(times, limit.per_s) <= limit.count
            continue
        for length in range(12):
            within = most_within(times, length * limit.every_s + 1e-6)
            assert within <= limit.burst + length


async def granted(
    pacer: SlidingPacer, wishes: list[tuple[float, int, Priority]]
) -> list[tuple[float, int, Priority]]:
    """Wish for slots at the given times; return them in the order and at the time they came."""
    came: list[tuple[float, int, Priority]] = []

    async def wish(after: float, chat_id: int, priority: Priority) -> None:
        await asyncio.sleep(after)
        await pacer.slot(chat_id, priority)
        came.append((loop_time(), chat_id, priority))

    await asyncio.gather(*(wish(*each) for each in wishes))
    return came


WISHES = st.lists(
    st.tuples(
        st.integers(0, 40).map(lambda tenths: tenths / 10),
        st.sampled_from([1, 2, 3, GROUP]),
        st.sampled_from(Priority),
    ),
    max_size=60,
)
LIMITS = st.builds(
    Limits,
    everything=st.just(())
    | st.tuples(st.builds(Rate, st.integers(1, 9), st.sampled_from([0.7, 1.0]))),
    person=st.tuples(
        st.builds(Rate, st.integers(1, 4), st.sampled_from([0.3, 1.0, 3.0]))
        | st.builds(Steady, st.sampled_from([0.3, 1.0]), st.integers(1, 4))
    ),
    group=st.tuples(st.just(Rate(3, 3.0)), st.just(Rate(8, 20.0))),
)


@settings(deadline=None, max_examples=60)
@given(WISHES, LIMITS)
def test_no_window_ever_holds_more_than_its_rate(
    wishes: list[tuple[float, int, Priority]], limits: Limits
):
    came = leap(granted(SlidingPacer(limits), wishes))
    assert len(came) == len(wishes)
    assert_kept([at for at, _, _ in came], limits.everything)
    for chat_id in (1, 2, 3, GROUP):
        times = [at for at, chat, _ in came if chat == chat_id]
        assert_kept(times, limits.group if chat_id < 0 else limits.person)


def test_the_windows_are_used_to_the_full():
    """30 at once, the next 30 a second later: a limit that is too strict is a loss, too."""
    came = leap(granted(SlidingPacer(), [(0, n, Priority.BULK) for n in range(1, 91)]))
    assert [round(at) for at, _, _ in came] == [0] * 30 + [1] * 30 + [2] * 30


def test_a_person_gets_a_burst_of_three_then_one_a_second():
    came = leap(granted(SlidingPacer(), [(0, 1, Priority.BULK)] * 7))
    assert [round(at) for at, _, _ in came] == [0, 0, 0, 1, 2, 3, 4]


def test_a_group_gets_twenty_a_minute():
    came = leap(granted(SlidingPacer(), [(0, GROUP, Priority.BULK)] * 25))
    times = [at for at, _, _ in came]
    assert times[19] < 60 <= times[20]


def test_an_answer_to_a_tap_goes_before_what_nobody_waits_for():
    pacer = SlidingPacer(Limits(everything=(Rate(1, 1.0),)))
    wishes = [(0, n, Priority.BULK) for n in range(1, 6)] + [(0.5, 9, Priority.INTERACTIVE)]
    came = leap(granted(pacer, wishes))
    assert [chat for _, chat, _ in came] == [1, 9, 2, 3, 4, 5]


def test_a_chat_that_has_to_wait_holds_up_no_other():
    wishes = [(0, 1, Priority.INTERACTIVE)] * 5 + [(0.1, 2, Priority.BULK)]
    came = leap(granted(SlidingPacer(), wishes))
    assert (0.1, 2) in [(round(at, 3), chat) for at, chat, _ in came]


def test_a_flooded_chat_is_closed_and_the_others_are_not():
    async def story() -> list[tuple[float, int]]:
        pacer = SlidingPacer()
        pacer.flooded(1, 40)
        assert pacer.delay(1) == pytest.approx(40)
        assert pacer.closed_for() == 0
        wishes = [(0, 1, Priority.INTERACTIVE), (0, 2, Priority.BULK)]
        return [(round(at), chat) for at, chat, _ in await granted(pacer, wishes)]

    assert leap(story()) == [(0, 2), (40, 1)]


def test_two_flooded_chats_close_everything():
    async def story() -> list[tuple[float, int]]:
        pacer = SlidingPacer()
        pacer.flooded(1, 5)
        pacer.flooded(2, 7)
        assert pacer.closed_for() == pytest.approx(7)
        return [(round(at), chat) for at, chat, _ in await granted(pacer, [(0, 3, Priority.BULK)])]

    assert leap(story()) == [(7, 3)]


def test_no_limits_means_no_waiting_but_a_pause_is_obeyed():
    async def story() -> list[tuple[float, int, Priority]]:
        pacer = SlidingPacer(Limits.off())
        pacer.flooded(2, 9)
        return await granted(pacer, [(0, n % 3, Priority.BULK) for n in range(300)])

    came = leap(story())
    assert [round(at) for at, _, _ in came] == [0] * 200 + [9] * 100


def test_who_gave_up_waiting_takes_no_turn():
    async def story() -> list[tuple[float, int, Priority]]:
        pacer = SlidingPacer(Limits(everything=(Rate(1, 10.0),)))
        await pacer.slot(1)
        impatient = asyncio.ensure_future(pacer.slot(2))
        await asyncio.sleep(1)
        impatient.cancel()
        return await granted(pacer, [(0, 3, Priority.BULK)])

    assert [round(at) for at, _, _ in leap(story())] == [10]


def test_chats_that_were_quiet_are_forgotten():
    async def story() -> int:
        pacer = SlidingPacer(Limits(everything=()))
        for chat_id in range(1, 4_097):
            await pacer.slot(chat_id)
        await asyncio.sleep(4)
        await pacer.slot(9_999)
        return len(pacer._chats)

    assert leap(story()) == 1


@given(st.lists(st.floats(0, 100), max_size=50), st.integers(1, 5), st.floats(0.1, 10))
def test_windows_say_when_the_next_may_go(times: list[float], count: int, per_s: float):
    windows = Windows([Rate(count, per_s)])
    taken: list[float] = []
    for now in sorted(times):
        if windows.earliest(now) <= now:
            windows.take(now)
            taken.append(now)
        else:
            assert most_within([*taken, now], per_s) > count
    assert most_within(taken, per_s) <= count


def test_edits_do_not_use_up_a_groups_messages():
    """Given twenty messages within a minute, an edit in the group goes at once, a message waits."""

    async def story() -> tuple[float, float]:
        pacer = SlidingPacer()
        for _ in range(20):
            await pacer.slot(-5)
        return pacer.delay(-5, edit=True), pacer.delay(-5)

    edit, message = leap(story())
    assert edit == 0
    assert message > 30
