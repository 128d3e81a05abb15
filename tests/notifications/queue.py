"""A unit of work with just what announcing reads and writes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from domain.customers import Customer
from domain.delivery import OutboxItem
from domain.events import Event
from domain.orders import Order
from domain.policy import ShopPolicy, StaffGroup
from domain.ports import UnitOfWork
from notifications.milestones import announce
from tests.builders import GROUP_ID, NOON, a_customer, a_policy, an_order
from tests.notifications.life import Told

GROUP = StaffGroup(GROUP_ID)


@dataclass
class _Kept:
    """Answers what announcing asks of the repositories, and keeps what it queues."""

    order: Order | None
    customer: Customer | None
    group: StaffGroup | None
    earlier: list[Event] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)


class _Orders:
    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    def get(self, number: str) -> Order | None:
        self._kept.reads.append("order")
        return self._kept.order


class _Customers:
    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    def get(self, customer_id: int) -> Customer | None:
        self._kept.reads.append("customer")
        customer = self._kept.customer
        return customer if customer is not None and customer.id == customer_id else None


class _Shop:
    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    def staff_group(self) -> StaffGroup | None:
        self._kept.reads.append("staff_group")
        return self._kept.group


class _History:
    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    def of_order(self, number: str) -> list[Event]:
        self._kept.reads.append("history")
        return self._kept.earlier


class _Outbox:
    def __init__(self) -> None:
        self.items: dict[str, OutboxItem] = {}

    def put(self, item: OutboxItem, now: datetime) -> None:
        self.items.setdefault(item.key, item)


class Queue:
    """Takes events and holds what was queued for them."""

    def __init__(
        self,
        *,
        order: Order | None = None,
        customer: Customer | None = None,
        group: StaffGroup | None = GROUP,
        policy: ShopPolicy | None = None,
        now: datetime = NOON,
    ) -> None:
        self.kept = _Kept(order or an_order(), customer or a_customer(), group)
        self.now = now
        self.policy = policy or a_policy()
        self.orders, self.customers = _Orders(self.kept), _Customers(self.kept)
        self.shop, self.history = _Shop(self.kept), _History(self.kept)
        self.outbox = _Outbox()
        self._next = 0

    def tell(self, event: Event) -> list[OutboxItem]:
        """Announce the event; return what it queued that was not queued before."""
        before = len(self.outbox.items)
        self._next += 1
        self.kept.earlier.append(event)
        announce(cast("UnitOfWork", self), event, self._next)
        return list(self.outbox.items.values())[before:]


def event_of(told: Told, **changes: object) -> Event:
    """Return the event of a told one."""
    values = {"at": NOON, "actor": told.actor, "facts": told.facts, **changes}
    return Event(told.event, told.view.order.number, **values)


def queued_for(told: Told) -> list[OutboxItem]:
    """Return what one event alone queues."""
    return Queue(order=told.view.order).tell(event_of(told))
