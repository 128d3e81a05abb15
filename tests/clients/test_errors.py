"""What the simulator refuses becomes the exception that each client has for it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.clients.stage import Json, Person, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")


@dataclass(frozen=True)
class Refusal:
    """A failure of the script: its HTTP code, words of its description, aiogram's class for it.

    pyTelegramBotAPI and grammY have one class each and tell failures apart by the code.
    """

    what: str
    code: int
    words: str
    aiogram: str = "TelegramBadRequest"

    def named(self, client: str) -> str:
        """The class, and the code where the client shows it."""
        one_class = {"telebot": "ApiTelegramException", "grammy": "GrammyError"}
        return self.aiogram if client == "aiogram" else f"{one_class[client]} {self.code}"


REFUSALS = [
    Refusal("parse", 400, "can't parse entities"),
    Refusal("same", 400, "message is not modified"),
    Refusal("long", 400, "message is too long"),
    Refusal("data", 400, "BUTTON_DATA_INVALID"),
    Refusal("late", 400, "query is too old"),
    Refusal("tell 1", 400, "chat not found"),
    Refusal("hook", 400, "loopback hosts only"),
    Refusal("stranger", 401, "Unauthorized", "TelegramUnauthorizedError"),
]
BLOCKED = Refusal("tell", 403, "bot was blocked by the user", "TelegramForbiddenError")
MOVED = Refusal("tell", 400, "group chat was upgraded", "TelegramMigrateToChat")
FLOOD = Refusal("flood", 429, "Too Many Requests: retry after 1", "TelegramRetryAfter")
SECOND = Refusal("poll", 409, "can't use getUpdates", "TelegramConflictError")
BROKEN = Refusal("tell", 502, "Bad Gateway", "TelegramServerError")
CUT_OFF = {"aiogram": "TelegramNetworkError", "telebot": "ConnectionError", "grammy": "HttpError"}


async def failed(person: Person, refusal: Refusal, more: str = "") -> Json:
    """Let the bot fail; what it says of it is as expected."""
    await person.says(f"/fail {refusal.what} {more}".strip())
    report = await person.hears("failed")
    assert report["error"] == refusal.named(person.stage.client), report
    assert refusal.words in report["text"]
    return report


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.what)
async def test_refused(stage: Stage, refusal: Refusal):
    """A bad request, a webhook elsewhere, or a wrong token."""
    await failed(await stage.person(), refusal)


async def test_blocked(stage: Stage):
    """403 for a person who blocked the bot."""
    sari, budi = await stage.person(), await stage.person("Budi")
    await stage.post("/block", user_id=budi.id, blocked=True)
    await failed(sari, BLOCKED, str(budi.id))


async def test_moved(stage: Stage):
    """migrate_to_chat_id of a group that became a supergroup."""
    sari = await stage.person()
    group = await stage.group(sari, type="group")
    new = (await stage.post("/migrate", chat_id=group.chat_id))["id"]
    report = await failed(sari, MOVED, str(group.chat_id))
    assert report["moved_to"] == new


async def test_flood(stage: Stage):
    """retry_after in strict mode."""
    sari = await stage.person()
    with stage.strict_flood():
        report = await failed(sari, FLOOD)
    assert report["retry_after"] == 1
    texts = [message["text"] for message in await sari.sees()]
    # The burst passes; how much more does depends on how long the sends take.
    assert 3 <= len(texts) < 10
    assert texts == [f"ke-{number}" for number in range(len(texts))]


async def test_one_way_to_hear(stage: Stage):
    """409 for who polls beside a webhook; without one a second poll would end the first."""
    if stage.mode == "polling":
        pytest.skip("the bot would end its own poll")
    await failed(await stage.person(), SECOND)


async def test_server_error(stage: Stage):
    """A 502 from the fault switches."""
    sari, budi = await stage.person(), await stage.person("Budi")
    await stage.post("/faults", method="sendMessage", chat_id=budi.id, status=502, times=1)
    await failed(sari, BROKEN, str(budi.id))


async def test_cut_off(stage: Stage):
    """A connection that breaks before the answer: the client's network error."""
    sari, budi = await stage.person(), await stage.person("Budi")
    await stage.post("/faults", method="sendMessage", chat_id=budi.id, drop=True, times=1)
    await sari.says(f"/fail tell {budi.id}")
    assert (await sari.hears("failed"))["error"] == CUT_OFF[stage.client]
    assert await budi.sees() == []
