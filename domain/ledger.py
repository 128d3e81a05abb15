"""The books, thin but double-entry: every entry's postings add up to nothing.

Debits are positive, credits negative. One receivable account per order carries what the customer
owes (positive) or has paid in advance (negative).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.orders import Order
from domain.payments import Payment

INVOICE = "invoice"


class Account(StrEnum):
    """The accounts that this shop needs."""

    BANK = "bank"
    CASH = "cash"
    RECEIVABLE = "receivable"
    SALES = "sales"
    SHIPPING = "shipping"
    TAX = "tax"
    ROUNDING = "rounding"
    RETURNS = "returns"


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry; `amount` in minor units, debit > 0 > credit."""

    account: Account
    amount: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One balanced journal entry about one order. `kind`: invoice, receipt, credit_note, refund."""

    order: str
    kind: str
    at: datetime
    postings: tuple[Posting, ...]
    memo: str = ""

    def __post_init__(self) -> None:
        if sum(p.amount for p in self.postings) != 0:
            raise ValueError(f"unbalanced entry {self.kind} for {self.order}")


def _entry(
    order: str, kind: str, at: datetime, memo: str, sides: list[tuple[Account, int]]
) -> Entry:
    postings = tuple(Posting(account, amount) for account, amount in sides if amount)
    return Entry(order, kind, at, postings, memo)


def invoice(order: Order, payment: Payment, at: datetime) -> Entry:
    """The customer owes goods, shipping, tax and the unique code."""
    return _entry(
        order.number,
        INVOICE,
        at,
        "",
        [
            (Account.RECEIVABLE, payment.due),
            (Account.SALES, -order.goods_total),
            (Account.SHIPPING, -order.shipping_fee),
            (Account.TAX, -order.tax),
            (Account.ROUNDING, -payment.unique_code),
        ],
    )


def receipt(order: str, amount: int, into: Account, at: datetime, memo: str) -> Entry:
    """Money came in, into the bank or in cash."""
    return _entry(order, "receipt", at, memo, [(into, amount), (Account.RECEIVABLE, -amount)])


def credit_note(order: str, amount: int, at: datetime, memo: str) -> Entry:
    """The customer owes less: goods came back."""
    return _entry(
        order, "credit_note", at, memo, [(Account.RETURNS, amount), (Account.RECEIVABLE, -amount)]
    )


def refund(order: str, amount: int, at: datetime, memo: str) -> Entry:
    """Money went back from the bank."""
    return _entry(
        order, "refund", at, memo, [(Account.RECEIVABLE, amount), (Account.BANK, -amount)]
    )
