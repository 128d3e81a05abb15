"""Fixtures of the storage tests."""

import pytest

from domain.customers import Customer
from storage.open import OpenStore
from tests.storage.rows import CREATE, outside
from tests.storage.shop import NOW, opened_shop


@pytest.fixture
async def counted_url(database_url: str) -> str:
    """Return the URL of a fresh database with the tests' own table."""
    await outside(database_url, CREATE)
    return database_url


@pytest.fixture
async def shop(store: OpenStore) -> OpenStore:
    """Return the store of a stocked shop with one customer (id 1)."""
    await opened_shop(store)
    await store.run(lambda uow: uow.customers.add(Customer(0, 100, "Siti", "id", NOW)))
    return store
