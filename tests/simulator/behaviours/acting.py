"""Steps that many of these tests begin with."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

from tests.simulator.conftest import Client
from tests.simulator.schema import Value, check_answer

YES = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


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


async def uploaded(
    client: Client, method: str, files: dict[str, bytes], **fields: Value
) -> dict[str, Any]:
    """The whole answer to a multipart call with files."""
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, content in files.items():
        form.add_field(name, content, filename=f"{name}.png", content_type="image/png")
    async with client.http.post(f"/bot{client.world.token}/{method}", data=form) as answer:
        body: dict[str, Any] = await answer.json()
    check_answer(method, body)
    return body


async def texts(client: Client) -> list[str]:
    """The texts of the messages that arrived since the last look."""
    return [update["message"]["text"] for update in await client.updates()]
