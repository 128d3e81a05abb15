"""What a story consists of: who is there, and what happens step by step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

Attachment = Literal["photo", "document", "video"]
Outcome = Literal["paid", "cancelled", "failed"]


class StoryError(Exception):
    """A story cannot be read: file, line and what was expected there."""

    def __init__(self, file: str, line: int, expected: str) -> None:
        super().__init__(f"{file}:{line}: {expected}")
        self.file, self.line, self.expected = file, line, expected


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes part. `new` makes another person of that name each time."""

    name: str
    language: str | None = None
    new: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group and who is in it; made if there is none of that title."""

    title: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class At:
    """A person and the chat that they look at: the group of that title, or their own with the bot."""

    who: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Writes:
    """A message; `to` is on the newest message that it replies to."""

    at: At
    text: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Taps:
    """A tap on a button of the newest message that has it and shows `on`."""

    at: At
    label: str
    on: str | None = None


class Look(Enum):
    """How to look for words."""

    SHOWN = "shown"
    ABSENT = "absent"
    ANSWER = "answer"  # of the last tap: a toast or an alert


@dataclass(frozen=True, slots=True)
class Sees:
    """All the words stand in one message, or in none."""

    at: At
    words: tuple[str, ...]
    look: Look = Look.SHOWN


@dataclass(frozen=True, slots=True)
class Sends:
    """A file from beside the story."""

    at: At
    kind: Attachment
    file: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class SharesContact:
    """The person's own number, by the button that asks for it or as it is given here."""

    at: At
    number: str | None = None


@dataclass(frozen=True, slots=True)
class SharesLocation:
    """A place in degrees."""

    at: At
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Pays:
    """An invoice is paid by its button, given up, or the card is declined."""

    at: At
    label: str
    on: str | None = None
    outcome: Outcome = "paid"


@dataclass(frozen=True, slots=True)
class Passes:
    """Time is skipped."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """The courier's parcel gets a status."""

    waybill: str
    status: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A moment to take a picture of: the whole page, or one chat."""

    name: str
    of: str | None = None


Act = (
    Writes | Taps | Sees | Sends | SharesContact | SharesLocation | Pays | Passes | Parcel | Picture
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a story: where it stands, how it reads, what is done."""

    line: int
    text: str
    act: Act


@dataclass(frozen=True, slots=True)
class Story:
    """A whole story. Without `people` whoever is there takes part."""

    file: str
    title: str
    people: tuple[Person, ...]
    groups: tuple[Group, ...]
    steps: tuple[Step, ...]
