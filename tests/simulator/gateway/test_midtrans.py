"""Midtrans' stand-in over HTTP: charges, refusals, refunds, the QR in them."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from simulator.gateway import qris
from simulator.gateway.midtrans import signature
from tests.simulator.conftest import Client
from tests.simulator.gateway.merchant import SERVER_KEY, Body, Receiver, Shop, basic, notice
from tests.simulator.schema import Value


@pytest.mark.parametrize(
    ("amount", "reference", "expected"),
    [
        (
            152_034,
            "INV-000123",
            "00020101021226680016ID.CO.CONTOH.WWW01189360099900000000170215MIDCONTOH0000010303UMI51440014ID.CO.QRIS.WWW0215ID10200000000010303UMI52045814530336054061520345802ID5911KOPI CONTOH6007BANDUNG61054011162210510INV-0001230703A0163043EE7",
        ),
        (
            25_000,
            "",
            "00020101021226680016ID.CO.CONTOH.WWW01189360099900000000170215MIDCONTOH0000010303UMI51440014ID.CO.QRIS.WWW0215ID10200000000010303UMI5204581453033605405250005802ID5911KOPI CONTOH6007BANDUNG61054011162070703A0163045443",
        ),
    ],
    ids=["with-reference", "without"],
)
def test_a_qr_is_a_dynamic_qris(amount: int, reference: str, expected: str):
    """Fields, lengths and checksum, against payloads that were checked elsewhere."""
    assert qris.payload(amount, reference) == expected


def test_the_checksum_is_ccitt_false():
    """The check value of CRC-16/CCITT-FALSE."""
    assert qris.checksum("123456789") == "29B1"


def tags(text: str) -> dict[str, str]:
    """The fields of an EMV payload."""
    found = {}
    while text:
        length = int(text[2:4])
        found[text[:2]], text = text[4 : 4 + length], text[4 + length :]
    return found


async def test_a_qris_charge_has_every_documented_field(shop: Shop):
    """Source: docs.midtrans.com, QRIS; the QR holds the amount and its own checksum."""
    body = await shop.charge()
    assert body["status_code"] == "201"
    assert body["status_message"] == "QRIS transaction is created"
    assert (body["order_id"], body["gross_amount"]) == ("INV-1", "275000.00")
    assert (body["currency"], body["payment_type"]) == ("IDR", "qris")
    assert (body["transaction_status"], body["fraud_status"]) == ("pending", "accept")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", body["transaction_time"])
    assert body["merchant_id"] and body["acquirer"] == "gopay"
    assert body["actions"][0]["name"] == "generate-qr-code"
    fields = tags(body["qr_string"])
    assert (fields["54"], fields["53"], fields["01"]) == ("275000", "360", "12")
    assert fields["63"] == qris.checksum(body["qr_string"][:-4])


async def test_a_bank_transfer_has_an_account_of_its_own(shop: Shop):
    """va_numbers, and permata's own field; no two charges share a number."""
    seen = set()
    for at, bank in enumerate(("bca", "bca", "bni", "permata")):
        body = await shop.charge(
            f"INV-{at}", payment_type="bank_transfer", bank_transfer={"bank": bank}
        )
        number = body.get("permata_va_number") or body["va_numbers"][0]["va_number"]
        assert number.isdigit()
        assert ("permata_va_number" in body) == (bank == "permata")
        seen.add(number)
    assert len(seen) == 4


async def test_a_status_is_found_by_order_and_by_transaction(shop: Shop):
    """GET /v2/ID/status takes both ids."""
    made = await shop.charge()
    by_order, by_id = await shop.act("status"), await shop.act("status", made["transaction_id"])
    assert by_order == by_id
    assert (by_order["status_code"], by_order["transaction_status"]) == ("201", "pending")


async def test_a_paid_charge_is_settled_and_notified(
    shop: Shop, receiver: Receiver, client: Client
):
    """Pending first, then settlement, to the address in X-Override-Notification, and signed."""
    made = await shop.charge(headers={"X-Override-Notification": receiver.url})
    assert (await receiver.next())["transaction_status"] == "pending"
    view = await shop.control(made["transaction_id"], status="settlement")
    assert view["status"] == "settlement"
    told = await receiver.next()
    assert (told["transaction_status"], told["status_code"]) == ("settlement", "200")
    assert told["settlement_time"]
    text = f"INV-1200{told['gross_amount']}{SERVER_KEY}"
    assert told["signature_key"] == hashlib.sha512(text.encode()).hexdigest()
    found = await shop.act("status")
    assert (found["status_code"], found["transaction_status"]) == ("200", "settlement")
    assert (await notice(client, "delivered"))["answer"] == "200"


def test_the_signature_of_the_documentation():
    """sha512 of order, status code, amount as sent, and key."""
    assert signature("INV-2026-0001", "200", "150000.00", SERVER_KEY) == (
        "e183a3d8fc79640d90c4365036e8673c02b229be8e08c7049d5e87e80c26dfc8"
        "8594a18234cf4d2a1ef1ecc816047d3e080e41da9dc36f1bc4dadf96bf17dfdd"
    )


async def test_the_account_has_an_address_too(shop: Shop, receiver: Receiver, client: Client):
    """Used without a header; X-Append-Notification adds to it."""
    await client.sim_post("/gateway", midtrans_url=receiver.url)
    await shop.charge()
    assert (await receiver.next())["order_id"] == "INV-1"
    await shop.charge("INV-2", headers={"X-Append-Notification": f"{receiver.url}?second"})
    assert {(await receiver.next())["order_id"] for _ in range(2)} == {"INV-2"}
    assert len(client.world.charges.views()[1]["notifications"]) == 2


@pytest.mark.parametrize(
    ("charge", "seconds"),
    [
        ({}, 15 * 60),
        ({"payment_type": "bank_transfer", "bank_transfer": {"bank": "bca"}}, 24 * 3600),
        ({"custom_expiry": {"expiry_duration": 2, "unit": "hour"}}, 2 * 3600),
    ],
    ids=["qris", "va", "custom"],
)
async def test_a_charge_expires_by_the_clock(
    shop: Shop, receiver: Receiver, client: Client, charge: Body, seconds: int
):
    """Not a second before; the notification comes without anybody asking."""
    await shop.charge(headers={"X-Override-Notification": receiver.url}, **charge)
    assert (await receiver.next())["transaction_status"] == "pending"
    await client.sim_post("/clock", advance_s=seconds - 30)
    assert (await shop.act("status"))["transaction_status"] == "pending"
    await client.sim_post("/clock", advance_s=31)
    told = await receiver.next()
    assert (told["transaction_status"], told["status_code"]) == ("expire", "202")
    found = await shop.act("status")
    assert (found["status_code"], found["transaction_status"]) == ("407", "expire")


@pytest.mark.parametrize("action", ["cancel", "expire"])
async def test_a_pending_charge_is_closed_once(shop: Shop, action: str):
    """The second time, and after a payment, it is 412; the order id is free again."""
    await shop.charge()
    assert (await shop.act(action))["transaction_status"] == action
    assert (await shop.act(action))["status_code"] == "412"
    made = await shop.charge()
    assert made["status_code"] == "201"
    await shop.control(made["transaction_id"], status="settlement")
    assert (await shop.act(action))["status_code"] == "412"


async def test_money_goes_back_in_parts_but_never_more_than_was_paid(shop: Shop):
    """partial_refund, then refund; too much is 414, the same key 406, unpaid 412."""
    made = await shop.charge()
    assert (await shop.act("refund", body={"amount": 5}))["status_code"] == "412"
    await shop.control(made["transaction_id"], status="settlement")
    part = await shop.act("refund", body={"amount": 75_000, "refund_key": "a", "reason": "x"})
    assert (part["status_code"], part["transaction_status"]) == ("200", "partial_refund")
    assert part["refund_amount"] == "75000.00"
    for amount in (200_001, 0, -5, 1.5, True, "x", [1]):
        answer = await shop.act("refund", body={"amount": amount})
        assert answer["status_code"] == "414", amount
    assert (await shop.act("refund", body={"refund_key": "a"}))["status_code"] == "406"
    rest = await shop.act("refund/online/direct", body={})
    assert (rest["transaction_status"], rest["refund_amount"]) == ("refund", "200000.00")
    found = await shop.act("status")
    assert found["refund_amount"] == "275000.00"
    assert found["refunds"][0]["refund_key"] == "a"


async def test_a_wrong_key_is_refused(shop: Shop):
    """401, in HTTP and in the body, for every kind of wrong header."""
    for headers in (
        basic("SB-Mid-server-OTHER"),
        {"Authorization": "Basic !!!"},
        {"Authorization": f"Bearer {SERVER_KEY}"},
        {"Authorization": ""},
        {"Authorization": "Basic " + base64.b64encode(f"{SERVER_KEY}:x".encode()).decode()},
    ):
        status, body = await shop.call("POST", "/midtrans/v2/charge", {}, headers=headers)
        assert (status, body["status_code"]) == (401, "401")
    status, body = await shop.call("POST", "/midtrans/snap/v1/transactions", {}, key="x")
    assert status == 401 and body["error_messages"]


async def test_an_order_id_is_used_once(shop: Shop):
    """406 while it is pending and after it was paid."""
    made = await shop.charge()
    assert (await shop.charge())["status_code"] == "406"
    await shop.control(made["transaction_id"], status="settlement")
    assert (await shop.charge())["status_code"] == "406"


async def test_an_unknown_transaction_is_404_in_the_body(shop: Shop):
    """The Core API says it with HTTP 200."""
    for action in ("status", "cancel", "expire", "refund"):
        method = "GET" if action == "status" else "POST"
        status, body = await shop.call(method, f"/midtrans/v2/NONE/{action}", {})
        assert (status, body["status_code"]) == (200, "404")
        assert body["status_message"] == "Transaction doesn't exist."


ITEM = {"id": "k", "name": "Kopi", "price": 137_500, "quantity": 2}


@pytest.mark.parametrize(
    ("amount", "more", "word"),
    [
        (0, {}, "gross_amount"),
        (-1, {}, "gross_amount"),
        (1.5, {}, "gross_amount"),
        (True, {}, "gross_amount"),
        ("12abc", {}, "gross_amount"),
        (10**30, {}, "gross_amount"),
        (None, {}, "gross_amount"),
        (275_000, {"item_details": [ITEM | {"price": 1}]}, "not equal"),
        (275_000, {"item_details": [ITEM | {"quantity": 0}]}, "quantity"),
        (275_000, {"item_details": [ITEM | {"price": "x"}]}, "price"),
        (275_000, {"item_details": [7]}, "name"),
        (275_000, {"item_details": {"a": 1}}, "list"),
        (275_000, {"item_details": [ITEM] * 101}, "list"),
        (275_000, {"transaction_details": {"order_id": "a b", "gross_amount": 5}}, "order_id"),
        (275_000, {"transaction_details": [1]}, "object"),
        (275_000, {"payment_type": "gopay"}, "'gopay'"),
        (275_000, {"payment_type": ["qris"]}, "payment_type"),
        (275_000, {"payment_type": "bank_transfer"}, "bank"),
        (275_000, {"payment_type": "bank_transfer", "bank_transfer": {"bank": ["bca"]}}, "bank"),
        (275_000, {"qris": {"acquirer": ["x"]}}, "acquirer"),
        (275_000, {"custom_expiry": {"expiry_duration": 0}}, "custom_expiry"),
        (275_000, {"custom_expiry": {"expiry_duration": 1, "unit": "century"}}, "custom_expiry"),
        (275_000, {"custom_expiry": {"expiry_duration": 1, "unit": ["day"]}}, "custom_expiry"),
    ],
)
async def test_a_senseless_charge_is_refused(shop: Shop, amount: Value, more: Body, word: str):
    """400 with the reason, and nothing is charged."""
    body = await shop.charge(amount=amount, **more)
    assert body["status_code"] == "400"
    assert word in body["validation_messages"][0]
    assert (await shop.act("status"))["status_code"] == "404"


async def test_items_that_sum_up_are_taken(shop: Shop):
    """Discounts are negative prices; strings hold amounts too."""
    items = [ITEM, {"name": "Diskon", "price": -5_000, "quantity": 1}]
    assert (await shop.charge(amount=270_000, item_details=items))["status_code"] == "201"
    assert (await shop.charge("INV-2", "150000.00"))["gross_amount"] == "150000.00"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"x": "' + b"y" * 70_000 + b'"}', 413, "413"),
        (b"{", 200, "400"),
        (b"[1]", 200, "400"),
        (b"[" * 60_000, 200, "400"),
        (b"\xff\xfe", 200, "400"),
        (b"", 200, "400"),
    ],
    ids=["huge", "half", "list", "deep", "binary", "empty"],
)
async def test_a_body_that_cannot_be_read(shop: Shop, body: bytes, status: int, code: str):
    """Refused, whatever it is."""
    for path in ("/midtrans/v2/charge", "/midtrans/snap/v1/transactions", "/xendit/v2/invoices"):
        answered, answer = await shop.call("POST", path, body)
        if path == "/midtrans/v2/charge":
            assert (answered, answer["status_code"]) == (status, code)
        else:
            assert answered == (413 if status == 413 else 400)
