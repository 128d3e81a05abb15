"""A part of a transaction that can be undone alone."""

from types import TracebackType

from sqlalchemy import Connection, NestedTransaction

from storage.sqlite_file import driver_of


class Savepoint:
    """Undoes what was written inside when an error leaves it. Savepoints may nest."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._nested: NestedTransaction | None = None

    def __enter__(self) -> None:
        if self._connection.dialect.name == "sqlite":
            # The writer owns the transaction and SQLAlchemy knows nothing of it.
            driver_of(self._connection).execute("SAVEPOINT part")
        else:
            self._nested = self._connection.begin_nested()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._nested is not None:
            if kind is None:
                self._nested.commit()
            elif self._nested.is_active:
                self._nested.rollback()
            return
        driver = driver_of(self._connection)
        if driver.in_transaction:  # not when the disk is full: then all is undone already
            if kind is not None:
                driver.execute("ROLLBACK TO part")
            driver.execute("RELEASE part")
