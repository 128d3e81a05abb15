"""A whole shop under test: simulator, bot, staff and customers, over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import aiohttp

from bot import main, sample
from bot.demo import COURIER_KEY, TOKEN, move_in
from bot.settings import Settings
from domain.authority import Role
from domain.ports import UnitOfWork
from simulator.server import Simulator
from tests.journey.phone import Phone


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
        return Phone(self.sim, self.http, user_id, user_id)

    async def advance(self, **time: float) -> None:
        """Move both clocks on and do what became due."""
        await self.app.schedule.tick()
        step = timedelta(**time)
        self.sim.world.advance(step.total_seconds())
        self.clock.offset = timedelta(seconds=self.sim.world.clock.offset_s)
        await self.app.clock_moved()

    async def settled(self) -> None:
        """Wait until nothing is waiting to be handled."""
        await self.app.dispatcher.idle()


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
            staff = {role: Phone(sim, http, uid, group_id) for role, uid in members.items()}
            yield Shop(sim, http, app, clock, staff, group_id)
