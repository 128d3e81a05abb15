"""The drawer's charges: paid, refused and spoilt by hand."""

import pytest
from playwright.async_api import Page, expect

from tests.browser import OpenPage
from tests.simulator.gateway.merchant import SERVER_KEY, basic
from tests.simulator_page.conftest import Scene, ready
from tests.simulator_page.test_axe import findings

pytestmark = pytest.mark.browser


async def charge(scene: Scene, order_id: str) -> str:
    """A QRIS that a shop asks Midtrans for; returns the transaction's id."""
    body = {
        "payment_type": "qris",
        "transaction_details": {"order_id": order_id, "gross_amount": 275_000},
    }
    url = f"{scene.sim.url}/gateway/midtrans/v2/charge"
    async with scene.http.post(url, json=body, headers=basic(SERVER_KEY)) as response:
        made: str = (await response.json())["transaction_id"]
    return made


async def test_a_charge_is_paid_and_refunded_in_the_drawer(scene: Scene, page: Page) -> None:
    """It appears by itself, with its amount; what is done leaves the keyboard where it was."""
    await page.get_by_test_id("drawer-toggle").click()
    await page.get_by_test_id("drawer-charges").click()
    await expect(page.get_by_text("Belum ada tagihan")).to_be_visible()
    paid = await charge(scene, "INV-1")
    refused = await charge(scene, "INV-2")
    first = page.locator(f"[data-charge='{paid}']")
    await expect(first).to_contain_text("Rp275.000")
    await first.get_by_test_id("charge-pay").focus()
    await page.keyboard.press("Enter")
    await expect(first).to_have_attribute("data-status", "settlement")
    await expect(first.get_by_test_id("charge-pay")).to_be_disabled()
    await expect(first.get_by_test_id("charge-refund")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(first).to_have_attribute("data-status", "refund")
    second = page.locator(f"[data-charge='{refused}']")
    await second.get_by_test_id("charge-deny").click()
    await expect(second).to_have_attribute("data-status", "deny")
    await expect(page.get_by_test_id("charge").first).to_have_attribute("data-charge", refused)


async def test_a_charge_is_told_to_misbehave(scene: Scene, page: Page) -> None:
    """The choice reaches the gateway, and a reload shows it."""
    charge_id = await charge(scene, "INV-1")
    await page.get_by_test_id("drawer-toggle").click()
    await page.get_by_test_id("drawer-charges").click()
    await page.get_by_test_id("charge-trouble").select_option("double")
    await scene.sim.world.feed.changed(5)
    assert scene.sim.world.charges.get(charge_id).misbehave == "double"
    await page.reload()
    await page.get_by_test_id("drawer-toggle").click()
    await page.get_by_test_id("drawer-charges").click()
    await expect(page.get_by_test_id("charge-trouble")).to_have_value("double")
    await page.get_by_test_id("charge-expire").click()
    await expect(page.get_by_test_id("charge")).to_have_attribute("data-status", "expire")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_charges_shut_nobody_out(scene: Scene, open_page: OpenPage, scheme: str) -> None:
    """axe finds nothing on a phone, with a charge of each kind and a notification given up."""
    await charge(scene, "INV-1")
    scene.sim.world.charges.merchant.midtrans_url = "http://127.0.0.1:9/"
    paid = await charge(scene, "INV-2")
    await scene.control(f"charges/{paid}", status="settlement")
    page = await ready(await open_page(scene.sim.url, width=390, height=844, scheme=scheme))
    await page.get_by_test_id("drawer-toggle").click()
    await page.get_by_test_id("drawer-charges").click()
    await expect(page.get_by_test_id("charge-notice")).to_contain_text("settlement")
    assert await findings(page, "charges") == []
