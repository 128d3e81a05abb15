"""Requests to the control surface: read by what they say that they take, answered in JSON."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from simulator.arguments import decoded
from simulator.errors import ControlError, Json
from simulator.fields import NOTHING, Form
from simulator.files import Upload
from simulator.world import World

BODY_BYTES = 80 * 1024 * 1024
Act = Callable[[World, Json], Any]
Answer = Callable[[Request, Json], Awaitable[Response]]


def reply(value: object, status: int = 200) -> Response:
    """A JSON answer."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace"), status, media_type="application/json")


def world_of(request: Request) -> World:
    """The world that the application serves."""
    return cast("World", request.app.state.world)


class Endpoint(Route):
    """A route that takes the fields of `takes`: of the query for a GET, else of the body."""

    def __init__(self, path: str, answer: Answer, method: str, takes: Form) -> None:
        self.takes = takes
        self._answer = answer
        self._asks = method == "GET"
        super().__init__(path, self._handle, name=path, methods=[method])

    async def _handle(self, request: Request) -> Response:
        try:
            query = self.takes if self._asks else NOTHING
            given = query.read(query.from_texts(request.query_params.multi_items()))
            if not self._asks:
                given = self.takes.read(await _body(request, self.takes))
            return await self._answer(request, given | request.path_params)
        except ControlError as refused:
            return reply({"error": refused.error}, refused.status)


def get(path: str, answer: Answer, takes: Form = NOTHING) -> Endpoint:
    """A question; `answer` gets what stood in the query and the path."""
    return Endpoint(path, answer, "GET", takes)


def act(path: str, do: Act, takes: Form = NOTHING, method: str = "POST") -> Endpoint:
    """A deed: `do(world, fields)`, answered with what it returns; may be a coroutine function."""

    async def answer(request: Request, given: Json) -> Response:
        result = do(world_of(request), given)
        if asyncio.iscoroutine(result):
            result = await result
        return reply(result if result is not None else {"ok": True})

    return Endpoint(path, answer, method, takes)


async def _body(request: Request, takes: Form) -> Json:
    """The JSON object, or the form with its files, of a request."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _multipart(request, takes)
    parts = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_BYTES:
            raise ControlError("the request is too large", 413)
        parts.append(part)
    body = b"".join(parts)
    if not body:
        return {}
    try:
        parsed = decoded(body)
    except ValueError:
        raise ControlError("the body is not JSON") from None
    if not isinstance(parsed, dict):
        raise ControlError("the body must be a JSON object")
    return parsed


async def _multipart(request: Request, takes: Form) -> Json:
    pairs: list[tuple[str, str | Upload]] = []
    try:
        async with request.form(max_files=20, max_fields=50) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    content = await value.read()
                    pairs.append(
                        (name, Upload(value.filename or name, content, value.content_type))
                    )
                else:
                    pairs.append((name, value))
    except (MultiPartException, HTTPException, ValueError) as broken:
        raise ControlError("the form cannot be read") from broken
    return takes.from_texts(pairs)


async def _in_json(request: Request, error: Exception) -> Response:
    """What no route took: below /sim the reason comes as JSON, like every other refusal there."""
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for nothing else
    path: str = request.scope["path"]
    if not f"{path}/".startswith("/sim/"):
        return PlainTextResponse(error.detail, error.status_code, error.headers)
    if error.status_code != 405:
        return reply({"error": f"there is nothing at {path}"}, error.status_code)
    routes = [each for each in request.app.routes if isinstance(each, Route)]
    found = {m for each in routes if each.path_regex.match(path) for m in each.methods or ()}
    allowed = ", ".join(sorted(found - {"HEAD"}))
    answer = reply({"error": f"{path} takes {allowed}, not {request.method}"}, 405)
    answer.headers["allow"] = allowed
    return answer


REFUSALS: dict[Any, Callable[[Request, Exception], Awaitable[Response]]] = {HTTPException: _in_json}
"""The exception handlers of an application that has such routes."""
