"""The columns of a wide screen: whole ones only, and the staff's group always among them."""

import pytest
from playwright.async_api import Page, expect

from tests.browser import OpenPage
from tests.simulator_page.conftest import BUDI, PEOPLE, SARI, Scene, chat, ready

pytestmark = pytest.mark.browser

# Of every column that can be seen at all: how much of its width, in the window and not under another.
SEEN = """() => {
    const drawer = document.querySelector('[data-testid=drawer]');
    const edge = drawer ? drawer.getBoundingClientRect().left : innerWidth;
    const lane = document.querySelector('.lane').getBoundingClientRect();
    return [...document.querySelectorAll('[data-testid=chat]')].map((node) => {
        const box = node.getBoundingClientRect();
        const [from, to] = node.closest('.staff') ? [0, edge] : [lane.left, Math.min(lane.right, edge)];
        const part = (Math.min(box.right, to) - Math.max(box.left, from)) / box.width;
        return [Number(node.dataset.chatId), Math.round(Math.max(0, part) * 100) / 100];
    }).filter(([, part]) => part > 0);
}"""


async def crowd(scene: Scene) -> int:
    """Three more customers than there were, as many as have a column by then."""
    for name in ("Dewi", "Tono", "Lina"):
        scene.sim.world.add_user(name, language_code="id")
    return len(PEOPLE) - 2 + 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "fit"), [(1280, 3), (1440, 3), (1920, 5)])
async def test_no_column_is_cut_beside_the_drawer(
    scene: Scene, open_page: OpenPage, width: int, fit: int, scheme: str
) -> None:
    """With six customers and the drawer open all columns in view are whole, the staff's is one."""
    customers = await crowd(scene)
    page = await ready(await open_page(scene.sim.url, width=width, height=900, scheme=scheme))
    if width >= 1700:
        await page.get_by_test_id("list-toggle").click()
    await expect(page.get_by_test_id("chat")).to_have_count(customers + 1)
    await page.get_by_test_id("drawer-toggle").click()
    seen = await page.evaluate(SEEN)
    assert {part for _, part in seen} == {1}
    assert len(seen) == fit
    assert scene.group in dict(seen)


async def test_the_arrows_turn_to_the_other_chats(scene: Scene, open_page: OpenPage) -> None:
    """On and back by what is in view; an arrow is there only where there is more."""
    await crowd(scene)
    page = await ready(await open_page(scene.sim.url, width=1280, height=800))
    await page.get_by_test_id("drawer-toggle").click()
    before, after = page.get_by_test_id("lane-before"), page.get_by_test_id("lane-after")
    await expect(before).to_be_hidden()
    await after.click()
    await expect(chat(page, SARI)).not_to_be_in_viewport()
    await expect(before).to_be_visible()
    await after.click()
    await expect(after).to_be_hidden()
    await page.locator(f"[data-testid=list-chat][data-chat-id='{BUDI}']").click()
    await expect(chat(page, BUDI)).to_be_in_viewport(ratio=1)
    await expect(chat(page, scene.group)).to_be_in_viewport(ratio=1)


async def test_all_columns_share_the_width_when_they_fit(scene: Scene, page: Page) -> None:
    """Three customers and the staff on 1600 pixels: no arrows, and equally wide."""
    boxes = [await each.bounding_box() for each in await page.get_by_test_id("chat").all()]
    widths = {round(box["width"]) for box in boxes if box}
    assert len(boxes) == 4
    assert len(widths) == 1
    await expect(page.get_by_test_id("lane-after")).to_be_hidden()
