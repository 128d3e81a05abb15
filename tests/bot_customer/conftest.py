"""Fixtures: the sample shop on SQLite, a guest, and a guest who is known."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot import sample
from domain.ports import UnitOfWork
from storage.open import OpenStore, open_store
from tests.bot_customer.guest import Guest

ADDRESS = "Jl Melati 5, Sukun, Malang 65147"
PHONE = "0812 3456 7890"


@pytest.fixture
async def shop(sqlite_url: str) -> AsyncIterator[OpenStore]:
    """Open the sample shop."""
    opened = await open_store(sqlite_url)
    await opened.run(sample.load)
    yield opened
    await opened.close()


@pytest.fixture
def guest(shop: OpenStore) -> Guest:
    """Return somebody who was never here."""
    return Guest(shop)


@pytest.fixture
async def regular(guest: Guest) -> Guest:
    """Return somebody who has ordered before: a mug, by transfer."""
    await order(guest)
    guest.taps = 0
    return guest


async def order(guest: Guest, sku: str = "MG-KREM", count: int = 1, term: str = "prepaid") -> str:
    """Order as somebody new does; return the order's number."""
    await guest.press(f"c.set:{sku}:{count}")
    await guest.press("k.go")
    if guest.screen().template == "customer/shipping":
        await guest.tap("k.way", "reg")
    if guest.screen().template == "customer/ask":
        await guest.say(ADDRESS)
        await guest.say(PHONE)
    if guest.screen().template == "customer/payment":
        await guest.tap("k.term", term)
    await guest.tap("k.place")
    return await guest.card()


async def set_price(store: OpenStore, sku: str, price: int) -> None:
    """Change a price."""

    def change(uow: UnitOfWork) -> None:
        found = uow.catalogue.sku(sku)
        assert found is not None
        uow.catalogue.put_sku(replace(found, price=price))

    await store.run(change)
