"""Something is wrong with what was delivered."""

from bot.visit import File, Kind
from domain.returns import Resolution, Return, ReturnStatus
from tests.bot_customer.conftest import order
from tests.bot_customer.guest import Guest
from tests.bot_customer.staff import approve_return, deliver


async def delivered(guest: Guest) -> str:
    """Order two kinds of things and have them delivered; return the shipment's id."""
    await guest.press("c.add:MG-KREM")
    number = await order(guest, "FL-100", 3)
    return await deliver(guest.store, number)


async def test_a_complaint_from_the_first_line_to_the_report(guest: Guest) -> None:
    """Which line, how many, why, pictures with a story, the wish, the check, sent once."""
    shipment = await delivered(guest)
    await guest.press(f"o.bad:{shipment}")
    await guest.tap("q.line", 2)
    await guest.tap("q.go", "count")
    await guest.tap("q.count", 2, 2)
    await guest.tap("q.go", "reason")
    await guest.tap("q.reason", "damaged")
    await guest.photo("a", album="9")
    assert "kami simpan" in guest.text()
    await guest.photo("b", album="9")
    assert guest.shown.shows == ()
    await guest.say("lembarnya robek")
    assert "“lembarnya robek”" in guest.text()
    await guest.tap("q.go", "wish")
    await guest.tap("q.wish", "exchange")
    assert "2 × Kertas Filter V60" in guest.text()
    assert "📷 2" in guest.text()
    await guest.tap("q.send")
    assert "sudah kami terima" in guest.toast()
    ret = await _return(guest, f"{shipment[:8]}-R1")
    assert [(x.position, x.quantity, x.reason) for x in ret.lines] == [(2, 2, "damaged")]
    assert ret.wish is Resolution.EXCHANGE
    assert ret.pictures == ("a", "b")
    assert ret.description == "lembarnya robek"
    await guest.press(f"q.send:{shipment}")
    assert await guest.card() == shipment[:8]
    assert len(await _returns(guest, shipment[:8])) == 1


async def test_damage_wants_a_picture_unless_left_out_knowingly(guest: Guest) -> None:
    """Going on without one is asked about once."""
    shipment = await deliver(guest.store, await order(guest))
    await guest.press(f"o.bad:{shipment}")
    await guest.tap("q.reason", "damaged")
    await guest.tap("q.go", "wish")
    assert "Belum ada foto" in guest.text()
    await guest.tap("q.skip")
    await guest.tap("q.wish", "refund")
    await guest.tap("q.send")
    assert (await _return(guest, f"{shipment[:8]}-R1")).pictures == ()


async def test_wrong_answers_are_asked_again(guest: Guest) -> None:
    """Text where a button is asked, a file where a photo is asked, a story that is too long."""
    shipment = await delivered(guest)
    await guest.press(f"o.bad:{shipment}")
    await guest.say("yang kedua")
    assert "tombol" in guest.text()
    assert "q.line" in guest.verbs()
    await guest.tap("q.line", 1)
    await guest.tap("q.go", "count")
    await guest.tap("q.reason", "other")
    await guest.send(Kind.DOCUMENT, file=File("d", "d"))
    assert "foto biasa" in guest.text()
    await guest.say("x" * 700)
    assert "paling banyak 600" in guest.text()


async def test_ten_pictures_are_enough(guest: Guest) -> None:
    """The eleventh is not kept, and that is said."""
    shipment = await deliver(guest.store, await order(guest))
    await guest.press(f"o.bad:{shipment}")
    await guest.tap("q.reason", "quality")
    for i in range(11):
        await guest.photo(f"p{i}")
    assert "Cukup 10 foto" in guest.text()
    assert "📷 10" in guest.text()


async def test_a_complaint_can_be_left(guest: Guest) -> None:
    """Its old buttons lead on politely; nothing was reported."""
    shipment = await delivered(guest)
    await guest.press(f"o.bad:{shipment}")
    await guest.say("/batal")
    await guest.press("q.line:1")
    assert "lama" in guest.toast()
    await guest.press(f"q.send:{shipment}")
    assert await _returns(guest, shipment[:8]) == []


async def test_hostile_steps_skip_nothing(guest: Guest) -> None:
    """Made-up steps, reasons and quantities cannot report what was not answered."""
    shipment = await delivered(guest)
    await guest.press(f"o.bad:{shipment}")
    for data in ("q.go:check", "q.go:wish", "q.count:1:99", "q.reason:nope", f"q.send:{shipment}"):
        await guest.press(data)
    assert await _returns(guest, shipment[:8]) == []


async def test_before_delivery_there_is_nothing_to_report(regular: Guest) -> None:
    """The card is shown, with the reason."""
    customer = await regular.customer()
    orders = await regular.store.read(lambda uow: uow.orders.of_customer(customer.id, 1))
    await regular.press(f"o.bad:{orders[0].number}-S1")
    assert "tidak kami temukan" in regular.toast()


async def test_sending_back_with_and_without_a_waybill(guest: Guest) -> None:
    """A waybill that cannot be one is asked again; the return can be called off before."""
    shipment = await deliver(guest.store, await order(guest))
    return_id = f"{shipment[:8]}-R1"
    await guest.press(f"o.bad:{shipment}")
    await guest.tap("q.reason", "other")
    await guest.tap("q.go", "wish")
    await guest.tap("q.wish", "refund")
    await guest.tap("q.send")
    await guest.press(f"r.sent:{return_id}")
    assert "sudah berlanjut" in guest.toast()
    await approve_return(guest.store, return_id)
    await guest.press(f"r.sent:{return_id}")
    await guest.say("!?!")
    assert "keliru" in guest.text()
    await guest.say("JX 123 456")
    ret = await _return(guest, return_id)
    assert (ret.status, ret.waybill) == (ReturnStatus.IN_TRANSIT, "JX123456")
    await guest.press(f"r.none:{return_id}")
    assert "sudah dilakukan" in guest.toast()
    await guest.press(f"r.cancel:{return_id}")
    assert "sudah berlanjut" in guest.toast()


async def test_a_return_is_called_off_after_asking(guest: Guest) -> None:
    """One question, one change."""
    shipment = await deliver(guest.store, await order(guest))
    return_id = f"{shipment[:8]}-R1"
    await guest.press(f"o.bad:{shipment}")
    await guest.tap("q.reason", "other")
    await guest.tap("q.go", "wish")
    await guest.tap("q.wish", "refund")
    await guest.tap("q.send")
    await guest.press(f"r.cancel:{return_id}")
    await guest.tap("r.drop")
    assert (await _return(guest, return_id)).status is ReturnStatus.CANCELLED


async def _returns(guest: Guest, number: str) -> list[Return]:
    return await guest.store.read(lambda uow: uow.returns.of_order(number))


async def _return(guest: Guest, return_id: str) -> Return:
    found = await guest.store.read(lambda uow: uow.returns.get(return_id))
    assert found is not None
    return found
