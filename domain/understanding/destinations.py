"""Places that are only named: after "kirim ke", "ongkir", "to", or as the second of "Bdg-Sby"."""

import re

from domain.understanding.addresses import address_end, is_over
from domain.understanding.claims import Claims
from domain.understanding.tokens import Kind
from domain.understanding.vocabulary import Line, Span


def find_destination(line: Line, claims: Claims) -> tuple[int, int] | None:
    """Return the tokens of a place that goods shall be sent to, or that a fare is asked for."""
    return _sent_to(line, claims) or _fare(line, claims)


def _sent_to(line: Line, claims: Claims) -> tuple[int, int] | None:
    """What follows "kirim ke", "ship to"."""
    for hit in line.said("sent_to"):
        if found := _landmark(line, hit.last, claims) or _named(line, hit.last, claims):
            return found
    return None


def _landmark(line: Line, at: int, claims: Claims) -> tuple[int, int] | None:
    """A place by what stands there: "rumah pak lurah Sukun", "kampus UB"."""
    titled = line.within("honorifics", at + 1) and not line.within("over", at + 2)
    second = line.hit("areas", at + 1) is not None and line.is_name(at + 2)
    if not line.hit("areas", at) or not (line.is_name(at + 1) or titled or second):
        return None
    last = address_end(line, at, claims)
    return (at, last) if last - at > 1 else None


def _named(line: Line, at: int, claims: Claims) -> tuple[int, int] | None:
    """The place that is named at a place of the line, if one is."""
    while line.hit("towards", at) or line.word(at) in {"alamat", ":", "nya", "the"}:
        at += 1
    if region := line.hit("regions", at):
        return at, _region_end(line, region.last, claims)
    first = at
    while line.hit("districts", at) or (at > first and line.word(at) == "."):
        at += 1
    if at >= len(line.tokens) or not claims.free(line.span(at, at + 1)):
        return None
    if at == first and re.fullmatch(r"\d{5}", line.raw(at)) and line.has("fare_marks"):
        return at, at + 1
    city = line.within("cities", at) is not None
    if not city and (line.hit("nowhere", at) or line.is_goods(at) or not line.is_name(at)):
        return None
    at, last = first, at + 1
    while last < len(line.tokens) and _goes_on(line, last, claims):
        last += 1
    return at, last


def _region_end(line: Line, last: int, claims: Claims) -> int:
    while last < len(line.tokens) and _goes_on(line, last, claims):
        last += 1
    return last


def _goes_on(line: Line, at: int, claims: Claims) -> bool:
    token = line.tokens[at]
    if not claims.free(Span(token.start, token.end)) or line.is_goods(at):
        return False
    if token.kind is Kind.MARK:
        return (
            token.raw in {",", ".", "-"}
            and at + 1 < len(line.tokens)
            and _goes_on(line, at + 1, claims)
        )
    if token.kind is Kind.NUMBER:
        return bool(re.fullmatch(r"\d{5}", token.raw))
    if token.kind is not Kind.WORD:
        return False
    return bool(line.within("compass", at)) or (line.is_name(at) and not is_over(line, at))


def _fare(line: Line, claims: Claims) -> tuple[int, int] | None:
    """The destination of a fare: "ongkir ke X", "ongkir Bdg-Sby", "ke X berapa", "sampai X bisa?"."""
    pair = _second_of_pair(line, claims)
    if pair:
        return pair
    for at in range(len(line.tokens)):
        led = line.word(at) == "ke" or (line.raw(at) == "to" and line.has("fares"))
        if (
            led
            and line.word(at - 1) not in {"yang", "masuk"}
            and (found := _named(line, at + 1, claims))
        ):
            return found
    for hit in line.said("fares"):
        if line.raw(hit.first) == "berat":
            continue
        at = hit.last
        while line.word(at) in {"nya", "kak", "min", "mas", ":"}:
            at += 1
        if found := _named(line, at, claims):
            return found
    if line.word(0) != "" and line.within("cities", 0) and _is_asked(line):
        return _named(line, 0, claims)
    if not line.has("fare_marks"):
        return None
    for at in range(len(line.tokens)):  # "Surabaya ongkirnya brp", "klo di Sidoarjo ongkir brp"
        led = at == 0 or line.within("towards", at - 1) is not None or line.word(at - 1) == "kalau"
        if led and (found := _named(line, at, claims)):
            return found
    return None


def _is_asked(line: Line) -> bool:
    """ "Surabaya berapa hari?": a place alone, asked about."""
    words = {token.word for token in line.tokens}
    goods = any(line.is_goods(at) for at in range(len(line.tokens)))
    return "berapa" in words and not goods


def _second_of_pair(line: Line, claims: Claims) -> tuple[int, int] | None:
    """ "Bdg-Sby", "dari Malang ke Jakarta": goods travel to the second."""
    if not (line.has("fares") or line.has("couriers")):
        return None
    for at in range(1, len(line.tokens) - 1):
        arrow = line.raw(at) in {"-", ">", "\u2192", "\u2013"}
        if arrow and line.is_name(at - 1) and not line.is_goods(at - 1):
            after = at + 1 + (line.raw(at + 1) == ">")
            if found := _named(line, after, claims):
                return found
    return None
