"""Whose language what is in: the page's labels in the reader's, what a person's phone says in theirs."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser import OpenPage
from tests.simulator_page.conftest import JAMES, SARI, Scene, chat, ready
from tests.simulator_page.test_drawer import open_tab, send

PAGE = Path(__file__).parents[2] / "simulator" / "page"
LABEL = re.compile(r'^  (\w+): \["((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\],$', re.MULTILINE)
# Families of which only the beginning stands in the code, before what the server calls it.
FAMILIES = (
    "charge_",
    "does_",
    "fault_",
    "faultField_",
    "kind_",
    "limit_",
    "parcel_",
    "story_",
    "way_",
)
ENGLISH = re.compile(r"\b(DEPARTED|RECEIVED|DELIVERED|dropping_off|retry_after|delay_ms|pending)\b")


def test_every_label_is_there_in_both_languages() -> None:
    """What the code asks for is defined, what is defined is asked for, and no language lacks one."""
    words = (PAGE / "words.js").read_text("utf-8")
    labels = {key: (indonesian, english) for key, indonesian, english in LABEL.findall(words)}
    code = "".join(path.read_text("utf-8") for path in PAGE.glob("*.js"))
    asked = set(re.findall(r'\bt\("(\w+)"', code))
    assert asked - labels.keys() == set()
    assert {key for key, both in labels.items() if not all(both)} == set()
    named = asked | set(re.findall(r'"(\w+)"', code.replace(words, "")))
    unused = {key for key in labels if key not in named and not key.startswith(FAMILIES)}
    assert unused == set()
    for key, both in labels.items():
        slots = [set(re.findall(r"\{\w+\}", text)) for text in both]
        assert slots[0] == slots[1], key


@pytest.mark.browser
async def test_a_person_without_a_language_wears_no_badge(scene: Scene, page: Page) -> None:
    """Telegram may keep a language to itself; then the page makes none up."""
    tono = scene.sim.world.add_user("Tono").id
    await expect(chat(page, tono).get_by_test_id("owner")).to_have_text("Tono")
    await expect(chat(page, tono).get_by_test_id("owner-language")).to_have_count(0)
    await expect(chat(page, JAMES).get_by_test_id("owner-language")).to_have_text("en")


@pytest.mark.browser
async def test_an_empty_chat_speaks_its_persons_language(scene: Scene, open_page: OpenPage) -> None:
    """The heading over the bot's own words is in the language of these, whatever the page's is."""
    for language, words in (("", "Pesan dari chat ini"), ("en", "Order from this chat")):
        await scene.bot("setMyDescription", description=words, language_code=language)
    for locale in ("id-ID", "en-GB"):
        page = await ready(await open_page(scene.sim.url, locale=locale))
        sari, james = (
            chat(page, SARI).get_by_test_id("intro"),
            chat(page, JAMES).get_by_test_id("intro"),
        )
        await expect(sari).to_contain_text("Apa yang bisa bot ini lakukan?")
        await expect(sari).to_contain_text("Pesan dari chat ini")
        await expect(james).to_contain_text("What can this bot do?")
        await expect(james).to_contain_text("Order from this chat")


@pytest.mark.browser
async def test_what_goes_on_behind_the_scenes_is_told_in_indonesian(
    scene: Scene, page: Page
) -> None:
    """Faults, limits, parcels and charges; the courier's own words stay what the bot gets."""
    await scene.control("parcels", waybill="JNE0123456789", courier="jne")
    await open_tab(page, "parcels")
    status = page.get_by_test_id("parcel-status")
    await expect(status).to_have_text("Dalam pengiriman · diterima di konter, BANDUNG")
    await page.get_by_test_id("parcel-next").click()
    await expect(status).to_have_text("Dalam pengiriman · berangkat dari BANDUNG SORTING CENTER")
    await expect(status).to_have_attribute("title", re.compile("^dropping_off · DEPARTED FROM"))
    await page.get_by_test_id("parcel-hold").click()
    await expect(status).to_have_text("Tertahan · alamat kurang jelas")
    note = scene.sim.world.parcels.get("JNE0123456789").history[-1]["note"]
    assert note == "ADDRESS UNCLEAR, WAITING FOR CONFIRMATION"
    await scene.control("parcels/JNE0123456789", status="returned", note="DITERIMA PAK RT")
    await expect(status).to_have_text("Kembali ke pengirim · DITERIMA PAK RT")
    await scene.control("flood", mode="record")
    for _ in range(6):
        assert await send(scene, SARI) == 200
    await open_tab(page, "violations")
    await expect(page.get_by_test_id("violation").first).to_contain_text("Sari Wulandari")
    for tab in ("parcels", "faults", "violations", "clock"):
        await open_tab(page, tab)
        assert not ENGLISH.search(await page.locator(".drawer-body").inner_text()), tab
