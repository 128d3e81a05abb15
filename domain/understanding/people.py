"""Whom a line names: the receiver, payer, buyer or holder of an account."""

import re

from domain.understanding.claims import Claims
from domain.understanding.contract import Awaiting
from domain.understanding.tokens import Kind
from domain.understanding.vocabulary import Line, Span

_MOST_WORDS = 6
_TRIM = " \t\r\n,.;:-(\"'"


def find_recipient(line: Line, claims: Claims) -> str | None:
    """Find the name behind a label ("penerima", "a.n."), or the whole line where a name was asked for."""
    for hit in line.said("names"):
        if _is_label(line, hit.first, hit.last) and (found := _name(line, hit.last, claims)):
            claims.add(line.span(hit.first, found[1]))
            return _text(line, found)
    return (
        _attention(line, claims)
        or _asked(line, claims)
        or _holder(line, claims)
        or _buyer(line, claims)
        or _heading(line, claims)
    )


def _attention(line: Line, claims: Claims) -> str | None:
    """ "Jl. Diponegoro 77, up Yohanes": at the attention of; "pick up Friday" is none."""
    for at in range(len(line.tokens)):
        apart = line.raw(at - 1) in {",", "", "\n", ".", "("}
        if line.raw(at) == "up" and apart and line.is_capital(at + 1):
            found = _name(line, at + 1, claims)
            if found:
                claims.add(line.span(at, found[1]))
                return _text(line, found)
    return None


def _is_label(line: Line, first: int, last: int) -> bool:
    written, before = line.raw(first), line.raw(first - 1)
    if written == "an" and (line.tokens[first].glued or before == "jam"):
        return False  # "jam 10an", "200an"
    if written == "an" and line.within("couriers", first - 1):
        return line.is_capital(last)
    if written == "an" and before == "cod":
        return False  # "cod an ke Batu"
    if written == "a" and line.raw(first + 1) == "n" and last - first == 2:
        return False
    if line.word(first) == "nama" and line.word(first - 1) in {"tanpa", "kasih"}:
        return False
    return not (line.word(first) == "nama" and line.word(last) in {"produk", "barang", "toko"})


def _text(line: Line, found: tuple[int, int]) -> str | None:
    span = line.span(*found)
    return re.sub(r"\s+", " ", line.text[span.start : span.end]).strip(_TRIM) or None


def _name(line: Line, at: int, claims: Claims) -> tuple[int, int] | None:
    """The name that begins at a place, behind particles and relations: "ibu saya kak, Bu Sulastri"."""
    limit = at + 10
    while at < min(limit, len(line.tokens)):
        token = line.tokens[at]
        if token.kind is Kind.NEWLINE or line.within("firms", at):
            break
        if relation := line.hit("relations", at):
            at = relation.last
        elif any(line.within(table, at) for table in ("honorifics", "name_leads", "commas")):
            at += 1
        else:
            break
    last = _name_end(line, at, claims)
    return (at, last) if last > at else None


def _name_end(line: Line, first: int, claims: Claims) -> int:
    firm = line.within("firms", first) is not None
    at, words = first, 0
    while at < len(line.tokens) and words < _MOST_WORDS + 2 * firm:
        token = line.tokens[at]
        if token.kind is Kind.MARK and at > first:
            if token.raw not in {".", "'", "-", "&"} or not _joins(line, at):
                break
        elif firm and token.kind is Kind.NUMBER and line.is_name(at + 1):
            pass  # "SDN 1 Klojen"
        elif token.kind is not Kind.WORD or not _is_part(line, at, first, claims, firm=firm):
            break
        words += token.kind is Kind.WORD
        at += 1
    return at


def _joins(line: Line, at: int) -> bool:
    """Whether a mark stands inside a name: "H. Slamet", "M. Ali", "PT. Maju"."""
    following = line.tokens[at + 1] if at + 1 < len(line.tokens) else None
    if following is None or following.kind is not Kind.WORD or following.raw[:1].islower():
        return False
    if line.raw(at) == ".":
        return len(line.raw(at - 1)) <= 4 or line.within("firms", at - 1) is not None
    return True


def _is_part(line: Line, at: int, first: int, claims: Claims, *, firm: bool) -> bool:
    """Whether a word belongs to a name: capitals, or what neither language nor shop knows."""
    if not claims.free(line.span(at, at + 1)):
        return False
    if line.within("streets", at) and (line.raw(at) != "br"):
        return False
    titled = firm or line.within("honorifics", first - 1) is not None
    initial = len(line.raw(at)) == 1 and line.raw(at + 1) == "."
    value = line.is_goods(at) or (line.raw(at) in line.words.lexicon.values and not initial)
    if value and not (line.is_capital(at) and titled):
        return False
    if line.within("firms", at) and at == first:
        return True
    if line.is_name(at) and line.raw(at) not in {"saja", "aja"}:
        return True
    if firm or at == first:
        plain = line.within("over", at) is None or line.within("wallets", at) is not None
        return plain and (firm or line.is_capital(at))
    capital = line.is_capital(at) and line.is_capital(first) and not line.text.isupper()
    return capital and line.within("over", at) is None


def _asked(line: Line, claims: Claims) -> str | None:
    if line.context.awaiting is not Awaiting.RECIPIENT or line.has("questions"):
        return None
    at = 0
    while at < len(line.tokens):
        relation = line.hit("relations", at)
        led = line.within("honorifics", at) or line.within("name_leads", at)
        if not led and (relation is None or relation.last >= len(line.tokens)):
            break
        at += 1
    last = _name_end(line, at, claims)
    if last <= at:
        return None
    rest = range(last, len(line.tokens))
    if any(line.is_goods(n) for n in rest):
        return None
    claims.add(line.span(at, last))
    return _text(line, (at, last))


def _holder(line: Line, claims: Claims) -> str | None:
    """The name behind the number of an account that was asked for: "BSI 7123456789 Ahmad Fauzi"."""
    if line.context.awaiting is not Awaiting.REFUND_ACCOUNT:
        return None
    for at in range(1, len(line.tokens)):
        before = line.tokens[at - 1]
        behind = before.kind is Kind.NUMBER or line.word(at - 1) in {",", "-", "/"}
        if behind and line.is_name(at) and not claims.free(Span(before.start - 1, before.end)):
            last = _name_end(line, at, claims)
            if last > at and not line.within("banks", at):
                claims.add(line.span(at, last))
                return _text(line, (at, last))
    return None


def _buyer(line: Line, claims: Claims) -> str | None:
    """A firm that papers are for: "faktur pajak buat PT Sumber Makmur"."""
    if not line.has("papers"):
        return None
    for hit in line.said("firms"):
        led = line.word(hit.first - 1) == "untuk" or line.raw(hit.first - 1) == "for"
        if led and hit.code == "registered" and (found := _name(line, hit.first, claims)):
            claims.add(line.span(*found))
            return _text(line, found)
    return None


def _heading(line: Line, claims: Claims) -> str | None:
    """What stands above or before a telephone and an address: "Siti Aminah, 0812..., Jl. ..."."""
    end = next(
        (at for at, token in enumerate(line.tokens) if token.raw == "," or token.word == "\n"),
        None,
    )
    if end is None or not line.has("streets") or not re.search(r"\d{4}", line.text):
        return None
    least = 1 if line.word(end) == "\n" else 2
    start = 1 if line.within("honorifics", 0) else 0
    names = all(
        line.is_name(at) and line.is_capital(at) and not line.is_goods(at)
        for at in range(start, end)
    )
    if not names or not least <= end - start <= 4 or line.within("cities", start):
        return None
    if not claims.free(line.span(start, end)):
        return None
    claims.add(line.span(start, end))
    return _text(line, (start, end))


def find_named(line: Line) -> str | None:
    """The name before its label: "Slamet namanya"."""
    for at in range(1, len(line.tokens)):
        if line.raw(at) in {"namanya", "jenenge", "namina", "asmane"}:
            first = at
            while (
                first
                and line.is_name(first - 1)
                and not line.is_goods(first - 1)
                and at - first < 4
            ):
                first -= 1
            if first < at and line.raw(at + 1) != ":":
                return _text(line, (first, at))
    return None
