"""Which message is an order's card, when a tap and a refresh cross."""

import pytest

from domain.payments import PaymentTerm
from domain.repositories import Card
from storage.open import OpenStore
from tests.domain.shop import BASKET, fill, open_shop

CHAT = 1


@pytest.fixture
async def number(store: OpenStore) -> str:
    """Return the number of an order that may have cards."""
    sari, _ = await store.run(open_shop)
    return (await store.run(fill, sari, BASKET, PaymentTerm.PREPAID)).number


async def test_a_message_that_was_tapped_meanwhile_stays_the_card(store: OpenStore, number: str):
    """Given a refresh that read message 5, and a tap that made 9 the card since, 9 stays it."""
    await store.run(lambda uow: uow.cards.place(number, CHAT, 5))
    await store.run(lambda uow: uow.cards.place(number, CHAT, 9))
    await store.run(lambda uow: uow.cards.put([(Card(number, CHAT, 5, 7), 5)]))
    assert await store.read(lambda uow: uow.cards.get(number, CHAT)) == Card(number, CHAT, 9, 0)


async def test_a_refresh_is_remembered(store: OpenStore, number: str):
    """Given a first card and then its edit, the revision that it shows is kept."""
    await store.run(lambda uow: uow.cards.put([(Card(number, CHAT, 5, 7), None)]))
    await store.run(lambda uow: uow.cards.put([(Card(number, CHAT, 5, 9), 5)]))
    assert await store.read(lambda uow: uow.cards.get(number, CHAT)) == Card(number, CHAT, 5, 9)
