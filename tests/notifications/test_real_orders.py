"""Real orders on a real store: what the use cases record is what cards and milestones can tell."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domain.authority import SYSTEM
from domain.delivery import Lane, OutboxRow
from domain.payments import PaymentTerm
from domain.policy import StaffGroup
from domain.ports import UnitOfWork
from domain.returns import Resolution, Verdict
from domain.shipments import TrackingEvent
from domain.usecases import paying, placing, processing, returning, tracking
from domain.views import order_view
from notifications.milestones import announce
from notifications.render.cards import customer_card, staff_card
from notifications.render.milestone_screens import milestone_screen
from notifications.render.renderer import LANGUAGES, Renderer
from storage.open import open_store
from tests.builders import GROUP_ID
from tests.domain.shop import (
    APPROVER,
    CASHIER,
    OWNER,
    POLICY,
    MovableClock,
    ScriptedCourier,
    Shop,
    open_shop,
)
from tests.notifications.html_check import problems

RENDERER = Renderer(strict=True)


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Shop]:
    """A shop that announces, with a staff group."""
    clock = MovableClock()
    store = await open_store(database_url, announce, clock)
    sari, budi = await store.run(open_shop)
    await store.run(lambda uow: uow.shop.save_staff_group(StaffGroup(GROUP_ID)))
    yield Shop(store, clock, ScriptedCourier(), sari, budi)
    await store.close()


async def _news(shop: Shop) -> list[str]:
    """Send all that waits, by rendering it; return what the messages told of, "!" for staff."""
    told = []
    while rows := await shop.do(_claim):
        for row in rows:
            told += await shop.store.read(_render, row)
            await shop.do(lambda uow, row=row: uow.outbox.sent({row.id: 1}, uow.now))
    return told


def _claim(uow: UnitOfWork) -> list[OutboxRow]:
    return uow.outbox.claim(Lane.CHAT, uow.now + timedelta(days=1), 100, timedelta(days=2))


def _render(uow: UnitOfWork, row: OutboxRow) -> list[str]:
    payload = row.item.payload
    if row.item.kind == "digest":  # of the whole shop, not of the order
        return []
    view, staff = order_view(uow, SYSTEM, str(payload["order"])), payload["audience"] == "staff"
    for language in LANGUAGES:
        if row.item.kind == "message":
            screen = milestone_screen(payload, view, uow.policy, language)
        else:
            screen = (
                staff_card(view, uow.policy) if staff else customer_card(view, POLICY, language)
            )
        if screen is None:
            return []
        rendered = RENDERER.render(screen, language)
        assert rendered.text
        assert not problems(rendered.text)
    if row.item.kind != "message":
        return []
    return [f"{'!' if staff else ''}{screen.params['told']}"]


async def test_a_transfer_from_cart_to_refund(shop: Shop):
    """Each step rings for whom it concerns, once."""
    number = await shop.place()
    assert await _news(shop) == []
    await shop.do(paying.submit_proof, shop.sari, number, "file-1", "photo")
    assert await _news(shop) == ["!proof_submitted"]
    await shop.do(paying.refuse_proof, CASHIER, number, "buram")
    assert await _news(shop) == ["proof_refused"]
    parcel = await shop.approve(number)
    assert await _news(shop) == ["confirmed_to_pay"]
    await shop.pay(number, 1000)
    await shop.pay(number)
    assert await _news(shop) == ["payment_part", "payment_received"]
    await shop.ship(parcel)
    assert await _news(shop) == ["handed_over"]
    reports = [
        TrackingEvent(shop.clock.time + timedelta(hours=n), status, f"laporan {n}")
        for n, status in enumerate(("move", "fail_attempt", "move", "go_out", "deliver"), 1)
    ]
    await shop.do(tracking.record_tracking, parcel, reports)
    assert sorted(await _news(shop)) == [
        "!attempt_failed", "attempt_failed", "delivered", "in_transit", "out_for_delivery",
    ]  # fmt: skip
    ret = await shop.complain(number, {1: 1})
    assert await _news(shop) == ["!return_requested"]
    await shop.inspect(ret, p1=Verdict.ACCEPTED)
    assert await _news(shop) == ["return_approved", "return_received", "return_inspected"]
    await shop.refund(ret)
    assert await _news(shop) == ["refunded"]


async def test_pay_after_inspection(shop: Shop):
    """The invoice is kept even by the customer whose acceptance issued it."""
    number = await shop.delivered(PaymentTerm.ON_ACCEPTANCE)
    assert await _news(shop) == ["confirmed", "handed_over", "delivered"]
    await shop.accept(f"{number}-S1")
    assert await _news(shop) == ["invoice_issued"]


async def test_a_return_before_paying_is_credited(shop: Shop):
    """Nothing went back, so the settled return tells what is owed less."""
    number = await shop.delivered(PaymentTerm.ON_ACCEPTANCE)
    ret = await shop.complain(number, {1: 1})
    await shop.inspect(ret, p1=Verdict.ACCEPTED)
    await _news(shop)
    await shop.refund(ret)
    assert await _news(shop) == ["return_credited", "invoice_issued"]


async def test_silence_reminds_then_accepts(shop: Shop):
    """The clock tells of a reminder that still counts, and of what it accepted."""
    await shop.delivered()
    await _news(shop)
    await shop.pass_time(days=1, hours=1)
    assert await _news(shop) == ["inspection_reminded"]
    await shop.pass_time(days=2)
    assert await _news(shop) == ["accepted"]


async def test_unpaid_orders_expire_and_are_told(shop: Shop):
    """A reminder, then the end."""
    await shop.place()
    await shop.pass_time(hours=22)
    assert await _news(shop) == ["payment_reminded"]
    await shop.pass_time(hours=3)
    assert await _news(shop) == ["expired"]


async def test_dropped_orders(shop: Shop):
    """By the customer: staff are told. By staff: the customer is."""
    first, second = await shop.place(), await shop.place(shop.budi)
    await shop.do(placing.cancel_order, shop.sari, first, "salah")
    assert await _news(shop) == ["!cancelled"]
    await shop.do(processing.hold_order, APPROVER, second, "cek")
    await shop.do(processing.release_order, APPROVER, second)
    await shop.do(processing.reject_order, APPROVER, second, "habis")
    assert await _news(shop) == ["held", "released", "rejected"]


async def test_returns_that_end_otherwise(shop: Shop):
    """Declined, called off, missing, exchanged."""
    number = await shop.delivered()
    await _news(shop)
    ret = await shop.complain(number, {1: 1})
    await shop.do(returning.decline_return, APPROVER, ret, "segel rusak")
    assert await _news(shop) == ["!return_requested", "return_declined"]
    ret = await shop.complain(number, {1: 1})
    await shop.do(returning.cancel_return, shop.sari, ret)
    assert await _news(shop) == ["!return_requested", "!return_cancelled"]
    ret = await shop.complain(number, {1: 1}, reason="missing", wish=Resolution.EXCHANGE)
    await shop.do(returning.approve_return, APPROVER, ret)
    await shop.do(returning.settle_exchange, OWNER, ret, "")
    assert await _news(shop) == [
        "!return_requested", "return_approved_no_goods", "return_exchanged",
    ]  # fmt: skip
