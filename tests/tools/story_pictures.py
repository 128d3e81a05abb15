"""Takes the pictures of the docs: plays the demo's stories and looks at the page at their `picture` steps.

Lives beside take_pictures.py, which calls it; `story_pictures(folder)` saves PNG files there.
"""

import base64
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot import sample
from simulator.stories.form import Story
from simulator.stories.playing import play
from tests.browser import ARGUMENTS, chromium_path
from tests.journey.cast import CASTS
from tests.journey.demo import running_demo
from tests.simulator_page.conftest import chat, ready

# As the page's own sample: a proof of the amount that the customer was just asked for.
PROOF, DRAWN_AT = "bukti-transfer.jpg", "ordered"
DRAW = """async (name) => {
  const [{ store }, { transferProof }] = await Promise.all([import("/page/store.js"), import("/page/sample.js")]);
  const asked = [...store.chats.values()].find((chat) => store.users.get(chat.id)?.first_name === name);
  return (await transferProof(asked)).base64;
}"""
AT_REST = "[...document.images].every((image) => image.complete)"


async def story_pictures(folder: Path) -> None:
    """Save each picture as `story-NAME.png`."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        for name, cast in CASTS.items():
            await _picture(chromium, cast.of(name), cast.locale, folder)
        await chromium.close()


async def _picture(chromium: Browser, story: Story, locale: str, folder: Path) -> None:
    """Play one story in a demo of its own, with the page open."""
    async with running_demo(folder / story.file) as url:
        context = await chromium.new_context(
            viewport={"width": 1600, "height": 960},
            locale=locale,
            color_scheme="light",
            reduced_motion="reduce",  # no message is caught half faded in
        )
        page = await ready(await _opened(await context.new_page(), url))
        files = folder / f"files-{story.file}"
        shutil.copytree(sample.STORIES, files)
        await play(story, url, folder=files, take_picture=_taker(page, folder, files))
        await context.close()


async def _opened(page: Page, url: str) -> Page:
    await page.goto(url)
    return page


def _taker(page: Page, folder: Path, files: Path) -> Callable[[str, int | None], Awaitable[None]]:
    async def take(name: str, chat_id: int | None) -> None:
        shown: Page | Locator = page if chat_id is None else chat(page, chat_id)
        if isinstance(shown, Locator):
            await shown.scroll_into_view_if_needed()
        await expect(page.get_by_test_id("typing")).to_have_count(0)
        await page.wait_for_function(AT_REST)
        await shown.screenshot(path=folder / f"story-{name}.png", animations="disabled")
        if name == DRAWN_AT:
            drawn = await page.evaluate(DRAW, "Sari")
            (files / PROOF).write_bytes(base64.b64decode(drawn))

    return take
