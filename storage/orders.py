"""domain.repositories.OrderRepository over a connection."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
)

from domain.errors import Stale
from domain.orders import OPEN_STATUSES, Address, Order, OrderLine, OrderStatus, ShippingChoice
from storage.guards import guarded_update, written_or_stale
from storage.once import InsertOnce
from storage.tables.base import is_one_of
from storage.tables.orders import DRAFT, PLACED, order_lines, orders
from storage.types import AnyRow

_ORDERS = select(
    orders.c.number,
    orders.c.customer_id,
    orders.c.currency,
    orders.c.status,
    orders.c.created_at,
    orders.c.address,
    orders.c.shipping,
    orders.c.term,
    orders.c.note,
    orders.c.tax,
    orders.c.hold_reason,
    orders.c.closing_reason,
    orders.c.submitted_at,
    orders.c.channel,
    orders.c.version,
    orders.c.author,
)
_GET = _ORDERS.where(orders.c.number == bindparam("of"))
_DRAFT_OF = _ORDERS.where(
    orders.c.customer_id == bindparam("of"), literal_column(f"orders.{DRAFT}")
)
# What a unit of work loads to change, others wait for: on PostgreSQL units about one order follow
# each other. SQLite has one writer and leaves the words out.
_GET_LOCKED = _GET.with_for_update()
_DRAFT_OF_LOCKED = _DRAFT_OF.with_for_update()
_OF_CUSTOMER = (
    _ORDERS.where(orders.c.customer_id == bindparam("of"), literal_column(f"orders.{PLACED}"))
    .order_by(orders.c.submitted_at.desc(), orders.c.number.desc())
    .limit(bindparam("most", type_=Integer))
    .offset(bindparam("skip", type_=Integer))
)
_WITH_STATUS = (
    _ORDERS.where(orders.c.status.in_(bindparam("statuses", expanding=True)))
    .order_by(orders.c.submitted_at, orders.c.number)
    .limit(bindparam("most", type_=Integer))
)
_HELD = (
    _ORDERS.where(is_one_of(orders.c.status, OPEN_STATUSES), orders.c.hold_reason.is_not(None))
    .order_by(orders.c.submitted_at, orders.c.number)
    .limit(bindparam("most", type_=Integer))
)
_PLACED_BETWEEN = select(func.count(), func.coalesce(func.sum(orders.c.total), 0)).where(
    orders.c.status.in_(bindparam("statuses", expanding=True)),
    orders.c.submitted_at >= bindparam("since"),
    orders.c.submitted_at < bindparam("until"),
)
_LINES = select(
    order_lines.c.order_number,
    order_lines.c.position,
    order_lines.c.sku,
    order_lines.c.title,
    order_lines.c.quantity,
    order_lines.c.unit_price,
    order_lines.c.weight_g,
).order_by(order_lines.c.order_number, order_lines.c.position)
_ALL = _ORDERS.where(orders.c.number.in_(bindparam("numbers", expanding=True)))
# A list of parameters is spelled out anew at every execution; most looks are for one order.
_LINES_OF_ONE = _LINES.where(order_lines.c.order_number == bindparam("of"))
_LINES_OF_ALL = _LINES.where(order_lines.c.order_number.in_(bindparam("numbers", expanding=True)))
_ADD = InsertOnce(orders, returning=orders.c.number)
_SAVE = guarded_update(orders, "number")
_ADD_LINES = insert(order_lines)
_DROP_LINES = delete(order_lines).where(order_lines.c.order_number == bindparam("of"))
_DROP_DRAFT = delete(orders).where(
    orders.c.number == bindparam("of"), literal_column(f"orders.{DRAFT}")
)


class SqlOrders:
    """Orders with their lines."""

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self._connection = connection
        self._get = _GET_LOCKED if writing else _GET
        self._draft_of = _DRAFT_OF_LOCKED if writing else _DRAFT_OF
        self._stored_lines: dict[str, tuple[OrderLine, ...]] = {}

    def get(self, number: str) -> Order | None:
        """Return the order."""
        return self._one(self._connection.execute(self._get, {"of": number}).first())

    def all(self, numbers: Iterable[str]) -> list[Order]:
        """Return those of the orders that there are, in no order; not locked."""
        return self._all(self._connection.execute(_ALL, {"numbers": list(numbers)}).all())

    def draft_of(self, customer_id: int) -> Order | None:
        """Return the customer's cart: the one draft."""
        return self._one(self._connection.execute(self._draft_of, {"of": customer_id}).first())

    def add(self, order: Order) -> Order:
        """Insert a new order (version 1); Stale when the customer has a draft already."""
        order = replace(order, version=1)
        values = _values(order) | {
            "number": order.number,
            "customer_id": order.customer_id,
            "currency": order.currency,
            "created_at": order.created_at,
            "channel": order.channel,
            "author": order.author,
        }
        if self._connection.execute(_ADD.on(self._connection), values).first() is None:
            raise Stale("order", order.number)
        self._write_lines(order)
        return order

    def save(self, order: Order) -> Order:
        """Write it if its version is still the stored one, else raise Stale; return the new one."""
        saved = replace(order, version=order.version + 1)
        values = _values(saved) | {"row": order.number, "expected": order.version}
        written_or_stale(self._connection.execute(_SAVE, values), "order", order.number)
        if self._stored_lines.get(order.number) != order.lines:
            self._connection.execute(_DROP_LINES, {"of": order.number})
            self._write_lines(saved)
        return saved

    def of_customer(self, customer_id: int, limit: int, offset: int = 0) -> list[Order]:
        """Return a customer's placed orders (no draft), newest first."""
        values = {"of": customer_id, "most": limit, "skip": offset}
        return self._all(self._connection.execute(_OF_CUSTOMER, values).all())

    def with_status(self, statuses: Iterable[OrderStatus], limit: int) -> list[Order]:
        """Return orders in one of the statuses, oldest first."""
        values = {"statuses": sorted(statuses), "most": limit}
        return self._all(self._connection.execute(_WITH_STATUS, values).all())

    def held(self, limit: int) -> list[Order]:
        """Return open orders that are on hold, oldest first."""
        return self._all(self._connection.execute(_HELD, {"most": limit}).all())

    def placed_between(
        self, statuses: Iterable[OrderStatus], since: datetime, until: datetime
    ) -> tuple[int, int]:
        """Return how many orders in these statuses were placed in [since, until), and their total."""
        values = {"statuses": sorted(statuses), "since": since, "until": until}
        count, total = self._connection.execute(_PLACED_BETWEEN, values).one()
        return int(count), int(total)

    def remove_draft(self, number: str) -> None:
        """Delete a draft."""
        self._connection.execute(_DROP_DRAFT, {"of": number})
        self._stored_lines.pop(number, None)

    def _one(self, row: AnyRow | None) -> Order | None:
        return self._all([row])[0] if row is not None else None

    def _all(self, rows: Any) -> list[Order]:  # noqa: ANN401 - rows, of whichever select
        if not rows:
            return []
        lines: dict[str, list[OrderLine]] = {row.number: [] for row in rows}
        for number, *line in self._lines_of(list(lines)):
            lines[number].append(OrderLine(*line))
        for number, found in lines.items():
            self._stored_lines[number] = tuple(found)
        return [_order(row, self._stored_lines[row.number]) for row in rows]

    def _lines_of(self, numbers: list[str]) -> Sequence[AnyRow]:
        if len(numbers) == 1:
            return self._connection.execute(_LINES_OF_ONE, {"of": numbers[0]}).all()
        return self._connection.execute(_LINES_OF_ALL, {"numbers": numbers}).all()

    def _write_lines(self, order: Order) -> None:
        if order.lines:
            self._connection.execute(_ADD_LINES, [_line(order, line) for line in order.lines])
        self._stored_lines[order.number] = order.lines


def _order(row: AnyRow, lines: tuple[OrderLine, ...]) -> Order:
    return Order(
        number=row.number,
        customer_id=row.customer_id,
        currency=row.currency,
        status=row.status,
        created_at=row.created_at,
        lines=lines,
        address=Address(**row.address) if row.address else None,
        shipping=ShippingChoice(**row.shipping) if row.shipping else None,
        term=row.term,
        note=row.note,
        tax=row.tax,
        hold_reason=row.hold_reason,
        closing_reason=row.closing_reason,
        submitted_at=row.submitted_at,
        channel=row.channel,
        author=row.author,
        version=row.version,
    )


def _values(order: Order) -> dict[str, object]:
    return {
        "status": order.status,
        "address": _plain(order.address),
        "shipping": _plain(order.shipping),
        "term": order.term,
        "note": order.note,
        "goods_total": order.goods_total,
        "shipping_fee": order.shipping_fee,
        "tax": order.tax,
        "total": order.total,
        "hold_reason": order.hold_reason,
        "closing_reason": order.closing_reason,
        "submitted_at": order.submitted_at,
        "version": order.version,
    }


def _line(order: Order, line: OrderLine) -> dict[str, object]:
    return {
        "order_number": order.number,
        "position": line.position,
        "sku": line.sku,
        "title": line.title,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "weight_g": line.weight_g,
    }


def _plain(value: Address | ShippingChoice | None) -> dict[str, object] | None:
    return None if value is None else {name: getattr(value, name) for name in value.__slots__}
