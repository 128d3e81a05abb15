"""Text and its entities: cleaning, trimming and finding them, counted in UTF-16 code units."""

from __future__ import annotations

import re
from collections.abc import Callable

from simulator.errors import Json, bad

# The order in which entities of the same range are listed: the outer ones first.
RANK = {
    kind: rank
    for rank, kind in enumerate(
        [
            "expandable_blockquote",
            "blockquote",
            "pre",
            "text_link",
            "text_mention",
            "bold",
            "italic",
            "underline",
            "strikethrough",
            "spoiler",
            "code",
        ]
    )
}
CODE = frozenset({"pre", "code"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
# Telegram shows the first 100 entities of a message; more than CANDIDATES are not even looked at.
ENTITIES = 100
CANDIDATES = 400
STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "code"})
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_DROPPED = re.compile("[\r\u2028-\u202e]")
_FOUND = re.compile(
    r"(?<![A-Za-z0-9._%+-])(?P<email>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})"
    r"|(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?')\]])"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{4,32})(?!\w)"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)


def utf16_length(text: str) -> int:
    """Code units of UTF-16, Telegram's measure of offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def clean(text: str) -> str:
    """Text as Telegram keeps it: no control characters, none that turn the writing direction."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise bad("strings must be encoded in UTF-8") from None
    if text.isprintable():
        return text
    return _CONTROL.sub(" ", _DROPPED.sub("", text))


def positions(text: str) -> Callable[[int], int]:
    """A function from an index of `text` to its offset in UTF-16."""
    if all(c <= "\uffff" for c in text):
        return lambda index: index
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if character > "\uffff" else 1))
    return offsets.__getitem__


def found(text: str) -> list[Json]:
    """The entities that Telegram finds by itself: commands, links, addresses, mentions, tags."""
    if not any(sign in text for sign in "/@#"):
        return []
    at = positions(text)
    return [
        {
            "type": match.lastgroup,
            "offset": at(match.start()),
            "length": at(match.end()) - at(match.start()),
        }
        for match in _FOUND.finditer(text)
    ]


def finish(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Trim the text, find what is left to find, and put all entities in Telegram's order."""
    stripped = text.lstrip()
    cut = utf16_length(text[: len(text) - len(stripped)])
    trimmed = stripped.rstrip()
    end = utf16_length(trimmed)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        stop = min(end, entity["offset"] + entity["length"] - cut)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    kept = _tidy(kept)
    busy = [e for e in kept if e["type"] in CODE or e["type"] in {"text_link", "text_mention"}]
    for entity in found(trimmed):
        if not any(_overlap(entity, other) for other in busy):
            kept.append(entity)
    return trimmed, sorted(kept, key=_order)[:ENTITIES]


def _order(entity: Json) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], RANK.get(entity["type"], 50)


def _overlap(one: Json, other: Json) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def _tidy(entities: list[Json]) -> list[Json]:
    """Drop what may not stand inside another entity: anything in code, links in links, quotes
    in quotes, a style within the same style; join what touches and is alike."""
    kept: list[Json] = []
    around: list[Json] = []
    for entity in sorted(entities, key=_order)[:CANDIDATES]:
        around = [other for other in around if _overlap(entity, other)]
        if not any(_refuses(other, entity) for other in around):
            kept.append(entity)
            around.append(entity)
    return _joined([e for e in kept if not (e["type"] in STYLES and _covers_code(e, kept))])


def _refuses(outer: Json, inner: Json) -> bool:
    kind, other = inner["type"], outer["type"]
    if other in CODE:
        return True
    if other == kind and kind in STYLES:
        return True
    if other in QUOTES and kind in QUOTES:
        return True
    links = {"text_link", "text_mention"}
    return other in links and kind in links


def _covers_code(style: Json, entities: list[Json]) -> bool:
    """Whether a style covers exactly a code entity: code takes no other style."""
    return style["type"] not in CODE and any(
        other["type"] in CODE
        and other["offset"] == style["offset"]
        and other["length"] == style["length"]
        for other in entities
    )


def _joined(entities: list[Json]) -> list[Json]:
    joined: list[Json] = []
    last: dict[str, Json] = {}
    for entity in entities:
        kind = entity["type"]
        before = last.get(kind)
        if before is not None and _joins(before, entity, entities):
            before["length"] += entity["length"]
            continue
        fresh = dict(entity)
        last[kind] = fresh
        joined.append(fresh)
    return joined


def _joins(before: Json, after: Json, entities: list[Json]) -> bool:
    """Whether two entities of a style touch, and what they make together crosses no other one."""
    kind, start, joint = before["type"], before["offset"], after["offset"]
    if kind not in STYLES or kind in CODE or start + before["length"] != joint:
        return False
    stop = joint + after["length"]
    for other in entities:
        first, last = other["offset"], other["offset"] + other["length"]
        if start < first < stop < last or first < start < last < stop:
            return False
    return True
