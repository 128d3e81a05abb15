"""Which entities may overlap, and how Telegram cuts those that do not fit.

Source: fix_entities and its parts in td/telegram/MessageEntity.cpp of the open-source TDLib, with
the cases of its test/message_entities.cpp.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from simulator.errors import Json

# The order in which entities of the same range are listed; those found in the text stand between
# links and styles.
RANK = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
}
FOUND_RANK = 50
CODE = frozenset({"pre", "code"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})


def order(entity: Json) -> tuple[int, int, int]:
    """Telegram's order: by place, the longer one first, then by kind."""
    return entity["offset"], -entity["length"], RANK.get(entity["type"], FOUND_RANK)


def nested(given: list[Json], found: list[Json]) -> list[Json]:
    """The given entities and those found in the text, so that any two are apart or nested.

    Quotes come first; what crosses one is dropped. Links, code and what was found cannot overlap
    each other. Styles give way to code, and are cut wherever another entity begins or ends.
    """
    given = sorted(given, key=order)
    quotes = _apart([entity for entity in given if entity["type"] in QUOTES])
    whole = _apart([e for e in given if e["type"] not in STYLES and e["type"] not in QUOTES])
    whole = _within(whole, quotes)
    whole += _within(_beside(found, whole), quotes)
    runs = _runs([entity for entity in given if entity["type"] in STYLES])
    return sorted([*quotes, *whole, *_cut(runs, quotes + whole)], key=order)


def _end(entity: Json) -> int:
    stop: int = entity["offset"] + entity["length"]
    return stop


def _apart(entities: list[Json]) -> list[Json]:
    """Of those that overlap, the first."""
    kept: list[Json] = []
    for entity in entities:
        if not kept or _end(kept[-1]) <= entity["offset"]:
            kept.append(entity)
    return kept


def _beside(entities: list[Json], others: list[Json]) -> list[Json]:
    """Those that overlap none of the others; both lists are apart in themselves and in order."""
    ends = [_end(other) for other in others]
    kept = []
    for entity in entities:
        first = bisect_right(ends, entity["offset"])
        if first == len(others) or others[first]["offset"] >= _end(entity):
            kept.append(entity)
    return kept


def _within(entities: list[Json], quotes: list[Json]) -> list[Json]:
    """Those that stand wholly inside a quote or wholly outside."""
    ends = [_end(quote) for quote in quotes]
    kept = []
    for entity in entities:
        first = bisect_right(ends, entity["offset"])
        if first < len(quotes) and quotes[first]["offset"] < _end(entity):
            quote = quotes[first]
            if entity["offset"] < quote["offset"] or _end(entity) > _end(quote):
                continue
        kept.append(entity)
    return kept


def _runs(styles: list[Json]) -> list[Json]:
    """Styles of one kind that touch or overlap are one."""
    runs: list[Json] = []
    last: dict[str, Json] = {}
    for style in styles:
        run = last.get(style["type"])
        if run is not None and style["offset"] <= _end(run):
            run["length"] = max(_end(run), _end(style)) - run["offset"]
            continue
        run = last[style["type"]] = dict(style)
        runs.append(run)
    return runs


def _cut(runs: list[Json], others: list[Json]) -> list[Json]:
    """The pieces of styles between the places where another entity begins or ends."""
    borders = {entity["offset"] for entity in [*others, *runs]} | {_end(e) for e in others}
    cuts = sorted(borders)
    code = sorted((e for e in others if e["type"] in CODE), key=order)
    pieces = []
    for run in runs:
        stop = _end(run)
        inside = cuts[bisect_right(cuts, run["offset"]) : bisect_left(cuts, stop)]
        edges = [run["offset"], *inside, stop]
        pieces += [run | {"offset": begin, "length": end - begin} for begin, end in pairwise(edges)]
    return _beside(pieces, code)
