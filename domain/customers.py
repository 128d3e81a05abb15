"""People who buy."""

from dataclasses import dataclass
from datetime import datetime

from domain.orders import Address


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer. `telegram_id` is None for one who orders elsewhere; `language` "id" or "en"."""

    id: int
    telegram_id: int | None
    name: str
    language: str
    created_at: datetime
    phone: str | None = None
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class SavedAddress:
    """An address the customer used before."""

    id: int
    customer_id: int
    address: Address
    used_at: datetime
