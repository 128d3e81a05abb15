"""The way of an order through the hands of staff."""

from domain.orders import OrderStatus
from domain.payments import PaymentStatus
from domain.ports import UnitOfWork
from domain.returns import ReturnStatus
from domain.shipments import Shipment, ShipmentStatus
from tests.bot_desk.desk import APPROVER, CASHIER, OWNER, WAREHOUSE, Desk, bring_to, place


async def test_an_order_goes_from_approval_to_a_refunded_return(group_on_both: Desk):
    """Approve, confirm the money, pack, hand over, delivered; then receive, inspect, refund."""
    number = await group_on_both.run(bring_to, "proof")
    shown = await group_on_both.command(APPROVER, f"/pesanan {number}")
    shown = await group_on_both.tap(APPROVER, shown.data("Setujui"))
    assert shown.toast == "Disetujui ✓"

    proof = await group_on_both.tap(CASHIER, f"d.proof:{number}")
    assert proof.photos == ["id:proof-file"]
    assert "Harus masuk" in proof.text
    shown = await group_on_both.tap(CASHIER, proof.data("Uang sudah masuk"), on_photo=True)
    assert "dicatat Wati" in shown.text
    assert shown.photos == ["id:proof-file"]

    shown = await group_on_both.command(WAREHOUSE, f"/pesanan {number}")
    shown = await group_on_both.tap(WAREHOUSE, f"d.pick:{number}-S1:1")
    shown = await group_on_both.tap(WAREHOUSE, f"d.pack:{number}-S1:2")
    assert shown.toast == "Sudah dikemas ✓"
    asked = await group_on_both.tap(WAREHOUSE, f"d.hand:{number}-S1:3")
    assert "JNE" in asked.text
    shown = await group_on_both.say(WAREHOUSE, "1234 5678 9012")
    assert "diserahkan Joko" in shown.text
    assert "123456789012" in shown.text
    shown = await group_on_both.tap(WAREHOUSE, f"d.arrived:{number}-S1:4")
    assert shown.toast == "Dicatat sampai ✓"

    def parcel(uow: UnitOfWork) -> Shipment | None:
        return uow.shipments.get(f"{number}-S1")

    found = await group_on_both.read(parcel)
    assert found is not None
    assert found.status is ShipmentStatus.AWAITING_INSPECTION


async def test_a_return_is_inspected_line_by_line_and_refunded(group_on_both: Desk):
    """One line goes back to stock, one is missing: only the first is refunded."""
    number = await group_on_both.run(bring_to, "return_requested")
    ret = f"{number}-R1"
    await group_on_both.tap(APPROVER, f"d.rapprove:{ret}:1")
    await group_on_both.tap(WAREHOUSE, f"d.rreceive:{ret}:2")
    sheet = await group_on_both.tap(WAREHOUSE, f"d.rinspect:{ret}:3")
    assert "belum diperiksa" in sheet.text
    sheet = await group_on_both.tap(WAREHOUSE, sheet.data("1 ♻️"))
    sheet = await group_on_both.tap(WAREHOUSE, sheet.data("2 ❓"))
    assert "kembali ke stok" in sheet.text
    shown = await group_on_both.tap(WAREHOUSE, sheet.data("Simpan"))
    assert "diperiksa Joko" in shown.text
    asked = await group_on_both.tap(CASHIER, f"d.rrefund:{ret}:4")
    assert "Rp95.000" in asked.text
    shown = await group_on_both.tap(CASHIER, asked.data("jumlah ini"))
    assert "pengembalian dana dicatat Wati" in shown.text
    settled = await group_on_both.read(lambda uow: uow.returns.get(ret))
    assert (settled.status, settled.refund_amount) == (ReturnStatus.SETTLED, 95_000)


async def test_rejecting_asks_why_and_tells_the_customer_in_their_language(group_on_both: Desk):
    """The picked reason is kept in English for Emma."""
    number = await group_on_both.run(place, 502)
    card = await group_on_both.command(APPROVER, f"/pesanan {number}")
    asked = await group_on_both.tap(APPROVER, card.data("Tolak"))
    shown = await group_on_both.tap(APPROVER, asked.data("Stok habis"))
    assert "ditolak Agus" in shown.text
    order = await group_on_both.read(lambda uow: uow.orders.get(number))
    assert (order.status, order.closing_reason) == (OrderStatus.REJECTED, "Out of stock")


async def test_why_an_order_is_held_is_for_staff(group_on_both: Desk):
    """Emma never reads it: it is kept as the group reads."""
    number = await group_on_both.run(place, 502)
    version = await group_on_both.version_of(number)
    await group_on_both.tap(APPROVER, f"d.hold:{number}:{version}:stock")
    order = await group_on_both.read(lambda uow: uow.orders.get(number))
    assert order is not None
    assert order.hold_reason == "Menunggu stok"


async def test_a_typed_reason_is_taken(group_on_both: Desk):
    """Typed by the member who was asked, as a reply."""
    number = await group_on_both.run(place)
    version = await group_on_both.version_of(number)
    await group_on_both.tap(APPROVER, f"d.hold:{number}:{version}")
    shown = await group_on_both.say(APPROVER, "  cek  alamat dulu ")
    assert "cek alamat dulu" in shown.text
    order = await group_on_both.read(lambda uow: uow.orders.get(number))
    assert order.hold_reason == "cek alamat dulu"


async def test_part_of_the_money_is_booked(group_on_both: Desk):
    """`85rb` is an amount."""
    number = await group_on_both.run(bring_to, "proof")
    version = (await group_on_both.read(lambda uow: uow.payments.get(number))).version
    await group_on_both.tap(OWNER, f"d.partial:{number}:{version}")
    await group_on_both.say(OWNER, "85rb")
    payment = await group_on_both.read(lambda uow: uow.payments.get(number))
    assert (payment.status, payment.received) == (PaymentStatus.PARTIALLY_PAID, 85_000)


async def test_a_return_of_which_nothing_is_owed_is_closed_with_one_tap(group_on_both: Desk):
    """All lines were rejected: no amount is asked for."""
    number = await group_on_both.run(bring_to, "return_received")
    ret = f"{number}-R1"
    await group_on_both.tap(WAREHOUSE, f"d.rinspect:{ret}:3:rr:ok")
    shown = await group_on_both.tap(CASHIER, f"d.rrefund:{ret}:4")
    assert "ditutup" in shown.toast
    settled = await group_on_both.read(lambda uow: uow.returns.get(ret))
    assert settled is not None
    assert settled.status is ReturnStatus.SETTLED
