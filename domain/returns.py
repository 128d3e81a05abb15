"""Returns: what came back or should, why, and how it was made good."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.machine import Machine


class ReturnStatus(StrEnum):
    """How far a return has come."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    IN_TRANSIT = "in_transit"
    RECEIVED = "received"
    INSPECTED = "inspected"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class ReturnAction(StrEnum):
    """What can be done to a return."""

    APPROVE = "approve"
    APPROVE_WITHOUT_GOODS = "approve_without_goods"
    DECLINE = "decline"
    SEND = "send"
    RECEIVE = "receive"
    INSPECT = "inspect"
    SETTLE = "settle"
    CANCEL = "cancel"


class Resolution(StrEnum):
    """How a return is made good."""

    REFUND = "refund"
    EXCHANGE = "exchange"


class Verdict(StrEnum):
    """What the inspection found of a line."""

    ACCEPTED = "accepted"
    DAMAGED = "damaged"
    REJECTED = "rejected"
    MISSING = "missing"


_S, _A = ReturnStatus, ReturnAction
OPEN_RETURN_STATUSES = frozenset(
    {_S.REQUESTED, _S.APPROVED, _S.IN_TRANSIT, _S.RECEIVED, _S.INSPECTED}
)

# Units that never arrived cannot be sent back: such a return is approved without goods.
RETURN_MACHINE: Machine[ReturnStatus, ReturnAction] = Machine(
    "return",
    {
        (_S.REQUESTED, _A.APPROVE): _S.APPROVED,
        (_S.REQUESTED, _A.APPROVE_WITHOUT_GOODS): _S.INSPECTED,
        (_S.REQUESTED, _A.DECLINE): _S.DECLINED,
        (_S.REQUESTED, _A.CANCEL): _S.CANCELLED,
        (_S.APPROVED, _A.CANCEL): _S.CANCELLED,
        (_S.APPROVED, _A.SEND): _S.IN_TRANSIT,
        (_S.APPROVED, _A.RECEIVE): _S.RECEIVED,
        (_S.IN_TRANSIT, _A.RECEIVE): _S.RECEIVED,
        (_S.RECEIVED, _A.INSPECT): _S.INSPECTED,
        (_S.INSPECTED, _A.SETTLE): _S.SETTLED,
    },
)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """Units of one order line; `reason` is one of the policy's, `verdict` the inspection's."""

    position: int
    quantity: int
    reason: str
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """One return. `id` is the order number with `-R1`, `-R2`...; pictures are Telegram file ids."""

    id: str
    order: str
    shipment: str
    requested_at: datetime
    lines: tuple[ReturnLine, ...]
    wish: Resolution
    status: ReturnStatus = ReturnStatus.REQUESTED
    description: str = ""
    pictures: tuple[str, ...] = ()
    decision_reason: str = ""
    waybill: str = ""
    resolution: Resolution | None = None
    refund_amount: int = 0
    refund_reference: str = ""
    version: int = 0

    def after(self, action: ReturnAction, **changes: object) -> "Return":
        """Return it after the action; IllegalTransition where the table has none."""
        status = RETURN_MACHINE.next(self.id, self.status, action)
        return replace(self, status=status, **changes)  # type: ignore[arg-type]  # fields by name

    @property
    def without_goods(self) -> bool:
        """Nothing can be sent back: all of it never arrived."""
        return all(line.reason == "missing" for line in self.lines)

    @property
    def owed_lines(self) -> tuple[ReturnLine, ...]:
        """Lines that the shop makes good: not those that the inspection rejected or never saw."""
        if self.without_goods:
            return self.lines
        good = {Verdict.ACCEPTED, Verdict.DAMAGED}
        return tuple(line for line in self.lines if line.verdict in good)
