"""Checks values against the published schema of the Bot API: required fields, types, no others.

Source: core.telegram.org/bots/api, version 10.1; bot-api.json holds the types that these tests use.
A type that is not in it may not appear in an answer at all.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SCHEMA = json.loads((Path(__file__).parent / "bot-api.json").read_text())
Value = Any  # what JSON holds
PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "String": (str,),
    "Boolean": (bool,),
    "Float": (int, float),
}


def problems(value: Value, types: list[str], path: str = "$") -> list[str]:
    """Where `value` is none of the `types`; empty when it is one."""
    tries = [_of(value, name, path) for name in types]
    return min(tries, key=len) if all(tries) else []


def _of(value: Value, name: str, path: str) -> list[str]:
    if name.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{path}: an array was expected"]
        inner = name.removeprefix("Array of ")
        return [p for n, item in enumerate(value) for p in problems(item, [inner], f"{path}[{n}]")]
    if name == "True":
        return [] if value is True else [f"{path}: true was expected"]
    if name in PLAIN:
        wrong_flag = isinstance(value, bool) and name != "Boolean"
        good = isinstance(value, PLAIN[name]) and not wrong_flag
        return [] if good else [f"{path}: {name} was expected, not {value!r}"]
    known = SCHEMA["types"].get(name)
    if known is None:
        return [f"{path}: the type {name} is not in bot-api.json"]
    if "subtypes" in known:
        subtypes = [n for n in known["subtypes"] if n in SCHEMA["types"] or n == "Message"]
        return problems(value, subtypes, path)
    return _object(value, known["fields"], name, path)


def _object(value: Value, fields: dict[str, Any], name: str, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: {name} was expected, not {value!r}"]
    found = [f"{path}.{key}: not a field of {name}" for key in value if key not in fields]
    for key, field in fields.items():
        if key in value:
            found += problems(value[key], field["types"], f"{path}.{key}")
        elif field["required"]:
            found.append(f"{path}.{key}: required in {name}, missing")
    return found


def check_answer(method: str, body: dict[str, Any]) -> None:
    """Raise AssertionError when the body of an answer does not fit the method."""
    if body["ok"]:
        assert body.keys() == {"ok", "result"}, body
        found = problems(body["result"], SCHEMA["methods"][method]["returns"])
    else:
        found = _refusal(body)
    assert not found, f"{method}: {found}"


def _refusal(body: dict[str, Any]) -> list[str]:
    known = {"ok", "error_code", "description", "parameters"}
    found = [f"$.{key}: not a field of an error" for key in body if key not in known]
    if not isinstance(body.get("error_code"), int):
        found.append("$.error_code: an integer was expected")
    if not isinstance(body.get("description"), str):
        found.append("$.description: a string was expected")
    return found


def check_update(update: dict[str, Any]) -> None:
    """Raise AssertionError when an update does not fit; one has exactly one content."""
    found = problems(update, ["Update"])
    assert not found, found
    assert len(update) == 2, update
