"""Several members at one card: one wins, the others are told who, and see it as it is now."""

import asyncio

from domain.orders import OrderStatus
from tests.bot_desk.desk import APPROVER, CASHIER, OWNER, Desk, bring_to, place


async def test_two_approve_at_once(group_on_both: Desk):
    """The later one reads the name of the first."""
    number = await group_on_both.run(place)
    version = await group_on_both.version_of(number)
    data = f"d.approve:{number}:{version}"
    first, second = await asyncio.gather(
        group_on_both.tap(APPROVER, data), group_on_both.tap(OWNER, data)
    )
    toasts = sorted([first.toast, second.toast])
    assert "Disetujui ✓" in toasts
    assert any("Agus" in toast or "Rina" in toast for toast in toasts)


async def test_twenty_taps_book_the_money_once(group_on_both: Desk):
    """A double tap is no second payment."""
    number = await group_on_both.run(bring_to, "proof")
    taps = [group_on_both.tap(CASHIER, f"d.paid:{number}:2") for _ in range(20)]
    seen = await asyncio.gather(*taps)
    assert [s.toast for s in seen].count("Pembayaran dicatat ✓") == 1
    events = await group_on_both.read(lambda uow: uow.payments.events(number))
    assert [e.kind for e in events].count("received") == 1


async def test_approve_against_reject(group_on_both: Desk):
    """One of the two happens, and the other gets the fresh card."""
    number = await group_on_both.run(place)
    version = await group_on_both.version_of(number)
    seen = await asyncio.gather(
        group_on_both.tap(OWNER, f"d.approve:{number}:{version}"),
        group_on_both.tap(APPROVER, f"d.reject:{number}:{version}:stock"),
    )
    order = await group_on_both.read(lambda uow: uow.orders.get(number))
    assert order is not None
    assert order.status in {OrderStatus.CONFIRMED, OrderStatus.REJECTED}
    loser = seen[1] if order.status is OrderStatus.CONFIRMED else seen[0]
    assert any(show.card_of == number for show in loser.reply.shows)


async def test_a_card_of_an_older_version_changes_nothing(group_on_both: Desk):
    """The fresh card comes in its place."""
    number = await group_on_both.run(place)
    version = await group_on_both.version_of(number)
    shown = await group_on_both.tap(APPROVER, f"d.approve:{number}:{version - 1}")
    assert "berubah" in shown.toast
    assert shown.reply.shows[0].card_of == number
    order = await group_on_both.read(lambda uow: uow.orders.get(number))
    assert order is not None
    assert order.status is OrderStatus.SUBMITTED


async def test_who_comes_late_reads_who_was_there(group_on_both: Desk):
    """Rina holds the order; Agus wanted to reject what he had looked at."""
    number = await group_on_both.run(place)
    version = await group_on_both.version_of(number)
    await group_on_both.tap(OWNER, f"d.hold:{number}:{version}:call")
    shown = await group_on_both.tap(APPROVER, f"d.reject:{number}:{version}")
    assert shown.toast.startswith("Rina baru saja")
    assert shown.reply.shows[0].card_of == number
