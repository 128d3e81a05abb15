"""Every lint finds what breaks it, and leaves alone what keeps it."""

import pytest

from tests.lints import rules
from tests.lints.rules import RULES, Rule
from tests.lints.sources import Source

LONG_BODY = "\n".join(f"    x{i} = {i}" for i in range(rules.MOST_FUNCTION_LINES))
SHORT_BODY = "\n".join(f"    x{i} = {i}" for i in range(rules.MOST_FUNCTION_LINES - 1))

# (rule, file, what breaks it)
BREACHES: list[tuple[Rule, str, str]] = [
    (rules.dropped_task, "bot/a.py", "asyncio.create_task(work())"),
    (rules.dropped_task, "bot/a.py", "create_task(work())"),
    (rules.dropped_task, "bot/a.py", "asyncio.get_running_loop().create_task(work())"),
    (rules.dropped_task, "bot/a.py", "self._loop.create_task(work())"),
    (rules.dropped_task, "bot/a.py", "asyncio.ensure_future(work())"),
    (rules.dropped_task, "bot/a.py", "_ = asyncio.create_task(work())"),
    (rules.dropped_task, "bot/a.py", "on_change(lambda: asyncio.create_task(work()))"),
    (rules.naive_time, "domain/a.py", "datetime.now()"),
    (rules.naive_time, "domain/a.py", "datetime.datetime.now()"),
    (rules.naive_time, "domain/a.py", "datetime.now(None)"),
    (rules.naive_time, "domain/a.py", "datetime.now(tz=None)"),
    (rules.naive_time, "domain/a.py", "datetime.utcnow()"),
    (rules.naive_time, "domain/a.py", "datetime.today()"),
    (rules.naive_time, "domain/a.py", "datetime.fromtimestamp(stamp)"),
    (rules.commit_outside_storage, "bot/a.py", "connection.commit()"),
    (rules.commit_outside_storage, "domain/a.py", "self.uow.commit()"),
    (rules.swallowed_exception, "bot/a.py", "try:\n    f()\nexcept Exception:\n    pass"),
    (rules.swallowed_exception, "bot/a.py", "try:\n    f()\nexcept BaseException:\n    ..."),
    (rules.swallowed_exception, "bot/a.py", "try:\n    f()\nexcept (OSError, Exception):\n    pass"),
    (rules.swallowed_exception, "bot/a.py", "while 1:\n    try:\n        f()\n    except Exception:\n        continue"),
    (rules.swallowed_exception, "bot/a.py", "try:\n    f()\nexcept:\n    raise"),
    (rules.swallowed_exception, "bot/a.py", "with contextlib.suppress(Exception):\n    f()"),
    (rules.float_money, "domain/a.py", "price: float = 0"),
    (rules.float_money, "domain/a.py", "class Line:\n    unit_price: float | None"),
    (rules.float_money, "domain/a.py", "def pay(amount: float) -> None: ..."),
    (rules.float_money, "domain/a.py", "def pay(amount: 'float') -> None: ..."),
    (rules.float_money, "domain/a.py", "def shipping_fee(grams: int) -> float: ..."),
    (rules.float_money, "domain/a.py", "def f(fees: dict[str, float]) -> None: ..."),
    (rules.float_money, "integrations/a.py", "x = float(body['gross_amount'])"),
    (rules.float_money, "integrations/a.py", "x = float(order.amountDue)"),
    (rules.float_money, "domain/a.py", "total = 1.5"),
    (rules.float_money, "domain/a.py", "self.total = float(x)"),
    (rules.float_money, "domain/a.py", "fee = grams / 1000 * rate"),
    (rules.float_money, "domain/a.py", "Payment(amount=due / 2)"),
    (rules.stray_print, "bot/desk.py", "print(1)"),
    (rules.stray_print, "simulator/world.py", "def f() -> None:\n    print(1)"),
    (rules.long_file, "bot/a.py", "x = 1\n" * (rules.MOST_FILE_LINES + 1)),
    (rules.long_function, "bot/a.py", f"def f() -> None:\n{LONG_BODY}"),
    (rules.long_function, "bot/a.py", f"async def f() -> None:\n{LONG_BODY}"),
    (rules.vague_module, "bot/utils.py", ""),
    (rules.vague_module, "domain/helpers/money.py", ""),
    (rules.vague_module, "storage/stock_manager.py", ""),
    (rules.vague_module, "integrations/common/__init__.py", ""),
    (rules.database_outside_storage, "bot/a.py", "import sqlalchemy as sa"),
    (rules.database_outside_storage, "notifications/a.py", "from sqlalchemy.exc import DBAPIError"),
    (rules.database_outside_storage, "bot/main.py", "def f() -> None:\n    import sqlalchemy"),
    (rules.outside_in_domain, "domain/a.py", "import sqlalchemy"),
    (rules.outside_in_domain, "domain/usecases/a.py", "from telegram.ext import Application"),
    (rules.outside_in_domain, "domain/a.py", "if TYPE_CHECKING:\n    import aiohttp"),
    (rules.storage_in_bot, "bot/desk.py", "from storage.open import open_store"),
    (rules.storage_in_bot, "bot/screens/cart.py", "import storage"),
    (rules.storage_in_bot, "bot/screens/cart.py", "def f() -> None:\n    from storage import open"),
    (rules.root_imported, "bot/desk.py", "from bot.main import build"),
    (rules.root_imported, "bot/desk.py", "from bot import main"),
    (rules.root_imported, "bot/screens/cart.py", "from .. import main"),
    (rules.root_imported, "bot/desk.py", "from .main import build"),
]  # fmt: skip

# (rule, file, what comes close and is right)
KEPT: list[tuple[Rule, str, str]] = [
    (rules.dropped_task, "bot/a.py", "task = asyncio.create_task(work())"),
    (rules.dropped_task, "bot/a.py", "self.tasks.add(asyncio.create_task(work()))"),
    (rules.dropped_task, "bot/a.py", "group.create_task(work())"),
    (rules.dropped_task, "bot/a.py", "await asyncio.create_task(work())"),
    (rules.naive_time, "domain/a.py", "datetime.now(UTC)"),
    (rules.naive_time, "domain/a.py", "datetime.now(tz=zone)"),
    (rules.naive_time, "domain/a.py", "datetime.fromtimestamp(stamp, UTC)"),
    (rules.naive_time, "domain/a.py", "clock.now()"),
    (rules.commit_outside_storage, "storage/a.py", "connection.commit()"),
    (rules.commit_outside_storage, "bot/a.py", "log.info(commit)"),
    (rules.swallowed_exception, "bot/a.py", "try:\n    f()\nexcept Exception:\n    log.exception('x')"),
    (rules.swallowed_exception, "bot/a.py", "try:\n    f()\nexcept KeyError:\n    pass"),
    (rules.swallowed_exception, "bot/a.py", "with contextlib.suppress(KeyError):\n    f()"),
    (rules.float_money, "domain/a.py", "price: int = 0"),
    (rules.float_money, "domain/a.py", "def pay(amount: int, timeout: float) -> None: ..."),
    (rules.float_money, "domain/a.py", "total = price * quantity // 2"),
    (rules.float_money, "bot/a.py", "total_seconds: float = 3.5"),
    (rules.float_money, "bot/a.py", "due_in: float = 3.5"),
    (rules.float_money, "bot/a.py", "ClientTimeout(total=3.5)"),
    (rules.float_money, "bot/a.py", "rate = float(body['rate'])"),
    (rules.stray_print, "bot/cli.py", "print(1)"),
    (rules.stray_print, "simulator/__main__.py", "print(1)"),
    (rules.stray_print, "bot/a.py", "console.print(1)"),
    (rules.long_file, "bot/a.py", "x = 1\n" * rules.MOST_FILE_LINES),
    (rules.long_function, "bot/a.py", f"def f() -> None:\n{SHORT_BODY}"),
    (rules.vague_module, "storage/stock.py", ""),
    (rules.vague_module, "domain/commonwealth.py", ""),
    (rules.database_outside_storage, "storage/tables.py", "import sqlalchemy"),
    (rules.database_outside_storage, "bot/a.py", "import sqlalchemy_like"),
    (rules.outside_in_domain, "domain/a.py", "from domain.ports import Store"),
    (rules.outside_in_domain, "bot/a.py", "import telegram"),
    (rules.storage_in_bot, "bot/main.py", "from storage.open import open_store"),
    (rules.storage_in_bot, "bot/cli.py", "from storage.migrate import upgrade"),
    (rules.storage_in_bot, "bot/a.py", "from domain import storage"),
    (rules.root_imported, "bot/cli.py", "from bot.main import build"),
    (rules.root_imported, "bot/desk.py", "from bot.screens import main"),
]  # fmt: skip

# With a mark inside, so that this file does not break the rule that it tests.
MARKED = (
    "/w~ork/x", "cd /r~oot/x", "'/h~ome/me/x'", "https://py~pi.org/simple",
    "files.python~hosted.org", "registry.~npmjs.org", "http://deb.~debian.org",
)  # fmt: skip
PLACES = [place.replace("~", "") for place in MARKED]
NO_PLACES = ["docs/work/x", "../work/x", "https://shop.example/home", "pypi", "debian", "./root/x"]


def name(value: object) -> str | None:
    """Name the case by its rule."""
    return getattr(value, "__name__", None)


@pytest.mark.parametrize(("rule", "file", "code"), BREACHES, ids=name)
def test_breach_is_found(rule: Rule, file: str, code: str) -> None:
    """The rule names the file and says what is wrong."""
    findings = list(rule(Source(file, code)))
    assert [finding.file for finding in findings] == [file]
    assert all(finding.message and finding.line >= 1 for finding in findings)


@pytest.mark.parametrize(("rule", "file", "code"), KEPT, ids=name)
def test_right_code_is_left_alone(rule: Rule, file: str, code: str) -> None:
    """What merely looks like a breach is none."""
    assert list(rule(Source(file, code))) == []


def test_every_rule_has_both() -> None:
    """No rule goes untested, in either direction."""
    assert set(RULES) == {rule for rule, _, _ in BREACHES} == {rule for rule, _, _ in KEPT}


def test_finding_names_the_line() -> None:
    """A finding reads like a compiler's, at the line of the breach."""
    (finding,) = rules.stray_print(Source("bot/a.py", "x = 1\nprint(x)\n"))
    assert str(finding).startswith("bot/a.py:2: ")


@pytest.mark.parametrize("line", PLACES)
def test_foreign_place_is_found(line: str) -> None:
    """A folder of one machine or a registry's host is found at its line."""
    assert [f.line for f in rules.foreign_place("README.md", f"fine\n{line}\n")] == [2]


@pytest.mark.parametrize("line", NO_PLACES)
def test_other_places_are_left_alone(line: str) -> None:
    """Relative paths and plain words are none of these."""
    assert list(rules.foreign_place("README.md", line)) == []
