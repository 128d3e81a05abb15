"""Reads what stands in a tap's callback data or behind a command: hostile until it is read here."""

import re

from domain.errors import NotFound, Stale
from domain.numbers import parse_number

_PART = re.compile(r"([0-9A-Z]{8})-([SR])([1-9][0-9]?)")
_DIGITS = re.compile(r"[0-9]{1,9}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,39}")
_MOST_DIGITS = 13

Args = tuple[str, ...]


def argument(args: Args, place: int) -> str:
    """Return the argument at the place, "" where there is none."""
    return args[place] if place < len(args) else ""


def order_number(args: Args, place: int = 0) -> str:
    """Return the order number; NotFound where it cannot be one."""
    text = argument(args, place)
    if not text or parse_number(text) != text:
        raise NotFound("order", "")
    return text


def shipment_id(args: Args, place: int = 0) -> str:
    """Return the shipment's id; NotFound where it cannot be one."""
    return _part_of(argument(args, place), "S", "shipment")


def return_id(args: Args, place: int = 0) -> str:
    """Return the return's id; NotFound where it cannot be one."""
    return _part_of(argument(args, place), "R", "return")


def _part_of(text: str, letter: str, what: str) -> str:
    match = _PART.fullmatch(text)
    if match is None or match[2] != letter or parse_number(match[1]) != match[1]:
        raise NotFound(what, "")
    return text


def order_of(key: str) -> str:
    """Return the order's number within the id of its shipment or return (or its own)."""
    return key.partition("-")[0]


def version(args: Args, place: int = 1) -> int:
    """Return the version that was looked at; Stale where there is none, as of an old button."""
    text = argument(args, place)
    if not _DIGITS.fullmatch(text):
        raise Stale("order", order_of(argument(args, 0))[:8])
    return int(text)


def whole(text: str) -> int | None:
    """Return the whole number written in digits, with or without a sign; None where it is none."""
    digits = text.lstrip("+-") if text[:1] in {"+", "-"} else text
    if not digits.isascii() or not digits.isdigit() or len(digits) > _MOST_DIGITS:
        return None
    return int(text)


def code(text: str) -> str | None:
    """Return a code (of a SKU, a courier, a category) as it stands, None where it cannot be one."""
    return text if _CODE.fullmatch(text) else None
