"""From the cart to the order: asks what is missing, shows everything, places it."""

from bot.customer import cart as cart_screen
from bot.customer import questions
from bot.customer.catalogue import levels_of
from bot.customer.replies import HOME, back, button, card, cart_of, close_form
from bot.sentences import explain
from bot.visit import Reply, Toast, Visit, screen
from domain.errors import (
    AlreadyDone,
    Incomplete,
    NotOffered,
    NotOnSale,
    OutOfStock,
    PriceChanged,
    Stale,
)
from domain.orders import Order
from domain.usecases import cart, placing
from domain.usecases.cart import offered_terms, priced
from notifications.render.screen import Button, Rows, Screen, Style, call

SUMMARY = "summary"
"""Where the conversation keeps what was shown last to be confirmed: number, version, total, when."""
TALKED = "proposal_at"
"""Since when a card is talked about; whoever goes to the checkout talks about the cart."""
CHANGED = (Stale, PriceChanged, OutOfStock, NotOnSale, NotOffered)


def proceed(visit: Visit, toast: Toast | None = None) -> Reply:
    """Ask for the next part that is missing; where nothing is, show the summary."""
    close_form(visit)
    visit.state.pop(TALKED, None)
    stored = cart_of(visit)
    if stored is None:
        return cart_screen.show(visit, toast=toast)
    draft = priced(visit.uow, stored)
    missing = _ask_missing(visit, draft)
    if missing is not None:
        return Reply(missing.shows, toast)
    return _summary(visit, stored, draft, toast)


def _ask_missing(visit: Visit, draft: Order) -> Reply | None:
    if draft.shipping is None:
        return questions.ask_shipping(visit, draft)
    if questions.needs_address(visit, draft):
        return questions.ask_address(visit)
    if draft.address is None or not draft.address.phone:
        return questions.ask_phone(visit)
    if draft.term is None or draft.term not in offered_terms(visit.uow, draft):
        return questions.ask_term(visit, draft)
    return None


def _summary(visit: Visit, stored: Order, draft: Order, toast: Toast | None) -> Reply:
    policy = visit.uow.policy
    short = _short(visit, draft)
    before = {line.sku: line.unit_price for line in stored.lines}
    params = {
        "order": draft,
        "short": short,
        "changes": [
            {"title": x.title, "before": before[x.sku], "now": x.unit_price}
            for x in draft.lines
            if before[x.sku] != x.unit_price
        ],
        "policy": policy,
        "first": not visit.uow.orders.of_customer(visit.actor.id, 1),
    }
    edit = button("customer.button.edit", "k.edit")
    visit.state.pop(SUMMARY, None)
    if not short:
        visit.state[SUMMARY] = [draft.number, stored.version, draft.total, _at(visit)]
    if short:
        rows: Rows = (*_take_rows(short), (button("base.refresh", "k.go"),))
    else:
        place = ("k.place", draft.number, stored.version, draft.total)
        rows = ((button("customer.button.place", *place, style=Style.SUCCESS),),)
    rows = (*rows, (edit,), back("b.cart"))
    return screen(Screen("customer/summary", params, rows), toast)


def _at(visit: Visit) -> str:
    return visit.uow.now.isoformat()


def _short(visit: Visit, draft: Order) -> list[dict[str, object]]:
    """Return the lines that cannot be had as asked: {sku, title, asked, left}."""
    skus = visit.uow.catalogue.skus(line.sku for line in draft.lines)
    levels = levels_of(visit, list(skus.values()))
    short: list[dict[str, object]] = []
    for line in draft.lines:
        on_sale = line.sku in skus and skus[line.sku].active
        left = max(0, levels[line.sku].available) if on_sale else 0
        if left < line.quantity:
            short.append(
                {"sku": line.sku, "title": line.title, "asked": line.quantity, "left": left}
            )
    return short


def _take_rows(short: list[dict[str, object]]) -> Rows:
    rows: list[tuple[Button, ...]] = []
    for item in short:
        text = "customer.button.take_rest" if item["left"] else "customer.button.go_without"
        facts = {"count": item["left"], "title": str(item["title"])[:16]}
        rows.append((Button(text, call("k.take", item["sku"], item["left"]), params=facts),))
    return tuple(rows)


def take(visit: Visit, sku: str, quantity: int) -> Reply:
    """Take what is there of a line that cannot be had as asked, or go without."""
    stored = cart_of(visit)
    held = next((x for x in stored.lines if x.sku == sku), None) if stored else None
    if held is not None and quantity < held.quantity:
        cart.set_quantity(visit.uow, visit.actor, sku, quantity)
    return proceed(visit)


def place(visit: Visit, number: str, version: int, total: int) -> Reply:
    """Place the order; whatever changed since the summary is shown, and nothing is lost."""
    try:
        visit.uow.attempt(placing.place_order, visit.actor, number, version, total)
    except AlreadyDone:
        return card(visit, number, Toast("customer.toast.placed_before"))
    except Incomplete:
        return proceed(visit)
    except CHANGED as error:
        return proceed(visit, explain(error, visit.language))
    return card(visit, number, Toast("customer.toast.placed"))


def edit(visit: Visit) -> Reply:
    """Show what of the order can be changed."""
    draft = cart_of(visit)
    if draft is None:
        return cart_screen.show(visit)
    pickup = draft.shipping is not None and draft.shipping.pickup
    address = () if pickup else (button("customer.button.address", "k.addr"),)
    rows: Rows = (
        (*address, button("customer.button.shipping", "k.ship")),
        (button("customer.button.recipient", "k.name"), button("customer.button.phone", "k.phone")),
        (button("customer.button.payment", "k.pay"), button("customer.button.note", "k.note")),
        (button("customer.button.items", "b.cart"),),
        (button("base.back", "k.go"), HOME),
    )
    return screen(Screen("customer/edit", {"order": priced(visit.uow, draft)}, rows))
