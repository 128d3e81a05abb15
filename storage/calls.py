"""A unit of work on its way to a thread and its outcome on its way back."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog

from domain.delivery import Lane
from domain.ports import StorageUnavailable
from storage.unit_of_work import SqlUnitOfWork

Unit = Callable[[SqlUnitOfWork], Any]

_log = structlog.get_logger(__name__)


@dataclass(slots=True, eq=False)
class Call:
    """A unit of work, who waits for it, and how it ended."""

    unit: Unit
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None
    lanes: frozenset[Lane] = frozenset()

    def fail(self, error: BaseException) -> None:
        """Note the error, as one that a future accepts."""
        if isinstance(error, StopIteration):
            wrapped = RuntimeError("the unit of work raised StopIteration")
            wrapped.__cause__ = error
            error = wrapped
        self.error = error

    def answer(self) -> None:
        """Give the outcome to the caller, unless it stopped waiting; runs on the event loop."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)

    def hand_back(self) -> None:
        """Answer from another thread."""
        on_the_loop(self.future.get_loop(), self.answer)


def on_the_loop(loop: asyncio.AbstractEventLoop, answer: Callable[[], None]) -> None:
    """Run `answer` on the loop, if that is still there to wait for it."""
    try:
        loop.call_soon_threadsafe(answer)
    except RuntimeError:
        _log.warning("nobody_waits")


def unavailable(reason: str, cause: BaseException) -> StorageUnavailable:
    """Return the error that tells callers of `cause`."""
    error = StorageUnavailable(reason)
    error.__cause__ = cause
    return error
