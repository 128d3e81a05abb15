"""Messages and tasks on disk: waiting, leased, sent, given up."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    text,
    update,
)

from domain.delivery import Lane, OutboxItem, OutboxRow
from storage.once import InsertOnce
from storage.tables.delivery import outbox
from storage.types import AnyRow

_row = outbox.alias("o")
_before = outbox.alias("e")
_WAITING = text("o.state = 'waiting'")
_EARLIER = and_(
    text("e.state = 'waiting'"),
    _before.c.sequence == _row.c.sequence,
    _before.c.lane == _row.c.lane,
    _before.c.id < _row.c.id,
)

_PUT = InsertOnce(outbox, returning=outbox.c.id)
# At most one row of a sequence, its first: whatever happens to it comes before what follows.
_CLAIM = (
    select(_row)
    .where(
        _WAITING,
        _row.c.lane == bindparam("lane"),
        _row.c.due_at <= bindparam("now"),
        or_(_row.c.leased_until.is_(None), _row.c.leased_until <= bindparam("now")),
        ~exists().where(
            _EARLIER,
            or_(
                _before.c.due_at <= bindparam("now"),
                _before.c.attempts > 0,
                _before.c.leased_until.is_not(None),
            ),
        ),
    )
    .order_by(_row.c.due_at, _row.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(of=_row, skip_locked=True)
)
_LEASE = (
    update(outbox).where(outbox.c.id == bindparam("row_id")).values(leased_until=bindparam("until"))
)
# A leased row is ready again when its lease runs out; whoever waits behind one that is leased or
# backing off becomes ready through it, and so does not count.
_NEXT_DUE = select(
    func.min(
        case(
            (_row.c.leased_until > _row.c.due_at, _row.c.leased_until),
            else_=_row.c.due_at,
        ),
        type_=outbox.c.due_at.type,
    )
).where(
    _WAITING,
    _row.c.lane == bindparam("lane"),
    ~exists().where(_EARLIER, or_(_before.c.attempts > 0, _before.c.leased_until.is_not(None))),
)
_TAKE_BACK = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"), text("state = 'waiting'"))
    .values(leased_until=None)
)
_SENT = _TAKE_BACK.values(
    state="sent", done_at=bindparam("now"), message_id=bindparam("message"), error=None
)
_POSTPONE = _TAKE_BACK.values(
    due_at=bindparam("due"), error=bindparam("why"), attempts=outbox.c.attempts + 1
)
_BURY = _TAKE_BACK.values(
    state="dead", done_at=bindparam("now"), error=bindparam("why"), attempts=outbox.c.attempts + 1
)
_REVIVE = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"), text("state = 'dead'"))
    .values(state="waiting", due_at=bindparam("now"), done_at=None, attempts=0)
    .returning(outbox.c.lane)
)
_REVIVE_CHAT = (
    update(outbox)
    .where(outbox.c.chat_id == bindparam("chat"), text("state = 'dead'"))
    .values(state="waiting", due_at=bindparam("now"), done_at=None, attempts=0)
    .returning(outbox.c.lane)
)
_DEAD = (
    select(_row)
    .where(text("o.state = 'dead'"))
    .order_by(_row.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_TALK = (
    select(_row)
    .where(
        text("o.kind = 'talk'"),
        _row.c.chat_id == bindparam("chat"),
        _row.c.message_id == bindparam("message"),
    )
    .limit(1)
)
_MOVE_CHAT = (
    update(outbox)
    .where(outbox.c.chat_id == bindparam("old"), text("state = 'waiting'"))
    .values(chat_id=bindparam("new"))
)


class SqlOutbox:
    """domain.delivery.Outbox over a connection; notes in `queued` which lanes got work."""

    def __init__(self, connection: Connection, queued: set[Lane]) -> None:
        self._connection = connection
        self._queued = queued

    def put(self, item: OutboxItem, now: datetime) -> None:
        """Queue the item, unless its key was used before."""
        values = {
            "key": item.key,
            "lane": item.lane.value,
            "chat_id": item.chat_id,
            "sequence": item.sequence,
            "kind": item.kind,
            "payload": item.payload,
            "due_at": item.due_at,
            "created_at": now,
        }
        statement = _PUT.on(self._connection)
        if self._connection.execute(statement, values).first() is not None:
            self._queued.add(item.lane)

    def claim(self, lane: Lane, now: datetime, limit: int, lease: timedelta) -> list[OutboxRow]:
        """Take due rows for `lease`, at most one of each sequence: its first."""
        values = {"lane": lane.value, "now": now, "most": limit}
        rows = self._connection.execute(_CLAIM, values).all()
        if rows:
            leases = [{"row_id": row.id, "until": now + lease} for row in rows]
            self._connection.execute(_LEASE, leases)
        return [_outbox_row(row) for row in rows]

    def next_due(self, lane: Lane) -> datetime | None:
        """Return when the next waiting row becomes due, or its lease runs out."""
        due: datetime | None = self._connection.execute(_NEXT_DUE, {"lane": lane.value}).scalar()
        return due

    def sent(self, message_ids: Mapping[int, int | None], now: datetime) -> None:
        """Mark rows as done: {row id: the message that it became, None where it became none}."""
        rows = [
            {"row_id": row_id, "now": now, "message": message_id}
            for row_id, message_id in message_ids.items()
        ]
        self._connection.execute(_SENT, rows)

    def postpone(self, row_id: int, due_at: datetime, error: str) -> None:
        """Give the row back for another try at `due_at` and count the attempt."""
        self._connection.execute(_POSTPONE, {"row_id": row_id, "due": due_at, "why": error})

    def bury(self, row_id: int, error: str, now: datetime) -> None:
        """Give up: the row goes to the dead letters."""
        self._connection.execute(_BURY, {"row_id": row_id, "why": error, "now": now})

    def talk_sent_as(self, chat_id: int, message_id: int) -> OutboxItem | None:
        """Return the item of kind "talk" that became this message."""
        values = {"chat": chat_id, "message": message_id}
        row = self._connection.execute(_TALK, values).first()
        return _outbox_row(row).item if row is not None else None

    def dead(self, limit: int) -> list[OutboxRow]:
        """Return the dead letters, newest first."""
        return [_outbox_row(row) for row in self._connection.execute(_DEAD, {"most": limit})]

    def revive(self, row_id: int, now: datetime) -> bool:
        """Queue a dead letter again; False when it is not dead (any more)."""
        lane = self._connection.execute(_REVIVE, {"row_id": row_id, "now": now}).scalar()
        if lane is None:
            return False
        self._queued.add(Lane(lane))
        return True

    def revive_chat(self, chat_id: int, now: datetime) -> int:
        """Queue all dead letters of a chat again, in their order; return how many they were."""
        values = {"chat": chat_id, "now": now}
        lanes = self._connection.execute(_REVIVE_CHAT, values).scalars().all()
        self._queued.update(Lane(lane) for lane in lanes)
        return len(lanes)

    def move_chat(self, old_chat_id: int, new_chat_id: int) -> None:
        """Follow a group that became a supergroup."""
        self._connection.execute(_MOVE_CHAT, {"old": old_chat_id, "new": new_chat_id})


def _outbox_row(row: AnyRow) -> OutboxRow:
    item = OutboxItem(
        row.key, row.kind, row.due_at, row.chat_id, row.payload, Lane(row.lane), row.sequence
    )
    return OutboxRow(row.id, item, row.attempts, row.created_at, row.error)
