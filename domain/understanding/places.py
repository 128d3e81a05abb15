"""Where goods shall go: an address, or the name of a place that a fare is asked for."""

import re
from dataclasses import dataclass

from domain.understanding.addresses import find_address, names_street
from domain.understanding.claims import Claims
from domain.understanding.destinations import find_destination
from domain.understanding.vocabulary import Line

_TRIM = " \t\r\n,.;:-/|(=+&*\"'"


@dataclass(frozen=True, slots=True)
class Place:
    """An address in the customer's words; `only_named` says that it is a place's name alone."""

    address: str | None = None
    only_named: bool = False


def find_place(line: Line, claims: Claims) -> Place:
    """Find an address or else a destination; "alamat biasa" and the shop's own address are none."""
    if line.has("known_addresses") and not names_street(line):
        return Place()
    if found := find_address(line, claims):
        return Place(_claimed(line, found, claims))
    if found := find_destination(line, claims):
        return Place(_claimed(line, found, claims), only_named=True)
    return Place()


def _claimed(line: Line, found: tuple[int, int], claims: Claims) -> str | None:
    span = line.span(*found)
    text = line.text[span.start : span.end]
    claims.add(span)
    text = text.rstrip(_TRIM)
    return re.sub(r"\s*[\r\n]+\s*", ", ", text.lstrip(_TRIM + ")")) or None
