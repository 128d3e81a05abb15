"""domain.repositories.HistoryRepository over a connection."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, func, insert, select

from domain.authority import Actor
from domain.events import Event
from storage.tables.orders import order_events

_APPEND = insert(order_events).returning(order_events.c.id)
_OF_ORDER = (
    select(
        order_events.c.kind,
        order_events.c.order_number,
        order_events.c.at,
        order_events.c.actor_kind,
        order_events.c.actor_id,
        order_events.c.facts,
    )
    .where(order_events.c.order_number == bindparam("of"))
    .order_by(order_events.c.id)
)
_REVISIONS = (
    select(order_events.c.order_number, func.max(order_events.c.id))
    .where(order_events.c.order_number.in_(bindparam("numbers", expanding=True)))
    .group_by(order_events.c.order_number)
)


class SqlHistory:
    """The events of orders: append-only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_order(self, order: str) -> list[Event]:
        """Return the order's history, oldest first."""
        return [
            Event(kind, number, at, Actor(actor_kind, actor_id), facts)
            for kind, number, at, actor_kind, actor_id, facts in self._connection.execute(
                _OF_ORDER, {"of": order}
            )
        ]

    def append(self, event: Event) -> int:
        """Append one event, return its id."""
        values = {
            "order_number": event.order,
            "kind": event.kind,
            "at": event.at,
            "actor_kind": event.actor.kind,
            "actor_id": event.actor.id,
            "facts": event.facts,
        }
        return int(self._connection.execute(_APPEND, values).scalar_one())

    def revisions(self, orders: Iterable[str]) -> dict[str, int]:
        """Return the id of each order's latest event, where there is one."""
        rows = self._connection.execute(_REVISIONS, {"numbers": list(orders)})
        return {row[0]: row[1] for row in rows}
