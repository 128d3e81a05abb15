"""domain.intakes.IntakeRepository over a connection."""

from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, func, literal_column, select

from domain.errors import Stale
from domain.intakes import Intake
from storage.guards import guarded_update, written_or_stale
from storage.once import InsertOnce
from storage.tables.lessons import intakes
from storage.types import AnyRow

KEPT = 300
"""So many of the latest are kept, placed and given up alike."""

_INTAKES = select(
    intakes.c.id,
    intakes.c.chat_id,
    intakes.c.author,
    intakes.c.number,
    intakes.c.created_at,
    intakes.c.state,
    intakes.c.source,
    intakes.c.version,
)
_GET = _INTAKES.where(intakes.c.id == bindparam("of"))
_GET_LOCKED = _GET.with_for_update()
_OF_MESSAGE = _INTAKES.where(
    intakes.c.chat_id == bindparam("chat"),
    intakes.c.source == bindparam("message"),
    literal_column("intakes.source IS NOT NULL"),
)
_ADD = InsertOnce(intakes, returning=intakes.c.id)
_SAVE = guarded_update(intakes, "id")
_REMOVE = delete(intakes).where(intakes.c.id == bindparam("of"))
_FORGET = delete(intakes).where(
    intakes.c.id <= select(func.max(intakes.c.id) - KEPT).scalar_subquery()
)


class SqlIntakes:
    """Orders that staff are writing down."""

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self._connection = connection
        self._get = _GET_LOCKED if writing else _GET

    def add(self, intake: Intake) -> Intake:
        """Insert (its id 0) and return it with its id; Stale when one of that message exists."""
        values = {
            "chat_id": intake.chat_id,
            "source": intake.source,
            "author": intake.author,
            "number": intake.number,
            "state": intake.state,
            "created_at": intake.created_at,
            "version": 1,
        }
        new_id = self._connection.execute(_ADD.on(self._connection), values).scalar()
        if new_id is None:
            raise Stale("intake", str(intake.source))
        self._connection.execute(_FORGET)
        return replace(intake, id=new_id, version=1)

    def get(self, intake_id: int) -> Intake | None:
        """Return it; others wait for it until a writing unit ends."""
        return _intake(self._connection.execute(self._get, {"of": intake_id}).first())

    def of_message(self, chat_id: int, message_id: int) -> Intake | None:
        """Return the one that was made of this message."""
        values = {"chat": chat_id, "message": message_id}
        return _intake(self._connection.execute(_OF_MESSAGE, values).first())

    def save(self, intake: Intake) -> Intake:
        """Write its state under its version guard; Stale when it has changed."""
        saved = replace(intake, version=intake.version + 1)
        values = {
            "row": intake.id,
            "expected": intake.version,
            "state": saved.state,
            "version": saved.version,
        }
        written_or_stale(self._connection.execute(_SAVE, values), "intake", intake.id)
        return saved

    def remove(self, intake_id: int) -> None:
        """Forget it."""
        self._connection.execute(_REMOVE, {"of": intake_id})


def _intake(row: AnyRow | None) -> Intake | None:
    return Intake(*tuple(row)) if row is not None else None
