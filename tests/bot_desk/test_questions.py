"""Questions: wrong answers are told and asked again, and nobody answers for another by accident."""

import pytest

from bot.visit import Person
from domain.authority import staff
from domain.payments import PaymentStatus, PaymentTerm
from domain.ports import UnitOfWork
from domain.shipments import Shipment, ShipmentStatus
from domain.usecases import fulfilling, processing
from tests.bot_desk.desk import APPROVER, CASHIER, OWNER, WAREHOUSE, Desk, bring_to, place


def parcel_of(number: str):
    """Return a query for the order's parcel."""

    def query(uow: UnitOfWork) -> Shipment:
        found = uow.shipments.get(f"{number}-S1")
        assert found is not None
        return found

    return query


async def ask_waybill(group: Desk) -> str:
    """Pack an order of JNE and ask Joko for the waybill; return the order's number."""
    number = await group.run(bring_to, "packed")
    version = (await group.read(parcel_of(number))).version
    await group.tap(WAREHOUSE, f"d.hand:{number}-S1:{version}")
    return number


@pytest.mark.parametrize("waybill", ["📦📦", "x" * 41, "JNE_123", "    ", "١٢٣٤"])
async def test_a_waybill_that_cannot_be_is_asked_again(group: Desk, waybill: str):
    """Emoji, too long, blank: told, and the question stays open for the right one."""
    number = await ask_waybill(group)
    told = await group.say(WAREHOUSE, waybill)
    assert "bukan nomor resi" in told.text
    await group.say(WAREHOUSE, "123456789012")
    assert (await group.read(parcel_of(number))).waybill == "123456789012"


async def test_a_strange_waybill_is_warned_about_and_used(group: Desk):
    """The patterns overlap: they never refuse."""
    number = await ask_waybill(group)
    told = await group.say(WAREHOUSE, "ABC-1")
    assert "tidak seperti resi JNE" in told.text
    assert (await group.read(parcel_of(number))).status is ShipmentStatus.PACKED
    await group.tap(WAREHOUSE, told.data("Ya, pakai"))
    assert (await group.read(parcel_of(number))).waybill == "ABC-1"


async def test_a_typed_waybill_is_used_by_nobody_else(group: Desk):
    """Another member's tap on "use it" has no waybill to use."""
    number = await ask_waybill(group)
    told = await group.say(WAREHOUSE, "ABC-1")
    other = await group.tap(OWNER, told.data("Ya, pakai"))
    assert "anggota lain" in other.toast
    assert (await group.read(parcel_of(number))).status is ShipmentStatus.PACKED


async def test_another_courier_may_take_it(group: Desk):
    """Picked from buttons; its waybills have another look."""
    number = await group.run(bring_to, "packed")
    version = (await group.read(parcel_of(number))).version
    asked = await group.tap(WAREHOUSE, f"d.hand:{number}-S1:{version}")
    listed = await group.tap(WAREHOUSE, asked.data("Kurir lain"))
    asked = await group.tap(WAREHOUSE, listed.data("SiCepat"))
    assert "SiCepat" in asked.text
    await group.say(WAREHOUSE, "001234567890")
    parcel = await group.read(parcel_of(number))
    assert (parcel.courier, parcel.waybill) == ("sicepat", "001234567890")


async def test_the_shops_own_courier_needs_no_waybill(group: Desk):
    """One button."""
    number = await group.run(bring_to, "packed")
    version = (await group.read(parcel_of(number))).version
    asked = await group.tap(WAREHOUSE, f"d.hand:{number}-S1:{version}:toko")
    shown = await group.tap(WAREHOUSE, asked.data("Tanpa resi"))
    assert "tanpa resi" in shown.text
    assert (await group.read(parcel_of(number))).status is ShipmentStatus.HANDED_OVER


async def test_what_the_customer_fetches_needs_no_courier(group: Desk):
    """One tap, and the card goes on from there."""

    def packed_for_pickup(uow: UnitOfWork) -> str:
        number = place(uow, term=PaymentTerm.ON_DELIVERY, shipping="pickup")
        processing.approve_order(uow, staff(OWNER), number)
        fulfilling.pack(uow, staff(OWNER), f"{number}-S1")
        return number

    number = await group.run(packed_for_pickup)
    version = (await group.read(parcel_of(number))).version
    shown = await group.tap(WAREHOUSE, f"d.hand:{number}-S1:{version}")
    assert "diambil" in shown.toast
    assert (await group.read(parcel_of(number))).status is ShipmentStatus.HANDED_OVER


async def test_a_courier_with_waybills_can_go_without_after_a_second_look(group: Desk):
    """`tanpa resi` is asked back, then taken."""
    number = await ask_waybill(group)
    told = await group.say(WAREHOUSE, "Tanpa  Resi")
    await group.tap(WAREHOUSE, told.data("Ya, pakai"))
    parcel = await group.read(parcel_of(number))
    assert (parcel.status, parcel.waybill) == (ShipmentStatus.HANDED_OVER, "")


@pytest.mark.parametrize("answer", ["0", "abc", "-85rb", "9999999999999", "Rp", "1,5"])
async def test_a_wrong_amount_is_asked_again(group: Desk, answer: str):
    """Nothing is booked, and the right one is taken afterwards."""
    number = await group.run(bring_to, "proof")
    await group.tap(CASHIER, f"d.partial:{number}:2")
    told = await group.say(CASHIER, answer)
    assert "belum bisa dicatat" in told.text
    await group.say(CASHIER, "100.000")
    payment = await group.read(lambda uow: uow.payments.get(number))
    assert payment is not None
    assert payment.received == 100_000


async def test_more_than_is_due_is_asked_back(group: Desk):
    """Customers do transfer too much; a slip of the finger is more likely."""
    number = await group.run(bring_to, "proof")
    await group.tap(CASHIER, f"d.partial:{number}:2")
    told = await group.say(CASHIER, "1jt")
    payment = await group.read(lambda uow: uow.payments.get(number))
    assert payment is not None
    assert payment.received == 0
    await group.tap(CASHIER, told.data("Ya, catat"))
    payment = await group.read(lambda uow: uow.payments.get(number))
    assert payment is not None
    assert payment.status is PaymentStatus.OVERPAID


async def test_an_overpayment_goes_back_with_its_reference(group: Desk):
    """Too much is refused, then amount and reference are taken."""
    number = await group.run(bring_to, "proof")
    due = (await group.read(lambda uow: uow.payments.get(number))).due  # type: ignore[union-attr]  # placed above
    await group.tap(CASHIER, f"d.partial:{number}:2:{due + 50_000}")
    await group.tap(CASHIER, f"d.refund:{number}:3")
    told = await group.say(CASHIER, "60.000")
    assert "Rp50.000" in told.text
    await group.say(CASHIER, "50.000 BCA 0912")
    events = await group.read(lambda uow: uow.payments.events(number))
    assert (events[-1].amount, events[-1].reference) == (50_000, "BCA 0912")


async def test_batal_ends_the_question(group: Desk):
    """By command, by word and by button; what is typed next is no answer."""
    number = await group.run(place)
    version = await group.version_of(number)

    async def by_button() -> None:
        await group.tap(APPROVER, "d.stop")

    async def by_command() -> None:
        await group.command(APPROVER, "/batal")

    async def by_word() -> None:
        await group.say(APPROVER, "Batal")

    for stop in (by_button, by_command, by_word):
        await group.tap(APPROVER, f"d.hold:{number}:{version}")
        await stop()
        await group.say(APPROVER, "alasan yang terlambat")
        order = await group.read(lambda uow: uow.orders.get(number))
        assert order is not None
        assert order.hold_reason is None


async def test_what_members_say_to_each_other_is_no_answer(group: Desk):
    """Another's text, a reply to a colleague, talk long after the question: silence."""
    number = await group.run(place)
    version = await group.version_of(number)
    await group.tap(APPROVER, f"d.hold:{number}:{version}")
    assert (await group.say(WAREHOUSE, "siap", reply_to=None)).silent
    joko = Person(WAREHOUSE, "Joko")
    assert (await group.say(APPROVER, "ok Joko", reply_to=joko)).silent
    group.clock.advance(minutes=11)
    assert (await group.say(APPROVER, "makan dulu", reply_to=None)).silent
    order = await group.read(lambda uow: uow.orders.get(number))
    assert order is not None
    assert order.hold_reason is None
    await group.say(APPROVER, "alamat")
    order = await group.read(lambda uow: uow.orders.get(number))
    assert order is not None
    assert order.hold_reason == "alamat"


async def test_a_picture_is_no_reason(group: Desk):
    """It is told so, the question stays."""
    number = await group.run(place)
    version = await group.version_of(number)
    await group.tap(APPROVER, f"d.reject:{number}:{version}")
    assert "tulisan" in (await group.photo(APPROVER)).text
    long = await group.say(APPROVER, "x" * 301)
    assert "300" in long.text


async def test_a_question_about_what_has_changed_meanwhile_shows_the_card(group: Desk):
    """Agus types his reason after Rina approved: nothing is rejected."""
    number = await group.run(place)
    version = await group.version_of(number)
    await group.tap(APPROVER, f"d.reject:{number}:{version}")
    await group.tap(OWNER, f"d.approve:{number}:{version}")
    shown = await group.say(APPROVER, "stok habis")
    assert "d.pick" not in shown.text
    assert any(show.card_of == number for show in shown.reply.shows)
    order = await group.read(lambda uow: uow.orders.get(number))
    assert order is not None
    assert order.status == "confirmed"


async def test_who_lost_their_roles_has_nothing_to_answer(group: Desk):
    """Neither a refusal for each word they say, nor a change."""
    number = await group.run(place)
    version = await group.version_of(number)
    await group.tap(APPROVER, f"d.hold:{number}:{version}")
    await group.command(OWNER, "/peran -penyetuju", reply_to=Person(APPROVER, "Agus"))
    assert (await group.say(APPROVER, "alamat")).silent
    order = await group.read(lambda uow: uow.orders.get(number))
    assert order is not None
    assert order.hold_reason is None


async def test_a_forgotten_question_does_not_pester(group: Desk):
    """Wrong answers do not keep it open for ever."""
    await group.command(WAREHOUSE, "/masuk")
    for _ in range(3):
        await group.say(WAREHOUSE, "zzz", reply_to=None)
        group.clock.advance(minutes=4)
    assert (await group.say(WAREHOUSE, "makan yuk", reply_to=None)).silent
