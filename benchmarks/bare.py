"""A bare Starlette handler that answers a constant: what the local Telegram is held against.

Run as `python -m benchmarks.bare FILE`: FILE holds the bytes of the answer. It prints its port.
"""

import asyncio
import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def main(answer: bytes) -> None:
    """Serve until killed."""

    async def constant(request: Request) -> Response:
        await request.body()
        return Response(answer, media_type="application/json")

    app = Starlette(routes=[Route("/{path:path}", constant, methods=["POST"])])
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    config = uvicorn.Config(app, ws="none", lifespan="off", access_log=False, log_config=None)
    await uvicorn.Server(config).serve(sockets=[listening])


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]).read_bytes()))
