"""The whole story lived through on the page, in the real Chromium, with nothing but its buttons.

With PESAN_PICTURES set to a folder the screenshots go there, to look at.
"""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser import OpenPage
from tests.journey.on_page import Album, Column
from tests.journey.words import ENGLISH, INDONESIAN, Words

pytestmark = pytest.mark.browser
# Read on import: the fence around the tests takes the developer's settings away.
PICTURES = os.environ.get("PESAN_PICTURES")
WAYBILL = "123456789012"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """The folder for the screenshots."""
    folder = Path(PICTURES) if PICTURES else tmp_path / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.timeout(240)
@pytest.mark.parametrize("words", [INDONESIAN, ENGLISH], ids=["id", "en"])
async def test_the_story_on_the_page(
    words: Words, demo_url: str, open_page: OpenPage, pictures: Path
):
    """From START to the refund: order, proof, approval, parcel, delivery, return of one line."""
    page = await open_page(demo_url, locale=words.locale, height=960)
    await page.get_by_test_id("live").and_(page.locator("[data-live=true]")).wait_for()
    customer = _column(page, words.customer)
    staff = Column(page, page.locator("[data-testid=chat][data-type=supergroup]"))
    album = Album(page, pictures, words.locale[:2])

    if words is ENGLISH:
        await staff.type("/language")
        await staff.tap("English")
        await staff.see("English")
    await album.wide("beginning")
    await _look_around(page, words)
    await _order(customer, words, album)
    await _pay(customer, staff, words, album)
    await _send(page, customer, staff, words, album)
    await _return(customer, staff, words, album)
    await _settle(customer, staff, words, album)


def _column(page: Page, name: str) -> Column:
    owner = page.get_by_test_id("owner").filter(has_text=name)
    return Column(page, page.get_by_test_id("chat").filter(has=owner))


async def _look_around(page: Page, words: Words) -> None:
    """Others are in the shop too, each in their language."""
    third = "Sari" if words is ENGLISH else "Emma"
    for name, shelf, product in (("Budi", "Alat Seduh", "V60"), (third, "Mug", "Tumbler")):
        guest = _column(page, name)
        await guest.start()
        await guest.tap("🛍")
        await guest.tap(shelf)
        await guest.tap(product)
        await guest.see("Rp")


async def _order(customer: Column, words: Words, album: Album) -> None:
    await customer.start()
    await customer.see("Kopi Nusantara")
    await album.phone(customer, "welcome")
    await customer.tap(words.catalogue)
    await customer.tap("☕ Biji")
    await customer.tap("Kopi Gayo")
    await customer.tap("+ 250 g · ")
    await customer.tap("+", "✓ 1")
    await customer.see("✓ 2")
    await album.phone(customer, "product")
    await customer.tap("‹ ", "✓ 2")
    await customer.tap("Kopi Toraja")
    await customer.tap("+ 250 g · ", "Kopi Toraja")
    await customer.tap(words.check_out, "1 × Kopi Toraja")
    await customer.tap("JNE Reguler")
    await customer.see("Jl Melati 5")
    await customer.type("Jl Melati 5, Sukun, Malang 65147")
    await customer.node.get_by_test_id("reply-keyboard").wait_for()
    await album.phone(customer, "phone-number")
    await customer.share_number(words.send_number)
    await customer.tap(words.transfer)
    await customer.see("Jl Melati 5, Sukun, Malang 65147")
    await album.phone(customer, "summary")
    await customer.tap(words.place)
    await customer.see("BCA 1234567890")


async def _pay(customer: Column, staff: Column, words: Words, album: Album) -> None:
    await staff.see("Kopi Toraja")
    await album.wide("ordered")
    await customer.tap(words.send_proof)
    await customer.see(words.proof_wanted)
    await customer.send_sample()
    await customer.see(words.proof_came)
    await staff.see(words.check_money)
    await album.phone(staff, "proof")
    await staff.tap(words.approve, words.check_money)
    await staff.tap(words.money_came)
    await customer.see(words.paid)
    await album.wide("paid")


async def _send(page: Page, customer: Column, staff: Column, words: Words, album: Album) -> None:
    await staff.tap(words.packed)
    await staff.tap(words.hand_over)
    await staff.see(words.waybill_wanted)
    await album.phone(staff, "waybill")
    await staff.type(WAYBILL)
    await staff.see(words.handed_over)
    await customer.see(words.shipped)
    await customer.see(words.on_the_way)
    await album.phone(customer, "on-the-way")
    await page.get_by_test_id("clock-day").click()
    await staff.see("☀️")
    await page.get_by_test_id("clock-day").click()
    await customer.see(words.arrived)
    await album.wide("arrived")


async def _return(customer: Column, staff: Column, words: Words, album: Album) -> None:
    await customer.tap(words.problem)
    await customer.see(words.which)
    await customer.tap("Kopi Toraja", words.which)
    await customer.tap(words.go_on, words.which)
    await customer.tap(words.broken)
    await album.phone(customer, "problem")
    await customer.send_sample("attach-photo-goods")
    await customer.see(words.photo_kept)
    await customer.tap(words.go_on, words.photo_kept)
    await customer.tap(words.money_back)
    await album.phone(customer, "report")
    await customer.tap(words.report)
    await customer.agree()
    await staff.see(words.decide)
    await album.wide("reported")


async def _settle(customer: Column, staff: Column, words: Words, album: Album) -> None:
    await staff.tap(words.approve_return)
    await customer.see(words.send_it)
    await customer.tap(words.sent, words.send_it)
    await customer.tap(words.no_waybill)
    await staff.see(words.sent_back)
    await staff.tap(words.received)
    await staff.tap(words.inspect)
    await staff.tap("1 ♻️")
    await album.phone(staff, "inspection")
    await staff.tap(words.save)
    await customer.see(words.worth)
    await staff.tap(words.refund)
    await staff.tap(words.whole_refund)
    await customer.see(words.refunded)
    await expect(
        customer.node.get_by_test_id("message").filter(has_text=words.completed)
    ).not_to_have_count(0)
    await album.wide("refunded")
    await album.phone(customer, "end")
