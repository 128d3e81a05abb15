"""What a request to the control surface takes; all else is refused by its name.

A field that is misspelt and then ignored makes a test pass that tests nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Literal

from simulator.errors import ControlError, Json
from simulator.files import Upload

Value = Any  # whatever JSON, a form or a query holds
Null = Literal["missing", "refused", "kept"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a field may hold: `what` in words, for the refusal, and `fits` to find out."""

    what: str
    fits: Callable[[str, Value], bool]
    from_text: Callable[[str], Value] = str  # a form and a query know nothing but text
    many: bool = False

    def check(self, name: str, value: Value) -> None:
        """Raise the ControlError for what does not fit."""
        if not self.fits(name, value):
            raise ControlError(f"{name} must be {self.what}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a request."""

    kind: Kind
    required: bool = True
    null: Null = "missing"


@dataclass(frozen=True, slots=True)
class Form:
    """The fields that a request, or an object in it, takes."""

    fields: dict[str, Field] = field(default_factory=dict)

    def read(self, given: Json, within: str = "") -> Json:
        """The fields as they came, without those whose null says nothing; ControlError for others."""
        prefix = f"{within}." if within else ""
        taken: Json = {}
        for name, value in given.items():
            taking = self.fields.get(name)
            if taking is None:
                raise ControlError(self._unknown(name, within))
            if value is not None or taking.null == "refused":
                taking.kind.check(f"{prefix}{name}", value)
            if value is not None or taking.null == "kept":
                taken[name] = value
        for name, taking in self.fields.items():
            if taking.required and name not in taken:
                raise ControlError(f"{prefix}{name} is missing")
        return taken

    def from_texts(self, pairs: Iterable[tuple[str, str | Upload]]) -> Json:
        """The fields of a form or a query, still to be read; ControlError for one that comes twice."""
        given: Json = {}
        for name, text in pairs:
            taking = self.fields.get(name)
            value = text
            if taking is not None and isinstance(text, str):
                value = _parsed(taking.kind, text)
            if taking is not None and taking.kind.many:
                given.setdefault(name, []).append(value)
            elif name in given:
                raise ControlError(f"{name} comes more than once")
            else:
                given[name] = value
        return given

    def _unknown(self, name: str, within: str) -> str:
        known = ", ".join(self.fields) or "none"
        return f"{within or 'the request'} has no field {name!r}; known are: {known}"


def _parsed(kind: Kind, text: str) -> Value:
    try:
        return kind.from_text(text)
    except ValueError:
        return text  # refused by the check of its kind, with its name


def _is_whole(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Value) -> bool:
    return _is_whole(value) or (isinstance(value, float) and isfinite(value))


def _flag_of(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError(text)
    return text == "true"


WHOLE = Kind("a whole number", lambda _, value: _is_whole(value), int)
COUNT = Kind("a whole number of at least 0", lambda _, n: _is_whole(n) and n >= 0, int)
NUMBER = Kind("a number", lambda _, value: _is_number(value), float)
FLAG = Kind("true or false", lambda _, value: isinstance(value, bool), _flag_of)
TEXT = Kind("a string", lambda _, value: isinstance(value, str))


def list_of(kind: Kind) -> Kind:
    """Any number of these; in a form, the field as often as there are."""

    def fits(name: str, value: Value) -> bool:
        if not isinstance(value, list):
            return False
        for place, item in enumerate(value):
            kind.check(f"{name}[{place}]", item)
        return True

    return Kind(f"a list of which each is {kind.what}", fits, kind.from_text, many=True)


def object_of(inner: Form) -> Kind:
    """An object with these fields and no others."""

    def fits(name: str, value: Value) -> bool:
        if not isinstance(value, dict):
            return False
        inner.read(value, name)
        return True

    shown = (name if taking.required else f"{name}?" for name, taking in inner.fields.items())
    return Kind(f"an object of {', '.join(shown)}", fits)


def form(**fields: Kind | Field) -> Form:
    """The fields of a request; a bare kind is one that must be there."""
    return Form({n: Field(of) if isinstance(of, Kind) else of for n, of in fields.items()})


def maybe(kind: Kind) -> Field:
    """A field that may be left out; null says no more than that."""
    return Field(kind, required=False)


def stated(kind: Kind) -> Field:
    """A field that may be left out, but not be null: it is not clear what that would ask for."""
    return Field(kind, required=False, null="refused")


def nullable(kind: Kind, *, required: bool = False) -> Field:
    """A field whose null takes something back."""
    return Field(kind, required, "kept")


NOTHING = form()
_BYTES = object_of(form(name=maybe(TEXT), base64=TEXT))
FILE = Kind(
    "base64 or {name, base64}",
    lambda name, value: isinstance(value, str | Upload) or _BYTES.fits(name, value),
)
