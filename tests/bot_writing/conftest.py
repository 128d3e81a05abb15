"""Fixtures: the sample shop with a staff group, on each engine, and somebody who writes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import sample
from domain.delivery import Lane
from domain.policy import StaffGroup
from domain.ports import UnitOfWork
from storage.open import OpenStore, open_store
from tests.bot_customer.conftest import order
from tests.bot_customer.guest import Guest

GROUP = -1001


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[OpenStore]:
    """Open the sample shop, once on each engine."""
    opened = await open_store(database_url)

    def open_up(uow: UnitOfWork) -> None:
        sample.load(uow)
        uow.shop.save_staff_group(StaffGroup(GROUP))

    await opened.run(open_up)
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


async def change_sku(store: OpenStore, code: str, **changes: object) -> None:
    """Change what the shop says of a SKU."""

    def change(uow: UnitOfWork) -> None:
        found = uow.catalogue.sku(code)
        assert found is not None
        uow.catalogue.put_sku(replace(found, **changes))  # type: ignore[arg-type]  # fields by name

    await store.run(change)


async def in_cart(guest: Guest) -> dict[str, int]:
    """Return what lies in the guest's cart: {SKU: quantity}."""
    customer = await guest.customer()
    draft = await guest.store.read(lambda uow: uow.orders.draft_of(customer.id))
    return {line.sku: line.quantity for line in draft.lines} if draft else {}


async def placed(guest: Guest) -> list[str]:
    """Return the numbers of the guest's placed orders, newest first."""
    customer = await guest.customer()
    found = await guest.store.read(lambda uow: uow.orders.of_customer(customer.id, 10))
    return [one.number for one in found]


async def told_staff(store: OpenStore) -> list[str]:
    """Return the customers' words that wait for, or went to, the staff's group, in their order."""

    def read(uow: UnitOfWork) -> list[str]:
        rows = uow.outbox.claim(Lane.CHAT, uow.now, 50, timedelta(0))
        return [str(row.item.payload["text"]) for row in rows if row.item.kind == "talk"]

    return await store.run(read)
