"""What the rules need from the outside, as protocols; storage and integrations implement them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from domain.authority import Actor
from domain.delivery import Inbox, Lane, Outbox
from domain.events import Event, EventKind
from domain.intakes import IntakeRepository
from domain.lessons import LessonRepository
from domain.policy import ShopPolicy
from domain.repositories import (
    Card,
    CardRepository,
    CatalogueRepository,
    CustomerRepository,
    DueRepository,
    HistoryRepository,
    LedgerRepository,
    OrderRepository,
    PaymentRepository,
    ReturnRepository,
    Session,
    SessionRepository,
    ShipmentRepository,
    ShopRepository,
    StaffRepository,
    StockRepository,
)
from domain.shipments import TrackingEvent

__all__ = ["Card", "Session"]  # beside the ports themselves

P = ParamSpec("P")
R = TypeVar("R")


class Clock(Protocol):
    """Tells the time; the demo's clock can be moved on."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class UnitOfWork(Protocol):
    """One transaction. Repositories read and write through it; leaving it commits or undoes all."""

    now: datetime
    inbox: Inbox
    outbox: Outbox
    catalogue: CatalogueRepository
    stock: StockRepository
    orders: OrderRepository
    payments: PaymentRepository
    shipments: ShipmentRepository
    returns: ReturnRepository
    customers: CustomerRepository
    staff: StaffRepository
    shop: ShopRepository
    ledger: LedgerRepository
    history: HistoryRepository
    due: DueRepository
    sessions: SessionRepository
    cards: CardRepository
    intakes: IntakeRepository
    lessons: LessonRepository

    @property
    def policy(self) -> ShopPolicy:
        """The shop's policy, read once per transaction (or cached until it changes)."""

    def new_number(self) -> str:
        """Return a fresh order number."""

    def record(self, kind: EventKind, order: str, actor: Actor, **facts: object) -> None:
        """Append the event to the history and let the announcer queue what is to be told."""

    @property
    def recorded(self) -> frozenset[str]:
        """The orders of which this transaction has recorded events."""

    def attempt(
        self, use_case: Callable[Concatenate["UnitOfWork", P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a part that may fail: a DomainError undoes what the part wrote, and is passed on.

        Whoever catches a DomainError and goes on must have called through this, else half of the
        refused change would be committed.
        """


class Announcer(Protocol):
    """Turns an event into outbox items, in the event's own transaction."""

    def __call__(self, uow: UnitOfWork, event: Event, event_id: int) -> None:
        """Queue the messages and card refreshes that the event calls for."""


class StorageUnavailable(Exception):
    """The store cannot keep or read anything right now (disk full, read-only, server away).

    Nothing of the unit of work happened, unless `uncertain`: then the server went away while it
    was committing, and only looking again tells.
    """

    def __init__(self, reason: str, *, uncertain: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.uncertain = uncertain


class Store(Protocol):
    """Runs use cases, each in one transaction that is durable when the call returns."""

    async def run(
        self, use_case: Callable[Concatenate[UnitOfWork, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run the synchronous use case in a writing transaction; retried whole on a conflict."""

    async def read(
        self, query: Callable[Concatenate[UnitOfWork, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a query that only reads, on a snapshot, beside the writers."""

    async def outbox_changed(self, timeout: float, lane: Lane | None = None) -> None:
        """Wait until a commit has queued something in the outbox, at most `timeout` seconds.

        Something queued since the last call for this lane counts: nobody sleeps through it.
        One waiter a lane.
        """


@dataclass(frozen=True, slots=True)
class CourierReport:
    """What a courier says of a waybill: its reports, oldest first."""

    events: tuple[TrackingEvent, ...]


class CourierPort(Protocol):
    """Asks a courier where a parcel is. Called outside of any transaction."""

    async def track(self, courier: str, waybill: str) -> CourierReport | None:
        """Return what is known, None where the courier does not know the waybill (yet).

        Raises CourierUnavailable when there is no answer.
        """


class CourierUnavailable(Exception):
    """The courier gave no usable answer."""
