"""The payment of an order, derived from its events.

Amounts are minor units of the order's currency. What is owed is `due - credited`; what the shop
holds is `received - refunded`. A proof is a claim, never money: only a member of staff who saw the
bank's mutation turns it into a receipt.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.machine import Machine


class PaymentTerm(StrEnum):
    """When money is due."""

    PREPAID = "prepaid"
    ON_DELIVERY = "on_delivery"
    ON_ACCEPTANCE = "on_acceptance"


class PaymentStatus(StrEnum):
    """Where the money stands."""

    UNPAID = "unpaid"
    PROOF_SUBMITTED = "proof_submitted"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    OVERPAID = "overpaid"
    COD_DUE = "cod_due"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    VOIDED = "voided"


class PaymentAction(StrEnum):
    """What can happen to a payment; the amounts decide between part, full and over."""

    SUBMIT_PROOF = "submit_proof"
    REFUSE_PROOF = "refuse_proof"
    REFUSE_PROOF_KEEP_PART = "refuse_proof_keep_part"
    FALL_DUE_ON_DELIVERY = "fall_due_on_delivery"
    RECEIVE_PART = "receive_part"
    RECEIVE_ALL = "receive_all"
    RECEIVE_TOO_MUCH = "receive_too_much"
    REFUND_PART = "refund_part"
    REFUND_ALL = "refund_all"
    CREDIT_REST = "credit_rest"
    LET_OFF = "let_off"
    VOID = "void"


_S, _A = PaymentStatus, PaymentAction
_UNSETTLED = (_S.UNPAID, _S.PROOF_SUBMITTED, _S.PARTIALLY_PAID, _S.COD_DUE)
_NOTHING_TO_PAY = (_S.PAID, _S.OVERPAID, _S.PARTIALLY_REFUNDED, _S.REFUNDED, _S.VOIDED)
_HOLDS_MONEY = (_S.PROOF_SUBMITTED, _S.PARTIALLY_PAID, _S.PAID, _S.OVERPAID, _S.PARTIALLY_REFUNDED)

PAYMENT_MACHINE: Machine[PaymentStatus, PaymentAction] = Machine(
    "payment",
    {
        (_S.UNPAID, _A.SUBMIT_PROOF): _S.PROOF_SUBMITTED,
        (_S.PARTIALLY_PAID, _A.SUBMIT_PROOF): _S.PROOF_SUBMITTED,
        (_S.PROOF_SUBMITTED, _A.SUBMIT_PROOF): _S.PROOF_SUBMITTED,
        (_S.PROOF_SUBMITTED, _A.REFUSE_PROOF): _S.UNPAID,
        (_S.PROOF_SUBMITTED, _A.REFUSE_PROOF_KEEP_PART): _S.PARTIALLY_PAID,
        (_S.UNPAID, _A.FALL_DUE_ON_DELIVERY): _S.COD_DUE,
        (_S.UNPAID, _A.VOID): _S.VOIDED,
        (_S.PROOF_SUBMITTED, _A.VOID): _S.VOIDED,
        (_S.COD_DUE, _A.VOID): _S.VOIDED,
        **{(s, _A.RECEIVE_PART): _S.PARTIALLY_PAID for s in _UNSETTLED},
        **{(s, _A.RECEIVE_ALL): _S.PAID for s in _UNSETTLED},
        # Banks do not ask: a transfer may come in for an order that is long over. It is booked, and
        # goes back from there.
        **{(s, _A.RECEIVE_TOO_MUCH): _S.OVERPAID for s in (*_UNSETTLED, *_NOTHING_TO_PAY)},
        # Part was paid, and goods that came back cover the rest.
        (_S.PROOF_SUBMITTED, _A.CREDIT_REST): _S.PAID,
        (_S.PARTIALLY_PAID, _A.CREDIT_REST): _S.PAID,
        # The order was dropped: nothing is owed, so what was paid of it is too much and goes back.
        (_S.PROOF_SUBMITTED, _A.LET_OFF): _S.OVERPAID,
        (_S.PARTIALLY_PAID, _A.LET_OFF): _S.OVERPAID,
        **{(s, _A.REFUND_PART): _S.PARTIALLY_REFUNDED for s in _HOLDS_MONEY},
        **{(s, _A.REFUND_ALL): _S.REFUNDED for s in _HOLDS_MONEY},
    },
)

SETTLED_STATUSES = frozenset(_NOTHING_TO_PAY)


class PaymentEventKind(StrEnum):
    """One row of a payment's record."""

    PROOF_SUBMITTED = "proof_submitted"
    PROOF_REFUSED = "proof_refused"
    FELL_DUE = "fell_due"
    RECEIVED = "received"
    CREDITED = "credited"
    REFUNDED = "refunded"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class PaymentEvent:
    """What happened: `amount` in minor units, `reference` a file id, a bank reference or a reason."""

    kind: PaymentEventKind
    amount: int
    reference: str
    actor: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment of one order. `due` holds the order's total plus `unique_code` (0-999)."""

    order: str
    term: PaymentTerm
    currency: str
    due: int
    unique_code: int = 0
    status: PaymentStatus = PaymentStatus.UNPAID
    credited: int = 0
    received: int = 0
    refunded: int = 0
    deadline: datetime | None = None
    proof: str | None = None
    version: int = 0

    @property
    def outstanding(self) -> int:
        """What is still to pay, in minor units; never negative.

        Money goes back only where nothing is owed, so after a refund nothing is, and of a dropped
        order neither.
        """
        if self.status in SETTLED_STATUSES:
            return 0
        return max(0, self.due - self.credited - self.received + self.refunded)

    @property
    def held(self) -> int:
        """What the shop holds of it, in minor units."""
        return self.received - self.refunded

    @property
    def settled(self) -> bool:
        """Nothing is left to pay."""
        return self.outstanding == 0

    @property
    def excess(self) -> int:
        """What the shop holds beyond what is owed, in minor units: it should go back."""
        return max(0, self.held - max(0, self.due - self.credited))

    def after(self, action: PaymentAction, **changes: object) -> "Payment":
        """Return the payment after the action; IllegalTransition where the table has none."""
        status = PAYMENT_MACHINE.next(self.order, self.status, action)
        return replace(self, status=status, **changes)  # type: ignore[arg-type]  # fields by name

    def with_received(self, amount: int) -> "Payment":
        """Return the payment after money came in."""
        left = self.outstanding - amount
        action = (
            PaymentAction.RECEIVE_PART
            if left > 0
            else PaymentAction.RECEIVE_ALL
            if left == 0
            else PaymentAction.RECEIVE_TOO_MUCH
        )
        return self.after(action, received=self.received + amount, proof=None)

    def with_credited(self, amount: int) -> "Payment":
        """Return the payment after `amount` was let off; where that was all, nothing is to pay."""
        credited = replace(self, credited=self.credited + amount)
        if self.status in SETTLED_STATUSES or credited.outstanding:
            return credited
        return credited.after(PaymentAction.CREDIT_REST if self.held else PaymentAction.VOID)

    def dropped(self) -> "Payment":
        """Return the payment of an order that was dropped: nothing is to pay, money held goes back."""
        if self.status in SETTLED_STATUSES:
            return self
        return self.after(PaymentAction.LET_OFF if self.held else PaymentAction.VOID)

    def with_refunded(self, amount: int) -> "Payment":
        """Return the payment after money went back."""
        all_back = amount == self.held
        action = PaymentAction.REFUND_ALL if all_back else PaymentAction.REFUND_PART
        return self.after(action, refunded=self.refunded + amount)

    def with_proof_refused(self) -> "Payment":
        """Return the payment after the proof was refused; a part paid before stays paid."""
        action = (
            PaymentAction.REFUSE_PROOF_KEEP_PART if self.received else PaymentAction.REFUSE_PROOF
        )
        return self.after(action, proof=None)
