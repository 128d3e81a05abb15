"""The SQLite file: how it is opened, who may write to it, and which errors mean what."""

import fcntl
import os
import sqlite3
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.errors import DatabaseInUse

# synchronous=FULL: in WAL mode NORMAL would lose the last commits in a power cut.
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32000",
    "PRAGMA journal_size_limit=67108864",
)

# Primary result codes by which SQLite says that the world is in the way, not the statement.
_OUT_OF_ORDER = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    }
)


def sqlite_engine(path: Path, *, read_only: bool = False) -> Engine:
    """Return an engine whose connections leave every BEGIN and COMMIT to their owner.

    With the driver's own transaction control SQLAlchemy would begin deferred, and two units that
    read before they write would lose updates.
    """

    def connect() -> sqlite3.Connection:
        mode = "ro" if read_only else "rwc"
        driver = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            check_same_thread=False,
            cached_statements=512,
        )
        for pragma in PRAGMAS[1:] if read_only else PRAGMAS:
            driver.execute(pragma)
        return driver

    return create_engine(
        "sqlite://",
        creator=connect,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        query_cache_size=2000,
        hide_parameters=True,  # parameters are people's names and addresses; errors get logged
    )


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the sqlite3 connection underneath, for BEGIN, SAVEPOINT and COMMIT."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - narrows the type
    return driver


def out_of_order(error: BaseException) -> str | None:
    """Return the reason when the error means that the file cannot be used now, else None."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return str(cause) if code is not None and code & 0xFF in _OUT_OF_ORDER else None


class FileLock:
    """Keeps a second process off the file; the system lets go when the process ends, however."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock or raise DatabaseInUse with the number of the process that has it."""
        file = self._path.with_name(self._path.name + ".lock").open("a+", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            pid = file.read(20).strip()
            file.close()
            raise DatabaseInUse(self._path, pid) from error
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._file = file

    def release(self) -> None:
        """Let others have it."""
        if self._file is not None:
            self._file.close()
            self._file = None
