"""Nothing that was queued is lost, whatever the other side, the store or the process does."""

import asyncio
from datetime import timedelta

import pytest

from domain.delivery import Lane, OutboxRow
from domain.ports import StorageUnavailable
from domain.sending import Delivered, Migrated, Refused, RetryLater, Transient, Unreachable
from notifications.attempt import Persistence
from notifications.relay import Relay
from tests.fakes import DEAD, DONE
from tests.pipeline.relay_parts import Scene
from tests.virtual_time import leap, utc


def test_order_within_a_chat_survives_failures():
    async def story() -> Scene:
        scene = Scene(Transient("502"), Transient("502"), None, RetryLater(20))
        await scene.put("one", "two", "three")
        await scene.play(120)
        return scene

    assert leap(story()).keys == ["one", "two", "three"]


@pytest.mark.parametrize("trouble", [Transient("500"), TimeoutError(), LookupError("bug")])
def test_trouble_that_passes_is_outlasted_with_growing_delays(trouble: Exception):
    async def story() -> Scene:
        scene = Scene(trouble, trouble, trouble)
        await scene.put("a")
        await scene.play(60)
        return scene

    scene = leap(story())
    assert scene.keys == ["a"]
    assert 1 + 2 + 4 - 2 < scene.sent[0][0] < 1 + 2 + 4 + 3


def test_a_pause_that_was_asked_for_is_kept():
    async def story() -> Scene:
        scene = Scene(RetryLater(33))
        await scene.put("a", "b", chat_id=5)
        await scene.put("c", chat_id=6)
        await scene.play(100)
        return scene

    sent = dict((key, at) for at, key in leap(story()).sent)  # noqa: C402 - turned around
    assert sent["c"] < 1
    assert 33 <= sent["a"] <= sent["b"] < 40


def test_a_pause_for_everything_stops_claiming():
    async def story() -> Scene:
        scene = Scene(RetryLater(50), RetryLater(50), persistence=Persistence(in_flight=2))
        for n in range(20):
            await scene.put(f"k{n}", chat_id=n + 1)
        await scene.play(80)
        return scene

    scene = leap(story())
    assert len(scene.sent) == 20
    assert all(at >= 50 for at, _ in scene.sent)
    assert scene.store.ran.count("postpone_row") == 2


def test_a_blocked_bot_is_told_of_and_the_row_buried():
    async def story() -> Scene:
        scene = Scene(Unreachable(5, "bot was blocked by the user"))
        await scene.put("a")
        await scene.play(5)
        return scene

    scene = leap(story())
    assert scene.told.calls == [("unreachable", 5), ("buried", "a")]
    assert scene.states() == [DEAD]


def test_what_is_refused_is_not_tried_again():
    async def story() -> Scene:
        scene = Scene(Refused("can't parse entities"))
        await scene.put("a", "b")
        await scene.play(5)
        return scene

    scene = leap(story())
    assert scene.keys == ["b"]
    assert scene.states() == [DEAD, DONE]
    assert [row.error for row in scene.store.outbox.dead(5)] == ["can't parse entities"]


def test_a_group_is_followed_to_its_new_id_at_once():
    async def story() -> Scene:
        scene = Scene(Migrated(-1005))
        await scene.put("a", "b", chat_id=-5)
        await scene.play(5)
        return scene

    scene = leap(story())
    assert scene.tried_chats == [-5, -1005, -1005]
    assert scene.keys == ["a", "b"]
    assert ("migrated", -5, -1005) in scene.told.calls


def test_a_bug_is_tried_a_few_times_and_then_given_up_aloud():
    async def story() -> Scene:
        scene = Scene(*[LookupError("no such template")] * 5)
        await scene.put("a")
        await scene.play(600)
        return scene

    scene = leap(story())
    assert len(scene.tried_chats) == 5
    assert scene.told.calls == [("buried", "a")]


def test_after_a_day_of_trouble_the_row_is_buried():
    async def story() -> Scene:
        scene = Scene(*[Transient("down")] * 2_000)
        await scene.put("a")
        await scene.play(2 * 86_400)
        return scene

    scene = leap(story())
    assert scene.states() == [DEAD]
    assert 250 < len(scene.tried_chats) < 400


def test_what_was_queued_long_ago_for_now_gets_its_tries_all_the_same():
    async def story() -> Scene:
        scene = Scene(*[Transient("down")] * 5)
        await scene.put("a", due_in=3 * 86_400)
        await scene.play(3 * 86_400 + 100)
        return scene

    assert leap(story()).keys == ["a"]


def test_a_mark_that_fails_is_tried_again_and_not_the_send():
    async def story() -> Scene:
        scene = Scene()
        scene.store.fail("mark_sent", StorageUnavailable("disk full"), times=9)
        await scene.put("a")
        await scene.play(60)
        return scene

    scene = leap(story())
    assert scene.keys == ["a"]
    assert scene.states() == [DONE]


def test_a_mark_that_never_succeeds_lets_the_send_repeat_after_the_lease():
    async def story() -> Scene:
        scene = Scene(persistence=Persistence(lease=timedelta(seconds=20)))
        scene.store.fail("mark_sent", StorageUnavailable("disk full"), times=20)
        await scene.put("a")
        await scene.play(120)
        return scene

    scene = leap(story())
    assert scene.keys[:2] == ["a", "a"]
    assert scene.sent[1][0] >= 20
    assert scene.states() == [DONE]


def test_a_crash_between_send_and_mark_repeats_and_never_loses():
    async def story() -> Scene:
        scene = Scene()
        await scene.put("a", "b")
        killed: list[asyncio.Future[None]] = []
        execute = scene.execute

        async def execute_and_die(row: OutboxRow) -> Delivered:
            await execute(row)
            killed[0].cancel()
            await asyncio.Event().wait()
            return Delivered()

        first = Relay(scene.store, execute_and_die, lane=Lane.CHAT, clock=utc)
        killed.append(asyncio.ensure_future(first.run()))
        await asyncio.wait(killed)
        await scene.play(100)
        return scene

    scene = leap(story())
    assert scene.keys == ["a", "a", "b"]
    assert scene.sent[1][0] >= 30
    assert scene.states() == [DONE, DONE]


def test_a_store_that_cannot_be_read_is_waited_for():
    async def story() -> Scene:
        scene = Scene()
        await scene.put("a")
        scene.store.fail("claim_rows", StorageUnavailable("gone"), times=5)
        await scene.play(30)
        return scene

    assert leap(story()).keys == ["a"]


def test_a_send_that_hangs_ends_before_its_lease():
    async def story() -> Scene:
        scene = Scene(persistence=Persistence(lease=timedelta(seconds=30)))
        scene.takes_s = 1_000
        await scene.put("a")
        running = asyncio.ensure_future(scene.relay.run())
        await asyncio.sleep(25.5)
        scene.takes_s = 0
        await asyncio.sleep(10)
        await scene.relay.stop()
        await running
        return scene

    scene = leap(story())
    assert scene.most_running == 1
    assert scene.keys == ["a"]
