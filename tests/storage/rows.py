"""A table of the tests' own, and a look at a database from outside of the store."""

import asyncio
import sqlite3
from typing import Any, cast

import asyncpg
from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam, insert, select, update

from domain.ports import UnitOfWork
from storage.unit_of_work import SqlUnitOfWork

TABLE = Table(
    "counted",
    MetaData(),
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)
CREATE = "CREATE TABLE counted (name TEXT PRIMARY KEY, value INTEGER NOT NULL)"
_INSERT = insert(TABLE)
_READ = select(TABLE.c.value).where(TABLE.c.name == bindparam("n")).with_for_update()
_WRITE = update(TABLE).where(TABLE.c.name == bindparam("n")).values(value=bindparam("v"))


def add(uow: UnitOfWork, name: str, value: int = 0) -> str:
    """Insert a row."""
    sql(uow).connection.execute(_INSERT, {"name": name, "value": value})
    return name


def increment(uow: UnitOfWork, name: str) -> int:
    """Read the value, then write one more: loses updates wherever units are not kept apart."""
    connection = sql(uow).connection
    value: int = connection.execute(_READ, {"n": name}).scalar_one()
    connection.execute(_WRITE, {"n": name, "v": value + 1})
    return value + 1


def sql(uow: UnitOfWork) -> SqlUnitOfWork:
    """Return the unit of work as what it is here."""
    return cast("SqlUnitOfWork", uow)


async def outside(url: str, statement: str, before: str = "") -> list[tuple[Any, ...]]:
    """Run one statement over a connection of its own and return its rows."""
    if url.startswith("sqlite"):
        return await asyncio.to_thread(_outside_sqlite, url, statement, before)
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


def _outside_sqlite(url: str, statement: str, before: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        connection.execute(before)
        rows = connection.execute(statement).fetchall()
        connection.commit()
        return rows
    finally:
        connection.close()
