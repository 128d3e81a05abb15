"""One open shop, or the demo, for journeys that need nothing of it but that it serves them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journey.demo import running_demo
from tests.journey.shop import Shop, open_shop


@pytest.fixture
async def shop_here(sqlite_url: str) -> AsyncIterator[Shop]:
    """An open shop on SQLite."""
    async with open_shop(sqlite_url) as shop:
        yield shop


@pytest.fixture
def demo_data(tmp_path: Path) -> Path:
    """The folder of the demo."""
    return tmp_path / "data"


@pytest.fixture
async def demo_url(demo_data: Path) -> AsyncIterator[str]:
    """The address of a demo."""
    async with running_demo(demo_data) as url:
        yield url
