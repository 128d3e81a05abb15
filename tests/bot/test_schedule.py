"""What runs by itself: once, in time, and after a rest as well. On both engines."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from domain.authority import staff
from domain.due import Due, DueKind
from domain.orders import OrderStatus
from domain.payments import PaymentTerm
from domain.ports import CourierReport, CourierUnavailable
from domain.shipments import ShipmentAction, ShipmentStatus, TrackingEvent
from domain.usecases import paying
from notifications.milestones import announce
from notifications.schedule import BATCH, LEASE, Schedule, claim_due, run_rule
from storage.open import OpenStore, open_store
from tests.bot_desk.desk import OWNER, SKU, StandingClock, bring_to, open_shop, place
from tests.storage.rows import outside

EVENTS = "SELECT kind, COUNT(*) FROM order_events GROUP BY kind"


@dataclass
class Courier:
    """A CourierPort that tells what it was given, or is down."""

    down: bool = False
    reports: list[TrackingEvent] = field(default_factory=list)
    asked: int = 0

    async def track(self, courier: str, waybill: str) -> CourierReport | None:
        self.asked += 1
        if self.down:
            raise CourierUnavailable("down")
        return CourierReport(tuple(self.reports))


@dataclass
class Shop:
    """A shop whose time is the test's."""

    url: str
    store: OpenStore
    clock: StandingClock
    courier: Courier
    schedule: Schedule

    async def after(self, **time: float) -> None:
        """Let time pass and do what is due, twice: the second time there is nothing."""
        self.clock.advance(**time)
        await self.schedule.tick()
        await self.schedule.tick()

    async def events(self) -> Counter[str]:
        """How often each kind of event happened."""
        return Counter({str(kind): int(n) for kind, n in await outside(self.url, EVENTS)})

    async def told(self) -> Counter[tuple[str, str]]:
        """How many messages were queued, by event and audience."""
        rows = await outside(self.url, "SELECT payload FROM outbox WHERE kind = 'message'")
        payloads = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in rows]
        return Counter((p.get("event", ""), p.get("audience", "")) for p in payloads)

    async def status(self, number: str) -> OrderStatus:
        """Return the order's status."""
        order = await self.store.read(lambda uow: uow.orders.get(number))
        assert order is not None
        return order.status


@asynccontextmanager
async def open_at(url: str, clock: StandingClock, courier: Courier) -> AsyncIterator[Shop]:
    """Open the store as a process of its own would."""
    store = await open_store(url, announce, clock)
    try:
        yield Shop(url, store, clock, courier, Schedule(store, clock, courier))
    finally:
        await store.close()


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Shop]:
    """The sample shop at ten in the morning, with its staff and two customers."""
    async with open_at(database_url, StandingClock(), Courier()) as opened:
        await opened.store.run(open_shop)
        yield opened


async def test_what_is_due_survives_a_restart_and_a_late_reminder_is_dropped(database_url: str):
    """Off for longer than the deadline: the order expires at once, and nobody is reminded of it."""
    clock, courier = StandingClock(), Courier()
    async with open_at(database_url, clock, courier) as first:
        await first.store.run(open_shop)
        number = await first.store.run(place)
    async with open_at(database_url, clock, courier) as second:
        await second.after(hours=25)
        assert await second.status(number) is OrderStatus.EXPIRED
        events = await second.events()
        assert (events["order_expired"], events["payment_reminded"]) == (1, 0)


@pytest.mark.postgres
async def test_two_schedules_do_each_thing_once(postgres_url: str):
    """Two processes tick at the same moment over the same thirty orders."""
    clock = StandingClock()
    async with (
        open_at(postgres_url, clock, Courier()) as one,
        open_at(postgres_url, clock, Courier()) as other,
    ):
        await one.store.run(open_shop)
        for _ in range(12):
            await one.store.run(place)
        clock.advance(hours=25)
        await asyncio.gather(*(each.schedule.tick() for each in (one, other, one, other)))
        assert (await one.events())["order_expired"] == 12
        assert (await one.told())["order_expired", "customer"] == 12
        levels = await one.store.read(lambda uow: uow.stock.levels({SKU}, uow.policy.location))
        assert levels[SKU].reserved == 0


async def test_a_rule_whose_lease_ran_out_is_not_applied_twice(shop: Shop):
    """The slower of two processes that both hold the row finds it done."""
    await shop.store.run(place)
    shop.clock.advance(hours=21)
    rows = await shop.store.run(claim_due, BATCH, LEASE)
    for _ in range(2):
        for row in rows:
            await shop.store.run(run_rule, row)
    assert (await shop.events())["payment_reminded"] == 1


async def test_a_payment_is_reminded_of_once(shop: Shop):
    """Three hours before its end, and never again."""
    await shop.store.run(place)
    await shop.after(hours=20)
    assert (await shop.events())["payment_reminded"] == 0
    await shop.after(hours=1)
    await shop.after(hours=1)
    assert (await shop.told())["payment_reminded", "customer"] == 1


@pytest.mark.parametrize("paid", ["a proof", "a part"])
async def test_an_order_with_money_on_its_way_never_expires(shop: Shop, paid: str):
    """With a proof it is for staff to look at; a part payment calls them, once."""
    if paid == "a proof":
        number = await shop.store.run(bring_to, "proof")
    else:
        number = await shop.store.run(place)
        await shop.store.run(paying.confirm_payment, staff(OWNER), number, 50_000)
    for _ in range(10):
        await shop.after(hours=25)
    assert await shop.status(number) is OrderStatus.SUBMITTED
    assert (await shop.events())["order_expired"] == 0
    assert (await shop.told())["payment_overdue", "staff"] <= 1


async def test_at_night_only_what_cannot_wait_rings(shop: Shop):
    """Ordered at one in the morning: the last call for money rings at ten at night, as the deadline
    is before the morning; the staff's reminder of a decision waits until seven."""
    shop.clock.moment = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    await shop.store.run(place)
    number = await shop.store.run(place, 502, 1, PaymentTerm.ON_DELIVERY)
    await shop.after(hours=21)
    await shop.after(hours=27)
    assert await shop.status(number) is OrderStatus.SUBMITTED
    rows = await outside(
        shop.url, "SELECT payload, due_at, created_at FROM outbox WHERE kind = 'message'"
    )
    waits = {
        (json.loads(p) if isinstance(p, str) else p)["event"]: (moment(due), moment(made))
        for p, due, made in rows
    }
    due, made = waits["payment_reminded"]
    assert due == made
    due, made = waits["approval_reminded"]
    assert made == datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
    assert due == datetime(2026, 11, 28, 0, 0, tzinfo=UTC)


def moment(stored: int | datetime) -> datetime:
    """Read a time as the engine gives it."""
    if isinstance(stored, datetime):
        return stored
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=stored)


async def test_the_digest_comes_each_morning_and_once_after_a_rest(database_url: str):
    """Three mornings, a week off, two more: six digests."""
    clock, courier = StandingClock(), Courier()
    count = "SELECT COUNT(*) FROM outbox WHERE kind = 'digest'"
    async with open_at(database_url, clock, courier) as first:
        await first.store.run(open_shop)
        for day in range(4):
            await first.after(hours=24 if day else 0)
        assert await outside(database_url, count) == [(3,)]
    clock.advance(days=7)
    async with open_at(database_url, clock, courier) as second:
        await second.after()
        await second.after(hours=1)
        assert await outside(database_url, count) == [(4,)]
        await second.after(days=1)
        await second.after(days=1)
        assert await outside(database_url, count) == [(6,)]


async def test_a_clock_that_jumps_costs_no_digest_and_repeats_nothing(shop: Shop):
    """A month ahead by mistake and back again: the digest of the morning that was sent in between
    does not come again, the one after it does."""
    await shop.after()
    count = "SELECT COUNT(*) FROM outbox WHERE kind = 'digest'"
    await shop.after(days=30)
    await shop.after(days=-30)
    number = await shop.store.run(place)
    before = (await outside(shop.url, count))[0][0]
    await shop.after(days=1)
    assert (await outside(shop.url, count))[0][0] == before
    await shop.after(days=1)
    assert (await outside(shop.url, count))[0][0] == before + 1
    await shop.after(hours=-20)
    await shop.after(hours=30)
    assert (await shop.events())["order_expired"] == 1
    assert await shop.status(number) is OrderStatus.EXPIRED


async def test_each_milestone_of_a_parcel_is_told_once_whatever_the_courier_does(shop: Shop):
    """Reports repeated, an outage of an hour, then two at once."""
    number = await shop.store.run(bring_to, "on_the_way")
    moved = TrackingEvent(shop.clock.moment, ShipmentAction.MOVE.value, "BANDUNG")
    shop.courier.reports.append(moved)
    for _ in range(3):
        await shop.after(minutes=61)
    assert (await shop.told())["shipment_moved", "customer"] == 1
    shop.courier.down = True
    asked = shop.courier.asked
    for _ in range(6):
        await shop.after(minutes=15)
    assert shop.courier.asked > asked + 1
    shop.courier.down = False
    arrived = TrackingEvent(shop.clock.moment, ShipmentAction.DELIVER.value, "PENERIMA")
    shop.courier.reports.append(arrived)
    for _ in range(3):
        await shop.after(minutes=61)
    told = await shop.told()
    assert (told["shipment_moved", "customer"], told["shipment_delivered", "customer"]) == (1, 1)
    parcel = await shop.store.read(lambda uow: uow.shipments.get(f"{number}-S1"))
    assert parcel is not None
    assert parcel.status is ShipmentStatus.AWAITING_INSPECTION
    asked = shop.courier.asked
    await shop.after(minutes=61)
    assert shop.courier.asked == asked


async def test_silence_accepts_once_and_reminds_once(shop: Shop):
    """A delivered parcel that nobody speaks of."""
    await shop.store.run(bring_to, "delivered")
    for _ in range(8):
        await shop.after(hours=12)
    events = await shop.events()
    assert (events["inspection_reminded"], events["delivery_accepted"]) == (1, 1)


async def test_a_row_whose_rule_fails_stops_no_other(shop: Shop):
    """A row of a thing that is gone: the others are done, it comes again after its lease."""
    number = await shop.store.run(place)
    gone = Due(DueKind.INSPECTION_DEADLINE, "GONE-S1", shop.clock.moment)
    await shop.store.run(lambda uow: uow.due.put(gone))
    await shop.after(hours=25)
    assert await shop.status(number) is OrderStatus.EXPIRED
