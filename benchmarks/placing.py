"""(b) Placing an order on SQLite, durable, 16 callers: group commit against one commit each.

The yardstick runs the very same use case, so the very same statements, through SQLAlchemy Core on
aiosqlite: BEGIN IMMEDIATE, the statements, COMMIT, with the same pragmas.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from benchmarks.measure import ROUNDS, Result, judged, percentile
from benchmarks.shop import FIRST_CUSTOMER, fill_carts, place, stock_up
from domain.orders import Order
from notifications.milestones import announce
from storage.migrate import upgrade
from storage.open import open_store
from storage.sqlite_file import PRAGMAS
from storage.unit_of_work import SqlUnitOfWork

CALLERS = 16
ORDERS = 1_200
P99_MS = 30.0

PlaceOne = Callable[[Order], Awaitable[object]]


def run() -> list[Result]:
    """Measure both in turn, on fresh files, and return throughput and our p99."""
    ours, theirs, p99 = [], [], []
    for _ in range(ROUNDS):
        rate, latencies = asyncio.run(_round(with_store=True))
        ours.append(rate)
        p99.append(percentile(latencies, 0.99) * 1000)
        theirs.append(asyncio.run(_round(with_store=False))[0])
    middle = ROUNDS // 2
    unit = "orders/s"
    return [
        judged(
            "b1 place an order / Core on aiosqlite",
            sorted(ours)[middle],
            sorted(theirs)[middle],
            unit,
            ">= 3",
        ),
        judged("b2 place an order, p99 / 30 ms", sorted(p99)[middle], P99_MS, "ms", "<= 1"),
    ]


async def _round(*, with_store: bool) -> tuple[float, list[float]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        url = f"sqlite:///{path}"
        await asyncio.to_thread(upgrade, url)
        store = await open_store(url, announce)
        codes = await store.run(stock_up)
        people = range(FIRST_CUSTOMER, FIRST_CUSTOMER + ORDERS)
        drafts = await store.run(fill_carts, people, codes)
        if with_store:
            figures = await _drive(lambda draft: store.run(place, draft), drafts)
            await store.close()
            return figures
        await store.close()
        engine = _yardstick(path)
        try:
            return await _drive(lambda draft: _place_alone(engine, draft), drafts)
        finally:
            await engine.dispose()


async def _drive(place_one: PlaceOne, drafts: list[Order]) -> tuple[float, list[float]]:
    """Let 16 callers place what is left until nothing is; return orders/s and seconds each."""
    waiting = list(drafts)
    latencies: list[float] = []

    async def caller() -> None:
        while waiting:
            draft = waiting.pop()
            began = time.perf_counter()
            await place_one(draft)
            latencies.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return len(drafts) / (time.perf_counter() - began), latencies


def _yardstick(path: Path) -> AsyncEngine:
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", pool_size=1, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(driver, _record):  # type: ignore[no-untyped-def]  # the event's own shape
        driver.isolation_level = None
        cursor = driver.cursor()
        for pragma in PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection):  # type: ignore[no-untyped-def]  # the event's own shape
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


async def _place_alone(engine: AsyncEngine, draft: Order) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(
            lambda sync: place(
                SqlUnitOfWork(sync, datetime.now(UTC), announce, writing=True), draft
            )
        )
