"""People react to messages, and see who did."""

import pytest
from playwright.async_api import Page, expect

from simulator.reactions import REACTIONS
from tests.simulator_page.conftest import AGUS, RINA, SARI, Scene, chat

pytestmark = pytest.mark.browser
ASKED = ["message", "message_reaction"]


async def test_a_quick_reaction_is_put_and_taken_back(scene: Scene, page: Page) -> None:
    """A click on a bubble and on a heart; a click on the counter takes it away again."""
    await scene.bot("getUpdates", allowed_updates=ASKED)
    await scene.bot("sendMessage", chat_id=SARI, text="Paket sudah dikirim")
    sari = chat(page, SARI)
    await sari.get_by_test_id("bubble").click()
    await sari.locator("[data-testid=quick-react][data-emoji='❤']").click()
    counter = sari.get_by_test_id("reaction")
    await expect(counter).to_have_attribute("aria-pressed", "true")
    change = await scene.next_update("message_reaction")
    assert (change["user"]["id"], change["new_reaction"][0]["emoji"]) == (SARI, "❤")
    await counter.click()
    await expect(counter).to_have_count(0)
    assert (await scene.next_update("message_reaction"))["new_reaction"] == []


async def test_the_picker_offers_more_to_the_keyboard(scene: Scene, page: Page) -> None:
    """Down the menu to the picker and along it, without a pointer."""
    await scene.bot("sendMessage", chat_id=SARI, text="Selesai!")
    sari = chat(page, SARI)
    await expect(sari.get_by_test_id("message-text")).to_be_visible()
    await sari.get_by_role("log").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await sari.get_by_test_id("menu-react").press("Enter")
    await sari.locator("[data-testid=reaction-choice][data-emoji='💯']").press("Enter")
    await expect(sari.get_by_test_id("reaction")).to_have_attribute("data-emoji", "💯")
    await expect(sari.get_by_test_id("reaction-dialog")).to_have_count(0)


async def test_the_picker_offers_all_that_the_server_takes(scene: Scene, page: Page) -> None:
    """Telegram's whole list, each once, the quick ones first; the own one is marked."""
    await scene.bot("sendMessage", chat_id=SARI, text="Selesai!")
    sari = chat(page, SARI)
    await sari.get_by_test_id("bubble").click()
    await sari.get_by_test_id("menu-react").click()
    choices = sari.get_by_test_id("reaction-choice")
    await expect(choices.first).to_have_attribute("data-emoji", "👍")
    offered = await choices.evaluate_all("(cells) => cells.map((cell) => cell.dataset.emoji)")
    assert len(offered) == 73
    assert set(offered) == set(REACTIONS)
    await sari.locator("[data-testid=reaction-choice][data-emoji='🎃']").click()
    await expect(sari.get_by_test_id("reaction")).to_have_attribute("data-emoji", "🎃")
    await sari.get_by_test_id("bubble").click()
    await sari.get_by_test_id("menu-react").click()
    await expect(choices.and_(page.locator("[aria-pressed=true]"))).to_have_text("🎃")


async def test_equal_reactions_are_counted_and_named(scene: Scene, page: Page) -> None:
    """Two thumbs of two members are one counter; the bot's own reaction stands beside it."""
    sent = await scene.bot("sendMessage", chat_id=scene.group, text="Stok opname jam 5")
    for member in (RINA, AGUS):
        await scene.control(
            "react",
            chat_id=scene.group,
            from_id=member,
            message_id=sent["message_id"],
            emoji="👍",
        )
    await scene.bot(
        "setMessageReaction",
        chat_id=scene.group,
        message_id=sent["message_id"],
        reaction=[{"type": "emoji", "emoji": "🔥"}],
    )
    group = chat(page, scene.group)
    thumbs = group.locator("[data-testid=reaction][data-emoji='👍']")
    await expect(thumbs).to_contain_text("2")
    await expect(thumbs).to_have_attribute("title", "Rina Puspita, Agus Hidayat")
    await expect(group.get_by_test_id("reaction")).to_have_count(2)
