"""Telegram's errors in our own words, and what is no error at all."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.sending import TelegramSender
from bot.transport import AiohttpRequest
from domain.sending import (
    Migrated,
    Refused,
    RetryLater,
    SendFailed,
    Transient,
    Unreachable,
)
from notifications.pacing import Limits, Rate, SlidingPacer
from tests.pipeline import stub as stubs
from tests.pipeline.stub import TOKEN, Answer, Stub

SENT = {"message_id": 7, "date": 0, "chat": {"id": 5, "type": "private"}, "text": "hai"}
PICTURE = [{"file_id": "F", "file_unique_id": "f", "width": 1, "height": 1}]


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    async with stubs.running() as server:
        server.answers["sendMessage"] = stubs.says(SENT)
        yield server


@pytest.fixture
async def bot(stub: Stub) -> AsyncIterator[Bot]:
    async with AiohttpRequest() as request:
        yield Bot(TOKEN, base_url=stub.url, request=request, get_updates_request=request)


async def test_a_message_goes_as_html_and_its_id_comes_back(stub: Stub, bot: Bot):
    assert await TelegramSender(bot).text(5, "<b>hai</b>", thread_id=3, silent=True) == 7
    [call] = stub.calls
    assert call.fields["parse_mode"] == "HTML"
    assert call.fields["message_thread_id"] == "3"
    assert call.fields["disable_notification"] == "true"


async def test_a_picture_tells_its_file_id_for_the_next_time(stub: Stub, bot: Bot):
    stub.answers["sendPhoto"] = stubs.says({**SENT, "photo": PICTURE})
    assert await TelegramSender(bot).photo(5, b"\xff\xd8", "kopi") == (7, "F")
    await TelegramSender(bot).photo(5, "F", "kopi")
    first, second = stub.calls
    assert [content for _, content in first.files.values()] == [b"\xff\xd8"]
    assert second.fields["photo"] == "F"


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
    with pytest.raises(expected) as caught:
        await TelegramSender(bot).text(5, "hai")
    assert {name: getattr(caught.value, name) for name in facts} == facts
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("description", "edited"),
    [
        ("Bad Request: message is not modified: specified new message content is the same", True),
        ("Bad Request: message to edit not found", False),
        ("Bad Request: message can't be edited", False),
        ("Bad Request: MESSAGE_ID_INVALID", False),
    ],
)
async def test_an_edit_that_changes_nothing_is_none_that_failed(
    stub: Stub, bot: Bot, description: str, edited: bool
):
    stub.answers["editMessageText"] = stubs.fails(400, description)
    stub.answers["editMessageCaption"] = stubs.fails(400, description)
    sender = TelegramSender(bot)
    assert await sender.edit_text(5, 7, "hai") is edited
    assert await sender.edit_caption(5, 7, "hai") is edited


async def test_an_edit_that_is_wrong_is_refused(stub: Stub, bot: Bot):
    stub.answers["editMessageText"] = stubs.fails(400, "Bad Request: can't parse entities")
    with pytest.raises(Refused):
        await TelegramSender(bot).edit_text(5, 7, "<b")


async def test_a_tap_that_is_too_old_to_answer_is_no_trouble(stub: Stub, bot: Bot):
    sender = TelegramSender(bot)
    assert await sender.answer_tap("q", 5, "ok") is True
    stub.answers["answerCallbackQuery"] = stubs.fails(
        400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
    assert await sender.answer_tap("q", 5) is False
    stub.answers["answerCallbackQuery"] = stubs.fails(500, "Internal Server Error")
    with pytest.raises(Transient):
        await sender.answer_tap("q", 5)


async def test_an_answer_takes_its_turn(stub: Stub, bot: Bot):
    pacer = SlidingPacer(Limits(everything=(Rate(1, 5.0),)))
    sender = TelegramSender(bot, pacer)
    await sender.text(5, "hai")
    second = asyncio.ensure_future(sender.text(5, "hai lagi"))
    await asyncio.sleep(0)
    assert not second.done()
    assert len(stub.calls) == 1
    second.cancel()


async def test_a_flood_closes_the_chat_and_nobody_stands_still_for_minutes(stub: Stub, bot: Bot):
    stub.answers["sendMessage"] = stubs.fails(429, "Too Many Requests", retry_after=300)
    pacer = SlidingPacer(Limits.off())
    sender = TelegramSender(bot, pacer)
    with pytest.raises(RetryLater):
        await sender.text(5, "hai")
    stub.answers["sendMessage"] = stubs.says(SENT)
    with pytest.raises(RetryLater) as caught:
        await sender.text(5, "hai")
    assert caught.value.after_s > 290
    assert await sender.text(6, "hai") == 7
