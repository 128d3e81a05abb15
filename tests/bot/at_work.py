"""The whole program inside the test's process, so that the test can reach into its surroundings."""

import asyncio
import resource
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Self
from urllib.parse import urlsplit

from bot import main
from bot.settings import Settings
from domain.ports import CourierPort
from tests.drill.people import Person, text_of
from tests.drill.town import Town
from tests.storage.rows import outside

PATIENCE_S = 20.0


@asynccontextmanager
async def at_work(
    town: Town,
    clock: main.ShiftedClock | None = None,
    courier: CourierPort | None = None,
    **changes: object,
) -> AsyncIterator[main.App]:
    """Run the program for the town."""
    settings = Settings.model_validate(town.settings(**changes))
    async with main.running(settings, clock or main.ShiftedClock(), courier=courier) as app:
        yield app


@asynccontextmanager
async def staff_working(town: Town, members: int = 2) -> AsyncIterator[None]:
    """Let so many members of staff do whatever the group shows."""
    work = [asyncio.create_task(member.work()) for member in town.members[:members]]
    try:
        yield
    finally:
        for task in work:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*work)


async def sees(person: Person, *words: str) -> None:
    """Wait until one message of the bot shows all the words."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not person.read(*words):
                await person.sim.world.feed.changed(1.0)
    except TimeoutError:
        seen = "\n--\n".join(text_of(entry) for entry in person.shown()[-5:])
        raise AssertionError(f"{words} not seen:\n{seen}") from None


async def comes_to(url: str, query: str, wanted: object) -> None:
    """Wait until the query's first value is this."""

    async def value() -> object:
        return (await outside(url, query))[0][0]

    async with asyncio.timeout(PATIENCE_S):
        await until(value, wanted)


async def until(look: Callable[[], Awaitable[object]], wanted: object) -> None:
    """Look until it is as wanted: what happens on disk or in another process sends no event."""
    while await look() != wanted:  # noqa: ASYNC110 - as said
        await asyncio.sleep(0.05)


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Let the system refuse writes past `size` bytes of any file, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Cable:
    """The way to a server, which can be cut and mended."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self.port = free_port()
        self.url = url.replace(f":{self._target.port}", f":{self.port}")
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()

    async def mend(self) -> None:
        """Let connections through."""
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)

    async def cut(self) -> None:
        """End every connection and take no new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()
        await asyncio.sleep(0)

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.cut()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target.port)
        self._ends |= {writer, far_writer}
        for source, sink in ((reader, far_writer), (far_reader, writer)):
            pump = asyncio.create_task(_pump(source, sink))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    sink.close()
