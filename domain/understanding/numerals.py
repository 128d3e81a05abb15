"""Numbers that are names: telephones, waybills, orders' numbers and bank accounts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import phonenumbers

from domain.numbers import parse_number
from domain.understanding.claims import Claims
from domain.understanding.contract import Awaiting
from domain.understanding.tokens import Kind, Token
from domain.understanding.vocabulary import Line, Span, led_by, past_label
from domain.understanding.waybills import carried_waybill, labelled_waybill, long_waybill

_RUN = re.compile(r"(?<![\w.,/#])\+?\(?\d+\)?(?:[ .-]{1,3}\(?\d+\)?)*(?!\w)")
_CHUNK = re.compile(r"\d+")
_ACCOUNT = re.compile(
    r"\d+(?:[ .-]{1,3}\d{2,}|-\d(?!\d))*(?: \d(?=\s*(?:an?\b|a\.n|a/n|atas\b|,|$)))?(?!\w)",
    re.IGNORECASE,
)
_REF = re.compile(
    r"(?<!\w)inv(?:oice)?(?:(?:\s*(?:no|nomor|nmr)\b)?[\s.:#/-]*)(?P<number>\d{3,8})(?![\d.,]*\d)"
    r"(?!\s*(?:rb|ribu|k|jt|pcs|lembar)\b)",
    re.IGNORECASE,
)
_HASH = re.compile(r"(?<!\w)#\s?(?P<number>\d{3,8})(?!\w)")
_BARE_REF = re.compile(r"(?<![\w.,])(?P<number>\d{3,8})(?![\w.,]*\d)")
_OWN = re.compile(r"(?<![\w-])[0-9A-Z]{4}-?[0-9A-Z]{4}(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numerals:
    """What was found: a telephone, a waybill, an order's number, an account at a bank."""

    phone: str | None = None
    bad_phone: bool = False
    waybill: str | None = None
    order_ref: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class _Chunk:
    digits: str
    start: int
    end: int


def find_numerals(line: Line, claims: Claims) -> Numerals:
    """Find them in the order in which they are hard to mistake for each other."""
    order_ref = _order_ref(line, claims)
    account = _account(line, claims)
    waybill = labelled_waybill(line, claims) or carried_waybill(line, claims)
    _set_identity_aside(line, claims)
    phone, bad = _phone(line, claims)
    waybill = waybill or long_waybill(line, claims)
    return Numerals(phone, bad, waybill, order_ref, account)


def _order_ref(line: Line, claims: Claims) -> str | None:
    if number := _own_number(line, claims):
        return number
    found = _REF.search(line.text) or _HASH.search(line.text) or _named_ref(line)
    if found is None:
        return None
    for said in (found, *_REF.finditer(line.text, found.end())):
        claims.add(Span(said.start(), said.end("number")))
    return f"INV-{found['number']:0>4}"


def _own_number(line: Line, claims: Claims) -> str | None:
    """A number as the shop gives them out, "K3M9-QX27": its check symbol must agree."""
    for found in _OWN.finditer(line.text):
        mixed = re.search(r"\d", found.group()) and re.search(
            r"[A-Z]", found.group(), re.IGNORECASE
        )
        named = "-" in found.group() or led_by(line, found.start(), ("order_words",))
        number = parse_number(found.group()) if mixed and named else None
        if number:
            claims.add(Span(*found.span()))
            return number
    return None


def _named_ref(line: Line) -> re.Match[str] | None:
    """ "pesanan 0456", "order no 456", and "456" alone where the number was asked for."""
    for hit in line.said("order_words"):
        at = hit.last
        sure = line.context.awaiting is Awaiting.ORDER_REF
        while line.within("number_leads", at):
            sure = sure or line.word(at) in {"nomor", "no", "#", "id"}
            at += 1
        if at < len(line.tokens) and (found := _BARE_REF.match(line.text, line.tokens[at].start)):
            if found["number"].startswith("0") and len(found["number"]) < 8:
                return found
            return found if sure or line.raw(hit.last - 1) in {"id", "number"} else None
    if line.context.awaiting is Awaiting.ORDER_REF:
        return _BARE_REF.search(line.text)
    return None


def _account(line: Line, claims: Claims) -> str | None:
    """ "bca 123 456 7890", "1234567890 (mandiri)", "rek 1234567890"."""
    for bank in line.said("banks"):
        at = past_label(line, bank.last)
        if at < len(line.tokens) and (digits := _digits(line, line.tokens[at].start, claims)):
            return f"{bank.code} {digits}"
    for bank in line.said("banks"):
        back = bank.first - 1
        while back >= 0 and line.within("number_leads", back):
            back -= 1
        if back < 0 or line.tokens[back].kind is not Kind.NUMBER:
            continue
        first = back
        while first and line.tokens[first - 1].kind is Kind.NUMBER:
            first -= 1
        if digits := _digits(line, line.tokens[first].start, claims):
            return f"{bank.code} {digits}"
    for hit in line.said("accounts"):
        at = past_label(line, hit.last)
        if at < len(line.tokens) and (digits := _digits(line, line.tokens[at].start, claims)):
            return digits
    return _asked_account(line, claims)


def _asked_account(line: Line, claims: Claims) -> str | None:
    """A number alone, where an account was asked for and no e-wallet is named."""
    if line.context.awaiting is not Awaiting.REFUND_ACCOUNT or line.has("wallets"):
        return None
    for before, token in pairwise((None, *line.tokens)):
        if token is None or token.kind is not Kind.NUMBER:
            continue
        inside = before is not None and before.kind is Kind.NUMBER
        mobile = line.text.startswith(("08", "628"), token.start)
        if not inside and not mobile and (digits := _digits(line, token.start, claims)):
            return digits
    return None


def _digits(line: Line, start: int, claims: Claims) -> str | None:
    found = _ACCOUNT.match(line.text, start)
    if found is None or not claims.free(Span(start, found.end())):
        return None
    digits = re.sub(r"\D", "", found.group())
    if not 8 <= len(digits) <= 18 or re.fullmatch(r"\d{1,3}(\.\d{3})+", found.group()):
        return None
    claims.add(Span(start, found.end()))
    return digits


def _set_identity_aside(line: Line, claims: Claims) -> None:
    """A tax or identity number or a voucher's code is neither a waybill nor goods."""
    for hit in line.said("identity"):
        at = past_label(line, hit.last)
        if at < len(line.tokens):
            found = re.compile(r"[\w.-]*\d[\w.-]*").match(line.text, line.tokens[at].start)
            if found and claims.free(Span(*found.span())):
                claims.add(Span(*found.span()))


def _phone(line: Line, claims: Claims) -> tuple[str | None, bool]:
    first: str | None = None
    bad = False
    for found in _RUN.finditer(line.text):
        chunks = [_Chunk(c.group(), c.start(), c.end()) for c in _CHUNK.finditer(found.group())]
        chunks = [_Chunk(c.digits, found.start() + c.start, found.start() + c.end) for c in chunks]
        asked = line.context.awaiting is Awaiting.PHONE
        asked = asked or led_by(line, found.start(), ("phone_words",))
        asked = asked or (line.has("wallets") and led_by(line, found.start(), ("wallets",)))
        for number, span in _numbers(line.text, chunks, asked=asked):
            if claims.free(span):
                claims.add(span)
                first, bad = first or number, bad or number is None
    first = first or _spoken(line, claims)
    bad = bad or _is_mangled(line)
    return first, bad and first is None


def _spoken(line: Line, claims: Claims) -> str | None:
    """A number in words, digit by digit: "nol delapan satu dua ..."."""
    digits, first = "", 0
    for at, token in enumerate((*line.tokens, None)):
        said = _spelt_digits(line, token) if token is not None else ""
        if said:
            first, digits = (first, digits) if digits else (at, "")
            digits += said
            continue
        number = parse_phone(digits) if len(digits) >= 9 else None
        if number and claims.free(line.span(first, at)):
            claims.add(line.span(first, at))
            return number
        digits = ""
    return None


def _spelt_digits(line: Line, token: Token) -> str:
    """The digits that words spell, empty where they are none."""
    if token.kind is not Kind.NUMBER and token.raw.casefold() != "kosong":
        return ""
    spelt = line.words.lexicon.numbers
    values = [0 if w == "kosong" else spelt.get(w) for w in token.raw.casefold().split()]
    digits = [str(v) for v in values if v is not None and v.denominator == 1 and v < 10]
    return "".join(digits) if len(digits) == len(values) else ""


def _is_mangled(line: Line) -> bool:
    """Digits among letters where a telephone number was asked for: "0812abc"."""
    if line.context.awaiting is not Awaiting.PHONE or not re.search(r"\d{3}", line.text):
        return False
    return not any(line.is_goods(at) for at in range(len(line.tokens)))


def _numbers(text: str, chunks: list[_Chunk], *, asked: bool) -> Iterator[tuple[str | None, Span]]:
    """Telephone numbers among chunks of digits; None where one was meant that is none."""
    at = 0
    while at < len(chunks):
        if not _begins(text, chunks, at, asked=asked):
            at += 1
            continue
        for last in range(_furthest(chunks, at), at, -1):
            start, end = _edges(text, chunks[at].start, chunks[last - 1].end)
            if number := parse_phone(text[start:end]):
                yield number, Span(start, end)
                at = last
                break
        else:
            digits = sum(len(chunk.digits) for chunk in chunks[at:])
            if digits >= (3 if asked else 7):
                yield None, Span(chunks[at].start, chunks[-1].end)
                return
            at += 1


def _begins(text: str, chunks: list[_Chunk], at: int, *, asked: bool) -> bool:
    chunk = chunks[at]
    plus = chunk.start > 0 and text[chunk.start - 1] in "+("
    rest = "".join(following.digits for following in chunks[at:])
    mobile = rest.startswith(("08", "628", "6208")) and len(chunk.digits) >= 2
    return plus or mobile or asked


def _furthest(chunks: list[_Chunk], at: int) -> int:
    """The place behind the last chunk that may belong to a number beginning at a place."""
    if len(chunks[at].digits) >= 10:
        return at + 1
    total = len(chunks[at].digits)
    for last in range(at + 1, len(chunks)):
        total += len(chunks[last].digits)
        if total > 16 or len(chunks[last].digits) < 2:
            return last
    return len(chunks)


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    if start and text[start - 1] in "+(":
        start -= 1
    if start and text[start - 1] == "+":
        start -= 1
    return start, end


def parse_phone(written: str) -> str | None:
    """Return a telephone number as E.164, read as one of Indonesia's unless it says otherwise."""
    digits = re.sub(r"[^\d+]", "", written)
    if digits.startswith("62"):
        digits = f"+{digits}"
    digits = digits.replace("+620", "+62")
    try:
        number = phonenumbers.parse(digits, "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def find_wallet(line: Line, phone: str | None, claims: Claims) -> str | None:
    """An e-wallet or a bank that is named without an account; "Perum Permata" is none."""
    for hit in line.said("wallets"):
        if hit.code != "dana" or _is_wallet(line, hit.first, hit.last, phone):
            return hit.code
    free = (hit for hit in line.said("banks") if claims.free(line.span(hit.first, hit.last)))
    return next((hit.code for hit in free), None)


def _is_wallet(line: Line, first: int, last: int, phone: str | None) -> bool:
    """ "dana" is also money ("dana udah masuk?") and a man's name ("Pak Dana")."""
    if line.within("honorifics", first - 1):
        return False
    if line.context.awaiting in {Awaiting.REFUND_ACCOUNT, Awaiting.PAYMENT_CHOICE}:
        return True
    led = line.word(first - 1) in {
        "ke",
        "lewat",
        "akun",
        "wallet",
        "saldo",
        "ewallet",
        "nomor",
        "bayar",
    }
    after = line.word(last) in {"saja", "ya", ":"} or line.raw(last) == "aja"
    return led or (phone is not None and (after or _number_follows(line, last)))


def _number_follows(line: Line, at: int) -> bool:
    return at < len(line.tokens) and line.tokens[at].kind is Kind.NUMBER
