"""Waybills: couriers' numbers, by their label, their letters or their length."""

import re

from domain.understanding.claims import Claims
from domain.understanding.vocabulary import Line, Span, led_by, past_label

_CARRIED = re.compile(
    r"(?<!\w)(?P<head>[A-Z]{2,12})[ -]?(?P<tail>\d{2,}(?:[ -]\d{2,})*)(?P<end>[A-Z]{0,3})(?!\w)",
    re.IGNORECASE,
)
_MIXED = re.compile(
    r"(?<!\w)(?:(?=[A-Z]*\d)(?=(?:[A-Z]*\d){5})[A-Z][A-Z0-9]{9,24}|\d{1,3}[A-Z]{2,4}\d{6,20})(?!\w)",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?<![\w.,/+-])\d{12,18}(?![\w.,]\d|\w)")
_LABELLED = re.compile(r"[A-Z]{0,12}[ -]?\d[\dA-Z]*(?:[ -]\d[\dA-Z]*)*(?!\w)", re.IGNORECASE)
_WEAK_LABELS = {"cek", "lacak", "track"}


def labelled_waybill(line: Line, claims: Claims) -> str | None:
    """Return the number behind "resi", upper case and without blanks."""
    for hit in line.said("waybill_words"):
        at = past_label(line, hit.last)
        if at >= len(line.tokens) or line.within("waybill_words", at):
            continue  # "cek resi 00 44...": the label beside the number counts
        found = _LABELLED.match(line.text, line.tokens[at].start)
        if found is None or not claims.free(Span(*found.span())):
            continue
        written = re.sub(r"[ -]", "", found.group()).upper()
        weak = line.word(hit.last - 1) in _WEAK_LABELS and written.startswith(("08", "62"))
        if 8 <= len(written) <= 25 and sum(map(str.isdigit, written)) >= 6 and not weak:
            claims.add(Span(*found.span()))
            return written
    return None


def carried_waybill(line: Line, claims: Claims) -> str | None:
    """A waybill by its letters: "JX8009962760", "jp 8009 9612 34", "SPXID0123456789", "TLJX1A2B3C4D5E"."""
    for found in _CARRIED.finditer(line.text):
        head, tail = found["head"].casefold(), re.sub(r"\D", "", found["tail"])
        spaced = found.group() != found["head"] + found["tail"] + found["end"]
        known = (len(head) == 2 and head[0] == "j") or head in {"spxid", "spx", "tkp", "cm", "rr"}
        if (spaced and not known) or len(tail) < 8 or _means(line, found.start()):
            continue
        if claims.free(Span(*found.span())):
            claims.add(Span(*found.span()))
            return re.sub(r"[ -]", "", found.group()).upper()
    for found in _MIXED.finditer(line.text):
        if claims.free(Span(*found.span())) and not _means(line, found.start()):
            claims.add(Span(*found.span()))
            return found.group().upper()
    return None


def long_waybill(line: Line, claims: Claims) -> str | None:
    """Return a long number that nothing else has spoken for."""
    for found in _LONG.finditer(line.text):
        span = Span(*found.span())
        money = led_by(line, span.start, ("money_words", "accounts", "banks"))
        if len(found.group()) <= 16 and not money and claims.free(span):
            claims.add(span)
            return found.group()
    return None


def _means(line: Line, start: int) -> bool:
    """Whether letters before a number mean something else: "wa08123456789", "bca1234567890", "rp150000"."""
    at = next((n for n, token in enumerate(line.tokens) if token.start == start), None)
    if at is None:
        return True
    tables = (
        "phone_words",
        "banks",
        "wallets",
        "money_words",
        "accounts",
        "identity",
        "order_words",
    )
    return any(line.within(table, at) for table in tables)
