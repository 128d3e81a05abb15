"""The unit of work that both engines hand to use cases."""

from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from domain import intakes, lessons, repositories
from domain.authority import Actor
from domain.delivery import Inbox, Lane, Outbox
from domain.errors import DomainError, Stale
from domain.events import Event, EventKind
from domain.numbers import new_number
from domain.policy import ShopPolicy
from domain.ports import Announcer, Clock, UnitOfWork
from storage.catalogue import SqlCatalogue
from storage.conversations import SqlCards, SqlSessions
from storage.customers import SqlCustomers
from storage.due import SqlDue
from storage.history import SqlHistory
from storage.inbox import SqlInbox
from storage.intakes import SqlIntakes
from storage.lessons import SqlLessons
from storage.orders import SqlOrders
from storage.outbox import SqlOutbox
from storage.payments import SqlLedger, SqlPayments
from storage.returns import SqlReturns
from storage.savepoint import Savepoint
from storage.shipments import SqlShipments
from storage.staff import SqlShop, SqlStaff
from storage.stock import SqlStock

P = ParamSpec("P")
R = TypeVar("R")

# On PostgreSQL another unit may come in between reading and writing; trying again mends that.
_TRIES_OF_A_PART = {"postgresql": 4}


class SqlUnitOfWork:
    """domain.ports.UnitOfWork over a connection, whose transaction the engine begins and ends.

    `queued` collects the lanes of the outbox that got work.
    """

    def __init__(
        self, connection: Connection, now: datetime, announcer: Announcer | None, *, writing: bool
    ) -> None:
        self.connection = connection
        self.now = now
        self.writing = writing
        self.queued: set[Lane] = set()
        self._recorded: set[str] = set()
        self._announcer = announcer
        self._open_repositories()

    def _open_repositories(self) -> None:
        """Make the repositories, knowing nothing yet of what is stored."""
        connection, writing = self.connection, self.writing
        self.inbox: Inbox = SqlInbox(connection)
        self.outbox: Outbox = SqlOutbox(connection, self.queued)
        self.catalogue: repositories.CatalogueRepository = SqlCatalogue(connection)
        self.stock: repositories.StockRepository = SqlStock(connection)
        self.orders: repositories.OrderRepository = SqlOrders(connection, writing=writing)
        self.payments: repositories.PaymentRepository = SqlPayments(connection)
        self.shipments: repositories.ShipmentRepository = SqlShipments(connection, writing=writing)
        self.returns: repositories.ReturnRepository = SqlReturns(connection, writing=writing)
        self.customers: repositories.CustomerRepository = SqlCustomers(connection)
        self.staff: repositories.StaffRepository = SqlStaff(connection)
        self.shop: repositories.ShopRepository = SqlShop(connection)
        self.ledger: repositories.LedgerRepository = SqlLedger(connection)
        self.history: repositories.HistoryRepository = SqlHistory(connection)
        self.due: repositories.DueRepository = SqlDue(connection, self.now)
        self.sessions: repositories.SessionRepository = SqlSessions(connection)
        self.cards: repositories.CardRepository = SqlCards(connection)
        self.intakes: intakes.IntakeRepository = SqlIntakes(connection, writing=writing)
        self.lessons: lessons.LessonRepository = SqlLessons(connection)

    @property
    def policy(self) -> ShopPolicy:
        """The shop's policy."""
        return self.shop.policy()

    def new_number(self) -> str:
        """Return a fresh order number."""
        return new_number()

    def record(self, kind: EventKind, order: str, actor: Actor, **facts: object) -> None:
        """Append the event to the history and let the announcer queue what is to be told."""
        event = Event(kind, order, self.now, actor, facts)
        event_id = self.history.append(event)
        self._recorded.add(order)
        if self._announcer is not None:
            self._announcer(self, event, event_id)

    @property
    def recorded(self) -> frozenset[str]:
        """The orders of which this transaction has recorded events."""
        return frozenset(self._recorded)

    def attempt(
        self, use_case: Callable[Concatenate[UnitOfWork, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a part that may fail: a DomainError undoes what the part wrote, and is passed on."""
        tries = _TRIES_OF_A_PART.get(self.connection.dialect.name, 1)
        while True:
            queued, recorded = set(self.queued), set(self._recorded)
            try:
                with Savepoint(self.connection):
                    return use_case(self, *args, **kwargs)
            except DomainError as error:
                self.queued.intersection_update(queued)
                self._recorded = recorded
                self._open_repositories()
                tries -= 1
                if not isinstance(error, Stale) or tries <= 0:
                    raise


class UnitsOfWork:
    """Makes the unit of work over a connection at the start of each transaction."""

    def __init__(self, clock: Clock, announcer: Announcer | None) -> None:
        self._clock = clock
        self._announcer = announcer

    def writing(self, connection: Connection) -> SqlUnitOfWork:
        """Return one that may write; what it loads to change is locked where the engine locks rows."""
        return SqlUnitOfWork(connection, self._clock.now(), self._announcer, writing=True)

    def reading(self, connection: Connection) -> SqlUnitOfWork:
        """Return one that only reads."""
        return SqlUnitOfWork(connection, self._clock.now(), self._announcer, writing=False)
