"""The application: Bot API, control surface, courier, gateways and page on one port."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from simulator import control, couriers_http
from simulator.bot_api import BotApi
from simulator.endpoints import REFUSALS
from simulator.gateway.routes import ROUTES as GATEWAY
from simulator.guard import Guard
from simulator.stories import serving as stories_http
from simulator.world import World

PAGE = Path(__file__).parent / "page"
_NO_PAGE = (
    "The page is not installed. The control surface is under /sim, the Bot API under /bot<TOKEN>."
)


def _nothing_to_cut(_scope: Scope) -> None:
    raise ConnectionAbortedError("this server cannot cut connections")


class Application(Starlette):
    """Starlette for everything but Bot API calls, which skip its routing: they come by thousands."""

    def __init__(
        self,
        world: World,
        routes: list[BaseRoute],
        host: str,
        cut: Callable[[Scope], None],
        stories: Path | None,
    ) -> None:
        super().__init__(
            routes=routes,
            middleware=[Middleware(Guard, host=host)],
            exception_handlers=REFUSALS,
        )
        self.state.world = world
        self.stories = self.state.stories = stories_http.Shelf(stories)
        self.bot_api = Guard(BotApi(world, cut), host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/bot")):
            await self.bot_api(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


async def index(_request: Request) -> Response:
    """GET /: the page."""
    path = PAGE / "index.html"
    if not path.is_file():
        return Response(_NO_PAGE, media_type="text/plain")
    return FileResponse(path, headers={"cache-control": "no-cache"})


def create_app(
    world: World,
    *,
    host: str = "127.0.0.1",
    cut: Callable[[Scope], None] = _nothing_to_cut,
    stories: Path | None = None,
) -> Application:
    """The ASGI application of a world.

    `host` is served beside the loopback names; `cut` closes the connection of a scope without an
    answer (the faults drop and reset need it; `simulator.server` brings it). `stories` is a folder of
    stories that the page offers.
    """
    routes: list[BaseRoute] = [
        Route("/", index),
        *control.ROUTES,
        *stories_http.ROUTES,
        Mount("/courier", routes=couriers_http.ROUTES),
        Mount("/gateway", routes=GATEWAY),
        Mount("/page", StaticFiles(directory=PAGE, check_dir=False)),
    ]
    return Application(world, routes, host, cut, stories)
