"""The sample proof of transfer shows the amount that the bot asked for, or none."""

import pytest
from playwright.async_api import Page, expect

from tests.simulator_page.conftest import SARI, Scene, chat
from tests.simulator_page.showcase import inline, key

pytestmark = pytest.mark.browser
ORDER = (
    "🧾 Pesanan 12FY-AR41\n1 × Kopi Gayo — Rp95.000\nOngkir JNE — Rp16.000\nKode unik — Rp468\n"
    "Jumlah tepat: Rp111.468\n\nLina, Jl Melati 5"
)
PRICES = "Kopi Gayo — Rp95.000\nKopi Toraja — Rp105.000"
PROOF = "Contoh bukti transfer"


async def proof(page: Page) -> str:
    """What the sample shows, by its description; the dialog is closed again."""
    sari = chat(page, SARI)
    await sari.get_by_test_id("attach").click()
    await sari.get_by_test_id("attach-photo-sample").click()
    shown = await sari.locator("[data-testid=photo-dialog] img").get_attribute("alt")
    await sari.get_by_test_id("dialog-cancel").click()
    return shown or ""


async def test_the_proof_is_of_the_amount_that_was_asked_for(scene: Scene, page: Page) -> None:
    """None in a chat without amounts or with prices only; then the order's, the copied, the newest."""
    sari = chat(page, SARI)
    said = sari.get_by_test_id("message-text")
    await scene.bot("sendMessage", chat_id=SARI, text="Halo kak!")
    await scene.bot("sendMessage", chat_id=SARI, text=PRICES)
    await expect(said).to_have_count(2)
    assert await proof(page) == PROOF
    await scene.bot("sendMessage", chat_id=SARI, text=ORDER)
    await scene.bot("sendMessage", chat_id=SARI, text=PRICES)
    await scene.bot("sendMessage", chat_id=SARI, text="Kirim foto buktinya ke sini ya kak.")
    await expect(said).to_have_count(5)
    assert await proof(page) == f"{PROOF}, Rp111.468"
    copied = inline([key("Jumlah", copy_text={"text": "250123"})])
    await scene.bot("sendMessage", chat_id=SARI, text="Bayar ya kak", reply_markup=copied)
    await expect(said).to_have_count(6)
    assert await proof(page) == f"{PROOF}, Rp250.123"
    await scene.bot("sendMessage", chat_id=SARI, text="Kurang Rp1.500 lagi, kak.")
    await expect(said).to_have_count(7)
    assert await proof(page) == f"{PROOF}, Rp1.500"
