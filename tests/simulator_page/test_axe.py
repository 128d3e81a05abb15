"""axe finds nothing that shuts people out: every view, wide and narrow, light and dark."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser import OpenPage
from tests.simulator_page.conftest import BUDI, JAMES, SARI, Scene, chat, ready
from tests.simulator_page.showcase import come_to, inline, key, show_everything

pytestmark = pytest.mark.browser

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
IMPACTS = {"moderate", "serious", "critical"}
PRIVATE_DIALOGS = {
    "attach-photo-goods": "photo-dialog",
    "attach-contact": "contact-dialog",
    "attach-location": "location-dialog",
}
Look = Callable[[str], Awaitable[None]]


async def findings(page: Page, view: str) -> list[str]:
    """What axe says of a page, one line each; colours of what is still fading in do not count."""
    await page.evaluate(
        "Promise.all(document.getAnimations().filter((a) => a.effect.getTiming().iterations < 99)"
        ".map((a) => a.finished.catch(() => null)))"
    )
    answer = (await Axe().run(page)).response
    return [
        f"{view}: {found['id']} ({found['impact']}) at {[node['target'] for node in found['nodes']]}"
        for found in answer["violations"]
        if found["impact"] in IMPACTS
    ]


@pytest.fixture(
    params=[(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids="-".join
)
async def everything(
    request: pytest.FixtureRequest, scene: Scene, open_page: OpenPage
) -> AsyncIterator[tuple[Page, int, Look]]:
    """The page with all that it can show, the forum's id, and `look(view)`, which asks axe."""
    size, scheme = request.param
    width, height = SIZES[size]
    forum = await show_everything(scene)
    page = await ready(await open_page(scene.sim.url, width=width, height=height, scheme=scheme))
    found: list[str] = []

    async def look(view: str) -> None:
        found.extend(await findings(page, view))

    yield page, forum, look
    assert found == []


async def test_the_chats(everything: tuple[Page, int, Look]) -> None:
    """A customer's chat from its first message to its last, an empty one, a forum and its topics."""
    page, forum, look = everything
    await look("customers")
    await chat(page, SARI).get_by_test_id("log").evaluate("(log) => log.scrollTo(0, 0)")
    await look("a long chat's beginning")
    await come_to(page, JAMES)
    await look("an empty chat")
    await come_to(page, forum)
    await look("all topics")
    await chat(page, forum).get_by_test_id("topic").nth(2).click()
    await look("one topic")


async def test_what_opens_over_a_chat(scene: Scene, everything: tuple[Page, int, Look]) -> None:
    """Menus, dialogues, the bot's answers and a picture at full size."""
    page, _, look = everything
    sari = chat(page, SARI)
    for opener in ("attach", "commands", "chat-menu"):
        await sari.get_by_test_id(opener).click()
        await look(opener)
        await page.keyboard.press("Escape")
    for entry, dialog in PRIVATE_DIALOGS.items():
        await sari.get_by_test_id("attach").click()
        await sari.get_by_test_id(entry).click()
        await expect(sari.get_by_test_id(dialog)).to_be_visible()
        await look(dialog)
        await sari.get_by_test_id("dialog-cancel").click()
    await sari.get_by_test_id("reply-button").filter(has_text="Kirim nomor").click()
    await look("share-dialog")
    await sari.get_by_test_id("dialog-cancel").click()
    await sari.get_by_test_id("bubble").last.click()
    await look("message-menu")
    await sari.get_by_test_id("menu-reply").click()
    await look("reply-bar")
    await sari.get_by_test_id("photo").last.click()
    await look("lightbox")
    await page.keyboard.press("Escape")
    await answers(scene, page, look)


async def answers(scene: Scene, page: Page, look: Look) -> None:
    """The toast and the alert of a tapped button."""
    buttons = inline([key("Roti"), key("Alarm")])
    await scene.bot("sendMessage", chat_id=SARI, text="Pilih", reply_markup=buttons)
    sari = chat(page, SARI)
    for button, alarm, shown in (
        ("Roti", False, "callback-toast"),
        ("Alarm", True, "callback-alert"),
    ):
        await sari.get_by_role("button", name=button).click()
        query = await scene.next_update("callback_query")
        await scene.bot(
            "answerCallbackQuery",
            callback_query_id=query["id"],
            text="Sudah dicatat",
            show_alert=alarm,
        )
        await expect(sari.get_by_test_id(shown)).to_be_visible()
        await look(shown)


async def test_behind_the_scenes(scene: Scene, everything: tuple[Page, int, Look]) -> None:
    """Every tab of the drawer, with an update and a refused call in it."""
    page, _, look = everything
    await page.get_by_test_id("drawer-toggle").click()
    await scene.control("send", chat_id=SARI, from_id=SARI, text="halo")
    url = f"{scene.sim.url}/bot123456:TEST/sendMessage"
    async with scene.http.post(url, json={"chat_id": 1, "text": "?"}) as response:
        assert response.status == 400
    await expect(page.locator("[data-testid=journal-row].failed")).to_be_visible()
    await page.get_by_test_id("journal-row").first.locator("summary").click()
    tabs = await page.get_by_test_id("drawer").get_by_role("tab").all()
    assert len(tabs) >= 5
    for tab in tabs:
        await tab.click()
        await look(f"drawer, {await tab.get_attribute('data-testid')}")


async def test_paying(everything: tuple[Page, int, Look]) -> None:
    """An invoice, the form for the address, and the card that pays it."""
    page, _, look = everything
    await come_to(page, BUDI)
    budi = chat(page, BUDI)
    await budi.get_by_test_id("inline-button").click()
    await expect(budi.get_by_test_id("pay-dialog")).to_be_visible()
    await look("pay-dialog, address")
    await budi.get_by_test_id("pay-sample").click()
    await budi.get_by_test_id("pay-go").click()
    await expect(budi.get_by_test_id("pay-card").first).to_be_visible()
    await look("pay-dialog, card")


async def test_people_and_reactions(everything: tuple[Page, int, Look]) -> None:
    """Who is in a group and with which rights, all reactions, and the list of chats opened wide."""
    page, forum, look = everything
    await come_to(page, forum)
    group = chat(page, forum)
    await group.get_by_test_id("chat-menu").click()
    await look("a group's menu")
    await group.get_by_test_id("menu-people").click()
    await expect(group.get_by_test_id("people-dialog")).to_be_visible()
    await look("people-dialog")
    await page.keyboard.press("Escape")
    await group.get_by_test_id("bubble").last.click()
    await group.get_by_test_id("menu-react").click()
    await look("reactions")
    await page.keyboard.press("Escape")
    toggle = page.get_by_test_id("list-toggle")
    if await toggle.is_visible():
        await toggle.click()
        await look("chat-list")


async def test_the_top_bar(everything: tuple[Page, int, Look]) -> None:
    """Its menus, and the dialogues for a new customer and a new group."""
    page, _, look = everything
    narrow = await page.get_by_test_id("more").is_visible()
    for entry in ("new-customer", "new-group"):
        if narrow:
            await page.get_by_test_id("more").click()
            await look("more")
        await page.get_by_test_id(f"more-{entry}" if narrow else entry).click()
        await expect(page.get_by_test_id(f"{entry}-dialog")).to_be_visible()
        await look(f"{entry}-dialog")
        await page.keyboard.press("Escape")
    await page.get_by_test_id("more" if narrow else "chat-picker").click()
    if narrow:
        await page.get_by_test_id("more-chats").click()
    await look("chat-picker")
