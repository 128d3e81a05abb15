"""The stories that the demo offers come true, played over HTTP against the real bot."""

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


async def _findings(data: Path) -> list[dict[str, str]]:
    return await main.findings(Settings.model_construct(token=SecretStr(TOKEN), data_dir=data))


@pytest.mark.parametrize("path", STORIES, ids=[path.stem for path in STORIES])
async def test_it_comes_true_and_leaves_sound_books(path: Path, demo_url: str, demo_data: Path):
    """Given the demo as it opens, every step of the story comes true, and stock and money add up."""
    await play(read_story(path), demo_url, folder=path.parent)
    assert await _findings(demo_data) == []


async def test_they_can_be_played_one_after_the_other_and_again(demo_url: str, demo_data: Path):
    """Given what earlier plays left behind, a story comes true all the same."""
    for path in (*STORIES, STORIES[0]):
        await play(read_story(path), demo_url, folder=path.parent)
    assert await _findings(demo_data) == []


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
