"""(c) The whole bot: a tap on "order" in, the order's card and the staff's card out.

Intake, order, rendering, outbox, relay. The yardstick is H = 1/(1/echo + 1/store): what a bot could
reach that does nothing but echo like the bare library and place orders like the store alone.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Result, alternating, judged
from benchmarks.shop import FIRST_CUSTOMER, fill_carts, stock_up
from benchmarks.stub import person, private_chat, stubbed
from domain.orders import Order
from notifications.milestones import announce
from storage.migrate import upgrade
from storage.open import open_store

ORDERS = 1_000
CARDS_PER_ORDER = 2
TOKEN = "123456:benchmark"  # noqa: S105 - the stub takes any


def run(echo: float, store: float) -> list[Result]:
    """Measure; `echo` and `store` are rates of the same run."""
    (ours,) = alternating([rate])
    yardstick = 1 / (1 / echo + 1 / store)
    return [judged("c whole bot / H of echo and store", ours, yardstick, "orders/s", ">= 0.5")]


def rate() -> float:
    """Return orders per second of one fresh process on a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        drafts = asyncio.run(_prepare(url))
        taps = [_confirm(n, draft) for n, draft in enumerate(drafts, start=1)]
        with stubbed(taps, ORDERS * CARDS_PER_ORDER) as (address, said):
            bot = subprocess.Popen([sys.executable, "-m", "benchmarks.whole", address, url])
            try:
                return ORDERS / float(json.loads(said.readline())["seconds"])
            finally:
                bot.kill()
                bot.wait()


async def _prepare(url: str) -> list[Order]:
    await asyncio.to_thread(upgrade, url)
    store = await open_store(url, announce)
    codes = await store.run(stock_up)
    people = range(FIRST_CUSTOMER, FIRST_CUSTOMER + ORDERS)
    drafts = await store.run(fill_carts, people, codes)
    await store.close()
    return drafts


def _confirm(number: int, draft: Order) -> dict[str, object]:
    who = FIRST_CUSTOMER + number - 1
    message = {
        "message_id": number,
        "date": 1_700_000_000,
        "chat": private_chat(who),
        "text": "?",
    }
    tap = {
        "id": str(number),
        "from": person(who),
        "message": message,
        "chat_instance": "1",
        "data": f"k.place:{draft.number}:{draft.version}:{draft.total}",
    }
    return {"update_id": number, "callback_query": tap}


async def serve(address: str, database_url: str) -> None:
    """Run the real bot against the stub, without pacing."""
    from bot import main
    from bot.settings import Settings

    settings = Settings.model_validate(
        {
            "token": TOKEN,
            "api_url": address,
            "database_url": database_url,
            "pace": False,
            "log_level": "ERROR",
        }
    )
    await main.run(settings, asyncio.Event())


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2]))
