"""Order numbers: short, unguessable, readable aloud.

Seven random symbols of Crockford's base 32 (no I, L, O, U) and his check symbol modulo 37. Of the 37
check symbols five are no letters of that alphabet and do not fit into a deep link, so numbers that
would end in one are not given out. Source: Crockford, "Base 32", crockford.com/base32.html.
"""

import secrets
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}


def new_number(random_below: Callable[[int], int] = secrets.randbelow) -> str:
    """Return a fresh number of 8 symbols."""
    while True:
        value = random_below(32 ** (LENGTH - 1))
        if value % 37 < len(ALPHABET):
            return _encode(value) + ALPHABET[value % 37]


def parse_number(text: str) -> str | None:
    """Return the number meant by what a person typed, or None when it cannot be one.

    Lower case, spaces, dashes and the look-alikes O, I and L are forgiven; one wrong or two swapped
    symbols are caught by the check symbol.
    """
    raw = "".join(c for c in text.upper() if c not in " -#\u2013")
    if len(raw) != LENGTH or any(c not in _VALUE for c in raw):
        return None
    value = 0
    for c in raw[:-1]:
        value = value * 32 + _VALUE[c]
    if value % 37 != _VALUE[raw[-1]]:
        return None
    return _encode(value) + ALPHABET[value % 37]


def spoken(number: str) -> str:
    """Return the number grouped for the eye: `K3M9-QX27`."""
    return f"{number[:4]}-{number[4:]}"


def _encode(value: int) -> str:
    symbols = []
    for _ in range(LENGTH - 1):
        value, rest = divmod(value, 32)
        symbols.append(ALPHABET[rest])
    return "".join(reversed(symbols))
