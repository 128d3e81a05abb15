"""What the lints read: the product's Python files, and every text file that git tracks."""

import ast
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "domain", "storage", "notifications", "integrations", "simulator")


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of a rule: where, and what to do about it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """As compilers write it, so that editors can jump there."""
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Source:
    """One Python file; `file` is its path from the root, with forward slashes."""

    file: str
    text: str

    @cached_property
    def path(self) -> PurePosixPath:
        """The path, to ask for its parts."""
        return PurePosixPath(self.file)

    @property
    def room(self) -> str:
        """The package at the top."""
        return self.path.parts[0]

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the syntax tree; read once, used by every rule."""
        return tuple(ast.walk(ast.parse(self.text, self.file)))

    def all(self, *kinds: type[ast.AST]) -> Iterable[ast.AST]:
        """Return the nodes of these kinds."""
        return (node for node in self.nodes if isinstance(node, kinds))

    def at(self, node: ast.AST, message: str) -> Finding:
        """Return a finding at the node."""
        return Finding(self.file, getattr(node, "lineno", 1), message)


def product_sources(root: Path = ROOT) -> list[Source]:
    """Return the Python files of the product, tracked or not yet."""
    files = sorted(path for name in PACKAGES for path in (root / name).rglob("*.py"))
    return [
        Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for path in files
    ]


def tracked_texts(root: Path = ROOT) -> list[tuple[str, str]]:
    """Return path and text of every file that git tracks; what is no text is passed over."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    found = []
    for name in filter(None, names.split("\0")):
        path = root / name
        try:
            found.append((name, path.read_text(encoding="utf-8")))
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
    return found
