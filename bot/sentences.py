"""The one map from the rules' refusals to sentences: what happened, what was kept, what next.

Both fronts use it. Sentences stand in locale/<language>/errors.po; here are their ids and facts.
"""

from collections.abc import Callable

from bot.visit import Kind, Reply, Show, Toast, Visit
from domain.authority import GRANTS, Right, Role
from domain.errors import (
    AlreadyDone,
    BadAmount,
    BadCode,
    BadQuantity,
    BadText,
    CartTooLarge,
    DomainError,
    IllegalTransition,
    Incomplete,
    LastOwner,
    NotAllowed,
    NotFound,
    NotOffered,
    NotOnSale,
    OnHold,
    OutOfStock,
    PaymentNotSettled,
    PriceChanged,
    ReturnNotPossible,
    Stale,
    TooMany,
)
from notifications.render.catalogue import Names
from notifications.render.screen import Button, Screen

Facts = dict[str, object]

_RETURN_REASONS = {
    "not_delivered": "errors.return.not_delivered",
    "window_over": "errors.return.window_over",
    "quantity": "errors.return.quantity",
    "open_return": "errors.return.open_return",
}
_FOUND = {
    "order": "errors.not_found.order",
    "shipment": "errors.not_found.shipment",
    "return": "errors.not_found.return",
}
_CHOICES = {
    "shipping": "errors.not_offered.shipping",
    "term": "errors.not_offered.term",
    "reason": "errors.not_offered.reason",
}


def explain(
    error: DomainError,
    language: str,
    *,
    person: Callable[[int], str] = str,
    title: Callable[[str], str] = str,
) -> Toast:
    """Return the sentence for an error, as an alert: it has to be read.

    `person` names a staff member by id, `title` a SKU by its code; without them the bare facts show.
    """

    def grouped(number: int) -> str:
        return f"{number:,}" if language == "en" else f"{number:,}".replace(",", ".")

    sentence, facts = _sentence(error, person, title, grouped)
    return Toast(sentence, facts, alert=True)


def _sentence(
    error: DomainError,
    person: Callable[[int], str],
    title: Callable[[str], str],
    grouped: Callable[[int], str],
) -> tuple[str, Facts]:
    match error:
        case AlreadyDone(by=by) if by:
            return "errors.already_done_by", {"person": person(by)}
        case OutOfStock(sku, asked, available):
            found = "errors.out_of_stock" if available > 0 else "errors.sold_out"
            return found, {"title": title(sku), "asked": asked, "available": available}
        case NotOnSale(sku):
            return "errors.not_on_sale", {"title": title(sku)}
        case PriceChanged(shown, actual):
            return "errors.price_changed", {"shown": grouped(shown), "actual": grouped(actual)}
        case PaymentNotSettled(_, owed):
            return "errors.payment_not_settled", {"owed": grouped(owed)}
        case BadAmount(_, maximum):
            return "errors.bad_amount", {"maximum": grouped(maximum)}
        case BadQuantity(_, minimum, maximum):
            limits: Facts = {"minimum": grouped(minimum), "maximum": grouped(maximum)}
            return "errors.bad_quantity", limits
        case _:
            return _plain(error)


def _plain(error: DomainError) -> tuple[str, Facts]:
    match error:
        case AlreadyDone():
            return "errors.already_done", {}
        case NotFound(what, _):
            return _FOUND.get(what, "errors.not_found"), {}
        case NotAllowed():
            return "errors.not_allowed", {}
        case LastOwner():
            return "errors.last_owner", {}
        case Stale():
            return "errors.stale", {}
        case IllegalTransition():
            return "errors.illegal_transition", {}
        case CartTooLarge(maximum):
            return "errors.cart_too_large", {"maximum": maximum}
        case TooMany(_, maximum):
            return "learn.wrong.full", {"limit": maximum}
        case Incomplete():
            return "errors.incomplete", {}
        case NotOffered(what, _):
            return _CHOICES.get(what, "errors.not_offered"), {}
        case OnHold(_, reason):
            return "errors.on_hold", {"reason": reason}
        case ReturnNotPossible(why):
            return _RETURN_REASONS.get(why, "errors.return.not_possible"), {}
        case BadCode():
            return "errors.bad_code", {}
        case BadText(_, limit):
            return "errors.bad_text", {"limit": limit}
        case _:
            raise LookupError(f"no sentence for {type(error).__name__}") from error


def refusal(visit: Visit, error: DomainError) -> Reply:
    """Return what the person is told when a rule said no; nothing was changed.

    A tap gets an alert. A customer's tap on what is no more (or never was theirs) gets a screen with
    ways on in its place as well, and what was typed is answered by a message.
    """
    toast = explain(error, visit.language, person=_person(visit), title=_title(visit))
    private = visit.incoming.private
    if not private and isinstance(error, NotAllowed):
        toast = _not_for_you(error, toast)
    screen = Screen(
        "customer/refused", {"message": toast.text, "facts": toast.params}, _ways(private)
    )
    if visit.incoming.kind is not Kind.TAP:
        return Reply((Show(screen),))
    gone = private and isinstance(error, (NotFound, Stale))
    return Reply((Show(screen),) if gone else (), toast)


def _not_for_you(error: NotAllowed, otherwise: Toast) -> Toast:
    if error.right not in set(Right):
        return otherwise
    allowed = GRANTS[Right(error.right)]
    roles = Names(tuple(f"desk.role.{role}" for role in Role if role in allowed))
    return Toast("errors.not_allowed_staff", {"roles": roles}, alert=True)


def _ways(private: bool) -> tuple[tuple[Button, ...], ...]:  # noqa: FBT001  # which of two chats
    if not private:
        return ()
    cart = Button("errors.button.cart", data="b.cart")
    orders = Button("errors.button.orders", data="o.list")
    return ((cart, orders), (Button("base.home", data="home"),))


def _person(visit: Visit) -> Callable[[int], str]:
    return lambda user_id: visit.uow.staff.name(user_id) or str(user_id)


def _title(visit: Visit) -> Callable[[str], str]:
    def title(code: str) -> str:
        sku = visit.uow.catalogue.sku(code)
        return sku.title if sku else code

    return title
