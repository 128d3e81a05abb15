"""On the way: what couriers report, and deliveries noted by hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.authority import SYSTEM, Actor, Right
from domain.due import Due, DueKind
from domain.errors import AlreadyDone, IllegalTransition, NotFound
from domain.events import EventKind
from domain.orders import Order
from domain.ports import UnitOfWork
from domain.shipments import (
    ARRIVED_STATUSES,
    REPORTED_ACTIONS,
    SHIPMENT_MACHINE,
    UNDERWAY_STATUSES,
    Shipment,
    ShipmentAction,
    ShipmentStatus,
    TrackingEvent,
)
from domain.usecases.access import (
    could_be_key,
    expect,
    own_or_staff_order,
    shipment_by_staff,
    who_did,
)

TRACKED_STATUSES = frozenset({*UNDERWAY_STATUSES, ShipmentStatus.LOST, ShipmentStatus.RETURNING})
# How a journey ends: true however late it is heard of.
_ENDS = frozenset({ShipmentAction.DELIVER.value, ShipmentAction.COME_BACK.value})


def record_tracking(
    uow: UnitOfWork, shipment_id: str, reports: Sequence[TrackingEvent]
) -> Shipment:
    """Keep new courier reports and move the shipment with them; each milestone is told once.

    A report that does not fit the status (repeated, or older than what is known) is kept and
    changes nothing.
    """
    shipment = uow.shipments.get(shipment_id)
    order = uow.orders.get(shipment.order) if shipment else None
    if shipment is None or order is None:
        raise NotFound("shipment", shipment_id)
    latest = max((e.at for e in uow.shipments.tracking(shipment_id) if e.status), default=None)
    for report in uow.shipments.add_tracking(shipment_id, reports):
        if latest is None or report.at >= latest or report.status in _ENDS:
            shipment = _follow(uow, order, shipment, report)
    uow.due.cancel(DueKind.TRACK_SHIPMENT, shipment_id)  # one chain of looks, whoever reports
    if shipment.status in TRACKED_STATUSES:
        at = uow.now + timedelta(minutes=uow.policy.tracking_minutes)
        uow.due.put(Due(DueKind.TRACK_SHIPMENT, shipment_id, at))
    return shipment


def _follow(uow: UnitOfWork, order: Order, shipment: Shipment, report: TrackingEvent) -> Shipment:
    if report.status not in REPORTED_ACTIONS:
        return shipment
    action = ShipmentAction(report.status)
    if action is ShipmentAction.DELIVER:
        if shipment.status in TRACKED_STATUSES:
            return _arrive(uow, order, shipment, SYSTEM, min(report.at, uow.now))
        return shipment
    try:
        status = SHIPMENT_MACHINE.next(shipment.id, shipment.status, action)
    except IllegalTransition:
        return shipment
    if status is shipment.status:
        return shipment
    shipment = uow.shipments.save(shipment.after(action))
    uow.record(
        EventKind.SHIPMENT_MOVED,
        order.number,
        SYSTEM,
        shipment=shipment.id,
        status=status.value,
        note=report.note,
    )
    return shipment


def mark_delivered(
    uow: UnitOfWork, actor: Actor, shipment_id: str, version: int | None = None
) -> Shipment:
    """Note by hand that the parcel arrived, where the courier says nothing."""
    shipment, order = shipment_by_staff(uow, actor, shipment_id, Right.FULFIL)
    if shipment.status in ARRIVED_STATUSES:
        by = who_did(uow, order.number, EventKind.SHIPMENT_DELIVERED)
        raise AlreadyDone(shipment.status.value, by)
    expect(version, shipment)
    event = TrackingEvent(uow.now, ShipmentAction.DELIVER.value, "")
    uow.shipments.add_tracking(shipment_id, [event])
    return _arrive(uow, order, shipment, actor, uow.now)


def _arrive(
    uow: UnitOfWork, order: Order, shipment: Shipment, actor: Actor, at: datetime
) -> Shipment:
    """The parcel arrived `at`; the time to inspect it begins when the customer is told, now."""
    policy = uow.policy
    until = uow.now + timedelta(days=policy.inspection_days)
    shipment = uow.shipments.save(
        shipment.after(ShipmentAction.DELIVER, delivered_at=at).after(
            ShipmentAction.OPEN_INSPECTION, inspect_until=until
        )
    )
    reminder = until - timedelta(hours=policy.inspection_reminder_hours)
    uow.due.cancel(DueKind.TRACK_SHIPMENT, shipment.id)
    if reminder > uow.now:
        uow.due.put(Due(DueKind.INSPECTION_REMINDER, shipment.id, reminder))
    uow.due.put(Due(DueKind.INSPECTION_DEADLINE, shipment.id, until))
    uow.record(
        EventKind.SHIPMENT_DELIVERED,
        order.number,
        actor,
        shipment=shipment.id,
        inspect_until=until.isoformat(),
    )
    return shipment


def find_shipments(uow: UnitOfWork, actor: Actor, waybill: str) -> list[Shipment]:
    """Return the shipments of that waybill that the actor may see, newest first."""
    found: list[Shipment] = []
    waybill = "".join(waybill.split()).upper()
    if not waybill or not could_be_key(waybill):
        return found
    for shipment in uow.shipments.by_waybill(waybill):
        try:
            own_or_staff_order(uow, actor, shipment.order, Right.SEE_ORDERS)
        except NotFound:
            continue
        found.append(shipment)
    return found
