"""Cues: what in a line speaks for which intent, and how strongly; the data is lexicon/cues.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from domain.understanding.contract import Intent

_GAPS = ((" ... ", r" (?:\S+ ){0,14}?"), (" .. ", r" (?:[^ ,|?!]+ ){0,4}?"))


@dataclass(frozen=True, slots=True)
class Cue:
    """One reason for an intent; `like` is searched in a line that has a blank at either end.

    `needs` are flags that must hold, `bars` those that must not. `full` cues also see the words that are
    only polite. `weight` says how binding the intent is when this is what was said.
    """

    intent: Intent
    why: str
    weight: float
    like: re.Pattern[str] | None
    needs: frozenset[str]
    bars: frozenset[str]
    full: bool

    def speaks(self, said: str, line: str, flags: frozenset[str]) -> bool:
        """Whether the cue is there: `said` is the `line` without what is only polite."""
        if not self.needs <= flags or not self.bars.isdisjoint(flags):
            return False
        return self.like is None or self.like.search(line if self.full else said) is not None


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues, and the words by which a line raises a flag that cues ask for."""

    cues: tuple[Cue, ...]
    flags: Mapping[str, re.Pattern[str]]

    def raised(self, said: str) -> Iterator[str]:
        """The flags that the words raise."""
        return (flag for flag, like in self.flags.items() if like.search(said))


@cache
def standard_cues() -> Cues:
    """The cues that come with the product."""
    source = files("domain.understanding.lexicon").joinpath("cues.toml")
    tables: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    return cues_of(tables)


def cues_of(tables: dict[str, Any]) -> Cues:
    """Read the form of cues.toml; KeyError, ValueError or re.error says what is wrong with it."""
    sets: dict[str, str] = tables.pop("sets", {})
    flags = {flag: pattern(likes, sets) for flag, likes in tables.pop("flags", {}).items()}
    cues = tuple(
        _cue(Intent(name), entry, sets) for name, entries in tables.items() for entry in entries
    )
    return Cues(cues, flags)


def _cue(intent: Intent, entry: Mapping[str, Any], sets: Mapping[str, str]) -> Cue:
    flags = str(entry.get("when", "")).split()
    likes = entry.get("like")
    return Cue(
        intent=intent,
        why=str(entry["why"]),
        weight=float(entry["weight"]),
        like=pattern(likes, sets) if likes else None,
        needs=frozenset(flag for flag in flags if not flag.startswith("!")),
        bars=frozenset(flag[1:] for flag in flags if flag.startswith("!")),
        full=bool(entry.get("full", False)),
    )


def pattern(likes: Sequence[str], sets: Mapping[str, str]) -> re.Pattern[str]:
    """Return what finds any of the likes, as whole words, in a line with a blank at either end."""
    return re.compile("|".join(_alternative(like, sets) for like in likes))


def _alternative(like: str, sets: Mapping[str, str]) -> str:
    for _ in range(2):  # a set may use another
        like = re.sub(r"\{([a-z_]+)\}", lambda found: sets[found[1]], like)
    for written, meant in _GAPS:
        like = like.replace(written, meant)
    begun, like = ("^ ", like[1:]) if like.startswith("^") else (" ", like)
    ended, like = (" $", like[:-1]) if like.endswith("$") else ("(?= )", like)
    return f"{begun}(?:{like}){ended}"
