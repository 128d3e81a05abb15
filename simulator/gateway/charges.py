"""The charges that the gateways know: pending until somebody pays them or the clock runs out."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from simulator.errors import ControlError, Json
from simulator.guard import LOOPBACK

CHARGES = 1_000
NOTICES = 10
LONGEST_URL = 2_000
STATUSES = ("pending", "settlement", "deny", "expire", "cancel", "refund")
PAID = frozenset({"settlement", "partial_refund"})
# An order id that is not being paid and was never paid may be used again.
FREE = frozenset({"cancel", "deny", "expire"})
CALLS_FAIL = ("500", "timeout", "garbage")
NOTICES_FAIL = ("double", "late", "wrong_signature")
MISBEHAVIOURS = (*CALLS_FAIL, *NOTICES_FAIL)


def loopback(url: object) -> str:
    """A notification address on this machine; raises ControlError with the reason otherwise."""
    try:
        parts = urlsplit(url if isinstance(url, str) and len(url) <= LONGEST_URL else "")
        fine = parts.scheme in {"http", "https"} and parts.port != 0
        host = parts.hostname or "nowhere"
    except ValueError:
        fine, host = False, ""
    if not fine:
        raise ControlError("a notification address must be an http(s) URL")
    if host not in LOOPBACK:
        raise ControlError(f"notifications go to loopback hosts only, not to {host}")
    return str(url)


@dataclass(slots=True)
class Merchant:
    """The merchant's account: keys, where notifications go, and what new charges do wrong."""

    server_key: str = "SB-Mid-server-TEST123"
    secret_key: str = "xnd_development_TEST123"  # noqa: S105 - good for nothing but this stand-in
    callback_token: str = "xendit-callback-TEST123"  # noqa: S105 - the same
    midtrans_url: str | None = None
    xendit_url: str | None = None
    misbehave: str | None = None

    def view(self) -> Json:
        """The account for the control surface."""
        return asdict(self)


@dataclass(slots=True)
class Charge:
    """One request for money.

    `method` is qris or bank_transfer (Midtrans), snap (a way of paying was not chosen yet) or
    invoice (Xendit). `given` is what the request said and the answers repeat.
    """

    id: str
    provider: str
    order_id: str
    amount: int
    method: str
    created_at: float
    expires_at: float
    targets: tuple[str, ...] = ()
    given: Json = field(default_factory=dict)
    bank: str | None = None
    va_number: str | None = None
    qr_string: str | None = None
    token: str | None = None
    pay_url: str | None = None
    status: str = "pending"
    status_at: float = 0.0
    paid_at: float | None = None
    refunds: list[Json] = field(default_factory=list)
    misbehave: str | None = None
    notices: list[Json] = field(default_factory=list)

    @property
    def refunded(self) -> int:
        """Rupiah that went back."""
        return sum(int(refund["amount"]) for refund in self.refunds)

    def view(self) -> Json:
        """The charge for the page and the tests."""
        hidden = {"given", "targets", "notices", "token"}
        view = {name: value for name, value in asdict(self).items() if name not in hidden}
        return view | {"refunded": self.refunded, "notifications": [dict(n) for n in self.notices]}


class Charges:
    """All charges of all gateways, the newest 1,000."""

    def __init__(self, now: Callable[[], float], merchant: Merchant | None = None) -> None:
        self.now = now
        self.merchant = merchant or Merchant()
        self.on_change: list[Callable[[Charge], object]] = []
        self.on_status: Callable[[Charge], object] | None = None
        self._charges: OrderedDict[str, Charge] = OrderedDict()
        self._orders: dict[str, Charge] = {}
        self._numbers = 0
        # No pending charge expires before this moment; most calls need not look through them.
        self._soonest = math.inf

    def number(self) -> int:
        """A number that no charge had before."""
        self._numbers += 1
        return self._numbers

    def add(self, charge: Charge) -> Charge:
        """Open a charge and notify of it."""
        charge.misbehave = self.merchant.misbehave
        charge.status_at = charge.created_at
        self._charges[charge.id] = charge
        self._soonest = min(self._soonest, charge.expires_at)
        if charge.provider == "midtrans":
            self._orders[charge.order_id] = charge
        if len(self._charges) > CHARGES:
            _, oldest = self._charges.popitem(last=False)
            if self._orders.get(oldest.order_id) is oldest:
                del self._orders[oldest.order_id]
        self._changed(charge, notify=charge.method != "snap")
        return charge

    def taken(self, order_id: str) -> bool:
        """Whether a Midtrans order id is being paid or was paid."""
        self.move()
        charge = self._orders.get(order_id)
        return charge is not None and charge.status not in FREE

    def find(self, key: str, provider: str) -> Charge | None:
        """The charge of a provider by its id, its order's id or its token."""
        self.move()
        charge = self._charges.get(key)
        if charge is None and provider == "midtrans":
            charge = self._orders.get(key)
        return charge if charge is not None and charge.provider == provider else None

    def get(self, charge_id: str) -> Charge:
        """The charge of an id, for the control surface and the payer."""
        self.move()
        charge = self._charges.get(charge_id)
        if charge is None:
            raise ControlError(f"no such charge: {charge_id}", 404)
        return charge

    def of(self, provider: str) -> Iterator[Charge]:
        """The charges of a provider, the newest first."""
        self.move()
        return (c for c in reversed(self._charges.values()) if c.provider == provider)

    def views(self) -> list[Json]:
        """All charges, the oldest first."""
        self.move()
        return [charge.view() for charge in self._charges.values()]

    def set_status(self, charge: Charge, status: str, at: float | None = None) -> None:
        """Put a charge into a status and notify of it, also of one that it had already.

        Nobody hears of a Snap page where no way of paying was chosen.
        """
        charge.status = status
        if status == "pending":
            self._soonest = min(self._soonest, charge.expires_at)
        charge.status_at = self.now() if at is None else at
        if status == "settlement":
            charge.paid_at = charge.status_at
        self._changed(charge, notify=charge.method != "snap")

    def refund(self, charge: Charge, amount: int, key: str, reason: str = "") -> Json:
        """Give money back; the caller has looked whether there is so much."""
        refund: Json = {"id": self.number(), "key": key, "amount": amount, "reason": reason}
        charge.refunds.append(refund | {"at": self.now()})
        whole = charge.refunded >= charge.amount
        self.set_status(charge, "refund" if whole else "partial_refund")
        return refund

    def noted(self, charge: Charge, notice: Json | None = None) -> None:
        """Something that is no status changed: a delivery, the way of paying, its troubles."""
        if notice is not None:
            charge.notices.append(notice)
            del charge.notices[:-NOTICES]
        self._changed(charge, notify=False)

    def move(self) -> None:
        """Let all charges expire that are due."""
        now = self.now()
        if now < self._soonest:
            return
        pending = [c for c in self._charges.values() if c.status == "pending"]
        self._soonest = min((c.expires_at for c in pending if c.expires_at > now), default=math.inf)
        for charge in pending:
            if charge.expires_at <= now:
                self.set_status(charge, "expire", charge.expires_at)

    def next_expiry(self) -> float:
        """When to look again whether a charge expired; infinity when none is pending."""
        return self._soonest

    def _changed(self, charge: Charge, *, notify: bool) -> None:
        for listener in self.on_change:
            listener(charge)
        if notify and self.on_status is not None:
            self.on_status(charge)


def whole_amount(value: Any) -> int | None:  # noqa: ANN401 - whatever JSON holds
    """A whole number of rupiah, also as "150000.00"; None for what is none."""
    if isinstance(value, str):
        digits, _, cents = value.partition(".")
        if not digits.isascii() or not digits.isdigit() or len(digits) > 12 or cents.strip("0"):
            return None
        return int(digits)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    fine = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**12
    return value if fine else None
