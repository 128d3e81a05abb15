"""Payments that cannot be: too late, twice, by strangers, with senseless details."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from simulator import payments
from simulator.payments import OPEN_QUESTIONS
from tests.simulator.conftest import TOO_OLD, Client
from tests.simulator.schema import Value
from tests.simulator.selling import (
    ADDRESS,
    JNE,
    agree,
    invoice,
    next_update,
    offered,
    paying,
)


async def test_a_paid_invoice_cannot_be_paid_again(client: Client):
    """Nor can shipping be asked for; the bot hears nothing of it."""
    sari = await client.user()
    message_id = await invoice(client, sari)
    payment = paying(client, sari, message_id)
    await agree(client)
    assert (await payment)["ok"] is True
    await client.updates()
    body = {"chat_id": sari, "from_id": sari, "message_id": message_id}
    for path in ("/pay", "/pay/shipping"):
        assert await client.sim_post(path, 409, **body) == {"error": "the invoice is paid already"}
    assert await client.updates() == []


async def test_two_payments_at_once_end_in_one(client: Client):
    """The bot agrees to both, the money moves once."""
    sari = await client.user()
    message_id = await invoice(client, sari)
    both = [paying(client, sari, message_id) for _ in range(2)]
    queries: list[dict] = []
    while len(queries) < 2:
        queries += [u["pre_checkout_query"] for u in await client.updates(timeout=5)]
    for query in queries:
        await client.result("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    results = await asyncio.gather(*both)
    assert sorted(result["ok"] for result in results) == [False, True]
    assert len([m for m in await client.seen(sari) if "service" in m]) == 1


async def test_a_query_is_answered_once(client: Client):
    """The second answer is too old, whatever it says; so is an unknown id."""
    sari = await client.user()
    payment = paying(client, sari, await invoice(client, sari))
    query = await agree(client)
    for answer in ({"ok": True}, {"ok": False, "error_message": "x"}):
        refused = await client.refusal(
            "answerPreCheckoutQuery", pre_checkout_query_id=query["id"], **answer
        )
        assert refused == TOO_OLD
    assert (await payment)["ok"] is True
    for method, name in (("PreCheckout", "pre_checkout"), ("Shipping", "shipping")):
        body = {f"{name}_query_id": "no", "ok": False, "error_message": "x"}
        assert await client.refusal(f"answer{method}Query", **body) == TOO_OLD


async def test_ten_seconds_are_all_that_a_bot_has(client: Client):
    """By the simulator's clock as well: the person is told, the late answer is refused."""
    sari = await client.user()
    message_id = await invoice(client, sari)
    payment = paying(client, sari, message_id)
    query = await next_update(client, "pre_checkout_query")
    await client.sim_post("/clock", advance_s=11)
    assert await payment == {"ok": False, "error": "the bot did not answer within 10 seconds"}
    late = {"pre_checkout_query_id": query["id"], "ok": True}
    assert await client.refusal("answerPreCheckoutQuery", **late) == TOO_OLD
    assert len(client.world.payments) == 0
    assert "paid" not in (await client.seen(sari))[0]["invoice"]


async def test_a_silent_bot_is_not_waited_for_longer(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    """By real time, with the simulator's clock standing; shortened here."""
    monkeypatch.setattr(payments, "ANSWER_S", 0.01)
    sari = await client.user()
    message_id = await invoice(client, sari, is_flexible=True)
    info = {"shipping_address": ADDRESS}
    silent = {"ok": False, "error": "the bot did not answer within 10 seconds"}
    assert await paying(client, sari, message_id, "/pay/shipping", info=info) == silent
    query = await next_update(client, "shipping_query")
    late = {"shipping_query_id": query["id"], "ok": True, "shipping_options": [JNE]}
    assert await client.refusal("answerShippingQuery", **late) == TOO_OLD
    assert len(client.world.payments) == 0


async def test_a_question_of_one_kind_takes_no_answer_of_the_other(client: Client):
    """A shipping answer does not agree to a payment."""
    sari = await client.user()
    payment = paying(client, sari, await invoice(client, sari))
    query = await next_update(client, "pre_checkout_query")
    crossed = {"shipping_query_id": query["id"], "ok": True, "shipping_options": [JNE]}
    assert await client.refusal("answerShippingQuery", **crossed) == TOO_OLD
    await client.result("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    assert (await payment)["ok"] is True


async def test_a_bot_that_does_not_ask_for_the_query_is_not_waited_for(client: Client):
    """allowed_updates without pre_checkout_query: no payment can ever succeed."""
    sari = await client.user()
    message_id = await invoice(client, sari)
    await client.updates(allowed_updates=["message"])
    result = await paying(client, sari, message_id)
    assert result["ok"] is False
    assert "pre_checkout_query" in result["error"]


async def test_an_option_counts_for_the_address_it_was_offered_for(client: Client):
    """409 for another address, 400 for an option that was not offered."""
    sari = await client.user()
    message_id = await invoice(client, sari, is_flexible=True)
    body: dict[str, Any] = {"chat_id": sari, "from_id": sari, "message_id": message_id}
    info = {"shipping_address": ADDRESS}
    await client.sim_post("/pay", 409, **body, info=info, option="jne")
    await offered(client, sari, message_id)
    elsewhere = {"shipping_address": ADDRESS | {"city": "Bogor"}}
    await client.sim_post("/pay", 409, **body, info=elsewhere, option="jne")
    for option in ("pos", None, 5, ["jne"]):
        await client.sim_post("/pay", 400, **body, option=option)
    assert await client.updates() == []


@pytest.mark.parametrize(
    ("status", "changes"),
    [
        (400, {"tip": 501}),
        (400, {"tip": -1}),
        (400, {"tip": True}),
        (400, {"tip": "5"}),
        (400, {"option": "jne"}),
        (400, {"outcome": "maybe"}),
        (400, {"outcome": ["paid"]}),
        (400, {"info": {}}),
        (400, {"info": []}),
        (400, {"info": {"name": "  ", "email": "a@b.id"}}),
        (400, {"info": {"name": "Sari", "email": "sari"}}),
        (400, {"info": {"name": "Sari", "email": 5}}),
        (400, {"info": {"name": "Sari", "email": "a@b.id", "age": 5}}),
        (400, {"info": {"name": "x" * 256, "email": "a@b.id"}}),
        (400, {"info": {"name": "\ud83d", "email": "a@b.id"}}),
        (400, {"message_id": [1]}),
        (404, {"message_id": 2}),
        (404, {"message_id": 99}),
    ],
    ids=str,
)
async def test_senseless_payments_are_refused(client: Client, status: int, changes: dict):
    """The bot hears nothing of them."""
    sari = await client.user()
    message_id = await invoice(client, sari, need_name=True, need_email=True, max_tip_amount=500)
    await client.result("sendMessage", chat_id=sari, text="x")
    body = {"chat_id": sari, "from_id": sari, "message_id": message_id}
    good = {"info": {"name": "Sari", "email": "sari@example.com"}}
    await client.sim_post("/pay", status, **(body | good | changes))
    assert await client.updates() == []


@pytest.mark.parametrize(
    "address",
    [
        "Jl. Melati 5",
        {},
        ADDRESS | {"city": ""},
        ADDRESS | {"country_code": "Indonesia"},
        ADDRESS | {"post_code": 12430},
    ],
    ids=["text", "empty", "no city", "long country", "number"],
)
async def test_addresses_are_whole(client: Client, address: Value):
    """country_code, city and street_line1 are needed, and all of it is text."""
    sari = await client.user()
    message_id = await invoice(client, sari, is_flexible=True)
    body = {"chat_id": sari, "from_id": sari, "message_id": message_id}
    await client.sim_post("/pay/shipping", 400, **body, info={"shipping_address": address})


async def test_who_is_not_in_the_chat_cannot_pay_there(client: Client):
    """403 for a stranger, 409 for somebody who blocked the bot."""
    sari, budi = await client.user(), await client.user("Budi")
    message_id = await invoice(client, sari)
    body = {"chat_id": sari, "message_id": message_id}
    await client.sim_post("/pay", 403, **body, from_id=budi)
    await client.sim_post("/pay/shipping", 403, **body, from_id=budi)
    await client.sim_post("/block", user_id=sari, blocked=True)
    await client.sim_post("/pay", 409, **body, from_id=sari)


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        (None, 'parameter "shipping_options" is required'),
        ([], "there must be at least one shipping option"),
        ([5], "can't parse shipping option: ShippingOption must be an Object"),
        (
            [JNE | {"id": ""}],
            "can't parse shipping option: ShippingOption identifier must be non-empty",
        ),
        (
            [JNE | {"title": 5}],
            'can\'t parse shipping option: Field "title" must be of type String',
        ),
        ([{"id": "a", "title": "A"}], "can't parse shipping option: Can't find field \"prices\""),
        ([JNE | {"prices": []}], "there must be at least one price"),
        ([JNE, JNE], "identifiers of shipping options must be unique"),
        ([JNE] * 101, "there can be at most 100 shipping options"),
    ],
    ids=["none", "empty", "number", "no id", "title", "no prices", "no price", "twice", "many"],
)
async def test_shipping_options_are_checked(client: Client, options: Value, refused: str):
    """A refused answer leaves the query open for a better one."""
    sari = await client.user()
    message_id = await invoice(client, sari, is_flexible=True)
    asked = paying(client, sari, message_id, "/pay/shipping", info={"shipping_address": ADDRESS})
    query = await next_update(client, "shipping_query")
    answer = {"shipping_query_id": query["id"], "ok": True}
    wrong = answer if options is None else answer | {"shipping_options": options}
    assert await client.refusal("answerShippingQuery", **wrong) == f"Bad Request: {refused}"
    await client.result("answerShippingQuery", **answer, shipping_options=[JNE])
    assert (await asked)["options"] == [JNE]


async def test_what_waits_ends_with_the_simulator(client: Client):
    """A stop is not held up by a bot that thinks."""
    sari = await client.user()
    payment = paying(client, sari, await invoice(client, sari))
    await next_update(client, "pre_checkout_query")
    client.world.close()
    assert (await payment)["ok"] is False


async def test_open_questions_are_bounded(client: Client):
    """Past the bound a person is told to come back."""
    sari = await client.user()
    message_id = await invoice(client, sari)
    for number in range(OPEN_QUESTIONS):
        client.world.payments.ask("pre_checkout_query", f"q{number}")
    body = {"chat_id": sari, "from_id": sari, "message_id": message_id}
    await client.sim_post("/pay", 409, **body)
    await client.sim_post("/clock", advance_s=11)
    payment = paying(client, sari, message_id)
    await agree(client)
    assert (await payment)["ok"] is True
