"""Kill the real program again and again while people order, and look whether anything was lost."""

import asyncio
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from simulator.server import Simulator
from tests.drill.audit import Audit
from tests.drill.moments import DeadlyFaults, Moment, plan
from tests.drill.people import Customer, Member
from tests.drill.process import Program
from tests.drill.town import open_town
from tests.storage.rows import outside

SEED = 20261125


@dataclass
class Drill:
    """A shop under fire."""

    sim: Simulator
    program: Program
    faults: DeadlyFaults
    url: str
    group_id: int
    customers: list[Customer]
    members: list[Member]
    dice: random.Random
    hits: Counter[str] = field(default_factory=Counter)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def kill(self, moment: Moment) -> None:
        """Start the program, let it work, kill it at the moment; note what it left behind."""
        self.faults.fetching.clear()
        await self.program.start()
        if moment is Moment.STARTING:
            await asyncio.sleep(self.dice.uniform(0.1, 1.0))
        else:
            async with asyncio.timeout(20):
                await self.faults.fetching.wait()
            if moment is Moment.ANYTIME:
                await asyncio.sleep(self.dice.uniform(0.05, 1.5))
            else:
                await self._at_the_call(moment)
        self.program.kill()
        assert await self.program.ended() == -signal.SIGKILL, self.program.log.read_text()[-2000:]
        await self._look(moment)

    async def _at_the_call(self, moment: Moment) -> None:
        await asyncio.sleep(self.dice.uniform(0.0, 0.3))
        # What the group gets comes from the outbox, a customer's screen mostly does not.
        chat_id = self.dice.choice((None, self.group_id))
        self.faults.aim(moment, self.dice.randrange(4), chat_id)
        try:
            async with asyncio.timeout(3):
                await self.faults.hit.wait()
        except TimeoutError:
            return
        self.hits[moment] += 1

    async def _look(self, moment: Moment) -> None:
        stored = {row[0] for row in await outside(self.url, "SELECT update_id FROM inbox")}
        pending = {p.update["update_id"] for p in self.sim.world.updates.waiting()}
        if stored & pending:
            self.hits["stored, not confirmed"] += 1
        for name, query in (
            ("received, not handled", "SELECT 1 FROM inbox WHERE state = 'waiting' LIMIT 1"),
            (
                "queued, not sent or not marked",
                "SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1",
            ),
        ):
            if await outside(self.url, query):
                self.hits[name] += 1

    async def keep_shopping(self, customer: Customer, patience_s: float) -> None:
        """Order after order until the killing is over; the last one is brought to its end."""
        await asyncio.sleep(customer.dice.uniform(0, 2))
        while not self.over.is_set():
            await customer.shop(patience_s)

    async def settled(self, patience_s: float) -> None:
        """Wait until nothing waits on either side."""
        async with asyncio.timeout(patience_s):
            while True:
                waiting = await outside(
                    self.url,
                    "SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'waiting') + "
                    "(SELECT COUNT(*) FROM outbox WHERE state = 'waiting')",
                )
                if waiting == [(0,)] and not len(self.sim.world.updates):
                    return
                await asyncio.sleep(0.2)


@asynccontextmanager
async def drill(url: str, folder: Path, customers: int) -> AsyncIterator[Drill]:
    """Open the shop for so many customers and the staff."""
    async with open_town(url, SEED) as town:
        program = town.program(folder)
        sim = town.sim
        sim.world.faults = faults = DeadlyFaults(program.kill, lambda: len(sim.world.updates))
        people = [town.customer(f"P{n}") for n in range(customers)]
        yield Drill(sim, program, faults, url, town.group_id, people, town.members, town.dice)
        program.kill()


async def survive(place: Drill, kills: int, patience_s: float) -> None:
    """Kill so often under load, let everything come to its end, and judge."""
    began = time.monotonic()
    work = [asyncio.create_task(member.work()) for member in place.members]
    shopping = [
        asyncio.create_task(place.keep_shopping(customer, patience_s))
        for customer in place.customers
    ]
    try:
        for moment in plan(kills, SEED):
            await place.kill(moment)
        place.over.set()
        await place.program.start()
        await asyncio.gather(*shopping)
        for task in work:
            task.cancel()
        await place.settled(patience_s)
    finally:
        for task in (*work, *shopping):
            task.cancel()
        await asyncio.gather(*work, *shopping, return_exceptions=True)
    place.program.signal(signal.SIGTERM)
    assert await place.program.ended() == 0
    code, books = await place.program.call("check")
    audit = Audit(place.sim, place.url, place.group_id, place.customers)
    findings = await audit.run()
    sys.stdout.write(_report(place, kills, audit.repeats, time.monotonic() - began))
    assert findings == []
    assert (code, books) == (0, "Stock and money agree with their ledgers.\n")


def _report(place: Drill, kills: int, repeats: int, seconds: float) -> str:
    orders = sum(len(set(customer.confirmed)) for customer in place.customers)
    people = (*place.customers, *place.members)
    return (
        f"\n{kills} kills, {orders} orders, {repeats} messages repeated, "
        f"{sum(person.retries for person in people)} times somebody tapped again, {seconds:.0f} s; "
        f"hit: {dict(place.hits)}\n"
    )


@pytest.fixture(autouse=True)
def long_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The local Telegram keeps whole chats: the audit reads them to their beginning."""
    monkeypatch.setattr("simulator.people.HISTORY", 50_000)


@pytest.mark.drill
@pytest.mark.timeout(300)
async def test_sqlite_survives_25_kills(sqlite_url: str, tmp_path: Path):
    """Nothing acknowledged is lost, nothing is ordered twice, every milestone arrives."""
    async with drill(sqlite_url, tmp_path, customers=16) as place:
        await survive(place, kills=25, patience_s=90)
        for must in (Moment.BEFORE_SEND, Moment.AFTER_SEND, "stored, not confirmed"):
            assert place.hits[must] > 0


@pytest.mark.drill
@pytest.mark.postgres
@pytest.mark.timeout(300)
async def test_postgres_survives_5_kills(postgres_url: str, tmp_path: Path):
    """The same where rows in flight wait for the end of their lease."""
    async with drill(postgres_url, tmp_path, customers=6) as place:
        await survive(place, kills=5, patience_s=150)
