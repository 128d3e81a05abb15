"""Amounts as people type them: "150.000", "Rp 85rb", "1,5 jt"."""

import re

_PLAIN = re.compile(r"([0-9]{1,13})")
_GROUPED = re.compile(r"([0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?:[.,]00?)?")
_SHORT = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,3}))?(rb|ribu|k|jt|juta)")
_SCALE = {"rb": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}
_UNIT = re.compile(r"(?:rb|ribu|k|jt|juta)", re.IGNORECASE)


def parse_amount(text: str) -> int | None:
    """Return the amount in whole rupiah, None where the text is none."""
    plain = "".join(text.lower().split()).removeprefix("rp").lstrip(".").removesuffix(",-")
    if match := _PLAIN.fullmatch(plain):
        return int(match[1])
    if match := _GROUPED.fullmatch(plain):
        return int(match[1].replace(".", "").replace(",", ""))
    if match := _SHORT.fullmatch(plain):
        scale, decimals = _SCALE[match[3]], (match[2] or "").ljust(3, "0")
        return int(match[1]) * scale + int(decimals) * scale // 1000
    return None


def amount_and_rest(text: str) -> tuple[int | None, str]:
    """Return the amount that the text begins with, and what follows it (a reference)."""
    words = text.split()
    for taken in (3, 2, 1):
        if len(words) < taken or (taken > 1 and not _belongs(words[:taken])):
            continue
        amount = parse_amount("".join(words[:taken]))
        if amount is not None:
            return amount, " ".join(words[taken:])
    return None, ""


def _belongs(words: list[str]) -> bool:
    """`Rp 85 rb` is one amount; `85.000 123` is an amount and a reference."""
    units = words[1:] if words[0].lower().rstrip(".") != "rp" else words[2:]
    return all(_UNIT.fullmatch(word) for word in units)
