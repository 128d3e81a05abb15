"""The warehouse: pick, pack, hand over."""

from datetime import timedelta

from domain import ledger
from domain.authority import Actor, Right
from domain.due import Due, DueKind
from domain.errors import AlreadyDone, BadText, PaymentNotSettled
from domain.events import EventKind
from domain.orders import Order, OrderAction, OrderStatus
from domain.payments import PaymentAction, PaymentEvent, PaymentEventKind, PaymentTerm
from domain.ports import UnitOfWork
from domain.shipments import Shipment, ShipmentAction, ShipmentStatus
from domain.usecases.access import not_on_hold, payment_of, shipment_for, who_did

MAX_WAYBILL = 40


def pick(uow: UnitOfWork, actor: Actor, shipment_id: str, version: int | None = None) -> Shipment:
    """Begin to pick. A prepaid order is not touched before it is paid."""
    shipment, order = _workable(uow, actor, shipment_id, version, ShipmentStatus.PENDING)
    shipment = uow.shipments.save(shipment.after(ShipmentAction.PICK))
    _start(uow, order)
    uow.record(EventKind.SHIPMENT_PICKING, order.number, actor, shipment=shipment_id)
    return shipment


def pack(uow: UnitOfWork, actor: Actor, shipment_id: str, version: int | None = None) -> Shipment:
    """Close the parcel; picking may have been skipped."""
    shipment, order = _workable(
        uow, actor, shipment_id, version, ShipmentStatus.PENDING, ShipmentStatus.PICKING
    )
    shipment = uow.shipments.save(shipment.after(ShipmentAction.PACK))
    _start(uow, order)
    uow.record(EventKind.SHIPMENT_PACKED, order.number, actor, shipment=shipment_id)
    return shipment


def hand_over(
    uow: UnitOfWork,
    actor: Actor,
    shipment_id: str,
    courier: str,
    waybill: str,
    version: int | None = None,
) -> Shipment:
    """Give the parcel to the courier: stock is issued, the ETA is set, tracking begins.

    An own delivery or a pickup has no waybill (""). Raises BadText for one that cannot be.
    """
    shipment, order = _workable(uow, actor, shipment_id, version, ShipmentStatus.PACKED)
    waybill = clean_waybill(waybill)
    local = uow.now.astimezone(uow.policy.zone).date()
    days = (order.shipping.days_min, order.shipping.days_max) if order.shipping else (0, 0)
    shipment = uow.shipments.save(
        shipment.after(
            ShipmentAction.HAND_OVER,
            courier=courier[:MAX_WAYBILL],
            waybill=waybill,
            handed_over_at=uow.now,
            eta_from=local + timedelta(days=days[0]),
            eta_to=local + timedelta(days=days[1]),
        )
    )
    _bill(uow, order, actor)
    if waybill:
        at = uow.now + timedelta(minutes=uow.policy.tracking_minutes)
        uow.due.put(Due(DueKind.TRACK_SHIPMENT, shipment_id, at))
    uow.record(
        EventKind.SHIPMENT_HANDED_OVER,
        order.number,
        actor,
        shipment=shipment_id,
        courier=shipment.courier,
        waybill=waybill,
        eta_from=str(shipment.eta_from),
        eta_to=str(shipment.eta_to),
    )
    before = _availability(uow, order)
    lines = {line.position: line.quantity for line in shipment.lines}
    uow.stock.issue(order.number, lines, actor.id, uow.now)
    _tell_low_stock(uow, order, actor, before)
    return shipment


def clean_waybill(text: str) -> str:
    """Return the waybill in capitals without spaces; BadText where it cannot be one."""
    waybill = "".join(text.split()).upper()
    plain = waybill.replace("-", "").replace("/", "").replace(".", "")
    if waybill and (len(waybill) > MAX_WAYBILL or not (plain.isascii() and plain.isalnum())):
        raise BadText("waybill", MAX_WAYBILL)
    return waybill


def _workable(
    uow: UnitOfWork,
    actor: Actor,
    shipment_id: str,
    version: int | None,
    *statuses: ShipmentStatus,
) -> tuple[Shipment, Order]:
    shipment, order = shipment_for(uow, actor, shipment_id, Right.FULFIL)
    if shipment.status not in statuses or version not in {None, shipment.version}:
        raise AlreadyDone(shipment.status.value, _who_moved(uow, order.number))
    not_on_hold(order)
    payment = payment_of(uow, order.number)
    if payment.term is PaymentTerm.PREPAID and not payment.settled:
        raise PaymentNotSettled(order.number, payment.outstanding)
    return shipment, order


def _who_moved(uow: UnitOfWork, number: str) -> int | None:
    done = (
        EventKind.SHIPMENT_PICKING,
        EventKind.SHIPMENT_PACKED,
        EventKind.SHIPMENT_HANDED_OVER,
    )
    return next((who for kind in reversed(done) if (who := who_did(uow, number, kind))), None)


def _start(uow: UnitOfWork, order: Order) -> None:
    if order.status is OrderStatus.CONFIRMED:
        uow.orders.save(order.after(OrderAction.START))
        uow.due.cancel(DueKind.PAYMENT_DEADLINE, order.number)


def _bill(uow: UnitOfWork, order: Order, actor: Actor) -> None:
    """Goods that leave are invoiced, except those that the customer pays after inspection."""
    payment = payment_of(uow, order.number)
    if payment.term is PaymentTerm.ON_ACCEPTANCE or uow.ledger.has(order.number, "invoice"):
        return
    uow.ledger.post(ledger.invoice(order, payment, uow.now))
    if payment.term is PaymentTerm.ON_DELIVERY and not payment.received:
        event = PaymentEvent(PaymentEventKind.FELL_DUE, payment.due, "", actor.id, uow.now)
        uow.payments.save(payment.after(PaymentAction.FALL_DUE_ON_DELIVERY), event)


def _availability(uow: UnitOfWork, order: Order) -> dict[str, int]:
    levels = uow.stock.levels({line.sku for line in order.lines}, uow.policy.location)
    return {sku: level.on_hand for sku, level in levels.items()}


def _tell_low_stock(uow: UnitOfWork, order: Order, actor: Actor, before: dict[str, int]) -> None:
    """Tell staff once, when the issue takes stock across the SKU's low mark."""
    skus = uow.catalogue.skus(before)
    levels = uow.stock.levels(before, uow.policy.location)
    for code, sku in skus.items():
        now = levels[code].on_hand
        if now <= sku.low_stock < before[code]:
            uow.record(
                EventKind.STOCK_LOW, order.number, actor, sku=code, title=sku.title, on_hand=now
            )
