"""Words that become data: a reason is kept in the language of whoever reads it."""

from functools import cache

from domain.ports import UnitOfWork
from notifications.render.renderer import Renderer


@cache
def _renderer() -> Renderer:
    return Renderer()


def for_customer(uow: UnitOfWork, number: str, message_id: str) -> str:
    """Return the message in the language of the order's customer."""
    order = uow.orders.get(number)
    customer = uow.customers.get(order.customer_id) if order else None
    return in_language(message_id, customer.language if customer else "id")


def in_language(message_id: str, language: str) -> str:
    """Return the message in a language."""
    return _renderer().text(message_id, language)
