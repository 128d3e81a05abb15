"""Whatever else a person sends: a helpful answer, never silence."""

import re

from bot.customer import catalogue, home, orders, proof, tracking
from bot.customer.replies import HOME, ORDERS, SHELVES, button, card, cart_of, told
from bot.visit import Kind, Reply, Visit
from domain.catalogue import Product

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
_GREETINGS = _words("halo hallo hai hi hello hey pagi siang sore malam menu p assalamualaikum")
_CATALOGUE_WORDS = _words("katalog catalog catalogue pricelist daftar produk products")
_PAYMENT_WORDS = _words("tf transfer trf bukti norek rekening rek bayar lunas paid proof pay")
_PARCEL_WORDS = _words("resi resinya lacak dikirim kiriman sampai nyampe kurir track parcel")


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
        return proof.take_unasked(visit)
    if kind is Kind.EDITED:
        return Reply()  # it was answered when it was new
    if kind in {Kind.LOCATION, Kind.CONTACT} and cart_of(visit) is not None:
        go_on = button("customer.button.checkout", "k.go")
        return told("customer.unasked_address", ((go_on,), (HOME,)))
    return told("customer.unreadable", ((SHELVES, ORDERS), (button("base.home", "home"),)))


def on_free_text(visit: Visit) -> Reply:
    """Read free text: an own order's number or waybill, a greeting, a product; else offer ways on."""
    text = " ".join(visit.incoming.text.split())
    words = re.findall(r"[^\W_]+", text.casefold())
    if words and set(words) <= _GREETINGS | _FILLERS and set(words) & _GREETINGS:
        return home.menu(visit)
    if set(words) & _CATALOGUE_WORDS:
        return catalogue.categories(visit)
    if any(c.isdigit() for c in text):
        tracked = tracking.lookup(visit, text)
        if tracked is not None:
            return tracked
    telling = [w for w in dict.fromkeys(words) if len(w) > 2 and w not in _FILLERS][:_MOST_WORDS]
    products = search(visit, text, telling)
    if products:
        return catalogue.found(visit, products, " ".join(telling)[:_LONGEST_SEARCH] or text)
    meant = _about_orders(visit, set(words))
    if meant is not None:
        return meant
    return told(
        "customer.not_understood",
        ((SHELVES, ORDERS), (button("customer.button.help", "help"), HOME)),
    )


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
    """Return products that match the whole text, or else most of its words, best first."""
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
    return [product for count, product in hits.values() if count == best]
