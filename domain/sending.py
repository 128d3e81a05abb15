"""What can come of sending something out, in words that no messenger or courier owns.

The adapter that talks to the outside raises these; the relay decides by them whether to try again.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from domain.repositories import Card


class Priority(IntEnum):
    """Who goes first when the windows are full: an answer to a tap, before what nobody waits for."""

    INTERACTIVE = 0
    BULK = 1


class Pacer(Protocol):
    """Keeps everything that is sent within the pace that the other side allows."""

    async def slot(self, chat_id: int, priority: Priority, *, edit: bool = False) -> None:
        """Wait for the chat's next turn and take it; an `edit` is no new message."""

    def delay(self, chat_id: int, *, edit: bool = False) -> float:
        """Return the seconds that the chat has to wait at least, others aside."""

    def closed_for(self) -> float:
        """Return the seconds for which nothing at all may be sent; 0 in good times."""

    def flooded(self, chat_id: int, after_s: float) -> None:
        """The other side asked for a pause of so many seconds."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is out. Where it was an order's card, `card` is remembered in the transaction that marks it
    as sent, in place of the message `instead_of` which was the card when this one was made.
    """

    message_id: int | None = None
    card: Card | None = None
    instead_of: int | None = None


class SendFailed(Exception):
    """It did not arrive."""


class RetryLater(SendFailed):
    """Too much at once; nothing may be sent before `after_s` seconds have passed."""

    def __init__(self, after_s: float) -> None:
        super().__init__(f"retry after {after_s:g} s")
        self.after_s = after_s


class Unreachable(SendFailed):
    """The person blocked the bot or is gone, or the bot was removed from the group."""

    def __init__(self, chat_id: int, reason: str = "") -> None:
        super().__init__(f"chat {chat_id} cannot be reached: {reason}")
        self.chat_id = chat_id
        self.reason = reason


class Migrated(SendFailed):
    """The group has a new id; the same message to that one will arrive."""

    def __init__(self, new_chat_id: int) -> None:
        super().__init__(f"the chat is {new_chat_id} now")
        self.new_chat_id = new_chat_id


class Refused(SendFailed):
    """It is wrong in itself: trying again cannot help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Transient(SendFailed):
    """The network or the other side is in trouble; later it may work."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
