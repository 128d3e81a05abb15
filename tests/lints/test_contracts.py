"""The import contracts hold on the tree, and each breaks when a room looks where it may not.

A small house with the same rooms is built in a temporary folder, one forbidden import is put into
it, and the project's own contracts are run on it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lints.sources import PACKAGES, ROOT

LINTER = "import sys; from importlinter.cli import lint_imports_command as run; run()"
MODULES = (
    "bot/main.py", "bot/cli.py", "bot/desk.py", "domain/orders.py", "storage/open.py",
    "notifications/relay.py", "notifications/render/texts.py", "integrations/courier.py",
    "simulator/world.py",
)  # fmt: skip


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import linter there."""
    return subprocess.run(
        [sys.executable, "-c", LINTER, "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a house whose rooms import nothing yet."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module in MODULES:
        path = tmp_path / module
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        (path.parent / "__init__.py").touch()
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == set(PACKAGES)
    return tmp_path


def test_contracts_hold() -> None:
    """The product keeps its own contracts."""
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("domain/orders.py", "import storage.open", "The domain imports no room"),
        ("domain/orders.py", "import notifications.render.texts", "The domain imports no room"),
        ("domain/orders.py", "import sqlalchemy", "The domain talks to nothing outside"),
        ("domain/orders.py", "from telegram.ext import Application", "talks to nothing outside"),
        ("simulator/world.py", "import domain.orders", "The simulator imports none"),
        ("storage/open.py", "import integrations.courier", "do not look into each other"),
        ("notifications/relay.py", "import storage.open", "do not look into each other"),
        ("integrations/courier.py", "import bot.desk", "know only the domain"),
        ("storage/open.py", "import simulator.world", "know only the domain"),
        ("bot/desk.py", "import storage.open", "only the composition root"),
        ("bot/desk.py", "from integrations import courier", "only the composition root"),
        ("bot/desk.py", "import simulator.world", "only the composition root"),
        ("bot/desk.py", "import notifications.relay", "knows only how to render"),
        ("bot/desk.py", "import notifications", "knows only how to render"),
    ],
)
def test_contract_breaks(house: Path, module: str, line: str, contract: str) -> None:
    """A forbidden import breaks the contract that forbids it, and no other."""
    (house / module).write_text(line + "\n")
    result = lint(house)
    broken = [row for row in result.stdout.splitlines() if row.endswith("BROKEN")]
    assert result.returncode == 1
    assert [contract in row for row in broken] == [True], result.stdout + result.stderr


def test_what_is_allowed_is_allowed(house: Path) -> None:
    """The composition root wires all; bot renders; everybody knows the domain."""
    wires = "import storage.open, integrations.courier, simulator.world, notifications.relay\n"
    (house / "bot/main.py").write_text(wires)
    (house / "bot/cli.py").write_text(f"import bot.main\n{wires}")
    (house / "bot/desk.py").write_text("import domain.orders, notifications.render.texts\n")
    for module in ("storage/open.py", "integrations/courier.py", "notifications/relay.py"):
        (house / module).write_text("import domain.orders\n")
    result = lint(house)
    assert result.returncode == 0, result.stdout + result.stderr
