"""Flood control: what is refused, what is recorded, and a true retry_after."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import ApiError
from simulator.flood import Flood
from simulator.server import Simulator
from simulator.world import World
from tests.simulator.conftest import Client
from tests.simulator.hand import Hand


def send(flood: Flood, chat_id: int) -> None:
    """A message that nothing but flood control could refuse."""
    flood.check("sendMessage", chat_id)
    flood.count("sendMessage", chat_id)


@pytest.mark.parametrize("chat", [1, -1], ids=["person", "group"])
def test_one_per_second_and_chat_after_a_burst_of_three(chat: int):
    """ "Avoid sending more than one message per second" (core.telegram.org/bots/faq)."""
    hand = Hand()
    flood = Flood("strict", hand)
    for _ in range(3):
        send(flood, chat)
    with pytest.raises(ApiError) as refused:
        send(flood, chat)
    assert refused.value.description == "Too Many Requests: retry after 1"
    hand.now = 1.0
    send(flood, chat)


def test_thirty_per_second_over_all_chats():
    """The 31st of a second is refused."""
    flood = Flood("strict", Hand())
    for chat in range(1, 31):
        send(flood, chat)
    with pytest.raises(ApiError):
        send(flood, 31)


def test_twenty_per_minute_to_a_group_with_a_true_retry_after():
    """Whoever waits as told gets through."""
    hand = Hand()
    flood = Flood("strict", hand)
    for second in range(20):
        hand.now = float(second)
        send(flood, -1)
    with pytest.raises(ApiError) as refused:
        send(flood, -1)
    assert refused.value.parameters == {"retry_after": 41}
    hand.now += 41
    send(flood, -1)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.tuples(st.floats(0, 3), st.sampled_from([-1, 1, 2])), max_size=80))
def test_strict_flood_control_never_lets_more_through_than_its_windows(
    steps: list[tuple[float, int]],
):
    """In any second at most 30, in any minute at most 20 to a group; retry_after is kept."""
    hand = Hand()
    flood = Flood("strict", hand)
    passed: list[tuple[float, int]] = []
    for pause, chat in steps:
        hand.now += pause
        try:
            send(flood, chat)
        except ApiError as refused:
            hand.now += refused.parameters["retry_after"]  # type: ignore[index]
            send(flood, chat)
        passed.append((hand.now, chat))
        now = hand.now
        assert sum(now - at < 1.0 - 1e-5 for at, _ in passed) <= 30
        assert sum(now - at < 60.0 - 1e-5 and to < 0 for at, to in passed) <= 20


async def test_strict_is_what_comes_out_of_the_box():
    """Whoever asks for nothing is refused as by Telegram; a world that is given brings its own mode."""
    assert World().flood.mode == "strict"
    assert Simulator().world.flood.mode == "strict"
    assert Simulator(world=World(flood="off")).world.flood.mode == "off"
    with pytest.raises(ValueError, match="brings its own flood mode"):
        Simulator(world=World(), flood="off")


@pytest.mark.parametrize("mode", ["strict", "record"])
async def test_what_is_refused_for_another_reason_costs_nothing(client: Client, mode: str):
    """An empty text, a chat that is not there: neither counts, nor is it a violation."""
    await client.sim_post("/flood", mode=mode)
    sari = await client.user()
    for _ in range(40):
        assert (await client.call("sendMessage", chat_id=sari, text=""))["error_code"] == 400
        assert (await client.call("sendMessage", chat_id=5, text="x"))["error_code"] == 400
    for _ in range(3):
        await client.result("sendMessage", chat_id=sari, text="x")
    assert (await client.sim_get("/state"))["violation_count"] == 0


async def test_violations_are_recorded_and_shown(client: Client):
    """`record` lets all through and lists what Telegram would refuse."""
    await client.sim_post("/flood", mode="record")
    sari = await client.user()
    for _ in range(4):
        await client.result("sendMessage", chat_id=sari, text="x")
    state = await client.sim_get("/state")
    assert [v["limit"] for v in state["violations"]] == ["private"]
    assert state["violation_count"] == 1


async def test_strict_mode_answers_429_over_http(client: Client):
    """With retry_after."""
    await client.sim_post("/flood", mode="strict")
    sari = await client.user()
    for _ in range(3):
        await client.result("sendMessage", chat_id=sari, text="x")
    body = await client.call("sendMessage", chat_id=sari, text="x")
    assert (body["error_code"], body["parameters"]) == (429, {"retry_after": 1})
