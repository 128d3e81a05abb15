"""getUpdates: offsets, waiting, conflicts, what is asked for and what is kept.

Source: core.telegram.org/bots/api#getupdates.
"""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import ApiError
from simulator.updates import CONFLICT, PENDING, UpdateQueue
from tests.simulator.conftest import Client


def queue_of(count: int) -> UpdateQueue:
    """A queue with updates numbered from 1."""
    queue = UpdateQueue(lambda: 0.0, first_id=1)
    for number in range(count):
        queue.put("message", {"number": number}, 1)
    return queue


def ids(updates: list[dict]) -> list[int]:
    """The ids of updates."""
    return [update["update_id"] for update in updates]


async def test_nothing_is_confirmed_without_an_offset():
    """The same updates come again."""
    queue = queue_of(3)
    assert ids(await queue.poll(0, 100, 0)) == [1, 2, 3]
    assert ids(await queue.poll(0, 2, 0)) == [1, 2]


async def test_a_higher_offset_confirms_all_below():
    """An update is confirmed by a call with an offset higher than its id."""
    queue = queue_of(3)
    assert ids(await queue.poll(3, 100, 0)) == [3]
    assert ids(await queue.poll(0, 100, 0)) == [3]
    assert ids(await queue.poll(9, 100, 0)) == []
    assert len(queue) == 0


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest():
    """ "All previous updates will be forgotten."."""
    queue = queue_of(5)
    assert ids(await queue.poll(-2, 100, 0)) == [4, 5]
    assert ids(await queue.poll(0, 100, 0)) == [4, 5]
    assert ids(await queue.poll(-9, 100, 0)) == [4, 5]


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("put"), st.integers(1, 5)),
            st.tuples(st.just("poll"), st.integers(-7, 30)),
        ),
        max_size=30,
    ),
    st.integers(1, 5),
)
def test_offsets_agree_with_a_plain_model(steps: list[tuple[str, int]], limit: int):
    """Whatever the calls: pending is what was put and never confirmed, in order."""
    queue, model, next_id = UpdateQueue(lambda: 0.0, first_id=1), [], 1

    async def walk() -> None:
        nonlocal model, next_id
        for action, value in steps:
            if action == "put":
                for _ in range(value):
                    queue.put("message", {}, 1)
                    model.append(next_id)
                    next_id += 1
                continue
            if value > 0:
                model = [update_id for update_id in model if update_id >= value]
            elif value < 0:
                model = model[value:]
            assert ids(await queue.poll(value, limit, 0)) == model[:limit]
            assert len(queue) == len(model)

    asyncio.run(walk())


async def test_a_waiting_poll_ends_with_the_first_update(client: Client):
    """Long polling."""
    sari = await client.user()
    waiting = asyncio.create_task(client.updates(timeout=30))
    await client.world.feed.changed(0.05)
    await client.say(sari, "halo")
    assert (await waiting)[0]["message"]["text"] == "halo"


async def test_the_older_of_two_pollers_is_terminated():
    """409 goes to the poll that waited; the new one waits on."""
    queue = queue_of(0)
    older = asyncio.create_task(queue.poll(0, 100, 30))
    await asyncio.sleep(0)
    newer = asyncio.create_task(queue.poll(0, 100, 30))
    with pytest.raises(ApiError) as refused:
        await older
    assert (refused.value.code, refused.value.description) == (409, CONFLICT)
    queue.put("message", {}, 1)
    assert ids(await newer) == [1]


async def test_two_pollers_over_http(client: Client):
    """The same over HTTP, with the words of the open-source server."""
    sari = await client.user()
    older = asyncio.create_task(client.call("getUpdates", timeout=30))
    await client.world.updates.polled.wait()
    newer = asyncio.create_task(client.call("getUpdates", timeout=30))
    body = await older
    assert body["error_code"] == 409
    assert body["description"].startswith("Conflict: terminated by other getUpdates request")
    await client.say(sari, "halo")
    assert len((await newer)["result"]) == 1


async def test_a_poller_that_went_away_takes_nothing_along(client: Client):
    """A client that was killed while it waited loses no update."""
    sari = await client.user()
    waiting = asyncio.create_task(client.updates(timeout=30))
    await client.world.updates.polled.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await client.say(sari, "halo")
    assert len(await client.updates(timeout=5)) == 1


async def test_allowed_updates_hold_until_they_are_changed(client: Client):
    """A list lasts; an empty list means the default; what was not asked for is never queued."""
    sari = await client.user()
    await client.updates(allowed_updates=["callback_query"])
    unseen = await client.say(sari, "tidak terlihat")
    assert unseen["update_id"] is None
    await client.updates()
    assert (await client.say(sari, "juga tidak"))["update_id"] is None
    await client.updates(allowed_updates=[])
    await client.say(sari, "halo")
    assert [u["message"]["text"] for u in await client.updates()] == ["halo"]


async def test_updates_are_kept_for_24_hours(client: Client):
    """Source: "incoming updates are stored on the server ... not longer than 24 hours"."""
    sari = await client.user()
    await client.say(sari, "lama")
    await client.sim_post("/clock", advance_s=24 * 3600 + 1)
    await client.say(sari, "baru")
    assert [u["message"]["text"] for u in await client.updates()] == ["baru"]


async def test_ten_thousand_unfetched_updates_are_the_bound():
    """The oldest go first."""
    queue = queue_of(PENDING + 5)
    assert len(queue) == PENDING
    assert ids(await queue.poll(0, 1, 0)) == [6]


async def test_a_redelivered_update_comes_once_more_whatever_was_confirmed(client: Client):
    """For trying out that once is once."""
    sari = await client.user()
    sent = await client.say(sari, "halo")
    assert ids(await client.updates()) == [sent["update_id"]]
    assert await client.updates() == []
    await client.sim_post("/redeliver", update_id=sent["update_id"])
    assert ids(await client.updates()) == [sent["update_id"]]
    assert await client.updates() == []
    await client.sim_post("/redeliver", 404, update_id=1)


async def test_wrong_arguments_are_refused(client: Client):
    """Types are checked; a limit out of range falls back to 100."""
    refused = await client.refusal("getUpdates", offset="banyak")
    assert (
        refused == 'Bad Request: invalid value of the parameter "offset": an integer was expected'
    )
    assert await client.result("getUpdates", limit=1000) == []
