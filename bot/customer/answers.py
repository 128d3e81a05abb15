"""What the customer answers to the questions of the checkout."""

from dataclasses import replace

from bot.customer import cart as cart_screen
from bot.customer import questions
from bot.customer.checkout import proceed
from bot.customer.parsing import (
    MAX_ADDRESS,
    MAX_NAME,
    MAX_NOTE,
    MIN_ADDRESS,
    is_name,
    one_line,
    parse_phone,
    take_phone,
    within,
)
from bot.customer.replies import CART, HOME, back, button, cart_of, form, told
from bot.visit import Kind, Reply, Toast, Visit
from domain.orders import Address, Order
from domain.payments import PaymentTerm
from domain.usecases import cart
from domain.usecases.cart import priced

TEXT_WANTED = "customer.wrong.text_wanted"
BUTTONS_WANTED = "customer.wrong.buttons_wanted"
SPOKEN = "spoken"
TERM_WORDS = {
    "transfer": PaymentTerm.PREPAID,
    "tf": PaymentTerm.PREPAID,
    "cod": PaymentTerm.ON_DELIVERY,
    "tunai": PaymentTerm.ON_DELIVERY,
    "cash": PaymentTerm.ON_DELIVERY,
}


def change_address(visit: Visit) -> Reply:
    """Ask for the address anew."""
    return questions.ask_address(visit) if cart_of(visit) else cart_screen.show(visit)


def change_by_pin(visit: Visit) -> Reply:
    """Ask for a pin."""
    return questions.ask_pin(visit) if cart_of(visit) else cart_screen.show(visit)


def change_recipient(visit: Visit) -> Reply:
    """Ask for the recipient anew; where to comes first."""
    draft = cart_of(visit)
    return questions.ask_recipient(visit) if draft and draft.address else proceed(visit)


def change_phone(visit: Visit) -> Reply:
    """Ask for the phone number anew; where to comes first."""
    draft = cart_of(visit)
    return questions.ask_phone(visit) if draft and draft.address else proceed(visit)


def change_note(visit: Visit) -> Reply:
    """Ask for a note."""
    return questions.ask_note(visit) if cart_of(visit) else cart_screen.show(visit)


def change_shipping(visit: Visit) -> Reply:
    """Ask for the shipping method anew."""
    draft = cart_of(visit)
    return questions.ask_shipping(visit, draft) if draft else cart_screen.show(visit)


def change_term(visit: Visit) -> Reply:
    """Ask for the payment choice anew."""
    draft = cart_of(visit)
    if draft is None:
        return cart_screen.show(visit)
    return questions.ask_term(visit, priced(visit.uow, draft))


def use_saved(visit: Visit, address_id: int) -> Reply:
    """Take a saved address."""
    saved = visit.uow.customers.addresses(visit.actor.id, questions.SAVED * 2)
    chosen = next((s.address for s in saved if s.id == address_id), None)
    if cart_of(visit) is None:
        return cart_screen.show(visit)
    if chosen is None:
        return questions.ask_address(visit)
    cart.choose_address(visit.uow, visit.actor, chosen)
    return proceed(visit)


def take_address(visit: Visit) -> Reply:
    """Answer "where to": a text or a pin."""
    draft, incoming = cart_of(visit), visit.incoming
    if draft is None:
        return _nothing_to_order(visit)
    if incoming.kind is Kind.LOCATION and incoming.latitude is not None:
        longitude = incoming.longitude or 0.0
        if not within(visit.uow.policy.country, incoming.latitude, longitude):
            return questions.ask_address(visit, "customer.pin.too_far")
        return questions.ask_detail(visit, incoming.latitude, longitude)
    if incoming.kind is not Kind.TEXT:
        return questions.ask_address(visit, TEXT_WANTED)
    text, phone = take_phone(one_line(incoming.text), visit.uow.policy.country)
    wrong = _wrong_text(text, MIN_ADDRESS, MAX_ADDRESS, "customer.address.short")
    if wrong is not None:
        return questions.ask_address(visit, wrong, length=len(text), limit=MAX_ADDRESS)
    _keep(visit, draft, text=text, phone=phone)
    return proceed(visit)


def take_detail(visit: Visit) -> Reply:
    """Answer what the courier needs beside the pin."""
    draft, fields = cart_of(visit), form(visit)
    latitude, longitude = fields.get("latitude"), fields.get("longitude")
    if draft is None:
        return _nothing_to_order(visit)
    if not isinstance(latitude, (int, float)) or not isinstance(longitude, (int, float)):
        return questions.ask_address(visit)
    if visit.incoming.kind is Kind.LOCATION:
        return take_address(visit)
    if visit.incoming.kind is not Kind.TEXT:
        return questions.ask_detail(visit, latitude, longitude, TEXT_WANTED)
    text = one_line(visit.incoming.text)
    wrong = _wrong_text(text, 5, MAX_ADDRESS, "customer.address.short")
    if wrong is not None:
        facts = {"length": len(text), "limit": MAX_ADDRESS}
        return questions.ask_detail(visit, latitude, longitude, wrong, **facts)
    _keep(visit, draft, text=text, pin=(float(latitude), float(longitude)))
    return proceed(visit)


def take_recipient(visit: Visit) -> Reply:
    """Answer who will receive it."""
    draft = cart_of(visit)
    if draft is None:
        return _nothing_to_order(visit)
    if visit.incoming.kind is not Kind.TEXT:
        return questions.ask_recipient(visit, TEXT_WANTED)
    name = one_line(visit.incoming.text)
    if len(name) > MAX_NAME:
        facts = {"length": len(name), "limit": MAX_NAME}
        return questions.ask_recipient(visit, "customer.wrong.too_long", **facts)
    if not is_name(name):
        return questions.ask_recipient(visit, "customer.recipient.unreadable")
    _keep(visit, draft, recipient=name)
    return proceed(visit)


def take_phone_number(visit: Visit) -> Reply:
    """Answer the phone number: the own contact, somebody else's, or typed."""
    draft, incoming = cart_of(visit), visit.incoming
    if draft is None:
        return _nothing_to_order(visit)
    if incoming.kind not in {Kind.TEXT, Kind.CONTACT}:
        return questions.ask_phone(visit, "customer.phone.wanted")
    raw = incoming.phone or "" if incoming.kind is Kind.CONTACT else incoming.text
    if incoming.kind is Kind.CONTACT and not raw.startswith(("+", "0")):
        raw = f"+{raw}"
    phone = parse_phone(raw, visit.uow.policy.country)
    if phone is None:
        return questions.ask_phone(visit, "customer.phone.unreadable")
    if incoming.kind is Kind.CONTACT and incoming.contact_user_id != incoming.user.id:
        return _somebody_elses(visit, phone)
    _keep(visit, draft, phone=phone)
    return proceed(visit)


def _somebody_elses(visit: Visit, phone: str) -> Reply:
    """A contact of somebody else: ask before a parcel goes to them."""
    name = one_line(visit.incoming.contact_name)[:MAX_NAME]
    visit.state["form"] = {"name": "phone", "phone": phone, "recipient": name}
    both = button("customer.button.contact_both", "k.contact", 1)
    only = button("customer.button.contact_phone", "k.contact", 0)
    rows = (((both,),) if is_name(name) else ()) + ((only,), back("k.phone"))
    return told("customer.phone.somebody", rows, person=name or phone, phone=phone)


def use_contact(visit: Visit, as_recipient: int) -> Reply:
    """Take the contact that was sent: the number, or the person as the recipient too."""
    draft, fields = cart_of(visit), form(visit)
    phone, name = fields.get("phone"), fields.get("recipient")
    if draft is None:
        return cart_screen.show(visit)
    if not isinstance(phone, str) or not isinstance(name, str):
        return proceed(visit)
    recipient = name if as_recipient and is_name(name) else None
    _keep(visit, draft, phone=phone, recipient=recipient)
    return proceed(visit)


def take_note(visit: Visit) -> Reply:
    """Answer the note."""
    if cart_of(visit) is None:
        return _nothing_to_order(visit)
    if visit.incoming.kind is not Kind.TEXT:
        return questions.ask_note(visit, TEXT_WANTED)
    note = one_line(visit.incoming.text)
    if len(note) > MAX_NOTE:
        return questions.ask_note(
            visit, "customer.wrong.too_long", length=len(note), limit=MAX_NOTE
        )
    cart.write_note(visit.uow, visit.actor, note)
    return proceed(visit)


def drop_note(visit: Visit) -> Reply:
    """Take the note away."""
    if cart_of(visit) is not None:
        cart.write_note(visit.uow, visit.actor, "")
    return proceed(visit)


def use_shipping(visit: Visit, code: str) -> Reply:
    """Take a shipping method; a pickup needs no address, only who comes."""
    if cart_of(visit) is None:
        return cart_screen.show(visit)
    take_shipping(visit, code)
    return proceed(visit)


def take_shipping(visit: Visit, code: str) -> None:
    """Set the method; what stands for the address of a pickup is its name."""
    draft = cart.choose_shipping(visit.uow, visit.actor, code)
    if draft.shipping is not None and draft.shipping.pickup and draft.address is None:
        _keep(visit, draft, text=draft.shipping.name)


def add_note(visit: Visit, words: str) -> None:
    """Write further words into the note to the shop."""
    draft = cart.draft_for(visit.uow, visit.actor)
    if words in draft.note:
        return
    note = "; ".join(part for part in (draft.note, words) if part)
    cart.write_note(visit.uow, visit.actor, note[: cart.MAX_TEXT])


def keep_said(visit: Visit, text: str, recipient: str, phone: str) -> None:
    """Take what was said of where to and to whom; parts without an address wait for it."""
    draft = cart.draft_for(visit.uow, visit.actor)
    name = recipient if is_name(recipient) else None
    if not (text or recipient or phone):
        return
    if not text and draft.address is None:
        visit.state[SPOKEN] = {"recipient": name or "", "phone": phone}
        return
    whole = one_line(text)[:MAX_ADDRESS] or None
    _keep(visit, draft, text=whole, phone=phone or None, recipient=name)


def use_term(visit: Visit, value: str) -> Reply:
    """Take a payment choice."""
    terms = {t.value: t for t in PaymentTerm}
    if cart_of(visit) is None:
        return cart_screen.show(visit)
    if value not in terms:
        return proceed(visit, Toast("customer.toast.old"))
    cart.choose_term(visit.uow, visit.actor, terms[value])
    return proceed(visit)


def take_way(visit: Visit) -> Reply:
    """Answer how to send it in words: a method's name, or a part of it."""
    draft = cart_of(visit)
    if draft is None:
        return _nothing_to_order(visit)
    words = visit.incoming.text.casefold().strip()
    named = [m for m in visit.uow.policy.shipping_methods if words and words in m.name.casefold()]
    if visit.incoming.kind is Kind.TEXT and len(named) == 1:
        return use_shipping(visit, named[0].code)
    return questions.ask_shipping(visit, draft, BUTTONS_WANTED)


def take_term(visit: Visit) -> Reply:
    """Answer how to pay in words."""
    draft = cart_of(visit)
    if draft is None:
        return _nothing_to_order(visit)
    draft = priced(visit.uow, draft)
    meant = {TERM_WORDS[w] for w in visit.incoming.text.casefold().split() if w in TERM_WORDS}
    offered = meant & set(cart.offered_terms(visit.uow, draft))
    if visit.incoming.kind is Kind.TEXT and len(offered) == 1:
        return use_term(visit, offered.pop().value)
    return questions.ask_term(visit, draft, BUTTONS_WANTED)


def _keep(
    visit: Visit,
    draft: Order,
    *,
    text: str | None = None,
    phone: str | None = None,
    recipient: str | None = None,
    pin: tuple[float, float] | None = None,
) -> None:
    """Change a part of the address and keep the others; a new text has no old pin."""
    customer = visit.customer
    own_name = customer.name if customer else ""
    own_phone = (customer.phone or "") if customer else ""
    spoken = visit.state.pop(SPOKEN, None) if text else None
    if isinstance(spoken, dict):
        recipient = recipient or str(spoken.get("recipient") or "") or None
        phone = phone or str(spoken.get("phone") or "") or None
    old = draft.address or Address(own_name, own_phone, "")
    fallback = draft.shipping.name if draft.shipping and draft.shipping.pickup else ""
    address = replace(
        old,
        recipient=recipient or old.recipient or "-",
        phone=phone or old.phone,
        text=text or old.text or fallback,
    )
    if text is not None:
        latitude, longitude = pin or (None, None)
        address = replace(address, latitude=latitude, longitude=longitude)
    cart.choose_address(visit.uow, visit.actor, address)
    if phone and customer is not None and not customer.phone and address.recipient == own_name:
        visit.customer = replace(customer, phone=phone)
        visit.uow.customers.save(visit.customer)


def _wrong_text(text: str, least: int, most: int, short: str) -> str | None:
    if len(text) > most:
        return "customer.wrong.too_long"
    if len(text) < least or not any(c.isalpha() for c in text):
        return short
    return None


def _nothing_to_order(visit: Visit) -> Reply:
    visit.state.pop("form", None)
    return told("customer.cart.empty", ((CART, HOME),))
