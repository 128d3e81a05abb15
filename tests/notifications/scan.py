"""Finds message ids in programs (by syntax tree) and templates (by Jinja's)."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "notifications/render/templates"
ROOMS = ("bot", "notifications")
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_BEGINNING = re.compile(r"[a-z][a-z0-9_]*\.([a-z0-9_]+[._])*")


@dataclass(frozen=True)
class Use:
    """An id, or the beginning of one; `facts` are the names passed along, where that is plain."""

    text: str
    where: str
    beginning: bool = False
    plain: bool = False
    facts: frozenset[str] | None = None


def uses(namespaces: frozenset[str]) -> list[Use]:
    """Return every use of a message id whose first word is one of the catalogues'."""
    found = [u for path in programs() for u in of_program(path.read_text(), _name(path))]
    found += [u for path in templates() for u in of_template(path.read_text(), _name(path))]
    return [u for u in found if u.text.split(".")[0] in namespaces]


def programs() -> Iterator[Path]:
    """Yield the programs that may show something."""
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def templates() -> Iterator[Path]:
    """Yield all templates."""
    yield from sorted(TEMPLATES.rglob("*.j2"))


def of_program(text: str, where: str) -> Iterator[Use]:
    """Yield the ids of a program: any literal that reads like one."""
    tree = ast.parse(text)
    parts: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts |= {id(value) for value in node.values}
            first = node.values[0] if node.values else None
            if isinstance(first, ast.Constant):
                yield from _use(str(first.value), f"{where}:{node.lineno}", beginning=True)
        elif isinstance(node, ast.Call):
            yield from _of_call(node, where)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield from _use(node.value, f"{where}:{node.lineno}")


def of_template(text: str, where: str) -> Iterator[Use]:
    """Yield the ids of a template, with the facts that a message call passes."""
    tree = Environment(autoescape=True).parse(text)
    for call in tree.find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        if name in {"_", "gettext", "ngettext"} and call.args:
            facts = frozenset(pair.key for pair in call.kwargs)
            if name == "ngettext":
                facts |= {"num"}
            for const in _constants(call.args[0]):
                yield from _use(const, f"{where}:{call.lineno}", facts=facts)
    for const in tree.find_all(nodes.Const):
        if isinstance(const.value, str):
            yield from _use(const.value, f"{where}:{const.lineno}")


def _constants(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for const in node.find_all(nodes.Const):
        if isinstance(const.value, str):
            yield const.value


def _of_call(node: ast.Call, where: str) -> Iterator[Use]:
    """Buttons and toasts show plain text: markup in their messages would be read out."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in {"Button", "Toast", "button"}:
        return
    first = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "text")]
    params = [*node.args[1:2]] if name == "Toast" else []
    params += [k.value for k in node.keywords if k.arg == "params"]
    facts: frozenset[str] | None = frozenset()
    if name == "button":  # the customer's front fills its buttons by keywords
        facts = frozenset(k.arg for k in node.keywords if k.arg)
    for value in params:
        keys = value.keys if isinstance(value, ast.Dict) else [None]
        names = [k.value for k in keys if isinstance(k, ast.Constant)]
        facts = frozenset(map(str, names)) if len(names) == len(keys) else None
    for argument in first:
        for const in ast.walk(argument):
            if isinstance(const, ast.Constant) and isinstance(const.value, str):
                yield from _use(const.value, f"{where}:{node.lineno}", plain=True, facts=facts)


def _use(
    text: str,
    where: str,
    *,
    beginning: bool = False,
    plain: bool = False,
    facts: frozenset[str] | None = None,
) -> Iterator[Use]:
    if _ID.fullmatch(text) and not beginning:
        yield Use(text, where, plain=plain, facts=facts)
    elif _BEGINNING.fullmatch(text):
        yield Use(text, where, beginning=True)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))
