"""The demo on data that it kept from the last time."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from tests.journey.demo import running_demo


async def greeted(data: Path) -> bool:
    """Run the demo on the folder, let its first customer say /start; tell whether it answers."""
    async with running_demo(data) as url, aiohttp.ClientSession(url) as session:
        state = await (await session.get("/sim/state")).json()
        person = next(u["id"] for u in state["users"] if u["first_name"] == "Sari")
        said = {"chat_id": person, "from_id": person, "text": "/start"}
        await session.post("/sim/send", json=said)
        try:
            async with asyncio.timeout(20):
                while True:
                    seen = await (await session.get(f"/sim/chats/{person}/messages")).json()
                    if len(seen["messages"]) > 1:
                        return True
                    await asyncio.sleep(0.05)
        except TimeoutError:
            return False


@pytest.mark.drill
async def test_a_second_start_on_kept_data_answers(tmp_path: Path):
    """The kept inbox must not take the new updates for the old ones."""
    assert await greeted(tmp_path)
    assert await greeted(tmp_path)
