"""What waits for staff, and the morning's numbers."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.orders import OrderStatus
from domain.ports import UnitOfWork
from domain.shipments import UNDERWAY_STATUSES, ShipmentStatus
from domain.views import Digest

MOST = 200
_TO_PACK = (ShipmentStatus.PENDING, ShipmentStatus.PICKING)
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
    """Numbers of orders by what they wait for, oldest first, at most MOST of each."""

    to_decide: tuple[str, ...]
    to_check: tuple[str, ...]
    to_pack: tuple[str, ...]
    to_hand_over: tuple[str, ...]
    late: tuple[str, ...]
    returns: tuple[str, ...]
    on_the_way: int


def waiting_orders(uow: UnitOfWork) -> Waiting:
    """Return what waits now. Authority is the caller's: staff may see orders."""
    today = uow.now.astimezone(uow.policy.zone).date()
    underway = uow.shipments.with_status(UNDERWAY_STATUSES, MOST)
    late = [s.order for s in underway if s.eta_to is not None and s.eta_to < today]
    to_pack = uow.shipments.workable(_TO_PACK, MOST)
    to_hand_over = uow.shipments.workable([ShipmentStatus.PACKED], MOST)
    return Waiting(
        tuple(o.number for o in uow.orders.with_status([OrderStatus.SUBMITTED], MOST)),
        tuple(p.order for p in uow.payments.with_proof(MOST)),
        tuple(dict.fromkeys(s.order for s in to_pack)),
        tuple(dict.fromkeys(s.order for s in to_hand_over)),
        tuple(dict.fromkeys(late)),
        tuple(r.order for r in uow.returns.open(MOST)),
        len(underway),
    )


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
        open_returns=len(waiting.returns),
        low_stock=tuple((sku.title, level.available) for sku, level in low),
        dead_letters=len(uow.outbox.dead(MOST)) + len(uow.inbox.dead(MOST)),
        revenue_yesterday=total,
        orders_yesterday=count,
    )
