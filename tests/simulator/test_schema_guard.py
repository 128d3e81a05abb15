"""The guard around all tests: what a simulator says against the schema fails the test that saw it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from aiohttp import web

from simulator.server import Simulator
from tests.listening import listening
from tests.schema_guard import Misfits
from tests.simulator.conftest import Client

ROOT = Path(__file__).parents[2]
PLANTED = """
import os, subprocess, sys
import aiohttp
from simulator.server import Simulator

async def answer(colour):
    async with Simulator() as sim, aiohttp.ClientSession() as http:
        if colour:
            sim.world.bot.api()["colour"] = colour
        async with http.get(f"{sim.url}/bot{sim.world.token}/getMe") as answer:
            assert answer.status == 200

async def test_clean():
    await answer(None)

async def test_planted():
    await answer("red")

def test_planted_in_a_process_of_its_own():
    code = "import asyncio, test_planted as t; asyncio.run(t.answer('blue'))"
    subprocess.run([sys.executable, "-c", code], check=True)

def test_clean_after_all():
    pass
"""


async def test_a_wrong_field_in_an_answer_is_seen(client: Client, misfits: Misfits):
    """With the method, the place and the reason."""
    client.world.bot.api()["colour"] = "red"
    async with client.http.get(f"/bot{client.world.token}/getMe") as answer:
        assert answer.status == 200
    assert misfits.take() == ["getMe: $.result.colour: not a field of User"]


async def test_a_wrong_field_in_a_polled_update_is_seen(client: Client, misfits: Misfits):
    """Polled updates are the answer of getUpdates."""
    sari = await client.user()
    client.world.users[sari].api()["colour"] = "red"
    await client.say(sari, "Halo")
    async with client.http.get(f"/bot{client.world.token}/getUpdates") as answer:
        assert answer.status == 200
    assert misfits.take() == [
        "getUpdates: $.result[0].message.from.colour: not a field of User"
    ]  # fmt: skip


async def test_a_wrong_field_in_a_pushed_update_is_seen(client: Client, misfits: Misfits):
    """Updates for a webhook are seen as they leave."""
    came = asyncio.Event()

    async def hook(_request: web.Request) -> web.Response:
        came.set()
        return web.Response()

    sari = await client.user()
    client.world.users[sari].api()["colour"] = "red"
    async with listening(hook) as url:
        await client.result("setWebhook", url=url)
        await client.say(sari, "Halo")
        await came.wait()
    assert misfits.take() == ["webhook: $.message.from.colour: not a field of User"]


async def test_every_simulator_is_seen(misfits: Misfits):
    """Not only the one of the fixture, and what comes often is told once."""
    import aiohttp

    async with Simulator() as other, aiohttp.ClientSession(other.url) as http:
        other.world.bot.api()["colour"] = "red"
        for _ in range(3):
            async with http.get(f"/bot{other.world.token}/getMe") as answer:
                assert answer.status == 200
    assert misfits.take() == ["getMe: $.result.colour: not a field of User (3 times)"]


async def test_a_field_that_the_table_does_not_list_is_told(client: Client, misfits: Misfits):
    """It fits, and yet whoever reads the table would not expect it."""
    client.world.bot.api()["added_to_attachment_menu"] = True
    async with client.http.get(f"/bot{client.world.token}/getMe") as answer:
        assert answer.status == 200
    assert misfits.take() == []
    misfits.add_unlisted()
    (told,) = misfits.take()
    assert told.startswith("User.added_to_attachment_menu comes, and docs/reference/")
    assert told.endswith(": python -m tests.tools.simulator_support --record")


def test_the_test_that_saw_it_fails(tmp_path: Path):
    """And no other: in the process of the tests as well as in one that a test starts."""
    (tmp_path / "test_planted.py").write_text(PLANTED)
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n")
    clean = {name: value for name, value in os.environ.items() if name != "SIMULATOR_MISFITS"}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.schema_guard", "-q", "-rE", "."],
        cwd=tmp_path,
        env=clean | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(tmp_path)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "4 passed, 2 errors" in ran.stdout, ran.stdout + ran.stderr
    assert "ERROR test_planted.py::test_planted - " in ran.stdout
    assert "ERROR test_planted.py::test_planted_in_a_process_of_its_own - " in ran.stdout
    assert ran.stdout.count("getMe: $.result.colour: not a field of User") >= 2
