"""Writes that hold only while what they rest on still stands."""

from typing import Any

from sqlalchemy import CursorResult, Table, Update, bindparam, update

from domain.errors import Stale


def guarded_update(table: Table, key: str) -> Update:
    """Return UPDATE ... WHERE key = :row AND version = :expected; the values come as parameters."""
    return update(table).where(
        table.c[key] == bindparam("row"), table.c.version == bindparam("expected")
    )


def written_or_stale(result: CursorResult[Any], what: str, key: object) -> None:
    """Raise Stale when the guard let no row through."""
    if result.rowcount == 0:
        raise Stale(what, str(key))
