"""What waits to come in and to go out: stored updates, outbox items and the ports that keep them.

An update is stored before Telegram is told that it was received; a message or a task is stored in
the transaction of the change that it tells of (promises 3 and 4). All methods here run inside a
unit of work: nothing is visible to others before its commit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

Json = dict[str, object]


class Lane(StrEnum):
    """A queue of its own in the outbox: a courier that is down must not hold up the chats."""

    CHAT = "chat"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """One update as Telegram sent it; `lane` (the chat's id) keeps the order within a chat."""

    update_id: int
    lane: int
    body: str
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """Something to do after the commit, at `due_at` or later.

    `key` makes it once: a second item with a key that was used before is dropped, sent or not.
    `kind` names what to do ("message", "order_card", ...), `payload` is JSON for it. Items of one
    `sequence` leave in their order; the chat itself is the sequence where none is named. Orders
    have their own, so that in the staff group one order's trouble holds up no other.
    """

    key: str
    kind: str
    due_at: datetime
    chat_id: int | None = None
    payload: Json = field(default_factory=dict)
    lane: Lane = Lane.CHAT
    sequence: str | None = None

    def __post_init__(self) -> None:
        if self.sequence is None and self.chat_id is not None:
            object.__setattr__(self, "sequence", str(self.chat_id))


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An item as it stands in the outbox; `attempts` counts the tries before this one.

    `scene` is what its sender read for it after it was claimed, `edits` whether it will change a
    message instead of sending one; the outbox knows nothing of either.
    """

    id: int
    item: OutboxItem
    attempts: int
    created_at: datetime
    error: str | None = None
    scene: object = None
    edits: bool = False


class Inbox(Protocol):
    """Updates received and not yet handled."""

    def add(self, updates: Sequence[StoredUpdate], now: datetime) -> list[int]:
        """Store the updates; return the ids that were new (a redelivered one is not)."""

    def finish(self, update_id: int, now: datetime) -> bool:
        """Mark as handled; False when that had happened before (do nothing then)."""

    def fail(self, update_id: int, error: str, now: datetime, *, give_up: bool) -> None:
        """Note a failed attempt; with `give_up` the update leaves the queue as dead."""

    def pending(self, limit: int) -> list[StoredUpdate]:
        """Return what is waiting, oldest first: what a restart has to go on with."""

    def dead(self, limit: int) -> list[StoredUpdate]:
        """Return what was given up, newest first."""


class Outbox(Protocol):
    """Messages and tasks waiting to leave. Within a sequence they leave in the order of their ids."""

    def put(self, item: OutboxItem, now: datetime) -> None:
        """Queue the item, unless its key was used before."""

    def claim(self, lane: Lane, now: datetime, limit: int, lease: timedelta) -> list[OutboxRow]:
        """Take due rows for `lease`; nobody else gets them meanwhile.

        A row waits while an earlier one of its sequence is leased or backing off, so that nobody
        reads "delivered" before "shipped"; one that is merely due later (quiet hours) blocks nobody.
        """

    def next_due(self, lane: Lane) -> datetime | None:
        """Return when the next waiting row becomes due."""

    def sent(self, message_ids: Mapping[int, int | None], now: datetime) -> None:
        """Mark rows as done: {row id: the message that it became, None where it became none}."""

    def postpone(self, row_id: int, due_at: datetime, error: str) -> None:
        """Give the row back for another try at `due_at` and count the attempt."""

    def bury(self, row_id: int, error: str, now: datetime) -> None:
        """Give up: the row goes to the dead letters, where staff see it."""

    def talk_sent_as(self, chat_id: int, message_id: int) -> OutboxItem | None:
        """Return the item of kind "talk" that became this message."""

    def dead(self, limit: int) -> list[OutboxRow]:
        """Return the dead letters, newest first."""

    def revive(self, row_id: int, now: datetime) -> bool:
        """Queue a dead letter again; False when it is not dead (any more)."""

    def revive_chat(self, chat_id: int, now: datetime) -> int:
        """Queue all dead letters of a chat again, in their order; return how many they were."""

    def move_chat(self, old_chat_id: int, new_chat_id: int) -> None:
        """Follow a group that became a supergroup."""
