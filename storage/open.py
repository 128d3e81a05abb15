"""Opens the store that a URL names, when its tables are of this program's version.

Alembic is not imported here: it would cost every start a third of a second.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, inspect, text

from domain.ports import Announcer, Clock, Store, UnitOfWork
from storage.engine_postgres import PostgresStore, postgres_engine
from storage.engine_sqlite import SqliteReader, SqliteStore
from storage.errors import NoAnswer, SchemaBehind, UnknownDatabase
from storage.sqlite_file import sqlite_engine
from storage.unit_of_work import UnitsOfWork

P = ParamSpec("P")
R = TypeVar("R")

HEAD = "0006"
"""The newest revision in storage/migrations/versions; a test compares."""


class OpenStore(Store, Protocol):
    """A store that whoever opened it must close."""

    async def close(self) -> None:
        """Finish what was handed in and let go."""


class OpenReader(Protocol):
    """Something to read from that whoever opened it must close."""

    async def read(
        self, query: Callable[Concatenate[UnitOfWork, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a query on a snapshot."""

    async def close(self) -> None:
        """Answer what was asked and let go."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


async def open_store(
    url: str, announcer: Announcer | None = None, clock: Clock | None = None
) -> OpenStore:
    """Open "sqlite:///PATH" or "postgresql://USER@HOST/NAME".

    `announcer` is called for each recorded event, in its transaction; `clock` is the system's unless
    another is given. Raises SchemaBehind, DatabaseInUse or UnknownDatabase (all CannotOpen), each with the remedy.
    """
    units = UnitsOfWork(clock or SystemClock(), announcer)
    if url.startswith("sqlite:"):
        path = sqlite_path(url)
        _check_sqlite(path)
        return SqliteStore(path, units)
    if url.startswith("postgresql:"):
        await _check_postgres(url)
        return PostgresStore(url, units)
    raise UnknownDatabase(url.partition(":")[0] + ":")


async def open_reader(url: str, clock: Clock | None = None) -> OpenReader:
    """Open the database for reading alone: also a SQLite file that a running shop writes to."""
    if url.startswith("sqlite:"):
        path = sqlite_path(url)
        _check_sqlite(path)
        return SqliteReader(path, UnitsOfWork(clock or SystemClock(), None))
    return await open_store(url, clock=clock)


def sqlite_path(url: str) -> Path:
    """Return the file of an sqlite:/// URL; a database in memory keeps no promise and is refused."""
    name = url.removeprefix("sqlite:///")
    if name == url or not name or name == ":memory:":
        raise UnknownDatabase(url)
    return Path(name)


def found_revision(connection: Connection) -> str | None:
    """Return the revision that the tables are at, None when there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return revision


def _check(connection: Connection) -> None:
    found = found_revision(connection)
    if found != HEAD:
        raise SchemaBehind(found, HEAD)


def _check_sqlite(path: Path) -> None:
    if not path.exists():
        raise SchemaBehind(None, HEAD)
    with sqlite_engine(path, read_only=True).connect() as connection:
        _check(connection)


async def _check_postgres(url: str) -> None:
    from asyncpg import PostgresError  # type: ignore[import-untyped]  # late: SQLite needs none

    engine = postgres_engine(url, pool=1)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_check)
    except (OSError, PostgresError) as error:
        raise NoAnswer(str(error)) from error
    finally:
        await engine.dispose()
