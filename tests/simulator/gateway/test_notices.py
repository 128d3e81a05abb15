"""Notifications of the gateways' stand-in, and what it does wrong when it is told to."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from simulator.gateway import charges as gateway_charges
from simulator.gateway import notifier
from simulator.gateway.midtrans import signature
from tests.simulator.conftest import Client
from tests.simulator.gateway.merchant import SERVER_KEY, Receiver, Shop, basic, notice, tried


async def overtaken(shop: Shop, receiver: Receiver, order_id: str) -> None:
    """Nothing was sent before the notification of a charge that is made now."""
    await shop.charge(order_id, headers={"X-Override-Notification": receiver.url})
    assert (await receiver.next())["order_id"] == order_id
    assert receiver.got.empty()


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("https://example.com/hook", "example.com"),
        ("http://127.0.0.1.example.com/", "loopback"),
        ("http://127.0.0.1@example.com/", "loopback"),
        ("file:///etc/passwd", "URL"),
        ("http://127.0.0.1:99999/", "URL"),
        ("http://[::1", "URL"),
        ("nonsense", "URL"),
        ("http://127.0.0.1/" + "x" * 3000, "URL"),
    ],
)
async def test_a_notification_to_another_host_is_refused(
    shop: Shop, client: Client, url: str, word: str
):
    """With the reason, by header and by the account; nothing is charged."""
    body = await shop.charge(headers={"X-Override-Notification": url})
    assert body["status_code"] == "400"
    assert word in body["validation_messages"][0]
    assert word in (await client.sim_post("/gateway", 400, xendit_url=url))["error"]
    assert client.world.charges.views() == []


async def test_what_is_not_accepted_comes_again(shop: Shop, receiver: Receiver, client: Client):
    """After 2 and 10 minutes of the simulator's clock, with the same body."""
    receiver.answers = [500]
    await shop.charge(headers={"X-Override-Notification": receiver.url},
                      custom_expiry={"expiry_duration": 1, "unit": "day"})  # fmt: skip
    first = await receiver.next()
    await tried(client, 1)
    await client.sim_post("/clock", advance_s=119)
    await overtaken(shop, receiver, "INV-2")
    receiver.answers = [302]
    await client.sim_post("/clock", advance_s=2)
    assert await receiver.next() == first
    await tried(client, 2)
    await client.sim_post("/clock", advance_s=601)
    assert await receiver.next() == first
    found = await notice(client, "delivered")
    assert (found["tries"], found["answer"]) == (3, "200")


async def test_an_address_that_is_down_is_given_up(shop: Shop, client: Client, unused_port: int):
    """After five repetitions; the charge itself is unharmed."""
    url = f"http://127.0.0.1:{unused_port}/hook"
    await shop.charge(headers={"X-Override-Notification": url},
                      custom_expiry={"expiry_duration": 9, "unit": "day"})  # fmt: skip
    for times, pause in enumerate(notifier.RETRIES["midtrans"], 1):
        await tried(client, times)
        await client.sim_post("/clock", advance_s=pause + 1)
    found = await notice(client, "gave up")
    assert (found["tries"], found["answer"]) == (6, "connection refused")
    assert (await shop.act("status"))["transaction_status"] == "pending"


@pytest.fixture
async def unused_port() -> int:
    """A port that nobody listens on."""
    server = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


async def test_a_notification_can_come_twice_late_or_forged(
    shop: Shop, receiver: Receiver, client: Client
):
    """double, late (an hour of the simulator's clock), wrong_signature."""
    made = await shop.charge(headers={"X-Override-Notification": receiver.url})
    first = await receiver.next()
    charge_id = made["transaction_id"]
    await shop.control(charge_id, misbehave="double", status="settlement")
    assert await receiver.next() == await receiver.next()
    await shop.control(charge_id, misbehave="wrong_signature", status="settlement")
    forged = await receiver.next()
    assert len(forged["signature_key"]) == len(first["signature_key"])
    assert forged["signature_key"] != signature("INV-1", "200", "275000.00", SERVER_KEY)
    await shop.control(charge_id, misbehave="late", status="refund")
    await client.sim_post("/clock", advance_s=3_590)
    await overtaken(shop, receiver, "INV-2")
    await client.sim_post("/clock", advance_s=11)
    assert (await receiver.next())["transaction_status"] == "refund"


async def test_a_gateway_can_misbehave(shop: Shop, client: Client):
    """500, garbage, and no answer at all, for what is known."""
    made = await shop.charge()
    url = "/gateway/midtrans/v2/INV-1/status"
    await shop.control(made["transaction_id"], misbehave="500")
    assert (await shop.call("GET", "/midtrans/v2/INV-1/status"))[0] == 500
    await shop.control(made["transaction_id"], misbehave="garbage")
    async with client.http.get(url, headers=basic(SERVER_KEY)) as answer:
        assert answer.content_type == "text/html"
    await shop.control(made["transaction_id"], misbehave="timeout")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await client.http.get(url, headers=basic(SERVER_KEY))
    await shop.control(made["transaction_id"], misbehave=None)
    assert (await shop.act("status"))["status_code"] == "201"


async def test_an_answer_that_is_lost_was_carried_out(shop: Shop, client: Client):
    """The account's misbehaviour meets new charges: garbage charged, 500 did not."""
    await client.sim_post("/gateway", misbehave="500")
    await shop.charge("INV-1")
    await client.sim_post("/gateway", misbehave="garbage")
    with pytest.raises(aiohttp.ContentTypeError):
        await shop.charge("INV-2")
    assert [view["order_id"] for view in client.world.charges.views()] == ["INV-2"]


async def test_what_the_control_surface_refuses(shop: Shop, client: Client):
    """Unknown charges, statuses and troubles; a refused request changes nothing."""
    charge_id = (await shop.charge())["transaction_id"]
    await shop.control("none", 404, status="settlement")
    await shop.control(charge_id, 400, status="paid")
    await shop.control(charge_id, 400, status=["settlement"])
    await shop.control(charge_id, 409, status="refund", misbehave="double")
    await shop.control(charge_id, 400, misbehave="dance")
    await shop.control(charge_id, 400, misbehave=["500"])
    await shop.control(charge_id, 400, colour="red")
    await client.sim_post("/gateway", 400, server_key="")
    await client.sim_post("/gateway", 400, server_key=5, misbehave="500")
    await client.sim_post("/gateway", 400, colour="red")
    view = (await client.sim_get("/charges"))["charges"][0]
    assert (view["status"], view["misbehave"]) == ("pending", None)
    assert (await client.sim_get("/gateway"))["misbehave"] is None
    await shop.control(charge_id, status="settlement")
    await shop.control(charge_id, 400, status="refund", amount=275_001)
    assert (await shop.control(charge_id, status="refund", amount=5))["refunded"] == 5


async def test_the_page_hears_of_a_charge(shop: Shop, client: Client):
    """The state lists it, an event of the kind charge brings each change."""
    seq = client.world.feed.seq
    charge_id = (await shop.charge())["transaction_id"]
    await shop.control(charge_id, status="settlement")
    events = [event for event in client.world.feed.after(seq) or [] if event.kind == "charge"]
    assert [event.facts["status"] for event in events] == ["pending", "settlement"]
    state = await client.sim_get("/state")
    assert state["charges"][0]["id"] == charge_id


async def test_charges_are_bounded(shop: Shop, client: Client, monkeypatch: pytest.MonkeyPatch):
    """The oldest go, and their order ids with them."""
    monkeypatch.setattr(gateway_charges, "CHARGES", 3)
    for at in range(5):
        await shop.charge(f"INV-{at}")
    assert [view["order_id"] for view in client.world.charges.views()] == [
        "INV-2",
        "INV-3",
        "INV-4",
    ]
    assert (await shop.act("status", "INV-0"))["status_code"] == "404"
    assert (await shop.charge("INV-0"))["status_code"] == "201"
