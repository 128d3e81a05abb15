"""Fixtures for all: a store on each engine, and a fence around the tests."""

import os
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from storage.migrate import upgrade
from storage.open import OpenStore, open_store

pytest_plugins = ["tests.schema_guard", "tests.postgres"]
if Path(__file__).with_name("browser.py").exists():
    pytest_plugins.append("tests.browser")

_KEPT = {"PESAN_REQUIRE_ALL_TESTS"}


@pytest.fixture(scope="session", autouse=True)
def fenced() -> Iterator[None]:
    """No setting of the developer's shell and no host but this machine reaches a test."""
    patch = pytest.MonkeyPatch()
    for name in list(os.environ):
        if name.startswith("PESAN_") and name not in _KEPT:
            patch.delenv(name)
    for method in ("connect", "connect_ex"):
        patch.setattr(socket.socket, method, _only_loopback(getattr(socket.socket, method)))
    yield
    patch.undo()


Connect = Callable[[socket.socket, Any], Any]


def _only_loopback(connect: Connect) -> Connect:
    def guarded(self: socket.socket, address: Any) -> Any:  # noqa: ANN401 - as the socket's own
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = address[0]
            if host != "localhost" and not ip_address(host).is_loopback:
                raise PermissionError(f"a test wanted to reach {host}")
        return connect(self, address)

    return guarded


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty database file to copy."""
    path = tmp_path_factory.mktemp("template") / "pesan.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return the URL of a fresh SQLite database with all tables."""
    path = tmp_path / "pesan.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a fresh database, once for each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[OpenStore]:
    """Open a store on a fresh database, once for each engine."""
    opened = await open_store(database_url)
    yield opened
    await opened.close()
