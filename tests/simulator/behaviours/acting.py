"""Steps that many of these tests begin with."""

from __future__ import annotations

from typing import Any

from tests.simulator.conftest import Client
from tests.simulator.schema import Value

YES = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}


async def sent(client: Client, chat_id: int, text: str = "x", **more: Value) -> dict[str, Any]:
    """The bot's message."""
    message: dict[str, Any] = await client.result("sendMessage", chat_id=chat_id, text=text, **more)
    return message


def target(message: dict[str, Any]) -> dict[str, int]:
    """The parameters that name a message."""
    return {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}


async def tapped(client: Client, message: dict[str, Any], data: str = "y") -> dict[str, Any]:
    """The callback query of a tap in a private chat; nobody waits for its answer."""
    chat_id = message["chat"]["id"]
    body = {"chat_id": chat_id, "from_id": chat_id, "message_id": message["message_id"]}
    await client.sim_post("/tap", **body, data=data, wait=0)
    query: dict[str, Any] = (await client.updates())[-1]["callback_query"]
    return query


async def texts(client: Client) -> list[str]:
    """The texts of the messages that arrived since the last look."""
    return [update["message"]["text"] for update in await client.updates()]
