"""`python -m simulator.stand_ins`: the courier and the gateways by themselves, without the Telegram."""

from __future__ import annotations

import argparse
import contextlib
import socket
import sys
from collections.abc import AsyncIterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount

from simulator import control, couriers_http, switches
from simulator.endpoints import REFUSALS
from simulator.gateway import switches as gateway_switches
from simulator.gateway.notifier import Notifier
from simulator.gateway.routes import ROUTES as GATEWAY_ROUTES
from simulator.guard import Guard
from simulator.world import World

GATEWAY = [Mount("/gateway", routes=GATEWAY_ROUTES), *gateway_switches.ROUTES]
COURIER = [
    Mount("/courier", routes=couriers_http.ROUTES),
    *switches.PARCELS,
]


def create_app(world: World, routes: Sequence[BaseRoute], host: str = "127.0.0.1") -> Starlette:
    """The application of a stand-in, with the control surface's clock and events beside it."""

    @contextlib.asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        notifier = Notifier(world.charges)
        await notifier.start(world.on_clock)
        yield
        world.close()
        await notifier.stop()

    app = Starlette(
        routes=[*routes, switches.CLOCK, control.EVENTS],
        middleware=[Middleware(Guard, host=host)],
        exception_handlers=REFUSALS,
        lifespan=running,
    )
    app.state.world = world
    return app


def main(name: str, routes: Sequence[BaseRoute]) -> None:
    """Serve the routes until interrupted; `name` is that of the module."""
    parser = argparse.ArgumentParser(
        prog=f"simulator.{name}", description="Stand-ins without the Telegram."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address (default: %(default)s)")
    parser.add_argument("--port", type=int, default=9100, help="port, 0 for a free one")
    given = parser.parse_args()
    family = socket.AF_INET6 if ":" in given.host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on and every answer waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((given.host, given.port))
        listening.listen(128)  # who reads the line below may connect at once
    except (OSError, OverflowError) as error:
        listening.close()
        sys.exit(f"Cannot serve on {given.host}:{given.port}: {error}")
    place = f"[{given.host}]" if ":" in given.host else given.host
    sys.stdout.write(f"Stand-ins at http://{place}:{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    app = create_app(World(), routes, given.host)
    config = uvicorn.Config(
        app, ws="none", log_level="warning", access_log=False, timeout_graceful_shutdown=2
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main("stand_ins", [*COURIER, *GATEWAY])
