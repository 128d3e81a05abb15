"""The life of an order, from the cart to its end, for each payment term."""

from dataclasses import replace

import pytest

from domain.authority import Actor
from domain.errors import AlreadyDone, IllegalTransition, NotAllowed, OnHold
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.usecases import cart, fulfilling, paying, placing, processing
from domain.usecases.receiving import accept_delivery
from tests.domain.shop import APPROVER, CASHIER, FEE, OWNER, PACKER, TOTAL, Shop, reprice


async def test_prepaid_with_a_proof(shop: Shop) -> None:
    """Placed, approved, proof, paid, picked, packed, handed over, delivered, accepted: completed."""
    number = await shop.place()
    state = await shop.state(number)
    assert (state.order, state.payment, state.reserved) == ("submitted", "unpaid", 3)
    assert state.due == {"payment_reminder", "payment_deadline"}
    assert TOTAL < state.outstanding <= TOTAL + 999

    parcel = await shop.approve(number)
    await shop.do(paying.submit_proof, shop.sari, number, "file", "photo")
    paid = await shop.pay(number)
    assert paid.held == paid.due
    assert (await shop.state(number)).due == set()

    await shop.do(fulfilling.pick, PACKER, parcel)
    shipment = await shop.ship(parcel, " jne 123 ")
    assert (shipment.waybill, shipment.courier) == ("JNE123", "jne")
    assert (str(shipment.eta_from), str(shipment.eta_to)) == ("2026-01-07", "2026-01-09")
    level = await shop.stock("BEANS")
    assert (level.on_hand, level.reserved) == (8, 0)
    await shop.deliver(parcel)
    await shop.accept(parcel)

    state = await shop.state(number)
    assert (state.order, state.payment, state.parcel) == ("completed", "paid", "accepted")
    assert (state.balance, state.outstanding, state.due) == (0, 0, set())
    assert state.events == (
        "order_submitted", "order_confirmed", "proof_submitted", "payment_received",
        "shipment_picking", "shipment_packed", "shipment_handed_over", "shipment_delivered",
        "delivery_accepted", "order_completed",
    )  # fmt: skip


async def test_paid_on_delivery(shop: Shop) -> None:
    """No unique code and no deadline; cash falls due when the parcel leaves."""
    number = await shop.place(term=PaymentTerm.ON_DELIVERY)
    parcel = await shop.approve(number)
    await shop.ship(parcel)
    state = await shop.state(number)
    assert (state.payment, state.outstanding, state.balance) == ("cod_due", TOTAL, TOTAL)
    await shop.deliver(parcel)
    await shop.accept(parcel)
    assert (await shop.state(number)).order == "processing"
    await shop.pay(number)
    state = await shop.state(number)
    assert (state.order, state.payment, state.balance) == ("completed", "paid", 0)


async def test_paid_on_delivery_but_before_it(shop: Shop) -> None:
    """Money that comes early is money: nothing falls due at the door."""
    number = await shop.place(term=PaymentTerm.ON_DELIVERY)
    await shop.pay(number)
    parcel = await shop.approve(number)
    await shop.ship(parcel)
    assert (await shop.state(number)).payment == "paid"
    await shop.deliver(parcel)
    await shop.accept(parcel)
    assert (await shop.state(number)).order == "completed"


async def test_paid_on_acceptance(shop: Shop) -> None:
    """The invoice waits for the customer's word, then has its own deadline."""
    number = await shop.delivered(PaymentTerm.ON_ACCEPTANCE)
    assert (await shop.state(number)).balance == 0
    await shop.accept(f"{number}-S1")
    state = await shop.state(number)
    assert (state.order, state.payment) == ("processing", "unpaid")
    assert state.balance == state.outstanding > TOTAL
    assert state.due == {"payment_reminder", "payment_deadline"}
    await shop.pass_time(days=2, hours=22)
    await shop.pass_time(days=1, hours=2)
    state = await shop.state(number)
    assert state.events[-2:] == ("payment_reminded", "payment_overdue")
    await shop.pay(number)
    state = await shop.state(number)
    assert (state.order, state.balance) == ("completed", 0)


async def test_paid_on_acceptance_but_before_it(shop: Shop) -> None:
    """An order that is paid before the invoice is invoiced all the same, without a deadline."""
    number = await shop.delivered(PaymentTerm.ON_ACCEPTANCE)
    await shop.pay(number)
    await shop.accept(f"{number}-S1")
    state = await shop.state(number)
    assert (state.order, state.balance, state.due) == ("completed", 0, set())


async def test_silence_is_acceptance(shop: Shop) -> None:
    """A reminder a day before, then the delivery counts as accepted and the order as done."""
    number = await shop.delivered()
    await shop.pass_time(days=1, minutes=1)
    assert (await shop.state(number)).events[-1] == "inspection_reminded"
    await shop.pass_time(days=1)
    state = await shop.state(number)
    assert (state.order, state.parcel, state.due) == ("completed", "auto_accepted", set())
    await shop.refused(
        AlreadyDone("accept_delivery", None), accept_delivery, shop.sari, f"{number}-S1"
    )


@pytest.mark.parametrize("phase", ["submitted", "approved", "picked", "packed"])
async def test_staff_cancel_until_hand_over(shop: Shop, phase: str) -> None:
    """Stock and parcel are given back; money that was paid stays until it is refunded."""
    number = await shop.place()
    if phase != "submitted":
        parcel = await shop.approve(number)
        await shop.pay(number)
    if phase == "picked":
        await shop.do(fulfilling.pick, PACKER, parcel)
    if phase == "packed":
        await shop.do(fulfilling.pack, PACKER, parcel)
    await shop.do(placing.cancel_order, APPROVER, number, "tutup")
    state = await shop.state(number)
    assert (state.order, state.reserved, state.due) == ("cancelled", 0, set())
    assert state.parcel == ("" if phase == "submitted" else "cancelled")
    if phase == "submitted":
        assert (state.payment, state.outstanding) == ("voided", 0)
        return
    assert (state.payment, state.balance) == ("paid", -state.held)
    await shop.do(paying.record_refund, CASHIER, number, state.held, "TRX")
    state = await shop.state(number)
    assert (state.payment, state.balance, state.outstanding) == ("refunded", 0, 0)


async def test_nobody_cancels_what_is_on_its_way(shop: Shop) -> None:
    """The parcel cannot be called back; the refusal names it."""
    number = await shop.place(term=PaymentTerm.ON_DELIVERY)
    parcel = await shop.approve(number)
    await shop.ship(parcel)
    refusal = IllegalTransition("shipment", parcel, "handed_over", "cancel")
    await shop.refused(refusal, placing.cancel_order, OWNER, number, "telat")
    await shop.refused(NotAllowed, placing.cancel_order, shop.sari, number, "telat")


async def test_the_customer_cancels_until_money_or_packing(shop: Shop) -> None:
    """Alone before; with a proof, money or an opened parcel only staff can."""
    first = await shop.place()
    await shop.approve(first)
    await shop.do(placing.cancel_order, shop.sari, first, "")
    assert (await shop.state(first)).order == "cancelled"
    second = await shop.place()
    await shop.do(paying.submit_proof, shop.sari, second, "file", "photo")
    await shop.refused(NotAllowed, placing.cancel_order, shop.sari, second, "")
    await shop.do(paying.refuse_proof, CASHIER, second, "buram")
    await shop.do(placing.cancel_order, shop.sari, second, "")
    await shop.refused(
        AlreadyDone("cancel_order", None), placing.cancel_order, shop.sari, second, ""
    )


async def test_rejected(shop: Shop) -> None:
    """Stock goes back, the payment is void, the reason is kept."""
    number = await shop.place()
    order = await shop.do(processing.reject_order, APPROVER, number, "habis")
    assert order.closing_reason == "habis"
    state = await shop.state(number)
    assert (state.order, state.payment, state.reserved) == ("rejected", "voided", 0)
    assert state.due == set()


async def test_hold_stops_approval_and_packing_and_release_goes_on(shop: Shop) -> None:
    """Also in the middle of packing."""
    number = await shop.place(term=PaymentTerm.ON_DELIVERY)
    await shop.do(processing.hold_order, APPROVER, number, "alamat?")
    await shop.refused(OnHold(number, "alamat?"), processing.approve_order, OWNER, number)
    await shop.refused(
        AlreadyDone("hold_order", APPROVER.id), processing.hold_order, OWNER, number, "x"
    )
    await shop.do(processing.release_order, APPROVER, number)
    parcel = await shop.approve(number)
    await shop.do(fulfilling.pick, PACKER, parcel)
    await shop.do(processing.hold_order, OWNER, number, "stok?")
    await shop.refused(OnHold(number, "stok?"), fulfilling.pack, PACKER, parcel)
    await shop.do(processing.release_order, OWNER, number)
    await shop.refused(
        AlreadyDone("release_order", OWNER.id), processing.release_order, APPROVER, number
    )
    await shop.ship(parcel)
    assert (await shop.state(number)).parcel == "handed_over"


async def test_an_order_that_is_over_is_not_held(shop: Shop) -> None:
    """A hold ends with its order, and none begins after it."""
    number = await shop.place()
    await shop.do(processing.hold_order, APPROVER, number, "alamat?")
    order = await shop.do(placing.cancel_order, APPROVER, number, "tak dibalas")
    assert order.hold_reason is None
    refusal = IllegalTransition("order", number, "cancelled", "hold")
    await shop.refused(refusal, processing.hold_order, APPROVER, number, "lagi")


async def test_reorder_leaves_out_what_is_no_longer_sold(shop: Shop) -> None:
    """The rest comes at today's prices, into a cart with the old address and method."""
    number = await shop.place()
    await shop.do(reprice, "BEANS", price=90_000)
    await shop.do(reprice, "MUG", active=False)
    draft, gone = await shop.do(cart.reorder, shop.sari, number)
    assert gone == ("Kopi · Mug",)
    assert [(x.sku, x.quantity, x.unit_price) for x in draft.lines] == [("BEANS", 2, 90_000)]
    assert draft.address is not None
    assert draft.shipping is not None
    order = await shop.do(
        placing.place_order, shop.sari, draft.number, draft.version, 180_000 + FEE
    )
    assert order.number != number


async def test_one_sku_on_two_lines(shop: Shop) -> None:
    """Both lines claim, both are issued, each can be returned from."""
    draft = await shop.cart(basket={"BEANS": 2})
    number = await shop.do(_split_first_line, shop.sari, draft.number)
    parcel = await shop.approve(number)
    await shop.ship(parcel)
    level = await shop.stock("BEANS")
    assert (level.on_hand, level.reserved) == (7, 0)


def _split_first_line(uow: UnitOfWork, who: Actor, number: str) -> str:
    draft = uow.orders.get(number)
    assert draft is not None
    line = draft.lines[0]
    lines = (line, replace(line, position=2, quantity=1))
    draft = replace(draft, lines=lines, term=PaymentTerm.ON_DELIVERY)
    draft = uow.orders.save(cart.priced(uow, draft))
    return placing.place_order(uow, who, number, draft.version, draft.total).number
