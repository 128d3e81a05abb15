"""Text and its entities: cleaning, trimming and finding them, counted in UTF-16 code units."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from simulator.errors import Json, bad
from simulator.finding import found
from simulator.nesting import RANK, nested

# Telegram shows the first 100 entities of a message.
ENTITIES = 100
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_DROPPED = re.compile("[\r\u2028-\u202e]")


def utf16_length(text: str) -> int:
    """Code units of UTF-16, Telegram's measure of offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def valid(text: str) -> str:
    """The text, when UTF-8 can hold it."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise bad("strings must be encoded in UTF-8") from None
    return text


def clean(text: str) -> str:
    """Text as Telegram keeps it: no control characters, none that turn the writing direction."""
    if valid(text).isprintable():
        return text
    return _CONTROL.sub(" ", _DROPPED.sub("", text))


def _cleaned(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The same with its entities: those behind a character that goes move up."""
    at = positions(text)
    gone = [at(match.start()) for match in _DROPPED.finditer(text)]
    if gone:
        entities = [dict(entity) for entity in entities]
        for entity in entities:
            start, stop = entity["offset"], entity["offset"] + entity["length"]
            entity["offset"] = start - bisect_left(gone, start)
            entity["length"] = stop - bisect_left(gone, stop) - entity["offset"]
    return clean(text), entities


def positions(text: str) -> Callable[[int], int]:
    """A function from an index of `text` to its offset in UTF-16."""
    if all(c <= "\uffff" for c in text):
        return lambda index: index
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if character > "\uffff" else 1))
    return offsets.__getitem__


def _found(text: str) -> list[Json]:
    places = found(text)
    if not places:
        return []
    at = positions(text)
    return [
        {"type": kind, "offset": at(start), "length": at(stop) - at(start)}
        for kind, start, stop in places
    ]


def finish(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Clean and trim the text, find what is left to find, and list all as Telegram does."""
    if not text.isprintable():
        text, entities = _cleaned(text, entities)
    stripped = text.lstrip()
    cut = utf16_length(text[: len(text) - len(stripped)])
    trimmed = stripped.rstrip()
    end = utf16_length(trimmed)
    kept = []
    for entity in entities:
        if entity["type"] not in RANK:
            continue  # mentions, links in sight and so on are found, whoever gives them
        start = max(0, entity["offset"] - cut)
        stop = min(end, entity["offset"] + entity["length"] - cut)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    candidates = _found(trimmed)
    if not kept:
        return trimmed, candidates[:ENTITIES]
    return trimmed, nested(kept, candidates)[:ENTITIES]
