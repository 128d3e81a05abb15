"""The server goes away and comes back, as the same or as another: the page follows and says so."""

import socket

import pytest
from playwright.async_api import Page, expect

from simulator.server import Simulator
from tests.browser import OpenPage
from tests.simulator_page.conftest import TOKEN, ready

pytestmark = pytest.mark.browser


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def lost(page: Page) -> None:
    """The page has noticed that the server is gone."""
    await expect(page.get_by_test_id("live")).to_have_attribute("data-live", "false")
    await expect(page.get_by_test_id("connecting").first).to_be_visible()


async def test_another_server_is_loaded_and_announced(open_page: OpenPage) -> None:
    """Other people, an empty history, a draft that was being written: all as it is now."""
    port = free_port()
    async with Simulator(TOKEN, port=port) as first:
        first.world.add_user("Sari", language_code="id")
        rina = first.world.add_user("Rina", language_code="id")
        first.world.add_group("supergroup", "Staf", [rina], is_forum=False)
        page = await ready(await open_page(first.url))
        await expect(page.get_by_role("region", name="Staf")).to_be_visible()
        await page.get_by_role("region", name="Sari").get_by_test_id("start").click()
        await expect(page.get_by_test_id("message-text").first).to_have_text("/start")
    await lost(page)
    async with Simulator(TOKEN, port=port) as second:
        second.world.add_user("Dewi", language_code="id")
        await expect(page.get_by_test_id("recovered-toast")).to_contain_text("dimulai ulang")
        await expect(page.get_by_test_id("owner")).to_have_text("Dewi")
        await expect(page.get_by_role("region", name="Staf")).to_have_count(0)
        await expect(page.get_by_role("region", name="Dewi")).to_be_visible()
        await expect(page.get_by_test_id("message")).to_have_count(0)
        await expect(page.get_by_test_id("connecting")).to_have_count(0)


async def test_what_could_not_be_sent_stays_in_the_composer(open_page: OpenPage) -> None:
    """A message written while the server is away is not lost, and goes out afterwards."""
    port = free_port()
    async with Simulator(TOKEN, port=port) as first:
        sari = first.world.add_user("Sari", language_code="id")
        first.world.post(first.world.chats[sari.id], first.world.bot, {"text": "Halo"})
        page = await ready(await open_page(first.url, width=390, height=844))
        await expect(page.get_by_test_id("message-text")).to_have_text("Halo")
    await lost(page)
    await page.get_by_test_id("composer").fill("dua bungkus")
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("error-toast")).to_be_visible()
    await expect(page.get_by_test_id("composer")).to_have_value("dua bungkus")
    async with Simulator(TOKEN, port=port) as second:
        sari = second.world.add_user("Sari", language_code="id")
        second.world.post(second.world.chats[sari.id], second.world.bot, {"text": "Halo lagi"})
        await expect(page.get_by_test_id("message-text")).to_have_text("Halo lagi")
        await page.get_by_test_id("send").click()
        await expect(page.get_by_test_id("message-text").last).to_have_text("dua bungkus")
        assert [entry.api["text"] for entry in second.world.chats[sari.id].entries.values()] == [
            "Halo lagi",
            "dua bungkus",
        ]
