"""The migrations lead to exactly the tables of the code, and back."""

import asyncio
from collections.abc import Callable
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from storage.engine_postgres import postgres_engine
from storage.migrate import downgrade, upgrade
from storage.open import HEAD, sqlite_path
from storage.sqlite_file import sqlite_engine
from storage.tables import metadata


def looked_at(url: str, look: Callable[[Connection], Any]) -> Any:  # noqa: ANN401 - as the look's
    """Return what `look` finds in the database."""
    if url.startswith("sqlite"):
        with sqlite_engine(sqlite_path(url)).connect() as connection:
            return look(connection)

    async def run() -> Any:  # noqa: ANN401
        engine = postgres_engine(url, pool=1)
        async with engine.connect() as connection:
            found = await connection.run_sync(look)
        await engine.dispose()
        return found

    return asyncio.run(run())


def differences(connection: Connection) -> list[Any]:
    """Return what autogenerate would have to change."""
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return compare_metadata(context, metadata)


def objects(connection: Connection) -> set[str]:
    """Return the names of tables, triggers and functions that are ours."""
    found = set(inspect(connection).get_table_names())
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        rows = connection.exec_driver_sql(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION SELECT proname FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace"
        )
    return found | set(rows.scalars())


def test_the_tables_are_those_of_the_code(database_url: str) -> None:
    """Autogenerate finds nothing to do."""
    assert looked_at(database_url, differences) == []


def test_up_down_up(database_url: str) -> None:
    """Downgrading leaves nothing behind, and upgrading again leads to the same."""
    before = looked_at(database_url, objects)
    assert downgrade(database_url) is None
    assert looked_at(database_url, objects) == {"alembic_version"}
    assert upgrade(database_url) == HEAD
    assert looked_at(database_url, objects) == before
    assert looked_at(database_url, differences) == []
