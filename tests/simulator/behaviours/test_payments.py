"""Invoices and what follows them."""

from __future__ import annotations

from tests.simulator.behaviours.stated import API, SERVER, behaviour
from tests.simulator.conftest import TOO_OLD, Client
from tests.simulator.schema import Value
from tests.simulator.selling import (
    ADDRESS,
    COFFEE,
    JNE,
    JNT,
    agree,
    asking_for_shipping,
    invoice,
    next_update,
    offered,
    paying,
)

STARS = COFFEE | {
    "currency": "XTR",
    "provider_token": "",
    "prices": [{"label": "Langganan", "amount": 50}],
}


async def taken(client: Client, chat_id: int, **changes: Value) -> bool:
    """Whether an invoice is accepted."""
    return bool(
        (await client.call("sendInvoice", **({"chat_id": chat_id} | COFFEE | changes)))["ok"]
    )


@behaviour("An invoice's title has 1-32 characters.", source=API + "sendinvoice")
async def test_title(client: Client):
    sari = await client.user()
    lengths = {0: False, 1: True, 32: True, 33: False}
    assert {n: await taken(client, sari, title="t" * n) for n in lengths} == lengths


@behaviour("An invoice's description has 1-255 characters.", source=API + "sendinvoice")
async def test_description(client: Client):
    sari = await client.user()
    lengths = {0: False, 1: True, 255: True, 256: False}
    assert {n: await taken(client, sari, description="d" * n) for n in lengths} == lengths


@behaviour("An invoice's payload has 1-128 bytes.", source=API + "sendinvoice")
async def test_payload(client: Client):
    sari = await client.user()
    payloads = {"": False, "p": True, "p" * 128: True, "é" * 64: True, "é" * 65: False}
    assert {p: await taken(client, sari, payload=p) for p in payloads} == payloads


@behaviour("The payload is not displayed to the person.", source=API + "sendinvoice")
async def test_payload_is_hidden(client: Client):
    sari = await client.user()
    await invoice(client, sari, payload="rahasia-17")
    assert "rahasia-17" not in str(await client.seen(sari))


@behaviour(
    "Amounts are in the smallest units: Rp10.000 with IDR's two digits are 1000000.",
    source=API + "labeledprice",
)
async def test_smallest_units(client: Client):
    sari = await client.user()
    await invoice(client, sari, prices=[{"label": "Kopi", "amount": 1_000_000}])
    seen = (await client.seen(sari))[0]
    assert (seen["invoice"]["total_amount"], seen["invoice"]["exp"]) == (1_000_000, 2)
    assert "Rp10.000" in seen["keyboard"][0][0]["text"]


@behaviour("An invoice's total is the sum of its price components.", source=API + "sendinvoice")
async def test_total(client: Client):
    sari = await client.user()
    prices = [{"label": "Kopi", "amount": 9_000_000}, {"label": "Diskon", "amount": -500_000}]
    sent = await client.result("sendInvoice", **COFFEE | {"chat_id": sari, "prices": prices})
    assert sent["invoice"]["total_amount"] == 8_500_000


@behaviour("Without a keyboard an invoice has one pay button.", source=API + "sendinvoice")
async def test_pay_button(client: Client):
    sari = await client.user()
    sent = await client.result("sendInvoice", chat_id=sari, **COFFEE)
    (row,) = sent["reply_markup"]["inline_keyboard"]
    assert [button["pay"] for button in row] == [True]


@behaviour(
    "With a keyboard, the first button of an invoice must be a pay button.",
    source=API + "sendinvoice",
)
async def test_pay_button_first(client: Client):
    sari = await client.user()
    pay, other = {"text": "Bayar", "pay": True}, {"text": "Batal", "callback_data": "x"}
    rows = {"alone": [[other]], "second": [[other, pay]], "first": [[pay, other]]}
    found = {
        name: await taken(client, sari, reply_markup={"inline_keyboard": keyboard})
        for name, keyboard in rows.items()
    }
    assert found == {"alone": False, "second": False, "first": True}


@behaviour(
    "A pay button can only be used in invoice messages.", source=API + "inlinekeyboardbutton"
)
async def test_pay_button_elsewhere(client: Client):
    sari = await client.user()
    markup = {"inline_keyboard": [[{"text": "Bayar", "pay": True}]]}
    body = await client.call("sendMessage", chat_id=sari, text="x", reply_markup=markup)
    assert body["ok"] is False


@behaviour("Payments in Stars have an empty provider token.", source=API + "sendinvoice")
async def test_stars_have_no_provider(client: Client):
    sari = await client.user()
    assert await taken(client, sari, **STARS) is True
    assert await taken(client, sari, **STARS | {"provider_token": "1:TEST:x"}) is False


@behaviour("Payments in Stars have exactly one price.", source=API + "sendinvoice")
async def test_stars_have_one_price(client: Client):
    sari = await client.user()
    two = [{"label": "a", "amount": 20}, {"label": "b", "amount": 30}]
    assert await taken(client, sari, **STARS | {"prices": two}) is False


@behaviour("Tips are not supported for payments in Stars.", source=API + "sendinvoice")
async def test_stars_have_no_tips(client: Client):
    sari = await client.user()
    assert await taken(client, sari, **STARS | {"max_tip_amount": 5}) is False


@behaviour(
    "Required details and shipping are ignored for payments in Stars.", source=API + "sendinvoice"
)
async def test_stars_ask_for_nothing(client: Client):
    sari = await client.user()
    asks = {"need_name": True, "need_shipping_address": True, "is_flexible": True}
    await client.result("sendInvoice", chat_id=sari, **STARS | asks)
    seen = (await client.seen(sari))[0]["invoice"]
    assert (seen["needs"], seen["flexible"]) == ([], False)


@behaviour(
    "At most 4 tips are suggested: positive, increasing, none above the maximum.",
    source=API + "sendinvoice",
)
async def test_tips(client: Client):
    sari = await client.user()
    suggestions = {
        (1, 2, 3, 9): True,
        (1, 2, 3, 4, 5): False,
        (0, 1): False,
        (2, 1): False,
        (3, 3): False,
        (10,): False,
    }
    for tips, fits in suggestions.items():
        changes = {"max_tip_amount": 9, "suggested_tip_amounts": list(tips)}
        assert await taken(client, sari, **changes) is fits, tips


@behaviour(
    "Before a payment the bot gets a pre-checkout query with full information.",
    source=API + "precheckoutquery",
)
async def test_pre_checkout(client: Client):
    sari = await client.user()
    payment = paying(client, sari, await invoice(client, sari))
    query = await agree(client)
    assert (query["from"]["id"], query["currency"]) == (sari, "IDR")
    assert (query["total_amount"], query["invoice_payload"]) == (8_000_000, "order:17")
    await payment


@behaviour(
    "A pre-checkout query must be answered within 10 seconds.",
    source=API + "answerprecheckoutquery",
)
async def test_ten_seconds(client: Client):
    sari = await client.user()
    payment = paying(client, sari, await invoice(client, sari))
    query = await next_update(client, "pre_checkout_query")
    await client.sim_post("/clock", advance_s=11)
    answer = {"pre_checkout_query_id": query["id"], "ok": True}
    assert await client.refusal("answerPreCheckoutQuery", **answer) == TOO_OLD
    assert (await payment)["ok"] is False


@behaviour("A pre-checkout query can be answered once.", source=SERVER)
async def test_one_answer(client: Client):
    sari = await client.user()
    payment = paying(client, sari, await invoice(client, sari))
    query = await agree(client)
    await payment
    answer = {"pre_checkout_query_id": query["id"], "ok": True}
    assert await client.refusal("answerPreCheckoutQuery", **answer) == TOO_OLD


@behaviour(
    "A bot that refuses must say why, and the person reads it.",
    source=API + "answerprecheckoutquery",
)
async def test_refused(client: Client):
    sari = await client.user()
    payment = paying(client, sari, await invoice(client, sari))
    query = await next_update(client, "pre_checkout_query")
    no = {"pre_checkout_query_id": query["id"], "ok": False}
    assert (await client.call("answerPreCheckoutQuery", **no))["ok"] is False
    await client.result("answerPreCheckoutQuery", **no, error_message="Stok habis")
    assert await payment == {"ok": False, "error": "Stok habis"}


@behaviour(
    "A payment comes as a service message with currency, total, payload and both charge ids.",
    source=API + "successfulpayment",
)
async def test_receipt(client: Client):
    sari = await client.user()
    payment = paying(client, sari, await invoice(client, sari))
    await agree(client)
    await payment
    receipt = (await next_update(client, "message"))["successful_payment"]
    assert (receipt["currency"], receipt["total_amount"]) == ("IDR", 8_000_000)
    assert receipt["invoice_payload"] == "order:17"
    assert receipt["telegram_payment_charge_id"]
    assert receipt["provider_payment_charge_id"]


@behaviour(
    "A shipping query comes for invoices with a flexible price only.",
    source=API + "update",
)
async def test_no_shipping_query(client: Client):
    sari = await client.user()
    message_id = await invoice(client, sari, need_shipping_address=True)
    info = {"shipping_address": ADDRESS}
    await paying(client, sari, message_id, "/pay/shipping", info=info)
    assert await client.updates() == []


@behaviour(
    "A shipping query holds the payload and the address that the person gave.",
    source=API + "shippingquery",
)
async def test_shipping_query(client: Client):
    sari = await client.user()
    message_id = await invoice(client, sari, is_flexible=True)
    asked, query = await asking_for_shipping(client, sari, message_id)
    assert query["invoice_payload"] == "order:17"
    assert query["shipping_address"] == ADDRESS
    no = {"shipping_query_id": query["id"], "ok": False, "error_message": "Belum bisa"}
    await client.result("answerShippingQuery", **no)
    assert await asked == {"ok": False, "error": "Belum bisa"}


@behaviour(
    "An answer to a shipping query that is ok needs shipping options.",
    source=API + "answershippingquery",
)
async def test_options_are_required(client: Client):
    sari = await client.user()
    message_id = await invoice(client, sari, is_flexible=True)
    asked, query = await asking_for_shipping(client, sari, message_id)
    yes = {"shipping_query_id": query["id"], "ok": True}
    assert (await client.call("answerShippingQuery", **yes))["ok"] is False
    await client.result("answerShippingQuery", **yes, shipping_options=[JNE])
    assert (await asked)["options"] == [JNE]


@behaviour(
    "The chosen shipping option and the order info come with the query and the payment.",
    source=API + "orderinfo",
)
async def test_order_info(client: Client):
    sari = await client.user()
    message_id = await invoice(client, sari, is_flexible=True, need_name=True)
    await offered(client, sari, message_id, name="Sari Dewi")
    payment = paying(client, sari, message_id, option="jnt")
    query = await agree(client)
    await payment
    receipt = (await next_update(client, "message"))["successful_payment"]
    for paper in (query, receipt):
        assert paper["shipping_option_id"] == "jnt"
        assert paper["total_amount"] == 8_000_000 + JNT["prices"][0]["amount"]
        assert paper["order_info"] == {"name": "Sari Dewi", "shipping_address": ADDRESS}


@behaviour(
    "Multiple users can pay the same invoice, if it has no start parameter.",
    source=API + "sendinvoice",
)
async def test_every_member(client: Client):
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari, budi])
    message_id = await invoice(client, group)
    for person in (sari, budi):
        payment = paying(client, group, message_id, from_id=person)
        await agree(client)
        assert (await payment)["chat_id"] == person


@behaviour("An unknown currency is refused.", source=SERVER)
async def test_currencies(client: Client):
    refused = await client.refusal(
        "sendInvoice", **COFFEE | {"chat_id": await client.user(), "currency": "XXX"}
    )
    assert refused == "Bad Request: CURRENCY_INVALID"


@behaviour(
    "An invoice with a start parameter is forwarded with a link.", source=API + "sendinvoice"
)
async def test_forwarded_with_a_link(client: Client):
    sari, budi = await client.user(), await client.user("Budi")
    for start, kind in (("", "pay"), ("kopi", "url")):
        message_id = await invoice(client, sari, start_parameter=start)
        source = {"from_chat_id": sari, "message_id": message_id}
        await client.result("forwardMessage", chat_id=budi, **source)
        assert (await client.seen(budi))[-1]["keyboard"][0][0]["kind"] == kind
