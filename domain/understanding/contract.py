"""What goes into a reading of a customer's line and what comes out, as docs/reference/understanding.md says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Intent(StrEnum):
    """What a line wants; a closed list."""

    ORDER = "order"
    REORDER = "reorder"
    CART_CHANGE = "cart_change"
    CART_SHOW = "cart_show"
    CHECKOUT = "checkout"
    AVAILABILITY = "availability"
    PRICE = "price"
    WHOLESALE_PRICE = "wholesale_price"
    CATALOGUE = "catalogue"
    PRODUCT_QUESTION = "product_question"
    PROMO_QUESTION = "promo_question"
    NEGOTIATE = "negotiate"
    SHIPPING_QUOTE = "shipping_quote"
    SHIPPING_CHOICE = "shipping_choice"
    PAYMENT_QUESTION = "payment_question"
    PAYMENT_CHOICE = "payment_choice"
    PAYMENT_CLAIM = "payment_claim"
    TERMS_QUESTION = "terms_question"
    DOCUMENT_REQUEST = "document_request"
    DETAILS = "details"
    CONFIRM = "confirm"
    DECLINE = "decline"
    TRACK = "track"
    COMPLAINT_LATE = "complaint_late"
    CANCEL = "cancel"
    RETURN = "return"
    EXCHANGE = "exchange"
    REFUND_TARGET = "refund_target"
    ADDRESS_CHANGE = "address_change"
    STORE_INFO = "store_info"
    PRIVACY = "privacy"
    GREETING = "greeting"
    THANKS = "thanks"
    HUMAN = "human"
    UNKNOWN = "unknown"


class Awaiting(StrEnum):
    """What the shop asked last."""

    VARIANT = "variant"
    QTY = "qty"
    ADDRESS = "address"
    RECIPIENT = "recipient"
    PHONE = "phone"
    SHIPPING_CHOICE = "shipping_choice"
    PAYMENT_CHOICE = "payment_choice"
    PAYMENT_PROOF = "payment_proof"
    REFUND_ACCOUNT = "refund_account"
    ORDER_REF = "order_ref"
    CONFIRM = "confirm"


class Action(StrEnum):
    """What an item does to what was there."""

    ADD = "add"
    SET = "set"
    REMOVE = "remove"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Line:
    """So many of a SKU, in its own unit."""

    sku: str
    qty: int


@dataclass(frozen=True, slots=True)
class LastOrder:
    """The customer's latest order."""

    number: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What the line is said into.

    `viewing`: the SKU or the product's name that was shown last. `cart`: in order of adding.
    """

    viewing: str | None = None
    cart: tuple[Line, ...] = ()
    last_order: LastOrder | None = None
    awaiting: Awaiting | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Goods that the line speaks of.

    `qty` counts the product's own unit; a Fraction only where `ask` is "qty". `ask`: None, "product",
    "which", "qty" or the names of the missing options joined by "+". `confidence` is between 0 and 1;
    `source` is what in the text it came from, empty where the context alone says it.
    """

    sku: str | None
    product: str | None
    options: Mapping[str, str] = field(default_factory=dict)
    qty: int | Fraction = 1
    unit: str | None = None
    action: Action = Action.ADD
    ask: str | None = None
    confidence: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Shipping:
    """How and when the goods are to travel; `when` as "besok 10:00", "hari ini sore", "tgl 12"."""

    courier: str | None = None
    service: str | None = None
    pickup: bool = False
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood; absent is None or empty.

    `phone` is E.164, `amount` whole rupiah, `questions` what has to be asked before anything is done:
    product, option, qty, which_item, address, phone, payment_proof, order_ref, reason, refund_account.
    """

    intent: Intent
    items: tuple[Item, ...] = ()
    address: str | None = None
    recipient: str | None = None
    phone: str | None = None
    shipping: Shipping | None = None
    payment: str | None = None
    order_ref: str | None = None
    waybill: str | None = None
    amount: int | None = None
    note: str | None = None
    questions: tuple[str, ...] = ()


def context_from_json(data: object) -> Context:
    """Read a context; what is absent is empty, what is unknown is passed over.

    TypeError or ValueError says what cannot be a context.
    """
    if data is None:
        return Context()
    if not isinstance(data, Mapping):
        raise TypeError("context is no object")
    viewing, last, awaiting = data.get("viewing"), data.get("last_order"), data.get("awaiting")
    if viewing is not None and not isinstance(viewing, str):
        raise TypeError("viewing is no text")
    order = None
    if last is not None:
        if not isinstance(last, Mapping) or not isinstance(last.get("number"), str):
            raise TypeError("last_order has no number")
        order = LastOrder(last["number"], _lines(last.get("lines")))
    waited = Awaiting(awaiting) if awaiting is not None else None
    return Context(viewing, _lines(data.get("cart")), order, waited)


def _lines(data: object) -> tuple[Line, ...]:
    if data is None:
        return ()
    if not isinstance(data, list):
        raise TypeError("goods are a list of {sku, qty}")
    return tuple(_line(each) for each in data)


def _line(data: object) -> Line:
    if not isinstance(data, Mapping) or not isinstance(data.get("sku"), str):
        raise TypeError("goods are a list of {sku, qty}")
    qty = data.get("qty")
    if not isinstance(qty, int) or isinstance(qty, bool) or qty < 1:
        raise ValueError(f"{qty!r} is no quantity")
    return Line(data["sku"], qty)


def to_json(reading: Reading) -> dict[str, object]:
    """Return the reading as the contract writes it; a part of a unit becomes a decimal number."""
    shipping = reading.shipping
    return {
        "intent": reading.intent.value,
        "items": [_item(item) for item in reading.items],
        "address": reading.address,
        "recipient": reading.recipient,
        "phone": reading.phone,
        "shipping": None
        if shipping is None
        else {
            "courier": shipping.courier,
            "service": shipping.service,
            "pickup": shipping.pickup,
            "when": shipping.when,
        },
        "payment": reading.payment,
        "order_ref": reading.order_ref,
        "waybill": reading.waybill,
        "amount": reading.amount,
        "note": reading.note,
        "questions": list(reading.questions),
    }


def _item(item: Item) -> dict[str, object]:
    whole = item.qty == int(item.qty)
    return {
        "sku": item.sku,
        "product": item.product,
        "options": dict(item.options),
        "qty": int(item.qty) if whole else float(item.qty),
        "unit": item.unit,
        "action": item.action.value,
        "ask": item.ask,
        "confidence": item.confidence,
        "source": item.source,
    }
