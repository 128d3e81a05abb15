"""After the order: card, proof, cancelling, tracking, history."""

from dataclasses import replace

from bot.visit import File, Kind
from domain.orders import OrderStatus
from domain.payments import PaymentStatus
from domain.ports import UnitOfWork
from tests.bot_customer.conftest import order, set_price
from tests.bot_customer.guest import Guest
from tests.bot_customer.staff import WAYBILL, deliver, send


async def test_the_card_stays_when_somebody_looks_elsewhere(regular: Guest) -> None:
    """A tap on the card's home button opens the menu below it: the card is still the card."""
    await regular.say("/pesanan")
    await regular.tap("o.card")
    number = await regular.card()
    card_id = regular.message_id
    await regular.store.run(lambda uow: uow.cards.place(number, regular.id, card_id))
    await regular.send(Kind.TAP, verb="home", callback_id="1", message_id=card_id)
    assert regular.show().how == "new"
    await regular.send(Kind.TAP, verb="o.card", args=(number,), callback_id="1", message_id=card_id)
    assert regular.show().how == "edit"


async def test_a_proof_is_asked_for_and_taken(regular: Guest) -> None:
    """Text is told kindly apart; the photo is the proof; the same photo again changes nothing."""
    number = await _latest(regular)
    await regular.press(f"o.proof:{number}")
    await regular.say("sudah transfer kak")
    assert "bukan teks" in regular.text()
    await regular.photo("p1")
    assert "sudah kami terima" in regular.text()
    assert await _payment(regular, number) is PaymentStatus.PROOF_SUBMITTED
    await regular.press(f"o.proof:{number}")
    await regular.photo("p1")
    assert "Bukti ini sudah kami terima" in regular.text()


async def test_an_unasked_picture_is_the_proof_of_the_one_open_transfer(regular: Guest) -> None:
    """A document does as well."""
    number = await _latest(regular)
    await regular.send(Kind.DOCUMENT, file=File("pdf", "pdf"))
    assert "sudah kami terima" in regular.text()
    assert await _payment(regular, number) is PaymentStatus.PROOF_SUBMITTED


async def test_an_album_gets_one_answer(regular: Guest) -> None:
    """Three pictures at once: one proof, one message."""
    await regular.photo("a", album="7")
    assert regular.shown.shows
    for name in ("b", "c"):
        await regular.photo(name, album="7")
        assert regular.shown.shows == ()


async def test_with_two_open_transfers_it_is_asked_which(regular: Guest) -> None:
    """The picture is kept until it is said."""
    first = await _latest(regular)
    await order(regular, "MG-TERA")
    await regular.photo("p1")
    await regular.tap("o.this", first)
    assert await _payment(regular, first) is PaymentStatus.PROOF_SUBMITTED


async def test_a_picture_that_nobody_waits_for_is_answered(guest: Guest) -> None:
    """Never silence."""
    await guest.photo()
    assert "Tidak ada pesanan yang menunggu" in guest.text()


async def test_cancelling_is_asked_once_and_done_once(regular: Guest) -> None:
    """A second tap says that it was done."""
    number = await _latest(regular)
    await regular.press(f"o.card:{number}")
    await regular.tap("o.cancel")
    assert "Batalkan pesanan" in regular.text()
    sure = next(b.data for b in regular.buttons() if b.data and b.data.startswith("o.drop"))
    await regular.press(sure or "")
    await regular.press(sure or "")
    assert "sudah dilakukan" in regular.toast()
    found = await regular.store.read(lambda uow: uow.orders.get(number))
    assert found is not None
    assert found.status is OrderStatus.CANCELLED


async def test_what_was_sent_cannot_be_cancelled(regular: Guest) -> None:
    """An old card's button says so and shows the order as it is."""
    number = await _latest(regular)
    await send(regular.store, number)
    await regular.press(f"o.cancel:{number}:2")
    assert "tidak bisa dibatalkan" in regular.toast()
    await regular.press(f"o.drop:{number}:2")
    assert regular.toast()
    found = await regular.store.read(lambda uow: uow.orders.get(number))
    assert found is not None
    assert found.status is OrderStatus.PROCESSING


async def test_tracking_without_a_number_shows_what_is_under_way(regular: Guest) -> None:
    """One open order: its parcel at once."""
    number = await _latest(regular)
    await send(regular.store, number)
    await regular.say("/lacak")
    assert WAYBILL in regular.text()
    await order(regular, "MG-TERA")
    await regular.say("/track")
    assert len([v for v in regular.buttons() if (v.data or "").startswith("o.track")]) == 2


async def test_tracking_by_number_or_waybill_typed_anyhow(regular: Guest) -> None:
    """By command, by form and in free text."""
    number = await _latest(regular)
    await send(regular.store, number)
    for text in (
        f"/lacak {number.lower()}",
        f"/lacak {WAYBILL[:4]} {WAYBILL[4:]}",
        WAYBILL.lower(),
        f"{number[:4]}-{number[4:]}",
    ):
        await regular.say(text)
        assert WAYBILL in regular.text(), text
    await regular.press("t.type")
    await regular.say("JNE tidak tahu")
    assert "tidak ada di pesanan kakak" in regular.text()
    await regular.say(WAYBILL)
    assert WAYBILL in regular.text()


async def test_a_strangers_parcel_and_order_reveal_nothing(regular: Guest) -> None:
    """The same answer as for a number that does not exist."""
    number = await _latest(regular)
    await send(regular.store, number)
    stranger = Guest(regular.store, id=777, name="Lain")
    answers = set()
    for query in (WAYBILL, number, "ZZ99999999"):
        await stranger.say(f"/lacak {query}")
        answers.add(stranger.text())
    assert len(answers) == 1
    await stranger.say(f"/start o_{number}")
    assert "tidak ada di akun" in stranger.text()


async def test_history_has_pages(guest: Guest) -> None:
    """Seven orders: six and one."""
    for _ in range(7):
        await order(guest, "FL-100")
    await guest.say("/pesanan")
    assert sum((b.data or "").startswith("o.card") for b in guest.buttons()) == 6
    await guest.tap("o.list", 1)
    assert sum((b.data or "").startswith("o.card") for b in guest.buttons()) == 1


async def test_all_is_well(regular: Guest) -> None:
    """The delivery is accepted once."""
    shipment = await deliver(regular.store, await _latest(regular))
    await regular.press(f"o.ok:{shipment}")
    assert "Terima kasih" in regular.toast()
    await regular.press(f"o.ok:{shipment}")
    assert "sudah dilakukan" in regular.toast()


async def test_a_deep_link_opens_a_product_and_an_own_order(regular: Guest) -> None:
    """Made-up links lead to the menu."""
    number = await _latest(regular)
    await regular.say("/start p_kopi-gayo")
    assert regular.screen().photo == "kopi-gayo.jpg"
    await regular.say(f"/start o_{number}")
    assert await regular.card() == number
    for link in ("p_", "p_nope", "o_XXXX", "zzz", "o_"):
        await regular.say(f"/start {link}")
        assert {"home", "c.cats"} & regular.verbs()


async def test_buying_again_does_not_throw_a_cart_away(regular: Guest) -> None:
    """What is in the cart is only replaced by who says so; the same needs no question."""
    number = await _latest(regular)
    await regular.press("c.add:MG-TERA")
    await regular.press(f"o.reorder:{number}")
    await regular.tap("b.cart")
    assert "Terakota" in regular.text()
    await regular.press(f"o.reorder:{number}")
    await regular.tap("o.reorder")
    assert "Terakota" not in regular.text()
    await regular.press(f"o.reorder:{number}")
    assert regular.screen().template == "customer/summary"


async def test_a_price_that_changed_is_shown_before_ordering(regular: Guest) -> None:
    """The old confirmation is refused, the new one shows old and new price; nothing is lost."""
    await regular.press("c.add:MG-TERA")
    await regular.press("k.go")
    old = next(b.data for b in regular.buttons() if b.data and b.data.startswith("k.place"))
    await set_price(regular.store, "MG-TERA", 90_000)
    await regular.press(old or "")
    assert "berubah" in regular.toast()
    assert "Rp78.000 → Rp90.000" in regular.text()
    await regular.tap("k.place")
    placed = await regular.store.read(lambda uow: uow.orders.get(old.split(":")[1]))  # type: ignore[union-attr]
    assert placed is not None
    assert placed.lines[0].unit_price == 90_000


async def test_what_sold_out_meanwhile_can_be_taken_in_part(regular: Guest) -> None:
    """Somebody else was faster: the rest is offered, one tap away."""
    await regular.press("c.set:GR-01:5")
    await regular.press("k.go")
    old = next(b.data for b in regular.buttons() if b.data and b.data.startswith("k.place"))
    other = Guest(regular.store, id=888, name="Andi")
    await order(other, "GR-01", 4)
    await regular.press(old or "")
    assert "tinggal 2" in regular.text()
    assert "k.place" not in regular.verbs()
    await regular.tap("k.take", "GR-01", 2)
    await regular.tap("k.place")
    assert await regular.card()


async def test_what_is_no_longer_sold_can_be_left_out(regular: Guest) -> None:
    """The other lines are kept."""
    await regular.press("c.add:GR-01")
    await regular.press("c.add:MG-TERA")

    def stop_selling(uow: UnitOfWork) -> None:
        sku = uow.catalogue.sku("GR-01")
        assert sku is not None
        uow.catalogue.put_sku(replace(sku, active=False))

    await regular.store.run(stop_selling)
    await regular.press("k.go")
    await regular.tap("k.take", "GR-01", 0)
    assert "Terakota" in regular.text()
    assert "Grinder" not in regular.text()
    await regular.tap("k.place")
    assert await regular.card()


async def _latest(guest: Guest) -> str:
    customer = await guest.customer()
    orders = await guest.store.read(lambda uow: uow.orders.of_customer(customer.id, 1))
    return orders[0].number


async def _payment(guest: Guest, number: str) -> PaymentStatus:
    found = await guest.store.read(lambda uow: uow.payments.get(number))
    assert found is not None
    return found.status
