"""Whatever else a person sends: read, and answered by a real screen, never silence."""

import re
from collections.abc import Callable

from bot.customer import (
    afterwards,
    asking_team,
    card_answers,
    cart,
    catalogue,
    changing,
    checkout,
    home,
    inquiries,
    ordering,
    orders,
    proof,
    tracking,
)
from bot.customer.catalogue import VIEWING
from bot.customer.checkout import SUMMARY
from bot.customer.hearing import (
    Heard,
    elsewhere,
    forget_pause,
    hear,
    open_proposal,
    order_said,
    said_twice,
)
from bot.customer.replies import (
    HOME,
    ORDERS,
    SHELVES,
    button,
    card,
    cart_of,
    form,
    told,
)
from bot.visit import Handler, Kind, Reply, Visit
from domain.catalogue import Product
from domain.numbers import parse_number
from domain.understanding.contract import Intent, Item
from domain.understanding.hostility import hostile
from domain.usecases.learning import note_unread
from domain.usecases.proposing import product_named

_LONGEST_SEARCH = 60
_MOST_WORDS = 12


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that people put around what they mean; searching for them would find anything.
_FILLERS = _words(
    "ada ambil aku apa aq atau bang bayar beli berapa bisa boleh buat dan dari dong ga gak gan harga "
    "hai halo hi hello hrg ini itu ka kak kakak kalau kirim mas mau mba mbak mesan min minta mohon mw "
    "nya order pack pak pcs pesan pesen please price ready saya sis stok sy tolong transfer udah "
    "untuk ya yang yg the and want need have with how much many"
)
_POLITE = _words(
    "ka kak kakak min gan sis bang mas mba mbak bu pak dong ya yaa nih hai halo hi hello"
)
_PAYMENT_WORDS = _words("tf transfer trf bukti norek rekening rek bayar lunas paid proof pay")
_PARCEL_WORDS = _words("resi resinya lacak dikirim kiriman sampai nyampe kurir track parcel")

_UNFINISHED = frozenset({Intent.UNKNOWN, Intent.ORDER, Intent.DETAILS, Intent.SHIPPING_CHOICE})
"""What may be the beginning of an order; anything else has been answered, and is done with."""

Answer = Callable[[Visit, Heard], Reply]


def fallback(visit: Visit) -> Reply:
    """Answer what no command, button or form is there for."""
    kind = visit.incoming.kind
    if kind is Kind.TAP:
        return home.stale(visit)
    if kind is Kind.COMMAND:
        return told("customer.unknown_command", ((SHELVES, ORDERS), (HOME,)))
    if kind is Kind.TEXT:
        return on_free_text(visit)
    if kind in proof.PICTURES:
        described = bool(visit.incoming.text.strip()) and not proof.waiting(visit)
        return on_free_text(visit) if described else proof.take_unasked(visit)
    if kind is Kind.EDITED:
        return Reply()  # it was answered when it was new
    if kind is Kind.CONTACT and (taken := ordering.contact(visit)) is not None:
        return taken
    if kind in {Kind.LOCATION, Kind.CONTACT} and cart_of(visit) is not None:
        go_on = button("customer.button.checkout", "k.go")
        return told("customer.unasked_address", ((go_on,), (HOME,)))
    return told("customer.unreadable", ((SHELVES, ORDERS), (button("base.home", "home"),)))


def on_free_text(visit: Visit) -> Reply:
    """Read free text and do what it asks for, as far as that is a screen; nothing is placed by it."""
    if said_twice(visit):
        return ordering.as_it_is(visit) if open_proposal(visit) is not None else cart.show(visit)
    number = _number_alone(visit)
    if number is not None:
        return tracking.lookup(visit, number) or orders.show(visit, number)
    heard = hear(visit)
    reply = _respond(visit, heard)
    if all(show.remember is None for show in reply.shows):
        visit.state.pop(ordering.MESSAGE, None)  # the card is not the last that is seen
        if heard.reading.intent not in _UNFINISHED or VIEWING in visit.state:
            forget_pause(visit)
    return reply


def _number_alone(visit: Visit) -> str | None:
    """Return the own order of which nothing but the number was written; it may look like words."""
    text = visit.incoming.text
    return order_said(visit, text) if parse_number("".join(text.split())) else None


def attentive(name: str, handler: Handler) -> Handler:
    """Return a form's handler that lets go of what is clearly no answer to its question.

    A question in between leaves the form waiting; an order closes it.
    """

    def handle(visit: Visit) -> Reply:
        if visit.incoming.kind is Kind.TEXT:
            other = elsewhere(visit, name)
            if other is not None:
                waiting = dict(form(visit))
                reply = _respond(visit, other)
                if other.reading.intent is not Intent.ORDER and not form(visit):
                    visit.state["form"] = waiting
                return reply
        return handler(visit)

    return handle


def _respond(visit: Visit, heard: Heard) -> Reply:
    if card_answers.plain(heard.text) and (taken := ordering.typed(visit, heard.text)) is not None:
        return taken
    if heard.whole is not None and heard.reading.intent is not Intent.ORDER:
        return ordering.order(visit, heard)
    answer = _ANSWERS.get(heard.reading.intent, unknown)
    return answer(visit, heard)


def _order(visit: Visit, heard: Heard) -> Reply:
    """A product that is only named is shown; what is ordered is put on the card."""
    items = heard.reading.items
    no_goods = all(item.product is None for item in items) and not _has_digit(heard.text)
    if no_goods and open_proposal(visit) is None and asking_team.with_team(visit):
        return asking_team.pass_on(visit, heard.text)
    if len(items) == 1 and open_proposal(visit) is None and _only_named(heard.text, items[0]):
        product = product_named(visit.uow, items[0].product or "")
        if product is not None:
            return catalogue.product_page(visit, product)
    return ordering.order(visit, heard)


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _only_named(text: str, item: Item) -> bool:
    said, source = (set(re.findall(r"[^\W_]+", t.casefold())) for t in (text, item.source))
    return not _has_digit(text) and said - _POLITE <= source and bool(item.product)


def _checkout(visit: Visit, heard: Heard) -> Reply:
    proposal = open_proposal(visit)
    if proposal is not None:
        return ordering.confirm(visit, proposal)
    if heard.reading.items:
        return ordering.propose_lines(visit, heard.reading)
    return checkout.proceed(visit)


def _cart(visit: Visit, _heard: Heard) -> Reply:
    proposal = open_proposal(visit)
    return ordering.show(visit, proposal.version) if proposal else cart.show(visit)


def _shipping(visit: Visit, heard: Heard) -> Reply:
    return ordering.details(visit, heard) or inquiries.choose_shipping(visit, heard)


def _payment(visit: Visit, heard: Heard) -> Reply:
    return ordering.details(visit, heard) or inquiries.choose_payment(visit, heard)


def _confirm(visit: Visit, heard: Heard) -> Reply:
    """ "Ya, benar" to the card, or to the summary: the same as its button."""
    proposal = open_proposal(visit)
    if proposal is not None:
        return ordering.confirm(visit, proposal)
    shown = visit.state.get(SUMMARY)
    if not isinstance(shown, list):
        return unknown(visit, heard)
    number, version, total, _ = shown
    reply = checkout.place(visit, str(number), int(version), int(total))
    # Where this placed the order, its card is sent anyway: a second one would be the same.
    return Reply() if str(number) in visit.uow.recorded else reply


def _decline(visit: Visit, _heard: Heard) -> Reply:
    if open_proposal(visit) is not None:
        return ordering.give_up(visit)
    visit.state.pop(SUMMARY, None)
    return told("talk.given_up_cart", ((button("customer.button.edit", "k.edit"),), (HOME,)))


def unknown(visit: Visit, heard: Heard) -> Reply:
    """The reader makes nothing of it: an answer to the card, an order's number, goods by their code."""
    text = " ".join(visit.incoming.text.split())
    if hostile(text):
        return _not_understood()
    answered = ordering.typed(visit, text)
    if answered is not None:
        return answered
    proposal = open_proposal(visit)
    if proposal is not None and card_answers.plain(text):
        return ordering.confirm(visit, proposal)  # shown again where something is still asked
    said = order_said(visit, text)
    if said is not None or _has_digit(text):
        tracked = tracking.lookup(visit, text)
        if tracked is not None:
            return tracked
    if said is not None:
        return orders.show(visit, said)
    words = re.findall(r"[^\W_]+", text.casefold())
    telling = [w for w in dict.fromkeys(words) if len(w) > 2 and w not in _FILLERS][:_MOST_WORDS]
    products = search(visit, text, telling)
    if products:
        return catalogue.found(visit, products, " ".join(telling)[:_LONGEST_SEARCH] or text)
    meant = _about_orders(visit, set(words))
    if meant is not None:
        return meant
    if asking_team.with_team(visit) and words:
        return asking_team.pass_on(visit, heard.text)
    note_unread(visit.uow, f"c:{visit.actor.id}", heard.text, heard.reading)
    return _not_understood()


def _not_understood() -> Reply:
    ways = (
        (SHELVES, ORDERS),
        (asking_team.BUTTON,),
        (button("customer.button.help", "help"), HOME),
    )
    return told("customer.not_understood", ways)


def _about_orders(visit: Visit, words: set[str]) -> Reply | None:
    """Read a few words about orders that people use every day: paid, where is it."""
    if words & _PAYMENT_WORDS:
        waiting = proof.waiting(visit)
        if len(waiting) == 1:
            return card(visit, waiting[0])
        if waiting:
            return orders.history(visit)
    if words & _PARCEL_WORDS and visit.uow.orders.of_customer(visit.actor.id, 1):
        return tracking.underway(visit)
    return None


def search(visit: Visit, text: str, telling: list[str]) -> list[Product]:
    """Return products that match the whole text, or else half of its words, best first."""
    if len(text) <= _LONGEST_SEARCH:
        whole = visit.uow.catalogue.search(text, catalogue.MAX_FOUND)
        if whole:
            return whole
    hits: dict[str, tuple[int, Product]] = {}
    for word in telling:
        for product in visit.uow.catalogue.search(word, catalogue.MAX_FOUND):
            count = hits[product.code][0] if product.code in hits else 0
            hits[product.code] = (count + 1, product)
    best = max((count for count, _ in hits.values()), default=0)
    if 2 * best < len(telling):
        return []  # one word of many: it is rather about something else
    return [product for count, product in hits.values() if count == best]


_ANSWERS: dict[Intent, Answer] = {
    Intent.ORDER: _order,
    Intent.REORDER: changing.again,
    Intent.CART_CHANGE: changing.change,
    Intent.CART_SHOW: _cart,
    Intent.CHECKOUT: _checkout,
    Intent.AVAILABILITY: inquiries.goods,
    Intent.PRICE: inquiries.goods,
    Intent.WHOLESALE_PRICE: afterwards.credit,
    Intent.CATALOGUE: inquiries.shelves,
    Intent.PRODUCT_QUESTION: inquiries.about_product,
    Intent.PROMO_QUESTION: inquiries.goods,
    Intent.NEGOTIATE: inquiries.goods,
    Intent.SHIPPING_QUOTE: inquiries.shipping_quote,
    Intent.SHIPPING_CHOICE: _shipping,
    Intent.PAYMENT_QUESTION: inquiries.payment,
    Intent.PAYMENT_CHOICE: _payment,
    Intent.PAYMENT_CLAIM: afterwards.claim,
    Intent.TERMS_QUESTION: inquiries.terms,
    Intent.DOCUMENT_REQUEST: afterwards.papers,
    Intent.DETAILS: afterwards.details,
    Intent.CONFIRM: _confirm,
    Intent.DECLINE: _decline,
    Intent.TRACK: afterwards.track,
    Intent.COMPLAINT_LATE: afterwards.late,
    Intent.CANCEL: afterwards.cancel,
    Intent.RETURN: afterwards.send_back,
    Intent.EXCHANGE: afterwards.send_back,
    Intent.REFUND_TARGET: afterwards.refund_target,
    Intent.ADDRESS_CHANGE: afterwards.change_address,
    Intent.STORE_INFO: inquiries.store,
    Intent.PRIVACY: afterwards.privacy,
    Intent.GREETING: afterwards.greet,
    Intent.THANKS: afterwards.thanks,
    Intent.HUMAN: afterwards.human,
    Intent.UNKNOWN: unknown,
}
