"""What the shop learns from use: words that were not understood, and words it was taught."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.delivery import Json


class UnreadReason(StrEnum):
    """Why a person's words are kept."""

    NOTHING = "nothing"
    GOODS = "goods"
    CORRECTED = "corrected"


class WordKind(StrEnum):
    """What a word of the shop's own is."""

    ALIAS = "alias"
    SLANG = "slang"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """Words that were not understood, or that a person corrected.

    `words` is the part in question, `text` the whole line, both without personal data. `reading` is
    what was made of it. `meant` is the product's code that a correction led to. `person` is a hash.
    """

    words: str
    text: str
    reason: UnreadReason
    person: str
    at: datetime
    reading: Json = field(default_factory=dict)
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Unread words with how many people wrote them, the latest line, and what was meant most."""

    id: int
    words: str
    people: int
    text: str
    reason: UnreadReason
    meant: str | None


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of the shop's own: `meaning` is a product's code (alias) or normal words (slang)."""

    id: int
    written: str
    kind: WordKind
    meaning: str
    author: int
    at: datetime


class LessonRepository(Protocol):
    """Unread words, few of each person and the latest of all, and the shop's own words."""

    def note(self, line: UnreadLine) -> bool:
        """Keep it; this person's same words are kept once, with what they turned out to mean.

        Tells whether they were new.
        """

    def noted_of(self, person: str) -> int:
        """Return how many words of the person are kept."""

    def unread(self, limit: int, offset: int = 0) -> list[Unread]:
        """Return unread words, those of the most people first."""

    def unread_by_id(self, line_id: int) -> Unread | None:
        """Return the unread words that the line of this id holds."""

    def drop(self, words: str) -> None:
        """Forget unread words."""

    def teach(self, word: OwnWord) -> OwnWord:
        """Keep a word (its id 0), in place of the same one with another meaning."""

    def forget(self, word_id: int) -> bool:
        """Remove a word; False when it is gone already."""

    def word(self, written: str) -> OwnWord | None:
        """Return the shop's own word."""

    def words(self) -> list[OwnWord]:
        """Return all of the shop's own words, in the order of the alphabet."""
