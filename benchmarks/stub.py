"""A Bot API server that does almost nothing, so that what is measured is the bot.

Run as `python -m benchmarks.stub FILE ANSWERS`: FILE holds a JSON list of updates whose ids count up
from 1. It prints its port, hands them out, waits for so many messages sent or edited and prints the
seconds from the first hand-out to the last answer as JSON. With ANSWERS 0 it prints the seconds
since its start at the first getUpdates.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

MESSAGE = {
    "message_id": 1,
    "date": 1_700_000_000,
    "chat": {"id": 1, "type": "private", "first_name": "A"},
}
ME = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
LIMIT = 100


class Script:
    """What is handed out and what is counted."""

    def __init__(self, updates: list[dict[str, object]], answers: int) -> None:
        self._updates = updates
        self._missing = answers
        self.began = 0.0 if answers else time.perf_counter()
        self.done: asyncio.Event = asyncio.Event()

    def batch(self, offset: int) -> list[dict[str, object]]:
        """The updates from `offset` on, at most 100."""
        if not self.began:
            self.began = time.perf_counter()
        if not self._missing:
            self.done.set()
        first = max(offset, 1)
        return self._updates[first - 1 : first - 1 + LIMIT]

    def answer(self) -> None:
        """One message came back."""
        self._missing -= 1
        if self._missing == 0:
            self.done.set()


def _reply(result: object) -> bytes:
    body = json.dumps({"ok": True, "result": result}).encode()
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\nConnection: keep-alive\r\n\r\n"
    )
    return head % len(body) + body


def _offset(body: bytes) -> int:
    """The offset in a JSON body or in a form: the library's own transport sends forms."""
    if body.startswith(b"{"):
        return int(json.loads(body).get("offset", 0))
    fields = dict(pair.partition(b"=")[::2] for pair in body.split(b"&"))
    return int(fields.get(b"offset", 0))


SENT = _reply(MESSAGE)
TRUE = _reply(result=True)


class Connection(asyncio.Protocol):
    """One keep-alive connection; requests come one at a time, with a Content-Length or none."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every complete request."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            length = 0
            lower = head.lower()
            at = lower.find(b"content-length:")
            if at >= 0:
                length = int(lower[at + 15 :].split(b"\r\n", 1)[0])
            if len(self._buffer) < end + 4 + length:
                return
            body = self._buffer[end + 4 : end + 4 + length]
            self._buffer = self._buffer[end + 4 + length :]
            self._serve(head.split(b" ", 2)[1].rsplit(b"/", 1)[-1], body)

    def _serve(self, method: bytes, body: bytes) -> None:
        assert self._transport is not None
        if method in {b"sendMessage", b"editMessageText"}:
            self._transport.write(SENT)
            self._script.answer()
        elif method == b"getUpdates":
            self._get_updates(body)
        elif method == b"getMe":
            self._transport.write(_reply(ME))
        else:
            self._transport.write(TRUE)

    def _get_updates(self, body: bytes) -> None:
        assert self._transport is not None
        batch = self._script.batch(_offset(body))
        if batch:
            self._transport.write(_reply(batch))
        else:  # a long poll that brings nothing
            asyncio.get_running_loop().call_later(1.0, self._transport.write, _reply([]))


async def main(file: str, answers: int) -> None:
    """Serve until all is answered, and then until killed."""
    script = Script(json.loads(Path(file).read_text()), answers)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(script), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await script.done.wait()
    print(json.dumps({"seconds": time.perf_counter() - script.began}), flush=True)
    await asyncio.Event().wait()


@contextmanager
def stubbed(updates: list[dict[str, object]], answers: int) -> Iterator[tuple[str, IO[str]]]:
    """Run the stub as a process of its own; yields its address and what it prints."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(updates, file)
        file.flush()
        stub = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.stub", file.name, str(answers)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert stub.stdout is not None
        try:
            yield f"http://127.0.0.1:{stub.stdout.readline().strip()}", stub.stdout
        finally:
            stub.kill()
            stub.wait()
            stub.stdout.close()


def person(number: int) -> dict[str, object]:
    """A person as Telegram names them."""
    return {"id": number, "is_bot": False, "first_name": "Sari", "language_code": "id"}


def private_chat(number: int) -> dict[str, object]:
    """The person's own chat with the bot."""
    return {"id": number, "type": "private", "first_name": "Sari"}


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
