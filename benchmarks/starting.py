"""(d) From the start of the process to its first getUpdates, against importing its libraries."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Result, alternating, judged
from benchmarks.shop import stock_up
from benchmarks.stub import stubbed
from notifications.milestones import announce
from storage.migrate import upgrade
from storage.open import open_store

# Each is imported by a start of `pesan run`; what is imported later (babel, phonenumbers) does not count.
LIBRARIES = (
    "aiohttp",
    "apscheduler.schedulers.asyncio",
    "jinja2",
    "pydantic_settings",
    "sqlalchemy",
    "sqlalchemy.ext.asyncio",
    "structlog",
    "telegram",
    "typer",
)
BARE = {"PATH": "/usr/bin:/bin"}  # the same few variables for both
TOKEN = "123456:benchmark"  # noqa: S105 - the stub takes any


def run() -> list[Result]:
    """Measure both in turn."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        asyncio.run(_prepare(url))
        ours, imports = alternating([lambda: _start(url), _imports], rounds=7)
    return [judged("d start to first getUpdates / bare imports", ours, imports, "s", "<= 2.5")]


async def _prepare(url: str) -> None:
    await asyncio.to_thread(upgrade, url)
    store = await open_store(url, announce)
    await store.run(stock_up)
    await store.close()


def _start(database_url: str) -> float:
    pesan = Path(sys.executable).with_name("pesan")
    with stubbed([], 0) as (address, said):
        environment = {
            **BARE,
            "PESAN_TOKEN": TOKEN,
            "PESAN_API_URL": address,
            "PESAN_DATABASE_URL": database_url,
            "PESAN_LOG_LEVEL": "ERROR",
        }
        began = time.perf_counter()
        bot = subprocess.Popen([pesan, "run"], env=environment, cwd=Path(__file__).parent)
        try:
            json.loads(said.readline())
            return time.perf_counter() - began
        finally:
            bot.kill()
            bot.wait()


def _imports() -> float:
    began = time.perf_counter()
    imports = f"import {', '.join(LIBRARIES)}"
    subprocess.run([sys.executable, "-c", imports], check=True, env=BARE)
    return time.perf_counter() - began
