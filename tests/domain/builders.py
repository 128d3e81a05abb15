"""Builders of domain objects: something plain, with what a test cares about changed."""

from dataclasses import replace
from datetime import UTC, datetime

from domain.orders import Address, Order, OrderLine, OrderStatus, ShippingChoice
from domain.payments import PaymentTerm
from domain.returns import Resolution, Return, ReturnLine, Verdict

START = datetime(2026, 1, 5, 3, tzinfo=UTC)
"""A Monday, ten in the morning in Jakarta."""
ADDRESS = Address("Sari", "+6281234567890", "Jl. Melati 5, Bandung 40115")
REGULAR = ShippingChoice("reg", "Reguler", "jne", 10_000, 2, 4)


def an_order(**changes: object) -> Order:
    """An order of 2 bags of beans at 85,000 and a mug at 45,500."""
    lines = (
        OrderLine(1, "BEANS", "Kopi Gayo · 250 g", 2, 85_000, 300),
        OrderLine(2, "MUG", "Mug", 1, 45_500, 400),
    )
    order = Order(
        "00000150", 1, "IDR", OrderStatus.SUBMITTED, START,
        lines=lines, address=ADDRESS, shipping=REGULAR, term=PaymentTerm.PREPAID,
    )  # fmt: skip
    return replace(order, **changes)  # type: ignore[arg-type]  # fields by name


def a_return(
    lines: dict[int, int], verdict: Verdict | None = None, reason: str = "damaged"
) -> Return:
    """A return of {position: quantity}, each line with the verdict."""
    found = tuple(ReturnLine(p, q, reason, verdict) for p, q in lines.items())
    return Return("00000150-R1", "00000150", "00000150-S1", START, found, Resolution.REFUND)
