"""Updates on disk: received, waiting, done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, select, text, update

from domain.delivery import StoredUpdate
from storage.once import InsertOnce
from storage.tables.delivery import inbox
from storage.types import AnyRow

_WAITING = text("inbox.state = 'waiting'")
_COLUMNS = (inbox.c.update_id, inbox.c.lane, inbox.c.body, inbox.c.attempts)

_ADD = InsertOnce(inbox, returning=inbox.c.update_id)
# The body is personal data and of no use once it is handled; the row stays, to know it again.
_FINISH = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("id"), text("state = 'waiting'"))
    .values(state="done", handled_at=bindparam("now"), body="")
)
_RETRY = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("id"), text("state = 'waiting'"))
    .values(attempts=inbox.c.attempts + 1, error=bindparam("why"))
)
_BURY = _RETRY.values(state="dead", handled_at=bindparam("now"))
_PENDING = (
    select(*_COLUMNS)
    .where(_WAITING)
    .order_by(inbox.c.update_id)
    .limit(bindparam("most", type_=Integer))
)
_DEAD = (
    select(*_COLUMNS)
    .where(text("inbox.state = 'dead'"))
    .order_by(inbox.c.update_id.desc())
    .limit(bindparam("most", type_=Integer))
)


class SqlInbox:
    """domain.delivery.Inbox over a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, updates: Sequence[StoredUpdate], now: datetime) -> list[int]:
        """Store the updates; return the ids that were new (a redelivered one is not)."""
        if not updates:
            return []
        rows = [
            {"update_id": u.update_id, "lane": u.lane, "body": u.body, "received_at": now}
            for u in updates
        ]
        new = set(self._connection.execute(_ADD.on(self._connection), rows).scalars())
        return [u.update_id for u in updates if u.update_id in new]

    def finish(self, update_id: int, now: datetime) -> bool:
        """Mark as handled; False when that had happened before."""
        return self._connection.execute(_FINISH, {"id": update_id, "now": now}).rowcount == 1

    def fail(self, update_id: int, error: str, now: datetime, *, give_up: bool) -> None:
        """Note a failed attempt; with `give_up` the update leaves the queue as dead."""
        values: dict[str, object] = {"id": update_id, "why": error}
        if give_up:
            self._connection.execute(_BURY, values | {"now": now})
        else:
            self._connection.execute(_RETRY, values)

    def pending(self, limit: int) -> list[StoredUpdate]:
        """Return what is waiting, oldest first."""
        return [_update(row) for row in self._connection.execute(_PENDING, {"most": limit})]

    def dead(self, limit: int) -> list[StoredUpdate]:
        """Return what was given up, newest first."""
        return [_update(row) for row in self._connection.execute(_DEAD, {"most": limit})]


def _update(row: AnyRow) -> StoredUpdate:
    return StoredUpdate(row.update_id, row.lane, row.body, row.attempts)
