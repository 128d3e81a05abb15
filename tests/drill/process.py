"""The real program as its own process, started and killed by number."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = "from bot.cli import main; main()"


@dataclass
class Program:
    """`pesan ...` with these settings in a folder of its own; all that it says goes to `log`."""

    folder: Path
    settings: dict[str, str]
    started: int = 0
    _process: asyncio.subprocess.Process | None = field(default=None, repr=False)

    @property
    def log(self) -> Path:
        """Standard output and standard error of every run, one after the other."""
        return self.folder / "program.log"

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the developer's settings, and no `.env`: the folder has none."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PESAN_")}
        return kept | {"PYTHONPATH": str(Path(__file__).parents[2])} | self.settings

    async def start(self, *arguments: str) -> None:
        """Start it and do not wait."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-c", COMMAND, *(arguments or ("run",))),
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.started += 1

    def signal(self, number: signal.Signals) -> None:
        """Send the signal to this very process, if it still runs."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):  # it ended, and the loop has not been told yet
                os.kill(self._process.pid, number)

    def kill(self) -> None:
        """SIGKILL: no handler, no farewell."""
        self.signal(signal.SIGKILL)

    async def ended(self, within_s: float = 20.0) -> int:
        """Wait until it has ended, return its exit code (negative: the signal)."""
        assert self._process is not None
        async with asyncio.timeout(within_s):
            return await self._process.wait()

    async def call(self, *arguments: str) -> tuple[int, str]:
        """Run another command of the program to its end; return exit code and output."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", COMMAND, *arguments),
            cwd=self.folder,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        assert process.returncode is not None
        return process.returncode, output.decode()
