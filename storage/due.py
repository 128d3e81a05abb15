"""domain.repositories.DueRepository over a connection."""

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)

from domain.due import Due, DueKind
from storage.once import InsertOnce
from storage.tables.times import WAITING, due

_waiting: ColumnElement[bool] = literal_column(f"due.{WAITING}")
_this = (
    due.c.kind == bindparam("what"),
    due.c.entity == bindparam("whose"),
    due.c.at == bindparam("when"),
    _waiting,
)

_PUT = InsertOnce(due, returning=due.c.entity)
_CANCEL = delete(due).where(
    due.c.kind == bindparam("what"), due.c.entity == bindparam("whose"), _waiting
)
_CLAIM = (
    select(due.c.kind, due.c.entity, due.c.at)
    .where(
        _waiting,
        due.c.at <= bindparam("now"),
        or_(due.c.leased_until.is_(None), due.c.leased_until <= bindparam("now")),
    )
    .order_by(due.c.at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_LEASE = update(due).where(*_this).values(leased_until=bindparam("until"))
_DONE = update(due).where(*_this).values(done_at=bindparam("now"), leased_until=None)
_NEXT = select(
    func.min(
        case((due.c.leased_until > due.c.at, due.c.leased_until), else_=due.c.at),
        type_=due.c.at.type,
    )
).where(_waiting)


class SqlDue:
    """What falls due."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def put(self, due: Due) -> None:
        """Add the row; the same again, waiting or done, is no error and changes nothing."""
        values = {"kind": due.kind, "entity": due.entity, "at": due.at}
        self._connection.execute(_PUT.on(self._connection), values)

    def cancel(self, kind: DueKind, entity: str) -> None:
        """Drop what waits of that kind for the entity."""
        self._connection.execute(_CANCEL, {"what": kind, "whose": entity})

    def claim(self, now: datetime, limit: int, lease: timedelta) -> list[Due]:
        """Take due rows for `lease`, oldest first."""
        rows = self._connection.execute(_CLAIM, {"now": now, "most": limit}).all()
        found = [Due(*row) for row in rows]
        if found:
            leases = [_named(row) | {"until": now + lease} for row in found]
            self._connection.execute(_LEASE, leases)
        return found

    def done(self, due: Due) -> bool:
        """Mark as done; False when somebody else did, or it was called off."""
        values = _named(due) | {"now": self._now}
        return self._connection.execute(_DONE, values).rowcount == 1

    def next_at(self) -> datetime | None:
        """Return when the next row falls due, or its lease runs out."""
        at: datetime | None = self._connection.execute(_NEXT).scalar()
        return at


def _named(row: Due) -> dict[str, object]:
    return {"what": row.kind, "whose": row.entity, "when": row.at}
