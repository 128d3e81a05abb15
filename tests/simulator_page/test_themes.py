"""Light and dark: by the system's wish or by the page's switch, and readable in both."""

import pytest
from playwright.async_api import Page, expect

from tests.browser import OpenPage
from tests.simulator_page.conftest import AGUS, SARI, Scene, chat, ready
from tests.simulator_page.showcase import come_to, show_everything

pytestmark = pytest.mark.browser

TEXT = 4.5
LARGE = 3.0
PARTS = {
    ".bubble .text": TEXT,
    ".bubble .meta": TEXT,
    ".bubble .sender": TEXT,
    ".bubble .quote b": TEXT,
    ".bubble .quote span": TEXT,
    ".text code": TEXT,
    ".text a": TEXT,
    ".command-link": TEXT,
    ".inline-button": TEXT,
    ".reply-button": TEXT,
    ".day span": TEXT,
    ".service span": TEXT,
    ".topic": TEXT,
    ".pinned b": TEXT,
    ".chat-head h2": TEXT,
    ".subtitle": TEXT,
    ".file-text small": TEXT,
    ".intro-card": TEXT,
    ".start-button": TEXT,
    ".owner-time": TEXT,
    ".pill": TEXT,
    ".skip": TEXT,
    ".send-button": LARGE,
    ".icon-button": LARGE,
    ".avatar:not(.blank)": LARGE,
}

# The contrast of each part's words with what lies under them, by WCAG's formula. What is half
# transparent is laid over what is under it; of a gradient every colour counts, and the worst decides.
CONTRAST = """(selector) => {
    const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgba = (colour) => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], below) => [r, g, b].map((part, i) => part * a + below[i] * (1 - a));
    const grounds = (node) => {
        if (!node) return [[255, 255, 255]];
        const style = getComputedStyle(node);
        const stops = [...style.backgroundImage.matchAll(/rgba?\\([^)]*\\)/g)].map(([stop]) => rgba(stop));
        const fill = rgba(style.backgroundColor);
        if (stops.length && stops.every(([, , , a]) => a === 1)) return stops.map((stop) => stop.slice(0, 3));
        if (fill[3] === 1) return [fill.slice(0, 3)];
        return grounds(node.parentElement).map((below) => over(fill, below));
    };
    const light = (colour) => {
        const [r, g, b] = colour.map((part) => part / 255).map((p) => (p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (a, b) => {
        const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
        return (high + 0.05) / (low + 0.05);
    };
    return [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility()).map((node) => {
        const ink = rgba(getComputedStyle(node).color);
        return Math.min(...grounds(node).map((ground) => contrast(over(ink, ground), ground)));
    });
}"""


async def contrasts(page: Page, selector: str) -> list[float]:
    """The contrast of each element that is shown, the worst ground counting."""
    found: list[float] = await page.evaluate(CONTRAST, selector)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_are_readable(scene: Scene, open_page: OpenPage, scheme: str) -> None:
    """Text has a contrast of 4.5, icons and large initials 3, on bubbles, buttons and wallpaper."""
    forum = await show_everything(scene)
    page = await ready(await open_page(scene.sim.url, width=1920, scheme=scheme))
    await come_to(page, forum)
    pale = {}
    for selector, least in PARTS.items():
        found = await contrasts(page, selector)
        assert found, f"{selector} is not on the page"
        if min(found) < least:
            pale[selector] = round(min(found), 2)
    assert pale == {}


async def test_the_measure_sees_what_is_pale(page: Page) -> None:
    """Grey on white is found; black on white has 21."""
    await page.evaluate(
        "document.querySelector('h1').style.cssText = 'color: #999; background: #fff'"
    )
    assert await contrasts(page, "h1") == [pytest.approx(2.85, abs=0.01)]
    await page.evaluate("document.querySelector('h1').style.color = '#000'")
    assert await contrasts(page, "h1") == [pytest.approx(21)]


async def test_the_page_follows_the_system(page: Page) -> None:
    """Until somebody chooses: the system turning dark turns the page dark at once, and back."""
    html = page.locator("html")
    await expect(html).to_have_attribute("data-theme", "light")
    light = await ground(page)
    await page.emulate_media(color_scheme="dark")
    await expect(html).to_have_attribute("data-theme", "dark")
    assert await ground(page) != light
    await page.emulate_media(color_scheme="light")
    await expect(html).to_have_attribute("data-theme", "light")
    assert await ground(page) == light


async def test_the_switch_outlasts_the_system(page: Page) -> None:
    """Who chose dark keeps it, whatever the system does, and over a reload."""
    html = page.locator("html")
    await page.get_by_test_id("theme").click()
    await expect(html).to_have_attribute("data-theme", "dark")
    await page.emulate_media(color_scheme="dark")
    await page.emulate_media(color_scheme="light")
    await expect(html).to_have_attribute("data-theme", "dark")
    await page.reload()
    await ready(page)
    await expect(html).to_have_attribute("data-theme", "dark")
    await expect(page.get_by_role("button", name="Tema terang")).to_be_visible()


@pytest.mark.parametrize("way", ["system", "switch"])
async def test_both_ways_to_dark_look_alike(scene: Scene, open_page: OpenPage, way: str) -> None:
    """The switch gives the very colours that the system's dark gives, the browser's own included."""
    await scene.control("send", chat_id=SARI, from_id=SARI, text="halo")
    page = await ready(
        await open_page(scene.sim.url, scheme="dark" if way == "system" else "light")
    )
    if way == "switch":
        await page.get_by_test_id("theme").click()
    bubble = chat(page, SARI).get_by_test_id("bubble")
    await expect(bubble).to_have_css("background-color", "rgb(43, 82, 120)")
    await expect(page.locator("html")).to_have_css("color-scheme", "dark")


async def test_whose_name_it_is_shows_in_its_colour(scene: Scene, page: Page) -> None:
    """In a group each person's name has the colour of their picture."""
    await scene.bot("sendMessage", chat_id=scene.group, text="Pagi")
    await scene.control("send", chat_id=scene.group, from_id=AGUS, text="Pagi juga")
    names = chat(page, scene.group).locator(".sender")
    await expect(names).to_have_count(2)
    colours = await names.evaluate_all("(all) => all.map((node) => getComputedStyle(node).color)")
    assert colours[0] != colours[1]


async def ground(page: Page) -> str:
    """The colour behind everything."""
    colour: str = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour
