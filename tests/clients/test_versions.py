"""The clients that run are the ones that the documentation names, and their locks name no host."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.clients.stage import HERE

DOCS = (HERE.parents[1] / "docs" / "reference" / "simulator.md").read_text()
PINS = dict(
    re.findall(r"^([\w-]+)==(\S+)$", (HERE / "requirements.lock").read_text(), re.MULTILINE)
)
PACKAGE = json.loads((HERE / "package.json").read_text())
VERSIONS = {
    "aiogram": PINS["aiogram"],
    "pyTelegramBotAPI": PINS["pyTelegramBotAPI"],
    "grammY": PACKAGE["dependencies"]["grammy"],
}


@pytest.mark.parametrize("client", VERSIONS)
def test_the_documented_version_runs(client: str):
    """The row of the table has the pin."""
    assert f"| {client} | {VERSIONS[client]} |" in DOCS


@pytest.mark.parametrize("lock", ["requirements.lock", "package-lock.json"])
def test_a_lock_names_no_place_to_download_from(lock: str):
    """Whoever installs has their own registry."""
    text = Path(HERE, lock).read_text()
    assert "resolved" not in text
    assert not re.search(r"(https?|file)://\S*\.(tgz|whl)|index-url", text)
