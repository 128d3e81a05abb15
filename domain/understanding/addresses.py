"""The end and the beginning of addresses: after a label, from a street's word on, or where asked for."""

import re

from domain.understanding.claims import Claims
from domain.understanding.contract import Awaiting
from domain.understanding.tokens import Kind
from domain.understanding.vocabulary import Line, Span

_ENDS = {"?", "!", ";", "|", "=", "[", "]", "{", "}", "<", ">", "+", "*", "\u2022"}
_SINGLE = re.compile(r"[A-Za-z]")


def find_address(line: Line, claims: Claims) -> tuple[int, int] | None:
    """Return the tokens of an address: labelled, from a street's word on, or the line that answers."""
    return (
        _labelled(line, claims)
        or _from_street(line, claims)
        or _to_road(line, claims)
        or _asked(line, claims)
    )


def names_street(line: Line) -> bool:
    """Whether a street is named anywhere in the line."""
    return _street(line, 0) is not None


def _is_street(line: Line, at: int) -> bool:
    going = line.within("going", at) and not (line.is_name(at + 1) and line.raw(at - 1) != "surat")
    if going or not line.hit("streets", at):
        return False
    following = line.tokens[at + 1] if at + 1 < len(line.tokens) else None
    if following is None or following.kind is Kind.NEWLINE:
        return False
    if line.raw(at) in {"jalan", "kos", "kost", "br", "raya", "puri", "villa", "tower", "gang"}:
        names = line.is_name(at + 1) or line.is_capital(at + 1) or following.raw == "."
        names = names or (line.within("honorifics", at + 1) is not None and line.is_name(at + 2))
        return names or following.kind is Kind.NUMBER
    if line.raw(at) in {"rt", "rw"}:
        return following.kind is Kind.NUMBER or following.raw in {".", ":"}
    if line.raw(at) in {"blok", "kp", "gd", "apt", "ds", "dk"}:
        return (
            following.kind is Kind.NUMBER or following.raw in {".", ":"} or following.raw.isalpha()
        )
    return following.kind in {Kind.WORD, Kind.NUMBER} or following.raw in {".", ":", ","}


def _street(line: Line, start: int) -> int | None:
    return next(
        (
            at
            for at in range(start, len(line.tokens))
            if line.hit("streets", at) and _is_street(line, at)
        ),
        None,
    )


def _labelled(line: Line, claims: Claims) -> tuple[int, int] | None:
    """ "Alamat: ...", "alamat saya di Jl. ...", "ganti alamat ya: ..."."""
    for hit in line.said("address_labels"):
        if line.within("known_addresses", hit.first):
            continue
        at, colon = hit.last, False
        while at < len(line.tokens) and not colon:
            if line.word(at) in {":", "="}:
                colon = True
            elif not line.within("address_leads", at):
                break
            at += 1
        while at < len(line.tokens) and line.tokens[at].kind is Kind.NEWLINE:
            at += 1
        if at >= len(line.tokens):
            return None
        begins = colon or _is_street(line, at) or (at > hit.last and line.is_name(at))
        end = address_end(line, at, claims) if begins else at
        if end > at and not _is_question(line, at, end):
            return at, end
    return None


def _is_question(line: Line, first: int, last: int) -> bool:
    return any(line.within("questions", at) for at in (first, last)) and last - first < 3


def _from_street(line: Line, claims: Claims) -> tuple[int, int] | None:
    first = _street(line, 0)
    if first is None or not claims.free(line.span(first, first + 1)):
        return None
    last = address_end(line, first, claims)
    if last - first < 2:
        return None
    first = _leftwards(line, first, claims)
    return first, last


def _to_road(line: Line, claims: Claims) -> tuple[int, int] | None:
    """ "12 Sunset Road, Kuta": a house's number, up to three words, and a word for a street."""
    for hit in line.said("roads"):
        first = hit.first
        while first and hit.first - first < 3 and _is_of_road(line, first - 1):
            first -= 1
            house = line.tokens[first - 1] if first else None
            if house is not None and house.kind is Kind.NUMBER:
                if claims.free(line.span(first - 1, hit.last)):
                    return first - 1, address_end(line, hit.last, claims)
                break
    return None


def _is_of_road(line: Line, at: int) -> bool:
    named = line.is_name(at) or line.is_capital(at)
    return line.tokens[at].kind is Kind.WORD and named and not line.is_goods(at)


def _leftwards(line: Line, first: int, claims: Claims) -> int:
    """Take in what an address begins with before its street: "Toko Makmur, Jl. Melati 5"."""
    led = next(
        (hit.last for hit in line.said("sent_to") if 0 < first - hit.last <= 6),
        None,
    )
    while led is not None and line.word(led) == ":":
        led += 1
    if led is None:
        if line.context.awaiting is Awaiting.ADDRESS:
            start = first
            while start and _continues(line, start - 1, claims) and not line.is_goods(start - 1):
                start -= 1
            return start
        start = first
        if line.raw(first) in {"gang", "gg", "blok", "rt"}:
            while start and line.is_name(start - 1) and not line.is_goods(start - 1):
                start -= 1  # "dinoyo gang 5"
        return start
    landmark = line.within("areas", led) or line.within("firms", led)
    if landmark and line.raw(led) not in {"rumah", "kantor"} and _reaches(line, led, first, claims):
        return led  # "desa Suka Maju RT 5", "warung Bu Tini Jl. Sawo 7"
    part = range(led, first)
    if part and all(line.tokens[at].kind is Kind.NUMBER for at in part):
        return led  # "25 Jalan Merdeka"
    if any(line.within("honorifics", at) for at in part) or not line.is_name(first - 1):
        commas = [at for at in part if line.word(at) in {",", ":"}]
        if not commas or any(line.within("honorifics", at) for at in part):
            return first
    placed = any(line.within(table, at) for at in part for table in ("areas", "firms", "cities"))
    if len(part) <= 3 and not placed and line.is_capital(led):
        return first  # "kirim ke: Rizky, Jl. Gajah Mada 88" names a person
    if all(_continues(line, at, claims) for at in part) and line.word(led) not in {
        "rumah",
        "kantor",
    }:
        return led
    return first


def _reaches(line: Line, start: int, first: int, claims: Claims) -> bool:
    return start < first < address_end(line, start, claims)


def _continues(line: Line, at: int, claims: Claims) -> bool:
    token = line.tokens[at]
    if token.kind is Kind.NEWLINE or not claims.free(Span(token.start, token.end)):
        return False
    if token.kind is Kind.MARK:
        return token.raw in {",", ".", "/", "-"}
    if token.kind is Kind.NUMBER:
        return True
    titled = line.within("honorifics", at) is not None and line.is_capital(at + 1)
    placed = any(line.within(table, at) for table in ("areas", "firms"))
    return line.is_name(at) or placed or titled or token.raw == "RT"


def _asked(line: Line, claims: Claims) -> tuple[int, int] | None:
    """The whole line, where the address was asked for and nothing else is said."""
    if line.context.awaiting is not Awaiting.ADDRESS or line.has("questions"):
        return None
    first = 0
    while first < len(line.tokens) and (
        line.within("over", first)
        or not claims.free(line.span(first, first + 1))
        or _is_lead(line, first)
    ):
        first += 1
    if first >= len(line.tokens):
        return None
    last = address_end(line, first, claims)
    names = [at for at in range(first, last) if line.is_name(at) and not line.is_goods(at)]
    goods = [at for at in range(first, last) if line.is_goods(at)]
    following = any(line.is_goods(at) for at in range(last, len(line.tokens)))
    return (first, last) if names and not goods and not (following and len(names) < 2) else None


def _is_lead(line: Line, at: int) -> bool:
    return line.word(at) in {
        "kirim",
        "ke",
        "di",
        "alamat",
        ":",
        ",",
        "-",
        ".",
        "aku",
        "to",
        "rumah",
    }


def is_over(line: Line, at: int) -> bool:
    """Whether a word that ends an address stands there."""
    token = line.tokens[at]
    if _SINGLE.fullmatch(token.raw):
        return token.raw.islower() and token.raw in {"y", "k", "n", "d"} and not token.glued
    if token.sure < 1 and line.word(at) != token.raw.casefold() and line.is_capital(at):
        return False
    if line.within("over", at) is None or line.within("streets", at):
        return False
    named = line.is_capital(at + 1) or line.is_name(at + 1)
    return not (line.within("honorifics", at) and named and line.within("landmarks", at - 1))


def address_end(line: Line, first: int, claims: Claims) -> int:
    """The place behind the address that begins at a place."""
    at, numbered = first, False
    while at < len(line.tokens) and not _ends_at(line, at, first, claims, numbered=numbered):
        numbered = numbered or line.tokens[at].kind is Kind.NUMBER
        at += 1
    at = _without_quantity(line, first, at)
    loose = {Kind.MARK, Kind.NEWLINE}
    while at > first and line.tokens[at - 1].kind in loose and line.raw(at - 1) != ")":
        at -= 1
    return at


def _ends_at(line: Line, at: int, first: int, claims: Claims, *, numbered: bool) -> bool:
    token = line.tokens[at]
    if token.kind is Kind.ATTACHMENT or not claims.free(Span(token.start, token.end)):
        return True
    if token.kind is Kind.MARK:
        return token.raw in _ENDS
    if token.kind is Kind.NEWLINE:
        return not _next_line_belongs(line, at, claims)
    if token.kind is not Kind.WORD or (at > first and _is_name_of_street(line, at)):
        return False
    goods = _is_goods_here(line, at, numbered=numbered) or _counts(line, at)
    return goods or is_over(line, at)


def _is_name_of_street(line: Line, at: int) -> bool:
    """Whether a word names the street: right behind "Jl." or "Gg." no word is goods or ends it."""
    before = at - 1
    while before >= 0 and line.raw(before) == ".":
        before -= 1
    named = line.within("streets", before) is not None
    return named and line.word(at) not in {"ya", "kak", "dong", "saja", "mana", "apa", "deh"}


def _is_goods_here(line: Line, at: int, *, numbered: bool) -> bool:
    if not line.is_goods(at) or line.within("areas", at) or _is_city(line, at):
        return False
    before = at - 1
    while before >= 0 and line.is_goods(before):
        before -= 1
    if line.within("landmarks", before):
        return False  # "depan warung kopi": what a landmark sells is not ordered
    return numbered or not line.is_capital(at) or any(line.raw(n) == "," for n in (at - 1,))


def _is_city(line: Line, at: int) -> bool:
    """Whether a city that goods are called after stands there, and no count of such goods behind it."""
    hit = line.within("cities", at)
    if hit is None or line.is_goods(hit.first - 1):
        return False
    after = line.tokens[hit.last] if hit.last < len(line.tokens) else None
    return after is None or after.kind is not Kind.NUMBER or len(after.raw) == len("65141")


def _next_line_belongs(line: Line, at: int, claims: Claims) -> bool:
    """Whether the line below goes on with the address: no label, no goods, nothing read already."""
    while at < len(line.tokens) and line.tokens[at].kind is Kind.NEWLINE:
        at += 1
    if at >= len(line.tokens):
        return False
    token = line.tokens[at]
    if line.within("areas", at) or _is_street(line, at) or re.fullmatch(r"\d{5}", token.raw):
        return True
    end = at
    while end < len(line.tokens) and line.tokens[end].kind is not Kind.NEWLINE:
        if line.raw(end) == ":" or line.is_goods(end) or line.within("over", end):
            return False
        if not claims.free(Span(line.tokens[end].start, line.tokens[end].end)):
            return False
        end += 1
    return line.is_name(at)


def _without_quantity(line: Line, first: int, last: int) -> int:
    """Leave a number to the goods that follow it: "Jl Melati 5 Malang 2 kopi"."""
    count = line.tokens[last - 1]
    if last - first < 3 or count.kind is not Kind.NUMBER:
        return last
    measured = _counts(line, last)
    if not measured and not line.is_goods(last):
        return last
    others = any(line.tokens[at].kind is Kind.NUMBER for at in range(first, last - 1))
    counted_later = any(token.kind is Kind.NUMBER for token in line.tokens[last : last + 6])
    if measured or others or line.word(last - 2) == "," or not counted_later:
        return last - 1
    return last


def _counts(line: Line, at: int) -> bool:
    """Whether a unit stands behind a number: "2 pcs", "2kg"; "12 unit 5" is a flat."""
    if at < 1 or at >= len(line.tokens) or line.tokens[at - 1].kind is not Kind.NUMBER:
        return False
    lexicon, word = line.words.lexicon, line.word(at)
    return (
        len(word) > 1
        and not line.within("areas", at)
        and (
            word in lexicon.counters
            or word in lexicon.measures
            or word in lexicon.counters.values()
        )
    )
