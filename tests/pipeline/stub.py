"""A tiny Bot API on loopback, for what a real one would not do on request."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

TOKEN = "123456789:AAF-secret_part_of_the_token_0123456"

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Call:
    """What a method was called with; files by field, as (name, content)."""

    method: str
    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass
class Stub:
    """Answers by method name; one that was given no answer gets `true`."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Note the call and answer it."""
        call = Call(request.match_info["method"])
        for name, value in (await _fields(request)).items():
            if isinstance(value, web.FileField):
                call.files[name] = (value.filename, value.file.read())
            else:
                call.fields[name] = str(value)
        self.calls.append(call)
        self.arrived.set()
        answer = self.answers.get(call.method)
        return await answer(request) if answer else ok(True)


async def _fields(request: web.Request) -> Mapping[str, object]:
    """The parameters, from a JSON body as from a form: nested values as JSON text."""
    if request.content_type != "application/json":
        return await request.post()
    fields = json.loads(await request.read())
    return {k: v if isinstance(v, str) else json.dumps(v) for k, v in fields.items()}


def ok(result: object) -> web.Response:
    """A successful reply."""
    return web.json_response({"ok": True, "result": result})


def says(result: object) -> Answer:
    """A successful reply with this result, each time."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return ok(result)

    return answer


def fails(status: int, description: str = "", **parameters: int) -> Answer:
    """An error reply as Telegram words it."""
    body: dict[str, object] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return answer


def raw(status: int, body: bytes, content_type: str = "text/html") -> Answer:
    """Anything else that a server or a proxy in between may say."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body, content_type=content_type)

    return answer


async def hangs_up(request: web.Request) -> web.StreamResponse:
    """Reset the connection without a reply."""
    assert request.transport is not None
    request.transport.abort()
    await asyncio.sleep(0)
    return web.Response()


async def never(_: web.Request) -> web.StreamResponse:
    """Take the call and say nothing."""
    await asyncio.Event().wait()
    raise AssertionError


async def cut_short(request: web.Request) -> web.StreamResponse:
    """Promise 1,000 bytes, send a few and close."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(json.dumps({"ok": True}).encode())
    assert request.transport is not None
    request.transport.close()
    return response


@asynccontextmanager
async def running() -> AsyncIterator[Stub]:
    """Serve a stub on a free port; `url` is what `base_url` wants."""
    stub = Stub()
    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/{{method}}", stub.handle)
    app.router.add_get(f"/file/bot{TOKEN}/{{path}}", _file)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    stub.url = f"http://{host}:{port}/bot"
    try:
        yield stub
    finally:
        await runner.cleanup()


async def _file(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b"\x89PNG")
