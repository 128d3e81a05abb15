"""A merchant for the gateways' tests: its calls, and a small receiver of its notifications."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

from aiohttp import web

from tests.simulator.conftest import Client
from tests.simulator.schema import Value

SERVER_KEY = "SB-Mid-server-TEST123"
XENDIT_KEY = "xnd_development_TEST123"
Body = dict[str, Any]


def basic(key: str) -> dict[str, str]:
    """The header of a key."""
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}


class Receiver:
    """A merchant's notification address that answers what it is told to."""

    def __init__(self) -> None:
        self.got: asyncio.Queue[tuple[Body, dict[str, str]]] = asyncio.Queue()
        self.answers: list[int] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        """Note a notification."""
        self.got.put_nowait((await request.json(), dict(request.headers)))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def next(self) -> Body:
        """The body of the next notification."""
        async with asyncio.timeout(5):
            return (await self.got.get())[0]


class Shop:
    """A merchant's calls of both gateways."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def call(
        self, method: str, path: str, body: Body | bytes | None = None, **more: Value
    ) -> tuple[int, Any]:
        """Status and body of a call; `key` and `headers` override the defaults."""
        key = more.get("key", SERVER_KEY if path.startswith("/midtrans") else XENDIT_KEY)
        headers = basic(key) | more.get("headers", {})
        sent = {"data": body} if isinstance(body, bytes) else {"json": body}
        url = f"/gateway{path}"
        async with self.client.http.request(method, url, headers=headers, **sent) as answer:
            return answer.status, await answer.json()

    async def charge(self, order_id: str = "INV-1", amount: Value = 275_000, **more: Value) -> Body:
        """The body that answers POST /v2/charge, by default for a QRIS."""
        headers = more.pop("headers", {})
        body = {
            "payment_type": "qris",
            "transaction_details": {"order_id": order_id, "gross_amount": amount},
        }
        _, answer = await self.call("POST", "/midtrans/v2/charge", body | more, headers=headers)
        return dict(answer)

    async def act(self, action: str, key: str = "INV-1", body: Body | None = None) -> Body:
        """GET status, or POST cancel, expire or refund."""
        method = "GET" if action == "status" else "POST"
        return dict((await self.call(method, f"/midtrans/v2/{key}/{action}", body))[1])

    async def control(self, charge_id: str, status: int = 200, /, **body: Value) -> Value:
        """POST /sim/charges/ID."""
        return await self.client.sim_post(f"/charges/{charge_id}", status, **body)


async def notice(client: Client, state: str) -> Body:
    """The newest notification of the first charge, once it is in this state."""
    async with asyncio.timeout(5):
        while True:
            seq = client.world.feed.seq
            found = client.world.charges.views()[0]["notifications"]
            if found and found[-1]["state"] == state:
                return dict(found[-1])
            while client.world.feed.seq == seq:
                await client.world.feed.changed(5)


async def tried(client: Client, times: int) -> None:
    """Wait until the newest notification of the first charge was tried so often."""
    async with asyncio.timeout(5):
        while True:
            found = client.world.charges.views()[0]["notifications"]
            if found and found[-1]["tries"] >= times:
                return
            await client.world.feed.changed(5)
