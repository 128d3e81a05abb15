"""A sample shop, well stocked, with people around it; the program itself is started by whoever asks."""

import random
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot import main, sample
from bot.demo import COURIER_KEY, TOKEN, move_in
from bot.settings import Settings
from domain.authority import SYSTEM, Role
from domain.ports import UnitOfWork
from domain.usecases.stocking import receive_stock
from simulator.server import Simulator
from tests.drill.people import Customer, Member
from tests.drill.process import Program

STAFF = ("Rina", "Joko", "Wati", "Agus", "Dewi")
OWNER_CODE = "KODE-PEMILIK-TOKO"
WEBHOOK_SECRET = "rahasia-webhook_toko"


@dataclass
class Town:
    """Telegram with customers and a staff group of owners."""

    sim: Simulator
    http: aiohttp.ClientSession
    url: str
    group_id: int
    members: list[Member]
    dice: random.Random

    def customer(self, name: str = "Sari", language: str = "id") -> Customer:
        """Let somebody new open the chat with the bot."""
        user_id = self.sim.world.add_user(name, language_code=language).id
        dice = random.Random(self.dice.random())
        return Customer(self.sim, self.http, user_id, user_id, dice)

    async def post(self, path: str, **body: object) -> dict[str, object]:
        """Turn a switch of the local Telegram."""
        async with self.http.post(f"{self.sim.url}/sim/{path}", json=body) as answer:
            found: dict[str, object] = await answer.json()
            assert answer.status == 200, found
            return found

    def settings(self, **changes: object) -> dict[str, object]:
        """Return the settings of a program that serves this town."""
        return {
            "token": TOKEN,
            "api_url": self.sim.url,
            "database_url": self.url,
            "courier_url": f"{self.sim.url}/courier",
            "courier_key": COURIER_KEY,
            "owner_code": OWNER_CODE,
            "pace": "false",
        } | changes

    def program(self, folder: Path, **changes: object) -> Program:
        """Return the program as a process of its own, not started."""
        settings = self.settings(**changes)
        return Program(folder, {f"PESAN_{k.upper()}": str(v) for k, v in settings.items()})


@asynccontextmanager
async def open_town(url: str, seed: int = 1, extra: int = 1_000) -> AsyncIterator[Town]:
    """Make the people, the group and, on a fresh database, the shop with so much more coffee."""
    async with Simulator(TOKEN, flood="record") as sim, aiohttp.ClientSession() as http:
        sim.world.journal._lines = deque(maxlen=500_000)
        staff = [sim.world.add_user(name, language_code="id").id for name in STAFF]
        async with http.post(
            f"{sim.url}/sim/chats", json={"type": "supergroup", "title": "Tim", "members": staff}
        ) as answer:
            group_id = int((await answer.json())["id"])
        dice = random.Random(seed)
        members = [Member(sim, http, uid, group_id, random.Random(dice.random())) for uid in staff]
        town = Town(sim, http, url, group_id, members, dice)

        def open_up(uow: UnitOfWork) -> None:
            sample.load(uow)
            for product in uow.catalogue.products("biji") if extra else ():
                for sku in uow.catalogue.skus_of(product.code):
                    receive_stock(uow, SYSTEM, sku.code, extra, "gudang")
            people = [(uid, name, Role.OWNER) for uid, name in zip(staff, STAFF, strict=True)]
            move_in(uow, group_id, people)

        await main.with_store(Settings.model_validate(town.settings()), open_up)
        yield town
