"""A simulator on a port, and a client whose every answer is checked against the schema."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from simulator.server import Simulator
from tests.png import png
from tests.simulator.schema import SCHEMA, Value, check_answer, check_update

# What a bot reads that answers a query twice, too late, or one that never was.
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def base64_png(shade: int = 0) -> str:
    """The picture as the control surface takes it."""
    return base64.b64encode(png(shade=shade)).decode()


class Client:
    """Calls both surfaces; Bot API answers and updates are checked as they come."""

    def __init__(self, sim: Simulator, http: aiohttp.ClientSession) -> None:
        self.sim, self.http, self.world = sim, http, sim.world
        self.offset = 0

    async def call(self, method: str, **params: Value) -> dict[str, Any]:
        """A call with a JSON body: the whole answer."""
        async with self.http.post(f"/bot{self.world.token}/{method}", json=params) as answer:
            body: dict[str, Any] = await answer.json()
            assert answer.status == (200 if body["ok"] else body["error_code"])
        if method in SCHEMA["methods"]:
            check_answer(method, body)
        if method == "getUpdates" and body["ok"]:
            for update in body["result"]:
                check_update(update)
        return body

    async def result(self, method: str, **params: Value) -> Value:
        """The result of a call that must succeed."""
        body = await self.call(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **params: Value) -> str:
        """The description of a call that must be refused."""
        body = await self.call(method, **params)
        assert not body["ok"], body
        description: str = body["description"]
        return description

    async def upload(self, method: str, files: dict[str, bytes], **fields: Value) -> dict[str, Any]:
        """A multipart call with pictures or videos: the whole answer."""
        form = aiohttp.FormData(default_to_multipart=True)
        for name, value in fields.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        for name, content in files.items():
            called_video = name == "video" or content[4:8] == b"ftyp"
            kind = "video/mp4" if called_video else "image/png"
            file = f"{name}.{kind.rpartition('/')[2]}"
            form.add_field(name, content, filename=file, content_type=kind)
        async with self.http.post(f"/bot{self.world.token}/{method}", data=form) as answer:
            body: dict[str, Any] = await answer.json()
        check_answer(method, body)
        return body

    async def updates(self, **params: Value) -> list[dict[str, Any]]:
        """New updates, confirmed by the next call."""
        found: list[dict[str, Any]] = await self.result("getUpdates", offset=self.offset, **params)
        if found:
            self.offset = max(update["update_id"] for update in found) + 1
        return found

    async def sim_post(self, path: str, status: int = 200, /, **body: Value) -> Value:
        """A request to the control surface."""
        async with self.http.post(f"/sim{path}", json=body) as answer:
            text = await answer.text()
            assert answer.status == status, text
            return json.loads(text)

    async def sim_get(self, path: str) -> Value:
        """A question to the control surface."""
        async with self.http.get(f"/sim{path}") as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def user(self, name: str = "Sari", **facts: Value) -> int:
        """A new person."""
        made = await self.sim_post("/users", first_name=name, **facts)
        return int(made["id"])

    async def group(self, members: list[int], **facts: Value) -> int:
        """A new supergroup with the bot as an admin."""
        made = await self.sim_post("/chats", title="Staf", members=members, **facts)
        return int(made["id"])

    async def say(
        self, chat_id: int, text: str, from_id: int | None = None, **more: Value
    ) -> Value:
        """A person writes."""
        sender = from_id or chat_id
        return await self.sim_post("/send", chat_id=chat_id, from_id=sender, text=text, **more)

    async def seen(self, chat_id: int) -> list[dict[str, Any]]:
        """What stands in a chat."""
        history = await self.sim_get(f"/chats/{chat_id}/messages?after=0")
        return list(history["messages"])


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    """A running simulator without flood control."""
    async with Simulator(flood="off") as running:
        yield running


@pytest.fixture
async def client(sim: Simulator) -> AsyncIterator[Client]:
    """A raw HTTP client of it."""
    async with aiohttp.ClientSession(sim.url) as http:
        yield Client(sim, http)


@pytest.fixture
async def bot(sim: Simulator) -> AsyncIterator[Bot]:
    """python-telegram-bot's own client of it."""
    async with Bot(
        sim.world.token, base_url=f"{sim.url}/bot", base_file_url=f"{sim.url}/file/bot"
    ) as real:
        yield real
