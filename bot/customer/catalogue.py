"""The shelves: categories, products, a product's page, into the cart."""

from collections.abc import Sequence

from bot.customer.parsing import parse_quantity
from bot.customer.replies import (
    CART,
    HOME,
    OLD,
    ask,
    back,
    button,
    cart_of,
    close_form,
    form,
    in_rows,
    named,
    paged,
    text_in,
    told,
)
from bot.visit import Kind, Reply, Toast, Visit, screen
from domain.catalogue import Product, Sku
from domain.stock import StockLevel
from domain.usecases import cart
from notifications.render.screen import Button, Rows, Screen, Style

FEW = 5
VIEWING = "viewing"
"""Where the conversation keeps which goods were shown last: a SKU, or a product's name."""
MAX_FOUND = 24


def categories(visit: Visit) -> Reply:
    """Show the shelves."""
    shelves = visit.uow.catalogue.categories()
    buttons = [named(f"{c.emoji} {c.name}".strip(), "c.cat", c.code) for c in shelves]
    ahead = ((CART,),) if cart_of(visit) else ()
    return screen(Screen("customer/categories", {}, (*in_rows(buttons), *ahead, (HOME,))))


def category(visit: Visit, code: str, page: int = 0) -> Reply:
    """Show what stands on a shelf."""
    shelf = next((c for c in visit.uow.catalogue.categories() if c.code == code), None)
    if shelf is None:
        return old_page(visit)
    here, turns = paged(visit.uow.catalogue.products(code), page, "c.cat", code)
    title = f"{shelf.emoji} {shelf.name}".strip()
    return _products(visit, title, here, (*turns, back("c.cats")))


def found(visit: Visit, products: Sequence[Product], words: str) -> Reply:
    """Show what was found for the words."""
    if len(products) == 1:
        return product_page(visit, products[0])
    cart_row = (CART,) if cart_of(visit) else ()
    return _products(visit, words, products[:8], ((*cart_row, HOME),), searched=True)


def _products(
    visit: Visit, title: str, products: Sequence[Product], below: Rows, *, searched: bool = False
) -> Reply:
    skus = {p.code: visit.uow.catalogue.skus_of(p.code) for p in products}
    levels = levels_of(visit, [s for of_one in skus.values() for s in of_one])
    rows = [
        {
            "name": p.name,
            "low": min(s.price for s in skus[p.code]),
            "high": max(s.price for s in skus[p.code]),
            "available": sum(levels[s.code].available for s in skus[p.code]),
        }
        for p in products
        if skus[p.code]
    ]
    buttons = [named(p.name, "c.prod", p.code) for p in products if skus[p.code]]
    params = {"title": title, "products": rows, "searched": searched}
    return screen(Screen("customer/products", params, (*in_rows(buttons), *below)))


def product(visit: Visit, code: str, page: int = 0) -> Reply:
    """Show a product by its code."""
    shown = visit.uow.catalogue.product(code)
    if shown is None or not shown.active:
        return old_page(visit)
    return product_page(visit, shown, page=page)


def product_page(
    visit: Visit,
    shown: Product,
    focus: Sku | None = None,
    page: int = 0,
    toast: Toast | None = None,
) -> Reply:
    """Show a product: picture, prices, stock; with `focus`, the quantity of that variant."""
    skus = visit.uow.catalogue.skus_of(shown.code)
    if not skus:
        return old_page(visit)
    focus = skus[0] if len(skus) == 1 else focus
    visit.state[VIEWING] = focus.code if focus else shown.name
    levels = levels_of(visit, skus)
    wanted = quantities(visit)
    params = {
        "product": shown,
        "variants": [
            {
                "label": s.variant,
                "price": s.price,
                "available": levels[s.code].available,
                "few": levels[s.code].available <= max(s.low_stock, FEW),
                "wanted": wanted.get(s.code, 0),
            }
            for s in skus
        ],
        "focus": focus,
        "wanted": wanted.get(focus.code, 0) if focus else 0,
    }
    rows: Rows = ()
    if focus is not None:
        rows = stepper("c.set", focus, wanted.get(focus.code, 0), levels[focus.code])
    if len(skus) > 1:
        rows = (*rows, *_variants(shown, skus, wanted, levels, focus, page))
    ahead = (CART, button("customer.button.checkout", "k.go", style=Style.SUCCESS))
    rows = (*rows, *((ahead,) if wanted else ()), back("c.cat", shown.category))
    return screen(Screen("customer/product", params, rows, photo=shown.picture), toast)


def _variants(
    shown: Product,
    skus: list[Sku],
    wanted: dict[str, int],
    levels: dict[str, StockLevel],
    focus: Sku | None,
    page: int,
) -> Rows:
    here, turns = paged(skus, page, "c.prod", shown.code)
    buttons: list[Button] = []
    for sku in here:
        count = wanted.get(sku.code, 0)
        if focus is not None and sku.code == focus.code:
            continue
        if count:
            buttons.append(named(f"✓ {count}× {sku.variant}", "c.sku", sku.code))
        elif levels[sku.code].available > 0:
            buttons.append(named(f"+ {sku.variant}", "c.add", sku.code))
    return (*in_rows(buttons), *turns)


def stepper(verb: str, sku: Sku, count: int, level: StockLevel) -> Rows:
    """Return the buttons that set a quantity; each carries the quantity that it leads to."""
    if count == 0:
        if level.available <= 0:
            return ()
        add = button("customer.button.add", "c.add", sku.code, style=Style.PRIMARY)
        return ((add,),)
    fewer = named("−", verb, sku.code, count - 1)
    number = named(f"{count}×", "c.type", sku.code)
    more = (named("+", verb, sku.code, count + 1),) if level.available > count else ()
    typed = button("customer.button.type_quantity", "c.type", sku.code)
    return ((fewer, number, *more), (typed,))


def show_sku(visit: Visit, code: str) -> Reply:
    """Show a variant on its product's page."""
    sku = visit.uow.catalogue.sku(code)
    return old_page(visit) if sku is None else _page_of(visit, sku)


def add(visit: Visit, code: str) -> Reply:
    """Put one into the cart where there is none yet; a second tap changes nothing."""
    if quantities(visit).get(code, 0):
        return show_sku(visit, code)
    return put(visit, code, 1)


def put(visit: Visit, code: str, quantity: int) -> Reply:
    """Set a quantity and show it on the product's page."""
    sku = visit.uow.catalogue.sku(code)
    if sku is None:
        return old_page(visit)
    toast = set_within_stock(visit, sku, quantity)
    return _page_of(visit, sku, toast)


def set_within_stock(visit: Visit, sku: Sku, quantity: int) -> Toast:
    """Set a quantity, at most what is there; return what to tell."""
    available = visit.uow.stock.level(sku.code, visit.uow.policy.location).available
    if quantity and available <= 0:
        return Toast("customer.toast.sold_out", {"title": sku.title}, alert=True)
    kept = min(quantity, available)
    if kept == 0 and not quantities(visit).get(sku.code):
        return Toast("customer.toast.not_in_cart")
    cart.set_quantity(visit.uow, visit.actor, sku.code, kept)
    if kept < quantity:
        return Toast("customer.toast.only_left", {"count": available}, alert=True)
    if kept == 0:
        return Toast("customer.toast.removed", {"title": sku.title})
    return Toast("customer.toast.in_cart", {"title": sku.title, "count": kept})


def _page_of(visit: Visit, sku: Sku, toast: Toast | None = None) -> Reply:
    shown = visit.uow.catalogue.product(sku.product)
    if shown is None:
        return old_page(visit)
    focus = sku if sku.active else None
    return product_page(visit, shown, focus, toast=toast)


def ask_quantity(visit: Visit, code: str, wrong: str | None = None) -> Reply:
    """Ask how many."""
    sku = visit.uow.catalogue.sku(code)
    if sku is None or not sku.active:
        return old_page(visit)
    available = visit.uow.stock.level(code, visit.uow.policy.location).available
    most = max(0, min(available, visit.uow.policy.max_quantity))
    return ask(
        visit,
        {"name": "quantity", "sku": code},
        "customer.quantity.ask",
        wrong=wrong,
        rows=(back("c.sku", code),),
        facts={"title": sku.title, "most": most, "limit": visit.uow.policy.max_quantity},
    )


def take_quantity(visit: Visit) -> Reply:
    """Answer the question how many."""
    code = text_in(form(visit), "sku")
    sku = visit.uow.catalogue.sku(code)
    if sku is None:
        close_form(visit)
        return old_page(visit)
    if visit.incoming.kind is not Kind.TEXT:
        return ask_quantity(visit, code, "customer.wrong.text_wanted")
    shown = visit.uow.catalogue.product(sku.product)
    quantity = parse_quantity(visit.incoming.text, shown.units if shown else None)
    if quantity is None:
        return ask_quantity(visit, code, "customer.quantity.unreadable")
    if quantity < 0:
        return ask_quantity(visit, code, "customer.quantity.negative")
    if quantity > visit.uow.policy.max_quantity:
        return ask_quantity(visit, code, "customer.quantity.too_many")
    available = visit.uow.stock.level(code, visit.uow.policy.location).available
    if quantity > available:
        return ask_quantity(visit, code, "customer.quantity.not_there")
    close_form(visit)
    set_within_stock(visit, sku, quantity)
    return _page_of(visit, sku)


def quantities(visit: Visit) -> dict[str, int]:
    """Return what is in the cart: {SKU: quantity}."""
    draft = cart_of(visit)
    return {line.sku: line.quantity for line in draft.lines} if draft else {}


def levels_of(visit: Visit, skus: list[Sku]) -> dict[str, StockLevel]:
    """Return the stock levels of the SKUs."""
    return visit.uow.stock.levels((s.code for s in skus), visit.uow.policy.location)


def old_page(visit: Visit) -> Reply:  # noqa: ARG001  # a handler's shape
    """Answer a button of a page that is no longer true."""
    toast = OLD
    reply = told("customer.old", ((button("customer.button.catalogue", "c.cats"), HOME),))
    return Reply(reply.shows, toast)
