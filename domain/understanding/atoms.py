"""The pieces of a line that can have to do with goods: names, values, numbers, units, and what joins them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from domain.understanding.details import Span
from domain.understanding.lexicon import Lexicon
from domain.understanding.names import Meaning, Names
from domain.understanding.tokens import Kind, Token

_STRONG = {"\n", ";", "."}
_WORDLIKE = re.compile(r"(?=.*[aeiou])(?!.*(.)\1\1)[^\W\d_]{3,}")
_UNWANTED = {"jadi", "usah", "perlu"}
_SOFT = {",", "+", "&", "/", "|", ":"}


class Role(Enum):
    """What an atom is in the line."""

    NAME = "name"
    VALUE = "value"
    NUMBER = "number"
    UNIT = "unit"
    MEASURE = "measure"
    EACH = "each"
    SIZE = "size"
    EXTREME = "extreme"
    ONLY = "only"
    NOT = "not"
    VERB = "verb"
    CORRECTION = "correction"
    REFERENCE = "reference"
    SEPARATOR = "separator"
    ALL = "all"
    EITHER = "either"
    REST = "rest"
    UNKNOWN = "unknown"
    OTHER = "other"


_NOTHING = Meaning()
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece; what its role needs is set.

    NUMBER has `number`; MEASURE has it in its base measure `word`; UNIT, VERB have `word`; NAME and
    VALUE have `meaning`; a SEPARATOR's `word` is "strong", "soft" or "and"; EXTREME has "large" or "small".
    """

    role: Role
    start: int
    end: int
    number: Fraction = _ZERO
    word: str = ""
    meaning: Meaning = _NOTHING
    sure: float = 1.0


def atoms(tokens: Sequence[Token], taken: Sequence[Span], names: Names) -> list[Atom]:
    """Return the line's atoms; what a detail has taken separates as a comma does."""
    return list(_read(tokens, taken, names))


def _read(tokens: Sequence[Token], taken: Sequence[Span], names: Names) -> Iterator[Atom]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if any(span.start <= token.start < span.end for span in taken):
            at += 1
            yield Atom(Role.SEPARATOR, token.start, token.end, word="soft")
            continue
        named = names.at(tokens, at)
        if named is not None and not _is_count(tokens, at, named[1], names):
            meaning, length = named
            part = tokens[at : at + length]
            role = Role.NAME if meaning.names_goods else Role.VALUE
            sure = min(piece.sure for piece in part)
            yield Atom(
                role, part[0].start, part[-1].end, meaning=meaning, sure=sure, word=part[0].word
            )
            at += length
            continue
        atom, length = _plain(tokens, at, names)
        at += length
        if atom is not None:
            yield atom


def _is_count(tokens: Sequence[Token], at: int, length: int, names: Names) -> bool:
    """ "2 item", "3 rasa": a word that counts things, though it is a value's name elsewhere."""
    before = tokens[at - 1] if at else None
    token = tokens[at]
    counted = before is not None and before.kind is Kind.NUMBER
    return (
        length == 1
        and counted
        and token.raw.casefold() in names.words.lexicon.words["other_counts"]
    )


def _plain(tokens: Sequence[Token], at: int, names: Names) -> tuple[Atom | None, int]:
    token = tokens[at]
    if token.kind is Kind.NUMBER and token.value is not None:
        return _number(tokens, at, names)
    if token.kind is Kind.NEWLINE or token.word in _STRONG:
        return Atom(Role.SEPARATOR, token.start, token.end, word="strong"), 1
    lexicon = names.words.lexicon
    raw = token.raw.casefold()
    if token.word == "tidak" and _next(tokens, at) == "punya":
        return Atom(Role.NOT, token.start, tokens[at + 1].end, word="tidak"), 2
    if token.word == "tidak" and _next(tokens, at) in _UNWANTED:
        role = Role.NOT if _value_follows(tokens, at + 2, names) else Role.VERB
        if _next(tokens, at) == "jadi":
            role = Role.VERB
        return Atom(role, token.start, tokens[at + 1].end, word="remove"), 2
    found, word = _role_of(token.word, raw, names)
    counted = at + 1 < len(tokens) and tokens[at + 1].kind is Kind.NUMBER
    if raw in lexicon.words["elsewhere"] and counted:
        found = Role.UNKNOWN
    if found is None:
        return None, 1
    if found is Role.UNIT:
        word = lexicon.counters.get(raw, lexicon.counters.get(token.word, raw))
    return Atom(found, token.start, token.end, word=word, sure=token.sure), 1


def _value_follows(tokens: Sequence[Token], at: int, names: Names) -> bool:
    """Whether an option's value comes next, but for small words between."""
    links = names.words.lexicon.words["links"]
    while at < len(tokens) and tokens[at].word in links:
        at += 1
    named = names.at(tokens, at) if at < len(tokens) else None
    return named is not None and not named[0].names_goods


def _role_of(word: str, raw: str, names: Names) -> tuple[Role | None, str]:
    lexicon = names.words.lexicon
    listed = lexicon.words
    if word in {"masing-masing", "@"}:
        return Role.EACH, word
    if word in listed["sizes"]:
        return Role.SIZE, word
    if word in listed["large"] or word in listed["small"]:
        return Role.EXTREME, "large" if word in listed["large"] else "small"
    if word in {"saja", "only", "just"}:
        return Role.ONLY, word
    if word in listed["negations"]:
        return Role.NOT, word
    if word in lexicon.verbs:
        return Role.VERB, lexicon.verbs[word]
    if word in listed["corrections"]:
        return Role.CORRECTION, word
    if word in listed["rests"] or raw in listed["rests"]:
        return Role.REST, word
    if word in listed["references"]:
        return Role.REFERENCE, word
    if word in listed["separators"] or word in {"&", "/"}:
        return Role.SEPARATOR, "and"
    if word in _SOFT:
        return Role.SEPARATOR, "soft"
    if raw in names.assortment.units or raw in lexicon.counters or word in lexicon.counters:
        return Role.UNIT, raw
    if word in listed["links"] or word in listed["particles"] or not word.isalpha():
        return None, word
    if word in {"atau", "ato", "or"}:
        return Role.EITHER, word
    if word == "semua":
        return Role.ALL, word
    unknown = not names.words.knows(word) and _WORDLIKE.fullmatch(word) is not None
    return (Role.UNKNOWN if unknown else Role.OTHER), word


def _next(tokens: Sequence[Token], at: int) -> str:
    return tokens[at + 1].word if at + 1 < len(tokens) else ""


def _number(tokens: Sequence[Token], at: int, names: Names) -> tuple[Atom | None, int]:
    token = tokens[at]
    value = token.value or _ZERO
    lexicon = names.words.lexicon
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    raw = following.raw.casefold() if following else ""
    if _is_list_mark(tokens, at):
        return Atom(Role.SEPARATOR, token.start, token.end, word="strong"), 2
    if following is not None and raw in lexicon.measures:
        base, amount = lexicon.measures[raw]
        half = _half_after(tokens, at + 2, lexicon)
        last = tokens[at + 1 + bool(half)]
        whole = (value + half) * amount
        return Atom(Role.MEASURE, token.start, last.end, whole, base), 2 + bool(half)
    if following is not None and (
        following.word in lexicon.words["other_counts"] or raw in lexicon.words["other_counts"]
    ):
        return Atom(Role.OTHER, token.start, following.end, word=raw), 2
    before = tokens[at - 1] if at else None
    if _is_and(tokens, at, names):
        return Atom(Role.SEPARATOR, token.start, token.end, word="and"), 1
    if token.word == "one" and before is not None and names.at(tokens, at - 1):
        return None, 1
    if token.glued and before is not None and before.kind is Kind.WORD and token.raw == "2":
        doubled = before.word not in names.words.goods and before.word not in {"x", "jadi"}
        if doubled and before.raw.casefold() not in lexicon.counters:
            return None, 1
    return Atom(Role.NUMBER, token.start, token.end, value), 1


def _half_after(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Fraction:
    """ "sekilo setengah" is a kilo and a half, "sekilo setengah kilo" is not."""
    if at >= len(tokens) or tokens[at].raw.casefold() not in lexicon.numbers:
        return _ZERO
    half = tokens[at].value or _ZERO
    following = tokens[at + 1].raw.casefold() if at + 1 < len(tokens) else ""
    counts = following in lexicon.measures or following in lexicon.counters
    return half if half < 1 and not counts else _ZERO


def _is_and(tokens: Sequence[Token], at: int, names: Names) -> bool:
    """Javanese "kalih" is two, and between goods it is "and"."""
    if tokens[at].word != "kalih" or not 0 < at < len(tokens) - 1:
        return False
    before = tokens[at - 1]
    lexicon, written = names.words.lexicon, before.raw.casefold()
    counted = before.kind is Kind.NUMBER or written in {*lexicon.counters, *lexicon.measures}
    named = names.at(tokens, at + 1)
    return counted and named is not None and named[0].names_goods


def _is_list_mark(tokens: Sequence[Token], at: int) -> bool:
    """The "1." or "2)" that begins a line of a list."""
    begins = at == 0 or tokens[at - 1].kind is Kind.NEWLINE
    mark = _next(tokens, at)
    return begins and mark in {".", ")"} and len(tokens) > at + 2 and tokens[at + 1].glued
