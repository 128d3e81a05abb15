"""The words beside goods (couriers, payments, places, times, wishes) and where a line says them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from domain.understanding.contract import Context
from domain.understanding.lexicon import read
from domain.understanding.tokens import Kind, Token, Words

_PARTS = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_SUFFIX = re.compile(r"(?<=\w{2})(?:nya|ny|lah|kah|ku|2)$")
_DRAWN = re.compile(r"(\w)\1{2,}")


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end], and what kind of thing stands there where that is known."""

    start: int
    end: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of a table that stands at tokens[first:last], and what it means."""

    code: str
    first: int
    last: int


Phrase = tuple[tuple[str, ...], str, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The phrases of every table by their first word: (words, table, meaning)."""

    phrases: Mapping[str, Sequence[Phrase]]


@cache
def vocabulary() -> Vocabulary:
    """Read the tables of details.toml once."""
    phrases: dict[str, list[Phrase]] = {}
    for table, entries in read("details").items():
        for code, ways in entries.items():
            for way in dict.fromkeys((*ways, *_bare(code, ways))):
                for parts in {tuple(_PARTS.findall(way.casefold())), tuple(way.casefold().split())}:
                    phrases.setdefault(parts[0], []).append((parts, table, code))
    return Vocabulary(phrases)


def _bare(code: str, ways: Sequence[str]) -> tuple[str, ...]:
    """A table without ways of writing lists codes that are written as they are."""
    return () if ways else (code,)


def forms(token: Token) -> tuple[str, ...]:
    """The forms under which a token may stand in a table: as written, normal, without an ending."""
    written = token.raw.casefold()
    if token.kind is not Kind.WORD:
        return (written,)
    stem = _SUFFIX.sub("", _DRAWN.sub(r"\1", written))
    if token.sure < 1 and token.raw[:1].isupper():
        return (written, stem)  # a proper name that only looks like a misspelt word
    return (written, token.word, stem)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the customer with everything that its words say by themselves."""

    text: str
    tokens: tuple[Token, ...]
    context: Context
    words: Words
    hits: Mapping[str, tuple[Hit, ...]]
    places: Mapping[str, Mapping[int, Hit]]

    def word(self, at: int) -> str:
        """The normal word at a place, empty beyond the ends."""
        return self.tokens[at].word if 0 <= at < len(self.tokens) else ""

    def raw(self, at: int) -> str:
        """What is written at a place, in lower case."""
        return self.tokens[at].raw.casefold() if 0 <= at < len(self.tokens) else ""

    def said(self, table: str) -> tuple[Hit, ...]:
        """Where a table's phrases stand, in the order of the line."""
        return self.hits.get(table, ())

    def hit(self, table: str, at: int) -> Hit | None:
        """The phrase of a table that begins at a place."""
        found = self.places.get(table, {}).get(at)
        return found if found and found.first == at else None

    def within(self, table: str, at: int) -> Hit | None:
        """The phrase of a table that a place is part of."""
        return self.places.get(table, {}).get(at)

    def has(self, table: str) -> bool:
        """Whether anything of a table is said."""
        return bool(self.said(table))

    def span(self, first: int, last: int) -> Span:
        """Where tokens[first:last] stand in the text."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def is_goods(self, at: int) -> bool:
        """Whether a word of the shop's goods stands there."""
        if self.word(at) not in self.words.goods or len(self.word(at)) <= 2:
            return False
        token = self.tokens[at]  # "deliver to Sanur": a proper name that looks like misspelt goods
        return token.sure == 1 or not (at and token.raw[:1].isupper())

    def is_name(self, at: int) -> bool:
        """Whether a word stands there that neither the language nor the shop knows: a proper name."""
        if not 0 <= at < len(self.tokens) or self.tokens[at].kind is not Kind.WORD:
            return False
        if self.within("cities", at):
            return True
        return not self.words.knows(self.raw(at)) and not self.within("ordinary", at)

    def is_part_of_name(self, at: int) -> bool:
        """Whether a street's or a person's label stands right before: "Jl. Sabtu", "a.n. Grab"."""
        before = at - 1
        while before > 0 and (self.raw(before) in {".", ":"} or self.within("titles", before)):
            before -= 1
        street = self.within("streets", before) and before + 1 >= at - 1
        return bool(street or self.within("names", before))

    def is_capital(self, at: int) -> bool:
        """Whether the word begins with a capital letter."""
        return 0 <= at < len(self.tokens) and self.tokens[at].raw[:1].isupper()


def look(text: str, tokens: tuple[Token, ...], context: Context, words: Words) -> Line:
    """Find every phrase of every table in a line; of those that overlap the longest counts."""
    found: dict[str, list[Hit]] = {}
    phrases = vocabulary().phrases
    for at, token in enumerate(tokens):
        for table, hit in _at(phrases, tokens, at, token):
            listed = found.setdefault(table, [])
            if listed and listed[-1].last > hit.first:
                if hit.last - hit.first <= listed[-1].last - listed[-1].first:
                    continue
                listed.pop()
            listed.append(hit)
    places = {
        table: {at: hit for hit in hits for at in range(hit.first, hit.last)}
        for table, hits in found.items()
    }
    hits = {table: tuple(listed) for table, listed in found.items()}
    return Line(text, tokens, context, words, hits, places)


def _at(
    phrases: Mapping[str, Sequence[Phrase]], tokens: tuple[Token, ...], at: int, token: Token
) -> Iterator[tuple[str, Hit]]:
    for form in dict.fromkeys(forms(token)):
        for parts, table, code in phrases.get(form, ()):
            last = _matched(parts, tokens, at)
            if last:
                yield table, Hit(code, at, last)


def _matched(parts: tuple[str, ...], tokens: tuple[Token, ...], at: int) -> int:
    """The place behind a phrase that begins at a place, 0 if it does not stand there."""
    for number, part in enumerate(parts):
        if number and at < len(tokens) and tokens[at].raw in "-." and part != tokens[at].raw:
            at += 1  # "bubble-wrap", "go-send", "a.n."
        if at >= len(tokens) or part not in forms(tokens[at]):
            return 0
        at += 1
    return at


def led_by(line: Line, start: int, tables: tuple[str, ...], reach: int = 4) -> bool:
    """Whether one of the tables is said right before a place in the text, but for small words."""
    at = next((n for n, token in enumerate(line.tokens) if token.start >= start), len(line.tokens))
    for back in range(at - 1, max(-1, at - 1 - reach), -1):
        if any(line.within(table, back) for table in tables):
            return True
        if not line.within("number_leads", back) and not line.within("couriers", back):
            return False
    return False


def past_label(line: Line, at: int) -> int:
    """Return the first token behind what leads to a number: "nomor", ":", a courier."""
    while at < len(line.tokens):
        if courier := line.hit("couriers", at):
            at = courier.last
        elif line.within("number_leads", at):
            at += 1
        else:
            break
    return at
