# ruff: noqa: S608 - every query is put together from constants of this file
"""Recomputes stock and money from the ledgers and names every difference (`pesan check`)."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import TextClause, text

from domain.ports import UnitOfWork
from storage.unit_of_work import SqlUnitOfWork


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference: what was compared, whose it is, and both sides."""

    what: str
    key: str
    detail: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two queries of (key, amount); summed by key, both must come to the same."""

    what: str
    booked: str
    counted: str

    @property
    def statement(self) -> TextClause:
        """The query for the keys that differ: key, booked, counted."""
        return text(
            "SELECT of, SUM(booked), SUM(counted) FROM ("
            f"SELECT of, amount AS booked, 0 AS counted FROM ({self.booked}) AS a UNION ALL "
            f"SELECT of, 0 AS booked, amount AS counted FROM ({self.counted}) AS b"
            ") AS sides GROUP BY of HAVING SUM(booked) <> SUM(counted) ORDER BY of"
        )


_PLACE = "sku || ' @ ' || location AS of"
_EVENTS = "SELECT order_number AS of, amount FROM payment_events WHERE kind = "
_POSTED = (
    "SELECT order_number AS of, amount FROM postings JOIN journal ON journal.id = entry_id WHERE "
)
_INVOICED = "order_number IN (SELECT order_number FROM journal WHERE kind = 'invoice')"
_NOTHING = "SELECT '' AS of, 0 AS amount"
_CLOSED = "('draft', 'completed', 'cancelled', 'rejected', 'expired')"

COMPARISONS = (
    Comparison(
        "units on hand, against the movements",
        f"SELECT {_PLACE}, on_hand AS amount FROM stock_levels",
        f"SELECT {_PLACE}, on_hand AS amount FROM movements",
    ),
    Comparison(
        "units in quarantine, against the movements",
        f"SELECT {_PLACE}, quarantine AS amount FROM stock_levels",
        f"SELECT {_PLACE}, quarantine AS amount FROM movements",
    ),
    Comparison(
        "units reserved, against the active reservations",
        f"SELECT {_PLACE}, reserved AS amount FROM stock_levels",
        f"SELECT {_PLACE}, quantity AS amount FROM reservations WHERE status = 'active'",
    ),
    Comparison(
        "reservations of orders that are over, against none",
        "SELECT order_number AS of, quantity AS amount FROM reservations "
        "JOIN orders ON orders.number = order_number "
        f"WHERE reservations.status = 'active' AND orders.status IN {_CLOSED}",
        _NOTHING,
    ),
    Comparison(
        "units issued, against the reservations used up",
        "SELECT reference || ' ' || sku AS of, -on_hand AS amount FROM movements "
        "WHERE kind = 'issue'",
        "SELECT order_number || ' ' || sku AS of, quantity AS amount FROM reservations "
        "WHERE status = 'consumed'",
    ),
    Comparison(
        "an order's goods, against its lines",
        "SELECT number AS of, goods_total AS amount FROM orders",
        "SELECT order_number AS of, quantity * unit_price AS amount FROM order_lines",
    ),
    Comparison(
        "placed orders, against their payments",
        "SELECT number AS of, 1 AS amount FROM orders WHERE status <> 'draft'",
        "SELECT order_number AS of, 1 AS amount FROM payments",
    ),
    Comparison(
        "a payment's amount due, against the order's total and unique code",
        "SELECT order_number AS of, due AS amount FROM payments",
        "SELECT order_number AS of, total + unique_code AS amount FROM payments "
        "JOIN orders ON orders.number = order_number",
    ),
    Comparison(
        "money received, against the payment's record",
        "SELECT order_number AS of, received AS amount FROM payments",
        _EVENTS + "'received'",
    ),
    Comparison(
        "money refunded, against the payment's record",
        "SELECT order_number AS of, refunded AS amount FROM payments",
        _EVENTS + "'refunded'",
    ),
    Comparison(
        "amounts credited, against the payment's record",
        "SELECT order_number AS of, credited AS amount FROM payments",
        _EVENTS + "'credited'",
    ),
    Comparison(
        "money held, against bank and cash in the books",
        "SELECT order_number AS of, received - refunded AS amount FROM payments",
        _POSTED + "account IN ('bank', 'cash')",
    ),
    Comparison(
        "amounts credited, against returns in the books",
        "SELECT order_number AS of, credited AS amount FROM payments",
        _POSTED + "account = 'returns'",
    ),
    Comparison(
        "invoiced amounts due, against the invoices in the books",
        f"SELECT order_number AS of, due AS amount FROM payments WHERE {_INVOICED}",
        _POSTED + "account = 'receivable' AND journal.kind = 'invoice'",
    ),
    Comparison(
        "debits and credits of an entry, against balance",
        "SELECT 'entry ' || CAST(entry_id AS TEXT) AS of, amount FROM postings",
        _NOTHING,
    ),
)


def check_books(uow: UnitOfWork) -> list[Finding]:
    """Return every difference between what is booked and what the ledgers add up to."""
    connection = cast("SqlUnitOfWork", uow).connection
    return [
        Finding(comparison.what, key, f"{int(booked)} booked, {int(counted)} counted")
        for comparison in COMPARISONS
        for key, booked, counted in connection.execute(comparison.statement)
    ]
