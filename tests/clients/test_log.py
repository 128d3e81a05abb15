"""After all that the other files have played."""

from __future__ import annotations

import pytest

from tests.clients.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_nothing_else_went_wrong(stage: Stage):
    """No client has logged that it did not understand something, in all that was played before."""
    assert stage.complaints() == []
