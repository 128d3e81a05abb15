"""getUpdates: offsets, waiting, conflicts, what is asked for and what is kept.

Source: core.telegram.org/bots/api#getupdates.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import ApiError
from simulator.feed import RING
from simulator.updates import CONFLICT, NOT_BY_DEFAULT, PENDING, UpdateQueue
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
    """Types are checked; a limit or a timeout out of range is brought into it."""
    refused = await client.refusal("getUpdates", offset="banyak")
    assert (
        refused == 'Bad Request: invalid value of the parameter "offset": an integer was expected'
    )
    assert await client.result("getUpdates", limit=1000, timeout=-5) == []
    sari = await client.user()
    for text in ("satu", "dua"):
        await client.say(sari, text)
    for limit, count in ((0, 1), (-5, 1), (1, 1), (101, 2)):
        assert len(await client.result("getUpdates", limit=limit)) == count
    refused = await client.refusal("getUpdates", allowed_updates="semua")
    assert refused == "Bad Request: can't parse allowed_updates JSON object"


def test_some_kinds_of_updates_come_only_when_named():
    """ "All update types except chat_member, message_reaction, and message_reaction_count"."""
    queue = queue_of(0)
    wanted = {kind: queue.wants(kind) for kind in ("message", "my_chat_member", *NOT_BY_DEFAULT)}
    assert wanted == {"message": True, "my_chat_member": True} | dict.fromkeys(
        ("chat_member", "message_reaction", "message_reaction_count"), False
    )
    queue.allow(["chat_member"])
    assert queue.wants("chat_member")
    assert not queue.wants("message")


async def raw_request(client: Client, text: str) -> socket.socket:
    """A connection that sent a request and reads nothing."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(raw, ("127.0.0.1", client.sim.port))
    head = f"GET {text} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    await loop.sock_sendall(raw, head.encode())
    return raw


async def test_a_follower_of_events_that_stops_reading_costs_nothing_and_is_reset(client: Client):
    """Events are held once for all; who comes back too late is told to load the state again."""
    sari = await client.user()
    loop = asyncio.get_running_loop()
    with closing(await raw_request(client, "/sim/events?after=0")) as raw:
        got = await loop.sock_recv(raw, 1024)
        assert b"200 OK" in got
        for _ in range(6):
            for _ in range(RING):
                client.world.feed.publish("typing", sari, facts={"action": "x" * 5000})
            await client.result("getMe")  # others are served meanwhile
        client.world.feed.publish("typing", sari, facts={"action": "terakhir"})
        while b'"kind":"reset"' not in got and b"terakhir" not in got:
            got = got[-4096:] + await loop.sock_recv(raw, 65_536)
    assert b'"kind":"reset"' in got


async def test_a_poller_that_stops_reading_loses_nothing(client: Client):
    """What was written to it is not confirmed: the next call gets it again."""
    sari = await client.user()
    for number in range(100):
        await client.say(sari, f"{number} " + "x" * 4000)
    with closing(await raw_request(client, f"/bot{client.world.token}/getUpdates")) as raw:
        await asyncio.get_running_loop().sock_recv(raw, 16)
        assert len(await client.result("getUpdates")) == 100
    assert len(await client.updates()) == 100


async def test_privacy_mode_holds_for_edits_as_well(client: Client):
    """What was not meant for the bot is not shown to it when it is edited either."""
    sari = await client.user()
    group = await client.group([sari], bot_is_admin=False)
    wrote = await client.say(group, "ngobrol", sari)
    edit = {"edit_of": wrote["message_id"]}
    assert (await client.say(group, "masih ngobrol", sari, **edit))["update_id"] is None
    assert (await client.say(group, "/menu", sari, **edit))["update_id"] is not None


async def test_kinds_that_do_not_exist_are_left_out(client: Client):
    """With nothing else in the list, the default holds."""
    sari = await client.user()
    await client.updates(allowed_updates=["gosip"])
    assert (await client.say(sari, "halo"))["update_id"] is not None
    await client.updates(allowed_updates=["gosip", "callback_query"])
    assert (await client.say(sari, "halo"))["update_id"] is None
    info = await client.result("getWebhookInfo")
    assert info["allowed_updates"] == ["callback_query"]


async def test_ten_thousand_unfetched_updates_over_http(client: Client):
    """The count is shown, the last one is within reach, and a page is as long as ever."""
    chat = {"id": 1, "type": "private", "first_name": "Sari"}
    for number in range(PENDING + 5):
        message = {"message_id": number + 1, "date": 0, "chat": chat}
        client.world.updates.put("message", message, 1)
    assert (await client.result("getWebhookInfo"))["pending_update_count"] == PENDING
    page = await client.result("getUpdates")
    assert (len(page), page[0]["message"]["message_id"]) == (100, 6)
    (last,) = await client.result("getUpdates", offset=-1)
    assert last["message"]["message_id"] == PENDING + 5
    assert (await client.result("getWebhookInfo"))["pending_update_count"] == 1
