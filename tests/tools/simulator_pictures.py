"""Takes the pictures of the simulator's page for the docs: wide and narrow, light and dark.

Lives beside take_pictures.py, which calls it; `simulator_pictures(folder)` saves PNG files there.
"""

from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from playwright.async_api import Browser, async_playwright

from simulator.server import Simulator
from simulator.world import World
from tests.browser import ARGUMENTS, chromium_path
from tests.simulator_page.conftest import BUDI, PEOPLE, SARI, TOKEN, Scene, chat, ready
from tests.simulator_page.showcase import come_to, show_everything

CALM = "document.fonts.ready.then(() => Promise.all([...document.images].map((i) => i.decode())))"
STILL = "Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null)))"


@dataclass(frozen=True)
class View:
    """One picture: its name, the screen, the chat to show and what to press there, by test id."""

    name: str
    chat: int = SARI
    scheme: str = "light"
    width: int = 1440
    height: int = 900
    press: tuple[str, ...] = field(default=())
    from_the_top: bool = False


PHONE = {"width": 390, "height": 844}


def views(forum: int) -> tuple[View, ...]:
    """What the docs show."""
    return (
        View("wide", from_the_top=True),
        View("wide-dark", scheme="dark", press=("drawer-toggle", "drawer-activity")),
        View("phone", from_the_top=True, **PHONE),
        View("phone-dark", scheme="dark", chat=forum, **PHONE),
        View("phone-attach", press=("attach",), **PHONE),
        View("phone-pay", chat=BUDI, press=("inline-button",), **PHONE),
        View("phone-drawer", press=("drawer-toggle", "drawer-faults"), **PHONE),
    )


async def simulator_pictures(folder: Path) -> None:
    """Fill a simulator and save every view as `simulator-NAME.png`."""
    world = World(TOKEN, first_name="Kopi Nusantara", flood="record")
    async with Simulator(TOKEN, world=world) as sim, aiohttp.ClientSession() as http:
        for first, last, language in PEOPLE:
            world.add_user(first, last_name=last, language_code=language)
        scene = Scene(sim, http)
        forum = await show_everything(scene)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=chromium_path(), args=ARGUMENTS
            )
            for view in views(forum):
                await take(browser, scene, view, folder / f"simulator-{view.name}.png")
            await browser.close()


async def take(browser: Browser, scene: Scene, view: View, file: Path) -> None:
    """Open the page as `view` says, let something happen, press, and save what is seen."""
    context = await browser.new_context(
        viewport={"width": view.width, "height": view.height},
        locale="id-ID",
        color_scheme="dark" if view.scheme == "dark" else "light",
    )
    page = await context.new_page()
    await page.goto(scene.sim.url)
    await ready(page)
    await come_to(page, view.chat)
    if view.from_the_top:
        await chat(page, view.chat).get_by_test_id("log").evaluate("(log) => log.scrollTo(0, 60)")
    await traffic(scene)
    for testid in view.press:
        bar = testid.startswith("drawer")
        await (page if bar else chat(page, view.chat)).get_by_test_id(testid).last.click()
    await page.evaluate(CALM)
    await page.evaluate(STILL)
    await page.screenshot(path=file)
    await context.close()


async def traffic(scene: Scene) -> None:
    """Something for the drawer to show: a tap, its answer, a mistake, a bot that types."""
    world = scene.sim.world
    card = next(e for e in world.chats[SARI].entries.values() if "reply_markup" in e.api)
    tap = {"chat_id": SARI, "from_id": SARI, "message_id": card.id, "data": "+", "wait": 0}
    await scene.control("tap", **tap)
    query = await scene.next_update("callback_query")
    await scene.bot("answerCallbackQuery", callback_query_id=query["id"])
    url = f"{scene.sim.url}/bot{TOKEN}/editMessageText"
    async with scene.http.post(url, json={"chat_id": SARI, "message_id": 999, "text": "Hai"}):
        await scene.bot("sendChatAction", chat_id=BUDI, action="typing")
