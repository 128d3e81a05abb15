"""The drawer: faults by chat and kind, one of them cleared, filters, the clock, a parcel's trouble."""

import re
import time

import pytest
from playwright.async_api import Page, expect

from tests.simulator_page.conftest import BUDI, SARI, TOKEN, Scene

pytestmark = pytest.mark.browser


async def open_tab(page: Page, name: str) -> None:
    """Open the drawer, if need be, at one of its tabs."""
    if not await page.get_by_test_id("drawer").count():
        await page.get_by_test_id("drawer-toggle").click()
    await page.get_by_test_id(f"drawer-{name}").click()


async def send(scene: Scene, chat_id: int) -> int:
    """The status of one sendMessage."""
    url = f"{scene.sim.url}/bot{TOKEN}/sendMessage"
    async with scene.http.post(url, json={"chat_id": chat_id, "text": "halo"}) as response:
        return response.status


async def test_a_fault_hits_one_method_in_one_chat(scene: Scene, page: Page) -> None:
    """503 for sendMessage to Sari for ever: Budi gets his; taking it away lets Sari have hers."""
    await open_tab(page, "faults")
    await page.get_by_test_id("fault-method").select_option("sendMessage")
    await page.get_by_test_id("fault-chat").select_option(str(SARI))
    await page.get_by_test_id("fault-times").fill("")
    row = page.locator(".fault-row").filter(has=page.get_by_role("button", name="Status lain"))
    await row.get_by_role("spinbutton").fill("503")
    await row.get_by_role("button").click()
    fault = page.get_by_test_id("fault")
    await expect(fault).to_contain_text("sendMessage · Sari Wulandari")
    assert (await send(scene, SARI), await send(scene, BUDI)) == (503, 200)
    await fault.get_by_test_id("clear-fault").click()
    await expect(fault).to_have_count(0)
    assert await send(scene, SARI) == 200


async def test_a_slow_call_waits_as_long_as_asked(scene: Scene, page: Page) -> None:
    """The delay of the form reaches the server, as do its share of calls and its count."""
    await open_tab(page, "faults")
    await page.get_by_test_id("fault-delay-ms").fill("150")
    await page.get_by_test_id("fault-times").fill("1")
    await page.get_by_test_id("fault-delay").click()
    await expect(page.get_by_test_id("fault")).to_contain_text("150 ms")
    before = time.monotonic()
    assert await send(scene, SARI) == 200
    assert time.monotonic() - before >= 0.15
    await expect(page.get_by_test_id("fault")).to_have_count(0)


async def test_a_half_filled_form_survives_what_happens(scene: Scene, page: Page) -> None:
    """Calls come in and switches are read anew meanwhile: what was typed stays."""
    await open_tab(page, "faults")
    await page.get_by_test_id("fault-method").select_option("sendPhoto")
    await page.get_by_test_id("fault-times").fill("12")
    async with page.expect_response("**/sim/state"):
        await send(scene, BUDI)
    await scene.control("faults", status=500, times=5, method="getMe")
    async with page.expect_response("**/sim/state"):
        await send(scene, BUDI)
    await expect(page.get_by_test_id("fault")).to_contain_text("getMe")
    await expect(page.get_by_test_id("fault-times")).to_have_value("12")
    await expect(page.get_by_test_id("fault-method")).to_have_value("sendPhoto")


async def test_the_journal_is_filtered(scene: Scene, page: Page) -> None:
    """Errors only, then updates only; the keyboard walks from tab to tab."""
    await open_tab(page, "activity")
    await page.get_by_test_id("clear-journal").click()
    await send(scene, SARI)
    await send(scene, 1)
    await scene.control("send", chat_id=SARI, from_id=SARI, text="halo")
    rows = page.get_by_test_id("journal-row")
    await expect(rows).to_have_count(3)
    await page.get_by_test_id("errors-only").click()
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("400")
    await page.get_by_test_id("show-update").click()
    await expect(rows).to_have_attribute("data-kind", "update")
    await page.get_by_test_id("drawer-activity").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_test_id("drawer-parcels")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_test_id("drawer-parcels")).to_be_focused()


async def test_what_happened_before_the_page_was_loaded_is_there(scene: Scene, page: Page) -> None:
    """The journal fills the tab, each line once, without idle polls; what was cleared stays away."""
    await scene.control("send", chat_id=SARI, from_id=SARI, text="dari tadi")
    assert await send(scene, SARI) == 200
    assert await send(scene, 1) == 400
    for _ in range(3):
        await scene.bot("getUpdates", offset=scene.offset)
    await page.reload()
    await open_tab(page, "activity")
    rows = page.get_by_test_id("journal-row")
    update = re.compile("^#")
    known = ["400", "200", update, update, update]  # the oldest two: the bot came into the group
    await expect(rows.locator(".journal-status")).to_have_text(known)
    assert await send(scene, BUDI) == 200
    await expect(rows.locator(".journal-status")).to_have_text(["200", *known])
    await rows.nth(3).locator("summary").click()
    await expect(rows.nth(3).locator("pre")).to_contain_text("dari tadi")
    await page.get_by_test_id("clear-journal").click()
    await expect(rows).to_have_count(0)
    async with page.expect_response("**/sim/journal?*"):
        scene.sim.world.add_user("Tono")
    assert await send(scene, BUDI) == 200
    await expect(rows).to_have_count(1)


async def test_the_clock_takes_steps_of_any_size(scene: Scene, page: Page) -> None:
    """Three days and 45 minutes, and how far that is ahead is said in words."""
    await open_tab(page, "clock")
    await page.locator("[data-testid=clock-step][data-seconds='259200']").click()
    await page.get_by_test_id("clock-minutes").fill("45")
    await page.get_by_test_id("clock-go").click()
    await expect(page.get_by_test_id("clock-ahead")).to_have_text(
        "3 hari 45 menit di depan waktu nyata"
    )
    assert scene.sim.world.clock.offset_s == 3 * 86_400 + 45 * 60


async def test_a_parcels_tracking_can_be_made_to_fail(scene: Scene, page: Page) -> None:
    """The courier answers 500 for this parcel until it is told to work again."""
    await scene.control("parcels", waybill="JNE0123456789", courier="jne")
    await open_tab(page, "parcels")
    trouble = page.get_by_test_id("parcel-trouble")
    async with page.expect_response("**/sim/parcels/JNE0123456789"):
        await trouble.select_option("500")
    url = f"{scene.sim.url}/courier/v1/trackings/JNE0123456789/couriers/jne"
    async with scene.http.get(url, headers={"authorization": "x"}) as response:
        assert response.status == 500
    async with page.expect_response("**/sim/parcels/JNE0123456789"):
        await trouble.select_option("")
    async with scene.http.get(url, headers={"authorization": "x"}) as response:
        assert response.status == 200
