"""The simulator with three customers and a staff group, the bot's side by hand, and its page."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Locator, Page

from simulator.server import Simulator
from tests.browser import OpenPage

TOKEN = "123456:TEST"
SARI, BUDI, JAMES, RINA, AGUS = range(700_000_001, 700_000_006)
PEOPLE = (
    ("Sari", "Wulandari", "id"),
    ("Budi", "Santoso", "id"),
    ("James", "Carter", "en"),
    ("Rina", "Puspita", "id"),
    ("Agus", "Hidayat", "id"),
)


@dataclass
class Scene:
    """A simulator that runs, and both of its doors."""

    sim: Simulator
    http: aiohttp.ClientSession
    group: int = 0
    offset: int = 0

    async def bot(self, method: str, **parameters: object) -> Any:  # noqa: ANN401 - any JSON value
        """Call the Bot API; returns the result of a call that must succeed."""
        url = f"{self.sim.url}/bot{TOKEN}/{method}"
        async with self.http.post(url, json=parameters) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def control(self, path: str, **body: object) -> dict[str, Any]:
        """Post to the control surface."""
        async with self.http.post(f"{self.sim.url}/sim/{path}", json=body) as response:
            answer: dict[str, Any] = await response.json()
        return answer

    async def next_update(self, kind: str) -> dict[str, Any]:
        """The next update of a kind, as a bot would fetch it; others are skipped."""
        async with asyncio.timeout(15):
            while True:
                for update in await self.bot("getUpdates", offset=self.offset, timeout=10):
                    self.offset = update["update_id"] + 1
                    if kind in update:
                        found: dict[str, Any] = update[kind]
                        return found


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Three customers, two members of staff and their group."""
    async with Simulator(TOKEN, flood="record") as sim, aiohttp.ClientSession() as http:
        for first, last, language in PEOPLE:
            sim.world.add_user(first, last_name=last, language_code=language)
        made = Scene(sim, http)
        group = await made.control(
            "chats", type="supergroup", title="Staf Kopi", members=[RINA, AGUS]
        )
        made.group = group["id"]
        for update in await made.bot("getUpdates"):
            made.offset = update["update_id"] + 1
        yield made


@pytest.fixture
async def page(scene: Scene, open_page: OpenPage) -> Page:
    """The page on a wide screen, in Indonesian, loaded and connected."""
    return await ready(await open_page(scene.sim.url))


async def ready(page: Page) -> Page:
    """Wait until a page shows its chats and follows the events."""
    await page.get_by_test_id("live").and_(page.locator("[data-live=true]")).wait_for()
    await page.get_by_test_id("chat").first.wait_for()
    return page


def chat(page: Page, chat_id: int) -> Locator:
    """The column of a chat."""
    return page.locator(f"[data-testid=chat][data-chat-id='{chat_id}']")
