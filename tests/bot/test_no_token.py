"""No secret of the shop leaves the program: not with the whole story, not with any fault."""

import asyncio
import io
import logging
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram.error import TelegramError

from bot import logs, main
from bot.demo import COURIER_KEY, TOKEN
from bot.logs import configure_logs
from bot.settings import Settings
from domain.ports import CourierUnavailable
from integrations.biteship import Biteship
from tests.drill.town import OWNER_CODE, WEBHOOK_SECRET, Town, open_town

SECRETS = {
    "the token": TOKEN,
    "the token in a URL": TOKEN.replace(":", "%3A"),
    "the token's secret part": TOKEN.partition(":")[2],
    "the owner's code": OWNER_CODE,
    "the courier's key": COURIER_KEY,
    "the webhook's secret": WEBHOOK_SECRET,
}
METHODS = ("sendMessage", "editMessageText", "sendPhoto")
FAULTS: tuple[dict[str, object], ...] = (
    {"status": 500},
    {"retry_after": 1},
    {"drop": True},
    {"reset": True},
    {"truncate": True},
)
REFUSALS: tuple[dict[str, object], ...] = ({"status": 401}, {"status": 404})


def leaks(text: str) -> list[str]:
    """Return which secrets the text tells."""
    return [name for name, secret in SECRETS.items() if secret in text]


@pytest.fixture
def everything() -> Iterator[io.StringIO]:
    """Every logger at DEBUG into a string, set up as the program does it."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook)
    out = io.StringIO()
    configure_logs("DEBUG", secrets=[TOKEN, OWNER_CODE, COURIER_KEY, WEBHOOK_SECRET], stream=out)
    yield out
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before  # type: ignore[misc]
    logging.captureWarnings(capture=False)
    logs._configured.clear()


async def story_with_faults(town: Town) -> None:
    """One order from /start to its end while every call fails in every way, and the courier too."""
    person = town.customer()
    for fault in FAULTS:
        await town.post("faults", method="getUpdates", times=1, rate=0.3, **fault)
        await town.post("faults", method="answerCallbackQuery", times=1, **fault)
        for method in METHODS:
            await town.post("faults", method=method, chat_id=person.chat_id, times=1, **fault)
    for fault in REFUSALS:
        await town.post("faults", method="sendMessage", chat_id=person.chat_id, times=1, **fault)
        await town.post("faults", method="sendMessage", chat_id=town.group_id, times=1, **fault)
    work = [asyncio.create_task(member.work()) for member in town.members[:2]]
    try:
        await person.shop(90)
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)


@pytest.mark.drill
async def test_the_program_tells_no_secret_whatever_fails(sqlite_url: str, tmp_path: Path):
    """Its own process at DEBUG: the story, every fault, then `doctor`, `check` and `staff`."""
    async with open_town(sqlite_url) as town:
        program = town.program(
            tmp_path,
            log_level="DEBUG",
            webhook_secret=WEBHOOK_SECRET,
        )
        await program.start()
        try:
            await story_with_faults(town)
        finally:
            program.signal(signal.SIGTERM)
        assert await program.ended() == 0
        said = [program.log.read_text()]
        said += [(await program.call(command))[1] for command in ("doctor", "check", "staff")]
    text = "\n".join(said)
    assert "updates could not be fetched" in text, "the faults were not met"
    assert "[debug" in text
    assert leaks(text) == []


BROKEN: dict[str, dict[str, object]] = {
    "wrong token": {"token": "110000001:a-wrong-token-that-nobody-ever-gave-out"},
    "no server": {"api_url": "http://127.0.0.1:9"},
    "no database": {"database_url": "postgresql://pesan:geheim-im-url@127.0.0.1:9/pesan"},
    "no such engine": {"database_url": "mysql://pesan:geheim-im-url@127.0.0.1/pesan"},
    "no folder": {"database_url": "sqlite:////proc/none/pesan.db"},
    "no secret": {"webhook_url": "http://127.0.0.1:9/telegram", "webhook_secret": ""},
    "wrong setting": {"log_level": "LOUD"},
}
WAITS = ("run", "no server")  # a start waits for Telegram, see test_opening.py


@pytest.mark.drill
@pytest.mark.parametrize(
    ("command", "broken"),
    [(c, b) for c in ("run", "doctor") for b in BROKEN if (c, b) != WAITS],
)
async def test_a_start_that_fails_tells_no_secret(
    sqlite_url: str, tmp_path: Path, command: str, broken: str
):
    """The traceback of the end, where there is one, is scrubbed as well."""
    changes = BROKEN[broken]
    async with open_town(sqlite_url) as town:
        settings = {"log_level": "DEBUG", "webhook_secret": WEBHOOK_SECRET} | changes
        program = town.program(tmp_path, **settings)
        code, output = await program.call(command)
    assert code != 0
    secret = str(changes.get("token", TOKEN))
    for hidden in (secret, secret.partition(":")[2], "geheim-im-url"):
        assert hidden not in output, output
    assert leaks(output) == []


async def test_a_courier_that_fails_tells_no_key(sqlite_url: str, everything: io.StringIO):
    """Nobody there, a refused key, errors, nonsense: the error and the log say no more than that."""
    told: list[str] = []

    async def ask(url: str, key: str) -> None:
        async with Biteship(url, key, timeout_s=1.0) as courier:
            try:
                await courier.track("jne", "123456789012")
            except CourierUnavailable as error:
                told.extend([repr(error), *traceback.format_exception(error)])

    async with open_town(sqlite_url) as town:
        url = f"{town.sim.url}/courier"
        await ask("http://127.0.0.1:9", COURIER_KEY)
        await ask(url, COURIER_KEY + "x")
        await ask(url, COURIER_KEY)
        for misbehaviour in ("500", "timeout", "garbage"):
            town.sim.world.parcels.get("123456789012").misbehave = misbehaviour
            await ask(url, COURIER_KEY)
    assert len(told) >= 4, told
    assert leaks("\n".join((everything.getvalue(), *told))) == []


async def test_in_process_neither_log_nor_error_nor_object_tells_a_secret(
    sqlite_url: str, everything: io.StringIO
):
    """Also what only a debugger or a careless f-string would show."""
    async with open_town(sqlite_url) as town:
        settings = Settings.model_validate(town.settings(webhook_secret=WEBHOOK_SECRET))
        told = [repr(settings), str(settings), repr(settings.model_dump())]
        async with main.running(settings, main.ShiftedClock()) as app:
            await story_with_faults(town)
            told += [repr(app), *(repr(getattr(app, name)) for name in app.__slots__)]
            for fault in (*FAULTS, *REFUSALS):
                await town.post("faults", method="getMe", times=1, **fault)
                try:
                    await app.api.call("getMe", {})
                except TelegramError as error:
                    told += [repr(error), *traceback.format_exception(error)]
    logged = everything.getvalue()
    assert "updates could not be fetched" in logged, "the faults were not met"
    assert "[debug" in logged
    assert leaks("\n".join((logged, *told))) == []
