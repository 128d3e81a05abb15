"""The drawer's stories: listed, played step by step, stopped, and what failed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, Route, expect

from simulator.server import Simulator
from tests.browser import OpenPage
from tests.simulator.parrot import parrot
from tests.simulator_page.test_axe import findings

pytestmark = pytest.mark.browser
GOOD = 'Story: Menyapa\nPeople: Sari (id)\nSari writes "halo"\nSari sees "Kamu: halo"\n'
BAD = 'Story: Foto yang hilang\nPeople: Sari\nSari writes "/count"\nSari sends photo hilang.jpg\n'


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    """The address of a simulator with stories that come true, fail, and cannot be read."""
    (tmp_path / "1-good.story").write_text(GOOD)
    (tmp_path / "2-bad.story").write_text(BAD)
    (tmp_path / "3-broken.story").write_text("Story: Rusak\nSari menari\n")
    async with Simulator(flood="off", stories=tmp_path) as sim, parrot(sim):
        yield sim.url


async def stories(page: Page) -> Locator:
    """Open the tab; the list of stories, all there."""
    await page.get_by_test_id("drawer-toggle").click()
    await page.get_by_test_id("drawer-stories").click()
    found = page.get_by_test_id("story")
    await expect(found).to_have_count(3)
    return found


async def test_a_story_is_played_and_comes_true(url: str, open_page: OpenPage):
    """Each step is marked as it is played; the chat shows what was written and answered."""
    page = await open_page(url)
    story = (await stories(page)).nth(0)
    await expect(story).to_contain_text("Menyapa")
    await story.get_by_test_id("story-play").click()
    steps = story.get_by_test_id("story-step")
    await expect(steps.nth(0)).to_have_attribute("aria-current", "step")
    await expect(story.get_by_test_id("story-result")).to_have_text("Langkah 1 dari 2")
    await expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    await expect(steps.nth(0)).to_have_attribute("data-state", "done")
    await expect(story).to_have_attribute("data-state", "passed")
    await expect(page.get_by_test_id("message")).to_have_count(2)


async def test_what_failed_is_marked_with_what_was_there_instead(url: str, open_page: OpenPage):
    """The failed step, and why; a file that is no story cannot be played."""
    page = await open_page(url, locale="en-GB")
    found = await stories(page)
    await found.nth(1).get_by_test_id("story-play").click()
    for other in (0, 2):
        await expect(found.nth(other).get_by_test_id("story-play")).to_be_disabled()
    await expect(found.nth(1)).to_have_attribute("data-state", "failed")
    await expect(found.nth(1).get_by_test_id("story-result")).to_have_text("Failed at step 2")
    failed = found.nth(1).get_by_test_id("story-step").nth(1)
    await expect(failed).to_have_attribute("data-state", "failed")
    await expect(found.nth(1).get_by_test_id("story-error")).to_contain_text("hilang.jpg cannot")
    await expect(found.nth(2)).to_contain_text("3-broken.story:2: a step")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(("name", "ending"), [("4-long", "passed"), ("5-wrong", "failed")])
async def test_how_a_long_story_ended_is_in_view(
    tmp_path: Path, open_page: OpenPage, name: str, ending: str, width: int
):
    """With more steps than the drawer holds: its last word stays on top of them."""
    steps = "".join(f'Sari writes "{number}"\n' for number in range(60))
    last = "" if ending == "passed" else "Sari sends photo hilang.jpg\n"
    (tmp_path / f"{name}.story").write_text(f"Story: Panjang\nPeople: Sari\n{steps}{last}")
    async with Simulator(flood="off", stories=tmp_path) as sim, parrot(sim):
        page = await open_page(sim.url, width=width, height=844)
        await page.route("**/sim/stories/*", at_once)
        await page.get_by_test_id("drawer-toggle").click()
        await page.get_by_test_id("drawer-stories").click()
        story = page.get_by_test_id("story")
        await story.get_by_test_id("story-play").click()
        await expect(story).to_have_attribute("data-state", ending)
        result = story.get_by_test_id("story-result")
        await expect(result).to_be_in_viewport(ratio=1)
        if ending == "failed":
            await expect(story.get_by_test_id("story-error")).to_be_in_viewport()
        else:
            await expect(story.get_by_test_id("story-step").last).to_be_in_viewport()


async def at_once(route: Route) -> None:
    """Let the page play a story without its pauses."""
    await route.continue_(post_data={"pace_s": 0})


async def test_a_story_can_be_stopped(url: str, open_page: OpenPage):
    """Stopped is not failed, and another one may be played then."""
    page = await open_page(url)
    found = await stories(page)
    await found.nth(0).get_by_test_id("story-play").click()
    await found.nth(0).get_by_test_id("story-stop").click()
    await expect(found.nth(0)).to_have_attribute("data-state", "stopped")
    await expect(found.nth(1).get_by_test_id("story-play")).to_be_enabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
async def test_stories_shut_nobody_out(url: str, open_page: OpenPage, width: int, scheme: str):
    """axe finds nothing, be the stories played, failed or broken, on a desk or in the hand."""
    page = await open_page(url, width=width, scheme=scheme)
    found = await stories(page)
    await found.nth(1).get_by_test_id("story-play").click()
    complaints = await findings(page, "playing")
    await expect(found.nth(1)).to_have_attribute("data-state", "failed")
    assert complaints + await findings(page, "failed") == []
