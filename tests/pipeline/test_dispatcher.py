"""Order within a chat, parallel across chats, nothing lost, nothing handled twice."""

import asyncio
import random
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.dispatcher import Effort
from bot.intake.lanes import NO_LANE, lane_of
from domain.delivery import StoredUpdate
from domain.ports import StorageUnavailable
from tests.fakes import MemoryStore, Notes
from tests.pipeline.intake_parts import NOW, Line, message


async def test_order_within_a_chat_is_kept_while_chats_run_side_by_side():
    """200 updates over 20 chats, each handled after a random while."""
    rng = random.Random(7)

    async def dawdle(_: StoredUpdate) -> None:
        await asyncio.sleep(rng.random() * 0.004)

    async with Line(dawdle) as line:
        await line.reception.accept([message(n, chat_id=rng.randrange(20)) for n in range(200)])
        await line.idle()
    assert sorted(line.handler.ids) == list(range(200))
    by_lane = sorted(line.handler.handled, key=lambda update: update.lane)
    for _, updates in groupby(by_lane, key=lambda update: update.lane):
        ids = [update.update_id for update in updates]
        assert ids == sorted(ids)
    assert line.handler.most_running > 5


async def test_parallelism_is_bounded():
    async def dawdle(_: StoredUpdate) -> None:
        await asyncio.sleep(0.001)

    async with Line(dawdle, effort=Effort(parallel=3)) as line:
        await line.reception.accept([message(n, chat_id=n) for n in range(30)])
        await line.idle()
    assert line.handler.most_running == 3


async def test_a_redelivered_update_is_handled_once():
    async with Line() as line:
        for _ in range(3):
            await line.reception.accept([message(1), message(2), message(2)])
        await line.idle()
        await line.reception.accept([message(2)])
        await line.idle()
    assert line.handler.ids == [1, 2]


async def test_a_poisoned_update_is_given_up_aloud_and_the_chat_goes_on():
    dead = Notes()
    tries: list[int] = []

    async def poison(update: StoredUpdate) -> None:
        if update.update_id == 1:
            tries.append(update.attempts)
            raise LookupError("boom")

    async with Line(poison, on_dead=dead) as line:
        await line.reception.accept([message(1), message(2), message(3, chat_id=6)])
        await line.idle()
    assert tries == [0, 1, 2]
    assert [update.update_id for update in dead.calls] == [1]  # type: ignore[attr-defined]
    assert [update.update_id for update in line.store.inbox.dead(10)] == [1]
    assert line.handler.ids == [3, 2]


async def test_an_update_that_fails_once_is_not_overtaken_by_its_chat():
    failed: list[int] = []

    async def stumble(update: StoredUpdate) -> None:
        if update.update_id == 1 and not failed:
            failed.append(1)
            raise LookupError

    async with Line(stumble) as line:
        await line.reception.accept([message(1), message(2)])
        await line.idle()
    assert line.handler.ids == [1, 2]
    assert line.store.inbox.dead(1) == []


async def test_a_store_that_is_away_costs_patience_and_no_update():
    """More failures than there are tries: the update is not to blame."""
    async with Line() as line:
        line.store.fail("finish", StorageUnavailable("disk full"), times=8)
        await line.reception.accept([message(1), message(2)])
        await line.idle()
    assert line.handler.ids == [1, 2]
    assert line.store.inbox.dead(1) == []


async def test_an_update_is_not_given_up_while_that_cannot_be_noted():
    dead = Notes()

    async def poison(_: StoredUpdate) -> None:
        raise LookupError

    async with Line(poison, on_dead=dead) as line:
        line.store.fail("note_failure", StorageUnavailable("disk full"), times=4)
        await line.reception.accept([message(1)])
        await line.idle()
    assert len(dead.calls) == 1
    assert [update.attempts for update in line.store.inbox.dead(10)] == [3]


async def test_a_failing_farewell_does_not_hold_up_the_chat():
    async def poison(update: StoredUpdate) -> None:
        if update.update_id == 1:
            raise LookupError

    async def farewell(_: StoredUpdate) -> None:
        raise OSError

    async with Line(poison, on_dead=farewell) as line:
        await line.reception.accept([message(1), message(2)])
        await line.idle()
    assert line.handler.ids == [2]


async def test_a_cancellation_within_the_handler_is_its_failure_not_the_workers_end():
    async def cancelled(update: StoredUpdate) -> None:
        if update.update_id == 1:
            raise asyncio.CancelledError

    async with Line(cancelled, effort=Effort(parallel=1, first_delay=0.001)) as line:
        await line.reception.accept([message(1), message(2)])
        await line.idle()
    assert line.handler.ids == [2]


async def test_a_stop_finishes_what_runs_and_leaves_the_rest_in_the_inbox():
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(_: StoredUpdate) -> None:
        begun.set()
        await may_end.wait()

    line = Line(slow)
    line.dispatcher.start()
    await line.reception.accept([message(1), message(2)])
    await begun.wait()
    stopping = asyncio.ensure_future(line.dispatcher.stop(deadline_s=5))
    may_end.set()
    await stopping
    assert line.handler.ids == [1]
    assert [update.update_id for update in line.store.inbox.pending(10)] == [2]


async def test_what_does_not_end_in_time_is_cut_off_and_stays_stored():
    begun = asyncio.Event()

    async def endless(_: StoredUpdate) -> None:
        begun.set()
        await asyncio.Event().wait()

    line = Line(endless)
    line.dispatcher.start()
    await line.reception.accept([message(1)])
    await begun.wait()
    await line.dispatcher.stop(deadline_s=0.01)
    assert [update.update_id for update in line.store.inbox.pending(10)] == [1]


async def test_a_restart_goes_on_with_what_waits_in_order():
    store = MemoryStore()
    store.inbox.add([StoredUpdate(n, n % 7, "{}") for n in range(2_500)], NOW)
    async with Line(store=store, effort=Effort(high_water=500)) as line:
        assert await line.reception.recover() == 2_500
        await line.idle()
    assert sorted(line.handler.ids) == list(range(2_500))
    assert [n for n in line.handler.ids if n % 7 == 3] == list(range(3, 2_500, 7))


async def test_the_intake_waits_when_too_much_is_waiting():
    gate = asyncio.Event()

    async def wait(_: StoredUpdate) -> None:
        await gate.wait()

    async with Line(wait, effort=Effort(high_water=10)) as line:
        await line.reception.accept([message(n) for n in range(10)])
        assert line.dispatcher.crowded
        gate.set()
        async with asyncio.timeout(5):
            await line.dispatcher.room()
        assert line.dispatcher.waiting <= 5
        await line.idle()


async def test_an_update_that_was_stored_though_the_store_failed_is_still_handled():
    async with Line() as line:
        uncertain = StorageUnavailable("gone while committing", uncertain=True)
        line.store.fail("store_updates", uncertain, committed=True)
        with pytest.raises(StorageUnavailable):
            await line.reception.accept([message(1)])
        await line.reception.accept([message(1)])
        await line.idle()
    assert line.handler.ids == [1]


CHAT = {"id": -100, "type": "supergroup"}
PERSON = {"id": 7, "first_name": "Ani"}


@pytest.mark.parametrize(
    ("content", "lane"),
    [
        ({"message": {"chat": CHAT, "from": PERSON}}, -100),
        ({"edited_message": {"chat": CHAT}}, -100),
        ({"callback_query": {"from": PERSON, "message": {"chat": CHAT}}}, -100),
        ({"callback_query": {"from": PERSON, "inline_message_id": "x"}}, 7),
        ({"my_chat_member": {"chat": CHAT, "from": PERSON}}, -100),
        ({"message_reaction": {"chat": CHAT, "user": PERSON}}, -100),
        ({"pre_checkout_query": {"from": PERSON}}, 7),
        ({"poll_answer": {"user": PERSON}}, 7),
        ({"poll": {"id": "1"}}, NO_LANE),
        ({"message": None}, NO_LANE),
        ({"message": {"chat": {"id": "x"}}}, NO_LANE),
        ({"callback_query": {"message": [], "from": 3}}, NO_LANE),
        ({}, NO_LANE),
    ],
)
def test_the_lane_is_the_chat_else_the_person(content: dict[str, object], lane: int):
    assert lane_of({"update_id": 1, **content}) == lane


JSON = st.recursive(
    st.sampled_from([None, True, 7, -1.5, "x"]),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["chat", "from", "message", "user", "id"]), inner)
    ),
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["update_id", "message", "callback_query", "x"]), JSON))
def test_the_lane_of_whatever_comes_is_a_number(raw: dict[str, object]):
    assert isinstance(lane_of(raw), int)
