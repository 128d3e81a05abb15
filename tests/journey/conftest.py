"""One open shop for journeys that need nothing of it but that it serves them."""

from collections.abc import AsyncIterator

import pytest

from tests.journey.shop import Shop, open_shop


@pytest.fixture
async def shop_here(sqlite_url: str) -> AsyncIterator[Shop]:
    """An open shop on SQLite."""
    async with open_shop(sqlite_url) as shop:
        yield shop
