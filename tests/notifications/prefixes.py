"""Message ids that are put together: the literal beginning, and all endings it can get.

An id may be built only from a beginning that is listed here; tests/notifications/test_words.py
finds others, and checks that every combination has its words.
"""

from collections.abc import Iterable, Mapping

from bot.customer.complaint_screens import STEPS as COMPLAINT_STEPS
from domain.authority import Role
from domain.channels import Channel
from domain.payments import PaymentStatus, PaymentTerm
from domain.returns import Resolution, ReturnStatus, Verdict
from domain.stock import MovementKind
from notifications.render.cards import KNOWN_REASONS
from notifications.render.milestone_screens import TOLD
from notifications.render.standing import CUSTOMER_STATES, STAFF_TASKS
from tests.notifications.life import MOVES

_TOLD_OTHERWISE = (
    "confirmed", "confirmed_to_pay", "confirmed_cod", "payment_received", "payment_part",
    "handed_over", "handed_over_own", "picked_up", "return_approved", "return_approved_no_goods",
    "return_approved_elsewhere",
    "return_inspected", "return_inspected_nothing", "return_exchanged", "return_credited",
    "return_closed",
)  # fmt: skip
_ALERTS = (
    "proof_submitted", "cancelled", "return_requested", "return_sent", "return_cancelled",
    "attempt_failed", "lost", "returning", "returned_to_sender", "payment_overdue", "stock_low",
    "approval_reminded",
)  # fmt: skip

PREFIXES: Mapping[str, Iterable[str]] = {
    "orders.state.": CUSTOMER_STATES,
    "orders.next.": CUSTOMER_STATES,
    "orders.task.": STAFF_TASKS,
    "orders.told.": {*TOLD.values(), *_TOLD_OTHERWISE, *MOVES},
    "orders.alert.": _ALERTS,
    "orders.return.": ReturnStatus,
    "orders.reason.": KNOWN_REASONS,
    "orders.verdict.": Verdict,
    "orders.wish.": Resolution,
    "take.channel.": Channel,
    "orders.term.": PaymentTerm,
    "orders.payment.": PaymentStatus,
    "desk.movement.": MovementKind,
    "desk.role.": Role,
    "customer.complaint.": COMPLAINT_STEPS,
    "customer.payment.": PaymentTerm,
    "customer.term.": PaymentTerm,
    "orders.card.": (PaymentTerm.ON_DELIVERY, PaymentTerm.ON_ACCEPTANCE),
}
