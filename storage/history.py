"""domain.repositories.HistoryRepository over a connection."""

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
_REVISION = select(func.coalesce(func.max(order_events.c.id), 0)).where(
    order_events.c.order_number == bindparam("of")
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

    def revision(self, order: str) -> int:
        """Return the id of the order's latest event, 0 where there is none."""
        return int(self._connection.execute(_REVISION, {"of": order}).scalar_one())
