"""(a) One message for every update: ours against the library's own application.

Run as `python -m benchmarks.echo VARIANT URL`, one process per variant: `ours`, `library` (the bare
application on our transport), `stock` (the same on its own transport).
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from benchmarks.measure import Result, alternating, judged
from benchmarks.stub import person, private_chat, stubbed

TOKEN = "123456:benchmark"  # noqa: S105 - the stub takes any
IN_FLIGHT = 16
UPDATES = 4_000
UPDATES_STOCK = 1_500
CHATS = 64


def rate(variant: str, updates: int = UPDATES) -> float:
    """Return updates answered per second by one fresh process of the variant."""
    with stubbed([_hello(n) for n in range(1, updates + 1)], updates) as (url, said):
        bot = subprocess.Popen([sys.executable, "-m", "benchmarks.echo", variant, url])
        try:
            return updates / float(json.loads(said.readline())["seconds"])
        finally:
            bot.kill()
            bot.wait()


def _hello(number: int) -> dict[str, object]:
    who = 1000 + number % CHATS
    message = {
        "message_id": number,
        "date": 1_700_000_000,
        "chat": private_chat(who),
        "from": person(who),
        "text": "halo",
    }
    return {"update_id": number, "message": message}


def run() -> list[Result]:
    """Measure the three in turn."""
    contestants: list[Callable[[], float]] = [
        lambda: rate("ours"),
        lambda: rate("library"),
        lambda: rate("stock", UPDATES_STOCK),
    ]
    ours, library, stock = alternating(contestants)
    unit = "updates/s"
    return [
        judged("a1 intake+transport / library on our transport", ours, library, unit, ">= 0.9"),
        judged("a2 intake+transport / library as it comes", ours, stock, unit, ">= 4"),
    ]


async def serve_ours(url: str) -> None:
    """Our intake over a store in memory; the handler answers with one message."""
    from bot.intake.dispatcher import Dispatcher, Effort
    from bot.intake.polling import Polling
    from bot.intake.reception import Reception
    from bot.telegram_api import TelegramApi
    from bot.transport import AiohttpRequest
    from domain.delivery import StoredUpdate
    from tests.fakes import MemoryStore

    def now() -> datetime:
        return datetime.now(UTC)

    request = AiohttpRequest()
    await request.initialize()
    api = TelegramApi(request, url, TOKEN)
    store = MemoryStore()

    async def echo(update: StoredUpdate) -> None:
        message = json.loads(update.body)["message"]
        await api.call("sendMessage", {"chat_id": message["chat"]["id"], "text": message["text"]})

    dispatcher = Dispatcher(store, echo, clock=now, effort=Effort(parallel=IN_FLIGHT))
    reception = Reception(store, dispatcher, clock=now)
    dispatcher.start()
    await Polling(request, api.endpoint, reception, dispatcher).run()


async def serve_library(url: str, *, own_transport: bool) -> None:
    """The library's application with one echo handler, 16 updates at a time."""
    from telegram import Update
    from telegram.ext import ApplicationBuilder, MessageHandler, filters

    from bot.transport import AiohttpRequest

    builder: Any = ApplicationBuilder().token(TOKEN).base_url(f"{url}/bot")
    builder = builder.concurrent_updates(IN_FLIGHT)
    if own_transport:
        builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest())
    application = builder.build()

    async def echo(update: Update, _context: object) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        await application.start()
        await application.updater.start_polling()
        await asyncio.Event().wait()


if __name__ == "__main__":
    address = sys.argv[2]
    if sys.argv[1] == "ours":
        asyncio.run(serve_ours(address))
    else:
        asyncio.run(serve_library(address, own_transport=sys.argv[1] == "library"))
