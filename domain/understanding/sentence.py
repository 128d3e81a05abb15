"""Writes a line as its intent is chosen from: normal words, with what was recognised in brackets."""

import re
from collections.abc import Callable, Iterator, Sequence

from domain.understanding.assortment import Ware
from domain.understanding.atoms import Atom, Role
from domain.understanding.contract import Context
from domain.understanding.details import Details
from domain.understanding.draft import Draft
from domain.understanding.intents import Sentence
from domain.understanding.names import Names
from domain.understanding.tokens import Kind, Token
from domain.understanding.vocabulary import look

_TABLES = {
    "couriers": "<courier>",
    "services": "<service>",
    "courier_services": "<service>",
    "payments": "<pay>",
    "wallets": "<wallet>",
}
_KINDS = {"amount": "<amount>", "when": "<when>", "photo": "<photo>"}
_ROLES = {
    Role.NAME: "<goods>",
    Role.VALUE: "<part>",
    Role.NUMBER: "<qty>",
    Role.MEASURE: "<measure>",
}
_BUYING = re.compile(r"\b(?:pesan|mau|beli|jual|ada)\b")


def sentence(
    text: str,
    tokens: tuple[Token, ...],
    pieces: Sequence[Atom],
    said: Sequence[Draft],
    details: Details,
    context: Context,
    names: Names,
) -> Sentence:
    """Return the line as a sentence for choose()."""
    words = " ".join(_words(text, tokens, pieces, details, context, names))
    goods = any(draft.says_goods and not draft.unsold for draft in said)
    about = goods or context.viewing is not None
    counted = about and any(d.count is not None or d.measured is not None for d in said)
    unknown = any(atom.role is Role.UNKNOWN for atom in pieces)
    unsold = any(d.unsold for d in said) or (
        not goods and unknown and _BUYING.search(words) is not None
    )
    most = max((_units(draft, names) for draft in said), default=0)
    return Sentence(words, details, goods, counted, unsold, most)


def _units(draft: Draft, names: Names) -> int:
    count = draft.count or 0
    ware: Ware | None = names.wares[draft.ware] if draft.ware else None
    known = {**names.assortment.units, **(ware.units if ware else {})}
    return int(count * known.get(draft.unit or "", 1))


def _words(
    text: str,
    tokens: tuple[Token, ...],
    pieces: Sequence[Atom],
    details: Details,
    context: Context,
    names: Names,
) -> Iterator[str]:
    tags = {**_of_goods(pieces), **_of_details(text, tokens, details, context, names)}
    last = ""
    for token in tokens:
        tag = tags.get(token.start)
        if tag is None:
            last = ""
            yield "|" if token.kind is Kind.NEWLINE else token.word
        elif tag and (tag != last or token.start not in tags):
            last = tag
            yield tag


def _of_goods(pieces: Sequence[Atom]) -> dict[int, str]:
    tags: dict[int, str] = {}
    counted = False
    for atom in pieces:
        if atom.role is Role.UNIT and counted:
            tags[atom.start] = ""
        elif atom.role in _ROLES:
            tags |= dict.fromkeys(range(atom.start + 1, atom.end), "")
            tags[atom.start] = _ROLES[atom.role]
        counted = atom.role is Role.NUMBER
    return tags


def _of_details(
    text: str, tokens: tuple[Token, ...], details: Details, context: Context, names: Names
) -> dict[int, str]:
    tags: dict[int, str] = {}

    def mark(start: int, end: int, tag: str) -> None:
        tags.update(dict.fromkeys(range(start + 1, end), ""))
        tags[start] = tag

    line = look(text, tokens, context, names.words)
    taken = [span for span in details.taken if span.kind in {"pay", "travel"}]
    for table, tag in _TABLES.items():
        for hit in line.said(table):
            if any(token.word == "rekening" for token in tokens[hit.first : hit.last]):
                continue  # "nomor rekening" asks where to pay, it does not choose how
            span = line.span(hit.first, hit.last)
            if any(s.start < span.end and span.start < s.end for s in taken):
                mark(span.start, span.end, tag)
    for span in details.taken:
        if span.kind in _KINDS:
            mark(span.start, span.end, _KINDS[span.kind])
        elif span.kind == "number":
            _mark_number(text, span.start, span.end, details, mark)
    for value, tag in ((details.recipient, "<name>"), (details.address, "<address>")):
        start = text.find(value) if value else -1
        if value and start >= 0:
            mark(start, start + len(value), tag)
    return tags


def _mark_number(
    text: str, start: int, end: int, details: Details, mark: Callable[[int, int, str], None]
) -> None:
    piece = text[start:end]
    digits = re.sub(r"\D", "", piece)
    letters = re.sub(r"\W", "", piece).upper()
    if details.waybill and details.waybill in letters:
        tag = "<waybill>"
    elif details.order_ref and re.sub(r"\W", "", details.order_ref)[-4:] in letters:
        tag = "<ref>"
    elif details.wallet and digits and digits in details.wallet:
        tag = "<wallet>"
    elif details.phone or details.bad_phone:
        tag = "<phone>"
    else:
        return
    number = re.search(r"\w*\d[\w .-]*", piece)
    begun = start + (number.start() if number else 0)
    mark(begun, end, tag)
