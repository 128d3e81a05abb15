"""What the rules need from the outside, as protocols; storage and integrations implement them."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from domain.delivery import Inbox, Lane, Outbox

P = ParamSpec("P")
R = TypeVar("R")


class StorageUnavailable(Exception):  # noqa: N818 - a state of the world, not a mistake
    """The store cannot keep or read anything right now (disk full, read-only, server away).

    Nothing of the unit of work happened, unless `uncertain`: then the server went away while it
    was committing, and only looking again tells.
    """

    def __init__(self, reason: str, *, uncertain: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.uncertain = uncertain


class ConcurrentChange(Exception):  # noqa: N818 - a state of the world, not a mistake
    """A row was changed by someone else between reading and writing it; the store tries again."""

    def __init__(self, entity: str, key: object) -> None:
        super().__init__(f"{entity} {key} was changed by someone else")
        self.entity = entity
        self.key = key


class UnitOfWork(Protocol):
    """One transaction. Repositories read and write through it; leaving it commits or undoes all."""

    inbox: Inbox
    outbox: Outbox


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

    async def outbox_changed(self, timeout: float, lane: Lane | None = None) -> None:  # noqa: ASYNC109
        """Wait until a commit has queued something in the outbox, at most `timeout` seconds.

        Something queued since the last call for this lane counts: nobody sleeps through it.
        One waiter a lane.
        """
