"""What runs by itself. APScheduler only ticks; what is due is a row, claimed with a lease.

A tick that is missed or doubled changes nothing: the rows are still there, and only one claimant
gets each. Every job checks anew whether it is still called for.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from domain.delivery import OutboxItem
from domain.due import Due, DueKind
from domain.policy import ShopPolicy
from domain.ports import Clock, CourierPort, CourierUnavailable, Store, UnitOfWork
from domain.shipments import Shipment, TrackingEvent
from domain.usecases import deadlines, tracking

_log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
BATCH = 100
COURIERS_AT_ONCE = 8
RETRY_COURIER = timedelta(minutes=10)

_RULES: dict[DueKind, Callable[[UnitOfWork, str], None]] = {
    DueKind.PAYMENT_REMINDER: deadlines.remind_payment,
    DueKind.PAYMENT_DEADLINE: deadlines.expire_unpaid,
    DueKind.APPROVAL_REMINDER: deadlines.remind_approval,
    DueKind.INSPECTION_REMINDER: deadlines.remind_inspection,
    DueKind.INSPECTION_DEADLINE: deadlines.accept_in_silence,
}


class Schedule:
    """Ticks every `every_s` seconds and does what is due at the clock's time."""

    def __init__(
        self, store: Store, clock: Clock, courier: CourierPort, *, every_s: float = 5.0
    ) -> None:
        self._store = store
        self._clock = clock
        self._courier = courier
        self._every_s = every_s
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": 3600}
        )
        self._running = asyncio.Lock()
        self._planned_on: date | None = None
        self._couriers = asyncio.Semaphore(COURIERS_AT_ONCE)

    async def start(self) -> None:
        """Plan the next digest and begin to tick."""
        await self._plan()
        self._scheduler.add_job(
            self.tick, "interval", seconds=self._every_s, max_instances=1, id="tick"
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking; what is under way goes on or comes again after its lease."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Do all that is due now. Safe to call at any time, also by hand."""
        async with self._running:
            await self._plan()
            while True:
                due = await self._store.run(claim_due, BATCH, LEASE)
                if due:
                    await asyncio.gather(*(self._do(row) for row in due))
                if len(due) < BATCH:
                    return

    async def _plan(self) -> None:
        """Plan the next digest once a day: a clock that was set back must not cost weeks of them."""
        today = self._clock.now().date()
        if today != self._planned_on:
            await self._store.run(plan_digest)
            self._planned_on = today

    async def _do(self, due: Due) -> None:
        try:
            if due.kind is DueKind.TRACK_SHIPMENT:
                await self._track(due)
            elif due.kind is DueKind.DIGEST:
                await self._store.run(send_digest, due)
            else:
                await self._store.run(run_rule, due)
        except Exception:  # noqa: BLE001 - logged; see below
            # The lease runs out and the row comes again: one bad row must not stop the others.
            _log.exception("due %s of %s failed", due.kind.value, due.entity)

    async def _track(self, due: Due) -> None:
        shipment = await self._store.read(trackable, due.entity)
        if shipment is None:
            await self._store.run(drop_due, due)
            return
        async with self._couriers:
            try:
                report = await self._courier.track(shipment.courier, shipment.waybill)
            except CourierUnavailable as error:
                _log.warning("no word of %s from %s: %s", due.entity, shipment.courier, error)
                await self._store.run(ask_again, due, RETRY_COURIER)
                return
        events = report.events if report else ()
        await self._store.run(follow_courier, due, events)


def claim_due(uow: UnitOfWork, limit: int, lease: timedelta) -> list[Due]:
    """Take what is due now."""
    return uow.due.claim(uow.now, limit, lease)


def run_rule(uow: UnitOfWork, due: Due) -> None:
    """Apply the rule of a due row and finish the row, in one transaction."""
    if uow.due.done(due):  # not when the lease ran out and another replica was faster
        _RULES[due.kind](uow, due.entity)


def drop_due(uow: UnitOfWork, due: Due) -> None:
    """Finish a row that nothing calls for any more."""
    uow.due.done(due)


def trackable(uow: UnitOfWork, shipment_id: str) -> Shipment | None:
    """Return the shipment while a courier can still report on it."""
    shipment = uow.shipments.get(shipment_id)
    if shipment is None or not shipment.waybill:
        return None
    return shipment if shipment.status in tracking.TRACKED_STATUSES else None


def follow_courier(uow: UnitOfWork, due: Due, events: tuple[TrackingEvent, ...]) -> None:
    """Keep what the courier said and plan the next question."""
    uow.due.done(due)
    tracking.record_tracking(uow, due.entity, events)


def ask_again(uow: UnitOfWork, due: Due, after: timedelta) -> None:
    """Put the question off: the courier gave no answer."""
    uow.due.done(due)
    uow.due.put(Due(DueKind.TRACK_SHIPMENT, due.entity, uow.now + after))


def next_digest(now: datetime, policy: ShopPolicy) -> datetime:
    """Return the next time at the shop's digest hour, after `now`."""
    local = now.astimezone(policy.zone)
    today = datetime.combine(local.date(), time(policy.digest_hour), policy.zone)
    if today <= local:
        today = datetime.combine(
            local.date() + timedelta(days=1), time(policy.digest_hour), policy.zone
        )
    return today.astimezone(now.tzinfo)


def plan_digest(uow: UnitOfWork) -> None:
    """Make sure that the next digest is planned."""
    at = next_digest(uow.now, uow.policy)
    uow.due.put(Due(DueKind.DIGEST, at.date().isoformat(), at))


def send_digest(uow: UnitOfWork, due: Due) -> None:
    """Queue the morning's digest for staff, and plan the next."""
    uow.due.done(due)
    plan_digest(uow)
    group = uow.shop.staff_group()
    if group is not None:
        uow.outbox.put(
            OutboxItem(
                f"digest:{due.entity}",
                "digest",
                uow.now,
                chat_id=group.chat_id,
                payload={"topic": "orders"},
            ),
            uow.now,
        )
