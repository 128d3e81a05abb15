"""The sentences that a story is written in: one pattern, one maker and one example for each."""

from __future__ import annotations

import re
from collections.abc import Callable

from simulator.stories.form import (
    Act,
    At,
    Attachment,
    Look,
    Outcome,
    Parcel,
    Passes,
    Pays,
    Picture,
    Sees,
    Sends,
    SharesContact,
    SharesLocation,
    Taps,
    Writes,
)

Make = Callable[[re.Match[str]], Act]
_WHO = r"(?P<who>[^\"#:]{1,64}?)"
_IN = r"(?:\s+in\s+(?P<group>\"[^\"]+\"|[^\"\s][^\"]*))?"
_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,8})?"
_KINDS: dict[str, Attachment] = {"photo": "photo", "document": "document", "video": "video"}
_OUTCOMES: dict[str | None, Outcome] = {
    None: "paid",
    "but gives up": "cancelled",
    "but the card is declined": "failed",
}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


def _quoted(name: str) -> str:
    return rf'"(?P<{name}>(?:[^"\\]|\\.)+)"'


def _on() -> str:
    return rf"(?:\s+on\s+{_quoted('on')})?"


def plain(text: str) -> str:
    r"""The text between quotation marks: `\n` starts a line, any other sign after \ is itself."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)


def _text(found: re.Match[str], name: str) -> str | None:
    text = found[name]
    return None if text is None else plain(text)


def _at(found: re.Match[str]) -> At:
    group = found["group"]
    return At(found["who"].strip(), group and group.strip('"').strip())


def _writes(found: re.Match[str]) -> Act:
    return Writes(_at(found), plain(found["text"]))


def _replies(found: re.Match[str]) -> Act:
    return Writes(_at(found), plain(found["text"]), plain(found["to"]))


def _taps(found: re.Match[str]) -> Act:
    return Taps(_at(found), plain(found["label"]), _text(found, "on"))


def _sees(found: re.Match[str]) -> Act:
    words = tuple(plain(word) for word in re.findall(r'"((?:[^"\\]|\\.)+)"', found["words"]))
    return Sees(_at(found), words, Look.ABSENT if found["not"] else Look.SHOWN)


def _is_told(found: re.Match[str]) -> Act:
    return Sees(_at(found), (plain(found["words"]),), Look.ANSWER)


def _sends(found: re.Match[str]) -> Act:
    return Sends(_at(found), _KINDS[found["kind"]], found["file"], _text(found, "caption"))


def _contact(found: re.Match[str]) -> Act:
    return SharesContact(_at(found), found["number"])


def _location(found: re.Match[str]) -> Act:
    return SharesLocation(_at(found), float(found["latitude"]), float(found["longitude"]))


def _pays(found: re.Match[str]) -> Act:
    outcome = _OUTCOMES[found["outcome"]]
    return Pays(_at(found), plain(found["label"]), _text(found, "on"), outcome)


def _passes(found: re.Match[str]) -> Act:
    return Passes(int(found["count"]) * _SECONDS[found["unit"]])


def _parcel(found: re.Match[str]) -> Act:
    return Parcel(found["waybill"], found["status"])


def _picture(found: re.Match[str]) -> Act:
    return Picture(found["name"], found["of"] and found["of"].strip('"'))


_TABLE: list[tuple[str, Make, str, str]] = [
    (rf"{_WHO}\s+writes\s+{_quoted('text')}{_IN}", _writes, "writes", 'Sari writes "/start"'),
    (
        rf"{_WHO}\s+replies\s+{_quoted('text')}\s+to\s+{_quoted('to')}{_IN}",
        _replies,
        "replies",
        'Rina replies "JNE123" to "nomor resinya" in Meja Kopi',
    ),
    (
        rf"{_WHO}\s+taps\s+{_quoted('label')}{_on()}{_IN}",
        _taps,
        "taps",
        'Sari taps "BUTTON" [on "WORDS"] [in GROUP]',
    ),
    (
        rf"{_WHO}\s+sees\s+alert\s+{_quoted('words')}{_IN}",
        _is_told,
        "alert",
        'Sari sees alert "WORDS"',
    ),
    (
        (
            rf"{_WHO}\s+(?:sees|(?P<not>does\s+not\s+see))\s+"
            rf'(?P<words>"(?:[^"\\]|\\.)+"(?:\s+and\s+"(?:[^"\\]|\\.)+")*){_IN}'
        ),
        _sees,
        "see",
        'Sari sees "WORDS" [and "WORDS"] [in GROUP], or: Sari does not see "WORDS"',
    ),
    (
        (
            rf"{_WHO}\s+sends\s+(?P<kind>photo|document|video)\s+(?P<file>[\w][\w.-]*)"
            rf"(?:\s+saying\s+{_quoted('caption')})?{_IN}"
        ),
        _sends,
        "sends",
        'Sari sends photo proof.jpg [saying "WORDS"] (or document, video; a file beside the story)',
    ),
    (
        rf"{_WHO}\s+shares\s+contact(?:\s+(?P<number>\+?\d{{5,15}}))?{_IN}",
        _contact,
        "contact",
        "Sari shares contact [+628123456789]",
    ),
    (
        rf"{_WHO}\s+shares\s+location\s+(?P<latitude>{_NUMBER}),\s*(?P<longitude>{_NUMBER}){_IN}",
        _location,
        "shares",
        "Sari shares location -7.98, 112.63, or: Sari shares contact",
    ),
    (
        (
            rf"{_WHO}\s+pays\s+{_quoted('label')}{_on()}"
            rf"(?:\s+(?P<outcome>but gives up|but the card is declined))?{_IN}"
        ),
        _pays,
        "pays",
        'Sari pays "BUTTON" [on "WORDS"] [but gives up | but the card is declined]',
    ),
    (
        r"\+\s?(?P<count>[1-9]\d{0,5})\s+(?P<unit>second|minute|hour|day)s?",
        _passes,
        "+",
        "+1 day (or seconds, minutes, hours, days)",
    ),
    (
        r"(?:[^\"]{1,64}'s parcel|Parcel)\s+(?P<waybill>\{number\}|[\w-]{6,40})\s+is\s+(?P<status>[a-z_]+)",
        _parcel,
        "parcel",
        "Parcel JNE123 is delivered",
    ),
    (
        r'picture\s+"(?P<name>[\w-]{1,64})"(?:\s+of\s+(?P<of>"[^"]+"|[^"]+))?',
        _picture,
        "picture",
        'picture "checkout" [of Sari]',
    ),
]

SENTENCES: list[tuple[re.Pattern[str], Make]] = [
    (re.compile(pattern), make) for pattern, make, _, _ in _TABLE
]
_FORMS = {word: form for _, _, word, form in _TABLE}
WORD_OF = re.compile("|".join(re.escape(word) for word in _FORMS), re.IGNORECASE)


def form_of(word: str) -> str:
    """How a sentence with this word is written; without one, the words that there are."""
    verbs = "writes, replies, taps, sees, sends, shares, pays, +TIME, Parcel, picture"
    return _FORMS.get(word.lower()) or f"a step ({verbs})"


def persons_of(act: Act) -> tuple[str, ...]:
    """Who acts in a step."""
    return () if isinstance(act, Passes | Parcel | Picture) else (act.at.who,)
