"""The currencies of Telegram Payments: their decimals, their limits, how a price is written."""

from __future__ import annotations

STARS = "XTR"
# No amount of any currency is larger, whatever its decimals (td/telegram/misc.cpp).
BIGGEST = 999_999_999_999
# As listed at core.telegram.org/bots/payments#supported-currencies.
_LISTED = """
    AED AFN ALL AMD ARS AUD AZN BAM BDT BGN BND BOB BRL BYN CAD CHF CLP CNY COP CRC CZK DKK DOP
    DZD EGP ETB EUR GBP GEL GTQ HKD HNL HRK HUF IDR ILS INR ISK JMD JPY KES KGS KRW KZT LBP LKR MAD
    MDL MNT MUR MVR MXN MYR MZN NGN NIO NOK NPR NZD PAB PEN PHP PKR PLN PYG QAR RON RSD RUB SAR SEK
    SGD THB TJS TRY TTD TWD TZS UAH UGX USD UYU UZS VND YER ZAR XTR
"""
CODES = frozenset(_LISTED.split())
_WITHOUT_DECIMALS = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", STARS})
# Telegram takes about 1 to 10,000 dollars by the rate of the day; these are rounded and stand still.
_LIMITS = {
    "IDR": (1_000_000, 20_000_000_000),
    "USD": (100, 1_000_000),
    STARS: (1, 100_000),
}


def decimals(currency: str) -> int:
    """How many digits of an amount stand behind the point: 2 for rupiah, as Telegram has it."""
    return 0 if currency in _WITHOUT_DECIMALS else 2


def limits(currency: str) -> tuple[int, int]:
    """The smallest and the largest total of an invoice, in the currency's smallest units."""
    return _LIMITS.get(currency, (1, BIGGEST))


def price_text(amount: int, currency: str) -> str:
    """An amount of smallest units as a person reads it: Rp10.000, USD 1.45."""
    if currency == STARS:
        return f"⭐ {amount}"
    whole, part = divmod(amount, 10 ** decimals(currency))
    if currency == "IDR":
        grouped = f"{whole:,}".replace(",", ".")
        return f"Rp{grouped},{part:02d}" if part else f"Rp{grouped}"
    return f"{currency} {whole:,}.{part:02d}" if decimals(currency) else f"{currency} {whole:,}"
