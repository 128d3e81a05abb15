"""In every test, whatever a simulator answers and pushes fits the published schema, or it fails.

A plugin of pytest. Simulators in this process are looked at through `simulator.watching`, those in
processes that a test starts through the sitecustomize module in tests/watched, which writes what
does not fit into a file. A field that fits and is not in the table of what the simulator supports
fails its test as well: the table says what comes.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import watching
from tests.simulator.schema import FIELDS_MET, Onlooker

PRODUCED = Path(__file__).parent / "simulator" / "produced.json"
TABLE = "docs/reference/simulator-support.md"
WATCHED = Path(__file__).parent / "watched"
MOST = 100
SHOWN = 20


class Misfits:
    """What did not fit since somebody last took it."""

    def __init__(self, file: Path, listed: dict[str, set[str]]) -> None:
        self.file = file
        self._listed = listed
        self._read = 0
        self._found: Counter[str] = Counter()

    def add(self, misfit: str) -> None:
        """Remember one, or that it came again."""
        if misfit in self._found or len(self._found) < MOST:
            self._found[misfit] += 1

    def add_unlisted(self) -> None:
        """Remember the fields that came though the table does not say so, each once."""
        for name, fields in FIELDS_MET.items():
            for field in sorted(fields - self._listed.get(name, set())):
                self._listed.setdefault(name, set()).add(field)
                self.add(
                    f"{name}.{field} comes, and {TABLE} does not say so: "
                    "python -m tests.tools.simulator_support --record"
                )

    def take(self) -> list[str]:
        """All of them, and forget them; those of other processes included."""
        if self.file.exists():
            with self.file.open(encoding="utf-8") as file:
                file.seek(self._read)
                for line in file.read().splitlines():
                    self.add(line)
                self._read = file.tell()
        taken, self._found = self._found, Counter()
        return [f"{text} ({n} times)" if n > 1 else text for text, n in taken.items()]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the generator of the table of support learn which fields come."""
    parser.addoption(
        "--fields-met", metavar="FILE", help="write type -> fields of all that came and fitted"
    )


@pytest.fixture(scope="session", autouse=True)
def _all_misfits() -> Iterator[Misfits]:
    """Look on from before the first simulator starts until after the last one ended."""
    folder = Path(tempfile.mkdtemp(prefix="misfits-"))
    listed = {name: set(fields) for name, fields in json.loads(PRODUCED.read_text()).items()}
    misfits = Misfits(folder / "misfits.txt", listed)
    onlooker = Onlooker(misfits.add)
    watching.ANSWERS.append(onlooker.answered)
    watching.PUSHED.append(onlooker.pushed)
    patch = pytest.MonkeyPatch()
    patch.setenv("SIMULATOR_MISFITS", str(misfits.file))
    patch.setenv("PYTHONPATH", str(WATCHED), prepend=os.pathsep)
    yield misfits
    patch.undo()
    watching.ANSWERS.remove(onlooker.answered)
    watching.PUSHED.remove(onlooker.pushed)
    left = misfits.take()
    shutil.rmtree(folder)
    _fail_for(left)


@pytest.fixture(autouse=True)
def misfits(_all_misfits: Misfits, request: pytest.FixtureRequest) -> Iterator[Misfits]:
    """Return what did not fit in this test; what is left of it at the end fails the test."""
    yield _all_misfits
    if not request.config.getoption("--fields-met"):
        _all_misfits.add_unlisted()
    _fail_for(_all_misfits.take())


def _fail_for(found: list[str]) -> None:
    if found:
        listed = "\n  ".join(found[:SHOWN])
        pytest.fail(f"The simulator broke the schema of the Bot API:\n  {listed}", pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the fields that came, where that was asked for."""
    wanted = session.config.getoption("--fields-met")
    if wanted:
        met = {name: sorted(fields) for name, fields in sorted(FIELDS_MET.items()) if fields}
        Path(wanted).write_text(json.dumps(met), encoding="utf-8")
