"""What waits for staff, and the morning's numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.orders import OrderStatus
from domain.payments import Payment
from domain.ports import UnitOfWork
from domain.returns import Return
from domain.shipments import TROUBLE_STATUSES, UNDERWAY_STATUSES, Shipment, ShipmentStatus
from domain.views import Digest

MOST = 200
_TO_PACK = (ShipmentStatus.PENDING, ShipmentStatus.PICKING)
_MOVING = tuple(s for s in UNDERWAY_STATUSES if s not in TROUBLE_STATUSES)
_COUNTED = frozenset(
    {
        OrderStatus.SUBMITTED,
        OrderStatus.CONFIRMED,
        OrderStatus.PROCESSING,
        OrderStatus.COMPLETED,
    }
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Numbers of orders by what they wait for, oldest first, at most MOST of each.

    Every order that needs a hand is in one of them, and may be in several; `on_the_way` needs none.
    """

    to_decide: tuple[str, ...]
    to_check: tuple[str, ...]
    to_pack: tuple[str, ...]
    to_hand_over: tuple[str, ...]
    trouble: tuple[str, ...]
    late: tuple[str, ...]
    returns: tuple[str, ...]
    to_collect: tuple[str, ...]
    overdue: tuple[str, ...]
    to_refund: tuple[str, ...]
    on_hold: tuple[str, ...]
    on_the_way: int


def waiting_orders(uow: UnitOfWork) -> Waiting:
    """Return what waits now. Authority is the caller's: staff may see orders."""
    today = uow.now.astimezone(uow.policy.zone).date()
    moving = uow.shipments.with_status(_MOVING, MOST)
    return Waiting(
        to_decide=tuple(o.number for o in uow.orders.with_status([OrderStatus.SUBMITTED], MOST)),
        to_check=_of(uow.payments.with_proof(MOST)),
        to_pack=_of(uow.shipments.workable(_TO_PACK, MOST)),
        to_hand_over=_of(uow.shipments.workable([ShipmentStatus.PACKED], MOST)),
        trouble=_of(uow.shipments.in_trouble(MOST)),
        late=_of(s for s in moving if s.eta_to is not None and s.eta_to < today),
        returns=_of(uow.returns.open(MOST)),
        to_collect=_of(uow.payments.to_collect(MOST)),
        overdue=_of(uow.payments.overdue(uow.now, MOST)),
        to_refund=_of(uow.payments.to_refund(MOST)),
        on_hold=tuple(o.number for o in uow.orders.held(MOST)),
        on_the_way=len(moving),
    )


def _of(found: Iterable[Payment | Shipment | Return]) -> tuple[str, ...]:
    """Return the numbers of their orders, each once."""
    return tuple(dict.fromkeys(each.order for each in found))


def digest(uow: UnitOfWork) -> Digest:
    """Return the numbers of now, and of yesterday in the shop's zone."""
    policy = uow.policy
    today = datetime.combine(uow.now.astimezone(policy.zone).date(), time(), policy.zone)
    count, total = uow.orders.placed_between(_COUNTED, today - timedelta(days=1), today)
    waiting = waiting_orders(uow)
    low = uow.stock.low(policy.location)
    return Digest(
        to_decide=len(waiting.to_decide),
        to_check=len(waiting.to_check),
        to_pack=len(waiting.to_pack) + len(waiting.to_hand_over),
        on_the_way=waiting.on_the_way,
        trouble=len(waiting.trouble),
        late=len(waiting.late),
        open_returns=len(waiting.returns),
        to_collect=len(waiting.to_collect),
        overdue=len(waiting.overdue),
        to_refund=len(waiting.to_refund),
        on_hold=len(waiting.on_hold),
        low_stock=tuple((sku.title, level.available) for sku, level in low),
        dead_letters=len(uow.outbox.dead(MOST)) + len(uow.inbox.dead(MOST)),
        revenue_yesterday=total,
        orders_yesterday=count,
    )
