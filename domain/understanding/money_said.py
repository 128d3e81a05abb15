"""Sums of money, ways of paying, credit days and down payments that a line says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from domain.understanding.claims import Claims
from domain.understanding.contract import Awaiting
from domain.understanding.refusals import refused
from domain.understanding.spelt import spelt_number
from domain.understanding.tokens import Kind
from domain.understanding.vocabulary import Hit, Line

_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*")
_PERCENT = {"%", "persen", "percent", "pct"}
# The most binding way counts where several are said: a down payment by transfer is a down payment.
_PRIORITY = ("deposit", "credit", "va", "qris", "cod", "transfer")
_HAGGLING = {
    "kurang",
    "murah",
    "turun",
    "nego",
    "mahal",
    "tawar",
    "nawar",
    "teman",
    "temen",
    "cheaper",
    "lower",
}
_PAYDAYS = {"tanggal", "gajian", "akhir", "awal", "panen", "cair"}
_FIXES = {"eh", "ralat", "ganti", "maksud", "jadi", "deng", "ding", "ups"}


@dataclass(frozen=True, slots=True)
class MoneySaid:
    """`amounts` in rupiah in the order of the line; `offers` numbers under 1000 that may be thousands."""

    amounts: tuple[int, ...] = ()
    offers: tuple[int, ...] = ()
    terms: str | None = None
    payment: str | None = None


def find_payment(line: Line, claims: Claims) -> str | None:
    """The way of paying that is wanted: the last after a correction, else the most binding."""
    wanted: list[Hit] = []
    for hit in line.said("payments"):
        if line.within("other_payments", hit.first) or line.is_part_of_name(hit.first):
            continue
        if not claims.free(line.span(hit.first, hit.last)):
            continue  # the "QR" of an order's number
        for at in range(hit.first, hit.last):
            if line.tokens[at].kind is Kind.WORD:  # the days of "net 30" are read as terms
                claims.add(line.span(at, at + 1))
        if not refused(line, hit):
            wanted.append(hit)
    for table in ("wallets", "other_payments"):
        for hit in line.said(table):
            if hit.code != "dana" or line.word(hit.first - 1) in {"ke", "lewat"}:
                claims.add(line.span(hit.first, hit.last))
    if len(wanted) > 1 and any(
        line.word(at) in _FIXES for at in range(wanted[-2].last, wanted[-1].first)
    ):
        wanted = wanted[-1:]
    if not wanted:  # "ga bisa cod ya?" asks about it all the same
        asked = line.said("payments")
        wanted = [
            hit for hit in asked if "bisa" in {line.word(hit.first - 1), line.word(hit.last + 1)}
        ]
    codes = {hit.code for hit in wanted}
    if _on_arrival(line):
        codes = (codes - {"credit", "cash"}) | {"cod"}
    paid = next((code for code in _PRIORITY if code in codes), None)
    if paid is None and "cash" in codes:
        return "cash"
    return paid or ("transfer" if _names_bank(line) else None)


def _on_arrival(line: Line) -> bool:
    """ "bayarnya nanti pas barangnya datang aja", "pay when it arrives"."""
    for at, token in enumerate(line.tokens):
        cash = line.within("payments", at)
        paying = token.word in {"bayar", "dibayar", "pay"} or (cash and cash.code == "cash")
        if not paying or line.word(at - 1) == "sudah":
            continue
        later = [
            n
            for n in range(at + 1, at + 4)
            if line.word(n) in {"betul", "saat", "waktu", "kalau", "setelah", "when", "habis"}
        ]
        arrives = {line.word(n) for n in range(later[0] + 1, later[0] + 4)} if later else set()
        if arrives & {"datang", "sampai", "terima", "tiba", "arrives", "arrived", "comes"}:
            return True
    return False


def _names_bank(line: Line) -> bool:
    """ "bayar via bca", and a bank's name as the answer to how it shall be paid."""
    for bank in line.said("banks"):
        before = line.word(bank.first - 1)
        if before == "bank":
            before = line.word(bank.first - 2)
        if before in {"lewat", "bayar", "ke"} and not refused(line, bank):
            return True
    return line.context.awaiting is Awaiting.PAYMENT_CHOICE and line.has("banks")


def find_terms(line: Line, claims: Claims, payment: str | None) -> str | None:
    """Credit days as "14 hari", a down payment as "50%"; every length of time is spoken for."""
    share = None
    for at, token in enumerate(line.tokens):
        if token.kind is Kind.NUMBER and line.raw(at + 1) in _PERCENT:
            claims.add(line.span(at, at + 2))
            share = share or (token.value if token.value is not None else None)
    days = _days(line, claims)
    if payment == "deposit" and share is None:
        for hit in line.said("halves"):
            claims.add(line.span(hit.first, hit.last))
        return "50%" if line.has("halves") else (days if not line.has("amounts") else None)
    if share is not None:
        return f"{int(share) if share.denominator == 1 else float(share):g}%"
    return days


def find_delay(line: Line) -> str | None:
    """Credit, where it shall be paid after a time: "bisa bayar 2 minggu lagi?", "pay in 30 days"."""
    later = [hit.first - 1 for hit in line.said("spans") if hit.code != "0"]
    later += [hit.first for hit in line.said("whole_spans")]
    for at in later:
        paying = any(line.word(n) == "bayar" or line.raw(n) == "pay" for n in range(at - 3, at))
        waits = {"lagi", "kemudian", "mundur", "later", "in", "setelah", "abis", "after", "within"}
        around = {line.raw(n) for n in (at - 1, at + 1, at + 2)} | {
            line.word(n) for n in (at - 1, at + 2)
        }
        if paying and around & waits:
            return "credit"
    for at, token in enumerate(line.tokens):  # "bayarnya tanggal 1 bisa ga"
        asked = any(
            line.word(n) in {"bisa", "boleh"} for n in (at - 2, at - 1, *range(at + 2, at + 5))
        )
        if token.word == "bayar" and asked and {line.word(at + 1), line.word(at + 2)} & _PAYDAYS:
            return "credit"
    return None


def _days(line: Line, claims: Claims) -> str | None:
    found = None
    for hit in line.said("whole_spans"):
        claims.add(line.span(hit.first, hit.last))
        found = found or f"{hit.code} hari"
    for hit in line.said("spans"):
        first = hit.first - 1
        number = line.tokens[first] if first >= 0 else None
        if number is None or number.kind is not Kind.NUMBER or number.value is None:
            continue
        if not claims.free(line.span(first, hit.last)):
            continue
        claims.add(line.span(first, hit.last))
        days = number.value * int(hit.code)
        if days and days.denominator == 1:
            found = found or f"{days} hari"
    for at, token in enumerate(line.tokens):  # "net 30", "tempo 14"
        counted = token.kind is Kind.NUMBER and token.value is not None and token.value > 1
        if counted and found is None and line.raw(at - 1) in {"net", "tempo", "top"}:
            claims.add(line.span(at, at + 1))
            found = f"{token.value} hari"
    return found


def find_sums(line: Line, claims: Claims) -> tuple[int, ...]:
    """Sums that say what they are: "85rb", "Rp 85.000", "1,2jt", "152.034", "goceng"; totals first."""
    amounts: list[int] = []
    totals: list[int] = []
    at = 0
    while at < len(line.tokens):
        value, last = _sum_at(line, at)
        if value is not None and claims.free(line.span(at, last)):
            claims.add(line.span(at, last))
            summed = {line.word(at - 1), line.word(at - 2)} & {"=", "total", "jadi", "sebesar"}
            (totals if summed else amounts).append(value)
        at = max(last, at + 1)
    return (*totals, *amounts)


def _sum_at(line: Line, at: int) -> tuple[int | None, int]:
    """The sum that begins at a place and the place behind it."""
    if slang := line.hit("sums", at):
        return int(slang.code), slang.last
    spelt = spelt_number(line, at)
    if spelt and spelt[0] >= 1000 and not _is_of_goods(line, spelt[1]):
        return spelt
    first = at
    marked = line.raw(at) in {"rp", "idr", "rp.", "rupiah"} and _is_number(line, at + 1)
    if line.raw(at) == "rp" and line.raw(at + 1) in {".", ":"} and _is_number(line, at + 2):
        marked, at = True, at + 1
    if marked:
        at += 1
    if not _is_number(line, at):
        return None, first + 1
    total, last, scaled = _scaled(line, at)
    while scaled and _is_number(line, last):
        more, after, again = _scaled(line, last)
        if not again or more >= total:
            break
        total, last = total + more, after
    said = line.raw(at).split()[-1] in {"ribu", "rebu", "rb"} and total >= 1000
    said = said and not _is_of_goods(line, at + 1)
    grouped = bool(_GROUPED.fullmatch(line.tokens[at].raw)) and not _is_of_goods(line, at + 1)
    if line.context.awaiting is Awaiting.QTY:
        said = grouped = False  # "10.000" answers how many
    if not (marked or scaled or said or grouped) or total.denominator != 1 or total <= 0:
        return None, first + 1
    while line.raw(last) in {"rupiah", "perak"} or (
        line.raw(last) in {",", ".", "-"} and line.raw(last + 1) == "-" and marked
    ):
        last += 1
    if marked and line.raw(last) in {"an", "-"}:
        last += 1
    return int(total), last


def _scaled(line: Line, at: int) -> tuple[Fraction, int, bool]:
    token = line.tokens[at]
    value = token.value or Fraction(0)
    unit = line.hit("thousands", at + 1)
    glued = unit is not None and line.tokens[at + 1].glued
    if unit is None or (line.raw(at + 1) == "k" and not glued):
        return value, at + 1, False
    if _GROUPED.fullmatch(token.raw) and unit.code != "1":
        # "1.500 ribu" is said by nobody, "1,250 jt" is: the point parts whole from fraction.
        value = Fraction(re.sub("[.,]", ".", token.raw, count=1).replace(",", ""))
    return value * int(unit.code), unit.last, True


def _is_number(line: Line, at: int) -> bool:
    return 0 <= at < len(line.tokens) and line.tokens[at].kind is Kind.NUMBER


def _is_counted(line: Line, at: int) -> bool:
    """Whether a unit or a measure stands there, so that the number before it counts."""
    word, raw = line.word(at), line.raw(at)
    lexicon = line.words.lexicon
    measured = word in lexicon.measures or raw in lexicon.measures
    counted = word in lexicon.counters or raw in lexicon.counters
    other = word in lexicon.words.get("other_counts", ()) or word in {"x", "lusin", "kodi", "gros"}
    return measured or counted or other


def _is_of_goods(line: Line, at: int) -> bool:
    """Whether a unit or goods stand behind a number: "1.000 mug", "10000 pcs"."""
    return _is_counted(line, at) or line.is_goods(at)


def _orders(line: Line, at: int) -> bool:
    """ "pesan mug 10000": behind goods that are ordered a number counts, however large."""
    verbs = {"pesan", "beli", "order"}
    return line.is_goods(at - 1) and not verbs.isdisjoint(line.word(n) for n in range(at))


def find_bare_sums(line: Line, claims: Claims) -> tuple[int, ...]:
    """Sums that say nothing of themselves: "150000", and "tf 2500" beside a word for money."""
    return tuple(int(value) for value in _bare_sums(line, claims))


def _bare_sums(line: Line, claims: Claims) -> Iterator[Fraction]:
    if line.context.awaiting is Awaiting.QTY and not line.has("money_words"):
        return
    for at, token in enumerate(line.tokens):
        if token.kind is not Kind.NUMBER or token.value is None or not token.raw.isdigit():
            continue
        if (
            token.raw.startswith("0")
            or len(token.raw) > 10
            or not claims.free(line.span(at, at + 1))
        ):
            continue
        near = any(line.within("money_words", n) for n in range(max(0, at - 3), at))
        long_enough = token.value >= 10_000 or (near and token.value >= 1_000)
        glued = (
            token.glued
            and at
            and (line.tokens[at - 1].kind is Kind.WORD or line.raw(at - 1) == "-")
        )
        if _is_small_sum(line, at):
            claims.add(line.span(at, at + 1))
            yield token.value * 1000
        elif long_enough and not glued and not _is_of_goods(line, at + 1) and not _orders(line, at):
            claims.add(line.span(at, at + 1))
            yield token.value


def _is_small_sum(line: Line, at: int) -> bool:
    """ "udah tf 200 ya": said right behind the paying and before nothing that could be counted."""
    value = line.tokens[at].value
    if value is None or not 10 <= value < 1000 or line.tokens[at].glued:
        return False
    paid = line.word(at - 1) in {"transfer", "ditransfer", "sebesar", "nominal", "dibayar"}
    free = {
        "",
        "ya",
        "kak",
        "an",
        "atas",
        "lewat",
        "ke",
        ",",
        ".",
        "!",
        "mas",
        "min",
        "\n",
        "dari",
        "sudah",
    }
    return paid and line.word(at + 1) in free


def find_offers(line: Line, claims: Claims) -> tuple[int, ...]:
    """Numbers under 1000 as rupiah, should they be a price: "175 boleh?"; the likeliest first."""
    likely: list[int] = []
    for at, token in enumerate(line.tokens):
        value = token.value
        if token.kind is not Kind.NUMBER or value is None or value.denominator != 1:
            continue
        if not 2 <= value < 1000 or not claims.free(line.span(at, at + 1)):
            continue
        if token.glued and at and line.tokens[at - 1].kind is Kind.WORD:
            continue
        if _is_counted(line, at + 1) or (line.raw(at).isalpha() and value < 10):
            continue
        beside = line.within("price_words", at + 1) or line.within("price_words", at - 1)
        if beside or _is_haggled(line, at):
            likely.append(int(value) * 1000)
    return tuple(sorted(likely, reverse=True))


def _is_haggled(line: Line, at: int) -> bool:
    """ "kurangin dikit dong, 400 ya": a number apart from the goods where the price is spoken of."""
    haggling = any(token.word in _HAGGLING for token in line.tokens)
    ends = line.word(at + 1) in {"", "ya", ".", "!", "?"} or line.is_goods(at + 1)
    return haggling and ends and line.word(at - 1) in {",", ".", "\n"}
