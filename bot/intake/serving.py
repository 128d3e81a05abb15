"""Serves an ASGI application inside the running loop, stopped with the block."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette


class _Embedded(uvicorn.Server):
    """uvicorn without its signal handlers: the process has its own."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serve(app: Starlette, host: str, port: int) -> AsyncIterator[None]:
    """Serve until the block is left; requests under way are finished."""
    config = uvicorn.Config(
        app, host=host, port=port, lifespan="off", access_log=False, log_config=None
    )
    server = _Embedded(config)
    task = asyncio.create_task(server.serve(), name="webhook server")
    try:
        while not server.started:
            if task.done():
                await task
                raise RuntimeError(f"cannot listen on {host}:{port}")
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await task
