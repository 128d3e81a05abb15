"""The questions of the checkout: each shows an example, and how to stop."""

from bot.customer.replies import ask, back, button, cart_of, in_rows, named
from bot.visit import Reply, Visit, screen
from domain.orders import Order
from domain.payments import PaymentTerm
from domain.usecases.cart import offered_terms
from notifications.render.screen import Ask, Button, Screen

SAVED = 4
TERM_BUTTONS = {
    PaymentTerm.PREPAID: "customer.button.prepaid",
    PaymentTerm.ON_DELIVERY: "customer.button.on_delivery",
    PaymentTerm.ON_ACCEPTANCE: "customer.button.on_acceptance",
}


def needs_address(visit: Visit, draft: Order) -> bool:
    """Tell whether it must still be asked where to; what stands for a pickup is no address."""
    if draft.shipping is not None and draft.shipping.pickup:
        return False
    return draft.address is None or draft.address.text in pickup_names(visit)


def pickup_names(visit: Visit) -> set[str]:
    """Return the names of the methods that need no address."""
    return {m.name for m in visit.uow.policy.shipping_methods if m.pickup}


def ask_address(visit: Visit, wrong: str | None = None, **facts: object) -> Reply:
    """Ask where to: saved addresses as buttons, typed, or a pin."""
    pickups = pickup_names(visit)
    saved = visit.uow.customers.addresses(visit.actor.id, SAVED * 2)
    buttons = [
        (named(f"📍 {s.address.recipient}, {s.address.text}", "k.use", s.id, alone=True),)
        for s in saved
        if s.address.text not in pickups
    ][:SAVED]
    pin = (button("customer.button.pin", "k.pin"),)
    rows = (*buttons, pin, _back(cart_of(visit)))
    return ask(
        visit,
        {"name": "address"},
        "customer.address.ask" if not buttons else "customer.address.ask_saved",
        wrong=wrong,
        rows=rows,
        facts=facts,
    )


def _back(draft: Order | None) -> tuple[Button, ...]:
    """Back to the choice of parts where all are chosen, else to the cart."""
    whole = draft is not None and draft.address and draft.shipping and draft.term
    return back("k.edit" if whole else "b.cart")


def ask_pin(visit: Visit) -> Reply:
    """Ask for a location by the phone's own button."""
    return ask(visit, {"name": "address"}, "customer.pin.ask", keyboard=Ask.LOCATION)


def ask_detail(
    visit: Visit, latitude: float, longitude: float, wrong: str | None = None, **facts: object
) -> Reply:
    """A pin alone finds no door: ask for what the courier needs."""
    fields: dict[str, object] = {"name": "pin", "latitude": latitude, "longitude": longitude}
    rows = (back("k.addr"),)
    return ask(visit, fields, "customer.pin.detail", wrong=wrong, rows=rows, facts=facts)


def ask_recipient(visit: Visit, wrong: str | None = None, **facts: object) -> Reply:
    """Ask who will receive it."""
    rows = (_back(cart_of(visit)),)
    return ask(
        visit, {"name": "recipient"}, "customer.recipient.ask", wrong=wrong, rows=rows, facts=facts
    )


def ask_phone(visit: Visit, wrong: str | None = None) -> Reply:
    """Ask for the phone number, by the phone's own button or typed."""
    fields: dict[str, object] = {"name": "phone"}
    return ask(visit, fields, "customer.phone.ask", wrong=wrong, keyboard=Ask.CONTACT)


def ask_note(visit: Visit, wrong: str | None = None, **facts: object) -> Reply:
    """Ask for a note to the shop."""
    draft = cart_of(visit)
    none = ((button("customer.button.no_note", "k.note.no"),),) if draft and draft.note else ()
    rows = (*none, _back(draft))
    return ask(visit, {"name": "note"}, "customer.note.ask", wrong=wrong, rows=rows, facts=facts)


def ask_shipping(visit: Visit, draft: Order, wrong: str | None = None) -> Reply:
    """Ask how to send it: each method with its cost and days."""
    visit.state["form"] = {"name": "way"}
    methods = visit.uow.policy.shipping_methods
    quotes = [m.quote(draft.weight_g) for m in methods]
    buttons = [named(m.name, "k.way", m.code) for m in methods]
    rows = (*in_rows(buttons, 1), _back(draft))
    kilos = max(1, -(-draft.weight_g // 1000))
    params = {"quotes": quotes, "kilos": kilos, "chosen": draft.shipping, "wrong": wrong}
    return screen(Screen("customer/shipping", params, rows))


def ask_term(visit: Visit, draft: Order, wrong: str | None = None) -> Reply:
    """Ask how to pay, and say what each choice means."""
    visit.state["form"] = {"name": "term"}
    terms = offered_terms(visit.uow, draft)
    buttons: list[Button] = [button(TERM_BUTTONS[t], "k.term", t.value) for t in terms]
    rows = (*in_rows(buttons, 1), _back(draft))
    missing = [t for t in visit.uow.policy.terms if t not in terms]
    params = {
        "terms": [t.value for t in terms],
        "refused": [t.value for t in missing],
        "policy": visit.uow.policy,
        "total": draft.total,
        "wrong": wrong,
    }
    return screen(Screen("customer/payment", params, rows))
