"""Status machines as tables: `(status, action) -> status`, one mutator, one exception."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from domain.errors import IllegalTransition

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Machine(Generic[S, A]):
    """A named transition table."""

    name: str
    table: Mapping[tuple[S, A], S]

    def next(self, key: str, status: S, action: A) -> S:
        """Return the status after `action`; raise IllegalTransition where the table has none."""
        try:
            return self.table[status, action]
        except KeyError:
            raise IllegalTransition(self.name, key, status.value, action.value) from None

    def allows(self, status: S, action: A) -> bool:
        """Tell whether the action is possible in this status."""
        return (status, action) in self.table
