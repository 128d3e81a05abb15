"""The table of Bot API methods that are built, and how a call's arguments reach them."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.arguments import Converter, Raw
from simulator.bot_api_names import DEPRECATED, KNOWN
from simulator.errors import Json, bad
from simulator.files import Upload
from simulator.world import World


@dataclass(slots=True)
class Call:
    """One call: the world, its converted arguments, the uploaded files."""

    world: World
    args: Json
    files: Mapping[str, Upload]
    gone: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A result with words beside it, which become the `description` of the answer."""

    result: Any
    description: str


Run = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Method:
    """A method that is built: what it takes, what it needs, what it refuses by name."""

    name: str
    run: Run
    takes: Mapping[str, Converter]
    needs: tuple[str, ...]
    refuses: frozenset[str]
    is_async: bool
    sends: bool

    def arguments(self, raw: Mapping[str, Raw]) -> Json:
        """Converted arguments; raises the ApiError for a missing, wrong or unsupported one."""
        args: Json = {}
        takes = self.takes
        for name, value in raw.items():
            converter = takes.get(name)
            if converter is not None:
                if value is not None:
                    args[name] = converter(name, value)
            elif name in self.refuses:
                raise bad(f"the simulator does not honour the parameter {self.name}.{name}")
        for name in self.needs:
            if name not in args:
                raise bad(MISSING.get(name) or f'parameter "{name}" is required')
        return args


MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "video": "there is no video in the request",
    "user_id": "invalid user_id specified",
}
METHODS: dict[str, Method] = {}


def method(
    method_name: str, /, *, needs: str = "", sends: bool = False, **takes: Converter
) -> Callable[[Run], Run]:
    """Register a function as a Bot API method; `sends` puts it under flood control."""

    def register(run: Run) -> Run:
        METHODS[method_name] = Method(
            name=method_name,
            run=run,
            takes=takes,
            needs=tuple(needs.split()),
            refuses=(KNOWN[method_name] | DEPRECATED) - takes.keys(),
            is_async=inspect.iscoroutinefunction(run),
            sends=sends,
        )
        return run

    return register
