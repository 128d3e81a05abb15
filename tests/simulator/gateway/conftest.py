"""A merchant of the gateways, and where the notifications go."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.listening import listening
from tests.simulator.conftest import Client
from tests.simulator.gateway.merchant import Receiver, Shop


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Where notifications go."""
    receiving = Receiver()
    async with listening(receiving.take) as url:
        receiving.url = f"{url}/hook"
        yield receiving


@pytest.fixture
def shop(client: Client) -> Shop:
    """A merchant."""
    return Shop(client)
