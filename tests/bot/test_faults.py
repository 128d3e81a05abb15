"""Whatever goes wrong around the program: what was acknowledged is kept, and people are answered."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from bot import main
from bot.demo import TOKEN
from bot.intake.webhook import SECRET_HEADER
from domain.policy import StaffGroup
from domain.ports import UnitOfWork
from storage.open import sqlite_path
from tests.bot.at_work import (
    Cable,
    at_work,
    comes_to,
    free_port,
    full_disk,
    sees,
    staff_working,
    until,
)
from tests.drill.audit import Audit
from tests.drill.people import Member, buttons
from tests.drill.town import WEBHOOK_SECRET, Town, open_town
from tests.storage.rows import outside, sql

UNDONE = "SELECT COUNT(*) FROM inbox WHERE state <> 'done'"
UNSENT = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting'"
DEAD = "SELECT COUNT(*) FROM outbox WHERE state = 'dead'"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """The shop on SQLite, with people around it."""
    async with open_town(sqlite_url) as opened:
        yield opened


Trouble = Callable[[main.App, Path], AbstractContextManager[None]]


@contextmanager
def read_only(app: main.App, _: Path) -> Iterator[None]:
    """The writing connection may only read, as after the system has remounted a failing disk."""
    connection = app.store._writer._driver  # type: ignore[attr-defined]  # the SQLite store's
    connection.execute("PRAGMA query_only=ON")
    yield
    connection.execute("PRAGMA query_only=OFF")


@contextmanager
def disk_full(_: main.App, path: Path) -> Iterator[None]:
    """No file may grow."""
    wal = path.with_name(path.name + "-wal")
    with full_disk(max(4096, wal.stat().st_size if wal.exists() else 0)):
        yield


@contextmanager
def locked(_: main.App, path: Path) -> Iterator[None]:
    """Somebody else writes to the file and does not come to an end."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def impatient(uow: UnitOfWork) -> None:
    """Let the writer wait shortly for a lock, so that the test need not wait long."""
    sql(uow).connection.exec_driver_sql("PRAGMA busy_timeout=50")


@pytest.mark.parametrize("trouble", [read_only, disk_full, locked])
async def test_a_file_that_cannot_be_written_delays_and_loses_nothing(
    town: Town, sqlite_url: str, trouble: Trouble
):
    """Nothing is confirmed to Telegram that is not on disk; afterwards everybody is answered."""
    people = [town.customer(f"P{n}") for n in range(4)]
    async with at_work(town) as app:
        await app.store.run(impatient)
        await people[0].say("/start")
        await sees(people[0], "Kopi Nusantara")
        with trouble(app, sqlite_path(sqlite_url)):
            for person in people[1:]:
                await person.call("send", text="/start")
            await asyncio.sleep(1.0)  # long enough for a few attempts that must fail
            assert len(town.sim.world.updates) == 3
            assert not any(person.shown() for person in people[1:])
        for person in people[1:]:
            await sees(person, "Kopi Nusantara")
        await comes_to(sqlite_url, UNDONE, 0)


async def test_a_database_that_goes_away_under_a_handler_is_waited_for(town: Town, sqlite_url: str):
    """An update that is stored, and whose handling meets the trouble, is not given up."""
    person = town.customer()
    async with at_work(town) as app:
        await app.store.run(impatient)
        path = sqlite_path(sqlite_url)
        stop = asyncio.Event()
        handled = app.dispatcher._handle

        async def handle(update: object) -> None:
            if not stop.is_set():
                stop.set()
                other = sqlite3.connect(path, isolation_level=None)
                other.execute("BEGIN IMMEDIATE")
                asyncio.get_running_loop().call_later(1.5, other.close)
            await handled(update)  # type: ignore[arg-type]  # what the dispatcher gives

        app.dispatcher._handle = handle
        await person.call("send", text="/start")
        await sees(person, "Kopi Nusantara")
        await comes_to(sqlite_url, UNDONE, 0)
        assert (await outside(sqlite_url, "SELECT MAX(attempts) FROM inbox")) == [(0,)]


@pytest.mark.postgres
async def test_postgresql_that_goes_away_and_comes_back_loses_nothing(postgres_url: str):
    """The connection is cut in the middle of the work, twice."""
    async with Cable(postgres_url) as cable, open_town(cable.url) as town:
        people = [town.customer(f"P{n}") for n in range(4)]
        async with at_work(town), staff_working(town):
            orders = [asyncio.create_task(person.shop(100)) for person in people]
            for _ in range(2):
                await asyncio.sleep(1.5)
                await cable.cut()
                await asyncio.sleep(1.0)
                await cable.mend()
            await asyncio.gather(*orders)
            await comes_to(postgres_url, UNSENT, 0)
            await comes_to(postgres_url, UNDONE, 0)
        audit = Audit(town.sim, postgres_url, town.group_id, people)
        assert await audit.run() == []


async def test_telegram_at_its_worst_delays_and_loses_nothing(town: Town, sqlite_url: str):
    """A fifth of all calls fails: flood control, 500, 502, lost calls, lost answers, cut answers."""
    people = [town.customer(f"P{n}") for n in range(3)]
    async with at_work(town), staff_working(town):
        for fault in (
            {"retry_after": 1, "rate": 0.03},
            {"status": 500, "rate": 0.04},
            {"status": 502, "rate": 0.04},
            {"drop": True, "rate": 0.04},
            {"reset": True, "rate": 0.04},
            {"truncate": True, "rate": 0.04},
        ):
            await town.post("faults", **fault)
        await asyncio.gather(*(person.shop(90) for person in people))
        town.sim.world.faults.active.clear()
        await comes_to(sqlite_url, UNSENT, 0)
        await comes_to(sqlite_url, UNDONE, 0)
        async with asyncio.timeout(10):
            while len(town.sim.world.updates):
                await town.sim.world.feed.changed(1.0)
    audit = Audit(town.sim, sqlite_url, town.group_id, people)
    assert await audit.run() == []


async def test_a_second_poller_is_named_and_outlived(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """409: somebody else fetches for a moment; what they did not confirm is ours again."""
    monkeypatch.setattr("bot.intake.polling._CONFLICT_DELAY_S", 0.2)
    person = town.customer()
    async with at_work(town):
        await asyncio.wait_for(town.sim.world.updates.polled.wait(), 10)
        async with town.http.get(f"{town.sim.url}/bot{TOKEN}/getUpdates?timeout=0") as answer:
            assert answer.status == 200
        await person.call("send", text="/start")
        await sees(person, "Kopi Nusantara")
    assert "Stop the other one" in caplog.text


async def test_who_blocks_the_bot_is_found_in_the_dead_letters_and_served_again(
    town: Town, sqlite_url: str
):
    """Blocked in the middle of the milestones; later the owner sends them anew by their buttons."""
    person, owner = town.customer(), town.members[0]
    async with at_work(town):
        number = await person.order()
        await comes_to(sqlite_url, UNSENT, 0)
        await town.post("faults", chat_id=person.user_id, status=500)
        await owner_taps(owner, f"d.approve:{number}")
        await comes_to(sqlite_url, "SELECT COUNT(*) FROM outbox WHERE attempts > 0", 1)
        await town.post("block", user_id=person.user_id, blocked=True)
        town.sim.world.faults.active.clear()
        await comes_to(sqlite_url, "SELECT COUNT(*) > 0 FROM outbox WHERE state = 'dead'", True)
        await comes_to(sqlite_url, "SELECT reachable FROM customers", False)
        await comes_to(sqlite_url, UNSENT, 0)
        await town.post("block", user_id=person.user_id, blocked=False)
        assert not person.read("dikonfirmasi")
        await owner.say("/gagal")
        while letters := await outside(sqlite_url, "SELECT id FROM outbox WHERE state = 'dead'"):
            await owner_taps(owner, f"d.retry:{letters[0][0]}")
        await sees(person, "dikonfirmasi")
        await comes_to(sqlite_url, UNSENT, 0)
        await owner.say("/gagal")
        assert await outside(sqlite_url, DEAD) == [(0,)]


async def owner_taps(owner: Member, data: str) -> None:
    """Tap the newest button of that data once it is there."""
    async with asyncio.timeout(20):
        while True:
            for entry in reversed(owner.shown()):
                found = [each for each in buttons(entry) if each.startswith(data)]
                if found:
                    await owner.tap(entry, found[0])
                    return
            await owner.sim.world.feed.changed(1.0)


async def test_a_group_that_moves_while_messages_wait_for_it_gets_them(sqlite_url: str):
    """The rows, the staff group's id and the work itself follow to the new id."""
    async with open_town(sqlite_url) as town:
        staff = [member.user_id for member in town.members]
        old = int((await town.post("chats", type="group", title="Tim", members=staff))["id"])  # type: ignore[call-overload]
        async with at_work(town) as app:
            await app.store.run(lambda uow: uow.shop.save_staff_group(StaffGroup(old)))
            await town.post("faults", chat_id=old, status=500)
            person = town.customer()
            number = await person.order()
            await comes_to(sqlite_url, UNSENT, 1)
            new = int((await town.post("migrate", chat_id=old))["id"])  # type: ignore[call-overload]
            town.sim.world.faults.active.clear()
            for member in town.members:
                member.chat_id = new
            await owner_taps(town.members[0], f"d.approve:{number}")
            await sees(person, "dikonfirmasi")
            group = await app.store.read(lambda uow: uow.shop.staff_group())
            assert group is not None
            assert group.chat_id == new
            await comes_to(sqlite_url, UNSENT, 0)
            assert await outside(sqlite_url, DEAD) == [(0,)]


async def test_the_webhook_says_200_for_what_is_on_disk_and_nothing_to_strangers(
    town: Town, sqlite_url: str
):
    """Set with its secret; without it 403; while the file is locked 503, and Telegram comes again."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    person = town.customer()
    async with at_work(
        town, webhook_url=url, webhook_secret=WEBHOOK_SECRET, listen_port=port
    ) as app:
        await app.store.run(impatient)
        assert town.sim.world.webhook.secret == WEBHOOK_SECRET
        for secret in ("", "wrong", WEBHOOK_SECRET + "x"):
            status = await knock(town.http, url, secret)
            assert status == 403
        assert (await outside(sqlite_url, "SELECT * FROM inbox WHERE update_id = 1")) == []
        with locked(app, sqlite_path(sqlite_url)):
            await person.call("send", text="/start")
            async with asyncio.timeout(10):
                while "503" not in town.sim.world.webhook.last_error:
                    await town.sim.world.feed.changed(0.1)
            assert len(town.sim.world.updates) == 1
        await sees(person, "Kopi Nusantara")
        await comes_to(sqlite_url, UNDONE, 0)
        assert len(town.sim.world.updates) == 0


async def knock(http: aiohttp.ClientSession, url: str, secret: str) -> int:
    """Bring an update with this secret; return the status."""
    update = {"update_id": 1, "message": {"text": "/start"}}
    async with http.post(url, json=update, headers={SECRET_HEADER: secret}) as answer:
        return answer.status


async def is_well(http: aiohttp.ClientSession, port: int) -> bool:
    """Ask the program how it is."""
    try:
        async with http.get(f"http://127.0.0.1:{port}/healthz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


@pytest.mark.drill
@pytest.mark.timeout(180)
async def test_the_webhook_survives_being_killed(town: Town, sqlite_url: str, tmp_path: Path):
    """SIGKILL between taking and answering: Telegram repeats, and nothing happens twice."""
    port = free_port()
    program = town.program(
        tmp_path,
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        webhook_secret=WEBHOOK_SECRET,
        listen_port=port,
    )
    people = [town.customer(f"P{n}") for n in range(4)]
    async with staff_working(town):
        orders = [asyncio.create_task(person.shop(90)) for person in people]
        for _ in range(4):
            await program.start()
            async with asyncio.timeout(20):
                while not town.sim.world.webhook.url:
                    await town.sim.world.feed.changed(1.0)
            await asyncio.sleep(town.dice.uniform(1.5, 2.5))
            program.kill()
            assert await program.ended() == -signal.SIGKILL
        await program.start()
        try:
            async with asyncio.timeout(20):
                await until(partial(is_well, town.http, port), wanted=True)
            await asyncio.gather(*orders)
            await comes_to(sqlite_url, UNSENT, 0)
            await comes_to(sqlite_url, UNDONE, 0)
        finally:
            program.signal(signal.SIGTERM)
    assert await program.ended() == 0, os.linesep + program.log.read_text()[-2000:]
    audit = Audit(town.sim, sqlite_url, town.group_id, people)
    assert await audit.run() == []
