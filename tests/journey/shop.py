"""A whole shop under test: simulator, bot, staff and customers, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import aiohttp

from bot import main, sample
from bot.demo import COURIER_KEY, TOKEN, move_in
from bot.settings import Settings
from domain.authority import Role
from domain.orders import Order
from domain.ports import UnitOfWork
from simulator.server import Simulator
from storage.check import check_books
from tests.journey.phone import PATIENCE_S, Message, Phone


@dataclass(slots=True)
class Shop:
    """What a journey needs. `customers` speak to the bot, `staff` sit in the group, by role."""

    sim: Simulator
    http: aiohttp.ClientSession
    app: main.App
    clock: main.ShiftedClock
    staff: dict[Role, Phone]
    group_id: int

    @property
    def owner(self) -> Phone:
        """The owner, in the staff group."""
        return self.staff[Role.OWNER]

    async def customer(self, name: str = "Sari", language: str = "id") -> Phone:
        """Let somebody new open the chat."""
        user_id = await _post(self.http, self.sim, "users", first_name=name, language_code=language)
        return Phone(self.sim, self.http, user_id, user_id, self.settled)

    async def control(self, path: str, **body: object) -> Message:
        """Post to the control surface as nobody."""
        async with self.http.post(f"{self.sim.url}/sim/{path}", json=body) as response:
            answer: Message = await response.json()
            assert response.status == 200, answer
            return answer

    def in_group(self, user_id: int) -> Phone:
        """Return the phone of a member of the staff group, looking at it."""
        return Phone(self.sim, self.http, user_id, self.group_id, self.settled)

    async def advance(self, **time: float) -> None:
        """Move both clocks on and do what became due."""
        await self.app.schedule.tick()
        step = timedelta(**time)
        self.sim.world.advance(step.total_seconds())
        self.clock.offset = timedelta(seconds=self.sim.world.clock.offset_s)
        await self.app.clock_moved()

    async def settled(self) -> None:
        """Wait until the bot has fetched and answered all that people did."""
        await settled(self.sim, self.app)

    async def findings(self) -> list[str]:
        """Return what the books disagree on: nothing, in a sound shop."""
        found = await self.app.store.read(check_books)
        return [f"{f.what} {f.key}: {f.detail}" for f in found]

    async def reachable(self, phone: Phone) -> bool:
        """Tell whether the shop believes that it can write to the customer."""
        found = await self.app.store.read(lambda uow: uow.customers.by_telegram(phone.user_id))
        assert found is not None
        return found.reachable

    async def orders(self, phone: Phone) -> list[Order]:
        """Return the placed orders of a customer, newest first."""

        def read(uow: UnitOfWork) -> list[Order]:
            customer = uow.customers.by_telegram(phone.user_id)
            return uow.orders.of_customer(customer.id, 50) if customer else []

        return await self.app.store.read(read)

    async def level(self, sku: str) -> tuple[int, int]:
        """Return how many units are on hand and how many of them are reserved."""

        def read(uow: UnitOfWork) -> tuple[int, int]:
            level = uow.stock.levels({sku}, uow.policy.location)[sku]
            return level.on_hand, level.reserved

        return await self.app.store.read(read)


async def settled(sim: Simulator, app: main.App) -> None:
    """Wait until all updates are fetched and handled."""
    async with asyncio.timeout(PATIENCE_S):
        await sim.world.updates.polled.wait()
        await app.dispatcher.idle()


async def _post(http: aiohttp.ClientSession, sim: Simulator, path: str, **body: object) -> int:
    async with http.post(f"{sim.url}/sim/{path}", json=body) as response:
        answer = await response.json()
        assert response.status == 200, answer
        return int(answer["id"])


@asynccontextmanager
async def open_shop(database_url: str, language: str = "id") -> AsyncIterator[Shop]:
    """Open the sample shop on the database, with one member of staff per role."""
    async with Simulator(TOKEN, flood="record") as sim, aiohttp.ClientSession() as http:
        members: dict[Role, int] = {}
        for role in Role:
            members[role] = await _post(http, sim, "users", first_name=f"Staf {role.value}")
        group_id = await _post(
            http,
            sim,
            "chats",
            type="supergroup",
            title="Tim toko",
            members=list(members.values()),
        )
        settings = Settings.model_validate(
            {
                "token": TOKEN,
                "api_url": sim.url,
                "database_url": database_url,
                "courier_url": f"{sim.url}/courier",
                "courier_key": COURIER_KEY,
                "pace": False,
                "owner_code": "KODE-PEMILIK",
            }
        )
        clock = main.ShiftedClock()
        people = [(uid, f"Staf {role.value}", role) for role, uid in members.items()]

        def open_up(uow: UnitOfWork) -> None:
            sample.load(uow)
            move_in(uow, group_id, people)
            uow.shop.save_fact("staff_language", language)

        await main.with_store(settings, open_up)
        async with main.running(settings, clock) as app:
            shop = Shop(sim, http, app, clock, {}, group_id)
            shop.staff = {role: shop.in_group(uid) for role, uid in members.items()}
            yield shop
