"""When something shall arrive or be fetched: a day, a time, or both."""

import re
from dataclasses import dataclass

from domain.understanding.claims import Claims
from domain.understanding.refusals import refused
from domain.understanding.tokens import Kind
from domain.understanding.vocabulary import Hit, Line

_CLOCK = re.compile(r"(?<![\w.,:])([01]?\d|2[0-4])[:.]([0-5]\d)(?![\w:])")
_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_MOVING = {"kirim", "ambil", "sampai", "datang", "pickup", "deliver", "arrive", "untuk", "pick"}
_AM_PM = {"am": 0, "pm": 12, "a.m": 0, "p.m": 12}


@dataclass(frozen=True, slots=True)
class _Found:
    said: str
    first: int
    last: int


def find_when(line: Line, claims: Claims) -> str | None:
    """Return "[hari ini|besok|lusa|weekday|tgl N] [HH:MM|pagi|siang|sore|malam]" of what is said.

    What is over ("kemarin sore", "tadi pagi") and greetings ("pagi kak") say no time.
    """
    clock = _clock(line, claims)
    day = _day(line, claims)
    if day is None and clock and line.within("today", clock.first - 1):
        day = _Found("hari ini", clock.first - 1, clock.first)
    part = _part(line, claims, day, clock)
    if part is not None and part.said.startswith("hari ini "):
        day, part = day or _Found("hari ini", part.first, part.first), None if clock else part
        if part is not None:
            return f"{day.said} {part.said.removeprefix('hari ini ')}"
    said = " ".join(found.said for found in (day, clock or part) if found)
    return said or None


def _day(line: Line, claims: Claims) -> _Found | None:
    hits = [
        hit  # "sesuk isuk" is tomorrow in the morning, though either alone may be tomorrow
        for hit in line.said("days")
        if not (line.within("parts", hit.first) and len(line.said("days")) > 1)
    ]
    days = [found for hit in hits if (found := _weekday(line, hit))]
    days = [found for found in days if not line.is_part_of_name(found.first)]
    days += _dates(line)
    for found in days:
        claims.add(line.span(found.first, found.last))
    days = sorted(
        (found for found in days if _is_meant(line, found)), key=lambda found: found.first
    )
    if len(days) > 1 and _is_corrected(line, days[-2], days[-1]):
        return days[-1]
    again = [found for found in days if found.said == days[0].said and _has_part(line, found)]
    for said in (*again[:1], *days):
        if said.said in _WEEKDAYS or said.said.startswith("tgl"):
            return said
    return (again or days)[0] if days else None


def _has_part(line: Line, found: _Found) -> bool:
    """Whether the time of the day stands beside: of a day said twice that is the one to read."""
    return line.within("parts", found.last) is not None


def _weekday(line: Line, hit: Hit) -> _Found | None:
    before, after = line.word(hit.first - 1), line.word(hit.last)
    written = line.raw(hit.first)
    if hit.code == "minggu":
        week = after in {"ini", "depan", "lalu", "kemarin"} or line.raw(hit.last) == "lalu"
        number = hit.first > 0 and line.tokens[hit.first - 1].kind is Kind.NUMBER
        named = before in {"hari", "besok", "malam"} or line.within("parts", hit.last)
        if (week or number) and before != "hari":
            return None
        told = line.within("timed", hit.first - 1) or after in {"jam", "depan"}
        if not named and not told and written != "ahad" and line.raw(hit.first) != "sunday":
            return None
    if written in {"sat", "sun", "mon", "fri", "thu", "wed", "tue", "setu"} and before in {
        "1",
        "one",
    }:
        return None
    if before == "malam" and hit.code in _WEEKDAYS and line.word(hit.first - 2) != "hari":
        eve = _WEEKDAYS[_WEEKDAYS.index(hit.code) - 1]
        return _Found(f"{eve}", hit.first, hit.last)
    return _Found(hit.code, hit.first, hit.last)


def _dates(line: Line) -> list[_Found]:
    """ "tgl 12", "12 desember", "the 12th"."""
    found = []
    for at, token in enumerate(line.tokens):
        if token.kind is not Kind.NUMBER or token.value is None or token.value.denominator != 1:
            continue
        if not 1 <= token.value <= 31:
            continue
        named = line.word(at - 1) == "tanggal" or line.raw(at - 1) in {"tgl", "date"}
        month = line.hit("months", at + 1)
        ordinal = line.raw(at - 1) in {"the", "on"} and line.raw(at + 1) in {"th", "st", "nd", "rd"}
        if month and line.tokens[at + 1].glued:
            month = None
        if named or month or ordinal:
            first = at - 1 if named else at
            last = month.last if month else at + 1 + ordinal
            found.append(_Found(f"tgl {token.value}", first, last))
    return found


def _is_past(line: Line, found: _Found) -> bool:
    beside = (found.first - 1, found.last)
    return any(
        line.within("past", at) and line.raw(at) not in {"mau", "last"} and not _from_now(line, at)
        for at in beside
    )


def _is_meant(line: Line, found: _Found) -> bool:
    hit = Hit(found.said, found.first, found.last)
    return not (_is_past(line, found) or _is_of_paying(line, found) or refused(line, hit))


def _is_corrected(line: Line, one: _Found, other: _Found) -> bool:
    fixes = {"eh", "ralat", "ganti", "jadi", "maksud", "deng", "ding"}
    return any(line.word(at) in fixes for at in range(one.last, other.first))


def _is_of_paying(line: Line, found: _Found) -> bool:
    """ "bayar besok ya" says nothing of the goods."""
    at = found.first - 1
    while line.word(at) in {"hari", "nanti", "pas", "tanggal", "jam"}:
        at -= 1
    if line.word(at) in {"bayar", "transfer", "ditransfer", "lunas", "buka", "tutup"}:
        return True
    paid = [hit for hit in line.said("payments") if hit.code in {"transfer", "va"}]
    moved = any(token.word in _MOVING for token in line.tokens)
    return bool(paid) and paid[0].first < found.first and not moved and _is_bare(line)


def _is_bare(line: Line) -> bool:
    """Whether no goods are named: "tf aja ntar malam" then speaks of the money alone."""
    return not any(line.is_goods(at) for at in range(len(line.tokens)))


def _from_now(line: Line, at: int) -> bool:
    return line.word(at) == "dari" and line.word(at + 1) in {"besok", "sekarang"}


def _clock(line: Line, claims: Claims) -> _Found | None:
    for at in range(len(line.tokens)):
        hour = _hour_named(line, at) or _hour_written(line, at)
        if hour is None or not claims.free(line.span(hour.first, hour.last)):
            continue
        claims.add(line.span(hour.first, hour.last))
        if _is_meant(line, hour):
            return hour
    return None


def _hour_named(line: Line, at: int) -> _Found | None:
    """ "jam 10", "jam 3 sore", "pukul 14.00", "jam setengah 3"."""
    if line.word(at) != "jam" and line.raw(at) not in {"pukul", "pkl", "at", "jam"}:
        return None
    number = at + 1
    half = line.raw(number) in {"setengah", "stgh", "1/2", "stengah"}
    number += half
    if number >= len(line.tokens) or line.tokens[number].kind is not Kind.NUMBER:
        return None
    return _timed(line, at, number, half=half, named=True)


def _hour_written(line: Line, at: int) -> _Found | None:
    """ "10:30", "10am", "3 pm"."""
    token = line.tokens[at]
    if token.kind is not Kind.NUMBER:
        return None
    clock = _CLOCK.match(line.text, token.start)
    colon = clock is not None and ":" in clock.group()
    if colon or line.raw(at + 1) in _AM_PM:
        return _timed(line, at, at, half=False, named=False)
    return None


def _timed(line: Line, first: int, at: int, *, half: bool, named: bool) -> _Found | None:
    token = line.tokens[at]
    clock = _CLOCK.match(line.text, token.start)
    if clock:
        hour, minute, end = int(clock[1]), int(clock[2]), clock.end()
    elif token.raw.isdigit() and int(token.raw) <= 24:
        hour, minute, end = int(token.raw), 0, token.end
    elif token.value is not None and token.value.denominator == 1 and token.value <= 24:
        hour, minute, end = int(token.value), 0, token.end
    else:
        return None
    last = at
    while last < len(line.tokens) and line.tokens[last].start < end:
        last += 1
    if line.raw(last) in {"-", "sampai", "sd", "to"} and _is_hour(line, last + 1):
        last += 2  # "jam 9-10 pagi"
    if line.raw(last) in {"an", "wib", "wita", "wit", "ish"}:
        last += 1
    if half:
        hour, minute = hour - 1, 30
    part = line.within("parts", last)
    if line.raw(last) in _AM_PM:
        hour, last = hour % 12 + _AM_PM[line.raw(last)], last + 1
    elif part:
        hour, last = _of_day(hour, part.code), part.last
    elif before := line.within("parts", first - 1):
        hour = _of_day(hour, before.code)
    elif named and clock is None and 1 <= hour <= 5 and token.raw[0] != "0":
        hour += 12  # nobody is brought goods at three in the night
    return _Found(f"{hour % 24:02d}:{minute:02d}", first, last)


def _is_hour(line: Line, at: int) -> bool:
    value = line.tokens[at].value if at < len(line.tokens) else None
    return value is not None and value <= 24


def _of_day(hour: int, part: str) -> int:
    if part == "pagi":
        return hour % 12 if hour == 12 else hour
    if part == "siang":
        return hour + 12 if hour <= 4 else hour
    if hour == 12:
        return 24 if "malam" in part else 12
    if "malam" in part and hour <= 3:
        return hour
    return hour + 12 if hour < 12 else hour


def _part(line: Line, claims: Claims, day: _Found | None, clock: _Found | None) -> _Found | None:
    for hit in line.said("parts"):
        if not claims.free(line.span(hit.first, hit.last)):
            continue
        if hit.code.startswith("hari ini"):
            claims.add(line.span(hit.first, hit.last))
            return _Found(hit.code, hit.first, hit.last)
        before, after = line.within("today", hit.first - 1), line.within("today", hit.last)
        found = _Found(hit.code, hit.first, hit.last)
        if _is_past(line, found) or refused(line, hit) or _is_of_paying(line, found):
            claims.add(line.span(hit.first, hit.last))
            continue
        by_day = day is not None and day.first - 1 <= hit.last + 1 and hit.first <= day.last + 1
        if by_day:
            claims.add(line.span(hit.first, hit.last))
            return found
        greeted = line.word(hit.first - 1) in {"selamat", "met", "good"} or hit.first == 0
        if before or (after and (line.word(hit.last) == "ini" or not greeted)):
            claims.add(line.span(hit.first - bool(before), hit.last + bool(after and not before)))
            return _Found(f"hari ini {hit.code}", hit.first, hit.last)
        told = line.within("timed", hit.first - 1) or (clock and abs(clock.last - hit.first) <= 2)
        told = told or (line.word(hit.last) == "saja" and len(line.said("parts")) > 1)
        if told and line.word(hit.first - 1) != "jam":
            claims.add(line.span(hit.first, hit.last))
            return found
    return None
