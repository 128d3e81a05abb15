"""Money that is missing, too much, or comes when the order is over."""

import pytest

from domain.errors import AlreadyDone, BadAmount, IllegalTransition, PaymentNotSettled
from domain.usecases import fulfilling, paying, placing
from domain.views import order_view
from tests.domain.shop import CASHIER, OWNER, PACKER, Shop


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
