"""Fixtures of the storage tests."""

import pytest

from tests.storage.rows import CREATE, outside


@pytest.fixture
async def counted_url(database_url: str) -> str:
    """Return the URL of a fresh database with the tests' own table."""
    await outside(database_url, CREATE)
    return database_url
