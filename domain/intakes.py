"""An order that staff are writing down, from a message or a call, until it is placed or given up."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.delivery import Json


@dataclass(frozen=True, slots=True)
class Intake:
    """What is known so far; any member of staff may go on with it.

    `number` is the number that the order will have: placing it twice is told by it. `source` is the
    message of the chat that it was made of, if there was one: two members make one order of it.
    `state` is JSON of the desk's own making, empty once the order is placed.
    """

    id: int
    chat_id: int
    author: int
    number: str
    created_at: datetime
    state: Json = field(default_factory=dict)
    source: int | None = None
    version: int = 0


class IntakeRepository(Protocol):
    """Orders being written down; the oldest are forgotten, they hold people's addresses."""

    def add(self, intake: Intake) -> Intake:
        """Insert (its id 0) and return it with its id; Stale when one of that message exists."""

    def get(self, intake_id: int) -> Intake | None:
        """Return it; others wait for it until a writing unit ends."""

    def of_message(self, chat_id: int, message_id: int) -> Intake | None:
        """Return the one that was made of this message."""

    def save(self, intake: Intake) -> Intake:
        """Write its state under its version guard; Stale when it has changed."""

    def remove(self, intake_id: int) -> None:
        """Forget it."""
