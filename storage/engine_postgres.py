"""The store in PostgreSQL, for when one machine is not enough: a pool, and whole units retried."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from domain.delivery import Lane
from domain.errors import Stale
from domain.ports import StorageUnavailable, UnitOfWork
from storage.unit_of_work import UnitsOfWork
from storage.wakeups import OutboxSignal

P = ParamSpec("P")
R = TypeVar("R")

SERIALIZATION_FAILURE = "40001"
DEADLOCK = "40P01"
LOCK_TIMEOUT = "55P03"
# Classes of states in which the server, not the statement, is the trouble: connection, resources,
# operator intervention (which includes the statement timeout), system error; then: read-only.
_STALE_TRIES = 3
_OUT_OF_ORDER = ("08", "53", "57", "58", "25006", LOCK_TIMEOUT)


def postgres_engine(url: str, *, pool: int = 10) -> AsyncEngine:
    """Return an engine with a pool and limits on how long anything may take."""
    return create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1),
        pool_size=pool,
        max_overflow=0,
        pool_timeout=30,
        query_cache_size=2000,
        hide_parameters=True,  # parameters are people's names and addresses; errors get logged
        connect_args={
            "prepared_statement_cache_size": 500,
            "timeout": 10,
            "server_settings": {
                "application_name": "pesan",
                "statement_timeout": "15000",
                "lock_timeout": "10000",
                "idle_in_transaction_session_timeout": "30000",
                "jit": "off",
            },
        },
    )


class PostgresStore:
    """domain.ports.Store on a PostgreSQL server that other processes may use as well.

    Writing units run at READ COMMITTED: their UPDATEs are guarded by versions and conditions, and a
    hot row is waited for instead of failing everybody but one, as stricter levels would.
    """

    def __init__(self, url: str, units: UnitsOfWork, *, pool: int = 10, tries: int = 8) -> None:
        self._engine = postgres_engine(url, pool=pool)
        self._reading = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._signal = OutboxSignal()
        self._units = units
        self._tries = tries

    async def run(
        self, use_case: Callable[Concatenate[UnitOfWork, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run the use case in a transaction; whole again when another one was in its way."""

        def unit(connection: Connection) -> tuple[R, set[Lane]]:
            uow = self._units.writing(connection)
            result = use_case(uow, *args, **kwargs)
            return result, uow.queued

        for attempt in range(1, self._tries + 1):
            try:
                result, lanes = await _without_rows(self._transact(unit))
            except Stale:
                # Either another unit was faster, which trying again mends, or a person looked at an
                # old version, which it does not.
                if attempt >= _STALE_TRIES:
                    raise
            except DBAPIError as error:
                if attempt == self._tries or not _worth_retrying(error):
                    raise _for_callers(error) from error
            except (OSError, PoolTimeout) as error:
                raise StorageUnavailable(str(error)) from error
            else:
                self._signal.raise_for(lanes)
                return result
            # Those who collided must not meet again in step.
            await asyncio.sleep(random.uniform(0.5, 1.0) * min(0.005 * 2**attempt, 0.5))
        raise AssertionError("unreachable")

    async def read(
        self, query: Callable[Concatenate[UnitOfWork, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run the query on a snapshot that cannot write."""

        def unit(connection: Connection) -> R:
            return query(self._units.reading(connection), *args, **kwargs)

        async def snapshot() -> R:
            async with self._reading.connect() as connection:
                return await connection.run_sync(unit)

        for attempt in (1, 2):
            try:
                return await _without_rows(snapshot())
            except DBAPIError as error:
                # A server that was restarted leaves dead connections in the pool.
                if attempt == 1 and error.connection_invalidated:
                    continue
                raise _for_callers(error) from error
            except (OSError, PoolTimeout) as error:
                raise StorageUnavailable(str(error)) from error
        raise AssertionError("unreachable")

    async def outbox_changed(self, timeout: float, lane: Lane | None = None) -> None:
        """Wait until this process has queued something; what another queued is found by polling."""
        await self._signal.wait(timeout, lane)

    async def close(self) -> None:
        """Close the pool."""
        await self._engine.dispose()

    async def _transact(self, unit: Callable[[Connection], R]) -> R:
        async with self._engine.connect() as connection:
            await connection.begin()
            result = await connection.run_sync(unit)
            await _commit(connection)
            return result


class Refused(Exception):
    """What PostgreSQL or its driver refused, by names of the schema alone.

    Their own words may hold the row: `Failing row contains (...)`, `query argument $1: '...'`.
    """

    def __init__(self, kind: str, sqlstate: str | None, named: dict[str, str]) -> None:
        said = "".join(f", {what} {name}" for what, name in named.items())
        super().__init__(f"{kind} ({sqlstate or 'no state'}){said}")
        self.sqlstate = sqlstate


async def _without_rows(work: Awaitable[R]) -> R:
    """Await the work; what the database refuses leaves here without the row that it was about.

    Errors get logged and stored, rows hold people's names and addresses.
    """
    try:
        return await work
    except DBAPIError as error:
        told = _retold(error)
    # Out of the `except`: in it the error would take the original along as its context.
    raise told


def _retold(error: DBAPIError) -> DBAPIError:
    """Return the error with its type, statement and traceback, but without anybody's data."""
    origin = error.orig
    source = getattr(origin, "__cause__", None) or origin
    named = {
        what: str(name)
        for what in ("constraint", "table", "column")
        if (name := getattr(source, f"{what}_name", None))
    }
    told = type(error)(
        error.statement,
        None,
        Refused(type(source).__name__, _state(error), named),
        hide_parameters=True,
        connection_invalidated=error.connection_invalidated,
    )
    return told.with_traceback(error.__traceback__)


async def _commit(connection: AsyncConnection) -> None:
    """Commit; a connection lost now leaves open whether it happened, so nobody may retry."""
    try:
        await connection.commit()
    except DBAPIError as error:
        if error.connection_invalidated or _state(error) is None:
            raise StorageUnavailable(str(error.orig), uncertain=True) from error
        raise


def _state(error: BaseException) -> str | None:
    origin = error.orig if isinstance(error, DBAPIError) else error
    state: Any = getattr(origin, "sqlstate", None)
    return str(state) if state else None


def _worth_retrying(error: DBAPIError) -> bool:
    """Whether the same unit may succeed next time; a connection lost before the commit counts."""
    if error.connection_invalidated:
        return True
    return _state(error) in {SERIALIZATION_FAILURE, DEADLOCK}


def _for_callers(error: BaseException) -> BaseException:
    """Return what callers see: trouble with the server in the domain's words, the rest as it is."""
    state = _state(error) or ""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if lost or state.startswith(_OUT_OF_ORDER) or state in {SERIALIZATION_FAILURE, DEADLOCK}:
        return StorageUnavailable(str(getattr(error, "orig", error)))
    return error
