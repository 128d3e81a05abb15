"""Snap's page and Xendit's invoices, as the stand-in makes them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.simulator.conftest import Client
from tests.simulator.gateway.merchant import Body, Receiver, Shop
from tests.simulator.schema import Value


async def test_a_snap_page_is_paid_by_hand(shop: Shop, receiver: Receiver, client: Client):
    """token and redirect_url; unknown to GET status until a way of paying is chosen."""
    await client.sim_post("/gateway", midtrans_url=receiver.url)
    details = {"transaction_details": {"order_id": "SNAP-1", "gross_amount": 50_000}}
    status, body = await shop.call(
        "POST", "/midtrans/snap/v1/transactions", details | {"enabled_payments": ["bca_va"]}
    )
    assert status == 201 and set(body) == {"token", "redirect_url"}
    assert (await shop.act("status", "SNAP-1"))["status_code"] == "404"
    async with client.http.get(body["redirect_url"]) as page:
        assert "Rp50.000" in await page.text()
    async with client.http.post(body["redirect_url"], data="do=nothing") as page:
        assert page.status == 400
    async with client.http.post(body["redirect_url"], data="do=pay") as page:
        assert "Lunas" in await page.text()
    told = await receiver.next()
    assert (told["transaction_status"], told["payment_type"]) == ("settlement", "bank_transfer")
    status, body = await shop.call("POST", "/midtrans/snap/v1/transactions", details)
    assert (status, body["error_messages"][0][-22:]) == (400, "has already been taken")
    for ways in (["moon"], 7, [["x"]]):
        wrong = {"transaction_details": {"order_id": "S-2", "gross_amount": 5}}
        wrong["enabled_payments"] = ways  # type: ignore[assignment]
        status, _ = await shop.call("POST", "/midtrans/snap/v1/transactions", wrong)
        assert status == 400


async def test_a_snap_page_that_nobody_opened_expires_in_silence(
    shop: Shop, receiver: Receiver, client: Client
):
    """By the clock after a day; one that is refused chose its way of paying first."""
    await client.sim_post("/gateway", midtrans_url=receiver.url)
    for order_id in ("SNAP-1", "SNAP-2"):
        details = {"transaction_details": {"order_id": order_id, "gross_amount": 50_000}}
        await shop.call("POST", "/midtrans/snap/v1/transactions", details)
    second = client.world.charges.views()[1]["id"]
    await shop.control(second, status="deny")
    await client.sim_post("/clock", advance_s=86_401)
    told = await receiver.next()
    assert (told["order_id"], told["payment_type"]) == ("SNAP-2", "qris")
    first = client.world.charges.views()[0]
    assert (first["status"], first["notifications"]) == ("expire", [])


async def test_a_page_of_no_charge(client: Client):
    """404, and nothing of the address is markup."""
    async with client.http.get("/gateway/pay/<b>x") as page:
        assert page.status == 404
        assert "<b>" not in await page.text()


async def invoice(shop: Shop, **more: Value) -> tuple[int, Body]:
    """POST /v2/invoices."""
    body = {"external_id": "INV-1", "amount": 99_000} | more
    status, answer = await shop.call("POST", "/xendit/v2/invoices", body)
    return status, dict(answer)


async def test_a_xendit_invoice_is_paid_and_called_back(
    shop: Shop, receiver: Receiver, client: Client
):
    """Created, found, paid; the webhook carries the callback token."""
    await client.sim_post("/gateway", xendit_url=receiver.url)
    status, made = await invoice(shop, payer_email="a@b.id", payment_methods=["BCA", "QRIS"])
    assert (status, made["status"], made["amount"]) == (200, "PENDING", 99_000)
    assert made["available_banks"][0]["bank_code"] == "BCA"
    assert made["available_qr_codes"] and made["expiry_date"].endswith("Z")
    await shop.control(made["id"], status="settlement")
    async with asyncio.timeout(5):
        told, headers = await receiver.got.get()
    assert headers["x-callback-token"] == client.world.charges.merchant.callback_token
    assert (told["status"], told["external_id"], told["paid_amount"]) == ("PAID", "INV-1", 99_000)
    assert (told["payment_method"], told["payment_channel"]) == ("BANK_TRANSFER", "BCA")
    _, found = await shop.call("GET", f"/xendit/v2/invoices/{made['id']}")
    assert (found["status"], found["payer_email"]) == ("PAID", "a@b.id")
    _, several = await shop.call("GET", "/xendit/v2/invoices?external_id=INV-1")
    assert [one["id"] for one in several] == [made["id"]]


async def test_a_xendit_invoice_expires_by_call_and_by_clock(
    shop: Shop, receiver: Receiver, client: Client
):
    """expire! once; the clock after invoice_duration."""
    await client.sim_post("/gateway", xendit_url=receiver.url)
    _, first = await invoice(shop)
    path = f"/xendit/invoices/{first['id']}/expire!"
    status, body = await shop.call("POST", path)
    assert (status, body["status"]) == (200, "EXPIRED")
    assert (await receiver.next())["status"] == "EXPIRED"
    assert (await shop.call("POST", path))[0] == 400
    _, second = await invoice(shop, invoice_duration=60)
    await client.sim_post("/clock", advance_s=61)
    assert (await receiver.next())["id"] == second["id"]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"external_id": ""}, "external_id"),
        ({"external_id": 5}, "external_id"),
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
        ({"amount": 0.5}, "amount"),
        ({"currency": "USD"}, "currency"),
        ({"invoice_duration": 0}, "invoice_duration"),
        ({"payment_methods": ["MOON"]}, "payment_methods"),
        ({"payment_methods": [["BCA"]]}, "payment_methods"),
        ({"payment_methods": {}}, "payment_methods"),
    ],
)
async def test_a_senseless_invoice_is_refused(shop: Shop, more: Body, path: str):
    """400 with the field's name."""
    status, body = await invoice(shop, **more)
    assert (status, body["error_code"]) == (400, "API_VALIDATION_ERROR")
    assert body["errors"][0]["path"] == path


async def test_xendit_refuses_keys_and_ids(shop: Shop, client: Client):
    """401 for a wrong key, 404 for an unknown invoice, also for a charge of the other gateway."""
    status, body = await shop.call("POST", "/xendit/v2/invoices", {}, key="x")
    assert (status, body["error_code"]) == (401, "INVALID_API_KEY")
    made = await shop.charge()
    for key in ("none", made["transaction_id"]):
        status, body = await shop.call("GET", f"/xendit/v2/invoices/{key}")
        assert (status, body["error_code"]) == (404, "INVOICE_NOT_FOUND_ERROR")
    _, sold = await invoice(shop)
    assert (await shop.act("status", sold["id"]))["status_code"] == "404"
    await client.sim_post(f"/charges/{sold['id']}", 400, status="deny")


# Junk


JUNK = [None, True, -1, 1.5, 10**20, "", "x", "\0", "é" * 300, [], [[]], {}, {"a": [1]}]
DETAILS = {"order_id": "J-1", "gross_amount": 5}
GOOD: dict[str, Body] = {
    "/midtrans/v2/charge": {
        "payment_type": "qris",
        "transaction_details": DETAILS,
        "item_details": [{"name": "Kopi", "price": 5, "quantity": 1}],
        "customer_details": {"first_name": "Sari"},
        "qris": {"acquirer": "gopay"},
        "custom_expiry": {"expiry_duration": 5, "unit": "minute"},
    },
    "/midtrans/snap/v1/transactions": {
        "transaction_details": DETAILS,
        "enabled_payments": ["bca_va"],
        "expiry": {"duration": 5, "unit": "minutes"},
    },
    "/midtrans/v2/PAID/refund": {"refund_key": "k", "amount": 1, "reason": "x"},
    "/xendit/v2/invoices": {
        "external_id": "J-1",
        "amount": 5,
        "invoice_duration": 60,
        "currency": "IDR",
        "payment_methods": ["QRIS"],
        "items": [{"name": "Kopi", "price": 5, "quantity": 1}],
    },
}


def spoilt(body: Body, junk: Value) -> Iterator[Body]:
    """The body with junk in the place of each of its fields, and of theirs."""
    for name, value in body.items():
        yield body | {name: junk}
        inner = value[0] if isinstance(value, list) else value
        for part in spoilt(inner, junk) if isinstance(inner, dict) else ():
            yield body | {name: [part] if isinstance(value, list) else part}


@pytest.mark.parametrize("path", GOOD)
async def test_junk_in_any_field_is_refused_or_taken_but_never_a_crash(shop: Shop, path: str):
    """No HTTP 500, and the gateway still works afterwards."""
    made = await shop.charge("PAID")
    await shop.control(made["transaction_id"], status="settlement")
    for junk in JUNK:
        for body in spoilt(GOOD[path], junk):
            status, answer = await shop.call("POST", path, body)
            assert status < 500, body
            assert "500" not in str(answer.get("status_code") if isinstance(answer, dict) else "")
    assert (await shop.act("status", "PAID"))["payment_type"] == "qris"
