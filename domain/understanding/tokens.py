"""Cuts a line into tokens: what stands there, where, and the normal word that it means."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from domain.understanding.lexicon import Lexicon

MAX_LENGTH = 2_000
_PIECE = re.compile(
    r"""
    (?P<foto>\[(?:foto|photo|gambar|video|file|dokumen|document|pdf)\])
  | (?P<fraction>(?<![\w/.,])(?:\d\s+)?[1-9]/[2-9](?![\w/]))
  | (?P<number>\d{1,3}(?:[.,]\d{3})+(?![\d])|(?:\d[.,]\d+|\d+[.,]\d)(?![\d.,]*\d)|\d+)
  | (?P<word>[^\W\d_]+(?:['’´`&.-][^\W\d_]+)*)
  | (?P<newline>\r\n|\n|\r)
  | (?P<mark>[^\w\s]|_)
    """,
    re.VERBOSE,
)
_HALVES = {"½": "1/2", "¼": "1/4", "¾": "3/4"}
_ENDINGS = ("nya", "ny", "na", "x", "ne", "e", "ku", "mu", "kah", "lah", "in", "an", "s")
_TENS = {"belas": 10, "puluh": 10, "ratus": 100, "ribu": 1000, "hundred": 100, "thousand": 1000}


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    MARK = "mark"
    NEWLINE = "newline"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the line: `text[start:end]` is `raw`, `word` its normal form (of a mark: itself).

    `value` is a number's, `glued` says that no blank stands before it. `sure` is below 1 where the
    normal form was a guess at a misspelt word.
    """

    kind: Kind
    raw: str
    word: str
    start: int
    end: int
    value: Fraction | None = None
    glued: bool = False
    sure: float = 1.0


Spell = Callable[[str], tuple[str, float] | None]


@dataclass(frozen=True, slots=True)
class Words:
    """What words mean in one shop: the lexicon, below the words of its goods.

    `goods` are the words of the catalogue, in lower case; they mean themselves whatever slang says.
    `spell` finds the word that a misspelt one was meant to be.
    """

    lexicon: Lexicon
    goods: frozenset[str] = frozenset()
    spell: Spell = lambda _: None

    def knows(self, word: str) -> bool:
        """Whether the word is one of the shop's or of the language's."""
        return word in self.goods or word in self.lexicon.known

    def normal(self, raw: str) -> tuple[str, float]:
        """Return the normal form of a written word (blanks join several) and how sure it is."""
        written = raw.casefold()
        others = (*_ways(written), *_stems(written))
        for words in ((written,), others):
            for word in words:
                if word in self.goods:
                    return word, 1.0
            for word in words:
                if word in self.lexicon.slang:
                    return self.lexicon.slang[word], 1.0
                if word in self.lexicon.known:
                    return word, 1.0
        return self.spell(written) or (written, 1.0)


def clean(text: str) -> str:
    """Return the text in one form of Unicode, without what cannot be seen, of 2,000 signs at most."""
    for sign, written in _HALVES.items():
        text = re.sub(rf"(?<=\d){sign}", f" {written}", text).replace(sign, written)
    shown = "".join(
        sign if sign in "\r\n" or unicodedata.category(sign)[0] != "C" else " " * sign.isspace()
        for sign in unicodedata.normalize("NFKC", text[: 4 * MAX_LENGTH])
    )
    return shown[:MAX_LENGTH]


def tokenize(text: str, words: Words) -> tuple[Token, ...]:
    """Cut a cleaned text into tokens; numbers in words become numbers."""
    return tuple(_compose(list(_pieces(text, words)), words.lexicon))


def _pieces(text: str, words: Words) -> Iterator[Token]:
    last = -1
    for found in _PIECE.finditer(text):
        raw, start, end = found.group(), found.start(), found.end()
        glued, last = start == last, end
        match found.lastgroup:
            case "foto":
                yield Token(Kind.ATTACHMENT, raw, raw, start, end)
            case "fraction" | "number":
                yield Token(Kind.NUMBER, raw, raw, start, end, number(raw), glued)
            case "newline":
                yield Token(Kind.NEWLINE, raw, "\n", start, end)
            case "mark":
                yield Token(Kind.MARK, raw, raw, start, end, None, glued)
            case _:
                yield from _words(raw, start, glued=glued, words=words)


def _words(raw: str, start: int, *, glued: bool, words: Words) -> Iterator[Token]:
    end = start + len(raw)
    written = raw.casefold()
    lexicon = words.lexicon
    split = re.split(r"([.&-])", raw)
    if len(split) > 1 and not words.knows(written):
        for part in split:
            if part:
                kind = Kind.WORD if part.isalpha() else Kind.MARK
                normal, sure = words.normal(part) if kind is Kind.WORD else (part, 1.0)
                yield Token(kind, part, normal, start, start + len(part), None, glued, sure)
                glued = True
            start += len(part)
        return
    if written in lexicon.numbers and written not in words.goods:
        yield Token(Kind.NUMBER, raw, written, start, end, lexicon.numbers[written], glued)
        return
    counted = _one_of(written, lexicon)
    if counted and written not in words.goods and written not in lexicon.slang:
        yield Token(Kind.NUMBER, raw[:2], "se", start, start + 2, Fraction(1), glued)
        yield Token(Kind.WORD, raw[2:], counted, start + 2, end, None, glued=True)
        return
    normal, sure = words.normal(raw)
    for part in normal.split():
        yield Token(Kind.WORD, raw, part, start, end, None, glued, sure)


def _one_of(written: str, lexicon: Lexicon) -> str | None:
    """ "selusin" is one "lusin", "sakilo" one "kilo"."""
    rest = written[2:]
    if written[:2] in {"se", "sa"} and (rest in lexicon.counters or rest in lexicon.measures):
        return rest if len(rest) > 1 else None
    return None


def number(raw: str) -> Fraction:
    """Return the value of a written number: "1.500" and "1,500" are 1500, "1,5" is 3/2, "1 1/2" too."""
    raw = raw.strip()
    if "/" in raw:
        whole, _, part = raw.rpartition(" ")
        return Fraction(whole.strip() or 0) + Fraction(part.replace(" ", ""))
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", raw):
        return Fraction(re.sub(r"[.,]", "", raw))
    return Fraction(raw.replace(",", "."))


def _ways(written: str) -> Iterator[str]:
    """The word with its drawn-out letters shortened: "kakkk", "makasiiih"."""
    short = re.sub(r"(.)\1{2,}", r"\1", written)
    if short != written:
        yield short
    single = re.sub(r"(.)\1+", r"\1", written)
    if single not in {written, short}:
        yield single


def _stems(written: str) -> Iterator[str]:
    for ending in _ENDINGS:
        if written.endswith(ending) and len(written) - len(ending) >= 2:
            stem = written[: -len(ending)]
            if len(stem) >= 3 or ending in {"nya", "ny"}:
                yield stem
    if written.startswith("di") and len(written) > 5:
        yield written[2:]


def _compose(tokens: list[Token], lexicon: Lexicon) -> Iterator[Token]:
    """Put number words together: "dua belas" is 12, "seratus dua puluh lima" 125, "satu setengah" 3/2."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind is not Kind.NUMBER:
            at += 1
            yield token
            continue
        value, after = _compound(tokens, at, lexicon)
        last = tokens[after - 1]
        if last is token:
            yield token
        else:
            raw = f"{token.raw} {last.raw}"
            yield Token(Kind.NUMBER, raw, raw, token.start, last.end, value, token.glued)
        at = after


def _compound(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[Fraction, int]:
    """Return the number that begins here and where it ends.

    `scale` is what the number was last counted in; only smaller ones can follow.
    """
    total, unit, scale = _begun(tokens[at], lexicon)
    after = at + 1
    while after < len(tokens):
        following = tokens[after]
        ten = _TENS.get(following.word) if following.kind is Kind.WORD else None
        spelt = _spelt(following, lexicon)
        if unit is not None and following.word == "belas" and unit < 10:
            total, unit, scale = total + unit + 10, None, 1
        elif unit is not None and ten == 1000:
            total, unit, scale = (total + unit) * ten, None, ten
        elif unit is not None and ten and following.word != "belas" and ten < scale and unit < 10:
            total, unit, scale = total + unit * ten, None, ten
        elif unit is None and spelt is not None and 1 <= spelt < scale:
            total, unit, scale = _further(total, spelt, scale)
        elif unit is not None and unit >= 1 and spelt is not None and spelt < 1:
            return total + unit + spelt, after + 1
        else:
            break
        after += 1
    return total + (unit or 0), after


def _begun(token: Token, lexicon: Lexicon) -> tuple[Fraction, Fraction | None, int]:
    spelt = _spelt(token, lexicon)
    if spelt is not None and spelt in {100, 1000}:
        return spelt, None, int(spelt)
    return Fraction(0), token.value or Fraction(0), 1_000_000


def _further(total: Fraction, spelt: Fraction, scale: int) -> tuple[Fraction, Fraction | None, int]:
    if spelt == 100:
        return total + spelt, None, 100
    return total, spelt, scale


def _spelt(token: Token, lexicon: Lexicon) -> Fraction | None:
    is_word = token.kind is Kind.NUMBER and token.raw.casefold() in lexicon.numbers
    return token.value if is_word else None
