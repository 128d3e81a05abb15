"""An invoice for coffee, and the two who pay and sell it, for the tests of payments."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.simulator.conftest import Client
from tests.simulator.schema import Value

ADDRESS = {
    "country_code": "ID",
    "state": "DKI Jakarta",
    "city": "Jakarta Selatan",
    "street_line1": "Jl. Melati 5",
    "street_line2": "",
    "post_code": "12430",
}
JNE = {"id": "jne", "title": "JNE", "prices": [{"label": "Ongkir", "amount": 1_500_000}]}
JNT = {"id": "jnt", "title": "J&T", "prices": [{"label": "Ongkir", "amount": 1_200_000}]}
COFFEE: dict[str, Value] = {
    "title": "Kopi Gayo",
    "description": "500 g, biji",
    "payload": "order:17",
    "provider_token": "123:TEST:abc",
    "currency": "IDR",
    "prices": [{"label": "Kopi", "amount": 9_000_000}, {"label": "Diskon", "amount": -1_000_000}],
}


async def invoice(client: Client, chat_id: int, **changes: Value) -> int:
    """An invoice of Rp80.000 in a chat."""
    sent = await client.result("sendInvoice", **({"chat_id": chat_id} | COFFEE | changes))
    return int(sent["message_id"])


def paying(
    client: Client, chat_id: int, message_id: int, path: str = "/pay", **more: Value
) -> asyncio.Task[Any]:
    """A payment under way."""
    body = {"chat_id": chat_id, "from_id": chat_id, "message_id": message_id} | more
    return asyncio.create_task(client.sim_post(path, **body))


async def next_update(client: Client, kind: str) -> dict[str, Any]:
    """The next update of a kind; the others are passed over."""
    while True:
        for update in await client.updates(timeout=5):
            if kind in update:
                found: dict[str, Any] = update[kind]
                return found


async def agree(client: Client) -> dict[str, Any]:
    """The bot says yes to the next pre-checkout query."""
    query = await next_update(client, "pre_checkout_query")
    await client.result("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    return query


async def asking_for_shipping(
    client: Client, chat_id: int, message_id: int, person: int | None = None, **info: Value
) -> tuple[asyncio.Task[Any], dict[str, Any]]:
    """The person gives an address: their request under way, and what the bot is asked."""
    info = {"shipping_address": ADDRESS} | info
    who = {"from_id": person or chat_id}
    asked = paying(client, chat_id, message_id, "/pay/shipping", info=info, **who)
    return asked, await next_update(client, "shipping_query")


async def offered(
    client: Client, chat_id: int, message_id: int, person: int | None = None, **info: Value
) -> Value:
    """The person gives an address and the bot offers two couriers."""
    asked, query = await asking_for_shipping(client, chat_id, message_id, person, **info)
    await client.result(
        "answerShippingQuery", shipping_query_id=query["id"], ok=True, shipping_options=[JNE, JNT]
    )
    return await asked


async def refusal(client: Client, chat_id: int, **changes: Value) -> str:
    """Why an invoice is refused, without the prefix that all refusals have."""
    text = await client.refusal("sendInvoice", **({"chat_id": chat_id} | COFFEE | changes))
    return text.removeprefix("Bad Request: ")
