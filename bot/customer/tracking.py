"""Where a parcel is: by order number, by waybill, or whatever is under way."""

from bot.customer.replies import (
    HOME,
    ORDERS,
    SHELVES,
    ask,
    back,
    button,
    close_form,
    named,
    told,
)
from bot.visit import Kind, Reply, Visit, screen
from domain.errors import NotFound
from domain.numbers import parse_number, spoken
from domain.orders import OPEN_STATUSES, OrderStatus
from domain.usecases.tracking import find_shipments
from domain.views import OrderView, order_view, order_views
from notifications.render.cards import courier_name
from notifications.render.screen import Button, Rows, Screen
from notifications.render.standing import customer_state

_RECENT = 20
_REPORTS = 8
_MAX_QUERY = 60


def command(visit: Visit) -> Reply:
    """Track what the command names; without a name, what is under way."""
    words = " ".join(visit.incoming.words)
    return find(visit, words) if words else underway(visit)


def underway(visit: Visit) -> Reply:
    """Show the open order's tracking; with several, let the customer choose."""
    recent = visit.uow.orders.of_customer(visit.actor.id, _RECENT)
    open_orders = [o for o in recent if o.status in OPEN_STATUSES]
    if not open_orders:
        ways: Rows = (
            (button("customer.button.type_waybill", "t.type"),),
            (ORDERS, SHELVES),
            (HOME,),
        )
        return told("customer.track.none", ways)
    if len(open_orders) == 1:
        return by_order(visit, open_orders[0].number)
    views = order_views(visit.uow, open_orders[:8])
    listed = [{"order": v.order, "state": customer_state(v)} for v in views]
    rows = tuple((named(spoken(v.order.number), "o.track", v.order.number),) for v in views)
    more = ((button("customer.button.type_waybill", "t.type"),), (HOME,))
    return screen(Screen("customer/orders", {"orders": listed}, (*rows, *more)))


def by_order(visit: Visit, number: str) -> Reply:
    """Show where the order is."""
    view = order_view(visit.uow, visit.actor, number)
    if view.order.status is OrderStatus.DRAFT:
        raise NotFound("order", number)
    return screen(_tracking(view))


def ask_number(visit: Visit, wrong: str | None = None) -> Reply:
    """Ask for an order number or a waybill."""
    return ask(visit, {"name": "track"}, "customer.track.ask", wrong=wrong, rows=(back("t"),))


def take_number(visit: Visit) -> Reply:
    """Answer with a number."""
    if visit.incoming.kind is not Kind.TEXT:
        return ask_number(visit, "customer.wrong.text_wanted")
    found = lookup(visit, visit.incoming.text)
    if found is None:
        return ask_number(visit, "customer.track.unknown")
    close_form(visit)
    return found


def find(visit: Visit, words: str) -> Reply:
    """Show what the number leads to; of others' orders nothing is revealed."""
    found = lookup(visit, words)
    if found is not None:
        return found
    ways: Rows = ((button("customer.button.type_waybill", "t.type"), ORDERS), (HOME,))
    return told("customer.track.unknown", ways)


def lookup(visit: Visit, words: str) -> Reply | None:
    """Return the tracking of an own order by its number or waybill."""
    if len(words) > _MAX_QUERY:
        return None
    number = parse_number(words)
    if number is not None:
        try:
            return by_order(visit, number)
        except NotFound:
            pass  # a waybill may look like an order number
    shipments = find_shipments(visit.uow, visit.actor, words)
    return by_order(visit, shipments[0].order) if shipments else None


def _tracking(view: OrderView) -> Screen:
    shipment, number = view.shipment, view.order.number
    params = {
        "order": view.order,
        "state": customer_state(view),
        "shipment": shipment,
        "courier": courier_name(view),
        "reports": view.tracking[-_REPORTS:][::-1],
    }
    to_card = button("orders.button.card", "o.card", number)
    refresh = button("base.refresh", "o.track", number)
    rows: Rows = ((refresh, to_card), (ORDERS, HOME))
    if shipment is not None and shipment.waybill:
        rows = ((Button("orders.button.copy_waybill", copy=shipment.waybill),), *rows)
    return Screen("customer/tracking", params, rows)
