"""What the relay is told when Telegram says no."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.sending import telegram_errors
from bot.transport import AiohttpRequest
from domain.sending import (
    Migrated,
    Refused,
    RetryLater,
    SendFailed,
    Transient,
    Unreachable,
)
from tests.pipeline import stub as stubs
from tests.pipeline.stub import TOKEN, Answer, Stub

SENT = {"message_id": 7, "date": 0, "chat": {"id": 5, "type": "private"}, "text": "hai"}


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    async with stubs.running() as server:
        server.answers["sendMessage"] = stubs.says(SENT)
        yield server


@pytest.fixture
async def bot(stub: Stub) -> AsyncIterator[Bot]:
    async with AiohttpRequest() as request:
        yield Bot(TOKEN, base_url=stub.url, request=request, get_updates_request=request)


async def test_what_succeeds_passes_through(bot: Bot):
    with telegram_errors(5):
        sent = await bot.send_message(5, "hai")
    assert sent.message_id == 7


@pytest.mark.parametrize(
    ("answer", "expected", "facts"),
    [
        (stubs.fails(429, "Too Many Requests", retry_after=9), RetryLater, {"after_s": 9}),
        (stubs.fails(400, "upgraded", migrate_to_chat_id=-77), Migrated, {"new_chat_id": -77}),
        (stubs.fails(403, "Forbidden: bot was blocked by the user"), Unreachable, {"chat_id": 5}),
        (stubs.fails(403, "Forbidden: user is deactivated"), Unreachable, {"chat_id": 5}),
        (stubs.fails(400, "Bad Request: chat not found"), Unreachable, {"chat_id": 5}),
        (stubs.fails(400, "Bad Request: can't parse entities: x"), Refused, {}),
        (stubs.fails(400, "Bad Request: message is too long"), Refused, {}),
        (stubs.fails(401, "Unauthorized"), Transient, {}),
        (stubs.fails(500, "Internal Server Error"), Transient, {}),
        (stubs.raw(502, b"<html>"), Transient, {}),
        (stubs.hangs_up, Transient, {}),
        (stubs.cut_short, Transient, {}),
    ],
)
async def test_errors_in_our_own_words(
    stub: Stub, bot: Bot, answer: Answer, expected: type[SendFailed], facts: dict[str, object]
):
    stub.answers["sendMessage"] = answer
    with pytest.raises(expected) as caught, telegram_errors(5):
        await bot.send_message(5, "hai")
    assert {name: getattr(caught.value, name) for name in facts} == facts
    assert TOKEN not in str(caught.value)
