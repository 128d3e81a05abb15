"""The relay sends what is queued: when it is due, at its pace, and once."""

import asyncio
from datetime import timedelta

from domain.delivery import Lane, OutboxRow
from domain.ports import UnitOfWork
from domain.sending import Transient
from notifications.attempt import Persistence
from notifications.pacing import Limits, Rate
from notifications.relay import Relay
from tests.fakes import DONE
from tests.pipeline.relay_parts import Scene
from tests.virtual_time import leap, utc


def test_what_is_queued_is_sent_once_and_its_message_id_kept():
    async def story() -> Scene:
        scene = Scene()
        await scene.put("a", "b")
        await scene.put("c", chat_id=6)
        await scene.play(10)
        return scene

    scene = leap(story())
    assert sorted(scene.keys) == ["a", "b", "c"]
    assert scene.keys.index("a") < scene.keys.index("b")
    assert [entry.message_id for entry in scene.store.outbox.rows.values()] == [1001, 1002, 1003]


def test_it_wakes_for_what_comes_and_for_what_becomes_due_and_sleeps_between():
    async def story() -> Scene:
        scene = Scene()
        await scene.put("later", due_in=100)
        running = asyncio.ensure_future(scene.relay.run())
        await asyncio.sleep(7)
        await scene.put("now", chat_id=6)
        await asyncio.sleep(193)
        await scene.relay.stop()
        await running
        return scene

    scene = leap(story())
    assert scene.sent == [(7.0, "now"), (100.0, "later")]
    assert scene.store.ran.count("claim_rows") < 20


def test_what_becomes_due_while_something_is_being_sent_waits_a_second_at_most():
    async def story() -> Scene:
        scene = Scene()
        scene.takes_s = 20
        await scene.put("slow")
        await scene.put("soon", chat_id=6, due_in=5)
        await scene.play(40)
        return scene

    scene = leap(story())
    assert {key: at for at, key in scene.sent}["soon"] <= 26.0


def test_all_rows_of_a_claim_are_prepared_at_once_and_sent_even_if_that_fails():
    async def story() -> tuple[Scene, list[int]]:
        lots: list[int] = []

        def prepare(_uow: UnitOfWork, rows: list[OutboxRow]) -> list[OutboxRow]:
            lots.append(len(rows))
            if len(lots) == 2:
                raise LookupError("gone")
            return rows

        scene = Scene(prepare=prepare)
        for number in range(5):
            await scene.put(f"a{number}", chat_id=number)
        running = asyncio.ensure_future(scene.relay.run())
        await asyncio.sleep(5)
        await scene.put("b")
        await asyncio.sleep(5)
        await scene.relay.stop()
        await running
        return scene, lots

    scene, lots = leap(story())
    assert lots == [5, 1]
    assert scene.states() == [DONE] * 6


def test_it_looks_again_when_the_clock_was_moved():
    async def story() -> list[tuple[float, str]]:
        scene = Scene()
        moved = timedelta()
        relay = Relay(scene.store, scene.execute, lane=Lane.CHAT, clock=lambda: utc() + moved)
        await scene.put("tomorrow", due_in=86_400)
        running = asyncio.ensure_future(relay.run())
        await asyncio.sleep(3)
        moved = timedelta(days=1)
        relay.look_again()
        await asyncio.sleep(5)
        await relay.stop()
        await running
        return scene.sent

    assert leap(story()) == [(3.0, "tomorrow")]


def test_a_clock_that_leaps_past_the_lease_sends_nothing_twice():
    async def story() -> Scene:
        scene = Scene()
        scene.takes_s = 5
        moved = timedelta()
        relay = Relay(scene.store, scene.execute, lane=Lane.CHAT, clock=lambda: utc() + moved)
        await scene.put("a")
        running = asyncio.ensure_future(relay.run())
        await asyncio.sleep(1)
        moved = timedelta(hours=1)
        relay.look_again()
        await asyncio.sleep(20)
        await relay.stop()
        await running
        return scene

    assert leap(story()).keys == ["a"]


def test_many_chats_go_side_by_side_within_the_bound():
    async def story() -> Scene:
        scene = Scene(persistence=Persistence(in_flight=8))
        scene.takes_s = 1
        for n in range(40):
            await scene.put(f"k{n}", chat_id=n)
        await scene.play(6)
        return scene

    scene = leap(story())
    assert len(scene.sent) == 40
    assert scene.most_running == 8


def test_a_stop_finishes_what_is_being_sent_and_takes_nothing_new():
    async def story() -> Scene:
        scene = Scene(persistence=Persistence(in_flight=1))
        scene.takes_s = 4
        await scene.put("a", chat_id=1)
        await scene.put("b", chat_id=2)
        await scene.play(1)
        return scene

    scene = leap(story())
    assert scene.keys == ["a"]
    assert scene.states()[0] == DONE


def test_a_stop_in_the_middle_of_a_claim_sends_what_was_claimed():
    async def story() -> Scene:
        scene = Scene()
        await scene.put("a")
        running = asyncio.ensure_future(scene.relay.run())
        await asyncio.sleep(0)
        assert scene.store.ran == ["use_case"]
        await scene.relay.stop()
        await running
        return scene

    scene = leap(story())
    assert scene.keys == ["a"]
    assert scene.states() == [DONE]


def test_sending_keeps_the_pace():
    async def story() -> Scene:
        scene = Scene(limits=Limits(everything=(Rate(10, 1.0),)))
        for n in range(45):
            await scene.put(f"k{n}", chat_id=n + 1)
        await scene.play(10)
        return scene

    scene = leap(story())
    assert [int(at) for at, _ in scene.sent] == [0] * 10 + [1] * 10 + [2] * 10 + [3] * 10 + [4] * 5


def test_a_full_group_does_not_hold_up_people():
    async def story() -> Scene:
        scene = Scene(limits=Limits(), persistence=Persistence(in_flight=4))
        await scene.put(*(f"g{n}" for n in range(30)), chat_id=-5)
        for n in range(20):
            await scene.put(f"p{n}", chat_id=n + 1)
        await scene.play(200)
        return scene

    scene = leap(story())
    people = [at for at, key in scene.sent if key.startswith("p")]
    group = [key for _, key in scene.sent if key.startswith("g")]
    assert max(people) < 2
    assert group == [f"g{n}" for n in range(30)]


def test_the_task_lane_is_its_own():
    async def story() -> Scene:
        scene = Scene(Transient("courier down"), lane=Lane.TASK)
        await scene.put("book", "charge", chat_id=None)
        await scene.play(20)
        return scene

    scene = leap(story())
    assert sorted(scene.keys) == ["book", "charge"]
