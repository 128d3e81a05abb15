"""Connections of the server: a short way for small Bot API calls, and a way to cut one off."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from starlette.types import ASGIApp, Message, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

SMALL_BYTES = 256 * 1024
HEAD_BYTES = 16 * 1024
# How much of what a client sends ahead of its answers is held; beyond it nothing more is read.
AHEAD_BYTES = 64 * 1024
_STARTS = (b"POST /bot", b"GET /bot")
_FULL_PARSER_HEADERS = frozenset({b"transfer-encoding", b"expect", b"upgrade"})
_STATUS_LINES = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SmallRequest:
    """A whole request that came in one piece of so many bytes."""

    scope: Scope
    body: bytes
    size: int


def small_request(
    data: bytes | bytearray, client: tuple[str, int] | None
) -> SmallRequest | int | None:
    """The plain HTTP/1.1 request that `data` begins with.

    None when it is not plain: the full parser must look at it. A number when so many bytes are
    still missing.
    """
    end = data.find(b"\r\n\r\n")
    if end < 0 or end > HEAD_BYTES:
        return None
    first, *lines = bytes(data[:end]).split(b"\r\n")
    words = first.split(b" ")
    if len(words) != 3 or words[2] != b"HTTP/1.1" or b"%" in words[1]:
        return None
    headers = _plain_headers(lines)
    if headers is None:
        return None
    length = next((int(value) for name, value in headers if name == b"content-length"), 0)
    start = end + 4
    if len(data) < start + length:
        return start + length - len(data)
    path, _, query = words[1].partition(b"?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": words[0].decode("latin-1"),
        "path": path.decode("latin-1"),
        "query_string": query,
        "headers": headers,
        "client": client,
    }
    return SmallRequest(scope, bytes(data[start : start + length]), start + length)


def _plain_headers(lines: list[bytes]) -> list[tuple[bytes, bytes]] | None:
    """The headers by their lower names; None when one of them asks for the full parser."""
    headers = []
    has_length = False
    for line in lines:
        name, colon, value = line.partition(b":")
        name, value = name.lower(), value.strip(b" \t")
        if not colon or not name or name.strip() != name or name in _FULL_PARSER_HEADERS:
            return None
        if name == b"connection" and value.lower() != b"keep-alive":
            return None
        if name == b"content-length":
            if has_length or not value.isdigit() or int(value) > SMALL_BYTES:
                return None
            has_length = True
        headers.append((name, value))
    return headers


class Connection(H11Protocol):
    """uvicorn's connection, with a short way for whole small requests to the Bot API.

    A general HTTP parser costs more than all the rest of such a call, and a simulator that is
    slower than the bot would be what a benchmark of the bot measures. Whatever is not plain, or
    not for the Bot API, goes uvicorn's way.
    """

    bot_api: ASGIApp
    open_connections: dict[tuple[str, int], Connection]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*args, **kwargs)
        self._held = bytearray()
        self._answering: asyncio.Task[None] | None = None
        self._gone: asyncio.Future[None] | None = None
        self._closes = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.client is not None:
            self.open_connections[self.client] = self

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._held.clear()
        if self.client is not None:
            self.open_connections.pop(self.client, None)
        if self._gone is not None and not self._gone.done():
            self._gone.set_result(None)

    def data_received(self, data: bytes) -> None:
        if self._answering is not None:
            self._held += data
            if len(self._held) > AHEAD_BYTES:
                self.transport.pause_reading()
        elif self._held:
            self._held += data
            self._go_on()
        else:
            taken = self._take(data)
            if taken < len(data):
                self._held += data[taken:]

    def _go_on(self) -> None:
        """Take the next request out of what is held, and read on when little of it is left."""
        # A bytearray forgets its beginning without moving the rest: nothing here may cost more
        # for a client that sends far ahead of its answers.
        del self._held[: self._take(self._held)]
        is_free = self._answering is None or len(self._held) <= AHEAD_BYTES
        if is_free and not self.flow.read_paused:
            self.transport.resume_reading()

    def _take(self, data: bytes | bytearray) -> int:
        """Begin to answer the first request in `data`; returns how many bytes are done with."""
        request: SmallRequest | int | None = None
        if data.startswith(_STARTS) and self._is_between_requests():
            request = small_request(data, self.client)
        if request is None:
            super().data_received(bytes(data))
            return len(data)
        if isinstance(request, int):
            return 0
        self._unset_keepalive_if_required()
        self._answering = self.loop.create_task(self._answer(request))
        self.tasks.add(self._answering)
        self._answering.add_done_callback(self._answered)
        return request.size

    def _is_between_requests(self) -> bool:
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is not None and not cycle.response_complete:
            return False
        return not self.conn.trailing_data[0]

    async def _answer(self, request: SmallRequest) -> None:
        given = False
        parts: list[bytes] = []

        async def receive() -> Message:
            nonlocal given
            if not given:
                given = True
                return {"type": "http.request", "body": request.body, "more_body": False}
            if self._gone is None:
                self._gone = self.loop.create_future()
                if self.transport.is_closing():
                    self._gone.set_result(None)
            await self._gone
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                status = message["status"]
                parts.append(_STATUS_LINES.get(status) or b"HTTP/1.1 %d \r\n" % status)
                parts.extend(b"%b: %b\r\n" % header for header in message["headers"])
                parts.append(b"\r\n")
            else:
                parts.append(message.get("body", b""))

        if self.flow.write_paused:
            # A client that asks on and on without reading must not fill the memory.
            await self.flow.drain()
            if self.transport.is_closing():
                return
        try:
            await self.bot_api(request.scope, receive, send)
        except Exception:  # noqa: BLE001 - one call's defect must not end the others
            _log.exception("a call could not be answered")
            parts = [_STATUS_LINES[500], b"content-length: 0\r\n\r\n"]
        if not self.transport.is_closing():
            self.transport.write(b"".join(parts))

    def _answered(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        self._answering = None
        if self._gone is not None:
            self._gone.cancel()
            self._gone = None
        if self._closes or task.cancelled():
            self.transport.close()
        elif self._held and not self.transport.is_closing():
            self._go_on()

    def shutdown(self) -> None:
        """Close, after the answer that is under way."""
        if self._answering is None:
            super().shutdown()
        else:
            self._closes = True


class Connections:
    """The open connections of one server."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], Connection] = {}

    def protocol(self, bot_api: ASGIApp) -> type[Connection]:
        """The class of connections whose small calls go to `bot_api`."""
        members = {"bot_api": staticmethod(bot_api), "open_connections": self._open}
        return type("BotApiConnection", (Connection,), members)

    def cut(self, scope: Scope) -> None:
        """Break the connection that a request came by."""
        connection = self._open.get(tuple(scope["client"] or ()))
        if connection is not None:
            connection.transport.abort()
