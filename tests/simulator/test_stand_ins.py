"""The stand-ins as processes of their own."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.simulator.gateway.merchant import SERVER_KEY, basic


@contextlib.asynccontextmanager
async def alone(module: str, *arguments: str) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of `python -m MODULE --port 0`, which must end by itself when it is told to."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, "--port", "0", *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(30):
            line = (await process.stdout.readline()).decode()
        async with aiohttp.ClientSession(line.split()[-1]) as http:
            yield http
        process.terminate()
        async with asyncio.timeout(10):
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_the_gateway_starts_alone():
    """Charges, their control and the clock; no Telegram; other hosts' names are refused."""
    async with alone("simulator.gateway") as http:
        body = {
            "payment_type": "qris",
            "transaction_details": {"order_id": "INV-1", "gross_amount": 5_000},
        }
        headers = basic(SERVER_KEY)
        async with http.post("/gateway/midtrans/v2/charge", json=body, headers=headers) as made:
            assert (await made.json())["status_code"] == "201"
        async with http.post("/sim/clock", json={"advance_s": 901}) as moved:
            assert moved.status == 200
        async with http.get("/gateway/midtrans/v2/INV-1/status", headers=headers) as found:
            assert (await found.json())["transaction_status"] == "expire"
        async with http.get("/sim/charges") as listed:
            assert [c["status"] for c in (await listed.json())["charges"]] == ["expire"]
        async with http.get("/bot123456:TEST/getMe") as missing:
            assert missing.status == 404
        async with http.get("/sim/charges", headers={"Host": "example.com"}) as refused:
            assert refused.status == 403


async def test_both_stand_ins_start_together():
    """A parcel is tracked and moved, and an open stream of events does not hold up the end."""
    async with alone("simulator.stand_ins") as http, http.get("/sim/events") as stream:
        assert stream.status == 200
        url = "/courier/v1/trackings/JNE0001/couriers/jne"
        async with http.get(url, headers={"authorization": "x"}) as tracked:
            assert (await tracked.json())["status"] == "dropping_off"
        async with http.post("/sim/parcels/JNE0001", json={"status": "delivered"}) as moved:
            assert moved.status == 200
        async with http.get("/sim/charges") as listed:
            assert (await listed.json()) == {"charges": []}


@pytest.mark.parametrize("port", ["70000", "-1"])
async def test_a_senseless_port_is_refused_in_words(port: str):
    """No traceback."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator.gateway", "--port", port, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert process.returncode == 1
    assert b"Cannot serve" in said
    assert b"Traceback" not in said
