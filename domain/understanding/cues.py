"""Cues: what in a line speaks for which intent, and how strongly; the data is lexicon/cues.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from domain.understanding.contract import Intent

_GAPS = ((" ... ", r" (?:\S+ ){0,14}?"), (" .. ", r" (?:[^ ,.;|?!]+ ){0,4}?"))
_WORD = re.compile(r"<\w+>|[^\W\d_]+(?:'[^\W\d_]+)?|\\\?")


@dataclass(frozen=True, slots=True)
class Said:
    """A line to search: with a blank at either end, and what its words are and begin with ("pro*")."""

    line: str
    starts: frozenset[str]

    @classmethod
    def of(cls, words: Sequence[str]) -> "Said":
        """The line of these words."""
        begun = {
            f"{word[:length]}*" for word in words for length in range(2, min(len(word), 12) + 1)
        }
        digits = {"0*"} if any(word[0].isdigit() for word in words) else set()
        return cls(f" {' '.join(words)} ", frozenset(words) | begun | digits)


@dataclass(frozen=True, slots=True)
class Like:
    """One way of saying it. `starts` is what it can begin with, as Said has it; None where that is open."""

    pattern: re.Pattern[str]
    starts: frozenset[str] | None

    def found(self, said: Said) -> bool:
        """Whether it is said. Looking at the words first spares nearly all searches."""
        if self.starts is not None and self.starts.isdisjoint(said.starts):
            return False
        return self.pattern.search(said.line) is not None


@dataclass(frozen=True, slots=True)
class Cue:
    """One reason for an intent: it speaks when any of `likes` is said, or always where there are none.

    `needs` are flags that must hold, `bars` those that must not. `full` cues also see the words that are
    only polite. `weight` says how binding the intent is when this is what was said.
    """

    intent: Intent
    why: str
    weight: float
    likes: tuple[Like, ...]
    needs: frozenset[str]
    bars: frozenset[str]
    full: bool

    def speaks(self, said: Said, whole: Said, flags: frozenset[str]) -> bool:
        """Whether the cue is there: `said` is the `whole` line without what is only polite."""
        if not self.needs <= flags or not self.bars.isdisjoint(flags):
            return False
        searched = whole if self.full else said
        return not self.likes or any(like.found(searched) for like in self.likes)


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues, the words by which a line raises a flag that cues ask for, and those only polite."""

    cues: tuple[Cue, ...]
    flags: Mapping[str, tuple[Like, ...]]
    polite: frozenset[str]

    def raised(self, said: Said) -> Iterator[str]:
        """The flags that the words raise."""
        return (flag for flag, likes in self.flags.items() if any(x.found(said) for x in likes))


@cache
def standard_cues() -> Cues:
    """The cues that come with the product."""
    source = files("domain.understanding.lexicon").joinpath("cues.toml")
    return cues_of(tomllib.loads(source.read_text(encoding="utf-8")))


def cues_of(tables: Mapping[str, Any]) -> Cues:
    """Read the form of cues.toml; KeyError, ValueError or re.error says what is wrong with it."""
    sets: Mapping[str, str] = tables.get("sets", {})
    flags = {flag: _likes(likes, sets) for flag, likes in tables.get("flags", {}).items()}
    cues = tuple(
        _cue(Intent(name), entry, sets)
        for name, entries in tables.items()
        if name not in {"sets", "flags", "polite"}
        for entry in entries
    )
    return Cues(cues, flags, frozenset(tables.get("polite", {}).get("words", ())))


def _cue(intent: Intent, entry: Mapping[str, Any], sets: Mapping[str, str]) -> Cue:
    flags = str(entry.get("when", "")).split()
    return Cue(
        intent=intent,
        why=str(entry["why"]),
        weight=float(entry["weight"]),
        likes=_likes(entry.get("like", ()), sets),
        needs=frozenset(flag for flag in flags if not flag.startswith("!")),
        bars=frozenset(flag[1:] for flag in flags if flag.startswith("!")),
        full=bool(entry.get("full", False)),
    )


def _likes(likes: Sequence[str], sets: Mapping[str, str]) -> tuple[Like, ...]:
    return tuple(_like(like, sets) for like in likes)


def _like(like: str, sets: Mapping[str, str]) -> Like:
    for _ in range(2):  # a set may use another
        like = re.sub(r"\{([a-z_]+)\}", lambda found: sets[found[1]], like)
    starts = _starts(like.removeprefix("^").removesuffix("$"))
    for written, meant in _GAPS:
        like = like.replace(written, meant)
    begun, like = ("^ ", like[1:]) if like.startswith("^") else (" ", like)
    ended, like = (" $", like[:-1]) if like.endswith("$") else ("(?= )", like)
    return Like(re.compile(f"{begun}(?:{like}){ended}"), starts)


def _starts(like: str) -> frozenset[str] | None:
    """What a pattern can begin with: words, or "pro*" where more letters may follow; None if open."""
    if like.startswith("(?:"):
        return _starts_of_group(like)
    if like.startswith(r"\d"):
        return frozenset({"0*"})
    word = _WORD.match(like)
    if word is None:
        return None
    begun, following = word[0].replace("\\", ""), like[word.end() : word.end() + 1]
    if following in {"", " "}:
        return frozenset({begun})
    if following in {"?", "*"}:
        begun = begun[:-1]
    return frozenset({f"{begun[:12]}*"}) if len(begun) > 1 else None


def _starts_of_group(like: str) -> frozenset[str] | None:
    ways, rest = _group(like)
    found = [_starts(way) for way in ways]
    if rest.startswith(("?", "*")):
        found.append(_starts(rest[1:].lstrip()) if rest[1:].strip() else None)
    elif rest and not rest.startswith(" "):
        found = [
            start and frozenset(f"{one.rstrip('*')[:12]}*" for one in start) for start in found
        ]
    known = [start for start in found if start is not None]
    return frozenset().union(*known) if len(known) == len(found) else None


def _group(like: str) -> tuple[list[str], str]:
    """Split "(?:a|b)rest" into its ways and the rest."""
    depth, begun, ways = 0, 3, []
    for at, sign in enumerate(like):
        if sign in "([" and like[at - 1 : at] != "\\":
            depth += 1
        elif sign in ")]" and like[at - 1 : at] != "\\":
            depth -= 1
        if (sign == "|" and depth == 1) or depth == 0:
            ways.append(like[begun:at])
            begun = at + 1
        if depth == 0:
            return ways, like[at + 1 :]
    raise ValueError(f"not closed: {like}")
