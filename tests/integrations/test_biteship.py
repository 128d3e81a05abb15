"""The courier adapter against the stand-in, over real HTTP, and against bodies that make no sense."""

import asyncio

import aiohttp
import pytest
from aiohttp import web

from domain.ports import CourierUnavailable
from integrations.biteship import ACTIONS, Biteship, NoCourier, read_report
from simulator.courier import STATUSES
from simulator.server import Simulator
from tests.listening import listening

KEY = "biteship_test.key"


async def control(sim: Simulator, path: str, **body: object) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{sim.url}/sim/{path}", json=body) as response,
    ):
        assert response.status == 200, await response.text()


async def test_follows_a_parcel_from_the_counter_to_the_door():
    """Given a parcel, its reports come oldest first, with our actions, "with courier" as going out."""
    async with Simulator() as sim, Biteship(f"{sim.url}/courier", KEY) as courier:
        await courier.track("jne", "123456789012")
        await control(sim, "clock", advance_s=31 * 3600)
        report = await courier.track("jne", "123456789012")
        assert report is not None
        assert [event.status for event in report.events] == [
            "move",
            "move",
            "move",
            "go_out",
            "deliver",
        ]
        times = [event.at for event in report.events]
        assert times == sorted(times)
        assert all(at.tzinfo is not None for at in times)


async def test_an_unknown_waybill_is_no_trouble():
    """Given a waybill that no courier can know, the answer is None, not an error."""
    async with Simulator() as sim, Biteship(f"{sim.url}/courier", KEY) as courier:
        assert await courier.track("jne", "x") is None


async def test_a_refused_key_is_said():
    """Given no key, the adapter says that somebody has to mend it."""
    async with Simulator() as sim, Biteship(f"{sim.url}/courier", "") as courier:
        with pytest.raises(CourierUnavailable, match="key"):
            await courier.track("jne", "123456789012")


@pytest.mark.parametrize("misbehaviour", ["500", "garbage"])
async def test_a_courier_in_trouble_is_unavailable(misbehaviour: str):
    """Given an error page or garbage, nothing is concluded."""
    async with Simulator() as sim, Biteship(f"{sim.url}/courier", KEY) as courier:
        await courier.track("jne", "123456789012")
        await control(sim, "parcels/123456789012", misbehave=misbehaviour)
        with pytest.raises(CourierUnavailable):
            await courier.track("jne", "123456789012")


async def test_silence_is_unavailable():
    """Given a server that never answers, the call ends in time."""
    over = asyncio.Event()

    async def silent(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await over.wait()
        return response

    async with listening(silent) as url:
        async with Biteship(url, KEY, timeout_s=0.2) as courier:
            with pytest.raises(CourierUnavailable):
                await courier.track("jne", "123456789012")
        over.set()


async def test_nobody_listens_is_unavailable():
    """Given no server at all, the adapter says so."""
    async with Biteship("http://127.0.0.1:9", KEY) as courier:
        with pytest.raises(CourierUnavailable):
            await courier.track("jne", "123456789012")


@pytest.mark.parametrize("body", [None, [], {}, {"history": "x"}, {"success": False}])
def test_a_body_without_a_history_is_unavailable(body: object):
    """Given a body of a strange shape, nothing is concluded."""
    with pytest.raises(CourierUnavailable):
        read_report(body)


def test_odd_rows_are_passed_over():
    """Given rows without a time or of another type, the others still count; strange words move nothing."""
    good = {"note": "A", "updated_at": "2026-01-01T10:00:00+07:00", "status": "picked"}
    strange = good | {"status": "teleported", "updated_at": "2026-01-01T09:00:00"}
    report = read_report({"history": [None, {"note": "no time"}, good, strange]})
    assert [(event.note, event.status) for event in report.events] == [("A", "move"), ("A", "")]


def test_every_status_of_the_documentation_is_known():
    """Given the documented statuses, each has its place in the table."""
    assert set(STATUSES) <= set(ACTIONS)


async def test_a_shop_without_a_key_asks_nobody():
    """Given no aggregator, nothing is known."""
    assert await NoCourier().track("jne", "1") is None
