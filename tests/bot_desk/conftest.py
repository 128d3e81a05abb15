"""The desk's fixtures: a group at work on SQLite."""

from collections.abc import AsyncIterator

import pytest

from storage.open import open_store
from tests.bot_desk.desk import Desk, StandingClock, open_shop


@pytest.fixture
async def empty_desk(sqlite_url: str) -> AsyncIterator[Desk]:
    """A group on an empty database: nobody has claimed anything."""
    clock = StandingClock()
    store = await open_store(sqlite_url, clock=clock)
    yield Desk(store, clock)
    await store.close()


@pytest.fixture
async def group_on_both(database_url: str) -> AsyncIterator[Desk]:
    """The sample shop at work, once on each engine."""
    clock = StandingClock()
    store = await open_store(database_url, clock=clock)
    desk = Desk(store, clock)
    await desk.run(open_shop)
    yield desk
    await store.close()


@pytest.fixture
async def group(empty_desk: Desk) -> Desk:
    """The sample shop with one member of staff per role."""
    await empty_desk.run(open_shop)
    return empty_desk
