"""From the invoice to the receipt: shipping and pre-checkout queries, and the payment itself."""

from __future__ import annotations

import pytest
from telegram import Bot, LabeledPrice, ShippingOption
from telegram.error import BadRequest

from tests.simulator.conftest import Client
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


async def test_an_invoice_is_paid_and_both_sides_learn_of_it(client: Client):
    """sendInvoice, pre_checkout_query, answerPreCheckoutQuery, successful_payment."""
    sari = await client.user()
    sent = await client.result("sendInvoice", chat_id=sari, **COFFEE)
    assert sent["invoice"] == {
        "title": "Kopi Gayo",
        "description": "500 g, biji",
        "start_parameter": "",
        "currency": "IDR",
        "total_amount": 8_000_000,
    }
    assert sent["reply_markup"] == {"inline_keyboard": [[{"text": "Pay Rp80.000", "pay": True}]]}
    payment = paying(client, sari, sent["message_id"])
    query = await agree(client)
    assert query["from"]["id"] == sari
    assert (query["total_amount"], query["invoice_payload"]) == (8_000_000, "order:17")
    assert "order_info" not in query
    result = await payment
    message = await next_update(client, "message")
    assert result == {"ok": True, "message_id": message["message_id"], "chat_id": sari}
    paid = message["successful_payment"]
    assert (paid["currency"], paid["total_amount"]) == ("IDR", 8_000_000)
    assert paid["invoice_payload"] == "order:17"
    assert paid["telegram_payment_charge_id"] != paid["provider_payment_charge_id"]


async def test_the_page_sees_the_invoice_and_that_it_is_paid(client: Client):
    """`invoice`, the kind `pay`, `paid` and the service message."""
    sari = await client.user()
    message_id = await invoice(
        client, sari, need_name=True, max_tip_amount=500, suggested_tip_amounts=[100, 500]
    )
    view = (await client.seen(sari))[0]
    assert view["invoice"] == {
        "title": "Kopi Gayo",
        "description": "500 g, biji",
        "currency": "IDR",
        "total_amount": 8_000_000,
        "exp": 2,
        "prices": COFFEE["prices"],
        "needs": ["name"],
        "flexible": False,
        "max_tip": 500,
        "tips": [100, 500],
    }
    assert view["keyboard"] == [[{"text": "Pay Rp80.000", "kind": "pay"}]]
    payment = paying(client, sari, message_id, info={"name": "Sari"})
    await agree(client)
    await payment
    first, second = await client.seen(sari)
    assert first["invoice"]["paid"] is True
    assert first["seq"] > view["seq"]
    assert second["service"] == {
        "kind": "successful_payment",
        "currency": "IDR",
        "total_amount": 8_000_000,
        "exp": 2,
    }


async def test_the_bot_can_refuse_with_a_reason(client: Client):
    """error_message goes to the person; nothing is paid, another try is possible."""
    sari = await client.user()
    message_id = await invoice(client, sari)
    payment = paying(client, sari, message_id)
    query = await next_update(client, "pre_checkout_query")
    answer = {"pre_checkout_query_id": query["id"], "ok": False}
    refused = await client.refusal("answerPreCheckoutQuery", **answer)
    assert refused == 'Bad Request: parameter "error_message" is required'
    await client.result("answerPreCheckoutQuery", **answer, error_message="Stok habis, kak")
    assert await payment == {"ok": False, "error": "Stok habis, kak"}
    again = paying(client, sari, message_id)
    await agree(client)
    assert (await again)["ok"] is True


async def test_shipping_options_change_the_total(client: Client):
    """shipping_query with the address; the option's prices and the tip are added."""
    sari = await client.user()
    message_id = await invoice(
        client, sari, is_flexible=True, need_phone_number=True, max_tip_amount=1_000_000
    )
    assert (await client.seen(sari))[0]["invoice"]["needs"] == ["phone", "address"]
    found = await offered(client, sari, message_id, phone_number="+628123456789")
    assert found == {"ok": True, "options": [JNE, JNT]}
    payment = paying(client, sari, message_id, option="jnt", tip=100_000)
    query = await agree(client)
    info = {"phone_number": "628123456789", "shipping_address": ADDRESS}
    assert query["total_amount"] == 8_000_000 + 1_200_000 + 100_000
    assert (query["shipping_option_id"], query["order_info"]) == ("jnt", info)
    assert (await payment)["ok"] is True
    paid = (await next_update(client, "message"))["successful_payment"]
    assert paid["total_amount"] == query["total_amount"]
    assert (paid["shipping_option_id"], paid["order_info"]) == ("jnt", info)


async def test_a_bot_that_does_not_ship_there_says_so(client: Client):
    """answerShippingQuery with ok false."""
    sari = await client.user()
    message_id = await invoice(client, sari, is_flexible=True)
    asked, query = await asking_for_shipping(client, sari, message_id, shipping_address=ADDRESS)
    assert query["shipping_address"] == ADDRESS
    answer = {"shipping_query_id": query["id"]}
    await client.result("answerShippingQuery", **answer, ok=False, error_message="Belum bisa")
    assert await asked == {"ok": False, "error": "Belum bisa"}


async def test_without_is_flexible_the_bot_is_not_asked_about_shipping(client: Client):
    """The address goes with the pre-checkout query."""
    sari = await client.user()
    message_id = await invoice(client, sari, need_shipping_address=True)
    info = {"shipping_address": ADDRESS}
    assert await paying(client, sari, message_id, "/pay/shipping", info=info) == {
        "ok": True,
        "options": [],
    }
    payment = paying(client, sari, message_id)
    query = await agree(client)
    assert query["order_info"] == info
    assert "shipping_option_id" not in query
    await payment


async def test_a_person_who_gives_up_is_not_noticed(client: Client):
    """Outcome "cancelled"; with "failed" the bot agreed in vain."""
    sari = await client.user()
    message_id = await invoice(client, sari)
    assert await paying(client, sari, message_id, outcome="cancelled") == {
        "ok": False,
        "error": "cancelled",
    }
    assert await client.updates() == []
    payment = paying(client, sari, message_id, outcome="failed")
    await agree(client)
    assert await payment == {"ok": False, "error": "the payment was declined"}
    assert await client.updates() == []
    assert "paid" not in (await client.seen(sari))[0]["invoice"]


async def test_the_receipt_of_a_group_invoice_goes_to_the_private_chat(client: Client):
    """As Telegram does it: the group sees only that the invoice is paid."""
    sari, budi = await client.user(), await client.user("Budi")
    group = await client.group([sari, budi])
    message_id = await invoice(client, group, start_parameter="kopi")
    payment = paying(client, group, message_id, from_id=budi)
    assert (await agree(client))["from"]["id"] == budi
    assert (await payment)["chat_id"] == budi
    assert (await next_update(client, "message"))["chat"]["id"] == budi
    view = next(m for m in await client.seen(group) if m["message_id"] == message_id)
    assert view["invoice"]["paid"] is True
    body = {"chat_id": group, "from_id": sari, "message_id": message_id}
    assert await client.sim_post("/pay", 409, **body) == {"error": "the invoice is paid already"}


async def test_an_invoice_of_a_group_is_paid_by_every_member(client: Client):
    """As often as they like, also from a forwarded copy; it never counts as paid."""
    sari, budi = await client.user(), await client.user("Budi")
    group, other = await client.group([sari, budi]), await client.group([sari])
    message_id = await invoice(client, group, is_flexible=True)
    copy = await client.result(
        "forwardMessage", chat_id=other, from_chat_id=group, message_id=message_id
    )
    for chat, invoice_id, person in (
        (group, message_id, sari),
        (group, message_id, budi),
        (group, message_id, budi),
        (other, copy["message_id"], sari),
    ):
        await offered(client, chat, invoice_id, person)
        payment = paying(client, chat, invoice_id, from_id=person, option="jne")
        assert (await agree(client))["from"]["id"] == person
        assert (await payment)["chat_id"] == person
        assert (await next_update(client, "message"))["chat"]["id"] == person
    for chat, invoice_id in ((group, message_id), (other, copy["message_id"])):
        view = next(m for m in await client.seen(chat) if m["message_id"] == invoice_id)
        assert "paid" not in view["invoice"]


async def test_a_deleted_invoice_can_still_end_its_payment(client: Client):
    """The bot deletes the message while it agrees."""
    sari = await client.user()
    message_id = await invoice(client, sari)
    payment = paying(client, sari, message_id)
    query = await next_update(client, "pre_checkout_query")
    await client.result("deleteMessage", chat_id=sari, message_id=message_id)
    await client.result("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    assert (await payment)["ok"] is True
    await client.sim_post("/pay", 404, chat_id=sari, from_id=sari, message_id=message_id)


async def test_a_client_that_we_did_not_write_sells_coffee(client: Client, bot: Bot):
    """python-telegram-bot from the invoice to the receipt."""
    sari = await client.user()
    sent = await bot.send_invoice(
        sari,
        "Kopi Gayo",
        "500 g, biji",
        "order:17",
        "IDR",
        [LabeledPrice("Kopi", 8_000_000)],
        provider_token="123:TEST:abc",
        is_flexible=True,
        max_tip_amount=500_000,
        suggested_tip_amounts=[100_000, 500_000],
        photo_url="https://example.com/kopi.jpg",
        photo_width=800,
    )
    assert sent.invoice is not None
    assert sent.invoice.total_amount == 8_000_000
    asked = paying(
        client, sari, sent.message_id, "/pay/shipping", info={"shipping_address": ADDRESS}
    )
    (first,) = await bot.get_updates(timeout=5)
    assert first.shipping_query is not None
    assert first.shipping_query.shipping_address.city == "Jakarta Selatan"
    options = [ShippingOption("jne", "JNE", [LabeledPrice("Ongkir", 1_500_000)])]
    await first.shipping_query.answer(True, shipping_options=options)
    assert await asked == {"ok": True, "options": [JNE]}
    payment = paying(client, sari, sent.message_id, option="jne", tip=500_000)
    (second,) = await bot.get_updates(first.update_id + 1, timeout=5)
    assert second.pre_checkout_query is not None
    assert second.pre_checkout_query.total_amount == 10_000_000
    await second.pre_checkout_query.answer(True)
    with pytest.raises(BadRequest, match="Query is too old"):
        await second.pre_checkout_query.answer(True)
    assert (await payment)["ok"] is True
    (third,) = await bot.get_updates(second.update_id + 1, timeout=5)
    assert third.message is not None
    assert third.message.successful_payment is not None
    assert third.message.successful_payment.shipping_option_id == "jne"
    assert not third.message.successful_payment.api_kwargs
