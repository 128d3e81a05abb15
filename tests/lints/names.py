"""Small questions about syntax that several rules ask."""

import ast
import re
from collections.abc import Iterator

from tests.lints.sources import Source


def dotted(node: ast.AST | None) -> str:
    """Return `a.b.c` for a name or attribute; a call in between is passed through, else ''."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return ""


def words(name: str) -> set[str]:
    """Return the words of snake_case or CamelCase."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def imports(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    """Yield every module that the file imports, with the statement; relative ones made absolute."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = source.path.parts[: len(source.path.parts) - node.level]
                base = ".".join([*package, *filter(None, [base])])
            for alias in node.names:
                yield node, f"{base}.{alias.name}"


def imports_of(source: Source, modules: frozenset[str]) -> Iterator[tuple[ast.stmt, str]]:
    """Yield the imports of these modules or of anything below them, once per statement."""
    seen: set[tuple[int, str]] = set()
    for node, name in imports(source):
        parts = name.split(".")
        for depth in range(1, len(parts) + 1):
            module = ".".join(parts[:depth])
            if module in modules and (node.lineno, module) not in seen:
                seen.add((node.lineno, module))
                yield node, module
