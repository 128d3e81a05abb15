"""The project's own lints: each rule is a function from one file to its findings.

They say what the general tools cannot know: where a commit may happen, what is money, which room
may use what. A rule has a snippet that breaks it and one that keeps it in test_rules.py.
"""

import ast
import re
from collections.abc import Callable, Iterator

from tests.lints.names import dotted, imports_of, words
from tests.lints.sources import Finding, Source

Rule = Callable[[Source], Iterator[Finding]]

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 50  # the aim is 40; past 50 a concept is hiding
COMPOSITION_ROOT = frozenset({"bot/main.py", "bot/cli.py"})
PRINTERS = frozenset({"bot/cli.py", "simulator/__main__.py"})
VAGUE = frozenset({"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"})
DATABASE = frozenset({"sqlalchemy", "alembic", "asyncpg", "aiosqlite"})
OUTSIDE = frozenset(
    {"sqlalchemy", "telegram", "apscheduler", "jinja2", "aiohttp", "httpx", "starlette"}
)
MONEY = frozenset(
    {"amount", "amounts", "due", "fee", "fees", "money", "price", "prices", "subtotal", "total"}
)
TIME = frozenset(
    {"after", "at", "date", "days", "hours", "in", "minutes", "next", "s", "seconds", "time"}
)
BROAD = frozenset({"Exception", "BaseException"})


def dropped_task(source: Source) -> Iterator[Finding]:
    """A task that nobody keeps may vanish half-way, and its error with it."""
    for node in source.nodes:
        match node:
            case ast.Expr(value=ast.Call() as call) | ast.Lambda(body=ast.Call() as call):
                pass
            case ast.Assign(targets=[ast.Name(id="_")], value=ast.Call() as call):
                pass
            case _:
                continue
        owner, _, name = dotted(call.func).rpartition(".")
        spawns = name in {"create_task", "ensure_future"}
        if spawns and (owner in {"", "asyncio"} or owner.lower().endswith("loop")):
            yield source.at(node, "keep the task: its result is dropped")


def naive_time(source: Source) -> Iterator[Finding]:
    """Times are aware: one without a zone is wrong by seven hours in Jakarta."""
    for node in source.all(ast.Call):
        assert isinstance(node, ast.Call)
        owner, _, name = dotted(node.func).rpartition(".")
        if owner.rpartition(".")[2] != "datetime":
            continue
        zones = [*node.args[1 if name == "fromtimestamp" else 0 :]]
        zones += [keyword.value for keyword in node.keywords if keyword.arg in {"tz", None}]
        zoned = any(not (isinstance(z, ast.Constant) and z.value is None) for z in zones)
        never = name in {"utcnow", "utcfromtimestamp", "today"}
        if never or (name in {"now", "fromtimestamp"} and not zoned):
            yield source.at(node, f"datetime.{name}() without a zone: ask the clock, or pass UTC")


def commit_outside_storage(source: Source) -> Iterator[Finding]:
    """One transaction per use case, and only the unit of work ends it."""
    if source.room == "storage":
        return
    for node in source.all(ast.Call):
        assert isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield source.at(node, "only storage/ commits")


def swallowed_exception(source: Source) -> Iterator[Finding]:
    """An error that nobody sees is a loss that nobody finds."""
    for node in source.nodes:
        if isinstance(node, ast.ExceptHandler):
            if node.type is None:
                yield source.at(node, "bare except: name the error")
            elif _broad(node.type) and all(_does_nothing(step) for step in node.body):
                yield source.at(node, "swallows every error: narrow it, or say it in the log")
        elif isinstance(node, ast.Call) and _suppresses_all(node):
            yield source.at(node, "suppresses every error: narrow it")


def _suppresses_all(call: ast.Call) -> bool:
    named = dotted(call.func).rpartition(".")[2] == "suppress"
    return named and any(_broad(arg) for arg in call.args)


def _broad(kind: ast.expr) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(dotted(k).rpartition(".")[2] in BROAD for k in kinds)


def _does_nothing(step: ast.stmt) -> bool:
    constant = isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant)
    return constant or isinstance(step, (ast.Pass, ast.Continue))


def float_money(source: Source) -> Iterator[Finding]:
    """Money is an integer of minor units: a float loses a rupiah sooner or later."""
    message = "money is int (minor units), never float"
    for node in source.nodes:
        match node:
            case ast.AnnAssign(target=target, annotation=annotation):
                guilty = _money(dotted(target)) and _says_float(annotation)
            case ast.arg(arg=name, annotation=ast.expr() as annotation):
                guilty = _money(name) and _says_float(annotation)
            case ast.FunctionDef(name=name, returns=ast.expr() as returns):
                guilty = _money(name) and _says_float(returns)
            case ast.Assign(targets=[target], value=value):
                guilty = _money(dotted(target)) and _makes_float(value)
            case ast.Call(func=ast.Name(id="float"), args=[value]):
                guilty = _mentions_money(value)
            case ast.Call(func=func, keywords=keywords) if "timeout" not in words(dotted(func)):
                guilty = any(_money(k.arg or "") and _makes_float(k.value) for k in keywords)
            case _:
                continue
        if guilty:
            yield source.at(node, message)


def _money(name: str) -> bool:
    said = words(name.rpartition(".")[2])
    return bool(said & MONEY) and not said & TIME


def _says_float(annotation: ast.expr) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and "float" in str(node.value))
        for node in ast.walk(annotation)
    )


def _makes_float(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=float()) | ast.Call(func=ast.Name(id="float")):
            return True
        case ast.BinOp(op=ast.Div()):
            return True
        case ast.BinOp(left=left, right=right):
            return _makes_float(left) or _makes_float(right)
    return False


def _mentions_money(value: ast.expr) -> bool:
    for node in ast.walk(value):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str(name)):
                if _money(name):
                    return True
    return False


def stray_print(source: Source) -> Iterator[Finding]:
    """What the product has to say goes to the log, where the token is kept out of it."""
    if source.file in PRINTERS:
        return
    for node in source.all(ast.Call):
        assert isinstance(node, ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id == "print":
            yield source.at(node, "print belongs to the command line: use the log")


def long_file(source: Source) -> Iterator[Finding]:
    """A file is read in a sitting."""
    lines = len(source.text.splitlines())
    if lines > MOST_FILE_LINES:
        yield Finding(source.file, 1, f"{lines} lines: at most {MOST_FILE_LINES}")


def long_function(source: Source) -> Iterator[Finding]:
    """A function fits on a screen."""
    for node in source.all(ast.FunctionDef, ast.AsyncFunctionDef):
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > MOST_FUNCTION_LINES:
            yield source.at(node, f"{node.name} has {lines} lines: at most {MOST_FUNCTION_LINES}")


def vague_module(source: Source) -> Iterator[Finding]:
    """A reader guesses the file from the sentence; these names fit any sentence."""
    parts = (*source.path.parts[:-1], source.path.stem)
    for part in parts:
        if words(part) & VAGUE:
            yield Finding(source.file, 1, f"'{part}' names no concept")


def database_outside_storage(source: Source) -> Iterator[Finding]:
    """All SQL lives in storage/."""
    if source.room != "storage":
        for node, module in imports_of(source, DATABASE):
            yield source.at(node, f"{module} belongs to storage/")


def outside_in_domain(source: Source) -> Iterator[Finding]:
    """The rules know no database, no chat, no web."""
    if source.room == "domain":
        for node, module in imports_of(source, OUTSIDE):
            yield source.at(node, f"domain/ does not know {module}: ask through a port")


def storage_in_bot(source: Source) -> Iterator[Finding]:
    """The front gets ports; only the composition root knows what is behind them."""
    if source.room == "bot" and source.file not in COMPOSITION_ROOT:
        for node, _ in imports_of(source, frozenset({"storage"})):
            yield source.at(node, "bot/ gets ports: only bot/main.py wires storage")


def root_imported(source: Source) -> Iterator[Finding]:
    """Whoever imports the composition root gets everything through the back door."""
    if source.file not in {*COMPOSITION_ROOT, "bot/__main__.py"}:
        for node, module in imports_of(source, frozenset({"bot.main", "bot.cli"})):
            yield source.at(node, f"nothing imports {module}: it imports the others")


RULES: tuple[Rule, ...] = (
    dropped_task,
    naive_time,
    commit_outside_storage,
    swallowed_exception,
    float_money,
    stray_print,
    long_file,
    long_function,
    vague_module,
    database_outside_storage,
    outside_in_domain,
    storage_in_bot,
    root_imported,
)

# Written so that this file does not find itself.
FOREIGN = re.compile(
    r"(?<![\w.-])/(?:work|root|home)/|pypi\.org|python(?:)hosted|registry\.npmjs|deb\.debian"
)


def foreign_place(file: str, text: str) -> Iterator[Finding]:
    """Nothing in the repository depends on one machine's folders or one registry's host."""
    for number, line in enumerate(text.splitlines(), 1):
        for match in FOREIGN.finditer(line):
            yield Finding(file, number, f"'{match.group()}' is a place of one machine or registry")
