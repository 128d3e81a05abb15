"""INSERT ... ON CONFLICT DO NOTHING, which SQLAlchemy spells once per engine."""

from typing import Any

from sqlalchemy import Column, Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


class InsertOnce:
    """A statement that adds a row unless one with the same unique key is there.

    With `returning`, the result holds that column of the rows that were new.
    """

    def __init__(self, table: Table, returning: Column[Any] | None = None) -> None:
        on_sqlite = sqlite.insert(table).on_conflict_do_nothing()
        on_postgres = postgresql.insert(table).on_conflict_do_nothing()
        self._by_dialect: dict[str, Executable] = {"sqlite": on_sqlite, "postgresql": on_postgres}
        if returning is not None:
            self._by_dialect = {
                "sqlite": on_sqlite.returning(returning),
                "postgresql": on_postgres.returning(returning),
            }

    def on(self, connection: Connection) -> Executable:
        """Return the statement for the connection's engine."""
        return self._by_dialect[connection.dialect.name]
