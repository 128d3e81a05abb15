"""The unit of work that both engines hand to use cases."""

from collections.abc import Callable

from sqlalchemy import Connection

from domain.delivery import Inbox, Lane, Outbox
from storage.inbox import SqlInbox
from storage.outbox import SqlOutbox


class SqlUnitOfWork:
    """Repositories over one connection, whose transaction the engine begins and ends."""

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self.queued: set[Lane] = set()
        self.inbox: Inbox = SqlInbox(connection)
        self.outbox: Outbox = SqlOutbox(connection, self.queued)
        self.writing = writing

    def seal(self, recorder: "Recorder | None") -> None:
        """Let the recorder write what follows from the unit's events, before the commit."""
        if recorder is not None:
            recorder(self)


Recorder = Callable[[SqlUnitOfWork], None]
