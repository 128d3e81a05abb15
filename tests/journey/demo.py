"""The demo as `pesan demo` runs it, for whoever talks to it over HTTP or looks at its page."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import main


@asynccontextmanager
async def running_demo(data: Path) -> AsyncIterator[str]:
    """Run the demo on a folder and give its address.

    It does not keep Telegram's pace: a group takes 20 messages a minute, and a script works faster
    than any staff.
    """
    until = asyncio.Event()
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(main.demo(0, data, until, address.set_result, pace=False))
    await asyncio.wait({running, address}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        await running
    try:
        yield address.result()
    finally:
        until.set()
        with contextlib.suppress(asyncio.CancelledError):
            await running
