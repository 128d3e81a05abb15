"""Stand-ins for the ports of the domain that keep the ports' promises, in memory.

They share the contract tests of the real ones (tests/pipeline/test_outbox_contract.py).
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from domain.delivery import Lane, OutboxItem, OutboxRow, StoredUpdate

P = ParamSpec("P")
R = TypeVar("R")
Undo = Callable[[], None]

WAITING, DONE, DEAD = "waiting", "done", "dead"


@dataclass
class _Received:
    update: StoredUpdate
    state: str = WAITING


@dataclass
class _Queued:
    row: OutboxRow
    state: str = WAITING
    leased_until: datetime | None = None
    message_id: int | None = None


class MemoryInbox:
    """`domain.delivery.Inbox` in a dict."""

    def __init__(self, undo: list[Undo]) -> None:
        self._undo = undo
        self.received: dict[int, _Received] = {}

    def add(self, updates: Sequence[StoredUpdate], now: datetime) -> list[int]:
        new = []
        for update in updates:
            if update.update_id in self.received:
                continue
            self.received[update.update_id] = _Received(update)
            self._undo.append(lambda key=update.update_id: self.received.pop(key))
            new.append(update.update_id)
        return new

    def finish(self, update_id: int, now: datetime) -> bool:
        entry = self.received[update_id]
        if entry.state == DONE:
            return False
        self._change(update_id, _Received(entry.update, DONE))
        return True

    def fail(self, update_id: int, error: str, now: datetime, *, give_up: bool) -> None:
        entry = self.received[update_id]
        update = replace(entry.update, attempts=entry.update.attempts + 1)
        self._change(update_id, _Received(update, DEAD if give_up else WAITING))

    def pending(self, limit: int) -> list[StoredUpdate]:
        return self._in_state(WAITING)[:limit]

    def dead(self, limit: int) -> list[StoredUpdate]:
        return self._in_state(DEAD)[::-1][:limit]

    def _in_state(self, state: str) -> list[StoredUpdate]:
        return [entry.update for entry in self.received.values() if entry.state == state]

    def _change(self, update_id: int, entry: _Received) -> None:
        before = self.received[update_id]
        self._undo.append(lambda: self.received.__setitem__(update_id, before))
        self.received[update_id] = entry


class MemoryOutbox:
    """`domain.delivery.Outbox` in a dict."""

    def __init__(self, undo: list[Undo]) -> None:
        self._undo = undo
        self.rows: dict[int, _Queued] = {}
        self.keys: set[str] = set()
        self.touched: set[Lane] = set()
        self._next_id = 1

    def put(self, item: OutboxItem, now: datetime) -> None:
        if item.key in self.keys:
            return
        row = OutboxRow(self._next_id, item, attempts=0, created_at=now)
        self._next_id += 1
        self.keys.add(item.key)
        self.rows[row.id] = _Queued(row)
        self._undo.append(lambda: (self.keys.discard(item.key), self.rows.pop(row.id)))
        self.touched.add(item.lane)

    def claim(self, lane: Lane, now: datetime, limit: int, lease: timedelta) -> list[OutboxRow]:
        claimed: list[OutboxRow] = []
        held: set[str] = set()
        for entry in self._waiting(lane):
            chat = entry.row.item.sequence
            leased = entry.leased_until is not None and entry.leased_until > now
            early = entry.row.item.due_at > now
            if not leased and not early and chat not in held and len(claimed) < limit:
                self._change(replace(entry, leased_until=now + lease))
                claimed.append(entry.row)
                leased = True
            if chat is not None and (leased or (early and entry.row.attempts > 0)):
                held.add(chat)
        return claimed

    def next_due(self, lane: Lane) -> datetime | None:
        due = [
            max(e.row.item.due_at, e.leased_until or e.row.item.due_at) for e in self._waiting(lane)
        ]
        return min(due, default=None)

    def sent(self, message_ids: Mapping[int, int | None], now: datetime) -> None:
        for row_id, message_id in message_ids.items():
            self._change(replace(self.rows[row_id], state=DONE, message_id=message_id))

    def postpone(self, row_id: int, due_at: datetime, error: str) -> None:
        entry = self.rows[row_id]
        item = replace(entry.row.item, due_at=due_at)
        row = replace(entry.row, item=item, attempts=entry.row.attempts + 1, error=error)
        self._change(replace(entry, row=row, leased_until=None))

    def bury(self, row_id: int, error: str, now: datetime) -> None:
        entry = self.rows[row_id]
        self._change(replace(entry, row=replace(entry.row, error=error), state=DEAD))

    def dead(self, limit: int) -> list[OutboxRow]:
        return [e.row for e in self.rows.values() if e.state == DEAD][::-1][:limit]

    def revive(self, row_id: int, now: datetime) -> bool:
        entry = self.rows.get(row_id)
        if entry is None or entry.state != DEAD:
            return False
        item = replace(entry.row.item, due_at=now)
        row = replace(entry.row, item=item, attempts=0)
        self._change(_Queued(row))
        self.touched.add(item.lane)
        return True

    def revive_chat(self, chat_id: int, now: datetime) -> int:
        dead = [e.row for e in self.rows.values() if e.state == DEAD]
        return sum(self.revive(row.id, now) for row in dead if row.item.chat_id == chat_id)

    def move_chat(self, old_chat_id: int, new_chat_id: int) -> None:
        for entry in list(self.rows.values()):
            if entry.row.item.chat_id == old_chat_id and entry.state != DONE:
                item = replace(entry.row.item, chat_id=new_chat_id)
                self._change(replace(entry, row=replace(entry.row, item=item)))

    def _waiting(self, lane: Lane) -> list[_Queued]:
        return [e for e in self.rows.values() if e.state == WAITING and e.row.item.lane == lane]

    def _change(self, entry: _Queued) -> None:
        row_id = entry.row.id
        before = self.rows[row_id]
        self._undo.append(lambda: self.rows.__setitem__(row_id, before))
        self.rows[row_id] = entry


@dataclass
class Fault:
    """The next `times` runs of the use case raise `error`: before anything, or once committed."""

    use_case: str
    error: BaseException
    times: int
    committed: bool


@dataclass
class MemoryUnitOfWork:
    """What a use case gets: inbox and outbox."""

    inbox: MemoryInbox
    outbox: MemoryOutbox

    def attempt(
        self,
        use_case: Callable[Concatenate["MemoryUnitOfWork", P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        return use_case(self, *args, **kwargs)


class MemoryStore:
    """`domain.ports.Store` in memory: what raises is undone, what returned is kept."""

    def __init__(self) -> None:
        self._undo: list[Undo] = []
        self.inbox = MemoryInbox(self._undo)
        self.outbox = MemoryOutbox(self._undo)
        self.faults: list[Fault] = []
        self.ran: list[str] = []
        self._changed = {lane: asyncio.Event() for lane in Lane}

    def fail(
        self, use_case: str, error: BaseException, *, times: int = 1, committed: bool = False
    ) -> None:
        """Let the use case of this name fail; `committed`: the answer is lost, not the change."""
        self.faults.append(Fault(use_case, error, times, committed))

    async def run(
        self,
        use_case: Callable[Concatenate[MemoryUnitOfWork, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        await asyncio.sleep(0)
        fault = self._fault_of(use_case.__name__)
        if fault is not None and not fault.committed:
            raise fault.error
        self._undo.clear()
        self.outbox.touched.clear()
        self.ran.append(use_case.__name__)
        try:
            result = use_case(MemoryUnitOfWork(self.inbox, self.outbox), *args, **kwargs)
        except BaseException:
            for undo in reversed(self._undo):
                undo()
            raise
        for lane in self.outbox.touched:
            self._changed[lane].set()
        if fault is not None:
            raise fault.error
        return result

    async def read(
        self,
        query: Callable[Concatenate[MemoryUnitOfWork, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        await asyncio.sleep(0)
        if (fault := self._fault_of(query.__name__)) is not None:
            raise fault.error
        return query(MemoryUnitOfWork(self.inbox, self.outbox), *args, **kwargs)

    async def outbox_changed(self, timeout: float, lane: Lane | None = None) -> None:
        event = self._changed[lane or Lane.CHAT]
        try:
            async with asyncio.timeout(timeout):
                await event.wait()
        except TimeoutError:
            return
        event.clear()

    def _fault_of(self, name: str) -> Fault | None:
        for fault in self.faults:
            if fault.use_case == name and fault.times > 0:
                fault.times -= 1
                return fault
        return None


@dataclass
class Notes:
    """Collects what a callback was called with."""

    calls: list[object] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, *args: object) -> None:
        self.calls.append(args[0] if len(args) == 1 else args)
        self.arrived.set()
