"""What a payment comes to, event by event."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import ledger
from domain.errors import IllegalTransition
from domain.ledger import Account, Entry, Posting
from domain.payments import Payment, PaymentAction, PaymentStatus, PaymentTerm
from tests.domain.builders import an_order

NOW = datetime(2026, 1, 5, 3, tzinfo=UTC)
S = PaymentStatus


def play(payment: Payment, story: str) -> Payment:
    """Return the payment after a story like "receive 40, credit 60"."""
    for step in filter(None, story.split(", ")):
        verb, _, amount = step.partition(" ")
        match verb:
            case "receive":
                payment = payment.with_received(int(amount))
            case "credit":
                payment = payment.with_credited(int(amount))
            case "refund":
                payment = payment.with_refunded(int(amount))
            case "proof":
                payment = payment.after(PaymentAction.SUBMIT_PROOF, proof="file")
            case "refuse":
                payment = payment.with_proof_refused()
            case "due":
                payment = payment.after(PaymentAction.FALL_DUE_ON_DELIVERY)
            case "drop":
                payment = payment.dropped()
            case "void":
                payment = payment.after(PaymentAction.VOID)
            case _:
                raise AssertionError(step)
    return payment


# Of 100 due: what happened, the status, what is still to pay, what is held, what should go back.
STORIES = [
    ("", S.UNPAID, 100, 0, 0),
    ("proof", S.PROOF_SUBMITTED, 100, 0, 0),
    ("proof, refuse", S.UNPAID, 100, 0, 0),
    ("proof, refuse, proof", S.PROOF_SUBMITTED, 100, 0, 0),
    ("proof, receive 100", S.PAID, 0, 100, 0),
    ("receive 40", S.PARTIALLY_PAID, 60, 40, 0),
    ("receive 40, proof, refuse", S.PARTIALLY_PAID, 60, 40, 0),
    ("receive 40, receive 60", S.PAID, 0, 100, 0),
    ("receive 40, receive 61", S.OVERPAID, 0, 101, 1),
    ("receive 130", S.OVERPAID, 0, 130, 30),
    ("receive 130, refund 30", S.PARTIALLY_REFUNDED, 0, 100, 0),
    ("receive 130, refund 20", S.PARTIALLY_REFUNDED, 0, 110, 10),
    ("receive 100, receive 5", S.OVERPAID, 0, 105, 5),
    ("receive 130, refund 30, receive 7", S.OVERPAID, 0, 107, 7),
    ("receive 100, credit 30", S.PAID, 0, 100, 30),
    ("receive 100, credit 30, refund 30", S.PARTIALLY_REFUNDED, 0, 70, 0),
    ("receive 100, credit 30, refund 30, credit 20", S.PARTIALLY_REFUNDED, 0, 70, 20),
    ("receive 100, credit 30, refund 30, credit 70, refund 70", S.REFUNDED, 0, 0, 0),
    ("receive 100, credit 100, refund 100, receive 9", S.OVERPAID, 0, 9, 9),
    ("credit 30", S.UNPAID, 70, 0, 0),
    ("credit 30, receive 70", S.PAID, 0, 70, 0),
    ("credit 100", S.VOIDED, 0, 0, 0),
    ("proof, credit 100", S.VOIDED, 0, 0, 0),
    ("receive 40, credit 60", S.PAID, 0, 40, 0),
    ("receive 40, credit 80", S.PAID, 0, 40, 20),
    ("receive 40, proof, credit 60", S.PAID, 0, 40, 0),
    ("due", S.COD_DUE, 100, 0, 0),
    ("due, receive 100", S.PAID, 0, 100, 0),
    ("due, credit 30", S.COD_DUE, 70, 0, 0),
    ("due, credit 100", S.VOIDED, 0, 0, 0),
    ("receive 100, due", None, 0, 100, 0),
    ("void", S.VOIDED, 0, 0, 0),
    ("void, proof", None, 0, 0, 0),
    ("void, receive 100", S.OVERPAID, 0, 100, 0),
    ("void, receive 100, refund 100", S.REFUNDED, 0, 0, 0),
    ("receive 40, void", None, 60, 40, 0),
    ("drop", S.VOIDED, 0, 0, 0),
    ("proof, drop", S.VOIDED, 0, 0, 0),
    ("due, drop", S.VOIDED, 0, 0, 0),
    ("receive 100, drop", S.PAID, 0, 100, 0),
    ("receive 40, drop", S.OVERPAID, 0, 40, 0),
    ("receive 40, proof, drop", S.OVERPAID, 0, 40, 0),
    ("receive 40, drop, receive 9", S.OVERPAID, 0, 49, 0),
    ("receive 40, drop, refund 40", S.REFUNDED, 0, 0, 0),
]


@pytest.mark.parametrize(("story", "status", "outstanding", "held", "excess"), STORIES)
def test_story(
    story: str, status: PaymentStatus | None, outstanding: int, held: int, excess: int
) -> None:
    """What is to pay, what the shop holds and what should go back; None where the last is refused."""
    opened = Payment("K", PaymentTerm.PREPAID, "IDR", 100)
    if status is None:
        before = play(opened, story.rpartition(", ")[0])
        with pytest.raises(IllegalTransition):
            play(before, story.rpartition(", ")[2])
        return
    payment = play(opened, story)
    assert (payment.status, payment.outstanding) == (status, outstanding)
    assert (payment.held, payment.excess) == (held, excess)
    assert payment.settled is (outstanding == 0)


@given(st.lists(st.tuples(st.sampled_from("rcb"), st.integers(1, 150)), max_size=8))
def test_no_story_loses_a_rupiah(steps: list[tuple[str, int]]) -> None:
    """With refunds and credits as the rules allow them, all that came in is owed, held or gone."""
    payment = Payment("K", PaymentTerm.PREPAID, "IDR", 100)
    for kind, amount in steps:
        if kind == "r":
            payment = payment.with_received(amount)
        elif kind == "c" and payment.credited + amount <= payment.due:
            payment = payment.with_credited(amount)
        elif kind == "b" and payment.excess:
            payment = payment.with_refunded(min(amount, payment.excess))
        owed = payment.due - payment.credited
        assert payment.held - payment.excess + payment.outstanding == owed
        assert payment.settled is (payment.held >= owed)


def test_a_receipt_answers_the_proof() -> None:
    """The proof was a claim about that money: it is no longer open."""
    payment = play(Payment("K", PaymentTerm.PREPAID, "IDR", 100), "proof, receive 40")
    assert payment.proof is None


def test_the_invoice_takes_the_total_apart() -> None:
    """Goods, shipping, tax and unique code are what the customer owes."""
    order = replace(an_order(), tax=110)
    payment = Payment(order.number, PaymentTerm.PREPAID, "IDR", order.total + 7, unique_code=7)
    entry = ledger.invoice(order, payment, NOW)
    assert {p.account: p.amount for p in entry.postings} == {
        Account.RECEIVABLE: order.total + 7,
        Account.SALES: -order.goods_total,
        Account.SHIPPING: -order.shipping_fee,
        Account.TAX: -110,
        Account.ROUNDING: -7,
    }


@given(st.integers(0, 10**12))
def test_every_entry_balances(amount: int) -> None:
    """A receipt, a credit note and a refund of one amount leave that much less, then none, owed."""
    receipt = ledger.receipt("K", amount, Account.CASH, NOW, "")
    note = ledger.credit_note("K", amount, NOW, "")
    refund = ledger.refund("K", amount, NOW, "")
    owed = [
        sum(p.amount for p in e.postings if p.account is Account.RECEIVABLE)
        for e in (receipt, note, refund)
    ]
    assert owed == [-amount, -amount, amount]
    assert all(sum(p.amount for p in e.postings) == 0 for e in (receipt, note, refund))


def test_an_unbalanced_entry_cannot_be_made() -> None:
    """One side alone is no entry."""
    with pytest.raises(ValueError, match="unbalanced"):
        Entry("K", "receipt", NOW, (Posting(Account.BANK, 1),))
