"""One stage for each client and each way of hearing; all scenes of the script play on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.clients.stage import COMMANDS, MODES, Stage

_PLAYS = [(client, mode) for client in COMMANDS for mode in MODES]


@pytest_asyncio.fixture(
    scope="session", loop_scope="session", params=_PLAYS, ids=[f"{c}-{m}" for c, m in _PLAYS]
)
async def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    """A running bot of one client."""
    client, mode = request.param
    async with Stage(client, mode, tmp_path_factory.mktemp("pictures")) as running:
        yield running
