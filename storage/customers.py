"""domain.repositories.CustomerRepository over a connection."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, literal_column, select, update

from domain.customers import Customer, SavedAddress
from domain.errors import Stale
from domain.orders import Address
from storage.once import InsertOnce, Upsert
from storage.tables.people import ELSEWHERE, addresses, customers
from storage.types import AnyRow

_CUSTOMERS = select(
    customers.c.id,
    customers.c.telegram_id,
    customers.c.name,
    customers.c.language,
    customers.c.created_at,
    customers.c.phone,
    customers.c.reachable,
)
_GET = _CUSTOMERS.where(customers.c.id == bindparam("of"))
_ALL = _CUSTOMERS.where(customers.c.id.in_(bindparam("ids", expanding=True)))
_BY_TELEGRAM = _CUSTOMERS.where(customers.c.telegram_id == bindparam("of"))
_BY_PHONE = _CUSTOMERS.where(
    customers.c.phone == bindparam("of"), literal_column(f"customers.{ELSEWHERE}")
)
_ADD_ONCE = InsertOnce(customers, returning=customers.c.id)
_SAVE = update(customers).where(customers.c.id == bindparam("row"))
_ADDRESSES = (
    select(
        addresses.c.id,
        addresses.c.customer_id,
        addresses.c.recipient,
        addresses.c.phone,
        addresses.c.text,
        addresses.c.latitude,
        addresses.c.longitude,
        addresses.c.used_at,
    )
    .where(addresses.c.customer_id == bindparam("of"))
    .order_by(addresses.c.used_at.desc(), addresses.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_USE_ADDRESS = Upsert(addresses, ["customer_id", "digest"], ["latitude", "longitude", "used_at"])


class SqlCustomers:
    """Customers and their addresses."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[int, Customer] = {}

    def get(self, customer_id: int) -> Customer | None:
        """Return one customer; cached within the unit of work."""
        if customer_id not in self._known:
            row = self._connection.execute(_GET, {"of": customer_id}).first()
            if row is None:
                return None
            self._known[customer_id] = Customer(*row)
        return self._known[customer_id]

    def all(self, customer_ids: Iterable[int]) -> dict[int, Customer]:
        """Return several customers by id."""
        rows = self._connection.execute(_ALL, {"ids": list(customer_ids)})
        return {row.id: self._keep(Customer(*row)) for row in rows}

    def by_telegram(self, telegram_id: int) -> Customer | None:
        """Return the customer with that Telegram user id."""
        row = self._connection.execute(_BY_TELEGRAM, {"of": telegram_id}).first()
        return self._keep(Customer(*row)) if row else None

    def by_phone(self, phone: str) -> Customer | None:
        """Return the customer without Telegram who has that number (E.164)."""
        row = self._connection.execute(_BY_PHONE, {"of": phone}).first()
        return self._keep(Customer(*row)) if row else None

    def add(self, customer: Customer) -> Customer:
        """Insert (its id 0) and return it with its id; Stale when there is one already."""
        values = _values(customer) | {"created_at": customer.created_at}
        new_id = self._connection.execute(_ADD_ONCE.on(self._connection), values).scalar()
        if new_id is None:
            raise Stale("customer", str(customer.telegram_id))
        return self._keep(replace(customer, id=new_id))

    def save(self, customer: Customer) -> None:
        """Write name, language, phone, reachability."""
        self._connection.execute(_SAVE, _values(customer) | {"row": customer.id})
        self._keep(customer)

    def addresses(self, customer_id: int, limit: int) -> list[SavedAddress]:
        """Return the addresses used, latest first."""
        rows = self._connection.execute(_ADDRESSES, {"of": customer_id, "most": limit})
        return [_address(row) for row in rows]

    def use_address(self, customer_id: int, address: Address, at: datetime) -> None:
        """Remember the address, or that it was used again."""
        values = {
            "customer_id": customer_id,
            "digest": _digest(address),
            "recipient": address.recipient,
            "phone": address.phone,
            "text": address.text,
            "latitude": address.latitude,
            "longitude": address.longitude,
            "used_at": at,
        }
        self._connection.execute(_USE_ADDRESS.on(self._connection), values)

    def _keep(self, customer: Customer) -> Customer:
        self._known[customer.id] = customer
        return customer


def _values(customer: Customer) -> dict[str, object]:
    return {
        "telegram_id": customer.telegram_id,
        "name": customer.name,
        "language": customer.language,
        "phone": customer.phone,
        "reachable": customer.reachable,
    }


def _digest(address: Address) -> str:
    words = json.dumps([address.recipient, address.phone, address.text])
    return hashlib.sha256(words.encode()).hexdigest()


def _address(row: AnyRow) -> SavedAddress:
    key, customer_id, recipient, phone, text, latitude, longitude, used_at = row
    address = Address(recipient, phone, text, latitude, longitude)
    return SavedAddress(key, customer_id, address, used_at)
