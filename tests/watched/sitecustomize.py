"""Runs in every Python process that a test starts: its simulators are looked at as well.

tests/schema_guard.py puts this folder on PYTHONPATH and names the file for the misfits. Nothing is
imported before the process itself imports the simulator.
"""

import importlib.util
import os
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

MISFITS = os.environ.get("SIMULATOR_MISFITS", "")
SCHEMA = Path(__file__).parents[1] / "simulator" / "schema.py"


def tell(misfit: str) -> None:
    """Add a line to the file that the test process reads."""
    with Path(MISFITS).open("a", encoding="utf-8") as file:
        file.write(misfit.replace("\n", " ") + "\n")


class _Watched(Loader):
    """Loads simulator.watching as its own loader does, and adds the onlookers."""

    def __init__(self, own: Loader) -> None:
        self._own = own

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As the module's own loader does it."""
        return self._own.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """The module, and the onlookers in its lists."""
        self._own.exec_module(module)
        found = importlib.util.spec_from_file_location("published_schema", SCHEMA)
        assert found is not None and found.loader is not None
        schema: Any = importlib.util.module_from_spec(found)
        found.loader.exec_module(schema)
        onlooker = schema.Onlooker(tell)
        watching: Any = module
        watching.ANSWERS.append(onlooker.answered)
        watching.PUSHED.append(onlooker.pushed)


class _Finder(MetaPathFinder):
    """Waits for simulator.watching to be imported."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's own specification with the watched loader, once."""
        if fullname != "simulator.watching":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Watched(spec.loader)
        return spec


if MISFITS:
    sys.meta_path.insert(0, _Finder())
