"""A small bot for stories: repeats what it hears, counts taps, sells a cup of coffee."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

from simulator.server import Simulator

Update = dict[str, Any]
COUNTER = [
    [{"text": "Tambah", "callback_data": "add"}, {"text": "Kurangi", "callback_data": "less"}],
    [{"text": "Ambil satu", "callback_data": "one"}, {"text": "Ambil dua", "callback_data": "two"}],
]


class Parrot:
    """Answers each update as it comes."""

    def __init__(self, sim: Simulator, http: aiohttp.ClientSession) -> None:
        self._sim, self._http = sim, http
        self._count = 0

    async def run(self) -> None:
        """Poll until cancelled."""
        offset = 0
        while True:
            for update in await self._call("getUpdates", offset=offset, timeout=10):
                offset = update["update_id"] + 1
                await self._answer(update)

    async def _call(self, method: str, **params: object) -> Any:  # noqa: ANN401 - any JSON value
        path = f"/bot{self._sim.world.token}/{method}"
        async with self._http.post(path, json=params) as response:
            return (await response.json())["result"]

    async def _answer(self, update: Update) -> None:
        if "callback_query" in update:
            await self._tapped(update["callback_query"])
        elif "pre_checkout_query" in update:
            query = update["pre_checkout_query"]["id"]
            await self._call("answerPreCheckoutQuery", pre_checkout_query_id=query, ok=True)
        elif "message" in update:
            await self._heard(update["message"])

    async def _heard(self, message: Update) -> None:
        chat = message["chat"]["id"]
        text = message.get("text", "")
        if text == "/count":
            await self._call(
                "sendMessage",
                chat_id=chat,
                text="Jumlah: 0",
                reply_markup={"inline_keyboard": COUNTER},
            )
        elif text == "/number":
            keys = {"keyboard": [[{"text": "Kirim nomor saya", "request_contact": True}]]}
            await self._call("sendMessage", chat_id=chat, text="Nomor HP?", reply_markup=keys)
        elif text == "/buy":
            coffee = {
                "title": "Kopi",
                "description": "Secangkir kopi",
                "payload": "cup",
                "provider_token": "p",
                "currency": "IDR",
                "prices": [{"label": "Kopi", "amount": 2_000_000}],
                "need_name": True,
            }
            await self._call("sendInvoice", chat_id=chat, **coffee)
        elif _heard_as(message):
            await self._call("sendMessage", chat_id=chat, text=f"Kamu: {_heard_as(message)}")

    async def _tapped(self, query: Update) -> None:
        data, message = query["data"], query["message"]
        self._count += {"add": 1, "less": -1}.get(data, 0)
        await self._call("answerCallbackQuery", callback_query_id=query["id"], text=f"Siap: {data}")
        if data in {"add", "less"}:
            await self._call(
                "editMessageText",
                chat_id=message["chat"]["id"],
                message_id=message["message_id"],
                text=f"Jumlah: {self._count}",
                reply_markup={"inline_keyboard": COUNTER},
            )


def _heard_as(message: Update) -> str:
    for kind in ("photo", "document", "video", "location", "contact", "successful_payment"):
        if kind in message:
            detail = message[kind]
            if kind == "contact":
                return f"contact {detail['phone_number']}"
            if kind == "location":
                return f"location {detail['latitude']} {detail['longitude']}"
            return f"{kind} {message.get('caption', '')}".strip()
    answered = message.get("reply_to_message", {}).get("text")
    return message.get("text", "") + (f" (tentang {answered})" if answered else "")


@contextlib.asynccontextmanager
async def parrot(sim: Simulator) -> AsyncIterator[None]:
    """Run the bot until the block is left."""
    async with aiohttp.ClientSession(sim.url) as http:
        polling = asyncio.create_task(Parrot(sim, http).run(), name="parrot")
        try:
            yield
        finally:
            polling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await polling
