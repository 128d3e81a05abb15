"""How people write, as data: the tables beside this file, which a shop may extend."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib.resources import files

Table = Mapping[str, Sequence[str]]


def read(name: str) -> dict[str, dict[str, list[str]]]:
    """Return the tables of NAME.toml of this folder."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def turned(table: Table) -> dict[str, str]:
    """Return {as written: normal form} of {normal form: [as written, ...]}, all in lower case."""
    return {
        written.casefold(): normal
        for normal, ways in table.items()
        for written in (normal.casefold(), *ways)
    }


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words that hold for every shop.

    `slang` maps what is written to normal words (several are joined by blanks), `measures` a word to its
    base measure and how many of that it is, `values` another word for an option's value to the value.
    """

    slang: Mapping[str, str]
    numbers: Mapping[str, Fraction]
    measures: Mapping[str, tuple[str, Fraction]]
    counters: Mapping[str, str]
    values: Mapping[str, str]
    kinds: Table
    words: Mapping[str, frozenset[str]]
    verbs: Mapping[str, str]
    known: frozenset[str] = field(default=frozenset())

    def extended(self, slang: Mapping[str, str]) -> "Lexicon":
        """Return a lexicon with further words of a shop: {as written: normal form}."""
        added = {written.casefold(): normal for written, normal in slang.items()}
        return Lexicon(
            {**self.slang, **added},
            self.numbers,
            self.measures,
            self.counters,
            self.values,
            self.kinds,
            self.words,
            self.verbs,
            self.known | added.keys(),
        )


def heard(slang: Mapping[str, str]) -> set[str]:
    """Return the words that cues listen for: they mean themselves and are no misspelt other word."""
    cues = files(__package__).joinpath("cues.toml").read_text(encoding="utf-8")
    likes = re.sub(r"(?m)^(?:#|why|when|\[).*$|\\[a-zA-Z]|<\w+>|\{\w+\}", " ", cues)
    words = re.findall(r"(?<![\w-])[^\W\d_]{3,}(?![\w-])", likes)
    stems = (word for word in words if not (word.endswith("nya") and len(word) > 5))
    return {word for word in stems if word not in slang}


@cache
def standard() -> Lexicon:
    """The lexicon that comes with the product."""
    tables = read("words")
    slang = turned(tables["slang"])
    numbers = {word: Fraction(number) for word, number in turned(tables["numbers"]).items()}
    measures = {
        word: (base, Fraction(amount))
        for base, table in tables["measures"].items()
        for word, amount in turned(table).items()  # type: ignore[arg-type]  # a table of tables
        if not word.isdigit()
    }
    counters = turned(tables["counters"])
    values = turned(tables["values"])
    words = {name: frozenset(listed) for name, listed in tables["words"].items()}
    kinds = tables["kinds"]
    verbs = {word: verb for verb, listed in tables["verbs"].items() for word in listed}
    known = (
        {part for normal in slang.values() for part in normal.split()}
        | slang.keys()
        | numbers.keys()
        | measures.keys()
        | counters.keys()
        | {part for value in values for part in value.split()}
        | {
            part.casefold()
            for listed in kinds.values()
            for value in listed
            for part in value.split()
        }
        | {word for listed in words.values() for word in listed}
        | verbs.keys()
        | heard(slang)
    )
    return Lexicon(
        slang, numbers, measures, counters, values, kinds, words, verbs, frozenset(known)
    )
