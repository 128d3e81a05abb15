"""The shop, opened on each engine, and its books looked at when the story is over."""

from collections.abc import AsyncIterator

import pytest

from storage.open import open_store
from tests.domain.shop import MovableClock, ScriptedCourier, Shop, findings, open_shop


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Shop]:
    """Open the shop; after the test nothing in its books may differ."""
    clock = MovableClock()
    store = await open_store(database_url, clock=clock)
    sari, budi = await store.run(open_shop)
    yield Shop(store, clock, ScriptedCourier(), sari, budi)
    found = await findings(store)
    await store.close()
    assert found == []
