"""What can go wrong by the rules. Errors carry facts; the chat turns them into sentences."""

from dataclasses import dataclass


class DomainError(Exception):
    """A rule said no."""


@dataclass
class NotFound(DomainError):
    """There is no such thing."""

    what: str
    key: str


@dataclass
class NotAllowed(DomainError):
    """The actor has not the right to do this."""

    right: str


@dataclass
class LastOwner(DomainError):
    """A shop has an owner: the last one cannot cease to be it."""


@dataclass
class Stale(DomainError):
    """The thing has changed since it was looked at; look again."""

    what: str
    key: str


@dataclass
class IllegalTransition(DomainError):
    """The status does not permit the action."""

    machine: str
    key: str
    status: str
    action: str


@dataclass
class OutOfStock(DomainError):
    """Fewer units are available than were asked for."""

    sku: str
    asked: int
    available: int


@dataclass
class NotOnSale(DomainError):
    """The SKU is not (any longer) on sale."""

    sku: str


@dataclass
class BadQuantity(DomainError):
    """The quantity is not a whole number within the limits."""

    quantity: int
    minimum: int
    maximum: int


@dataclass
class CartTooLarge(DomainError):
    """A cart holds only so many different SKUs."""

    maximum: int


@dataclass
class TooMany(DomainError):
    """No more of this is kept."""

    what: str
    maximum: int


@dataclass
class Incomplete(DomainError):
    """The order cannot be placed yet; `missing` names parts: lines, shipping, address, phone, term."""

    missing: tuple[str, ...]


@dataclass
class PriceChanged(DomainError):
    """The total is not the one that was shown."""

    shown: int
    actual: int


@dataclass
class NotOffered(DomainError):
    """The shop does not offer this choice (here, now or for this amount)."""

    what: str
    value: str


@dataclass
class PaymentNotSettled(DomainError):
    """The payment term asks for money first."""

    number: str
    owed: int


@dataclass
class BadAmount(DomainError):
    """The amount is not positive, or more than there is to pay or to return."""

    amount: int
    maximum: int


@dataclass
class OnHold(DomainError):
    """The order is on hold."""

    number: str
    reason: str


@dataclass
class ReturnNotPossible(DomainError):
    """A return is not possible: `why` is not_delivered, window_over, quantity or open_return."""

    why: str


@dataclass
class AlreadyDone(DomainError):
    """Somebody did this already; `by` is the staff member's id where one is known."""

    action: str
    by: int | None


@dataclass
class BadCode(DomainError):
    """The one-time code is wrong or used up."""


@dataclass
class BadText(DomainError):
    """A text is empty, too long or holds what cannot be stored; `limit` in characters."""

    what: str
    limit: int
