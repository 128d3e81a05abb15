"""Orders for the tests of repositories."""

from dataclasses import replace
from datetime import timedelta

from domain.orders import Order, OrderLine, OrderStatus
from domain.ports import UnitOfWork
from tests.storage.shop import HOUSE, NOW

LATER = NOW + timedelta(hours=1)


def order(number: str = "AAAAAAAA", **changes: object) -> Order:
    """Return a cart with one SKU on two lines."""
    lines = (
        OrderLine(1, HOUSE, "Kopi Rumah · 250 g", 2, 65_000, 270),
        OrderLine(2, HOUSE, "Kopi Rumah · 250 g", 1, 65_000, 270),
    )
    cart = Order(number, 1, "IDR", OrderStatus.DRAFT, NOW, lines)
    return replace(cart, **changes)  # type: ignore[arg-type]  # fields by name


def placed(number: str = "AAAAAAAA", **changes: object) -> Order:
    """Return a placed order."""
    plain: dict[str, object] = {"status": OrderStatus.SUBMITTED, "submitted_at": NOW}
    return order(number, **(plain | changes))


def add_placed(uow: UnitOfWork, number: str = "AAAAAAAA", **changes: object) -> Order:
    """Store a placed order."""
    return uow.orders.add(placed(number, **changes))
