"""What every name, alias and option value of a shop's goods may mean when a customer writes it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.understanding.assortment import Assortment, Ware
from domain.understanding.lexicon import Lexicon
from domain.understanding.tokens import Kind, Spell, Token, Words, tokenize

_MEASURED = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([a-zA-Z]+)\s*")
_LONGEST_PHRASE = 5
_MISSPELT_AT_MOST = 24
"""So many unknown words of one line are compared with the shop's; noise shall not cost seconds."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may stand for.

    `wares` are named by it outright, `partly` have it in their names; `values` are (option, value) pairs
    that the shop sells, `lacking` ones that it does not.
    """

    wares: frozenset[str] = frozenset()
    partly: frozenset[str] = frozenset()
    values: frozenset[tuple[str, str]] = frozenset()
    lacking: frozenset[tuple[str, str]] = frozenset()

    @property
    def names_goods(self) -> bool:
        """Whether it is a name rather than an option's value."""
        return bool(self.wares or self.partly)


@dataclass(frozen=True, slots=True)
class Size:
    """An option's value that is a number, with its measure ("g", "ml", or "" for shoe sizes)."""

    option: str
    value: str
    amount: Fraction
    measure: str


@dataclass(slots=True)
class _Found:
    wares: set[str] = field(default_factory=set)
    partly: set[str] = field(default_factory=set)
    values: set[tuple[str, str]] = field(default_factory=set)
    lacking: set[tuple[str, str]] = field(default_factory=set)

    def meaning(self) -> Meaning:
        return Meaning(
            frozenset(self.wares),
            frozenset(self.partly - self.wares),
            frozenset(self.values),
            frozenset(self.lacking),
        )


class Names:
    """The index of one assortment; built once, read for every line."""

    def __init__(self, assortment: Assortment, lexicon: Lexicon) -> None:
        self.assortment = assortment
        self.wares: Mapping[str, Ware] = {ware.name: ware for ware in assortment.wares}
        self.sku_of: dict[str, tuple[Ware, Mapping[str, str]]] = {
            variant.sku: (ware, variant.options)
            for ware in assortment.wares
            for variant in ware.variants
        }
        self.wares_with = _wares_with(assortment.wares)
        self.sizes = {ware.name: tuple(_sizes(ware, lexicon)) for ware in assortment.wares}
        self._spelling = _Spelling(_vocabulary(assortment.wares), lexicon)
        self.words = Words(lexicon, self._spelling.goods)
        found: defaultdict[tuple[str, ...], _Found] = defaultdict(_Found)
        self._index_wares(found, self.words)
        self._index_values(found, self.words)
        self._index_lacking(found, self.words)
        self._phrases = {phrase: meant.meaning() for phrase, meant in found.items() if phrase}
        self._longest: dict[str, int] = {}
        for phrase in self._phrases:
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))

    def product_of(self, shown: str | None) -> str | None:
        """The product of a SKU, or the product that goes by this name."""
        if shown is None:
            return None
        known = self.sku_of.get(shown)
        return known[0].name if known else shown if shown in self.wares else None

    def tokens(self, text: str) -> tuple[Token, ...]:
        """Cut a cleaned text in this shop's words."""
        words = Words(self.words.lexicon, self.words.goods, self._spelling.of_a_line())
        return tokenize(text, words)

    def at(self, tokens: Sequence[Token], start: int) -> tuple[Meaning, int] | None:
        """Return the longest phrase that begins at this token, and how many tokens it takes."""
        for length in range(self._longest.get(_word(tokens[start]), 0), 0, -1):
            phrase = tuple(_word(token) for token in tokens[start : start + length])
            parted = len(phrase) > 1 and phrase[0].isdigit() and not tokens[start + 1].glued
            if len(phrase) == length and not parted and (meaning := self._phrases.get(phrase)):
                return meaning, length
        return None

    def _index_wares(self, found: defaultdict[tuple[str, ...], _Found], words: Words) -> None:
        for ware in self.assortment.wares:
            for name in (ware.name, *ware.aliases):
                phrase = _phrase(name, words)
                found[phrase[:_LONGEST_PHRASE]].wares.add(ware.name)
            for part in _phrase(ware.name, words):
                if len(part) >= 3:
                    found[(part,)].partly.add(ware.name)
        for part, wares in _shared(self.assortment.wares, words).items():
            found[(part,)].partly |= wares

    def _index_values(self, found: defaultdict[tuple[str, ...], _Found], words: Words) -> None:
        others: defaultdict[str, list[str]] = defaultdict(list)
        for written, value in words.lexicon.values.items():
            others[value.casefold()].append(written)
        pairs = {
            pair
            for ware in self.assortment.wares
            for variant in ware.variants
            for pair in variant.options.items()
        }
        for option, value in pairs:
            if _MEASURED.fullmatch(value) or value.isdigit():
                continue
            for written in (value, *others.get(value.casefold(), ())):
                found[_phrase(written, words)].values.add((option, value))

    def _index_lacking(self, found: defaultdict[tuple[str, ...], _Found], words: Words) -> None:
        others: defaultdict[str, list[str]] = defaultdict(list)
        for written, value in words.lexicon.values.items():
            others[value.casefold()].append(written)
        for option, values in words.lexicon.kinds.items():
            for value in values:
                for written in (value, *others.get(value.casefold(), ())):
                    found[_phrase(written, words)].lacking.add((option, value.casefold()))


def _shared(wares: Iterable[Ware], words: Words) -> Mapping[str, set[str]]:
    """Words of aliases that several products share: "coffee" alone is none of them, but not nothing."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for ware in wares:
        for name in (ware.name, *ware.aliases):
            for part in _phrase(name, words):
                if len(part) >= 4:
                    found[part].add(ware.name)
    return {part: sharing for part, sharing in found.items() if len(sharing) > 1}


def _wares_with(wares: Iterable[Ware]) -> Mapping[tuple[str, str], frozenset[str]]:
    """The products that have an option's value, by (option, value)."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for ware in wares:
        for variant in ware.variants:
            for pair in variant.options.items():
                found[pair].add(ware.name)
    return {pair: frozenset(names) for pair, names in found.items()}


def _word(token: Token) -> str:
    return str(token.value) if token.kind is Kind.NUMBER else token.word


def _phrase(name: str, words: Words) -> tuple[str, ...]:
    pieces = tokenize(name, words)
    return tuple(_word(piece) for piece in pieces if piece.kind is not Kind.MARK)


def _vocabulary(wares: Iterable[Ware]) -> frozenset[str]:
    names = (name for ware in wares for name in (ware.name, *ware.aliases))
    values = (
        value
        for ware in wares
        for variant in ware.variants
        for value in variant.options.values()
        if not _MEASURED.fullmatch(value)
    )
    return frozenset(
        word for name in (*names, *values) for word in name.casefold().split() if not word.isdigit()
    )


def _sizes(ware: Ware, lexicon: Lexicon) -> Iterable[Size]:
    for option in dict.fromkeys(name for variant in ware.variants for name in variant.options):
        for value in ware.values(option):
            measured = _MEASURED.fullmatch(value)
            if measured and measured[2].casefold() in lexicon.measures:
                base, amount = lexicon.measures[measured[2].casefold()]
                size = Size(option, value, Fraction(measured[1].replace(",", ".")) * amount, base)
            elif value.isdecimal():
                size = Size(option, value, Fraction(value), "")
            else:
                continue
            if size.amount:  # "0 g" measures nothing
                yield size


class _Spelling:
    """Finds the word that a misspelt one was meant to be; remembers what it found."""

    def __init__(self, goods: frozenset[str], lexicon: Lexicon) -> None:
        self.goods = goods
        meant = {part for normal in lexicon.slang.values() for part in normal.split()}
        written = {w for w in lexicon.values if w not in lexicon.slang}
        choices = goods | meant | lexicon.verbs.keys() | written
        self._choices = sorted(w for w in choices if len(w) >= 4 and w.isalpha())
        self._slang = lexicon.slang
        self._nearest = lru_cache(maxsize=4096)(self._search)
        bones: defaultdict[str, set[str]] = defaultdict(set)
        for word in goods:
            bones[_bones(word)].add(word)
        self._bones = {
            bone: min(words)
            for bone, words in bones.items()
            if len(bone) >= 2 and (len(words) == 1 or len(bone) >= 4)
        }

    def of_a_line(self) -> Spell:
        """Return what corrects the words of one line; so many of them are looked for and no more."""
        left = _MISSPELT_AT_MOST

        def correct(word: str) -> tuple[str, float] | None:
            nonlocal left
            whole = self._bones.get(_bones(word))
            if whole is not None and len(word) >= 3 and _shortens(word, whole):
                return whole, 0.85
            if not 4 <= len(word) <= 20 or left <= 0 or not word.isalpha():
                return None
            left -= 1
            return self._nearest(word)

        return correct

    def _search(self, word: str) -> tuple[str, float] | None:
        allowed = 1 if len(word) < 7 else 2
        near = [
            (distance, choice not in self.goods, choice)
            for choice, distance, _ in process.extract(
                word, self._choices, scorer=OSA.distance, score_cutoff=allowed, limit=8
            )
            if _likely(word, choice, int(distance), ours=choice in self.goods)
        ]
        if not near:
            return None
        distance, _, choice = min(near)
        meant = choice if choice in self.goods else self._slang.get(choice, choice)
        return meant.split()[0], 0.9 if distance == 1 else 0.75


def _likely(word: str, choice: str, distance: int, *, ours: bool) -> bool:
    """Short words differ by one letter and are two words; a slip leaves the first letter alone.

    A letter in place of another turns a word into one of the shop's only; it is no reason to read an
    unknown word as one of the language's.
    """
    if word[0] != choice[0]:
        return False
    replaced = len(word) == len(choice) and sorted(word) != sorted(choice)
    if replaced and (len(word) <= 4 or not ours):
        return False
    return distance == 1 or min(len(word), len(choice)) >= (9 if replaced else 7)


def _bones(word: str) -> str:
    return re.sub(r"[aeiou]", "", word)


def _shortens(word: str, whole: str) -> bool:
    """Whether a word is the other with some vowels left out: "kju", "sndl"."""
    letters = iter(whole)
    return len(word) < len(whole) and all(letter in letters for letter in word)
