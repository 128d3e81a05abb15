"""`pesan demo` as a newcomer starts it: a real process in an empty folder."""

import asyncio
import json
import os
import re
import signal
import sys
from pathlib import Path

import aiohttp

SCRIPT = Path(sys.executable).with_name("pesan")
PATIENCE_S = 60


async def test_the_demo_answers_and_leaves_sound_books(tmp_path: Path):
    """Given an empty folder, the page and its people are there; stopped, `pesan check` is content."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PESAN_")}
    data = tmp_path / "data"
    command = (str(SCRIPT), "demo", "--no-browser", "--port", "0", "--data", str(data))
    demo = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, env=clean, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            url = await _address(demo)
            async with aiohttp.ClientSession(url) as http:
                async with http.get("/") as page:
                    assert page.status == 200
                    assert "<script" in await page.text()
                async with http.get("/sim/state") as state:
                    people = [user["first_name"] for user in (await state.json())["users"]]
            assert people[:3] == ["Sari", "Budi", "Emma"]
    finally:
        demo.send_signal(signal.SIGTERM)
        await demo.wait()
    assert demo.returncode == 0
    checked = await asyncio.create_subprocess_exec(
        str(SCRIPT),
        "check",
        "--json",
        cwd=tmp_path,
        env=clean | {"PESAN_DATA_DIR": str(data)},
        stdout=asyncio.subprocess.PIPE,
    )
    found, _ = await checked.communicate()
    assert json.loads(found) == []
    assert checked.returncode == 0


async def _address(demo: asyncio.subprocess.Process) -> str:
    assert demo.stdout is not None
    async for line in demo.stdout:
        found = re.search(r"http://127\.0\.0\.1:\d+", line.decode())
        if found:
            return found[0]
    raise AssertionError("the demo ended without an address")
