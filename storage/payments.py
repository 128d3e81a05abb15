"""domain.repositories.PaymentRepository and LedgerRepository over a connection."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    Connection,
    Integer,
    Text,
    bindparam,
    cast,
    exists,
    func,
    insert,
    literal_column,
    not_,
    select,
)

from domain.errors import Stale
from domain.ledger import Account, Entry
from domain.orders import DROPPED_STATUSES, OPEN_STATUSES
from domain.payments import Payment, PaymentEvent, PaymentStatus, PaymentTerm
from domain.shipments import ARRIVED_STATUSES
from storage.guards import guarded_update, written_or_stale
from storage.once import InsertOnce
from storage.tables.base import is_one_of
from storage.tables.money import (
    AWAITED,
    EXCESS,
    SETTLED,
    journal,
    payment_events,
    payments,
    postings,
)
from storage.tables.orders import orders
from storage.tables.shipping import shipments

_PAYMENTS = select(
    payments.c.order_number,
    payments.c.term,
    payments.c.currency,
    payments.c.due,
    payments.c.unique_code,
    payments.c.status,
    payments.c.credited,
    payments.c.received,
    payments.c.refunded,
    payments.c.deadline,
    payments.c.proof,
    payments.c.version,
)
_GET = _PAYMENTS.where(payments.c.order_number == bindparam("of"))
_ALL = _PAYMENTS.where(payments.c.order_number.in_(bindparam("numbers", expanding=True)))
# Found through the open orders, which are few: a proof never waits at an order that is over.
_WITH_PROOF = (
    _PAYMENTS.join(orders, orders.c.number == payments.c.order_number)
    .where(
        is_one_of(orders.c.status, OPEN_STATUSES),
        payments.c.status == PaymentStatus.PROOF_SUBMITTED,
    )
    .order_by(orders.c.submitted_at, orders.c.number)
    .limit(bindparam("most", type_=Integer))
)
_OF_OPEN = _PAYMENTS.join(orders, orders.c.number == payments.c.order_number).where(
    is_one_of(orders.c.status, OPEN_STATUSES), not_(SETTLED)
)
_TO_COLLECT = (
    _OF_OPEN.where(
        payments.c.term == PaymentTerm.ON_DELIVERY,
        exists().where(
            shipments.c.order_number == payments.c.order_number,
            is_one_of(shipments.c.status, ARRIVED_STATUSES),
        ),
    )
    .order_by(orders.c.submitted_at, orders.c.number)
    .limit(bindparam("most", type_=Integer))
)
_OVERDUE = (
    _OF_OPEN.where(
        payments.c.deadline <= bindparam("now"),
        payments.c.status != PaymentStatus.PROOF_SUBMITTED,
    )
    .order_by(payments.c.deadline, orders.c.number)
    .limit(bindparam("most", type_=Integer))
)
_HELD_OF_DROPPED = (
    _PAYMENTS.join(orders, orders.c.number == payments.c.order_number)
    .where(is_one_of(orders.c.status, DROPPED_STATUSES), payments.c.received > payments.c.refunded)
    .order_by(orders.c.submitted_at, orders.c.number)
    .limit(bindparam("most", type_=Integer))
)
_EXCESS = (
    _PAYMENTS.where(literal_column(EXCESS))
    .order_by(payments.c.order_number)
    .limit(bindparam("most", type_=Integer))
)
_ADD = InsertOnce(payments, returning=payments.c.order_number)
_SAVE = guarded_update(payments, "order_number")
# As one text: a range may hold 999 of them, and a row each costs more than all the rest.
_OPEN_AMOUNTS = select(func.aggregate_strings(cast(payments.c.due, Text), ",")).where(
    payments.c.due.between(bindparam("low"), bindparam("high")),
    literal_column("payments.unique_code > 0"),
    is_one_of(payments.c.status, AWAITED),
)
_ADD_EVENT = insert(payment_events)
_EVENTS = (
    select(
        payment_events.c.kind,
        payment_events.c.amount,
        payment_events.c.reference,
        payment_events.c.actor,
        payment_events.c.at,
    )
    .where(payment_events.c.order_number == bindparam("of"))
    .order_by(payment_events.c.id)
)

_POST = InsertOnce(journal, returning=journal.c.id)
_ADD_POSTINGS = insert(postings)
_BALANCE = (
    select(func.coalesce(func.sum(postings.c.amount), 0))
    .join(journal, journal.c.id == postings.c.entry_id)
    .where(journal.c.order_number == bindparam("of"), postings.c.account == Account.RECEIVABLE)
)
_HAS = select(
    exists().where(journal.c.order_number == bindparam("of"), journal.c.kind == bindparam("what"))
)


class SqlPayments:
    """Payments and their events."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, order: str) -> Payment | None:
        """Return the payment of an order."""
        row = self._connection.execute(_GET, {"of": order}).first()
        return Payment(*row) if row else None

    def all(self, orders: Iterable[str]) -> dict[str, Payment]:
        """Return the payments of several orders, by order."""
        rows = self._connection.execute(_ALL, {"numbers": list(orders)})
        return {row.order_number: Payment(*row) for row in rows}

    def add(self, payment: Payment) -> Payment:
        """Insert; Stale when another open payment asks for the same amount."""
        payment = replace(payment, version=1)
        values = _values(payment) | {
            "order_number": payment.order,
            "term": payment.term,
            "currency": payment.currency,
        }
        if self._connection.execute(_ADD.on(self._connection), values).first() is None:
            raise Stale("payment", payment.order)
        return payment

    def save(self, payment: Payment, *events: PaymentEvent) -> Payment:
        """Write it under its version guard and append the events; Stale when it has changed."""
        saved = replace(payment, version=payment.version + 1)
        values = _values(saved) | {"row": payment.order, "expected": payment.version}
        written_or_stale(self._connection.execute(_SAVE, values), "payment", payment.order)
        for event in events:
            values = {
                "order_number": payment.order,
                "kind": event.kind,
                "amount": event.amount,
                "reference": event.reference,
                "actor": event.actor,
                "at": event.at,
            }
            self._connection.execute(_ADD_EVENT, values)
        return saved

    def open_amounts(self, low: int, high: int) -> set[int]:
        """Return amounts in [low, high] that open transfers wait for."""
        listed: str | None = self._connection.execute(
            _OPEN_AMOUNTS, {"low": low, "high": high}
        ).scalar()
        return set(map(int, listed.split(","))) if listed else set()

    def with_proof(self, limit: int) -> list[Payment]:
        """Return payments whose proof waits to be looked at, those of the oldest orders first."""
        return [Payment(*row) for row in self._connection.execute(_WITH_PROOF, {"most": limit})]

    def to_collect(self, limit: int) -> list[Payment]:
        """Return cash of open orders whose goods arrived and that is not in, oldest order first."""
        return [Payment(*row) for row in self._connection.execute(_TO_COLLECT, {"most": limit})]

    def overdue(self, now: datetime, limit: int) -> list[Payment]:
        """Return what open orders should have paid by now and sent no proof of, longest first."""
        values = {"now": now, "most": limit}
        return [Payment(*row) for row in self._connection.execute(_OVERDUE, values)]

    def to_refund(self, limit: int) -> list[Payment]:
        """Return payments of which money should go back: all of a dropped order, or an excess."""
        rows = (
            *self._connection.execute(_HELD_OF_DROPPED, {"most": limit}),
            *self._connection.execute(_EXCESS, {"most": limit}),
        )
        found = {row.order_number: Payment(*row) for row in rows}
        return list(found.values())[:limit]

    def events(self, order: str) -> list[PaymentEvent]:
        """Return the record, oldest first."""
        return [PaymentEvent(*row) for row in self._connection.execute(_EVENTS, {"of": order})]


class SqlLedger:
    """The journal: append-only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def post(self, entry: Entry) -> None:
        """Append one balanced entry; Stale when the order is invoiced already."""
        values = {
            "order_number": entry.order,
            "kind": entry.kind,
            "at": entry.at,
            "memo": entry.memo,
        }
        entry_id = self._connection.execute(_POST.on(self._connection), values).scalar()
        if entry_id is None:
            raise Stale("journal", entry.order)
        rows = [
            {"entry_id": entry_id, "account": posting.account, "amount": posting.amount}
            for posting in entry.postings
        ]
        if rows:
            self._connection.execute(_ADD_POSTINGS, rows)

    def balance(self, order: str) -> int:
        """Return the order's receivable: what the customer owes, negative when paid in advance."""
        return int(self._connection.execute(_BALANCE, {"of": order}).scalar_one())

    def has(self, order: str, kind: str) -> bool:
        """Tell whether an entry of that kind was posted for the order."""
        return bool(self._connection.execute(_HAS, {"of": order, "what": kind}).scalar_one())


def _values(payment: Payment) -> dict[str, object]:
    return {
        "due": payment.due,
        "unique_code": payment.unique_code,
        "status": payment.status,
        "credited": payment.credited,
        "received": payment.received,
        "refunded": payment.refunded,
        "deadline": payment.deadline,
        "proof": payment.proof,
        "version": payment.version,
    }
