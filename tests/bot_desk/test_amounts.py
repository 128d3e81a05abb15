"""Amounts as tired people type them."""

import pytest

from bot.desk.amounts import amount_and_rest, parse_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("150000", 150_000),
        ("150.000", 150_000),
        ("150,000", 150_000),
        ("Rp 150.000", 150_000),
        ("Rp150.000,-", 150_000),
        ("rp. 1.500.000", 1_500_000),
        ("150.000,00", 150_000),
        ("85rb", 85_000),
        ("85 ribu", 85_000),
        ("85k", 85_000),
        ("1,5jt", 1_500_000),
        ("1.25 juta", 1_250_000),
        ("2jt", 2_000_000),
        ("0", 0),
    ],
)
def test_an_amount_is_understood(text: str, amount: int):
    """Points group thousands, words scale."""
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "-5",
        "1.50",
        "15.00.000",
        "1,5",
        "rb",
        "85rbb",
        "٨٥",
        "12345678901234",
        "1e9",
        "½",
    ],
)
def test_what_is_no_amount_is_none(text: str):
    """Nothing is guessed about money."""
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("85.000 BCA 0912", (85_000, "BCA 0912")),
        ("Rp 85 rb BCA", (85_000, "BCA")),
        ("85.000 123", (85_000, "123")),
        ("95000", (95_000, "")),
        ("BCA 85.000", (None, "")),
        ("", (None, "")),
    ],
)
def test_a_reference_follows_the_amount(text: str, found: tuple[int | None, str]):
    """A number after the amount belongs to the reference."""
    assert amount_and_rest(text) == found
