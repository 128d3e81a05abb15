"""The tutorial for authors of other bots does what it says: its two programs are run as they stand."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs/tutorial-simulator.md"


async def test_the_programs_of_the_tutorial_run(tmp_path: Path):
    """Given both files saved under their names, the test passes against the bot."""
    for code in re.findall(r"```python\n(.*?)```", TUTORIAL.read_text(), re.DOTALL):
        name = re.match(r"# (\w+\.py)\n", code)
        assert name is not None, code[:80]
        (tmp_path / name.group(1)).write_text(code)
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    test = await asyncio.create_subprocess_exec(
        sys.executable,
        "test_shop.py",
        cwd=tmp_path,
        env=surroundings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(test.communicate(), 60)
    assert test.returncode == 0, said.decode()
