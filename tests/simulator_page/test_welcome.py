"""A world without people: the page says what to do first."""

import pytest
from playwright.async_api import expect

from simulator.server import Simulator
from tests.browser import OpenPage
from tests.simulator_page.conftest import TOKEN

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
async def test_an_empty_world_leads_to_the_first_customer(open_page: OpenPage, width: int) -> None:
    """The card names the bot's address and adds somebody; then it is gone."""
    async with Simulator(TOKEN) as sim:
        page = await open_page(sim.url, width=width, height=844)
        card = page.get_by_test_id("welcome")
        await expect(card).to_contain_text("Belum ada siapa-siapa di sini")
        await expect(card.locator("code")).to_have_text(sim.url)
        await card.get_by_test_id("welcome-add").click()
        await page.get_by_test_id("new-first-name").fill("Dewi")
        await page.get_by_test_id("dialog-confirm").click()
        await expect(page.get_by_role("region", name="Dewi")).to_be_visible()
        await expect(card).to_have_count(0)


async def test_sizes_of_files_are_written_as_the_language_does(open_page: OpenPage) -> None:
    """A comma in Indonesian, a point in English."""
    async with Simulator(TOKEN) as sim:
        sari = sim.world.add_user("Sari", language_code="id").id
        page = await open_page(sim.url)
        await expect(page.get_by_role("region", name="Sari")).to_be_visible()
        await page.evaluate(
            """(id) => fetch('/sim/send', {method: 'POST', body: JSON.stringify({chat_id: id, from_id: id,
                 document: {name: 'nota.bin', base64: btoa('x'.repeat(1536))}})})""",
            sari,
        )
        await expect(page.get_by_test_id("document")).to_contain_text("1,5 KB")
        await page.get_by_test_id("language").click()
        await expect(page.get_by_test_id("document")).to_contain_text("1.5 KB")
