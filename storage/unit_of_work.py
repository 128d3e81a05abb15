"""The unit of work that both engines hand to use cases."""

from datetime import datetime

from sqlalchemy import Connection

from domain.delivery import Inbox, Lane, Outbox
from domain.ports import Announcer, Clock
from storage.inbox import SqlInbox
from storage.outbox import SqlOutbox


class SqlUnitOfWork:
    """Repositories over one connection, whose transaction the engine begins and ends.

    `queued` collects the lanes of the outbox that got work.
    """

    def __init__(
        self, connection: Connection, now: datetime, announcer: Announcer | None, *, writing: bool
    ) -> None:
        self.connection = connection
        self.queued: set[Lane] = set()
        self.now = now
        self.writing = writing
        self.inbox: Inbox = SqlInbox(connection)
        self.outbox: Outbox = SqlOutbox(connection, self.queued)
        self._announcer = announcer


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
