"""From /start to a placed order, and how many taps it takes."""

from collections.abc import AsyncIterator

import pytest

from bot import sample
from bot.visit import Kind
from domain.orders import OrderStatus
from domain.payments import PaymentTerm
from storage.open import OpenStore, open_store
from tests.bot_customer.conftest import ADDRESS, order
from tests.bot_customer.guest import Guest


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[OpenStore]:
    """Open the sample shop, once on each engine."""
    opened = await open_store(database_url)
    await opened.run(sample.load)
    yield opened
    await opened.close()


async def test_somebody_new_orders_from_the_catalogue(guest: Guest) -> None:
    """Greeting with the shop's picture, shelf, product, variant, questions, summary, order."""
    await guest.say("/start")
    assert guest.screen().photo == "shop.jpg"
    assert "Kopi Nusantara" in guest.text()
    await guest.tap("c.cats")
    await guest.tap("c.cat", "biji")
    await guest.tap("c.prod", "kopi-gayo")
    assert guest.screen().photo == "kopi-gayo.jpg"
    assert "stok 40" in guest.text()
    await guest.tap("c.add", "KG-250-BIJI")
    await guest.tap("c.set", "KG-250-BIJI", 2)
    await guest.tap("k.go")
    assert "JNE Reguler" in guest.text()
    await guest.tap("k.way", "reg")
    await guest.say(ADDRESS)
    assert guest.screen().ask is not None
    await guest.send(Kind.CONTACT, phone="6281234567890", contact_user_id=guest.id)
    await guest.tap("k.term", "prepaid")
    summary = guest.text()
    for shown in ("2 × Kopi Gayo · 250 g · Biji", "Rp190.000", "Rp206.000", ADDRESS, "Sari Dewi"):
        assert shown in summary
    assert "kami simpan hanya untuk" in summary
    await guest.tap("k.place")

    number = await guest.card()
    placed = await guest.store.read(lambda uow: uow.orders.get(number))
    assert placed is not None
    assert placed.status is OrderStatus.SUBMITTED
    assert placed.total == 206_000
    assert placed.address is not None
    assert placed.address.phone == "+6281234567890"
    assert placed.term is PaymentTerm.PREPAID
    await guest.press(f"o.card:{number}")
    assert "1234567890" in guest.text()


async def test_a_known_customer_orders_in_six_taps(regular: Guest) -> None:
    """Shelf, product, variant, checkout, confirm: all that was chosen before is kept."""
    await regular.say("/start")
    await regular.tap("c.cats")
    await regular.tap("c.cat", "biji")
    await regular.tap("c.prod", "kopi-toraja")
    await regular.tap("c.add", "TR-250-BIJI")
    await regular.tap("k.go")
    await regular.tap("k.place")
    assert await regular.card()
    assert regular.taps <= 6


async def test_a_repeat_order_takes_two_taps(regular: Guest) -> None:
    """From the menu: again, confirm."""
    first = (await _orders(regular))[0]
    await regular.say("/start")
    await regular.tap("o.reorder")
    await regular.tap("k.place")
    assert regular.taps == 2
    second = (await _orders(regular))[0]
    assert second.number != first.number
    assert [(x.sku, x.quantity) for x in second.lines] == [(x.sku, x.quantity) for x in first.lines]


async def test_a_second_confirmation_shows_the_card_and_orders_nothing(guest: Guest) -> None:
    """The same tap three times: one order."""
    await order(guest)
    await guest.press("c.add:MG-TERA")
    await guest.press("k.go")
    confirm = next(b.data for b in guest.buttons() if b.data and b.data.startswith("k.place"))
    for _ in range(3):
        await guest.press(confirm or "")
    assert "tidak dobel" in guest.toast()
    assert await guest.card()
    assert len(await _orders(guest)) == 2


async def test_a_pickup_asks_for_no_address(guest: Guest) -> None:
    """Only who comes, and a number."""
    await guest.press("c.add:MG-KREM")
    await guest.press("k.go")
    await guest.tap("k.way", "pickup")
    assert "Nomor HP" in guest.text()
    await guest.say("0812 3456 7890")
    await guest.tap("k.term", "on_delivery")
    assert "Ambil di Kopi Nusantara" in guest.text()
    await guest.tap("k.place")
    assert await guest.card()


async def test_english_is_complete_on_the_way(guest: Guest) -> None:
    """A phone in English reads English; strict rendering would fail on a missing message."""
    guest.language_code = "en-GB"
    await guest.say("/start")
    assert "welcome to" in guest.text()
    await order(guest)
    assert "Your order is in" in guest.toast()


async def _orders(guest: Guest) -> list:  # type: ignore[type-arg]
    customer = await guest.customer()
    return await guest.store.read(lambda uow: uow.orders.of_customer(customer.id, 10))
