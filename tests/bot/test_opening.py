"""A start outlives what passes, ends with what to do about the rest, and can be stopped at any time."""

import asyncio
import signal
from pathlib import Path

import pytest

from bot.settings import CannotStart
from tests.bot.at_work import at_work, free_port, sees, until
from tests.drill.town import open_town


async def test_a_start_waits_for_telegram(sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
    """Down, then flooded, then there: nobody has to start the program again."""
    monkeypatch.setattr("bot.opening._FIRST_DELAY_S", 0.05)
    async with open_town(sqlite_url) as town:
        for fault in ({"status": 502}, {"drop": True}, {"retry_after": 1}, {"truncate": True}):
            await town.post("faults", method="getMe", times=1, **fault)
        person = town.customer()
        async with at_work(town):
            await person.say("/start")
            await sees(person, "Kopi Nusantara")


async def test_a_webhook_that_cannot_be_set_yet_is_set_later(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
):
    """The endpoint is up meanwhile."""
    monkeypatch.setattr("bot.opening._FIRST_DELAY_S", 0.05)
    port = free_port()
    async with open_town(sqlite_url) as town:
        await town.post("faults", method="setWebhook", times=2, status=500)
        url = f"http://127.0.0.1:{port}/telegram"
        async with at_work(town, webhook_url=url, webhook_secret="geheim-1", listen_port=port):
            assert town.sim.world.webhook.url == url


@pytest.mark.parametrize(
    ("changes", "remedy"),
    [
        ({"token": "1:wrong-token-wrong-token-wrong-token-1"}, "BotFather"),
        ({"webhook_url": "http://127.0.0.1:1/telegram"}, "PESAN_WEBHOOK_SECRET"),
    ],
)
async def test_what_waiting_does_not_mend_ends_the_start(
    sqlite_url: str, changes: dict[str, object], remedy: str
):
    """The message says what to do."""
    async with open_town(sqlite_url) as town:
        with pytest.raises(CannotStart, match=remedy):
            async with at_work(town, **changes):
                pass


@pytest.mark.drill
async def test_a_start_that_waits_is_stopped_at_once(sqlite_url: str, tmp_path: Path):
    """SIGTERM while nobody answers: exit 0, and the database is free again."""
    async with open_town(sqlite_url) as town:
        program = town.program(tmp_path, api_url="http://127.0.0.1:9")
        await program.start()

        async def waits() -> bool:
            return "tried again" in program.log.read_text()

        async with asyncio.timeout(20):
            await until(waits, wanted=True)
        program.signal(signal.SIGTERM)
        assert await program.ended(5) == 0
        code, output = await program.call("check")
        assert code == 0, output


@pytest.mark.drill
@pytest.mark.parametrize("url", ["postgresql://pesan@127.0.0.1:9/pesan", "mysql://x/y"])
async def test_a_database_that_is_not_there_is_one_sentence(
    sqlite_url: str, tmp_path: Path, url: str
):
    """No traceback for what the owner has to mend."""
    async with open_town(sqlite_url) as town:
        code, output = await town.program(tmp_path, database_url=url).call("run")
    assert code == 2
    assert output.startswith("pesan: ")
    assert "Traceback" not in output
