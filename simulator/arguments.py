"""Arguments of Bot API calls: form strings or JSON values turned into what a method takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any

from simulator.errors import ApiError, Json, bad

Raw = Any  # a form field is a string, a JSON body gives any JSON value
Converter = Callable[[str, Raw], Any]


def integer(name: str, value: Raw) -> int:
    """A whole number, also written as a string."""
    if isinstance(value, bool):
        raise bad(f'invalid value of the parameter "{name}": an integer was expected')
    try:
        if isinstance(value, int | str):
            return int(value)
    except ValueError:
        pass
    raise bad(f'invalid value of the parameter "{name}": an integer was expected')


def number(name: str, value: Raw) -> float:
    """A number, also written as a string."""
    try:
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            return float(value)
    except ValueError:
        pass
    raise bad(f'invalid value of the parameter "{name}": a number was expected')


def boolean(name: str, value: Raw) -> bool:
    """A flag; of strings Telegram takes true, yes and 1 for yes."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in {0, 1}:
        return value == 1
    if isinstance(value, str):
        return value.lower() in {"true", "yes", "1"}
    raise bad(f'invalid value of the parameter "{name}": a boolean was expected')


def string(name: str, value: Raw) -> str:
    """A text; a number in a JSON body is read as its digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise bad(f'invalid value of the parameter "{name}": a string was expected')


def _no_number(word: str) -> Raw:
    raise ValueError(f"{word} is no JSON")


def decoded(text: str | bytes) -> Raw:
    """JSON without halves of characters; raises ValueError for what is none.

    JSON can escape a lone surrogate, which no UTF-8 can hold: Telegram refuses it.
    """
    try:
        value = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if (b"\\ud" if isinstance(text, bytes) else "\\ud") in text.lower():  # type: ignore[operator]
        json.dumps(value, ensure_ascii=False).encode()
    return value


def among(value: Raw, allowed: Container[str]) -> bool:
    """Whether a JSON value is one of these words (a list or object could not even be compared)."""
    return isinstance(value, str) and value in allowed


def _json(name: str, value: Raw) -> Raw:
    if not isinstance(value, str):
        return value
    try:
        return decoded(value)
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def an_object(name: str, value: Raw) -> Json:
    """A JSON object, also written as a string."""
    parsed = _json(name, value)
    if not isinstance(parsed, dict):
        raise bad(f'invalid value of the parameter "{name}": an object was expected')
    return parsed


def a_list(name: str, value: Raw) -> list[Any]:
    """A JSON array, also written as a string."""
    parsed = _json(name, value)
    if not isinstance(parsed, list):
        raise bad(f'invalid value of the parameter "{name}": an array was expected')
    return parsed


def integers(name: str, value: Raw) -> list[int]:
    """An array of whole numbers."""
    return [integer(name, item) for item in a_list(name, value)]


def strings(name: str, value: Raw) -> list[str]:
    """An array of strings."""
    return [string(name, item) for item in a_list(name, value)]


def chat_id(name: str, value: Raw) -> int:
    """A chat's number; no chat here has a public name."""
    if isinstance(value, str):
        if not value.strip():
            raise bad(f"{name} is empty")
        if value.startswith("@"):
            raise bad("chat not found")
    try:
        return integer(name, value)
    except ApiError:
        raise bad("chat not found") from None


@dataclass(frozen=True, slots=True)
class Accepted:
    """An object that may stand in a parameter: the fields that it takes, and refuses by name."""

    name: str
    takes: frozenset[str]
    refuses: frozenset[str]

    def read(self, value: Raw) -> Json:
        """The fields that are honoured; raises the ApiError for one that is not.

        A field that Telegram does not know either is left out, as Telegram leaves it out, and so
        is a null: it asks for nothing (pyTelegramBotAPI sends every field that an entity could
        have).
        """
        if not isinstance(value, dict):
            raise bad(f"can't parse {self.name}: expected an Object")
        given = {name: item for name, item in value.items() if item is not None}
        for name in given:
            if name in self.refuses:
                raise bad(f"the simulator does not honour {self.name}.{name}")
        return {name: item for name, item in given.items() if name in self.takes}


# Every object that some parameter accepts: nothing in one is ignored without a word.
OBJECTS: dict[str, Accepted] = {}


def accepted(name: str, takes: str, refuses: str = "") -> Accepted:
    """Declare a type of the Bot API as accepted; together the fields are all that it has."""
    made = OBJECTS[name] = Accepted(name, frozenset(takes.split()), frozenset(refuses.split()))
    return made
