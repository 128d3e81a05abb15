"""What the rules need from the outside, as protocols; storage and integrations implement them."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from domain.delivery import Inbox, Outbox

P = ParamSpec("P")
R = TypeVar("R")


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

    async def outbox_changed(self, timeout: float) -> None:
        """Wait until a commit has queued something in the outbox, at most `timeout` seconds."""
