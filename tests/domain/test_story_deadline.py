"""What happens to an order by itself: it is brought to mind, it expires, or it may not."""

import pytest

from domain.payments import PaymentTerm
from domain.usecases import paying, processing
from tests.domain.shop import APPROVER, CASHIER, Shop


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
