"""The stories that the demo offers come true, played over HTTP against the real bot."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot import main, sample
from bot.demo import TOKEN
from bot.settings import Settings
from simulator.stories.parsing import read_story
from simulator.stories.playing import play

STORIES = sorted(sample.STORIES.glob("*.story"))


@pytest.fixture
async def demo_url(tmp_path: Path) -> AsyncIterator[str]:
    """The address of a demo that runs as `pesan demo` runs it, but for Telegram's pace."""
    until = asyncio.Event()
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(main.demo(0, tmp_path, until, address.set_result, pace=False))
    await asyncio.wait({running, address}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        await running
    yield address.result()
    until.set()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def _findings(data: Path) -> list[dict[str, str]]:
    return await main.findings(Settings.model_construct(token=SecretStr(TOKEN), data_dir=data))


@pytest.mark.parametrize("path", STORIES, ids=[path.stem for path in STORIES])
async def test_it_comes_true_and_leaves_sound_books(path: Path, demo_url: str, tmp_path: Path):
    """Given the demo as it opens, every step of the story comes true, and stock and money add up."""
    await play(read_story(path), demo_url, folder=path.parent)
    assert await _findings(tmp_path) == []


async def test_they_can_be_played_one_after_the_other_and_again(demo_url: str, tmp_path: Path):
    """Given what earlier plays left behind, a story comes true all the same."""
    for path in (*STORIES, STORIES[0]):
        await play(read_story(path), demo_url, folder=path.parent)
    assert await _findings(tmp_path) == []


async def test_the_demo_offers_them(demo_url: str):
    """Given the demo, the page's list holds each story, and none is broken."""
    async with (
        aiohttp.ClientSession(demo_url) as http,
        http.get("/sim/stories") as answer,
    ):
        listed = (await answer.json())["stories"]
    assert [story["name"] for story in listed] == [path.stem for path in STORIES]
    assert all(story["steps"] and "error" not in story for story in listed)
    assert len(STORIES) >= 3
