"""INSERT ... ON CONFLICT, which SQLAlchemy spells once per engine."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection

Columns = ReadOnlyColumnCollection[str, Any]


class InsertOnce:
    """A statement that adds a row unless one with the same unique key is there.

    Its result holds the column `returning` of the rows that were new.
    """

    def __init__(self, table: Table, returning: Column[Any]) -> None:
        self._by_dialect: dict[str, Executable] = {
            "sqlite": sqlite.insert(table).on_conflict_do_nothing().returning(returning),
            "postgresql": postgresql.insert(table).on_conflict_do_nothing().returning(returning),
        }

    def on(self, connection: Connection) -> Executable:
        """Return the statement for the connection's engine."""
        return self._by_dialect[connection.dialect.name]


class Upsert:
    """A statement that adds a row, or overwrites some columns of the one with the same key.

    `only_if` says, of the stored row and of the new one, when it may be overwritten.
    """

    def __init__(
        self,
        table: Table,
        key: Sequence[str],
        overwritten: Sequence[str],
        only_if: Callable[[Columns, Columns], ColumnElement[bool]] | None = None,
    ) -> None:
        self._by_dialect: dict[str, Executable] = {}
        for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert)):
            statement = insert(table)
            self._by_dialect[name] = statement.on_conflict_do_update(
                index_elements=[table.c[column] for column in key],
                set_={column: statement.excluded[column] for column in overwritten},
                where=None if only_if is None else only_if(table.c, statement.excluded),
            )

    def on(self, connection: Connection) -> Executable:
        """Return the statement for the connection's engine."""
        return self._by_dialect[connection.dialect.name]
