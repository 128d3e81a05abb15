"""The life of an order, from the cart to its end, for each payment term."""

from dataclasses import replace

import pytest

from domain.authority import Actor
from domain.errors import (
    AlreadyDone,
    BadAmount,
    BadText,
    IllegalTransition,
    Incomplete,
    NotAllowed,
    NotOffered,
    NotOnSale,
    OnHold,
    OutOfStock,
    PaymentNotSettled,
    PriceChanged,
    Stale,
)
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.usecases import cart, fulfilling, paying, placing, processing
from domain.usecases.receiving import accept_delivery
from domain.usecases.tracking import mark_delivered
from domain.views import order_view
from tests.domain.shop import (
    APPROVER,
    CASHIER,
    FEE,
    GOODS,
    OWNER,
    PACKER,
    Shop,
    reprice,
    set_policy,
)

TOTAL = GOODS + FEE


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


async def test_an_unpaid_order_expires(shop: Shop) -> None:
    """One reminder, then the stock is free; approved or not."""
    first, second = await shop.place(), await shop.place(shop.budi)
    await shop.approve(second)
    await shop.pass_time(hours=21, minutes=1)
    assert (await shop.state(first)).events[-1] == "payment_reminded"
    await shop.pass_time(hours=3)
    for number in (first, second):
        state = await shop.state(number)
        assert (state.order, state.payment, state.reserved) == ("expired", "voided", 0)
        assert state.due == set()
    assert (await shop.stock("BEANS")).available == 10


@pytest.mark.parametrize("claim", ["proof", "part"])
async def test_an_order_with_a_proof_or_part_payment_does_not_expire(
    shop: Shop, claim: str
) -> None:
    """Staff are told instead, and its stock stays claimed."""
    number = await shop.place()
    if claim == "proof":
        await shop.do(paying.submit_proof, shop.sari, number, "file", "photo")
    else:
        await shop.pay(number, 50_000)
    await shop.pass_time(days=2)
    state = await shop.state(number)
    assert (state.order, state.reserved, state.events[-1]) == ("submitted", 3, "payment_overdue")


async def test_a_refused_proof_starts_the_deadline_anew(shop: Shop) -> None:
    """Else the order would claim its stock for ever."""
    number = await shop.place()
    await shop.do(paying.submit_proof, shop.sari, number, "file", "photo")
    await shop.pass_time(days=2)
    await shop.do(paying.refuse_proof, CASHIER, number, "buram")
    await shop.pass_time(hours=23)
    state = await shop.state(number)
    assert (state.order, state.events[-1]) == ("submitted", "payment_reminded")
    await shop.pass_time(hours=2)
    assert (await shop.state(number)).order == "expired"


async def test_a_hold_stops_the_deadline_and_its_end_starts_it_anew(shop: Shop) -> None:
    """An order that staff hold does not expire behind their backs."""
    number = await shop.place()
    await shop.do(processing.hold_order, APPROVER, number, "alamat?")
    await shop.pass_time(days=2)
    assert (await shop.state(number)).order == "submitted"
    await shop.do(processing.release_order, APPROVER, number)
    await shop.pass_time(hours=25)
    assert (await shop.state(number)).order == "expired"


async def test_unapproved_orders_are_brought_to_mind(shop: Shop) -> None:
    """One paid on delivery has no deadline; staff are reminded once."""
    number = await shop.place(term=PaymentTerm.ON_DELIVERY)
    await shop.pass_time(hours=49)
    assert (await shop.state(number)).events[-1] == "approval_reminded"


async def test_a_prepaid_order_is_not_packed_before_it_is_paid(shop: Shop) -> None:
    """Part of it is not enough."""
    number = await shop.place()
    parcel = await shop.approve(number)
    await shop.pay(number, 100_000)
    owed = (await shop.state(number)).outstanding
    for verb in (fulfilling.pick, fulfilling.pack):
        await shop.refused(PaymentNotSettled(number, owed), verb, PACKER, parcel)


async def test_overpaid_and_refunded(shop: Shop) -> None:
    """Exactly the excess may go back."""
    number = await shop.place()
    await shop.pay(number, 500_000)
    state = await shop.state(number)
    assert state.payment == "overpaid"
    view = await shop.store.read(order_view, CASHIER, number)
    excess = view.refundable
    assert excess == 500_000 - view.payment.due  # type: ignore[union-attr]  # it has one
    refund = paying.record_refund
    await shop.refused(BadAmount(excess + 1, excess), refund, CASHIER, number, excess + 1, "")
    await shop.refused(BadAmount(0, excess), refund, CASHIER, number, 0, "")
    await shop.do(refund, CASHIER, number, excess, "TRX")
    state = await shop.state(number)
    assert (state.payment, state.outstanding) == ("partially_refunded", 0)
    await shop.refused(BadAmount(1, 0), refund, CASHIER, number, 1, "")


async def test_money_that_comes_after_the_end_is_booked_and_goes_back(shop: Shop) -> None:
    """The bank does not ask whether the order still stands."""
    number = await shop.place()
    await shop.pass_time(hours=25)
    refusal = IllegalTransition("order", number, "expired", "submit_proof")
    await shop.refused(refusal, paying.submit_proof, shop.sari, number, "file", "photo")
    refusal = IllegalTransition("order", number, "expired", "confirm_payment")
    await shop.refused(refusal, paying.confirm_payment, CASHIER, number)
    seen = (await shop.store.read(order_view, CASHIER, number)).payment
    assert seen is not None
    late = (paying.confirm_payment, CASHIER, number, 225_000, seen.version)
    await shop.do(*late)
    await shop.refused(AlreadyDone("decide_payment", CASHIER.id), *late)
    state = await shop.state(number)
    assert (state.order, state.payment, state.held) == ("expired", "overpaid", 225_000)
    assert state.outstanding == 0
    await shop.do(paying.record_refund, CASHIER, number, 225_000, "TRX")
    state = await shop.state(number)
    assert (state.payment, state.balance) == ("refunded", 0)


@pytest.mark.parametrize("with_proof", [False, True], ids=["part", "part and proof"])
async def test_of_a_cancelled_order_that_was_part_paid_nothing_is_owed(
    shop: Shop, with_proof: bool
) -> None:
    """A "paid" tapped on an old card books nothing, money that did come is booked; all goes back."""
    number = await shop.place()
    await shop.pay(number, 100_000)
    if with_proof:
        await shop.do(paying.submit_proof, shop.sari, number, "file", "photo")
    before = (await shop.store.read(order_view, CASHIER, number)).payment
    assert before is not None
    await shop.do(placing.cancel_order, OWNER, number, "tutup")
    payment = (await shop.store.read(order_view, CASHIER, number)).payment
    assert payment is not None
    assert (payment.status, payment.outstanding, payment.held) == ("overpaid", 0, 100_000)
    assert not await shop.store.read(
        lambda uow: uow.payments.open_amounts(payment.due, payment.due)
    )
    refusal = IllegalTransition("order", number, "cancelled", "confirm_payment")
    for version in (None, before.version, payment.version):
        await shop.refused(refusal, paying.confirm_payment, CASHIER, number, None, version)
    await shop.do(paying.confirm_payment, CASHIER, number, 25_000, payment.version)
    assert (await shop.state(number)).held == 125_000
    await shop.do(paying.record_refund, CASHIER, number, 125_000, "TRX")
    state = await shop.state(number)
    assert (state.payment, state.outstanding, state.balance) == ("refunded", 0, 0)


async def test_changes_between_cart_and_confirmation(shop: Shop) -> None:
    """A price, a SKU, the stock, the cart itself: the customer is told, and nothing is written."""
    draft = await shop.cart()
    place = placing.place_order
    shown = (shop.sari, draft.number, draft.version)
    await shop.refused(
        Incomplete(("lines", "shipping", "address", "term")), _place_empty, shop.budi
    )
    await shop.do(reprice, "MUG", price=50_000)
    await shop.refused(PriceChanged(TOTAL, TOTAL + 4500), place, *shown, TOTAL)
    await shop.do(reprice, "MUG", price=45_500, active=False)
    await shop.refused(NotOnSale("MUG"), place, *shown, TOTAL)
    await shop.do(reprice, "MUG", active=True)
    await shop.place(shop.budi, {"BEANS": 9})
    await shop.refused(OutOfStock("BEANS", 2, 1), place, *shown, TOTAL)
    await shop.do(cart.set_quantity, shop.sari, "BEANS", 1)
    await shop.refused(Stale("order", draft.number), place, *shown, TOTAL)
    assert (await shop.stock("MUG")).reserved == 0
    changed = await shop.do(cart.draft_for, shop.sari)
    await shop.do(place, shop.sari, changed.number, changed.version, TOTAL - 85_000)
    await shop.refused(
        AlreadyDone("place_order", None), place, shop.sari, changed.number, changed.version, TOTAL
    )


def _place_empty(uow: UnitOfWork, who: Actor) -> None:
    draft = cart.draft_for(uow, who)
    placing.place_order(uow, who, draft.number, draft.version, 0)


async def test_terms_that_are_not_offered(shop: Shop) -> None:
    """Not above the shop's limit, and no cash to a courier who takes none."""
    await shop.cart()
    await shop.do(cart.choose_term, shop.sari, PaymentTerm.ON_DELIVERY)
    order = await shop.do(cart.choose_shipping, shop.sari, "fast")
    assert order.term is None
    refusal = NotOffered("term", "on_delivery")
    await shop.refused(refusal, cart.choose_term, shop.sari, PaymentTerm.ON_DELIVERY)
    draft = await shop.cart(term=PaymentTerm.ON_ACCEPTANCE)
    await shop.do(set_policy, acceptance_limit=TOTAL - 1)
    await shop.refused(
        NotOffered("term", "on_acceptance"),
        placing.place_order, shop.sari, draft.number, draft.version, TOTAL,
    )  # fmt: skip


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


async def test_two_at_once(shop: Shop) -> None:
    """Who comes second is told who was first, whatever the first decided."""
    number = await shop.place()
    await shop.do(processing.reject_order, APPROVER, number, "habis")
    refusal = AlreadyDone("reject_order", APPROVER.id)
    await shop.refused(refusal, processing.reject_order, OWNER, number, "habis", 2)
    await shop.refused(refusal, processing.approve_order, OWNER, number, 2)

    number = await shop.place()
    parcel = await shop.approve(number)
    refusal = AlreadyDone("approve_order", APPROVER.id)
    await shop.refused(refusal, processing.approve_order, OWNER, number, 2)
    await shop.refused(refusal, processing.reject_order, OWNER, number, "habis", 2)
    before = await shop.do(paying.submit_proof, shop.sari, number, "file", "photo")
    await shop.do(paying.confirm_payment, CASHIER, number, None, before.version)
    refusal = AlreadyDone("decide_payment", CASHIER.id)
    await shop.refused(refusal, paying.confirm_payment, OWNER, number, None, before.version)
    await shop.refused(refusal, paying.refuse_proof, OWNER, number, "buram", before.version)

    await shop.do(fulfilling.pack, PACKER, parcel, 1)
    await shop.refused(AlreadyDone("packed", PACKER.id), fulfilling.pack, OWNER, parcel, 1)
    await shop.refused(AlreadyDone("packed", PACKER.id), fulfilling.pick, OWNER, parcel, 1)
    await shop.do(fulfilling.hand_over, PACKER, parcel, "jne", "", 2)
    refusal = AlreadyDone("handed_over", PACKER.id)
    await shop.refused(refusal, fulfilling.hand_over, OWNER, parcel, "jne", "", 2)
    await shop.deliver(parcel)
    refusal = AlreadyDone("awaiting_inspection", PACKER.id)
    await shop.refused(refusal, mark_delivered, OWNER, parcel, 3)


async def test_what_changed_since_the_look_is_stale(shop: Shop) -> None:
    """Nobody did it yet, but the card shows something else by now."""
    number = await shop.place()
    first = await shop.do(paying.submit_proof, shop.sari, number, "file", "photo")
    await shop.do(paying.submit_proof, shop.sari, number, "better", "photo")
    refusal = Stale("payment", number)
    await shop.refused(refusal, paying.confirm_payment, CASHIER, number, None, first.version)
    await shop.refused(refusal, paying.refuse_proof, CASHIER, number, "buram", first.version)
    await shop.refused(Stale("order", number), processing.approve_order, APPROVER, number, 1)


async def test_steps_cannot_be_skipped(shop: Shop) -> None:
    """Handing over what is not packed, delivering what was not handed over."""
    number = await shop.place(term=PaymentTerm.ON_DELIVERY)
    parcel = await shop.approve(number)
    refusal = IllegalTransition("shipment", parcel, "pending", "hand_over")
    await shop.refused(refusal, fulfilling.hand_over, PACKER, parcel, "jne", "X1")
    refusal = IllegalTransition("shipment", parcel, "pending", "deliver")
    await shop.refused(refusal, mark_delivered, PACKER, parcel)
    refusal = IllegalTransition("shipment", parcel, "pending", "accept")
    await shop.refused(refusal, accept_delivery, shop.sari, parcel)


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


async def test_reasons_that_do_not_fit_into_a_message(shop: Shop) -> None:
    """Refused with the limit, before anything is written; the longest that fits is kept."""
    number = await shop.place()
    refusal = BadText("reason", 500)
    for use_case in (processing.hold_order, processing.reject_order, placing.cancel_order):
        await shop.refused(refusal, use_case, APPROVER, number, "x" * 501)
    await shop.do(paying.submit_proof, shop.sari, number, "file", "photo")
    await shop.refused(refusal, paying.refuse_proof, CASHIER, number, "x" * 501)
    order = await shop.do(processing.reject_order, APPROVER, number, "x" * 500)
    assert order.closing_reason == "x" * 500
