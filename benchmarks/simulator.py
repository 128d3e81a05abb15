"""(f)-(i) The local Telegram: calls a second against a bare Starlette handler, and its memory.

One aiohttp client with 64 calls in flight, in a process of its own; the server has a process, and so
one core, to itself. Nothing of it may ever be what a benchmark of the bot measures.

Run as `python -m benchmarks.simulator URL METHOD CALLS`, it is that client: it prints as JSON the calls
a second and the 99th percentile in milliseconds.
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
            rate, late = _against_simulator(method)
            rates.append(rate)
            p99.append(late)
            bare.append(_against_bare(method))
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


def _against_simulator(method: str) -> tuple[float, float]:
    with simulated() as (url, _):
        return _client(url, method, _people(url))


def _against_bare(method: str) -> float:
    with simulated() as (url, _), tempfile.NamedTemporaryFile() as file:
        people = _people(url)
        file.write(_post(f"{url}/bot{TOKEN}/{method}", params(method, people[0])))
        file.flush()
        command = [sys.executable, "-m", "benchmarks.bare", file.name]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            try:
                port = server.stdout.readline().strip()
                return _client(f"http://127.0.0.1:{port}", method, people)[0]
            finally:
                server.kill()


def _client(url: str, method: str, people: list[int]) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.simulator", url, method, *map(str, people)]
    said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return said["rate"], said["p99_ms"]


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
    return {"rate": CALLS / taken, "p99_ms": percentile(latencies, 0.99) * 1000}


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
    requests = b"".join(_request(people[n % len(people)]) for n in range(PIPELINED))
    for _ in range(messages // PIPELINED):
        writer.write(requests)
        for _ in range(PIPELINED):
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = re.search(rb"content-length: (\d+)", head)
            assert length is not None
            await reader.readexactly(int(length.group(1)))
    writer.close()


def _request(chat_id: int) -> bytes:
    body = json.dumps(params("sendMessage", chat_id)).encode()
    head = (
        f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nhost: 127.0.0.1\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


if __name__ == "__main__":
    address, name, *ids = sys.argv[1:]
    print(json.dumps(asyncio.run(call_often(address, name, [int(i) for i in ids]))))
