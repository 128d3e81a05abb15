"""Order numbers survive people: typing, reading aloud, mixing up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.numbers import ALPHABET, LENGTH, new_number, parse_number, spoken

numbers = st.integers(0, 32**7 - 1).map(lambda seed: new_number(_counting_from(seed)))
places = st.integers(0, LENGTH - 1)
DEEP_LINK = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def _counting_from(seed: int):
    values = iter(range(seed, seed + 100))
    return lambda below: next(values) % below


@given(numbers)
def test_a_number_means_itself(number: str) -> None:
    """What was given out is read back, as it stands and as it is shown."""
    assert parse_number(number) == number
    assert parse_number(spoken(number)) == number


@given(numbers)
def test_a_number_fits_into_a_link(number: str) -> None:
    """Eight symbols, each of which a deep link and a callback may hold."""
    assert len(number) == LENGTH
    assert set(number) <= set(ALPHABET) <= DEEP_LINK


@given(numbers, places, st.sampled_from(ALPHABET))
def test_one_wrong_symbol_is_caught(number: str, place: int, symbol: str) -> None:
    """A number with one other symbol is no number."""
    wrong = number[:place] + symbol + number[place + 1 :]
    assert parse_number(wrong) == (number if wrong == number else None)


@given(numbers, st.integers(0, LENGTH - 2))
def test_two_swapped_symbols_are_caught(number: str, place: int) -> None:
    """A number with two neighbours swapped is no number."""
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert parse_number(swapped) == (number if swapped == number else None)


@given(numbers, st.data())
def test_look_alikes_are_forgiven(number: str, data: st.DataObject) -> None:
    """0 may be O, 1 may be I or L, capitals may be small, and blanks and dashes fall anywhere."""
    alike = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(
        data.draw(st.sampled_from(["", " ", "-", "\u2013"]))
        + data.draw(st.sampled_from(alike.get(c, c + c.lower())))
        for c in number
    )
    assert parse_number("#" + typed) == number


@pytest.mark.parametrize(
    "text", ["", "K3M9", "U" * 8, "K3M9QX2\u0660", "K3M9QX27K3M9QX27", "\U0001f600" * 8]
)
def test_what_is_no_number(text: str) -> None:
    """Texts of other lengths and letters are none, digits of other scripts included."""
    assert parse_number(text) is None


def test_numbers_with_a_check_symbol_outside_the_alphabet_are_passed_over() -> None:
    """Value 32 has the check symbol *: the next draw is taken."""
    draws = iter([32, 36, 37])
    assert new_number(lambda _: next(draws)) == "00000150"
