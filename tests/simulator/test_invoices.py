"""sendInvoice: what it takes, what it refuses, and where its pay button stands."""

from __future__ import annotations

import pytest

from simulator.currencies import price_text
from simulator.payments import OFFERS, Invoice, Offer
from tests.simulator.conftest import Client
from tests.simulator.schema import Value
from tests.simulator.selling import COFFEE, agree, invoice, paying, refusal


async def test_an_invoice_stands_in_a_topic_and_replies(client: Client):
    """message_thread_id, reply_parameters and the flags of every message."""
    sari = await client.user()
    group = await client.group([sari], is_forum=True, topics=["Pesanan"])
    sent = await client.result(
        "sendInvoice",
        chat_id=group,
        message_thread_id=1,
        reply_parameters={"message_id": 1},
        protect_content=True,
        disable_notification=True,
        **COFFEE,
    )
    assert (sent["message_thread_id"], sent["has_protected_content"]) == (1, True)
    assert sent["reply_to_message"]["message_id"] == 1


async def test_stars_need_no_provider_and_ask_for_nothing(client: Client):
    """XTR: one price, no tips; contacts and shipping are ignored."""
    sari = await client.user()
    stars = COFFEE | {"currency": "XTR", "provider_token": "", "need_name": True}
    stars |= {"is_flexible": True, "prices": [{"label": "Langganan", "amount": 50}]}
    sent = await client.result("sendInvoice", chat_id=sari, **stars)
    view = (await client.seen(sari))[0]["invoice"]
    assert (view["needs"], view["flexible"], view["exp"]) == ([], False, 0)
    payment = paying(client, sari, sent["message_id"])
    assert (await agree(client))["currency"] == "XTR"
    assert (await payment)["ok"] is True
    for wrong in ({"provider_token": "1:TEST:x"}, {"max_tip_amount": 5}, {"prices": [
        {"label": "a", "amount": 1}, {"label": "b", "amount": 1}
    ]}):  # fmt: skip
        assert await refusal(client, sari, **(stars | wrong)) == "STARS_INVOICE_INVALID"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"title": ""}, 'parameter "title" is required'),
        ({"title": "x" * 33}, "invoice title is too long: 1-32 characters are allowed"),
        (
            {"description": "x" * 256},
            "invoice description is too long: 1-255 characters are allowed",
        ),
        ({"payload": ""}, 'parameter "payload" is required'),
        ({"payload": "x" * 129}, "INVOICE_PAYLOAD_INVALID"),
        ({"payload": "é" * 65}, "INVOICE_PAYLOAD_INVALID"),
        ({"currency": ""}, 'parameter "currency" is required'),
        ({"currency": "idr"}, "CURRENCY_INVALID"),
        ({"currency": "XXX"}, "CURRENCY_INVALID"),
        ({"provider_token": ""}, "PAYMENT_PROVIDER_INVALID"),
        ({"prices": []}, "there must be at least one price"),
        ({"prices": [{"label": "x", "amount": -5}]}, "total price must be positive"),
        ({"prices": [{"label": "x", "amount": 5}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"prices": [{"label": "x", "amount": 10**11}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        (
            {"prices": [{"label": "x", "amount": 10**12}]},
            "too big amount of the currency specified",
        ),
        ({"prices": [{"label": "x", "amount": 10**12 - 1}] * 2}, "total price is too big"),
        ({"prices": "x"}, "can't parse prices JSON object"),
        ({"prices": [5]}, "can't parse labeled price: LabeledPrice must be an Object"),
        ({"prices": [{"amount": 5}]}, "can't parse labeled price: Can't find field \"label\""),
        ({"prices": [{"label": "x"}]}, "can't parse labeled price: Can't find field \"amount\""),
        (
            {"prices": [{"label": "x", "amount": 1.5}]},
            'can\'t parse labeled price: Field "amount" must be of type Number',
        ),
        (
            {"prices": [{"label": "", "amount": 5}]},
            "can't parse labeled price: LabeledPrice label must be non-empty",
        ),
        ({"prices": [{"label": "x", "amount": 1}] * 101}, "there can be at most 100 prices"),
        ({"max_tip_amount": -1}, "invalid max_tip_amount of the currency specified"),
        (
            {"suggested_tip_amounts": [5]},
            "suggested tip amount can't be bigger than max_tip_amount",
        ),
        (
            {"max_tip_amount": 9, "suggested_tip_amounts": [0, 5]},
            "suggested tip amount must be positive",
        ),
        (
            {"max_tip_amount": 9, "suggested_tip_amounts": [1, 2, 3, 4, 5]},
            "there can be at most 4 suggested tip amounts",
        ),
        (
            {"max_tip_amount": 9, "suggested_tip_amounts": [5, 5]},
            "suggested tip amounts must be passed in a strictly increased order",
        ),
        ({"start_parameter": "a b"}, "START_PARAM_INVALID"),
        ({"start_parameter": "a" * 65}, "START_PARAM_INVALID"),
        ({"provider_data": "{"}, "DATA_JSON_INVALID"),
        ({"photo_url": "javascript:alert(1)"}, "WEBDOCUMENT_URL_INVALID"),
        (
            {"prices": [{"label": "x" * 256, "amount": 5}]},
            'can\'t parse labeled price: Field "label" is too long',
        ),
        (
            {"allow_paid_broadcast": True},
            "the simulator does not honour the parameter sendInvoice.allow_paid_broadcast",
        ),
    ],
)
async def test_an_invoice_that_cannot_be_is_refused(client: Client, changes: dict, refused: str):
    """Telegram's words where the open-source server or its documentation has them."""
    sari = await client.user()
    assert await refusal(client, sari, **changes) == refused
    assert await client.seen(sari) == []


async def test_a_photo_is_shown_and_not_fetched(client: Client):
    """Its address and its size come to the page as they were given."""
    sari = await client.user()
    await invoice(client, sari, photo_url="https://example.com/kopi.jpg", photo_width=800)
    photo = (await client.seen(sari))[0]["invoice"]["photo"]
    assert photo == {"url": "https://example.com/kopi.jpg", "width": 800}


async def test_limits_of_an_invoice_are_reached(client: Client):
    """32 characters, 255 characters, 128 bytes."""
    sari = await client.user()
    longest = {"title": "x" * 32, "description": "y" * 255, "payload": "é" * 64}
    message_id = await invoice(client, sari, **longest, start_parameter="z" * 64)
    payment = paying(client, sari, message_id)
    assert (await agree(client))["invoice_payload"] == "é" * 64
    await payment


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([[{"text": "Batal", "callback_data": "x"}]], "REPLY_MARKUP_BUY_EMPTY"),
        (
            [[{"text": "Batal", "callback_data": "x"}, {"text": "Bayar", "pay": True}]],
            "BUTTON_POS_INVALID",
        ),
        (
            [[{"text": "Bayar", "pay": True}], [{"text": "Bayar", "pay": True}]],
            "BUTTON_POS_INVALID",
        ),
    ],
    ids=["no pay button", "second", "two"],
)
async def test_the_pay_button_is_the_first(client: Client, rows: list, refused: str):
    """In an invoice, once, and in no other message, by edit neither."""
    sari = await client.user()
    markup = {"inline_keyboard": rows}
    assert await refusal(client, sari, reply_markup=markup) == refused
    own = {"inline_keyboard": [[{"text": "Bayar", "pay": True}]]}
    text = {"chat_id": sari, "text": "x"}
    refused = await client.refusal("sendMessage", **text, reply_markup=own)
    assert refused == "Bad Request: BUTTON_TYPE_INVALID"
    message_id = (await client.result("sendMessage", **text))["message_id"]
    edit = {"chat_id": sari, "message_id": message_id}
    refused = await client.refusal("editMessageReplyMarkup", **edit, reply_markup=own)
    assert refused == "Bad Request: BUTTON_TYPE_INVALID"


async def test_an_invoice_keeps_its_pay_button_when_its_keyboard_is_edited(client: Client):
    """The keyboard may change around it; the invoice is no text and no picture."""
    sari = await client.user()
    message_id = await invoice(client, sari)
    where = {"chat_id": sari, "message_id": message_id}
    refused = await client.refusal("editMessageReplyMarkup", **where)
    assert refused == "Bad Request: REPLY_MARKUP_BUY_EMPTY"
    rows = [[{"text": "Bayar", "pay": True}], [{"text": "Batal", "callback_data": "no"}]]
    await client.result("editMessageReplyMarkup", **where, reply_markup={"inline_keyboard": rows})
    refused = await client.refusal("editMessageText", **where, text="x")
    assert refused == "Bad Request: there is no text in the message to edit"
    body = {"chat_id": sari, "from_id": sari, "message_id": message_id}
    assert await client.sim_post("/tap", **body, text="Bayar") == {"pay": True}
    result = await client.sim_post("/tap", **body, text="Batal", wait=0)
    assert result["answered"] is False


def sold(**changes: Value) -> Invoice:
    """An invoice that stands in no chat."""
    facts = {"prices": ({"label": "x", "amount": 5},), "needs": ("name",)} | changes
    return Invoice("Kopi", "500 g", "order:17", "IDR", **facts)


def test_offers_of_an_invoice_are_bounded():
    """The oldest goes, and all of them when it is paid."""
    coffee = sold()
    for person in range(OFFERS + 1):
        coffee.remember(person, Offer({}))
    assert coffee.offer(0) is None
    assert coffee.offer(OFFERS) is not None
    coffee.settle()
    assert coffee.offer(OFFERS) is None


async def test_a_forwarded_copy_is_paid_on_its_own(client: Client):
    """Without a start parameter; with one, the copy has a link to the bot instead."""
    sari, budi = await client.user(), await client.user("Budi")
    plain = await invoice(client, sari)
    linked = await invoice(client, sari, start_parameter="kopi")
    first = paying(client, sari, plain)
    await agree(client)
    await first
    both = {"chat_id": budi, "from_chat_id": sari, "message_ids": [plain, linked]}
    ids = [item["message_id"] for item in await client.result("forwardMessages", **both)]
    seen = await client.seen(budi)
    assert [message["invoice"]["total_amount"] for message in seen] == [8_000_000] * 2
    assert seen[0]["keyboard"] == [[{"text": "Pay Rp80.000", "kind": "pay"}]]
    assert seen[1]["keyboard"][0][0]["url"] == "https://t.me/pesan_bot?start=kopi"
    second = paying(client, budi, ids[0])
    assert (await agree(client))["from"]["id"] == budi
    assert (await second)["ok"] is True
    body = {"chat_id": budi, "from_id": budi, "message_id": ids[1]}
    await client.sim_post("/pay", 404, **body)
    copy = {"chat_id": budi, "from_chat_id": sari, "message_id": plain}
    refused = await client.refusal("copyMessage", **copy)
    assert refused == "Bad Request: the message can't be copied"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (8_000_000, "IDR", "Rp80.000"),
        (1_234_567_89, "IDR", "Rp1.234.567,89"),
        (145, "USD", "USD 1.45"),
        (1_450, "JPY", "JPY 1,450"),
        (50, "XTR", "⭐ 50"),
    ],
)
def test_prices_are_written_as_people_read_them(amount: int, currency: str, text: str):
    """The pay button names the total."""
    assert price_text(amount, currency) == text
