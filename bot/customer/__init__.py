"""The customer's front: which handler answers what in a private chat."""

from bot.customer import (
    answers,
    asking_team,
    cart,
    catalogue,
    changing,
    checkout,
    complaint,
    home,
    ordering,
    orders,
    proof,
    sending_back,
    talk,
    tracking,
)
from bot.customer.table import Tap, answered, commanded, tapped, tidied
from bot.visit import Handler, Reply, Routes, Visit

__all__ = ["COMMANDS", "routes"]

# What the menu of commands shows, by language: (command, message id of its description).
COMMANDS: dict[str, tuple[tuple[str, str], ...]] = {
    "id": (
        ("katalog", "customer.command.catalogue"),
        ("keranjang", "customer.command.cart"),
        ("pesanan", "customer.command.orders"),
        ("lacak", "customer.command.track"),
        ("menu", "customer.command.menu"),
        ("bantuan", "customer.command.help"),
        ("bahasa", "customer.command.language"),
        ("batal", "customer.command.cancel"),
    ),
    "en": (
        ("catalog", "customer.command.catalogue"),
        ("cart", "customer.command.cart"),
        ("orders", "customer.command.orders"),
        ("track", "customer.command.track"),
        ("menu", "customer.command.menu"),
        ("help", "customer.command.help"),
        ("language", "customer.command.language"),
        ("cancel", "customer.command.cancel"),
    ),
}


def _list_orders(visit: Visit) -> Reply:
    return orders.history(visit)


def _cart(visit: Visit) -> Reply:
    return cart.show(visit)


def _menu(visit: Visit) -> Reply:
    return home.menu(visit)


_COMMANDS: dict[str, Handler] = {
    "start": home.start,
    "menu": _menu,
    **dict.fromkeys(("katalog", "catalog", "catalogue"), catalogue.categories),
    **dict.fromkeys(("keranjang", "cart"), _cart),
    **dict.fromkeys(("pesanan", "orders"), _list_orders),
    **dict.fromkeys(("lacak", "track"), tracking.command),
    **dict.fromkeys(("bantuan", "help"), home.help_page),
    **dict.fromkeys(("bahasa", "language"), home.languages),
}

_TAPS: dict[str, Tap] = {
    "home": Tap(_menu),
    "help": Tap(home.help_page),
    "lang": Tap(home.languages),
    "lang.set": Tap(home.choose_language, "s"),
    "c.cats": Tap(catalogue.categories),
    "c.cat": Tap(catalogue.category, "sN"),
    "c.prod": Tap(catalogue.product, "sN"),
    "c.sku": Tap(catalogue.show_sku, "s"),
    "c.add": Tap(catalogue.add, "s"),
    "c.set": Tap(catalogue.put, "sn"),
    "c.type": Tap(catalogue.ask_quantity, "s"),
    "b.cart": Tap(cart.show, "N"),
    "b.line": Tap(cart.line, "s"),
    "b.set": Tap(cart.put, "sn"),
    "b.clear": Tap(cart.ask_clear),
    "b.empty": Tap(cart.clear),
    "b.undo": Tap(changing.undo, "n"),
    "p.set": Tap(ordering.correct("set"), "nnn"),
    "p.pick": Tap(ordering.correct("pick"), "nns"),
    "p.ware": Tap(ordering.correct("ware"), "nns"),
    "p.edit": Tap(ordering.edit, "nn"),
    "p.card": Tap(ordering.show, "n"),
    "p.ok": Tap(ordering.accept, "n", keeps_form=True),
    "p.no": Tap(ordering.decline, "n"),
    "h.ask": Tap(asking_team.ask, keeps_form=True),
    "k.go": Tap(checkout.proceed),
    "k.edit": Tap(checkout.edit),
    "k.take": Tap(checkout.take, "sn"),
    "k.place": Tap(checkout.place, "snn"),
    "k.addr": Tap(answers.change_address),
    "k.use": Tap(answers.use_saved, "n"),
    "k.pin": Tap(answers.change_by_pin),
    "k.name": Tap(answers.change_recipient),
    "k.phone": Tap(answers.change_phone),
    "k.contact": Tap(answers.use_contact, "n", keeps_form=True),
    "k.ship": Tap(answers.change_shipping),
    "k.way": Tap(answers.use_shipping, "s"),
    "k.pay": Tap(answers.change_term),
    "k.term": Tap(answers.use_term, "s"),
    "k.note": Tap(answers.change_note),
    "k.note.no": Tap(answers.drop_note),
    "o.list": Tap(orders.history, "N"),
    "o.card": Tap(orders.show, "s"),
    "o.cancel": Tap(orders.ask_cancel, "sn"),
    "o.drop": Tap(orders.cancel, "sn"),
    "o.ok": Tap(orders.accept, "s"),
    "o.reorder": Tap(orders.reorder, "sN"),
    "o.help": Tap(orders.help_on, "s"),
    "o.proof": Tap(proof.ask_proof, "s"),
    "o.this": Tap(proof.take_for, "s"),
    "o.track": Tap(tracking.by_order, "s"),
    "t": Tap(tracking.underway),
    "t.type": Tap(tracking.ask_number),
    "o.bad": Tap(complaint.begin, "s"),
    "q.line": Tap(complaint.toggle, "n", keeps_form=True),
    "q.count": Tap(complaint.count, "nn", keeps_form=True),
    "q.go": Tap(complaint.go_to, "s", keeps_form=True),
    "q.reason": Tap(complaint.give_reason, "s", keeps_form=True),
    "q.skip": Tap(complaint.skip_pictures, keeps_form=True),
    "q.wish": Tap(complaint.wish, "s", keeps_form=True),
    "q.send": Tap(complaint.send, "s", keeps_form=True),
    "r.cancel": Tap(sending_back.ask_cancel, "s"),
    "r.drop": Tap(sending_back.cancel, "s"),
    "r.sent": Tap(sending_back.ask_waybill, "s"),
    "r.none": Tap(sending_back.without_waybill, "s"),
}

_FORMS: dict[str, Handler] = {
    "quantity": catalogue.take_quantity,
    "address": answers.take_address,
    "pin": answers.take_detail,
    "recipient": answers.take_recipient,
    "phone": answers.take_phone_number,
    "note": answers.take_note,
    "way": answers.take_way,
    "term": answers.take_term,
    "proof": proof.take_proof,
    "track": tracking.take_number,
    "waybill": sending_back.take_waybill,
    complaint.NAME: complaint.take_answer,
}


def routes() -> Routes:
    """Return the table of the customer's front."""
    return Routes(
        commands={name: commanded(handler) for name, handler in _COMMANDS.items()}
        | dict.fromkeys(("batal", "cancel"), tidied(home.stop)),
        taps={verb: tapped(tap, home.stale) for verb, tap in _TAPS.items()},
        forms={
            name: answered(talk.attentive(name, handler), home.stop)
            for name, handler in _FORMS.items()
        },
        fallback=tidied(talk.fallback),
    )
