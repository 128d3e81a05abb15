"""A merchant of the gateways, and where the notifications go."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.simulator.conftest import Client
from tests.simulator.gateway.merchant import Receiver, Shop


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Where notifications go."""
    async with Receiver() as listening:
        yield listening


@pytest.fixture
def shop(client: Client) -> Shop:
    """A merchant."""
    return Shop(client)
