"""On a phone: one chat at a time with a way back, nothing wider than the screen, all within reach."""

import pytest
from playwright.async_api import Page, expect

from simulator.server import Simulator
from tests.browser import OpenPage
from tests.simulator_page.conftest import BUDI, JAMES, SARI, TOKEN, Scene, chat, ready
from tests.simulator_page.showcase import come_to, show_everything

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 390, 430, 768)
DIALOGS = ("attach-photo-goods", "attach-contact", "attach-location")

TOO_WIDE = """() => [document.scrollingElement, ...document.querySelectorAll(
    '.top, .stage, .columns, .phone, .log, .foot, .drawer, .drawer-body, .dialog, .dialog-body, .menu')]
    .filter((node) => node.getClientRects().length && node.scrollWidth > node.clientWidth + 1)
    .map((node) => `${node.className || node.tagName}: ${node.scrollWidth} > ${node.clientWidth}`)"""
OUTSIDE = """() => [...document.querySelectorAll('button, input, select, textarea, .bubble, .toast')]
    .filter((node) => node.checkVisibility() && !node.closest('.chat-tabs, .topics, .drawer-tabs, .offscreen'))
    .filter((node) => { const box = node.getBoundingClientRect(); return box.width > 0 && (box.left < -1 || box.right > innerWidth + 1); })
    .map((node) => node.dataset.testid ?? node.className)"""


async def fits(page: Page) -> None:
    """Nothing is wider than what holds it, and nothing to press is beyond the screen's edge."""
    assert await page.evaluate(TOO_WIDE) == []
    assert await page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("width", WIDTHS)
async def test_nothing_is_wider_than_the_screen(
    scene: Scene, open_page: OpenPage, width: int
) -> None:
    """Chats, menus, dialogues and the drawer fit from the smallest phone to a tablet."""
    forum = await show_everything(scene)
    page = await ready(await open_page(scene.sim.url, width=width, height=844))
    for chat_id in (BUDI, JAMES, forum, SARI):
        await come_to(page, chat_id)
        await expect(chat(page, chat_id)).to_be_visible()
        await fits(page)
    sari = chat(page, SARI)
    for entry in DIALOGS:
        await sari.get_by_test_id("attach").click()
        await fits(page)
        await sari.get_by_test_id(entry).click()
        await fits(page)
        await sari.get_by_test_id("dialog-cancel").click()
    await come_to(page, BUDI)
    await chat(page, BUDI).get_by_test_id("inline-button").click()
    await fits(page)
    await page.keyboard.press("Escape")
    await page.get_by_test_id("drawer-toggle").click()
    for tab in await page.get_by_test_id("drawer").get_by_role("tab").all():
        await tab.click()
        await fits(page)


async def test_a_long_word_does_not_push_the_page_apart(scene: Scene, open_page: OpenPage) -> None:
    """Text without spaces breaks, on buttons and in names too."""
    word = "x" * 60
    await scene.bot(
        "sendMessage",
        chat_id=SARI,
        text=f"{word * 4} <code>{word}</code> <pre>{word * 3}</pre>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": [[{"text": word, "callback_data": "1"}] * 3]},
    )
    await scene.control(
        "send", chat_id=SARI, from_id=SARI, document={"name": f"{word}.pdf", "base64": "aGFp"}
    )
    page = await ready(await open_page(scene.sim.url, width=320, height=640))
    await expect(chat(page, SARI).get_by_test_id("document")).to_be_visible()
    await fits(page)


async def test_the_way_back(scene: Scene, open_page: OpenPage) -> None:
    """The arrow in a chat's head and the browser's own way back both lead to the chat before."""
    page = await ready(await open_page(scene.sim.url, width=390, height=844))
    await expect(chat(page, SARI).get_by_test_id("back")).to_be_hidden()
    await come_to(page, BUDI)
    await come_to(page, JAMES)
    await chat(page, JAMES).get_by_test_id("back").click()
    await expect(chat(page, BUDI)).to_be_visible()
    await page.evaluate("history.back()")
    await expect(chat(page, SARI)).to_be_visible()
    await expect(chat(page, SARI).get_by_test_id("back")).to_be_hidden()
    await expect(page.locator("[data-testid=chat-tab][aria-current=true]")).to_have_text(
        "SWSari Wulandari"
    )


@pytest.mark.parametrize("height", [844, 667, 480])
async def test_the_composer_is_in_view(scene: Scene, open_page: OpenPage, height: int) -> None:
    """With a keyboard of buttons under it and a long history over it, there is no scrolling to write."""
    await show_everything(scene)
    page = await ready(await open_page(scene.sim.url, width=390, height=height))
    sari = chat(page, SARI)
    await expect(sari.get_by_test_id("reply-button").first).to_be_in_viewport(ratio=1)
    for part in ("composer", "send", "attach"):
        await expect(sari.get_by_test_id(part)).to_be_in_viewport(ratio=1)
    await expect(sari.get_by_test_id("message").last).to_be_in_viewport()
    assert await page.evaluate("document.scrollingElement.scrollHeight <= innerHeight")


async def test_what_is_pressed_is_large_enough(scene: Scene, open_page: OpenPage) -> None:
    """Nothing that a finger must hit is smaller than 24 pixels, as WCAG 2.2 asks; keys have 36."""
    await show_everything(scene)
    page = await ready(await open_page(scene.sim.url, width=390, height=844))
    small = """(least) => [...document.querySelectorAll('button, select, a.file-card')]
        .filter((node) => node.checkVisibility() && !node.closest('.text'))
        .map((node) => [node.dataset.testid ?? node.className, node.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && Math.min(box.width, box.height) < least)
        .map(([name]) => name)"""
    assert await page.evaluate(small, 24) == []
    keys = chat(page, SARI).locator("[data-testid=inline-button], [data-testid=reply-button]")
    heights = await keys.evaluate_all(
        "(all) => all.map((node) => node.getBoundingClientRect().height)"
    )
    assert len(heights) == 8 + 4
    assert min(heights) >= 36


async def test_a_lost_connection_is_said_on_a_phone(open_page: OpenPage) -> None:
    """There is no room for a word beside the dot, so a bar says it."""
    async with Simulator(TOKEN) as sim:
        sim.world.add_user("Sari", language_code="id")
        page = await ready(await open_page(sim.url, width=390, height=844))
        said = page.get_by_test_id("live").get_by_text("Sambungan terputus")
        await expect(said).to_have_count(0)
    await expect(said).to_be_in_viewport(ratio=1)
    assert (await said.bounding_box() or {})["width"] > 200
    await fits(page)
