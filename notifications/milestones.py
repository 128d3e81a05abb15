"""Who is told of what: turns each event into outbox items, in the event's own transaction.

It runs inside the writing transaction, so it reads little: the order, its customer, the staff
group. What a message says is worked out when it is sent (notifications.render.milestone_screens).
Without a staff group nothing is queued for staff; the group is known from the moment in which an
owner settles the bot there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.authority import ActorKind
from domain.delivery import OutboxItem
from domain.events import Event, EventKind
from domain.ports import UnitOfWork
from notifications.render.milestone_screens import TEMPLATE
from notifications.render.passing_on import BY_HAND

_K = EventKind

# Nothing that a card shows changes with these; a cancelled parcel is told by its order's end.
WITHOUT_CARD = frozenset(
    {
        _K.APPROVAL_REMINDED,
        _K.PAYMENT_REMINDED,
        _K.INSPECTION_REMINDED,
        _K.SHIPMENT_CANCELLED,
        _K.STOCK_LOW,
    }
)
# A message of its own to the customer, unless the customer did it: then the screen has answered.
TO_CUSTOMER = frozenset(
    {
        _K.ORDER_CONFIRMED,
        _K.ORDER_REJECTED,
        _K.ORDER_HELD,
        _K.ORDER_RELEASED,
        _K.ORDER_CANCELLED,
        _K.ORDER_EXPIRED,
        _K.PROOF_REFUSED,
        _K.PAYMENT_RECEIVED,
        _K.PAYMENT_REMINDED,
        _K.INVOICE_ISSUED,
        _K.REFUND_RECORDED,
        _K.SHIPMENT_PACKED,  # only when the customer comes to fetch it
        _K.SHIPMENT_HANDED_OVER,
        _K.SHIPMENT_MOVED,
        _K.SHIPMENT_DELIVERED,
        _K.INSPECTION_REMINDED,
        _K.DELIVERY_ACCEPTED,
        _K.RETURN_REQUESTED,
        _K.RETURN_APPROVED,
        _K.RETURN_DECLINED,
        _K.RETURN_CANCELLED,
        _K.RETURN_RECEIVED,
        _K.RETURN_INSPECTED,
        _K.RETURN_SETTLED,
    }
)
# Told even to the customer who caused it: they must keep it.
KEPT = frozenset({_K.INVOICE_ISSUED})
# A message of its own to staff, and the topic of the staff's forum where it belongs.
TO_STAFF = {
    _K.APPROVAL_REMINDED: "orders",
    _K.ORDER_CANCELLED: "orders",
    _K.PROOF_SUBMITTED: "payments",
    _K.PAYMENT_OVERDUE: "payments",
    _K.SHIPMENT_MOVED: "shipping",
    _K.STOCK_LOW: "orders",
    _K.RETURN_REQUESTED: "returns",
    _K.RETURN_CANCELLED: "returns",
    _K.RETURN_SENT: "returns",
}
# Staff ring for these only when the customer did it: they know what they did themselves.
_CUSTOMERS_DEEDS = frozenset(
    {
        _K.ORDER_CANCELLED,
        _K.PROOF_SUBMITTED,
        _K.RETURN_REQUESTED,
        _K.RETURN_CANCELLED,
        _K.RETURN_SENT,
    }
)
_PROBLEMS = frozenset({"lost", "attempt_failed", "returning", "returned_to_sender"})
# What couriers report again and again is told once a parcel.
_ONCE = frozenset({"in_transit", "delayed"})
# These can wait until the quiet hours are over, unless what they tell of would be over by then.
CAN_WAIT = frozenset(
    {_K.APPROVAL_REMINDED, _K.PAYMENT_REMINDED, _K.INSPECTION_REMINDED, _K.STOCK_LOW}
)
CARD_TOPIC = "orders"


@dataclass(frozen=True, slots=True)
class _Audience:
    name: str
    chat_id: int


def announce(uow: UnitOfWork, event: Event, event_id: int) -> None:
    """Queue the messages and card refreshes that the event calls for (domain.ports.Announcer)."""
    if not event.order:
        return
    for audience in _audiences(uow, event):
        for item in _items(uow, event, event_id, audience):
            uow.outbox.put(item, uow.now)


def _audiences(uow: UnitOfWork, event: Event) -> Iterator[_Audience]:
    customer = uow.customers.get(_customer_id(uow, event))
    if customer is not None and customer.reachable and customer.telegram_id is not None:
        yield _Audience("customer", customer.telegram_id)
    group = uow.shop.staff_group()
    if group is not None:
        yield _Audience("staff", group.chat_id)
    if group is not None and customer is not None and customer.telegram_id is None:
        yield _Audience(BY_HAND, group.chat_id)


def _customer_id(uow: UnitOfWork, event: Event) -> int:
    """Return whose order it is: a customer acts on their own orders alone, which saves a read."""
    if event.actor.kind is ActorKind.CUSTOMER:
        return event.actor.id
    order = uow.orders.get(event.order)
    return order.customer_id if order is not None else 0


def _items(
    uow: UnitOfWork, event: Event, event_id: int, audience: _Audience
) -> Iterator[OutboxItem]:
    if event.kind not in WITHOUT_CARD and audience.name != BY_HAND:
        yield OutboxItem(
            f"card:{event_id}:{audience.name}",
            "order_card",
            uow.now,
            audience.chat_id,
            {
                "order": event.order,
                "audience": audience.name,
                "revision": event_id,
                "topic": CARD_TOPIC,
            },
            sequence=f"{audience.chat_id}:{event.order}",
        )
    if _rings(uow, event, audience):
        yield OutboxItem(
            _key(event, event_id, audience),
            "message",
            _due(uow, event),
            audience.chat_id,
            {
                "template": TEMPLATE,
                "event": event.kind.value,
                "order": event.order,
                "audience": audience.name,
                "facts": event.facts,
                "topic": TO_STAFF.get(event.kind, CARD_TOPIC),
                "revision": event_id,
            },
            sequence=f"{audience.chat_id}:{event.order}",
        )


def _rings(uow: UnitOfWork, event: Event, audience: _Audience) -> bool:
    if audience.name == "staff":
        return _rings_staff(event)
    # Whoever orders in the chat sees what to pay at once; others have to be told.
    placed = audience.name == BY_HAND and event.kind is _K.ORDER_SUBMITTED
    return placed or _rings_customer(uow, event)


def _rings_staff(event: Event) -> bool:
    if event.kind not in TO_STAFF:
        return False
    if event.kind is _K.SHIPMENT_MOVED:
        return event.facts.get("status") in _PROBLEMS
    return event.kind not in _CUSTOMERS_DEEDS or event.actor.kind is ActorKind.CUSTOMER


def _rings_customer(uow: UnitOfWork, event: Event) -> bool:
    if event.kind not in TO_CUSTOMER:
        return False
    if event.kind is _K.SHIPMENT_PACKED:
        order = uow.orders.get(event.order)
        return order is not None and order.shipping is not None and order.shipping.pickup
    if event.kind is _K.RETURN_SETTLED and _refunded_with_it(uow, event):
        return False
    return event.actor.kind is not ActorKind.CUSTOMER or event.kind in KEPT


def _refunded_with_it(uow: UnitOfWork, event: Event) -> bool:
    """Tell whether the same transaction paid the money back, which is told already."""
    return any(
        earlier.kind is _K.REFUND_RECORDED and earlier.at == event.at
        for earlier in uow.history.of_order(event.order)
    )


def _key(event: Event, event_id: int, audience: _Audience) -> str:
    status = event.facts.get("status")
    if event.kind is _K.SHIPMENT_MOVED and status in _ONCE:
        return f"told:{event.facts.get('shipment')}:{status}:{audience.name}"
    return f"told:{event_id}:{audience.name}"


def _due(uow: UnitOfWork, event: Event) -> datetime:
    automatic = event.kind is _K.DELIVERY_ACCEPTED and event.facts.get("automatic")
    if event.kind not in CAN_WAIT and not automatic:
        return uow.now
    later = uow.policy.after_quiet_hours(uow.now)
    ends = event.facts.get("deadline") or event.facts.get("inspect_until")
    if isinstance(ends, str) and ends and datetime.fromisoformat(ends) <= later:
        return uow.now
    return later
