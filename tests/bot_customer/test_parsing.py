"""What people type, read kindly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.customer import parsing


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3", 3),
        (" 12 ", 12),
        ("1.000", 1000),
        ("x2", 2),
        ("2x", 2),
        ("-1", -1),
        ("0", 0),
        ("dua", 2),
        ("Dua Belas", 12),
        ("sebelas", 11),
        ("dua puluh", 20),
        ("twenty", 20),
        ("nol", 0),
        ("lusin", 12),
        ("selusin", 12),
        ("2 lusin", 24),
        ("dua lusin", 24),
        ("setengah lusin", 6),
        ("half a dozen", 6),
        ("a dozen", 12),
        ("2 dus", 48),
        ("3 pcs", 3),
        ("tiga botol", 3),
        ("1e9", None),
        ("2,5", None),
        ("2 ton", None),
        ("banyak", None),
        ("", None),
        ("٣", None),
        ("99999999999999999999", None),
    ],
)
def test_quantities(text: str, meant: int | None) -> None:
    """Digits, words of both languages, units; what is no whole number is None."""
    assert parsing.parse_quantity(text, {"dus": 24}) == meant


@given(st.text())
def test_any_text_is_read_or_refused_without_an_error(text: str) -> None:
    """Nothing that can be typed raises."""
    parsing.parse_quantity(text)
    parsing.parse_phone(text, "ID")
    rest, _ = parsing.take_phone(parsing.one_line(text), "ID")
    assert "\n" not in rest


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("+65 6123 4567", "+6561234567"),
        ("081", None),
        ("tidak punya", None),
    ],
)
def test_phones(text: str, number: str | None) -> None:
    """Numbers of the shop's country and of others, in E.164."""
    assert parsing.parse_phone(text, "ID") == number


def test_a_phone_number_in_an_address_is_taken_out() -> None:
    """One message says both; a postcode is no phone number."""
    text = "Budi, Jl Melati 5, Malang 65147, HP 0812 3456 7890"
    rest, number = parsing.take_phone(text, "ID")
    assert number == "+6281234567890"
    assert rest == "Budi, Jl Melati 5, Malang 65147"
    assert parsing.take_phone("Jl Melati 5, Malang 65147", "ID")[1] is None


def test_lines_become_one() -> None:
    """Controls and direction marks go, line breaks become commas."""
    assert (
        parsing.one_line(" Jl  Melati 5\n\nSukun\u202e,\x00 Malang ")
        == "Jl Melati 5, Sukun, Malang"
    )
    assert parsing.one_line("\ud800") == ""
