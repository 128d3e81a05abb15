"""The mark that ties a test to what Telegram's documentation states, and their register."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

API = "https://core.telegram.org/bots/api#"
FAQ = "https://core.telegram.org/bots/faq#"
FEATURES = "https://core.telegram.org/bots/features#"
# Error texts and lifetimes stand in no page of the documentation: these files hold them.
SERVER = "https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp"
WEBHOOKS = "https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/WebhookActor.cpp"
THREADS = "https://github.com/tdlib/telegram-bot-api/issues/447"
ENTITIES = "https://github.com/tdlib/td/blob/master/td/telegram/MessageEntity.cpp"

Test = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Stated:
    """A behaviour of Telegram: its statement, where it is stated, and the test that holds it."""

    what: str
    source: str
    module: str
    test: str

    @property
    def concern(self) -> str:
        """The part of Telegram that it is about: the name of its module."""
        return self.module.rpartition(".test_")[2]


_REGISTER: dict[tuple[str, str], Stated] = {}


def behaviour(what: str, *, source: str) -> Callable[[Test], Test]:
    """Mark a test as the one of this statement."""

    def register(test: Test) -> Test:
        stated = Stated(what, source, test.__module__, test.__name__)
        _REGISTER[test.__module__, test.__name__] = stated
        return test

    return register


def all_stated() -> list[Stated]:
    """Every behaviour that has a test, by concern, in the order of the files."""
    package = importlib.import_module(__package__)
    for found in pkgutil.iter_modules(package.__path__, f"{__package__}."):
        importlib.import_module(found.name)
    return sorted(_REGISTER.values(), key=lambda stated: stated.concern)
