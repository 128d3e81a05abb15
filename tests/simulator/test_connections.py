"""HTTP as clients really send it: in pieces, several at once, plain and less plain."""

from __future__ import annotations

import asyncio
import json
import socket

import pytest

from simulator.connections import AHEAD_BYTES
from simulator.server import Simulator

GET = b"GET /bot123456:TEST/getMe HTTP/1.1\r\nHost: localhost\r\n"


def post(text: str, chat_id: int, *headers: bytes) -> bytes:
    """A sendMessage."""
    body = json.dumps({"chat_id": chat_id, "text": text}).encode()
    lines = [
        b"POST /bot123456:TEST/sendMessage HTTP/1.1",
        b"Host: localhost",
        b"Content-Type: application/json",
        b"Content-Length: %d" % len(body),
        *headers,
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class Wire:
    """A bare connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def write(self, *pieces: bytes) -> None:
        """Send pieces, each in a packet of its own."""
        for piece in pieces:
            self._writer.write(piece)
            await self._writer.drain()
            await asyncio.sleep(0.005)  # or the system would join the packets

    async def answer(self) -> tuple[int, bytes]:
        """The status and body of the next answer."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        status = int(head.split(b" ")[1])
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        )
        return status, await self._reader.readexactly(length)

    async def ended(self) -> bool:
        """Whether the server closed the connection."""
        return await self._reader.read() == b""

    async def close(self) -> None:
        """Hang up."""
        self._writer.close()
        await self._writer.wait_closed()


@pytest.fixture
async def wire(sim: Simulator):
    """A connection to a running simulator."""
    made = Wire(*await asyncio.open_connection("127.0.0.1", sim.port))
    yield made
    await made.close()


async def test_a_request_may_come_in_pieces(sim: Simulator, wire: Wire):
    """Head and body apart, the head cut anywhere, the body cut anywhere."""
    sari = sim.world.add_user("Sari")
    whole = post("halo kak", sari.id)
    body_at = whole.index(b"\r\n\r\n") + 4
    for cut in (3, 20, body_at - 2, body_at, body_at + 5):
        await wire.write(whole[:cut], whole[cut:])
        status, body = await wire.answer()
        assert (status, json.loads(body)["result"]["text"]) == (200, "halo kak")
    assert len(sim.world.chats[sari.id].entries) == 5


async def test_requests_that_come_at_once_are_answered_in_order(sim: Simulator, wire: Wire):
    """Pipelining, over calls of either way through the server."""
    sari = sim.world.add_user("Sari")
    state = b"GET /sim/state HTTP/1.1\r\nHost: localhost\r\n\r\n"
    texts = [str(number) for number in range(20)]
    await wire.write(b"".join(post(text, sari.id) for text in texts) + state + GET + b"\r\n")
    got = [json.loads((await wire.answer())[1])["result"]["text"] for _ in texts]
    assert got == texts
    assert "users" in json.loads((await wire.answer())[1])
    assert json.loads((await wire.answer())[1])["result"]["id"] == 123456


async def test_a_request_after_a_waiting_poll_waits_its_turn(sim: Simulator, wire: Wire):
    """One connection, one answer after the other."""
    poll = b"GET /bot123456:TEST/getUpdates?timeout=30 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    await wire.write(poll, GET + b"\r\n")
    await sim.world.updates.polled.wait()
    sari = sim.world.add_user("Sari")
    sim.world.tell_message(
        sim.world.chats[sari.id], sim.world.post(sim.world.chats[sari.id], sari, {"text": "x"})
    )
    assert len(json.loads((await wire.answer())[1])["result"]) == 1
    assert json.loads((await wire.answer())[1])["result"]["is_bot"] is True


@pytest.mark.parametrize(
    "request_",
    [
        GET + b"Connection: close\r\n\r\n",
        b"GET /bot123456%3ATEST/getMe HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /bot123456:TEST/getMe HTTP/1.0\r\nHost: localhost\r\n\r\n",
        (
            b"POST /bot123456:TEST/getMe HTTP/1.1\r\nHost: localhost\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n5\r\na=bcd\r\n0\r\n\r\n"
        ),
    ],
    ids=["close", "percent", "old", "chunked"],
)
async def test_less_plain_requests_are_answered_too(wire: Wire, request_: bytes):
    """By the full parser."""
    await wire.write(request_)
    status, body = await wire.answer()
    assert (status, json.loads(body)["result"]["id"]) == (200, 123456)


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /bot123456:TEST/getMe HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET /bot123456:TEST/getMe HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        (
            b"GET /bot123456:TEST/getMe HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"
        ),
        b"\x00\x01\x02\r\n\r\n",
    ],
    ids=["space", "length", "lengths", "noise"],
)
async def test_what_is_no_http_is_refused(wire: Wire, request_: bytes):
    """400, and the connection ends."""
    await wire.write(request_)
    assert b"400" in await wire._reader.read()


async def test_a_client_that_does_not_read_is_not_read_either(sim: Simulator):
    """It may send as far ahead as it likes: little is held, and little is done until it reads."""
    sari = sim.world.add_user("Sari")
    chat = sim.world.chats[sari.id]
    for _ in range(100):
        sim.world.tell_message(chat, sim.world.post(chat, sari, {"text": "x" * 4_000}))
    poll = b"GET /bot123456:TEST/getUpdates?limit=100 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    loop = asyncio.get_running_loop()
    with socket.create_connection(("127.0.0.1", sim.port)) as client:
        client.setblocking(False)
        sending = loop.create_task(loop.sock_sendall(client, poll * 200_000))
        before = sim.world.journal.n
        async with asyncio.timeout(20):
            while not (made := list(sim._server.server_state.connections)):  # type: ignore[union-attr]
                await sim.world.feed.changed(0.02)
            connection = made[0]
            while connection.transport.is_reading() or not connection.flow.write_paused:
                await sim.world.feed.changed(0.02)
        assert len(connection._held) <= AHEAD_BYTES + 256 * 1024
        assert not sending.done()
        calls = sim.world.journal.n
        assert 0 < calls - before < 200
        sending.cancel()
    async with asyncio.timeout(20):
        while sim._server.server_state.connections or sim._server.server_state.tasks:  # type: ignore[union-attr]
            await sim.world.feed.changed(0.02)
    assert sim.world.journal.n == calls
    assert not connection._held


async def test_a_client_that_reads_late_gets_every_answer(sim: Simulator, wire: Wire):
    """In order, more of them than are held at once."""
    sari = sim.world.add_user("Sari")
    texts = [f"{number} " + "x" * 500 for number in range(1_000)]
    writing = asyncio.create_task(wire.write(b"".join(post(text, sari.id) for text in texts)))
    got = [json.loads((await wire.answer())[1])["result"]["text"] for _ in texts]
    assert got == texts
    await writing


async def test_a_large_request_behind_many_small_ones_comes_whole(sim: Simulator, wire: Wire):
    """Also one that is larger than what is held of the requests to come."""
    sari = sim.world.add_user("Sari")
    large = post("x", sari.id, b"X-Padding: " + b"x" * 10_000)
    body = b'{"chat_id": %d, "text": "akhir"%s}' % (sari.id, b" " * 240_000)
    head = b"POST /bot123456:TEST/sendMessage HTTP/1.1\r\nHost: localhost\r\n"
    head += b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    writing = asyncio.create_task(wire.write(large * 30 + head + body + GET + b"\r\n"))
    got = [json.loads((await wire.answer())[1])["result"] for _ in range(32)]
    assert [one["text"] for one in got[:31]] == ["x"] * 30 + ["akhir"]
    assert got[31]["is_bot"] is True
    await writing


async def test_a_stop_answers_what_waits_and_closes(sim: Simulator):
    """A poll that waits gets its empty list."""
    short = Simulator()
    async with short:
        wire = Wire(*await asyncio.open_connection("127.0.0.1", short.port))
        poll = b"GET /bot123456:TEST/getUpdates?timeout=30 HTTP/1.1\r\nHost: localhost\r\n\r\n"
        await wire.write(poll)
        await short.world.updates.polled.wait()
    assert await wire.answer() == (200, b'{"ok":true,"result":[]}')
    assert await wire.ended()
    await wire.close()
