"""From "something is wrong" to the money back, and what it does to stock and books."""

from datetime import timedelta

import pytest

from domain.errors import (
    AlreadyDone,
    BadAmount,
    IllegalTransition,
    NotOffered,
    OutOfStock,
    ReturnNotPossible,
    Stale,
)
from domain.payments import PaymentTerm
from domain.returns import Resolution, Verdict
from domain.shipments import TrackingEvent
from domain.usecases import returning
from domain.usecases.receiving import accept_delivery
from domain.usecases.tracking import record_tracking
from domain.views import order_view
from tests.domain.shop import APPROVER, CASHIER, FEE, OWNER, PACKER, Shop, set_policy

OK, DAMAGED = Verdict.ACCEPTED, Verdict.DAMAGED
REJECTED, MISSING = Verdict.REJECTED, Verdict.MISSING


@pytest.mark.parametrize(
    ("verdict", "on_hand", "value"),
    [(OK, 9, 85_000), (DAMAGED, 8, 85_000), (REJECTED, 8, 0), (MISSING, 8, 0)],
)
async def test_one_unit_comes_back(shop: Shop, verdict: Verdict, on_hand: int, value: int) -> None:
    """Quarantine first; then the verdict says where it goes and what it is worth."""
    number = await shop.delivered()
    held = (await shop.state(number)).held
    ret = await shop.complain(number, {1: 1})
    await shop.do(returning.approve_return, APPROVER, ret)
    await shop.do(returning.send_return, shop.sari, ret, "jne 9")
    await shop.do(returning.receive_return, PACKER, ret)
    level = await shop.stock("BEANS")
    assert (level.on_hand, level.quarantine, level.available) == (9, 1, 8)
    judged = await shop.do(returning.inspect_return, PACKER, ret, {1: verdict})
    level = await shop.stock("BEANS")
    assert (level.on_hand, level.quarantine) == (on_hand, 0)
    assert judged.refund_amount == value
    settled = await shop.refund(ret)
    assert (settled.status, settled.resolution) == ("settled", "refund")
    state = await shop.state(number)
    assert (state.order, state.parcel, state.balance) == ("completed", "accepted", 0)
    assert (state.held, state.outstanding) == (held - value, 0)
    assert state.payment == ("partially_refunded" if value else "paid")


async def test_everything_comes_back_with_shipping_and_unique_code(shop: Shop) -> None:
    """Who keeps nothing owes nothing."""
    await shop.do(set_policy, tax_percent=11)
    number = await shop.delivered()
    paid = (await shop.state(number)).held
    await shop.inspect(first := await shop.complain(number, {1: 1}), p1=OK)
    settled = await shop.refund(first)
    assert settled.refund_amount == 85_000 * 111 // 100
    await shop.inspect(rest := await shop.complain(number, {1: 1, 2: 1}), p1=OK, p2=DAMAGED)
    settled = await shop.refund(rest)
    assert settled.refund_amount == paid - 85_000 * 111 // 100
    state = await shop.state(number)
    assert (state.order, state.payment, state.held) == ("completed", "refunded", 0)
    assert state.balance == 0
    assert not (await shop.store.read(order_view, shop.sari, number)).returnable


@pytest.mark.parametrize("term", [PaymentTerm.ON_DELIVERY, PaymentTerm.ON_ACCEPTANCE])
async def test_an_unpaid_order_comes_back_whole(shop: Shop, term: PaymentTerm) -> None:
    """Nothing was paid, so nothing goes back; nothing is owed, so the order is done."""
    number = await shop.delivered(term)
    await shop.inspect(ret := await shop.complain(number, {1: 2, 2: 1}), p1=OK, p2=OK)
    await shop.refund(ret)
    state = await shop.state(number)
    assert (state.order, state.payment) == ("completed", "voided")
    assert (state.outstanding, state.balance, state.due) == (0, 0, set())
    assert "refund_recorded" not in state.events


@pytest.mark.parametrize("term", [PaymentTerm.ON_DELIVERY, PaymentTerm.ON_ACCEPTANCE])
async def test_an_unpaid_order_comes_back_in_part(shop: Shop, term: PaymentTerm) -> None:
    """The rest is owed, invoiced, and paid."""
    number = await shop.delivered(term)
    due = (await shop.state(number)).outstanding
    await shop.inspect(ret := await shop.complain(number, {1: 1}), p1=OK)
    await shop.refund(ret)
    state = await shop.state(number)
    assert (state.order, state.outstanding, state.balance) == (
        "processing", due - 85_000, due - 85_000,
    )  # fmt: skip
    await shop.pay(number)
    state = await shop.state(number)
    assert (state.order, state.payment, state.balance) == ("completed", "paid", 0)


async def test_a_return_before_the_invoice_is_paid_in_part_first(shop: Shop) -> None:
    """A part payment and a credit that covers more than the rest: the excess goes back."""
    number = await shop.delivered(PaymentTerm.ON_ACCEPTANCE)
    due = (await shop.state(number)).outstanding
    await shop.pay(number, due - 50_000)
    await shop.inspect(ret := await shop.complain(number, {1: 1}), p1=OK)
    await shop.refund(ret)
    state = await shop.state(number)
    assert (state.held, state.outstanding, state.balance) == (due - 85_000, 0, 0)
    assert (state.order, state.payment) == ("completed", "partially_refunded")


async def test_less_than_its_worth(shop: Shop) -> None:
    """Staff may settle for less, never for more, and for nothing."""
    number = await shop.delivered()
    await shop.inspect(ret := await shop.complain(number, {1: 1}), p1=OK)
    for amount in (-1, 85_001):
        await shop.refused(
            BadAmount(amount, 85_000), returning.settle_refund, CASHIER, ret, amount, ""
        )
    await shop.refund(ret, 40_000)
    await shop.inspect(rest := await shop.complain(number, {1: 1, 2: 1}), p1=OK, p2=OK)
    settled = await shop.refund(rest)
    payment = (await shop.store.read(order_view, shop.sari, number)).payment
    assert payment is not None
    assert settled.refund_amount == 85_000 + 45_500 + FEE + payment.unique_code
    assert payment.held == 45_000


async def test_units_that_never_came(shop: Shop) -> None:
    """Nobody sends back what is missing: approved is inspected, and no stock moves."""
    number = await shop.delivered()
    ret = await shop.complain(number, {2: 1}, "missing")
    approved = await shop.do(returning.approve_return, APPROVER, ret)
    assert (approved.status, approved.refund_amount) == ("inspected", 45_500)
    await shop.refused(
        IllegalTransition("return", ret, "inspected", "send"),
        returning.send_return, shop.sari, ret, "",
    )  # fmt: skip
    await shop.refund(ret)
    level = await shop.stock("MUG")
    assert (level.on_hand, level.quarantine) == (4, 0)
    assert (await shop.state(number)).order == "completed"


async def test_exchange(shop: Shop) -> None:
    """The same goods again leave the shelf; no money moves."""
    number = await shop.delivered()
    ret = await shop.complain(number, {1: 1}, wish=Resolution.EXCHANGE)
    await shop.inspect(ret, p1=DAMAGED)
    await shop.do(returning.settle_exchange, PACKER, ret, "JNE77")
    assert (await shop.stock("BEANS")).on_hand == 7
    state = await shop.state(number)
    assert (state.order, state.payment, state.balance) == ("completed", "paid", 0)


async def test_exchange_without_stock(shop: Shop) -> None:
    """Nothing is promised that is not there; a refund is still possible."""
    number = await shop.delivered(basket={"FILTER": 1})
    ret = await shop.complain(number, {1: 1}, wish=Resolution.EXCHANGE)
    await shop.inspect(ret, p1=DAMAGED)
    await shop.refused(OutOfStock("FILTER", 1, 0), returning.settle_exchange, PACKER, ret, "")
    await shop.refund(ret)
    assert (await shop.state(number)).payment == "refunded"


async def test_whoever_is_asked_may_say_no(shop: Shop) -> None:
    """A delivery of which the courier tells ten days late is inspected, and may be complained of."""
    number = await shop.place(term=PaymentTerm.ON_DELIVERY)
    parcel = await shop.approve(number)
    await shop.ship(parcel)
    arrived = TrackingEvent(shop.clock.now(), "deliver", "")
    shop.clock.time += timedelta(days=10)
    await shop.store.run(record_tracking, parcel, [arrived])
    assert (await shop.store.read(order_view, shop.sari, number)).returnable == (parcel,)
    await shop.complain(number, {1: 1})


async def test_the_window(shop: Shop) -> None:
    """Seven days from the delivery, to the minute; never before it."""
    number = await shop.place(term=PaymentTerm.ON_DELIVERY)
    parcel = await shop.approve(number)
    await shop.ship(parcel)
    ask = (returning.request_return, shop.sari, parcel, {1: 1}, "damaged", Resolution.REFUND)
    await shop.refused(ReturnNotPossible("not_delivered"), *ask)
    await shop.deliver(parcel)
    await shop.pass_time(days=7)
    assert (await shop.store.read(order_view, shop.sari, number)).returnable == (parcel,)
    await shop.pass_time(minutes=1)
    await shop.refused(ReturnNotPossible("window_over"), *ask)
    assert not (await shop.store.read(order_view, shop.sari, number)).returnable


@pytest.mark.parametrize("lines", [{}, {1: 0}, {1: -1}, {1: 3}, {3: 1}, {1: 10**9}])
async def test_what_cannot_come_back(shop: Shop, lines: dict[int, int]) -> None:
    """No more than was delivered, of lines that there are."""
    number = await shop.delivered()
    await shop.refused(
        ReturnNotPossible("quantity"),
        returning.request_return,
        shop.sari, f"{number}-S1", lines, "damaged", Resolution.REFUND,
    )  # fmt: skip
    await shop.refused(
        NotOffered("reason", "bosan"),
        returning.request_return,
        shop.sari, f"{number}-S1", {1: 1}, "bosan", Resolution.REFUND,
    )  # fmt: skip


async def test_one_return_at_a_time_and_each_unit_once(shop: Shop) -> None:
    """A second return waits for the first; a settled unit cannot come back again."""
    number = await shop.delivered()
    parcel = f"{number}-S1"
    ask = (returning.request_return, shop.sari, parcel)
    first = await shop.complain(number, {1: 1})
    await shop.refused(ReturnNotPossible("open_return"), *ask, {2: 1}, "damaged", Resolution.REFUND)
    await shop.inspect(first, p1=OK)
    await shop.refund(first)
    await shop.refused(ReturnNotPossible("quantity"), *ask, {1: 2}, "damaged", Resolution.REFUND)
    second = await shop.complain(number, {1: 1})
    assert second == f"{number}-R2"
    await shop.inspect(second, p1=REJECTED)
    await shop.refund(second)
    state = await shop.state(number)
    assert (state.order, state.payment) == ("completed", "partially_refunded")


async def test_declined_and_cancelled(shop: Shop) -> None:
    """The delivery stands, and its units may be asked for again while the window is open."""
    number = await shop.delivered()
    ret = await shop.complain(number, {1: 1})
    await shop.refused(
        IllegalTransition("shipment", f"{number}-S1", "disputed", "accept"),
        accept_delivery, shop.sari, f"{number}-S1",
    )  # fmt: skip
    declined = await shop.do(returning.decline_return, APPROVER, ret, "bukan kami")
    assert declined.decision_reason == "bukan kami"
    state = await shop.state(number)
    assert (state.order, state.parcel, state.due) == ("completed", "accepted", set())
    again = await shop.complain(number, {1: 2})
    await shop.do(returning.cancel_return, shop.sari, again)
    await shop.refused(
        AlreadyDone("cancel_return", None), returning.cancel_return, shop.sari, again
    )
    assert (await shop.state(number)).parcel == "accepted"
    assert await shop.complain(number, {1: 2}) == f"{number}-R3"


async def test_two_at_once(shop: Shop) -> None:
    """Who comes second is told who was first; who looked too early looks again."""
    number = await shop.delivered()
    ret = await shop.complain(number, {1: 1})
    await shop.do(returning.approve_return, APPROVER, ret, 1)
    refusal = AlreadyDone("decide_return", APPROVER.id)
    await shop.refused(refusal, returning.approve_return, OWNER, ret, 1)
    await shop.refused(refusal, returning.decline_return, OWNER, ret, "tidak", 1)
    await shop.do(returning.send_return, shop.sari, ret, "JNE9")
    await shop.refused(AlreadyDone("send_return", None), returning.send_return, shop.sari, ret, "")
    await shop.refused(Stale("return", ret), returning.receive_return, PACKER, ret, 2)
    await shop.do(returning.receive_return, PACKER, ret, 3)
    refusal = AlreadyDone("return_received", PACKER.id)
    await shop.refused(refusal, returning.receive_return, OWNER, ret, 3)
    await shop.do(returning.inspect_return, PACKER, ret, {1: OK}, 4)
    refusal = AlreadyDone("return_inspected", PACKER.id)
    await shop.refused(refusal, returning.inspect_return, OWNER, ret, {1: OK}, 4)
    await shop.refund(ret)
    refusal = AlreadyDone("return_settled", CASHIER.id)
    await shop.refused(refusal, returning.settle_refund, OWNER, ret, 85_000, "", 5)
    await shop.refused(refusal, returning.settle_exchange, OWNER, ret, "", 5)
    assert (await shop.stock("BEANS")).on_hand == 9


async def test_a_verdict_for_each_line(shop: Shop) -> None:
    """None too few, none too many."""
    number = await shop.delivered()
    ret = await shop.complain(number, {1: 1, 2: 1})
    await shop.do(returning.approve_return, APPROVER, ret)
    await shop.do(returning.receive_return, PACKER, ret)
    for verdicts in ({}, {1: OK}, {1: OK, 2: OK, 3: OK}):
        await shop.refused(NotOffered, returning.inspect_return, PACKER, ret, verdicts)
    judged = await shop.do(returning.inspect_return, PACKER, ret, {1: OK, 2: REJECTED})
    assert judged.refund_amount == 85_000
