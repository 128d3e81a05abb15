"""The tables, one file a subject. Importing this package declares all of them."""

from storage.tables import (
    catalogue,
    conversations,
    delivery,
    lessons,
    money,
    orders,
    people,
    returning,
    shipping,
    stock,
    times,
)
from storage.tables.base import metadata

__all__ = [
    "catalogue",
    "conversations",
    "delivery",
    "lessons",
    "metadata",
    "money",
    "orders",
    "people",
    "returning",
    "shipping",
    "stock",
    "times",
]
