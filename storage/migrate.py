"""Brings the tables of a database to this program's version, and back for tests."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.engine_postgres import postgres_engine
from storage.errors import UnknownDatabase
from storage.open import found_revision, sqlite_path
from storage.sqlite_file import FileLock, driver_of, sqlite_engine

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK_KEY = 7_305_806  # two replicas that start together must not migrate together


def upgrade(url: str, revision: str = "head") -> str | None:
    """Upgrade the database that the URL names; return the revision it is at afterwards."""
    return _change(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str = "base") -> str | None:
    """Go back; for tests and for undoing an upgrade that was a mistake. Data may be lost."""
    return _change(url, lambda config: command.downgrade(config, revision))


def head() -> str | None:
    """Return the newest revision among the scripts."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _change(url: str, change: Callable[[Config], None]) -> str | None:
    """Run the change on either engine, in one transaction."""
    if url.startswith("sqlite:"):
        return _change_sqlite(sqlite_path(url), change)
    if url.startswith("postgresql:"):
        # In a thread of its own: there may be a running event loop in this one.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, _change_postgres(url, change)).result()
    raise UnknownDatabase(url.partition(":")[0] + ":")


def _change_sqlite(path: Path, change: Callable[[Config], None]) -> str | None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    lock.acquire()
    try:
        with sqlite_engine(path).connect() as connection:
            driver = driver_of(connection)
            # Changing a table means copying it; foreign keys are checked as a whole at the end.
            driver.execute("PRAGMA foreign_keys=OFF")
            driver.execute("BEGIN IMMEDIATE")
            connection.begin()  # Alembic leaves a transaction that it finds to its owner
            change(_config(connection))
            broken = driver.execute("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise RuntimeError(f"rows of {broken[0]} would point to nothing")
            driver.execute("COMMIT")
            return found_revision(connection)
    finally:
        lock.release()


async def _change_postgres(url: str, change: Callable[[Config], None]) -> str | None:
    def run(connection: Connection) -> str | None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        change(_config(connection))
        return found_revision(connection)

    engine = postgres_engine(url, pool=1)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(run)
    finally:
        await engine.dispose()
