"""The transport answers as the stock one does, and keeps the token to itself."""

import asyncio
import io
import logging
import traceback
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot, InputMediaPhoto
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.logs import configure_logs
from bot.transport import AiohttpRequest
from tests.pipeline import stub as stubs
from tests.pipeline.stub import TOKEN, Answer, Stub


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    async with stubs.running() as server:
        yield server


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(read_timeout=5) as transport:
        yield transport


@pytest.fixture
def bot(stub: Stub, request_: AiohttpRequest) -> Bot:
    return Bot(
        TOKEN,
        base_url=stub.url,
        base_file_url=stub.url.replace("/bot", "/file/bot"),
        request=request_,
        get_updates_request=request_,
    )


MESSAGE = {"message_id": 7, "date": 0, "chat": {"id": 5, "type": "private"}, "text": "hai"}


async def test_a_method_sends_its_parameters_and_parses_the_result(stub: Stub, bot: Bot):
    stub.answers["sendMessage"] = stubs.says(MESSAGE)
    sent = await bot.send_message(5, "Terima kasih, kak & <b>😀</b>", reply_to_message_id=3)
    assert sent.message_id == 7
    [call] = stub.calls
    assert call.fields["text"] == "Terima kasih, kak & <b>😀</b>"
    assert call.fields["chat_id"] == "5"


async def test_a_lone_surrogate_does_not_make_a_message_undeliverable(stub: Stub, bot: Bot):
    await bot.set_my_description("a\ud83db")
    await bot.set_my_name("ok")
    assert [call.fields.get("description") for call in stub.calls] == ["a?b", None]


async def test_files_go_as_multipart(stub: Stub, bot: Bot):
    stub.answers["sendMediaGroup"] = stubs.says([MESSAGE])
    await bot.send_media_group(
        5,
        [InputMediaPhoto(b"\xff\xd8one", filename="a.jpg"), InputMediaPhoto(io.BytesIO(b"two"))],
        caption="bukti\ud83d",
    )
    [call] = stub.calls
    assert sorted(content for _, content in call.files.values()) == [b"two", b"\xff\xd8one"]
    assert "a.jpg" in {name for name, _ in call.files.values()}
    assert "attach://" in call.fields["media"]


async def test_files_are_fetched(bot: Bot, request_: AiohttpRequest, stub: Stub):
    url = stub.url.replace("/bot", "/file/bot") + f"{TOKEN}/photo.png"
    assert await request_.retrieve(url) == b"\x89PNG"


@pytest.mark.parametrize(
    ("answer", "error", "text"),
    [
        (stubs.fails(400, "Bad Request: chat not found"), BadRequest, "Chat not found"),
        (stubs.fails(403, "Forbidden: bot was blocked by the user"), Forbidden, "blocked"),
        (stubs.fails(401, "Unauthorized"), InvalidToken, "Unauthorized"),
        (stubs.fails(409, "Conflict: terminated"), Conflict, "Conflict"),
        (stubs.fails(429, "Too Many Requests", retry_after=7), RetryAfter, "0:00:07"),
        (stubs.fails(400, "upgraded", migrate_to_chat_id=-1009), ChatMigrated, "-1009"),
        (stubs.fails(500, "Internal Server Error"), NetworkError, "Internal"),
        (stubs.raw(502, b"<html>Bad Gateway</html>"), NetworkError, "Bad Gateway"),
        (stubs.raw(200, b'{"ok":true,"resu', "application/json"), NetworkError, "Invalid server"),
        (stubs.raw(200, b"[]", "application/json"), NetworkError, "Invalid server"),
        (stubs.cut_short, NetworkError, "ClientPayloadError"),
        (stubs.hangs_up, NetworkError, "ServerDisconnectedError"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
async def test_errors_are_those_of_the_stock_transport(
    stub: Stub, bot: Bot, answer: Answer, error: type[TelegramError], text: str
):
    stub.answers["getMe"] = answer
    with pytest.raises(error, match=text):
        await bot.get_me()


async def test_a_wait_is_told_in_full(stub: Stub, bot: Bot):
    stub.answers["getMe"] = stubs.fails(429, "Too Many Requests", retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.get_me()
    assert caught.value.retry_after == timedelta(seconds=7)


async def test_a_calls_own_read_timeout_is_honoured(stub: Stub, bot: Bot):
    stub.answers["getMe"] = stubs.never
    with pytest.raises(TimedOut):
        await bot.get_me(read_timeout=0.05)


async def test_a_full_pool_times_out(stub: Stub):
    stub.answers["getMe"] = stubs.never
    async with AiohttpRequest(connections=1, connect_timeout=0.05, pool_timeout=0.05) as transport:
        small = Bot(TOKEN, base_url=stub.url, request=transport, get_updates_request=transport)
        stub.answers["logOut"] = stubs.never
        first = asyncio.ensure_future(small.log_out(read_timeout=5))
        await stub.arrived.wait()
        with pytest.raises(TimedOut):
            await small.get_me()
        first.cancel()


async def test_nobody_listening_is_a_network_error():
    async with AiohttpRequest() as transport:
        bot = Bot(TOKEN, base_url="http://127.0.0.1:1/bot", request=transport)
        with pytest.raises(NetworkError, match="ClientConnectorError"):
            await bot.get_me()


async def test_it_can_be_opened_again_after_a_shutdown(stub: Stub):
    transport = AiohttpRequest()
    url = f"{stub.url}{TOKEN}/close"
    with pytest.raises(NetworkError, match="not initialized"):
        await transport.post(url)
    for _ in range(2):
        async with transport:
            assert await transport.post(url) is True


ECHO = f"<html>no route to /bot{TOKEN}/getMe</html>".encode()


@pytest.mark.parametrize(
    "answer",
    [
        stubs.raw(200, ECHO),
        stubs.raw(404, ECHO),
        stubs.raw(302, ECHO),
        stubs.raw(502, ECHO),
        stubs.fails(500, f"at /bot{TOKEN}/getMe"),
        stubs.never,
        stubs.hangs_up,
        stubs.cut_short,
    ],
    ids=["200", "404", "302", "502", "json", "timeout", "reset", "cut"],
)
async def test_no_error_and_no_log_holds_the_token(
    stub: Stub, bot: Bot, answer: Answer, caplog: pytest.LogCaptureFixture
):
    """The records of every logger at DEBUG, unscrubbed, and the whole chain of the exception."""
    stub.answers["getMe"] = answer
    with caplog.at_level(logging.DEBUG), pytest.raises(TelegramError) as caught:
        await bot.get_me(read_timeout=0.05)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert TOKEN not in shown
    assert TOKEN not in caplog.text
    assert caught.value.__cause__ is None or TOKEN not in repr(caught.value.__cause__)


async def test_an_exception_of_the_client_that_names_the_url_is_scrubbed():
    async with AiohttpRequest(connect_timeout=0.001, pool_timeout=0) as transport:
        with pytest.raises(TelegramError) as caught:
            await transport.post(f"http://bad host:99999999/bot{TOKEN}/getMe")
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


async def test_configured_logs_scrub_what_the_client_itself_says():
    out = io.StringIO()
    before = logging.getLogger().handlers[:]
    try:
        configure_logs("DEBUG", secrets=[TOKEN], stream=out)
        url = f"http://127.0.0.1:1/bot{TOKEN}/getMe"
        logging.getLogger("aiohttp.client").error("lost %r", aiohttp.InvalidURL(url))
    finally:
        logging.getLogger().handlers[:] = before
    assert "lost" in out.getvalue()
    assert TOKEN not in out.getvalue()
