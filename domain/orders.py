"""The order: what was asked for, where to, at which frozen price, and how far it has come."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.channels import Channel
from domain.machine import Machine
from domain.payments import PaymentTerm


class OrderStatus(StrEnum):
    """How far the order itself has come; payment, shipments and returns have their own."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    EXPIRED = "expired"


class OrderAction(StrEnum):
    """What can be done to an order."""

    SUBMIT = "submit"
    CONFIRM = "confirm"
    START = "start"
    COMPLETE = "complete"
    CANCEL = "cancel"
    REJECT = "reject"
    EXPIRE = "expire"


OPEN_STATUSES = frozenset({OrderStatus.SUBMITTED, OrderStatus.CONFIRMED, OrderStatus.PROCESSING})
DROPPED_STATUSES = frozenset({OrderStatus.CANCELLED, OrderStatus.REJECTED, OrderStatus.EXPIRED})

# An approved order that is not paid in time expires as well: its stock must not wait for ever.
ORDER_MACHINE: Machine[OrderStatus, OrderAction] = Machine(
    "order",
    {
        (OrderStatus.DRAFT, OrderAction.SUBMIT): OrderStatus.SUBMITTED,
        (OrderStatus.SUBMITTED, OrderAction.CONFIRM): OrderStatus.CONFIRMED,
        (OrderStatus.SUBMITTED, OrderAction.REJECT): OrderStatus.REJECTED,
        (OrderStatus.SUBMITTED, OrderAction.EXPIRE): OrderStatus.EXPIRED,
        (OrderStatus.SUBMITTED, OrderAction.CANCEL): OrderStatus.CANCELLED,
        (OrderStatus.CONFIRMED, OrderAction.EXPIRE): OrderStatus.EXPIRED,
        (OrderStatus.CONFIRMED, OrderAction.CANCEL): OrderStatus.CANCELLED,
        (OrderStatus.CONFIRMED, OrderAction.START): OrderStatus.PROCESSING,
        (OrderStatus.PROCESSING, OrderAction.CANCEL): OrderStatus.CANCELLED,
        (OrderStatus.PROCESSING, OrderAction.COMPLETE): OrderStatus.COMPLETED,
    },
)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line; the same SKU may stand on two. `unit_price` and `title` are frozen at submission."""

    position: int
    sku: str
    title: str
    quantity: int
    unit_price: int
    weight_g: int

    @property
    def amount(self) -> int:
        """Price of the whole line in minor units."""
        return self.quantity * self.unit_price


@dataclass(frozen=True, slots=True)
class Address:
    """Where to and to whom. `phone` in E.164; a pin is optional (degrees)."""

    recipient: str
    phone: str
    text: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class ShippingChoice:
    """The chosen method, frozen: fee in minor units, days from hand-over to arrival."""

    code: str
    name: str
    courier: str
    fee: int
    days_min: int
    days_max: int
    pickup: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """The aggregate. `version` guards every write; `number` is the key everywhere.

    `author` is the member of staff who wrote it down; None where the customer did.
    """

    number: str
    customer_id: int
    currency: str
    status: OrderStatus
    created_at: datetime
    lines: tuple[OrderLine, ...] = ()
    address: Address | None = None
    shipping: ShippingChoice | None = None
    term: PaymentTerm | None = None
    note: str = ""
    tax: int = 0
    hold_reason: str | None = None
    closing_reason: str | None = None
    submitted_at: datetime | None = None
    channel: Channel = Channel.TELEGRAM
    author: int | None = None
    version: int = 0

    @property
    def goods_total(self) -> int:
        """Sum of the lines in minor units."""
        return sum(line.amount for line in self.lines)

    @property
    def shipping_fee(self) -> int:
        """Shipping cost in minor units; 0 before a method is chosen."""
        return self.shipping.fee if self.shipping else 0

    @property
    def total(self) -> int:
        """What the customer owes for it, before a transfer's unique code."""
        return self.goods_total + self.shipping_fee + self.tax

    @property
    def weight_g(self) -> int:
        """Packed weight in grams."""
        return sum(line.weight_g * line.quantity for line in self.lines)

    def line(self, position: int) -> OrderLine | None:
        """Return the line at the position, if there is one."""
        return next((line for line in self.lines if line.position == position), None)

    def after(self, action: OrderAction, reason: str | None = None) -> "Order":
        """Return the order after the action; IllegalTransition where the table has none."""
        status = ORDER_MACHINE.next(self.number, self.status, action)
        hold = self.hold_reason if status in OPEN_STATUSES else None
        closing = reason or self.closing_reason
        return replace(self, status=status, closing_reason=closing, hold_reason=hold)
