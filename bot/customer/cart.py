"""The cart: what is in it, changing and emptying it."""

from bot.customer.catalogue import levels_of, set_within_stock, stepper
from bot.customer.replies import (
    HOME,
    SHELVES,
    button,
    cart_of,
    named,
    paged,
    told,
)
from bot.visit import Reply, Toast, Visit, screen
from domain.usecases import cart
from domain.usecases.cart import priced
from notifications.render.screen import Rows, Screen, Style


def show(visit: Visit, page: int = 0, focus: str = "", toast: Toast | None = None) -> Reply:
    """Show the cart; with `focus`, the quantity of that SKU can be changed."""
    stored = cart_of(visit)
    if stored is None:
        ways = ((SHELVES, button("customer.button.orders", "o.list")), (HOME,))
        return Reply(told("customer.cart.empty", ways).shows, toast)
    draft = priced(visit.uow, stored)
    skus = visit.uow.catalogue.skus(line.sku for line in draft.lines)
    levels = levels_of(visit, list(skus.values()))
    lines = [
        {
            "title": line.title,
            "quantity": line.quantity,
            "price": line.unit_price,
            "amount": line.amount,
            "available": levels[line.sku].available if line.sku in levels else 0,
            "on_sale": line.sku in skus and skus[line.sku].active,
        }
        for line in draft.lines
    ]
    rows: Rows = ()
    chosen = next((x for x in draft.lines if x.sku == focus), None)
    if chosen is not None and focus in skus:
        rows = stepper("b.set", skus[focus], chosen.quantity, levels[focus])
        rows = (*rows, (button("customer.button.take_out", "b.set", focus, 0),))
    here, turns = paged(draft.lines, page, "b.cart")
    edits = tuple((named(f"✏️ {x.title}", "b.line", x.sku),) for x in here if x.sku != focus)
    checkout = button("customer.button.checkout", "k.go", style=Style.SUCCESS)
    more = (SHELVES, button("customer.button.empty", "b.clear"))
    params = {"lines": lines, "total": draft.goods_total, "focus": chosen}
    params |= {"changes": (), "wrong": None, "facts": {}}
    below = ((checkout,), more, (HOME,))
    return screen(Screen("customer/cart", params, (*rows, *edits, *turns, *below)), toast)


def line(visit: Visit, sku: str) -> Reply:
    """Show the cart with one line to change."""
    return show(visit, focus=sku)


def put(visit: Visit, code: str, quantity: int) -> Reply:
    """Set a line's quantity and show the cart."""
    sku = visit.uow.catalogue.sku(code)
    if sku is None:
        return show(visit)
    toast = set_within_stock(visit, sku, quantity)
    return show(visit, focus=code, toast=toast)


def ask_clear(visit: Visit) -> Reply:
    """Ask before everything is taken out."""
    if cart_of(visit) is None:
        return show(visit)
    yes = button("customer.button.yes_empty", "b.empty", style=Style.DANGER)
    return told("customer.cart.sure", ((yes,), (button("base.back", "b.cart"), HOME)))


def clear(visit: Visit) -> Reply:
    """Empty the cart."""
    cart.clear_cart(visit.uow, visit.actor)
    return show(visit, toast=Toast("customer.toast.emptied"))
