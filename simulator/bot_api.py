"""The Bot API over HTTP: bodies of every kind in, `{"ok": ...}` out, faults in between."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import unquote_to_bytes

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from simulator import watching
from simulator.arguments import decoded
from simulator.bot_api_names import BY_LOWER_NAME
from simulator.errors import ApiError, Json
from simulator.faults import Fault
from simulator.files import DOCUMENT_BYTES, Upload
from simulator.flood import too_many
from simulator.journal import shortened
from simulator.methods import METHODS, Call, Method, Told
from simulator.world import World, refusal_text

BODY_BYTES = DOCUMENT_BYTES + 1024 * 1024
FIELD_BYTES = 1024 * 1024
NAME = 200
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_METHODS_BY_LOWER_NAME = {name.lower(): built for name, built in METHODS.items()}


class BotApi:
    """The ASGI application under /bot<TOKEN>/ and /file/bot<TOKEN>/."""

    def __init__(self, world: World, cut: Callable[[Scope], None]) -> None:
        self._world = world
        self._cut = cut
        self._prefix = f"/bot{world.token}/"
        self._file_prefix = f"/file/bot{world.token}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path.startswith("/file/"):
            await self._download(path, send)
        elif path.startswith(self._prefix):
            await self._call(path[len(self._prefix) :], scope, receive, send)
        else:
            # Behind the first slash stands the method: no part of a token gets into the journal.
            name = path.removeprefix("/bot").partition("/")[2]
            self._note(name[:NAME], {}, 401, 0, "Unauthorized")
            await _refuse(send, 401, "Unauthorized")

    async def _download(self, path: str, send: Send) -> None:
        asked = {"file_path": path.removeprefix("/file/bot").partition("/")[2][:NAME]}
        if not path.startswith(self._file_prefix):
            self._note("/file", asked, 401, 0, "Unauthorized")
            await _refuse(send, 401, "Unauthorized")
            return
        file = self._world.files.at(path[len(self._file_prefix) :])
        if file is None:
            self._note("/file", asked, 404, 0, "Not Found")
            await _refuse(send, 404, "Not Found")
            return
        self._note("/file", asked, 200, 0, None)
        await _send(send, 200, b"application/octet-stream", file.content)

    def _note(self, name: str, params: Json, status: int, ms: float, error: str | None) -> None:
        """Put a line into the journal, and its facts on the page."""
        n = self._world.journal.call(name, params, status, ms, error)
        facts = {"n": n, "method": name, "status": status, "ms": ms}
        if error is not None:
            facts["error"] = error
        self._world.feed.publish("call", _chat_of(params), facts=facts)

    async def _call(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        world = self._world
        raw: Json = {}
        fault: Fault | None = None
        try:
            raw, files = await _arguments(scope, receive)
            if world.faults.active:
                fault = world.faults.match(name, _chat_of(raw))
                if fault is not None and await self._broken(fault, scope):
                    self._note(name, _kept(raw, scope), 0, _since(started), "dropped by a fault")
                    return
            result = await self._run(_find(name), raw, files, receive)
            status, body, error = 200, {"ok": True, "result": result}, None
            if type(result) is Told:
                body = {"ok": True, "result": result.result, "description": result.description}
        except ApiError as refused:
            status, error = refused.code, refused.description
            body = refusal_text(refused)
        except ClientDisconnect:
            return
        self._note(name, _kept(raw, scope), status, _since(started), error)
        for look in watching.ANSWERS:
            look(name, status, body)
        if fault is not None and fault.reset:
            await self._cut_off(scope)
            return
        payload = _encode(body).encode()
        if fault is not None and fault.truncate:
            payload = payload[: len(payload) // 2]
        # A client that is gone does not mind; ASGI servers may raise.
        with suppress(OSError):
            await _send(send, status, b"application/json", payload)

    async def _broken(self, fault: Fault, scope: Scope) -> bool:
        """Carry out a fault that comes before the call; True when there is no answer at all."""
        if fault.delay_ms:
            await asyncio.sleep(fault.delay_ms / 1000)
        if fault.drop:
            await self._cut_off(scope)
            return True
        if fault.retry_after:
            raise too_many(fault.retry_after)
        if fault.status:
            raise ApiError(fault.status, fault.description or _REASONS.get(fault.status, "Error"))
        return False

    async def _cut_off(self, scope: Scope) -> None:
        self._cut(scope)
        # The server must learn of it before this returns, or it would answer with a 500.
        await asyncio.sleep(0)

    async def _run(
        self, method: Method, raw: Json, files: dict[str, Upload], receive: Receive
    ) -> object:
        world = self._world
        args = method.arguments(raw)
        # Before the call, for it must change nothing; yet only what was sent is counted.
        if method.sends:
            world.flood.check(method.name, args["chat_id"])
        if not method.is_async:
            result = method.run(Call(world, args, files))
            if method.sends:
                world.flood.count(method.name, args["chat_id"])
            return result

        async def gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        waiting: Awaitable[object] = method.run(Call(world, args, files, gone))
        return await waiting


_REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


def _find(name: str) -> Method:
    method = METHODS.get(name) or _METHODS_BY_LOWER_NAME.get(name.lower())
    if method is not None:
        return method
    known = BY_LOWER_NAME.get(name.lower())
    if known is not None:
        raise ApiError(501, f"Not Implemented by the simulator: {known}")
    raise ApiError(404, "Not Found: method not found")


def _since(started: float) -> float:
    """Milliseconds."""
    return round((time.perf_counter() - started) * 1000, 2)


def _kept(raw: Json, scope: Scope) -> Json:
    """The parameters as the journal keeps them."""
    return shortened(raw) if scope.get("large") else raw


def _chat_of(raw: Json) -> int | None:
    try:
        return int(raw["chat_id"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


async def _arguments(scope: Scope, receive: Receive) -> tuple[Json, dict[str, Upload]]:
    raw: Json = {}
    if scope["query_string"]:
        raw.update(_form(scope["query_string"]))
    kind = b""
    for name, value in scope["headers"]:
        if name == b"content-type":
            kind = value.lower()
            break
    if kind.startswith(b"multipart/form-data"):
        return await _multipart(raw, scope, receive)
    body = await _body(scope, receive)
    if not body:
        return raw, {}
    if kind.startswith(b"application/json"):
        raw.update(_json_body(body))
    else:
        raw.update(_form(body))
    return raw, {}


async def _body(scope: Scope, receive: Receive) -> bytes:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    body: bytes = message.get("body", b"")
    if message.get("more_body"):
        parts, size = [body], len(body)
        while message.get("more_body"):
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > FIELD_BYTES * 4:
                raise ApiError(413, "Request Entity Too Large")
        body = b"".join(parts)
    if len(body) > 16_384:
        scope["large"] = True
    return body


def _form(body: bytes) -> Json:
    # Much shorter than urllib's parse_qsl, which costs more than all else in a small call.
    fields: Json = {}
    try:
        for part in body.replace(b"+", b" ").split(b"&"):
            name, _, value = part.partition(b"=")
            if name:
                fields[unquote_to_bytes(name).decode()] = unquote_to_bytes(value).decode()
    except UnicodeDecodeError:
        raise ApiError(400, "Bad Request: strings must be encoded in UTF-8") from None
    return fields


def _json_body(body: bytes) -> Json:
    try:
        parsed = decoded(body)
    except UnicodeEncodeError:
        raise ApiError(400, "Bad Request: strings must be encoded in UTF-8") from None
    except ValueError:
        raise ApiError(400, "Bad Request: can't parse JSON object in the request body") from None
    if not isinstance(parsed, dict):
        raise ApiError(400, "Bad Request: the request body must be a JSON object")
    return parsed


class _TooLargeError(MultiPartException):
    """A multipart body is larger than any that the Bot API takes."""


async def _multipart(raw: Json, scope: Scope, receive: Receive) -> tuple[Json, dict[str, Upload]]:
    files: dict[str, Upload] = {}
    size = 0
    end = b""

    async def bounded() -> Any:  # noqa: ANN401 - an ASGI message
        nonlocal size, end
        message = await receive()
        body = message.get("body", b"")
        size += len(body)
        # Only its own exceptions let Starlette close the files that it has begun to write.
        if size > BODY_BYTES:
            raise _TooLargeError("too large")
        end = (end + body)[-8:]
        if not message.get("more_body") and not end.rstrip(b"\r\n").endswith(b"--"):
            raise MultiPartException("cut off")
        return message

    scope["large"] = True
    try:
        reading = Request(scope, bounded).form(
            max_files=20, max_fields=100, max_part_size=FIELD_BYTES
        )
        async with reading as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    content = await value.read()
                    files[name] = Upload(value.filename or "file", content, value.content_type)
                    raw.setdefault(name, f"<file {value.filename} of {len(content)} bytes>")
                else:
                    raw[name] = value
    except _TooLargeError:
        raise ApiError(413, "Request Entity Too Large") from None
    except (MultiPartException, HTTPException, ValueError, KeyError) as broken:
        raise ApiError(400, "Bad Request: can't parse the multipart body") from broken
    return raw, files


async def _refuse(send: Send, code: int, description: str) -> None:
    payload = _encode(refusal_text(ApiError(code, description))).encode()
    await _send(send, code, b"application/json", payload)


async def _send(send: Send, status: int, kind: bytes, payload: bytes) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(payload)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": payload})
