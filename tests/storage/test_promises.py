"""The promises as the database keeps them, whoever writes: constraints and append-only ledgers."""

import pytest

from domain.payments import PaymentTerm
from storage.open import OpenStore
from tests.storage.rows import outside
from tests.storage.shop import fill_cart, opened_shop, order_now
from tests.storage.story import returned

LEDGERS = ("movements", "payment_events", "journal", "postings", "order_events")

BROKEN_PROMISES = {
    "oversold": "UPDATE stock_levels SET reserved = on_hand + 1 WHERE sku = 'HOUSE-250'",
    "reserved below zero": "UPDATE stock_levels SET reserved = -1 WHERE sku = 'HOUSE-250'",
    "on hand below what is reserved": "UPDATE stock_levels SET on_hand = 0 WHERE sku = 'HOUSE-250'",
    "quarantine below zero": "UPDATE stock_levels SET quarantine = -1 WHERE sku = 'HOUSE-250'",
    "quarantined units promised": "UPDATE stock_levels SET quarantine = on_hand - reserved + 1",
    "a claim of nothing": "UPDATE reservations SET quantity = 0",
    "one line claimed twice": "INSERT INTO reservations (order_number, line, sku, location,"
    " quantity, status) SELECT order_number, line, sku, location, 1, 'active' FROM reservations"
    " WHERE status = 'active'",
    "two carts": "INSERT INTO orders SELECT 'ZZZZZZZZ', customer_id, currency, 'draft', created_at,"
    " NULL, NULL, NULL, '', 0, 0, 0, 0, NULL, NULL, NULL, channel, 1, NULL FROM orders"
    " WHERE status = 'draft'",
    "a total that does not add up": "UPDATE orders SET total = total + 1",
    "placed without a time": "UPDATE orders SET submitted_at = NULL WHERE status <> 'draft'",
    "two transfers of one amount": "UPDATE payments SET due = 1, unique_code = 1"
    " WHERE status = 'unpaid'",
    "more refunded than received": "UPDATE payments SET refunded = received + 1",
    "two open returns": "INSERT INTO returns SELECT id || '9', order_number, shipment_id,"
    " requested_at, wish, 'requested', '', '[]', '', '', NULL, 0, '', 1 FROM returns"
    " UNION ALL SELECT id || '8', order_number, shipment_id, requested_at, wish, 'requested',"
    " '', '[]', '', '', NULL, 0, '', 1 FROM returns",
    "two invoices": "INSERT INTO journal (order_number, kind, at, memo)"
    " SELECT order_number, kind, at, '' FROM journal WHERE kind = 'invoice'",
    "a line of no order": "INSERT INTO order_lines VALUES ('NOSUCH', 1, 'HOUSE-250', '', 1, 1, 1)",
    "a payment of no order": "UPDATE payments SET order_number = 'NOSUCH'",
    "a negative price": "UPDATE skus SET price = -1",
}


@pytest.fixture
async def url(store: OpenStore, database_url: str) -> str:
    """A shop with a return behind it, two open transfers and a cart."""
    await opened_shop(store, 20)
    await store.run(returned, 300)
    await store.run(order_now, 301)
    await store.run(order_now, 302, 2)
    await store.run(fill_cart, 303, 1, PaymentTerm.ON_DELIVERY)
    return database_url


@pytest.mark.parametrize("statement", BROKEN_PROMISES.values(), ids=list(BROKEN_PROMISES))
async def test_the_database_refuses(url: str, statement: str) -> None:
    """Even a statement past all rules cannot break the promise."""
    enforced = "PRAGMA foreign_keys=ON" if url.startswith("sqlite") else ""
    with pytest.raises(Exception, match=r"(?i)constraint|check|unique|foreign"):
        await outside(url, statement, before=enforced)


@pytest.mark.parametrize("table", LEDGERS)
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET id = id", "DELETE FROM {}"], ids=["update", "delete"]
)
async def test_ledgers_are_append_only(url: str, table: str, verb: str) -> None:
    """Rows are neither changed nor removed: what is wrong is mended by another row."""
    before = await outside(url, f"SELECT count(*) FROM {table}")  # noqa: S608
    assert before > [(0,)]
    with pytest.raises(Exception, match=f"{table} is append-only"):
        await outside(url, verb.format(table))
    assert await outside(url, f"SELECT count(*) FROM {table}") == before  # noqa: S608
