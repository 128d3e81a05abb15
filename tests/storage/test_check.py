"""The check finds nothing where all is well, and names what is not."""

import pytest

from storage.check import COMPARISONS, check_books
from storage.open import OpenStore, open_reader
from tests.storage.rows import outside
from tests.storage.shop import opened_shop
from tests.storage.story import whole_story

# What somebody with a database shell could do, and the comparisons that tell of it.
TAMPERING = {
    "UPDATE stock_levels SET on_hand = on_hand + 1 WHERE sku = 'HOUSE-250'": {"units on hand"},
    "UPDATE stock_levels SET quarantine = 1 WHERE sku = 'FILTER-02'": {"units in quarantine"},
    "UPDATE stock_levels SET reserved = 0 WHERE sku = 'HOUSE-250'": {"units reserved"},
    "UPDATE orders SET status = 'cancelled' WHERE status = 'submitted'": {"reservations of orders"},
    "UPDATE reservations SET quantity = 9 WHERE id = "
    "(SELECT min(id) FROM reservations WHERE status = 'consumed')": {"units issued"},
    "UPDATE orders SET goods_total = goods_total + 1, total = total + 1 WHERE number = "
    "(SELECT min(number) FROM orders WHERE status = 'submitted')": {
        "an order's goods",
        "a payment's amount due",
    },
    "UPDATE order_lines SET unit_price = 1 WHERE order_number = "
    "(SELECT min(number) FROM orders WHERE status = 'submitted')": {"an order's goods"},
    "DELETE FROM payments WHERE order_number = (SELECT number FROM orders WHERE "
    "status = 'submitted')": {"placed orders"},
    "UPDATE payments SET received = received + 1, due = due WHERE received = 0": {
        "money received",
        "money held",
    },
    "UPDATE payments SET refunded = 0 WHERE refunded > 0": {"money refunded", "money held"},
    "UPDATE payments SET credited = 0 WHERE credited > 0": {
        "amounts credited, against the payment's record",
        "amounts credited, against returns",
    },
    "UPDATE payments SET due = due + 1 WHERE received > 0": {
        "a payment's amount due",
        "invoiced amounts due",
    },
    "INSERT INTO postings (entry_id, account, amount) SELECT min(id), 'rounding', 5 FROM journal": {
        "debits and credits"
    },
}


@pytest.fixture
async def store(store: OpenStore) -> OpenStore:
    """The shop after a busy day."""
    await opened_shop(store, 50)
    await store.run(whole_story)
    return store


async def test_a_busy_day_leaves_no_difference(store: OpenStore) -> None:
    """Every kind of order that the use cases know adds up."""
    assert await store.read(check_books) == []


@pytest.mark.parametrize("statement", TAMPERING, ids=range(len(TAMPERING)))
async def test_every_difference_is_named(
    store: OpenStore, database_url: str, statement: str
) -> None:
    """Each with what was compared, and no other."""
    await outside(database_url, statement)
    found = await store.read(check_books)
    named = {finding.what for finding in found}
    expected = TAMPERING[statement]
    assert all(any(what.startswith(name) for what in named) for name in expected), named
    assert all(any(what.startswith(name) for name in expected) for what in named), named
    assert all(finding.key and "booked" in finding.detail for finding in found)


def test_every_comparison_is_tried() -> None:
    """A comparison that nothing provokes may be one that never finds anything."""
    tried = {name for names in TAMPERING.values() for name in names}
    assert all(any(c.what.startswith(name) for name in tried) for c in COMPARISONS)


async def test_it_runs_beside_the_shop(store: OpenStore, database_url: str) -> None:
    """A second connection that only reads needs no lock."""
    reader = await open_reader(database_url)
    assert await reader.read(check_books) == []
    await reader.close()


async def test_it_runs_on_a_shop_that_is_closed(sqlite_url: str) -> None:
    """Also on an empty one."""
    reader = await open_reader(sqlite_url)
    assert await reader.read(check_books) == []
    await reader.close()
