"""The queue of updates, with the offsets of getUpdates."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from simulator.errors import ApiError, Json

PENDING = 10_000
FIRST_UPDATE = 100_000_001
KEPT_S = 24 * 3600
# What somebody waits for is worth nothing later.
BRIEF = frozenset({"callback_query", "shipping_query", "pre_checkout_query"})
BRIEF_S = 150
REMEMBERED = 2_000
KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "guest_message",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
    ]
)
# A webhook gets these in queues of their own: a tap does not wait for the messages before it.
_QUEUES = {
    "callback_query": 3,
    "shipping_query": 4,
    "pre_checkout_query": 4,
    "my_chat_member": 5,
    "chat_member": 6,
    "message_reaction": 8,
}
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
WEBHOOK_SET = "Conflict: terminated by setWebhook request"
CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that the bot has not confirmed; `lane` keeps its order in webhook mode."""

    update: Json
    at: float
    lane: int


def lane_of(kind: str, whom: int) -> int:
    """The queue of a webhook that an update waits in, by its kind and the chat or user it is about.

    Source: the `webhook_queue_id` of add_update in the open-source Bot API server.
    """
    return whom + (_QUEUES.get(kind, 0) << 33)


class UpdateQueue:
    """Updates in order of their ids until they are confirmed, too old or too many.

    Source: core.telegram.org/bots/api#getupdates (offset, negative offset, 24 hours) and the
    open-source Bot API server (150 seconds for queries).
    """

    def __init__(self, now: Callable[[], float], first_id: int = FIRST_UPDATE) -> None:
        self._now = now
        self._next = first_id
        # Ordered dicts: a plain one gets slower with every removal in front.
        self._pending: OrderedDict[int, Pending] = OrderedDict()
        self._brief: deque[int] = deque(maxlen=PENDING)
        self._again: list[Json] = []
        self._past: OrderedDict[int, Pending] = OrderedDict()
        self._waiter: asyncio.Future[str] | None = None
        self.polled = asyncio.Event()  # set while a poll waits: the bot is up and idle
        self.allowed: frozenset[str] | None = None
        self.on_new: Callable[[Pending], None] | None = None

    def __len__(self) -> int:
        return len(self._pending) + len(self._again)

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind."""
        if self.allowed is None:
            return kind not in NOT_BY_DEFAULT
        return kind in self.allowed

    def allow(self, kinds: list[str] | None) -> None:
        """Take over `allowed_updates`; None keeps the earlier choice, [] means the default.

        Kinds that do not exist are left out, as the open-source server leaves them out.
        """
        if kinds is not None:
            self.allowed = KINDS.intersection(kinds) or None

    def put(self, kind: str, payload: Json, lane: int) -> int | None:
        """Queue an update; returns its id, or None when the bot does not want this kind."""
        if not self.wants(kind):
            return None
        update_id, self._next = self._next, self._next + 1
        pending = Pending({"update_id": update_id, kind: payload}, self._now(), lane)
        self._pending[update_id] = pending
        self._past[update_id] = pending
        if kind in BRIEF:
            self._brief.append(update_id)
        for held, bound in ((self._pending, PENDING), (self._past, REMEMBERED)):
            if len(held) > bound:
                held.popitem(last=False)
        self._announce(pending)
        return update_id

    def again(self, update_id: int) -> bool:
        """Hand a past update out once more, whatever was confirmed; False when it is forgotten."""
        pending = self._past.get(update_id)
        if pending is None:
            return False
        self._again.append(pending.update)
        self._announce(pending)
        return True

    def _announce(self, pending: Pending) -> None:
        self._end_wait("new")
        if self.on_new is not None:
            self.on_new(pending)

    def held(self, update_id: int) -> Json | None:
        """An update that still waits; None when it was confirmed, or went by age or number."""
        self._expire()
        pending = self._pending.get(update_id)
        if pending is not None:
            return pending.update
        return next((one for one in self._again if one["update_id"] == update_id), None)

    def confirm(self, update_id: int) -> None:
        """Forget one update that a webhook accepted."""
        self._pending.pop(update_id, None)
        self._again = [update for update in self._again if update["update_id"] != update_id]

    def clear(self) -> None:
        """Drop all that is pending."""
        self._pending.clear()
        self._again.clear()

    def waiting(self) -> list[Pending]:
        """All that is pending, oldest first."""
        self._expire()
        return list(self._pending.values())

    def _expire(self) -> None:
        now = self._now()
        while self._brief:
            pending = self._pending.get(self._brief[0])
            if pending is not None and pending.at >= now - BRIEF_S:
                break
            self._pending.pop(self._brief.popleft(), None)
        oldest_kept = now - KEPT_S
        while self._pending:
            first = next(iter(self._pending))
            if self._pending[first].at >= oldest_kept:
                return
            self._pending.popitem(last=False)

    def _confirm_below(self, offset: int) -> None:
        while self._pending:
            first = next(iter(self._pending))
            if first >= offset:
                return
            self._pending.popitem(last=False)

    def _take(self, limit: int) -> list[Json]:
        found, self._again = self._again[:limit], self._again[limit:]
        for pending in self._pending.values():
            if len(found) >= limit:
                break
            found.append(pending.update)
        return found

    def _end_wait(self, why: str) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(why)

    def stop_polls(self) -> None:
        """End a waiting poll with what there is."""
        self._end_wait("stop")

    def give_way(self) -> None:
        """End a waiting poll with 409: a webhook takes its place."""
        self._end_wait("webhook")

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """One getUpdates; a poll that waits already is ended with 409."""
        self._end_wait("conflict")
        self._expire()
        if offset < 0 and self._pending:
            ids = list(self._pending)
            self._confirm_below(ids[max(0, len(ids) + offset)])
        elif offset > 0:
            self._confirm_below(offset)
        found = self._take(limit)
        if found or seconds <= 0:
            return found
        waiter: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiter = waiter
        self.polled.set()
        try:
            why = await asyncio.wait_for(waiter, seconds)
        except TimeoutError:
            why = "timeout"
        finally:
            if self._waiter is waiter:
                self._waiter = None
            if self._waiter is None:
                self.polled.clear()
        if why in {"conflict", "webhook"}:
            raise ApiError(409, CONFLICT if why == "conflict" else WEBHOOK_SET)
        return self._take(limit)
