"""An invoice is paid on the page: details, shipping, tip, card, refusals, the receipt."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.simulator_page.conftest import SARI, Scene, chat

pytestmark = pytest.mark.browser
COFFEE: dict[str, Any] = {
    "title": "Kopi Gayo",
    "description": "500 g, biji",
    "payload": "order:17",
    "provider_token": "x",
    "currency": "IDR",
    "prices": [{"label": "Kopi", "amount": 9_000_000}, {"label": "Diskon", "amount": -1_000_000}],
}
JNE = {"id": "jne", "title": "JNE", "prices": [{"label": "Ongkir JNE", "amount": 1_500_000}]}
JNT = {"id": "jnt", "title": "J&T", "prices": [{"label": "Ongkir J&T", "amount": 1_200_000}]}


async def checkout(scene: Scene, page: Page, **changes: object) -> Locator:
    """The open dialog of an invoice of Rp80.000 in Sari's chat."""
    await scene.bot("sendInvoice", chat_id=SARI, **(COFFEE | changes))
    sari = chat(page, SARI)
    await expect(sari.get_by_test_id("invoice-amount")).to_contain_text("Rp80.000")
    await sari.locator("[data-testid=inline-button][data-kind=pay]").click()
    dialog = sari.get_by_test_id("pay-dialog")
    await expect(dialog).to_be_visible()
    return dialog


async def answer(scene: Scene, **verdict: object) -> dict[str, Any]:
    """The bot's word on the next pre-checkout query."""
    query = await scene.next_update("pre_checkout_query")
    await scene.bot("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], **verdict)
    return query


async def test_an_invoice_is_paid_and_shows_its_receipt(scene: Scene, page: Page) -> None:
    """The price is shown in rupiah; after the bot agrees the chat, the bubble and the bot know."""
    dialog = await checkout(scene, page)
    button = chat(page, SARI).locator("[data-testid=inline-button][data-kind=pay]")
    await expect(button).to_have_text("Bayar Rp80.000")
    await expect(dialog.get_by_test_id("pay-go")).to_have_text("Bayar Rp80.000")
    await expect(dialog.get_by_test_id("pay-lines")).to_contain_text("−Rp10.000")
    await dialog.get_by_test_id("pay-go").click()
    assert (await answer(scene, ok=True))["total_amount"] == 8_000_000
    await expect(dialog).to_have_count(0)
    sari = chat(page, SARI)
    await expect(sari.get_by_test_id("service-message")).to_have_text(
        "Pembayaran Rp80.000 berhasil"
    )
    assert (await scene.next_update("message"))["successful_payment"]["currency"] == "IDR"
    await expect(sari.get_by_test_id("invoice-amount")).to_contain_text("Lunas")
    await sari.get_by_role("button", name="Kwitansi").click()
    await expect(sari.get_by_test_id("receipt-dialog")).to_contain_text("Rp80.000")


async def test_details_shipping_and_tip_come_to_the_bot(scene: Scene, page: Page) -> None:
    """The form asks for what is needed only; the courier's price and the tip are in the total."""
    dialog = await checkout(
        scene,
        page,
        need_name=True,
        need_phone_number=True,
        need_shipping_address=True,
        is_flexible=True,
        max_tip_amount=2_000_000,
        suggested_tip_amounts=[200_000, 500_000],
    )
    await expect(dialog.get_by_test_id("pay-email")).to_have_count(0)
    fields = await dialog.locator("input[name]").evaluate_all("(all) => all.map((one) => one.name)")
    assert fields[:3] == ["name", "phone_number", "street_line1"]
    await expect(dialog.get_by_test_id("pay-name")).to_be_focused()
    await dialog.get_by_test_id("pay-go").click()  # the street is missing: nothing happens
    await expect(dialog.get_by_test_id("pay-street_line1")).to_be_focused()
    await dialog.get_by_test_id("pay-sample").click()
    await dialog.get_by_test_id("pay-name").fill("Sari W.")
    await dialog.get_by_test_id("pay-go").click()
    shipping = await scene.next_update("shipping_query")
    assert shipping["shipping_address"]["city"] == "Bandung"
    await scene.bot(
        "answerShippingQuery",
        shipping_query_id=shipping["id"],
        ok=True,
        shipping_options=[JNE, JNT],
    )
    await dialog.get_by_test_id("pay-option").and_(dialog.locator("[value=jnt]")).check()
    await dialog.get_by_role("button", name="Rp5.000", exact=True).click()
    await expect(dialog.get_by_test_id("pay-go")).to_have_text("Bayar Rp97.000")
    await dialog.get_by_test_id("pay-go").click()
    query = await answer(scene, ok=True)
    assert (query["total_amount"], query["shipping_option_id"]) == (9_700_000, "jnt")
    assert query["order_info"]["name"] == "Sari W."
    await expect(dialog).to_have_count(0)


async def test_a_typed_tip_is_kept_below_the_maximum(scene: Scene, page: Page) -> None:
    """An own amount counts in whole rupiah and stops at what the invoice allows."""
    dialog = await checkout(scene, page, max_tip_amount=2_000_000)
    await dialog.get_by_test_id("pay-tip-own").fill("7.500")
    await expect(dialog.get_by_test_id("pay-go")).to_have_text("Bayar Rp87.500")
    await dialog.get_by_test_id("pay-tip-own").fill("999.999")
    await expect(dialog.get_by_test_id("pay-go")).to_have_text("Bayar Rp100.000")


async def test_a_refusal_is_shown_and_can_be_tried_again(scene: Scene, page: Page) -> None:
    """The bot's reason stands in the dialog, a declined card too; then it works."""
    dialog = await checkout(scene, page)
    await dialog.get_by_test_id("pay-go").click()
    await answer(scene, ok=False, error_message="Stok habis, kak.")
    await expect(dialog.get_by_test_id("pay-error")).to_have_text("Stok habis, kak.")
    await dialog.locator("[data-testid=pay-card][value=failed]").check()
    await dialog.get_by_test_id("pay-go").click()
    await answer(scene, ok=True)
    await expect(dialog.get_by_test_id("pay-error")).to_have_text(
        "Kartu ditolak bank. Coba kartu lain."
    )
    await dialog.locator("[data-testid=pay-card][value=paid]").check()
    await dialog.get_by_test_id("pay-go").click()
    await answer(scene, ok=True)
    await expect(dialog).to_have_count(0)


async def test_giving_up_asks_the_bot_nothing(scene: Scene, page: Page) -> None:
    """Escape closes the checkout; no query goes out and the invoice stays open."""
    dialog = await checkout(scene, page)
    async with page.expect_response("**/sim/pay") as cancelled:
        await page.keyboard.press("Escape")
    assert (await (await cancelled.value).json())["error"] == "cancelled"
    await expect(dialog).to_have_count(0)
    assert await scene.bot("getUpdates", offset=scene.offset) == []
    await expect(chat(page, SARI).get_by_role("button", name="Kwitansi")).to_have_count(0)
