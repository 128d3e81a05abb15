"""domain.repositories.ShipmentRepository over a connection."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
)

from domain.errors import Stale
from domain.orders import OPEN_STATUSES
from domain.payments import PaymentTerm
from domain.shipments import (
    TROUBLE_STATUSES,
    Shipment,
    ShipmentLine,
    ShipmentStatus,
    TrackingEvent,
)
from storage.guards import guarded_update, written_or_stale
from storage.once import InsertOnce
from storage.tables.base import is_one_of
from storage.tables.money import SETTLED, payments
from storage.tables.orders import orders
from storage.tables.shipping import shipment_lines, shipments, tracking_events
from storage.types import AnyRow

_SHIPMENTS = select(
    shipments.c.id,
    shipments.c.order_number,
    shipments.c.location,
    shipments.c.status,
    shipments.c.courier,
    shipments.c.waybill,
    shipments.c.eta_from,
    shipments.c.eta_to,
    shipments.c.handed_over_at,
    shipments.c.delivered_at,
    shipments.c.inspect_until,
    shipments.c.note,
    shipments.c.version,
)
_GET = _SHIPMENTS.where(shipments.c.id == bindparam("of"))
# The order is what units of work about one order queue for, wherever they begin.
_GET_LOCKED = _GET.join(orders, orders.c.number == shipments.c.order_number).with_for_update(
    of=orders
)
_OF_ORDERS = _SHIPMENTS.where(
    shipments.c.order_number.in_(bindparam("numbers", expanding=True))
).order_by(func.length(shipments.c.id), shipments.c.id)
_OF_ORDER = _SHIPMENTS.where(shipments.c.order_number == bindparam("of")).order_by(
    func.length(shipments.c.id), shipments.c.id
)
_BY_WAYBILL = _SHIPMENTS.where(
    shipments.c.waybill == bindparam("of"), literal_column("shipments.waybill <> ''")
).order_by(shipments.c.handed_over_at.desc(), shipments.c.id.desc())
_WITH_STATUS = (
    _SHIPMENTS.where(shipments.c.status.in_(bindparam("statuses", expanding=True)))
    .order_by(shipments.c.eta_to.nulls_last(), shipments.c.id)
    .limit(bindparam("most", type_=Integer))
)
# What waits for money or for a decision may be more than the list holds: it is left out here, not
# by whoever reads the list.
_WORKABLE = (
    _SHIPMENTS.join(orders, orders.c.number == shipments.c.order_number)
    .join(payments, payments.c.order_number == shipments.c.order_number)
    .where(
        shipments.c.status.in_(bindparam("statuses", expanding=True)),
        orders.c.hold_reason.is_(None),
        or_(payments.c.term != PaymentTerm.PREPAID, SETTLED),
    )
    .order_by(orders.c.submitted_at, shipments.c.id)
    .limit(bindparam("most", type_=Integer))
)
_IN_TROUBLE = (
    _SHIPMENTS.join(orders, orders.c.number == shipments.c.order_number)
    .where(
        is_one_of(shipments.c.status, TROUBLE_STATUSES),
        is_one_of(orders.c.status, OPEN_STATUSES),
    )
    .order_by(orders.c.submitted_at, shipments.c.id)
    .limit(bindparam("most", type_=Integer))
)
_LINES = (
    select(shipment_lines.c.shipment_id, shipment_lines.c.position, shipment_lines.c.quantity)
    .where(shipment_lines.c.shipment_id.in_(bindparam("ids", expanding=True)))
    .order_by(shipment_lines.c.shipment_id, shipment_lines.c.position)
)
_ADD = InsertOnce(shipments, returning=shipments.c.id)
_SAVE = guarded_update(shipments, "id")
_ADD_LINES = insert(shipment_lines)
_DROP_LINES = delete(shipment_lines).where(shipment_lines.c.shipment_id == bindparam("of"))

_ADD_REPORT = InsertOnce(tracking_events, returning=tracking_events.c.id)
_REPORTS = (
    select(tracking_events.c.at, tracking_events.c.status, tracking_events.c.note)
    .where(tracking_events.c.shipment_id == bindparam("of"))
    .order_by(tracking_events.c.at, tracking_events.c.id)
)


class SqlShipments:
    """Shipments and what couriers reported."""

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self._connection = connection
        self._get = _GET_LOCKED if writing else _GET
        self._stored_lines: dict[str, tuple[ShipmentLine, ...]] = {}

    def get(self, shipment_id: str) -> Shipment | None:
        """Return one shipment."""
        row = self._connection.execute(self._get, {"of": shipment_id}).first()
        return self._all([row])[0] if row else None

    def of_order(self, order: str) -> list[Shipment]:
        """Return an order's shipments, by id."""
        return self._all(self._connection.execute(_OF_ORDER, {"of": order}).all())

    def of_orders(self, orders: Iterable[str]) -> list[Shipment]:
        """Return the shipments of several orders, by id."""
        return self._all(self._connection.execute(_OF_ORDERS, {"numbers": list(orders)}).all())

    def by_waybill(self, waybill: str) -> list[Shipment]:
        """Return shipments with that waybill, newest first (upper case, no spaces)."""
        return self._all(self._connection.execute(_BY_WAYBILL, {"of": waybill}).all())

    def with_status(self, statuses: Iterable[ShipmentStatus], limit: int) -> list[Shipment]:
        """Return shipments in one of the statuses, those that should arrive first, first."""
        values = {"statuses": sorted(statuses), "most": limit}
        return self._all(self._connection.execute(_WITH_STATUS, values).all())

    def workable(self, statuses: Iterable[ShipmentStatus], limit: int) -> list[Shipment]:
        """Return those in one of the statuses that nothing holds back, of the oldest orders first.

        No hold, and no money that must come first: a prepaid order is settled.
        """
        values = {"statuses": sorted(statuses), "most": limit}
        return self._all(self._connection.execute(_WORKABLE, values).all())

    def in_trouble(self, limit: int) -> list[Shipment]:
        """Return parcels of open orders that staff have to look after: stuck, lost, coming back."""
        return self._all(self._connection.execute(_IN_TROUBLE, {"most": limit}).all())

    def add(self, shipment: Shipment) -> Shipment:
        """Insert a new shipment; Stale when that id exists."""
        shipment = replace(shipment, version=1)
        values = _values(shipment) | {
            "id": shipment.id,
            "order_number": shipment.order,
            "location": shipment.location,
        }
        if self._connection.execute(_ADD.on(self._connection), values).first() is None:
            raise Stale("shipment", shipment.id)
        self._write_lines(shipment)
        return shipment

    def save(self, shipment: Shipment) -> Shipment:
        """Write it under its version guard; Stale when it has changed."""
        saved = replace(shipment, version=shipment.version + 1)
        values = _values(saved) | {"row": shipment.id, "expected": shipment.version}
        written_or_stale(self._connection.execute(_SAVE, values), "shipment", shipment.id)
        if self._stored_lines.get(shipment.id) != shipment.lines:
            self._connection.execute(_DROP_LINES, {"of": shipment.id})
            self._write_lines(saved)
        return saved

    def add_tracking(
        self, shipment_id: str, events: Sequence[TrackingEvent]
    ) -> list[TrackingEvent]:
        """Append reports that are new (by time and note), return those, oldest first."""
        new = []
        known = {(at, _digest(note)) for at, _, note in self._reports(shipment_id)}
        for event in sorted(events, key=lambda e: e.at):
            digest = _digest(event.note)
            if (event.at, digest) in known:
                continue
            values = {
                "shipment_id": shipment_id,
                "at": event.at,
                "digest": digest,
                "status": event.status,
                "note": event.note,
            }
            if self._connection.execute(_ADD_REPORT.on(self._connection), values).first():
                new.append(event)
        return new

    def tracking(self, shipment_id: str) -> list[TrackingEvent]:
        """Return all reports, oldest first."""
        return [TrackingEvent(*row) for row in self._reports(shipment_id)]

    def _reports(self, shipment_id: str) -> Sequence[AnyRow]:
        return self._connection.execute(_REPORTS, {"of": shipment_id}).all()

    def _all(self, rows: Sequence[Any]) -> list[Shipment]:
        if not rows:
            return []
        lines: dict[str, list[ShipmentLine]] = {row.id: [] for row in rows}
        for key, position, quantity in self._connection.execute(_LINES, {"ids": list(lines)}):
            lines[key].append(ShipmentLine(position, quantity))
        for key, found in lines.items():
            self._stored_lines[key] = tuple(found)
        return [
            Shipment(row.id, row.order_number, row.location, self._stored_lines[row.id], *row[3:])
            for row in rows
        ]

    def _write_lines(self, shipment: Shipment) -> None:
        rows = [
            {"shipment_id": shipment.id, "position": line.position, "quantity": line.quantity}
            for line in shipment.lines
        ]
        if rows:
            self._connection.execute(_ADD_LINES, rows)
        self._stored_lines[shipment.id] = shipment.lines


def _values(shipment: Shipment) -> dict[str, object]:
    return {
        "status": shipment.status,
        "courier": shipment.courier,
        "waybill": shipment.waybill,
        "eta_from": shipment.eta_from,
        "eta_to": shipment.eta_to,
        "handed_over_at": shipment.handed_over_at,
        "delivered_at": shipment.delivered_at,
        "inspect_until": shipment.inspect_until,
        "note": shipment.note,
        "version": shipment.version,
    }


def _digest(note: str) -> str:
    return hashlib.sha256(note.encode("utf-8", "replace")).hexdigest()
