"""(e) How long a tap takes inside the bot with 100,000 orders in the database, against 100."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Result, judged, percentile
from benchmarks.shop import fill_carts, place, stock_up
from bot import customer, desk
from bot.router import Router
from bot.visit import Incoming, Kind, Person
from domain.orders import Order
from domain.ports import UnitOfWork
from notifications.milestones import announce
from storage.migrate import upgrade
from storage.open import OpenStore, open_store

FEW, MANY = 100, 100_000
BATCH = 200
ORDERS_EACH = 10  # of every customer, in both shops: only the size of the database differs
ROUNDS = 5
TAPS_PER_ROUND = 150
SCREENS = (("home", ()), ("b.cart", ()), ("o.list", ()))


def run() -> list[Result]:
    """Measure both shops in turn, in one process."""
    return asyncio.run(_run())


async def _run() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        few = await _shop(Path(folder) / "few.db", FEW)
        many = await _shop(Path(folder) / "many.db", MANY)
        router = Router(customer.routes(), desk.routes())
        figures: dict[str, list[float]] = {"few": [], "many": []}
        number = 1
        for _ in range(ROUNDS):
            for name, store in (("few", few), ("many", many)):
                figures[name].append(await _p95(store, router, number))
                number += TAPS_PER_ROUND
        await few.close()
        await many.close()
    ours, yardstick = (sorted(figures[name])[ROUNDS // 2] * 1000 for name in ("many", "few"))
    return [judged("e tap p95, 100,000 orders / 100 orders", ours, yardstick, "ms", "<= 1.2")]


async def _shop(path: Path, orders: int) -> OpenStore:
    """Return a shop in which so many orders were placed."""
    url = f"sqlite:///{path}"
    await asyncio.to_thread(upgrade, url)
    store = await open_store(url, None)
    codes = await store.run(stock_up)
    for first in range(0, orders, BATCH):
        people = [
            1_000 + n % (orders // ORDERS_EACH) for n in range(first, min(first + BATCH, orders))
        ]
        await store.run(_place_many, people, codes)
    await store.close()
    return await open_store(url, announce)


def _place_many(uow: UnitOfWork, people: Sequence[int], codes: Sequence[str]) -> list[Order]:
    return [place(uow, fill_carts(uow, [person], codes)[0]) for person in people]


async def _p95(store: OpenStore, router: Router, first: int) -> float:
    """Tap through the screens as one customer after the other; return the p95 in seconds."""
    took = []
    for n in range(first, first + TAPS_PER_ROUND):
        verb, args = SCREENS[n % len(SCREENS)]
        who = 1_000 + n % (FEW // ORDERS_EACH)
        tap = Incoming(
            n, Kind.TAP, who, "private", Person(who, "Sari", None, "id"), 1, verb=verb, args=args
        )
        began = time.perf_counter()
        await store.run(_tap, router, tap)
        took.append(time.perf_counter() - began)
    return percentile(took, 0.95)


def _tap(uow: UnitOfWork, router: Router, tap: Incoming) -> None:
    """Receive and handle one tap, as intake and dispatcher would."""
    from domain.delivery import StoredUpdate

    uow.inbox.add([StoredUpdate(tap.update_id, tap.chat_id, "{}")], uow.now)
    assert router.handle(uow, tap) is not None
