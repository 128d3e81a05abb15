"""The way in: greeting, menu, help, language."""

from bot.customer import cart as cart_screen
from bot.customer import catalogue, orders
from bot.customer.replies import (
    HOME,
    OLD,
    ORDERS,
    SHELVES,
    button,
    cart_of,
    close_form,
    form,
    named,
    told,
)
from bot.visit import Reply, Toast, Visit, screen
from domain.errors import NotFound
from domain.numbers import parse_number
from domain.orders import OPEN_STATUSES
from domain.usecases import cart
from notifications.render.screen import Rows, Screen

BANNER = "shop.jpg"
LANGUAGES = {"id": "🇮🇩 Bahasa Indonesia", "en": "🇬🇧 English"}
_RECENT = 20


def start(visit: Visit) -> Reply:
    """Greet; a deep link leads to a product (`p_<code>`) or an own order (`o_<number>`)."""
    link = visit.incoming.words[0] if visit.incoming.words else ""
    kind, _, rest = link.partition("_")
    if kind == "p" and rest:
        return catalogue.product(visit, rest)
    number = parse_number(rest) if kind == "o" else None
    if number is not None:
        try:
            return orders.show(visit, number)
        except NotFound:
            return told("customer.link.order_unknown", ((ORDERS, HOME),))
    return menu(visit, greeting=True)


def menu(visit: Visit, *, greeting: bool = False) -> Reply:
    """Show the menu; a new customer sees the shop's picture with it."""
    uow = visit.uow
    recent = uow.orders.of_customer(visit.actor.id, _RECENT)
    underway = [o for o in recent if o.status in OPEN_STATUSES]
    held = cart_of(visit)
    rows: Rows = ((SHELVES,),)
    if held is not None:
        count = sum(line.quantity for line in held.lines)
        to_cart = button("customer.button.cart_with", "b.cart", count=count)
        rows = (*rows, (to_cart, button("customer.button.checkout", "k.go")))
    if recent:
        again = button("customer.button.again", "o.reorder", recent[0].number)
        rows = (*rows, (ORDERS, button("customer.button.track", "t")), (again,))
    rows = (
        *rows,
        (button("customer.button.help", "help"), button("customer.button.language", "lang")),
    )
    params = {
        "name": visit.customer.name if visit.customer else "",
        "policy": uow.policy,
        "new": not recent,
        "greeting": greeting,
        "underway": len(underway),
    }
    photo = BANNER if greeting and not recent else None
    return screen(Screen("customer/home", params, rows, photo=photo))


def help_page(visit: Visit) -> Reply:
    """Say what can be done here, and how to reach people."""
    rows: Rows = ((SHELVES, ORDERS), (button("customer.button.track", "t"), HOME))
    return screen(Screen("customer/help", {"policy": visit.uow.policy}, rows))


def languages(_visit: Visit) -> Reply:
    """Ask which language."""
    buttons = tuple(named(name, "lang.set", code) for code, name in LANGUAGES.items())
    return told("customer.language.ask", (buttons, (HOME,)))


def choose_language(visit: Visit, language: str) -> Reply:
    """Speak that language from now on."""
    visit.customer = cart.choose_language(visit.uow, visit.actor, language)
    reply = menu(visit)
    return Reply(reply.shows, Toast("customer.toast.language"))


def stop(visit: Visit) -> Reply:
    """Leave any form; what is in the cart stays."""
    left = bool(form(visit))
    close_form(visit)
    ways = ((button("customer.button.cart", "b.cart"), HOME),) if cart_of(visit) else ((HOME,),)
    if not left:
        return told("customer.stop.nothing", ways)
    return told("customer.stop.done_cart" if cart_of(visit) else "customer.stop.done", ways)


def stale(visit: Visit) -> Reply:
    """Answer a button that is old or made up: say so, show where things stand."""
    fresh = cart_screen.show(visit) if cart_of(visit) else menu(visit)
    return Reply(fresh.shows, OLD)
