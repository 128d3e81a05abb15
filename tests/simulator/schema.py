"""Checks values against the published schema of the Bot API: required fields, types, no others.

Source: core.telegram.org/bots/api, version 10.1 (June 11, 2026), as bot-api-10.1.json: every method
and every type with its fields, without the descriptions. `const` is what the description of a field
says that it always is; it tells the members of a union apart.

A value that fits is recognised by compiled checks, as every answer of the suite passes through
them; only one that does not is gone through again to say where and why.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA = json.loads((Path(__file__).parent / "bot-api-10.1.json").read_text(encoding="utf-8"))
TYPES: dict[str, dict[str, Any]] = SCHEMA["types"]
METHODS: dict[str, dict[str, Any]] = SCHEMA["methods"]
Value = Any  # what JSON holds
Check = Callable[[Value], bool]
PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "String": (str,),
    "Boolean": (bool,),
    "Float": (int, float),
}
# Type -> fields of the values that fitted so far.
FIELDS_MET: dict[str, set[str]] = {}
_BY_LOWER_NAME = {name.lower(): name for name in METHODS}
# Their answers say in words what they did.
DESCRIBED = frozenset({"setWebhook", "deleteWebhook"})
_ERROR = frozenset({"ok", "error_code", "description", "parameters"})


def problems(value: Value, types: list[str], path: str = "$") -> list[str]:
    """Where `value` is none of the `types`; empty when it is one."""
    if _fitting(tuple(types))(value):
        return []
    tries = [_of(value, name, path) for name in types]
    return min(tries, key=len) if all(tries) else []


@cache
def _fitting(types: tuple[str, ...]) -> Check:
    if len(types) == 1:
        return _compiled(types[0])
    checks = [_compiled(name) for name in types]
    return lambda value: any(check(value) for check in checks)


@cache
def _compiled(name: str) -> Check:
    if name.startswith("Array of "):
        inner = _compiled(name.removeprefix("Array of "))
        return lambda value: isinstance(value, list) and all(map(inner, value))
    if name in PLAIN:
        kinds, flag = PLAIN[name], name == "Boolean"
        return lambda value: isinstance(value, kinds) and (flag or not isinstance(value, bool))
    if "subtypes" in TYPES[name]:
        return _fitting(tuple(TYPES[name]["subtypes"]))
    return _object_check(name, TYPES[name]["fields"])


def _object_check(name: str, fields: dict[str, Any]) -> Check:
    required = {key for key, field in fields.items() if field["required"]}
    checks: dict[str, Check] = {}  # filled as fields are met: types contain each other
    met = FIELDS_MET.setdefault(name, set())

    def fits(value: Value) -> bool:
        if not isinstance(value, dict):
            return False
        for key, item in value.items():
            check = checks.get(key)
            if check is None:
                if key not in fields:
                    return False
                check = checks[key] = _field_check(fields[key])
            if not check(item):
                return False
        if not required <= value.keys():
            return False
        met.update(value)
        return True

    return fits


def _field_check(field: dict[str, Any]) -> Check:
    check = _fitting(tuple(field["types"]))
    if "const" not in field:
        return check
    return lambda value: bool(value == field["const"]) and check(value)


def _of(value: Value, name: str, path: str) -> list[str]:
    if name.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{path}: an array was expected"]
        inner = name.removeprefix("Array of ")
        return [p for n, item in enumerate(value) for p in problems(item, [inner], f"{path}[{n}]")]
    if name in PLAIN:
        good = _compiled(name)(value)
        return [] if good else [f"{path}: {name} was expected, not {value!r}"]
    known = TYPES[name]
    if "subtypes" in known:
        return problems(value, _meant(value, known["subtypes"]), path)
    return _object(value, known["fields"], name, path)


def _meant(value: Value, subtypes: list[str]) -> list[str]:
    """The subtypes that the value says it is, or all when it says none."""
    said = [name for name in subtypes if isinstance(value, dict) and _says(value, name)]
    return said or subtypes


def _says(value: Value, name: str) -> bool:
    consts = {
        key: field["const"]
        for key, field in TYPES.get(name, {}).get("fields", {}).items()
        if "const" in field
    }
    return bool(consts) and all(value.get(key) == const for key, const in consts.items())


def _object(value: Value, fields: dict[str, Any], name: str, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: {name} was expected, not {value!r}"]
    found = [f"{path}.{key}: not a field of {name}" for key in value if key not in fields]
    for key, field in fields.items():
        if key in value:
            found += problems(value[key], field["types"], f"{path}.{key}")
            if field.get("const", value[key]) != value[key]:
                found.append(f"{path}.{key}: {field['const']!r} was expected in {name}")
        elif field["required"]:
            found.append(f"{path}.{key}: required in {name}, missing")
    return found


def method_named(name: str) -> str | None:
    """The method as the schema spells it, whatever the case of the letters."""
    return name if name in METHODS else _BY_LOWER_NAME.get(name.lower())


def answer_problems(method: str, status: int, body: Value) -> list[str]:
    """What is wrong with an answer: its result for the method, or the form of its refusal."""
    if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
        return [f"$: an answer was expected, not {body!r}"]
    if not body["ok"]:
        return _refusal_problems(status, body)
    name = method_named(method)
    if name is None:
        return [f"$: no method {method} is known, yet it succeeded"]
    known = {"ok", "result", *(["description"] if name in DESCRIBED else [])}
    found = [f"$.{key}: not a field of an answer" for key in body if key not in known]
    if status != 200:
        found.append(f"$: success with the status {status}")
    if "result" not in body:
        return [*found, "$.result: required in an answer, missing"]
    result = body["result"]
    found += problems(result, METHODS[name]["returns"], "$.result")
    if name == "getUpdates" and isinstance(result, list):
        found += [p for n, item in enumerate(result) for p in _lone(item, f"$.result[{n}]")]
    return found


def _refusal_problems(status: int, body: Value) -> list[str]:
    found = [f"$.{key}: not a field of an error" for key in body if key not in _ERROR]
    found += problems(body.get("error_code"), ["Integer"], "$.error_code")
    found += problems(body.get("description"), ["String"], "$.description")
    if "parameters" in body:
        found += problems(body["parameters"], ["ResponseParameters"], "$.parameters")
    if body.get("error_code") != status:
        found.append(f"$.error_code: {status} was expected, the status of the answer")
    return found


def update_problems(update: Value) -> list[str]:
    """What is wrong with an update; one has exactly one content beside its id."""
    return problems(update, ["Update"]) + _lone(update, "$")


def _lone(update: Value, path: str) -> list[str]:
    if isinstance(update, dict) and len(update) != 2:
        return [f"{path}: one content was expected, not {sorted(update)}"]
    return []


class Onlooker:
    """Tells every misfit with the method that brought it, the place in the answer and the reason.

    Its two methods are what `simulator.watching` takes.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def answered(self, method: str, status: int, body: dict[str, Any]) -> None:
        """Look at an answer of the Bot API."""
        for problem in answer_problems(method, status, body):
            self._tell(f"{method}: {problem}")

    def pushed(self, update: dict[str, Any]) -> None:
        """Look at an update for a webhook."""
        for problem in update_problems(update):
            self._tell(f"webhook: {problem}")


def check_answer(method: str, body: dict[str, Any]) -> None:
    """Raise AssertionError when the body of an answer does not fit the method."""
    found = answer_problems(method, 200 if body["ok"] else body["error_code"], body)
    assert not found, f"{method}: {found}"


def check_update(update: dict[str, Any]) -> None:
    """Raise AssertionError when an update does not fit."""
    found = update_problems(update)
    assert not found, found
