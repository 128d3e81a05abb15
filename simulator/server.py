"""The simulator on a port, inside the running event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn

from simulator.app import Application, create_app
from simulator.connections import Connections
from simulator.flood import Mode
from simulator.gateway.notifier import Notifier
from simulator.webhook import WebhookSender
from simulator.world import DEFAULT_TOKEN, World

STOP_S = 2.0


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the process belongs to whoever embeds it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:  # noqa: ANN401 - uvicorn's own type is a private generator
        yield


class Simulator:
    """`async with Simulator(port=0) as sim:` serves at `sim.url`; `sim.world` is its state.

    Floods are refused as Telegram refuses them (`flood="strict"`), unless something else is asked for.
    """

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        flood: Mode | None = None,
        world: World | None = None,
        stories: Path | None = None,
    ) -> None:
        if world is not None and flood is not None:
            raise ValueError("a world brings its own flood mode: World(flood=...)")
        self.world = world or World(token, flood=flood or "strict")
        self._host, self._port, self._stories = host, port, stories
        self._app: Application | None = None
        self._socket: socket.socket | None = None
        self._server: _Server | None = None
        self._webhook = WebhookSender(self.world)
        self._notifier = Notifier(self.world.charges)

    @property
    def url(self) -> str:
        """`http://host:port`, without a slash at its end."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.port}"

    @property
    def port(self) -> int:
        """The port that is served."""
        if self._socket is None:
            raise RuntimeError("the simulator is not running")
        port: int = self._socket.getsockname()[1]
        return port

    async def __aenter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        # Named as TCP, or asyncio leaves Nagle's algorithm on and every answer waits 40 ms.
        self._socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((self._host, self._port))
        except OSError:
            self._socket.close()
            raise
        connections = Connections()
        app = create_app(self.world, host=self._host, cut=connections.cut, stories=self._stories)
        self._app = app
        config = uvicorn.Config(
            app,
            http=connections.protocol(app.bot_api),
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            date_header=False,
            timeout_keep_alive=75,
        )
        config.load()
        self._server = _Server(config)
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup(sockets=[self._socket])
        await self._webhook.start(app.bot_api)
        await self._notifier.start(self.world.on_clock)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._app is not None:
            await self._app.stories.close()
        self.world.close()
        await self._webhook.stop()
        await self._notifier.stop()
        server = self._server
        if server is None:
            return
        for listening in server.servers:
            listening.close()
        for connection in list(server.server_state.connections):
            connection.shutdown()
        tasks = list(server.server_state.tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_S)
            for task in late:
                task.cancel()
        for connection in list(server.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        # Let the loop run the connection_lost callbacks before the sockets are forgotten.
        await asyncio.sleep(0)
