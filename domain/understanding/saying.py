"""Which of a line's details count for which intent, and what is still to be asked."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from domain.understanding.contract import Context, Intent, Item, Reading, Shipping
from domain.understanding.details import Details
from domain.understanding.lexicon import read

_GOING_SOMEWHERE = frozenset(
    {
        Intent.ORDER,
        Intent.REORDER,
        Intent.CART_CHANGE,
        Intent.CHECKOUT,
        Intent.DETAILS,
        Intent.CONFIRM,
        Intent.ADDRESS_CHANGE,
        Intent.SHIPPING_QUOTE,
        Intent.SHIPPING_CHOICE,
    }
)
_NAMING_SOMEBODY = (_GOING_SOMEWHERE - {Intent.SHIPPING_QUOTE}) | {
    Intent.PAYMENT_CLAIM,
    Intent.DOCUMENT_REQUEST,
    Intent.REFUND_TARGET,
}
_PAYING = frozenset(
    {
        Intent.ORDER,
        Intent.REORDER,
        Intent.CART_CHANGE,
        Intent.CHECKOUT,
        Intent.DETAILS,
        Intent.CONFIRM,
        Intent.SHIPPING_CHOICE,
        Intent.PAYMENT_QUESTION,
        Intent.PAYMENT_CHOICE,
        Intent.PAYMENT_CLAIM,
        Intent.TERMS_QUESTION,
    }
)
_OF_AMOUNTS = frozenset(
    {
        Intent.PAYMENT_CLAIM,
        Intent.PAYMENT_QUESTION,
        Intent.PAYMENT_CHOICE,
        Intent.NEGOTIATE,
        Intent.TERMS_QUESTION,
        Intent.DOCUMENT_REQUEST,
        Intent.REFUND_TARGET,
    }
)
_ABOUT_AN_ORDER = frozenset(
    {
        Intent.REORDER,
        Intent.TRACK,
        Intent.COMPLAINT_LATE,
        Intent.CANCEL,
        Intent.RETURN,
        Intent.EXCHANGE,
    }
)
_WISHING = frozenset(
    {
        Intent.ORDER,
        Intent.REORDER,
        Intent.CART_CHANGE,
        Intent.CHECKOUT,
        Intent.DETAILS,
        Intent.CONFIRM,
        Intent.SHIPPING_CHOICE,
        Intent.ADDRESS_CHANGE,
    }
)
_LOOKING_BACK = frozenset(
    {
        Intent.PAYMENT_QUESTION,
        Intent.TERMS_QUESTION,
        Intent.PRICE,
        Intent.WHOLESALE_PRICE,
        Intent.CATALOGUE,
        Intent.PRODUCT_QUESTION,
        Intent.PROMO_QUESTION,
        Intent.NEGOTIATE,
        Intent.TRACK,
        Intent.COMPLAINT_LATE,
        Intent.RETURN,
        Intent.EXCHANGE,
        Intent.PAYMENT_CLAIM,
        Intent.REFUND_TARGET,
        Intent.CANCEL,
    }
)
_SILENT = frozenset(
    {
        Intent.UNKNOWN,
        Intent.GREETING,
        Intent.THANKS,
        Intent.HUMAN,
        Intent.PRIVACY,
        Intent.STORE_INFO,
    }
)


def slots(
    intent: Intent,
    details: Details,
    context: Context,
    items: tuple[Item, ...],
    asked: Sequence[str],
) -> Reading:
    """Return the reading of a line with this intent."""
    if intent in _SILENT:
        return Reading(intent)
    order_ref = _order_ref(intent, details, context)
    address = details.address if intent in _GOING_SOMEWHERE else None
    return Reading(
        intent,
        items,
        address=address,
        recipient=details.recipient if intent in _NAMING_SOMEBODY else None,
        phone=details.phone,
        shipping=_shipping(intent, details),
        payment=_payment(intent, details),
        order_ref=order_ref,
        waybill=details.waybill,
        amount=_amount(intent, details),
        note=_note(intent, details),
        questions=(*asked, *_open(intent, details, context, order_ref, address)),
    )


def _order_ref(intent: Intent, details: Details, context: Context) -> str | None:
    if details.order_ref is not None:
        return details.order_ref
    last = context.last_order
    known = last is not None and intent in _ABOUT_AN_ORDER
    if not known or last is None or (intent is Intent.TRACK and details.waybill is not None):
        return None
    return last.number


def _payment(intent: Intent, details: Details) -> str | None:
    """The way of paying; who asks for an account number asks for a transfer."""
    asked = intent in {Intent.PAYMENT_QUESTION, Intent.PAYMENT_CHOICE} and details.account_asked
    said = details.payment or ("transfer" if asked else None)
    return said if intent in _PAYING else None


def _shipping(intent: Intent, details: Details) -> Shipping | None:
    """How it shall travel; of what has been sent or paid a time says nothing of that."""
    said = details.shipping
    if said is not None and intent in _LOOKING_BACK:
        said = replace(said, when=None)
    return said if said != Shipping() else None


def _amount(intent: Intent, details: Details) -> int | None:
    if intent not in _OF_AMOUNTS:
        return None
    offered = details.offers if intent is Intent.NEGOTIATE else ()
    return next(iter((*details.amounts, *offered)), None)


def _note(intent: Intent, details: Details) -> str | None:
    match intent:
        case Intent.RETURN | Intent.EXCHANGE:
            return details.reason
        case Intent.DOCUMENT_REQUEST:
            return "+".join(details.papers) or None
        case Intent.TERMS_QUESTION:
            return details.terms
        case Intent.REFUND_TARGET:
            return details.wallet
        case _:
            return details.wish if intent in _WISHING else None


def _open(
    intent: Intent,
    details: Details,
    context: Context,
    order_ref: str | None,
    address: str | None,
) -> list[str]:
    asked = []
    if intent in {Intent.SHIPPING_QUOTE, Intent.ADDRESS_CHANGE} and address is None:
        asked.append("address")
    if details.bad_phone:
        asked.append("phone")
    if intent is Intent.PAYMENT_CLAIM and not details.attachment:
        asked.append("payment_proof")
    of_cart = intent is Intent.CANCEL and context.cart
    late = intent in {Intent.TRACK, Intent.COMPLAINT_LATE}
    tracked = late and details.waybill is not None
    if intent in _ABOUT_AN_ORDER and order_ref is None and not of_cart and not tracked:
        asked.append("order_ref")
    if intent is Intent.RETURN and details.reason is None:
        asked.append("reason")
    if intent is Intent.REFUND_TARGET and not _has_account(details):
        asked.append("refund_account")
    return asked


def _has_account(details: Details) -> bool:
    """Whether money can go there: a bank needs a number, an e-wallet has the phone's."""
    if details.wallet is None:
        return False
    numbered = any(sign.isdigit() for sign in details.wallet)
    return numbered or (details.wallet not in _banks() and details.phone is not None)


@cache
def _banks() -> frozenset[str]:
    return frozenset(read("details")["banks"])
