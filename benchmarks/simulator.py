"""(f)-(i) The local Telegram: calls a second against a bare Starlette handler, and its memory.

Rates are those of one aiohttp client with 64 calls in flight, in a process of its own; the server has a
process, and so one core, to itself. Nothing of it may ever be what a benchmark of the bot measures.
That client spends more on a call than the server does, so what a call waits in it says little of the
server: the 99th percentile is that of a client of bare connections, 64 with one call in flight each.

Run as `python -m benchmarks.simulator URL METHOD PEOPLE`, it is both clients, one after the other: it
prints as JSON the calls a second and the two 99th percentiles in milliseconds.
"""

import asyncio
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from benchmarks.measure import ROUNDS, Result, judged, percentile

TOKEN = "123456:benchmark"  # noqa: S105 - the simulator's own
IN_FLIGHT = 64
CALLS = 10_000
ENOUGH = {"getMe": 8_000.0, "sendMessage": 4_000.0}
OF_BARE = 0.8
P99_MS = 10.0
CHATS = 20
MESSAGES = 1_000_000
FILLED = 200_000
"""After so many messages every bounded history has long been full."""
PIPELINED = 200


def run() -> list[Result]:
    """Measure calls a second and waiting times in turn with the bare handler, then memory."""
    results = []
    for letter, method in (("f", "getMe"), ("g", "sendMessage")):
        rates, bare, p99 = [], [], []
        for _ in range(ROUNDS):
            seen = _against_simulator(method)
            rates.append(seen["rate"])
            p99.append(seen["p99_ms"])
            bare.append(_against_bare(method)["rate"])
        middle = ROUNDS // 2
        ours, theirs = sorted(rates)[middle], sorted(bare)[middle]
        enough = min(ENOUGH[method], OF_BARE * theirs)
        results += [
            judged(f"{letter}1 local Telegram, {method} / enough", ours, enough, "calls/s", ">= 1"),
            judged(f"{letter}2 {method}, p99 / 10 ms", sorted(p99)[middle], P99_MS, "ms", "<= 1"),
        ]
    filled, full = memory()
    name = "h local Telegram, memory after 1,000,000 messages / after 200,000"
    return [*results, judged(name, full, filled, "MiB", "<= 1.1")]


@contextmanager
def simulated() -> Iterator[tuple[str, int]]:
    """Run the simulator with some people; yields its address and its process id."""
    command = [sys.executable, "-m", "simulator", "--port", "0", "--token", TOKEN, "--flood", "off"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found is not None
        try:
            for n in range(CHATS):
                _post(f"{found.group()}/sim/users", {"first_name": f"Sari {n}"})
            yield found.group(), server.pid
        finally:
            server.kill()


def _post(url: str, body: object) -> bytes:
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310 - loopback
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
        content: bytes = answer.read()
        return content


def _people(url: str) -> list[int]:
    with urllib.request.urlopen(f"{url}/sim/state") as answer:  # noqa: S310 - loopback
        return [user["id"] for user in json.load(answer)["users"]]


def _against_simulator(method: str) -> dict[str, float]:
    with simulated() as (url, _):
        return _client(url, method, _people(url))


def _against_bare(method: str) -> dict[str, float]:
    with simulated() as (url, _), tempfile.NamedTemporaryFile() as file:
        people = _people(url)
        file.write(_post(f"{url}/bot{TOKEN}/{method}", params(method, people[0])))
        file.flush()
        command = [sys.executable, "-m", "benchmarks.bare", file.name]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            try:
                port = server.stdout.readline().strip()
                return _client(f"http://127.0.0.1:{port}", method, people)
            finally:
                server.kill()


def _client(url: str, method: str, people: list[int]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.simulator", url, method, *map(str, people)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(said)
    return figures


def params(method: str, chat_id: int) -> dict[str, object]:
    """What a call of the method says."""
    return (
        {"chat_id": chat_id, "text": "Pesanan kakak sudah kami terima."} if "send" in method else {}
    )


async def call_often(url: str, method: str, people: list[int]) -> dict[str, float]:
    """Call with 64 in flight; a first thousand calls do not count."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT)) as session:

        async def rush(left: int) -> list[float]:
            latencies: list[float] = []

            async def caller() -> None:
                nonlocal left
                while left > 0:
                    left -= 1
                    body = params(method, people[left % len(people)])
                    began = time.perf_counter()
                    async with session.post(f"{url}/bot{TOKEN}/{method}", json=body) as answer:
                        await answer.read()
                    latencies.append(time.perf_counter() - began)

            await asyncio.gather(*(caller() for _ in range(IN_FLIGHT)))
            return latencies

        await rush(1_000)
        began = time.perf_counter()
        latencies = await rush(CALLS)
        taken = time.perf_counter() - began
    return {"rate": CALLS / taken, "p99_of_aiohttp_ms": percentile(latencies, 0.99) * 1000}


class _Caller(asyncio.Protocol):
    """A connection that calls anew as soon as it is answered, and notes how long each answer took."""

    def __init__(self, calls: Iterator[bytes], latencies: list[float]) -> None:
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._calls = calls
        self._latencies = latencies
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._call()

    def _call(self) -> None:
        call = next(self._calls, None)
        if call is None:
            self.finished.set_result(None)
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(call)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, blank, body = self._received.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        if not blank or length is None or len(body) < int(length.group(1)):
            return
        assert head.startswith(b"HTTP/1.1 200"), head
        self._latencies.append(time.perf_counter() - self._began)
        self._received = b""
        self._call()


async def wait_for_answers(url: str, method: str, people: list[int]) -> dict[str, float]:
    """Return the 99th percentile with 64 bare connections; a first thousand calls do not count."""
    host, port = url.removeprefix("http://").split(":")
    latencies: list[float] = []
    calls = (_request(method, people[n % len(people)]) for n in range(1_000 + CALLS))
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda: _Caller(calls, latencies), host, int(port))
        for _ in range(IN_FLIGHT)
    ]
    await asyncio.gather(*(caller.finished for _, caller in made))
    return {"p99_ms": percentile(latencies[1_000:], 0.99) * 1000}


def memory() -> tuple[float, float]:
    """Return the server's resident MiB after 200,000 and after 1,000,000 messages."""
    with simulated() as (url, pid):
        people = _people(url)
        asyncio.run(_fill(url, people, FILLED))
        filled = _resident_mib(pid)
        asyncio.run(_fill(url, people, MESSAGES - FILLED))
        return filled, _resident_mib(pid)


def _resident_mib(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 2**20


async def _fill(url: str, people: list[int], messages: int) -> None:
    """Send so many messages down one connection, a few hundred at a time: as fast as it takes them."""
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    requests = b"".join(_request("sendMessage", people[n % len(people)]) for n in range(PIPELINED))
    for _ in range(messages // PIPELINED):
        writer.write(requests)
        for _ in range(PIPELINED):
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = re.search(rb"content-length: (\d+)", head)
            assert length is not None
            await reader.readexactly(int(length.group(1)))
    writer.close()


def _request(method: str, chat_id: int) -> bytes:
    body = json.dumps(params(method, chat_id)).encode()
    head = (
        f"POST /bot{TOKEN}/{method} HTTP/1.1\r\nhost: 127.0.0.1\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


if __name__ == "__main__":
    address, name, *ids = sys.argv[1:]
    people_ids = [int(i) for i in ids]
    often = asyncio.run(call_often(address, name, people_ids))
    print(json.dumps(often | asyncio.run(wait_for_answers(address, name, people_ids))))
