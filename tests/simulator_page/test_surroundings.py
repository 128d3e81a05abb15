"""The time, the drawer, narrow screens, lost connections, long histories."""

import socket

import pytest
from playwright.async_api import Page, expect

from simulator.server import Simulator
from tests.browser import OpenPage
from tests.simulator_page.conftest import JAMES, SARI, TOKEN, Scene, chat, ready

pytestmark = pytest.mark.browser


async def test_time_moves_on_by_an_hour_and_a_day(scene: Scene, page: Page) -> None:
    """The two buttons skip the simulated time, and messages carry the new one."""
    before = scene.sim.world.clock.offset_s
    await page.get_by_test_id("clock-hour").click()
    await page.get_by_test_id("clock-day").click()
    await page.wait_for_function(
        "new Date(document.querySelector('[data-testid=clock]').dateTime) - Date.now() > 89e6"
    )
    assert scene.sim.world.clock.offset_s - before == 3600 + 86_400


async def test_a_narrow_screen_shows_one_chat_and_counts_the_unread(
    scene: Scene, open_page: OpenPage
) -> None:
    """Tabs switch between chats; a message elsewhere raises its count until it is looked at."""
    page = await ready(await open_page(scene.sim.url, width=390, height=844))
    await expect(chat(page, SARI)).to_be_visible()
    await expect(chat(page, JAMES)).to_be_hidden()
    tab = page.locator(f"[data-testid=chat-tab][data-chat-id='{JAMES}']")
    await scene.bot("sendMessage", chat_id=JAMES, text="Your parcel is on its way")
    await expect(tab.get_by_test_id("tab-unread")).to_have_text("1")
    await tab.click()
    await expect(chat(page, JAMES).get_by_test_id("message-text")).to_be_visible()
    await expect(chat(page, SARI)).to_be_hidden()
    await expect(tab.get_by_test_id("tab-unread")).to_have_count(0)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_restarted_simulator_is_found_again(open_page: OpenPage) -> None:
    """The page says that the connection is lost, and shows the new server's chats."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with Simulator(TOKEN, port=port) as first:
        first.world.add_user("Sari", language_code="id")
        page = await ready(await open_page(first.url))
        await expect(page.get_by_test_id("owner")).to_have_text("Sari")
    await expect(page.get_by_test_id("live")).to_have_attribute("data-live", "false")
    async with Simulator(TOKEN, port=port) as second:
        second.world.add_user("Dewi", language_code="id")
        await expect(page.get_by_test_id("owner")).to_have_text("Dewi")
        await expect(page.get_by_test_id("live")).to_have_attribute("data-live", "true")
        await page.get_by_test_id("start").click()
        await expect(page.get_by_test_id("message-text")).to_have_text("/start")


async def test_a_long_history_does_not_fill_the_page(scene: Scene, page: Page) -> None:
    """Of 400 messages the newest 150 are elements; the earlier ones come on demand."""
    world = scene.sim.world
    room = world.chats[SARI]
    for number in range(400):
        world.post(room, world.bot, {"text": f"pesan {number}"})
    sari = chat(page, SARI)
    await expect(sari.get_by_text("pesan 399", exact=True)).to_be_visible()
    await expect(sari.get_by_test_id("message")).to_have_count(150)
    await sari.get_by_test_id("show-earlier").click()
    await expect(sari.get_by_test_id("message")).to_have_count(300)


async def test_the_drawer_shows_calls_parcels_and_faults(scene: Scene, page: Page) -> None:
    """A refused call is red, a parcel moves on by a button, a fault can be put in and taken out."""
    await page.get_by_test_id("drawer-toggle").click()
    await page.get_by_test_id("drawer-faults").click()
    await page.get_by_test_id("fault-times").fill("1")
    await page.get_by_test_id("fault-429").click()
    await expect(page.get_by_test_id("fault")).to_be_visible()
    url = f"{scene.sim.url}/bot{TOKEN}/sendMessage"
    async with scene.http.post(url, json={"chat_id": SARI, "text": "halo"}) as response:
        assert response.status == 429
    await expect(page.get_by_test_id("fault")).to_have_count(0)
    await page.get_by_test_id("drawer-activity").click()
    failed = page.locator("[data-testid=journal-row][data-method=sendMessage].failed")
    await expect(failed).to_contain_text("429")
    await scene.control("parcels", waybill="JNE0123456789", courier="jne")
    await page.get_by_test_id("drawer-parcels").click()
    await page.get_by_test_id("parcel-delivered").click()
    await expect(page.get_by_test_id("parcel")).to_have_attribute("data-status", "delivered")
    assert scene.sim.world.parcels.get("JNE0123456789").status == "delivered"


async def test_customers_and_groups_can_be_added(scene: Scene, page: Page) -> None:
    """A new customer and a new group each get a column."""
    await page.get_by_test_id("new-customer").click()
    await page.get_by_test_id("new-first-name").fill("Dewi")
    await page.get_by_test_id("dialog-confirm").click()
    await expect(page.get_by_test_id("owner").filter(has_text="Dewi")).to_be_visible()
    await page.get_by_test_id("new-group").click()
    await page.get_by_test_id("new-group-title").fill("Gudang")
    await page.get_by_test_id("new-group-member").first.check()
    await page.get_by_test_id("dialog-confirm").click()
    await expect(page.get_by_role("region", name="Gudang")).to_be_visible()


async def test_language_and_theme_are_remembered(scene: Scene, page: Page) -> None:
    """English and dark survive a reload."""
    sari = chat(page, SARI)
    await expect(sari.get_by_test_id("start")).to_have_text("Mulai")
    await page.get_by_test_id("language").click()
    await page.get_by_test_id("theme").click()
    await page.reload()
    await expect(sari.get_by_test_id("start")).to_have_text("Start")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_a_blocked_bot_can_be_let_in_again(scene: Scene, page: Page) -> None:
    """Blocking takes the composer away; unblocking brings it back."""
    await scene.control("send", chat_id=SARI, from_id=SARI, text="halo")
    sari = chat(page, SARI)
    await sari.get_by_test_id("chat-menu").click()
    await sari.get_by_test_id("menu-block").click()
    await expect(sari.get_by_test_id("composer")).to_be_hidden()
    assert scene.sim.world.users[SARI].blocked
    await sari.get_by_test_id("unblock").click()
    await expect(sari.get_by_test_id("composer")).to_be_visible()
