"""How the Bot API is called: python-telegram-bot over one aiohttp session.

The stock httpx transport collapses under concurrency (DESIGN section 3); this one does not. It
answers as the stock one does, with two differences that matter here: the bot's token, which stands
in every URL, never reaches an error or a log, and a lone surrogate in a text is sent as "?" instead
of making the message undeliverable for ever.
"""

import contextlib
import json
import logging
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import IO

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

# Without it the library warns at every 429; bot/sending.py reads both forms.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_log = logging.getLogger(__name__)
_TOKEN_IN_URL = re.compile(r"/bot([^/?#]+)/")
_JSON = {"Content-Type": "application/json"}
_SLOWEST_UPLOAD = 32 * 1024
"""Bytes a second that an upload must keep up with, on top of the write timeout."""

FilePart = tuple[str, bytes | IO[bytes], str]


class AiohttpRequest(BaseRequest):
    """A transport for `telegram.Bot`: at most `connections` at a time, kept alive between calls.

    Timeouts are in seconds, None waits for ever; each call may set its own.
    """

    __slots__ = ("_connect", "_connections", "_media_write", "_pool", "_proxy", "_read", "_session")

    def __init__(
        self,
        *,
        connections: int = 64,
        read_timeout: float | None = 10.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 5.0,
        media_write_timeout: float | None = 20.0,
        proxy: str | None = None,
    ) -> None:
        self._connections = connections
        self._read = read_timeout
        self._connect = connect_timeout
        self._pool = pool_timeout
        self._media_write = media_write_timeout
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """The read timeout of a call that sets none, in seconds."""
        return self._read

    async def initialize(self) -> None:
        """Open the session; may be called again after `shutdown`."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections, keepalive_timeout=30, ttl_dns_cache=300
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call; raises TimedOut or NetworkError, whose texts never hold the token."""
        if self._session is None:
            raise RuntimeError("This transport is not initialized")
        data, headers, size = _body(request_data)
        timeout = _timeouts(
            _given(read_timeout, self._read),
            _given(connect_timeout, self._connect),
            _given(pool_timeout, self._pool),
            _given(write_timeout, self._media_write),
            None if method == "GET" else size,
        )
        # The original exception stays out of the new one's chain: its text may hold the URL.
        failure: TelegramError
        try:
            async with self._session.request(
                method,
                URL(url, encoded=True),
                data=data,
                headers=headers,
                timeout=timeout,
                proxy=self._proxy,
                allow_redirects=False,
            ) as response:
                payload = await response.read()
                if response.status != 200:
                    payload = _without_token(payload, url)
                return response.status, payload
        except TimeoutError as error:
            failure = TimedOut(f"Timed out ({type(error).__name__})")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            failure = NetworkError(f"{type(error).__name__}: {_scrubbed(str(error), url)}")
        raise failure

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        """Read the server's JSON; what cannot be read is not logged, for it may echo the URL."""
        parsed: object = None
        with contextlib.suppress(ValueError):
            parsed = json.loads(payload.decode("utf-8", "replace"))
        if isinstance(parsed, dict):
            return parsed
        _log.warning("the server's answer of %d bytes is not a JSON object", len(payload))
        raise NetworkError("Invalid server response")


def _given(timeout: ODVInput[float], otherwise: float | None) -> float | None:
    return otherwise if isinstance(timeout, DefaultValue) else timeout


@lru_cache(maxsize=64)
def _timeouts(
    read: float | None,
    connect: float | None,
    pool: float | None,
    write: float | None,
    size: int | None,
) -> aiohttp.ClientTimeout:
    """Put the interface's four timeouts into aiohttp's, which knows none for writing.

    A stalled write is caught by a total, which grows with the upload; `size` None: no total.
    """
    acquire = None if connect is None or pool is None else connect + pool
    total_seconds = None
    if size is not None and read is not None and write is not None and acquire is not None:
        total_seconds = acquire + read + write + size / _SLOWEST_UPLOAD
    return aiohttp.ClientTimeout(
        total=total_seconds,
        connect=acquire,
        sock_connect=connect,
        sock_read=read,
        ceil_threshold=60,
    )


def _body(
    request_data: RequestData | None,
) -> tuple[bytes | aiohttp.FormData | None, Mapping[str, str] | None, int | None]:
    """Return the body, its headers and its size in whole 64 KiB (None: not known)."""
    if request_data is None:
        return None, None, 0
    if not request_data.contains_files:
        # A JSON body costs a third of a form, whose every letter of text and keyboard is quoted.
        text = json.dumps(request_data.parameters, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "replace"), _JSON, 0
    fields: dict[str, str] = request_data.json_parameters
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value.encode("utf-8", "replace").decode())
    size: int | None = 0
    parts: dict[str, FilePart] = request_data.multipart_data
    for name, (filename, content, mimetype) in parts.items():
        form.add_field(name, content, filename=filename, content_type=mimetype)
        known = size is not None and isinstance(content, bytes)
        size = (size or 0) + len(content) if known and isinstance(content, bytes) else None
    # In whole blocks, so that the cached timeouts are not a new object for every picture.
    return form, None, None if size is None else -(-size // 65536) * 65536


def _scrubbed(text: str, url: str) -> str:
    found = _TOKEN_IN_URL.search(url)
    return text.replace(found.group(1), "<token>") if found else text


def _without_token(payload: bytes, url: str) -> bytes:
    """Proxies like to echo the path on their error pages, and such a page ends in an error."""
    found = _TOKEN_IN_URL.search(url)
    return payload.replace(found.group(1).encode(), b"<token>") if found else payload
