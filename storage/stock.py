"""domain.repositories.StockRepository over a connection. Levels change by conditional UPDATEs alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)

from domain.catalogue import Sku
from domain.errors import OutOfStock, Stale
from domain.stock import Movement, MovementKind, Reservation, ReservationStatus, StockLevel
from storage.once import InsertOnce
from storage.tables.catalogue import products, skus
from storage.tables.stock import ACTIVE, movements, reservations, stock_levels

_levels = stock_levels.c
_LEVEL = select(_levels.on_hand, _levels.reserved, _levels.quarantine).where(
    _levels.sku == bindparam("of"), _levels.location == bindparam("place")
)
_LEVELS = select(_levels.sku, _levels.on_hand, _levels.reserved, _levels.quarantine).where(
    _levels.sku.in_(bindparam("codes", expanding=True)), _levels.location == bindparam("place")
)
_available = (
    func.coalesce(_levels.on_hand, 0)
    - func.coalesce(_levels.reserved, 0)
    - func.coalesce(_levels.quarantine, 0)
)
_LOW = (
    select(
        skus.c.code,
        skus.c.product,
        products.c.name,
        skus.c.variant,
        skus.c.price,
        skus.c.weight_g,
        skus.c.options,
        skus.c.low_stock,
        skus.c.position,
        skus.c.active,
        func.coalesce(_levels.on_hand, 0),
        func.coalesce(_levels.reserved, 0),
        func.coalesce(_levels.quarantine, 0),
    )
    .join(products, products.c.code == skus.c.product)
    .outerjoin(
        stock_levels, and_(_levels.sku == skus.c.code, _levels.location == bindparam("place"))
    )
    .where(skus.c.active.is_(true()), _available <= skus.c.low_stock)
    .order_by(skus.c.code)
)

# Nothing is read first: the row that does not have enough is not found.
_here = and_(_levels.sku == bindparam("of"), _levels.location == bindparam("place"))
_units: Any = bindparam("units", type_=_levels.reserved.type)
_CLAIM = (
    update(stock_levels)
    .where(_here, _levels.on_hand - _levels.reserved - _levels.quarantine >= _units)
    .values(reserved=_levels.reserved + _units)
)
_UNCLAIM = (
    update(stock_levels)
    .where(_here, _levels.reserved >= _units)
    .values(reserved=_levels.reserved - _units)
)
_ISSUE = (
    update(stock_levels)
    .where(_here, _levels.reserved >= _units)
    .values(reserved=_levels.reserved - _units, on_hand=_levels.on_hand - _units)
)
_held: Any = bindparam("held", type_=_levels.quarantine.type)
_MOVE = (
    update(stock_levels)
    .where(
        _here,
        _levels.on_hand + _units >= _levels.reserved + _levels.quarantine + _held,
        _levels.quarantine + _held >= 0,
    )
    .values(on_hand=_levels.on_hand + _units, quarantine=_levels.quarantine + _held)
)
_OPEN_LEVEL = InsertOnce(stock_levels, returning=stock_levels.c.sku)

_RESERVE = InsertOnce(reservations, returning=reservations.c.id)
_active: ColumnElement[bool] = literal_column(f"reservations.{ACTIVE}")
_RESERVED = (
    select(
        reservations.c.order_number,
        reservations.c.line,
        reservations.c.sku,
        reservations.c.location,
        reservations.c.quantity,
        reservations.c.expires_at,
        reservations.c.status,
        reservations.c.id,
    )
    .where(reservations.c.order_number == bindparam("of"), _active)
    .order_by(reservations.c.line, reservations.c.id)
)
_FREE = (
    update(reservations)
    .where(reservations.c.order_number == bindparam("of"), _active)
    .values(status=ReservationStatus.RELEASED)
    .returning(reservations.c.sku, reservations.c.location, reservations.c.quantity)
)
_KEEP = (
    update(reservations)
    .where(reservations.c.order_number == bindparam("of"), _active)
    .values(expires_at=None)
)
_CONSUME = (
    update(reservations)
    .where(reservations.c.id == bindparam("row"), _active)
    .values(status=ReservationStatus.CONSUMED)
)
_SHRINK = (
    update(reservations)
    .where(reservations.c.id == bindparam("row"), _active)
    .values(quantity=reservations.c.quantity - _units)
)
_ADD_CONSUMED = insert(reservations)

_ADD_MOVEMENTS = insert(movements)
_CARD = (
    select(
        movements.c.sku,
        movements.c.location,
        movements.c.kind,
        movements.c.on_hand,
        movements.c.quarantine,
        movements.c.reference,
        movements.c.reason,
        movements.c.actor,
        movements.c.at,
    )
    .where(movements.c.sku == bindparam("of"))
    .order_by(movements.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)

Place = tuple[str, str]
"""A SKU and a location. Sorted, so that two units of work lock rows in the same order."""


class SqlStock:
    """Levels, reservations and the ledger of movements."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def level(self, sku: str, location: str) -> StockLevel:
        """Return the level; all zero where the SKU was never there."""
        row = self._connection.execute(_LEVEL, {"of": sku, "place": location}).first()
        return (
            StockLevel(sku, location, row[0], row[1], row[2])
            if row
            else StockLevel(sku, location, 0, 0)
        )

    def levels(self, skus: Iterable[str], location: str) -> dict[str, StockLevel]:
        """Return the levels of several SKUs, all of them, by code."""
        found = {sku: StockLevel(sku, location, 0, 0) for sku in skus}
        values = {"codes": list(found), "place": location}
        for sku, on_hand, reserved, held in self._connection.execute(_LEVELS, values):
            found[sku] = StockLevel(sku, location, on_hand, reserved, held)
        return found

    def low(self, location: str) -> list[tuple[Sku, StockLevel]]:
        """Return active SKUs whose available stock is at or below their low-stock mark."""
        rows = self._connection.execute(_LOW, {"place": location})
        return [
            (Sku(*row[:10]), StockLevel(row[0], location, row[10], row[11], row[12]))
            for row in rows
        ]

    def reserve(self, reservations: Sequence[Reservation]) -> None:
        """Claim all or raise OutOfStock; Stale when a line of the order has a claim already."""
        units: Counter[Place] = Counter()
        for claim in sorted(reservations, key=lambda r: (r.sku, r.location, r.line)):
            values = _reservation(claim)
            if self._connection.execute(_RESERVE.on(self._connection), values).first() is None:
                raise Stale("order", claim.order)
            units[claim.sku, claim.location] += claim.quantity
        for (sku, location), quantity in sorted(units.items()):
            self._change(_CLAIM, sku, location, quantity)

    def release(self, order: str) -> None:
        """Give back every active reservation of the order."""
        units: Counter[Place] = Counter()
        for sku, location, quantity in self._connection.execute(_FREE, {"of": order}):
            units[sku, location] += quantity
        for (sku, location), quantity in sorted(units.items()):
            self._change(_UNCLAIM, sku, location, quantity)

    def hold_without_expiry(self, order: str) -> None:
        """Let the order's reservations wait without an expiry: it is paid, or staff decide."""
        self._connection.execute(_KEEP, {"of": order})

    def reservations(self, order: str) -> list[Reservation]:
        """Return the order's active reservations."""
        rows = self._connection.execute(_RESERVED, {"of": order})
        return [Reservation(*row[:7]) for row in rows]

    def issue(self, order: str, lines: Mapping[int, int], actor: int, at: datetime) -> None:
        """Take units out: {line position: quantity} of its reservations, with movement rows.

        A reservation that is not used up stays active with the rest. OutOfStock where a line has
        fewer units reserved than are to leave.
        """
        units: Counter[Place] = Counter()
        for sku, location, quantity in self._use_up(order, lines):
            units[sku, location] += quantity
        rows = [
            Movement(sku, location, MovementKind.ISSUE, -quantity, 0, order, "", actor, at)
            for (sku, location), quantity in sorted(units.items())
        ]
        self._add_movements(rows)
        for (sku, location), quantity in sorted(units.items()):
            self._change(_ISSUE, sku, location, quantity)

    def move(self, movements: Sequence[Movement]) -> None:
        """Apply receipts, adjustments, returns...; OutOfStock where units would be missing."""
        on_hand: Counter[Place] = Counter()
        quarantine: Counter[Place] = Counter()
        for movement in movements:
            on_hand[movement.sku, movement.location] += movement.on_hand
            quarantine[movement.sku, movement.location] += movement.quarantine
        self._add_movements(movements)
        for sku, location in sorted(on_hand):
            values = {
                "of": sku,
                "place": location,
                "units": on_hand[sku, location],
                "held": quarantine[sku, location],
            }
            if self._connection.execute(_MOVE, values).rowcount == 0:
                self._open_level(sku, location)
                if self._connection.execute(_MOVE, values).rowcount == 0:
                    raise self._out_of_stock(sku, location, -on_hand[sku, location])

    def card(self, sku: str, limit: int) -> list[Movement]:
        """Return the SKU's latest movements, newest first."""
        rows = self._connection.execute(_CARD, {"of": sku, "most": limit})
        return [Movement(*row) for row in rows]

    def _use_up(self, order: str, lines: Mapping[int, int]) -> list[tuple[str, str, int]]:
        """Consume the reservations of the lines; return what of which SKU leaves from where."""
        left = dict(lines)
        used: list[tuple[str, str, int]] = []
        sku_of: dict[int, str] = {}
        for row in self._connection.execute(_RESERVED, {"of": order}).all():
            sku_of[row.line] = row.sku
            quantity = min(left.get(row.line, 0), row.quantity)
            if not quantity:
                continue
            left[row.line] -= quantity
            self._consume(Reservation(*row[:7]), row.id, quantity)
            used.append((row.sku, row.location, quantity))
        for line, missing in left.items():
            if missing:
                raise OutOfStock(sku_of.get(line, ""), lines[line], lines[line] - missing)
        return used

    def _consume(self, claim: Reservation, row: int, quantity: int) -> None:
        if quantity == claim.quantity:
            self._connection.execute(_CONSUME, {"row": row})
            return
        self._connection.execute(_SHRINK, {"row": row, "units": quantity})
        values = _reservation(claim)
        values |= {"quantity": quantity, "status": ReservationStatus.CONSUMED}
        self._connection.execute(_ADD_CONSUMED, values)

    def _add_movements(self, rows: Sequence[Movement]) -> None:
        if rows:
            values = [{name: getattr(row, name) for name in row.__slots__} for row in rows]
            self._connection.execute(_ADD_MOVEMENTS, values)

    def _change(self, statement: Any, sku: str, location: str, quantity: int) -> None:  # noqa: ANN401
        values = {"of": sku, "place": location, "units": quantity}
        if self._connection.execute(statement, values).rowcount == 0:
            raise self._out_of_stock(sku, location, quantity)

    def _open_level(self, sku: str, location: str) -> None:
        values = {"sku": sku, "location": location, "on_hand": 0, "reserved": 0, "quarantine": 0}
        self._connection.execute(_OPEN_LEVEL.on(self._connection), values)

    def _out_of_stock(self, sku: str, location: str, asked: int) -> OutOfStock:
        return OutOfStock(sku, asked, self.level(sku, location).available)


def _reservation(claim: Reservation) -> dict[str, object]:
    return {
        "order_number": claim.order,
        "line": claim.line,
        "sku": claim.sku,
        "location": claim.location,
        "quantity": claim.quantity,
        "expires_at": claim.expires_at,
        "status": claim.status,
    }
