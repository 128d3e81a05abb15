"""On the way: what couriers report, in whatever order, and how journeys end that went wrong."""

from datetime import timedelta

import pytest

from domain.errors import IllegalTransition
from domain.payments import PaymentTerm
from domain.ports import CourierReport
from domain.shipments import TrackingEvent
from domain.usecases import paying, placing
from domain.usecases.tracking import find_shipments, mark_delivered, record_tracking
from domain.views import order_view
from tests.domain.builders import START
from tests.domain.shop import APPROVER, CASHIER, OWNER, PACKER, Shop


def at(hours: float, status: str, note: str = "") -> TrackingEvent:
    """A report so many hours after the start."""
    return TrackingEvent(START + timedelta(hours=hours), status, note or f"{status} {hours}")


async def shipped(shop: Shop, term: PaymentTerm = PaymentTerm.PREPAID) -> str:
    """Return the number of an order that is with the courier."""
    number = await shop.place(term=term)
    parcel = await shop.approve(number)
    if term is PaymentTerm.PREPAID:
        await shop.pay(number)
    await shop.ship(parcel)
    return number


async def told(shop: Shop, number: str) -> list[str]:
    """Return the statuses that the customer was told of."""
    history = await shop.store.read(lambda uow: uow.history.of_order(number))
    return [str(e.facts["status"]) for e in history if e.kind.value == "shipment_moved"]


async def test_each_milestone_is_told_once(shop: Shop) -> None:
    """Repeated reports, and several of one status, move nothing again."""
    number = await shipped(shop)
    parcel = f"{number}-S1"
    reports = [at(1, "move"), at(2, "move"), at(3, "go_out")]
    await shop.do(record_tracking, parcel, reports)
    await shop.do(record_tracking, parcel, reports)
    assert await told(shop, number) == ["in_transit", "out_for_delivery"]
    tracking = await shop.store.read(lambda uow: uow.shipments.tracking(parcel))
    assert tracking == reports


async def test_a_late_report_does_not_turn_the_parcel_back(shop: Shop) -> None:
    """What happened before the latest known report is kept, and changes nothing."""
    number = await shipped(shop)
    parcel = f"{number}-S1"
    await shop.do(record_tracking, parcel, [at(5, "go_out")])
    shipment = await shop.do(record_tracking, parcel, [at(2, "move"), at(3, "delay")])
    assert shipment.status == "out_for_delivery"
    assert await told(shop, number) == ["out_for_delivery"]


async def test_arrival_counts_however_late_it_is_heard_of(shop: Shop) -> None:
    """A clock that is wrong somewhere must not keep a parcel on the road for ever."""
    parcel = f"{await shipped(shop)}-S1"
    await shop.do(record_tracking, parcel, [at(5, "go_out")])
    shipment = await shop.do(record_tracking, parcel, [at(4, "deliver")])
    assert shipment.status == "awaiting_inspection"
    again = await shop.do(record_tracking, parcel, [at(6, "deliver"), at(7, "move")])
    assert (again.status, again.version) == ("awaiting_inspection", shipment.version)


@pytest.mark.parametrize(
    "word", ["", "accept", "auto_accept", "cancel", "dispute", "resolve", "???"]
)
async def test_a_courier_s_word_decides_nothing_else(shop: Shop, word: str) -> None:
    """Neither acceptance nor cancellation is the courier's, whatever it sends."""
    parcel = f"{await shipped(shop)}-S1"
    await shop.do(record_tracking, parcel, [at(1, "lose")])
    assert (await shop.do(record_tracking, parcel, [at(2, word)])).status == "lost"
    await shop.deliver(parcel)
    assert (await shop.do(record_tracking, parcel, [at(3, word)])).status == "awaiting_inspection"


async def test_a_lost_parcel_may_turn_up(shop: Shop) -> None:
    """Lost, then found, then delivered."""
    number = await shipped(shop)
    parcel = f"{number}-S1"
    reports = [at(1, "lose"), at(9, "move"), at(10, "deliver")]
    await shop.do(record_tracking, parcel, reports)
    await shop.accept(parcel)
    assert (await shop.state(number)).order == "completed"


@pytest.mark.parametrize(
    "term", [PaymentTerm.PREPAID, PaymentTerm.ON_DELIVERY, PaymentTerm.ON_ACCEPTANCE]
)
async def test_a_lost_parcel_ends_with_its_order(shop: Shop, term: PaymentTerm) -> None:
    """Staff cancel: the goods are gone, nothing is owed, what was paid can go back."""
    number = await shipped(shop, term)
    parcel = f"{number}-S1"
    await shop.do(record_tracking, parcel, [at(1, "lose")])
    await shop.do(placing.cancel_order, APPROVER, number, "hilang")
    state = await shop.state(number)
    assert (state.order, state.parcel, state.due) == ("cancelled", "cancelled", set())
    assert (state.outstanding, state.balance) == (0, -state.held)
    assert state.payment == ("paid" if term is PaymentTerm.PREPAID else "voided")
    if state.held:
        await shop.do(paying.record_refund, CASHIER, number, state.held, "TRX")
        assert (await shop.state(number)).balance == 0
    found = await shop.do(record_tracking, parcel, [at(9, "deliver")])
    assert found.status == "cancelled"
    assert (await shop.stock("BEANS")).on_hand == 8


async def test_a_parcel_that_came_back_goes_on_the_shelf_with_the_cancellation(shop: Shop) -> None:
    """Nobody opened it."""
    number = await shipped(shop, PaymentTerm.ON_DELIVERY)
    parcel = f"{number}-S1"
    reports = [at(1, "fail_attempt"), at(2, "turn_back"), at(3, "come_back")]
    await shop.do(record_tracking, parcel, reports)
    state = await shop.state(number)
    assert (state.order, state.parcel, state.due) == ("processing", "returned_to_sender", set())
    await shop.refused(
        IllegalTransition("shipment", parcel, "returned_to_sender", "deliver"),
        mark_delivered, PACKER, parcel,
    )  # fmt: skip
    await shop.do(placing.cancel_order, APPROVER, number, "tak sampai")
    state = await shop.state(number)
    assert (state.order, state.payment, state.balance) == ("cancelled", "voided", 0)
    assert (await shop.stock("BEANS")).available == 10


async def test_couriers_are_asked_until_the_journey_ends(shop: Shop) -> None:
    """One chain of questions, also when reports come in by another way."""
    number = await shipped(shop)
    parcel = f"{number}-S1"
    await shop.pass_time(hours=1)
    await shop.do(record_tracking, parcel, [at(1, "move")])
    assert (await shop.state(number)).due == {"track_shipment"}
    shop.courier.reports["JNE123"] = CourierReport((at(2, "deliver"),))
    await shop.pass_time(hours=1)
    state = await shop.state(number)
    assert state.parcel == "awaiting_inspection"
    assert state.due == {"inspection_reminder", "inspection_deadline"}


async def test_waybills_are_found_by_those_whom_they_concern(shop: Shop) -> None:
    """Typed as people type; a stranger finds nothing."""
    parcel = f"{await shipped(shop)}-S1"
    for who, expected in ((shop.sari, [parcel]), (OWNER, [parcel]), (shop.budi, [])):
        found = await shop.do(find_shipments, who, " jne 123 ")
        assert [s.id for s in found] == expected


async def test_staff_are_offered_to_cancel_only_what_can_be_cancelled(shop: Shop) -> None:
    """Until hand-over, and again when the parcel is lost; not while somebody else has it."""

    async def offered(number: str) -> bool:
        return (await shop.store.read(order_view, APPROVER, number)).staff_may_cancel

    number = await shop.place(term=PaymentTerm.ON_DELIVERY)
    assert await offered(number)
    parcel = await shop.approve(number)
    assert await offered(number)
    await shop.ship(parcel)
    assert not await offered(number)
    await shop.do(record_tracking, parcel, [at(1, "lose")])
    assert await offered(number)
    await shop.do(placing.cancel_order, APPROVER, number, "hilang")
    assert not await offered(number)
