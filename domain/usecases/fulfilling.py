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
from domain.shipments import (
    BEFORE_HANDOVER,
    SHIPMENT_MACHINE,
    Shipment,
    ShipmentAction,
    ShipmentStatus,
)
from domain.usecases.access import expect, not_on_hold, payment_of, shipment_by_staff, who_did

MAX_WAYBILL = 40
_STAGES = (*BEFORE_HANDOVER, ShipmentStatus.HANDED_OVER)


def pick(uow: UnitOfWork, actor: Actor, shipment_id: str, version: int | None = None) -> Shipment:
    """Begin to pick. A prepaid order is not touched before it is paid."""
    shipment, order = _workable(uow, actor, shipment_id, version, ShipmentAction.PICK)
    shipment = uow.shipments.save(shipment.after(ShipmentAction.PICK))
    _start(uow, order)
    uow.record(EventKind.SHIPMENT_PICKING, order.number, actor, shipment=shipment_id)
    return shipment


def pack(uow: UnitOfWork, actor: Actor, shipment_id: str, version: int | None = None) -> Shipment:
    """Close the parcel; picking may have been skipped."""
    shipment, order = _workable(uow, actor, shipment_id, version, ShipmentAction.PACK)
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
    shipment, order = _workable(uow, actor, shipment_id, version, ShipmentAction.HAND_OVER)
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
        uow.due.put(Due(DueKind.TRACK_SHIPMENT, shipment_id, uow.now))
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
    before = _on_hand(uow, order)
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
    action: ShipmentAction,
) -> tuple[Shipment, Order]:
    shipment, order = shipment_by_staff(uow, actor, shipment_id, Right.FULFIL)
    if _was_done(shipment.status, action):
        raise AlreadyDone(shipment.status.value, _who_moved(uow, order.number))
    SHIPMENT_MACHINE.next(shipment_id, shipment.status, action)
    expect(version, shipment)
    not_on_hold(order)
    payment = payment_of(uow, order.number)
    if payment.term is PaymentTerm.PREPAID and not payment.settled:
        raise PaymentNotSettled(order.number, payment.outstanding)
    return shipment, order


def _was_done(status: ShipmentStatus, action: ShipmentAction) -> bool:
    done = {ShipmentAction.PICK: 1, ShipmentAction.PACK: 2, ShipmentAction.HAND_OVER: 3}
    stage = _STAGES.index(status) if status in _STAGES else len(_STAGES)
    return status is not ShipmentStatus.CANCELLED and stage >= done[action]


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
    if payment.term is PaymentTerm.ON_ACCEPTANCE or uow.ledger.has(order.number, ledger.INVOICE):
        return
    uow.ledger.post(ledger.invoice(order, payment, uow.now))
    if payment.term is PaymentTerm.ON_DELIVERY and not payment.received:
        event = PaymentEvent(PaymentEventKind.FELL_DUE, payment.due, "", actor.id, uow.now)
        uow.payments.save(payment.after(PaymentAction.FALL_DUE_ON_DELIVERY), event)


def _on_hand(uow: UnitOfWork, order: Order) -> dict[str, int]:
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
