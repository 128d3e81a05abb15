"""Hostile lines reach no action, however they are dressed up."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.understanding.contract import Context, Intent
from domain.understanding.reading import Reader
from tests.understanding.saying import LINES, SHOP, contexts

READER = Reader(SHOP)
HOSTILE = [
    line
    for line in (LINES / "hostile.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("# ")
]
ORDINARY = [
    "kak", "halo kak", "permisi ya", "tolong", "mau mug 2", "kak pesan gayo 250 bubuk 3,", "makasih", "pls", "ok",
    "kirim ke Jl Melati 5 Malang", "sudah tf 152.034 ya", "🙏", "hai min,", "lagi", "ya",
]  # fmt: skip
LOOKALIKES = dict(zip("aeopcyxijs", "аеорсухіјѕ", strict=True))
UNSEEN = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u202e", "\u202c"]
INSIDE = [sign for sign in UNSEEN if sign != "\u034f"]

Dress = Callable[[str], str]


def _every_other_in_capitals(text: str) -> str:
    return "".join(s.upper() if at % 2 else s for at, s in enumerate(text))


def _in_lookalikes(text: str) -> str:
    return "".join(LOOKALIKES.get(sign, sign) for sign in text)


def _in_wide_letters(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalpha() else sign for sign in text)  # fmt: skip


def _struck_through(text: str) -> str:
    return "".join(sign + "\u0336" if sign.isalpha() else sign for sign in text)


DRESSES: list[Dress] = [
    str,
    str.upper,
    str.title,
    _every_other_in_capitals,
    _in_lookalikes,
    _in_wide_letters,
    _struck_through,
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace(" ", "\n"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "\u200b"),
    lambda text: text.replace(" ", "\t"),
    lambda text: f"\u202e{text}\u202c",
    lambda text: f"\u2067{text}\u2069",
    "\u200b".join,
]


def refused(text: str, context: Context) -> bool:
    """Whether nothing of it would be carried out."""
    reading = READER.read(text, context)
    return reading.intent in {Intent.UNKNOWN, Intent.HUMAN} and not reading.items


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_lines_are_not_understood(text: str) -> None:
    """As they are."""
    assert refused(text, Context())


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(HOSTILE),
    st.sampled_from(DRESSES),
    st.lists(st.sampled_from(ORDINARY), max_size=2),
    st.lists(st.sampled_from(ORDINARY), max_size=2),
    contexts(SHOP),
)
def test_hostile_lines_are_not_understood_in_any_dress(
    text: str, dress: Dress, before: list[str], after: list[str], context: Context
) -> None:
    """Between ordinary words, in other letters, with signs that cannot be seen; whatever was asked."""
    assert refused(" ".join([*before, dress(text), *after]), context)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(HOSTILE), st.integers(0, 200), st.sampled_from(INSIDE), contexts(SHOP))
def test_a_sign_that_cannot_be_seen_hides_nothing(
    text: str, at: int, sign: str, context: Context
) -> None:
    """Wherever it stands."""
    at %= len(text) + 1
    assert refused(text[:at] + sign + text[at:], context)
