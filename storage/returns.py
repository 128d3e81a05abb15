"""domain.repositories.ReturnRepository over a connection."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, delete, func, insert, select

from domain.errors import Stale
from domain.returns import OPEN_RETURN_STATUSES, Return, ReturnLine
from storage.guards import guarded_update, written_or_stale
from storage.once import InsertOnce
from storage.tables.base import is_one_of
from storage.tables.orders import orders
from storage.tables.returning import return_lines, returns
from storage.types import AnyRow

_RETURNS = select(
    returns.c.id,
    returns.c.order_number,
    returns.c.shipment_id,
    returns.c.requested_at,
    returns.c.wish,
    returns.c.status,
    returns.c.description,
    returns.c.pictures,
    returns.c.decision_reason,
    returns.c.waybill,
    returns.c.resolution,
    returns.c.refund_amount,
    returns.c.refund_reference,
    returns.c.version,
)
_GET = _RETURNS.where(returns.c.id == bindparam("of"))
# The order is what units of work about one order queue for, wherever they begin.
_GET_LOCKED = _GET.join(orders, orders.c.number == returns.c.order_number).with_for_update(
    of=orders
)
_OF_ORDERS = _RETURNS.where(
    returns.c.order_number.in_(bindparam("numbers", expanding=True))
).order_by(func.length(returns.c.id), returns.c.id)
_OF_ORDER = _RETURNS.where(returns.c.order_number == bindparam("of")).order_by(
    func.length(returns.c.id), returns.c.id
)
_OPEN = (
    _RETURNS.where(is_one_of(returns.c.status, OPEN_RETURN_STATUSES))
    .order_by(returns.c.requested_at, returns.c.id)
    .limit(bindparam("most", type_=Integer))
)
_LINES = (
    select(return_lines)
    .where(return_lines.c.return_id.in_(bindparam("ids", expanding=True)))
    .order_by(return_lines.c.return_id, return_lines.c.position)
)
_ADD = InsertOnce(returns, returning=returns.c.id)
_SAVE = guarded_update(returns, "id")
_ADD_LINES = insert(return_lines)
_DROP_LINES = delete(return_lines).where(return_lines.c.return_id == bindparam("of"))


class SqlReturns:
    """Returns with their lines."""

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self._connection = connection
        self._get = _GET_LOCKED if writing else _GET
        self._stored_lines: dict[str, tuple[ReturnLine, ...]] = {}

    def get(self, return_id: str) -> Return | None:
        """Return one return."""
        row = self._connection.execute(self._get, {"of": return_id}).first()
        return self._all([row])[0] if row else None

    def of_order(self, order: str) -> list[Return]:
        """Return an order's returns, by id."""
        return self._all(self._connection.execute(_OF_ORDER, {"of": order}).all())

    def of_orders(self, orders: Iterable[str]) -> list[Return]:
        """Return the returns of several orders, by id."""
        return self._all(self._connection.execute(_OF_ORDERS, {"numbers": list(orders)}).all())

    def open(self, limit: int) -> list[Return]:
        """Return the returns under way, oldest first."""
        return self._all(self._connection.execute(_OPEN, {"most": limit}).all())

    def add(self, ret: Return) -> Return:
        """Insert; Stale when that id exists or the order has another open return."""
        ret = replace(ret, version=1)
        values = _values(ret) | {
            "id": ret.id,
            "order_number": ret.order,
            "shipment_id": ret.shipment,
            "requested_at": ret.requested_at,
            "wish": ret.wish,
            "description": ret.description,
            "pictures": list(ret.pictures),
        }
        if self._connection.execute(_ADD.on(self._connection), values).first() is None:
            raise Stale("return", ret.id)
        self._write_lines(ret)
        return ret

    def save(self, ret: Return) -> Return:
        """Write it under its version guard; Stale when it has changed."""
        saved = replace(ret, version=ret.version + 1)
        values = _values(saved) | {"row": ret.id, "expected": ret.version}
        written_or_stale(self._connection.execute(_SAVE, values), "return", ret.id)
        if self._stored_lines.get(ret.id) != ret.lines:
            self._connection.execute(_DROP_LINES, {"of": ret.id})
            self._write_lines(saved)
        return saved

    def _all(self, rows: Sequence[Any]) -> list[Return]:
        if not rows:
            return []
        lines: dict[str, list[ReturnLine]] = {row.id: [] for row in rows}
        for key, *line in self._connection.execute(_LINES, {"ids": list(lines)}):
            lines[key].append(ReturnLine(*line))
        for key, found in lines.items():
            self._stored_lines[key] = tuple(found)
        return [_return(row, self._stored_lines[row.id]) for row in rows]

    def _write_lines(self, ret: Return) -> None:
        rows = [
            {
                "return_id": ret.id,
                "position": line.position,
                "quantity": line.quantity,
                "reason": line.reason,
                "verdict": line.verdict,
            }
            for line in ret.lines
        ]
        if rows:
            self._connection.execute(_ADD_LINES, rows)
        self._stored_lines[ret.id] = ret.lines


def _return(row: AnyRow, lines: tuple[ReturnLine, ...]) -> Return:
    return Return(
        id=row.id,
        order=row.order_number,
        shipment=row.shipment_id,
        requested_at=row.requested_at,
        lines=lines,
        wish=row.wish,
        status=row.status,
        description=row.description,
        pictures=tuple(row.pictures),
        decision_reason=row.decision_reason,
        waybill=row.waybill,
        resolution=row.resolution,
        refund_amount=row.refund_amount,
        refund_reference=row.refund_reference,
        version=row.version,
    )


def _values(ret: Return) -> dict[str, object]:
    return {
        "status": ret.status,
        "decision_reason": ret.decision_reason,
        "waybill": ret.waybill,
        "resolution": ret.resolution,
        "refund_amount": ret.refund_amount,
        "refund_reference": ret.refund_reference,
        "version": ret.version,
    }
