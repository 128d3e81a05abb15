"""The customer's orders: history, card, cancelling, buying again, accepting, help."""

from collections.abc import Callable

from bot.customer import cart as cart_screen
from bot.customer.checkout import proceed
from bot.customer.replies import (
    HOME,
    SHELVES,
    button,
    card,
    cart_of,
    in_rows,
    named,
    say,
    told,
)
from bot.sentences import explain
from bot.visit import Reply, Show, Toast, Visit, screen
from domain.authority import Right
from domain.errors import (
    AlreadyDone,
    IllegalTransition,
    NotAllowed,
    OnHold,
    ReturnNotPossible,
    Stale,
)
from domain.numbers import spoken
from domain.orders import Order
from domain.usecases import cart, placing, receiving
from domain.usecases.access import order_for, shipment_for
from domain.views import order_view, order_views
from notifications.render.screen import Button, Rows, Screen, Style
from notifications.render.standing import customer_state

LATE = (AlreadyDone, Stale, IllegalTransition, NotAllowed, OnHold, ReturnNotPossible)
MAX_PAGE = 1000
ROWS = 6


def history(visit: Visit, page: int = 0) -> Reply:
    """List the orders, newest first, with a word on how each stands."""
    page = min(page, MAX_PAGE)
    found = visit.uow.orders.of_customer(visit.actor.id, ROWS + 1, page * ROWS)
    if not found and not page:
        return told("customer.orders.none", ((SHELVES,), (HOME,)))
    views = order_views(visit.uow, found[:ROWS])
    buttons = [named(spoken(v.order.number), "o.card", v.order.number) for v in views]
    turns = []
    if page:
        turns.append(button("base.previous", "o.list", page - 1))
    if len(found) > ROWS:
        turns.append(button("base.next", "o.list", page + 1))
    listed = [{"order": v.order, "state": customer_state(v)} for v in views]
    below: Rows = ((button("customer.button.track", "t"), SHELVES), (HOME,))
    rows = (*in_rows(buttons), *((tuple(turns),) if turns else ()), *below)
    return screen(Screen("customer/orders", {"orders": listed}, rows))


def show(visit: Visit, number: str) -> Reply:
    """Show the order's card here."""
    return card(visit, number)


def act(
    visit: Visit, number: str, change: Callable[[], object], done: Toast | None = None
) -> Reply:
    """Do something to the order and show its card; where it is too late, say so and show it too."""
    try:
        visit.uow.attempt(lambda _uow: change())
    except LATE as error:
        return card(visit, number, explain(error, visit.language))
    return card(visit, number, done)


def ask_cancel(visit: Visit, number: str, version: int) -> Reply:
    """Ask once before the order is cancelled."""
    view = order_view(visit.uow, visit.actor, number)
    if not view.may_cancel or view.order.version != version:
        toast = Toast("customer.toast.cannot_cancel" if not view.may_cancel else "errors.stale")
        return card(visit, number, toast)
    yes = button("customer.button.yes_cancel", "o.drop", number, version, style=Style.DANGER)
    no = button("customer.button.keep", "o.card", number)
    sure = say("customer.cancel.sure", ((yes,), (no,)), number=spoken(number))
    return Reply((Show(sure, card_of=number),))


def cancel(visit: Visit, number: str, version: int) -> Reply:
    """Cancel the order."""
    uow, actor = visit.uow, visit.actor
    return act(
        visit,
        number,
        lambda: placing.cancel_order(uow, actor, number, "", version),
        Toast("customer.toast.cancelled"),
    )


def accept(visit: Visit, shipment_id: str) -> Reply:
    """All is well with what was delivered."""
    shipment, _ = shipment_for(visit.uow, visit.actor, shipment_id, Right.SEE_ORDERS)
    uow, actor = visit.uow, visit.actor
    return act(
        visit,
        shipment.order,
        lambda: receiving.accept_delivery(uow, actor, shipment_id),
        Toast("customer.toast.accepted"),
    )


def reorder(visit: Visit, number: str, sure: int = 0) -> Reply:
    """Put what an earlier order held into the cart, and go on to the summary.

    It takes the place of what is in the cart: that is asked about, unless `sure` or the same.
    """
    old, held = order_for(visit.uow, visit.actor, number), cart_of(visit)
    if held is not None and not sure and _units(held) != _units(old):
        yes = button("customer.button.yes_replace", "o.reorder", number, 1)
        keep = button("customer.button.keep_cart", "b.cart")
        return told("customer.reorder.sure", ((yes,), (keep,), (HOME,)), number=spoken(number))
    draft, gone = cart.reorder(visit.uow, visit.actor, number)
    if not draft.lines:
        return cart_screen.show(visit, toast=Toast("customer.toast.all_gone", alert=True))
    toast = Toast("customer.toast.some_gone", {"titles": ", ".join(gone)}, alert=True)
    return proceed(visit, toast if gone else None)


def _units(order: Order) -> dict[str, int]:
    units: dict[str, int] = {}
    for line in order.lines:
        units[line.sku] = units.get(line.sku, 0) + line.quantity
    return units


def help_on(visit: Visit, number: str) -> Reply:
    """Say whom to ask about the order, with its number to copy."""
    order_for(visit.uow, visit.actor, number)
    view = order_view(visit.uow, visit.actor, number)
    params = {"number": number, "policy": visit.uow.policy, "may_cancel": view.may_cancel}
    copied = Button("orders.button.copy_number", copy=number)
    rows: Rows = ((copied,), (button("base.back", "o.card", number), HOME))
    return screen(Screen("customer/order_help", params, rows))
