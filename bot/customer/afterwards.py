"""After the order: money that was sent, parcels, calling off, returning, papers, data of one's own."""

from bot.customer import (
    asking_team,
    cart,
    checkout,
    complaint,
    home,
    ordering,
    orders,
    proof,
    questions,
    tracking,
)
from bot.customer.hearing import Heard, last_order, open_proposal, order_said
from bot.customer.replies import (
    HOME,
    ORDERS,
    SHELVES,
    button,
    card,
    cart_of,
    close_form,
    named,
    told,
)
from bot.visit import Reply, Visit
from domain.numbers import spoken
from domain.orders import OPEN_STATUSES
from domain.returns import Resolution
from domain.understanding.contract import Action, Intent
from domain.views import OrderView, order_view, order_views
from notifications.render.screen import Rows

_RECENT = 20
_MOST = 8


def claim(visit: Visit, heard: Heard) -> Reply:
    """Money was sent, they say: ask for the proof of the order that waits for it."""
    said = order_said(visit, heard.text)
    waiting = [said] if said else proof.waiting(visit)
    amount = heard.reading.amount
    if len(waiting) > 1 and amount is not None:
        due = visit.uow.payments.all(waiting)
        exact = [n for n in waiting if n in due and due[n].due == amount]
        waiting = exact or waiting
    if len(waiting) == 1:
        return proof.ask_proof(visit, waiting[0])
    if waiting:
        rows = tuple((named(spoken(n), "o.proof", n),) for n in waiting[:_MOST])
        return told("talk.proof_which", (*rows, (HOME,)))
    last = last_order(visit)
    if last is not None and last.status in OPEN_STATUSES:
        return card(visit, last.number)
    return told("talk.nothing_to_pay", ((ORDERS, asking_team.BUTTON), (HOME,)))


def track(visit: Visit, heard: Heard) -> Reply:
    """Where is it: the waybill or order that was named, else what is under way."""
    waybill, said = heard.reading.waybill, order_said(visit, heard.text)
    if said is not None:
        return tracking.by_order(visit, said)
    if waybill:
        return tracking.find(visit, waybill)
    if last_order(visit) is None:
        return told("talk.no_order_yet", ((SHELVES,), (HOME,)))
    return tracking.underway(visit)


def late(visit: Visit, heard: Heard) -> Reply:
    """It takes too long: where it is, and people one tap away."""
    said = order_said(visit, heard.text)
    number = said or next((v.order.number for v in _views(visit) if v.shipment), None)
    if number is None:
        return track(visit, heard)
    see = button("customer.button.track", "o.track", number)
    return told("talk.late", ((see,), (asking_team.BUTTON,), (HOME,)), number=spoken(number))


def cancel(visit: Visit, heard: Heard) -> Reply:
    """Call off: the open card, the cart, or the order, each in its own way."""
    said = order_said(visit, heard.text)
    if said is None and open_proposal(visit) is not None:
        return ordering.give_up(visit)
    if said is None and cart_of(visit) is not None:
        return cart.ask_clear(visit)
    views = [order_view(visit.uow, visit.actor, said)] if said else _open(visit)
    may = [v for v in views if v.may_cancel]
    if len(may) == 1:
        return orders.ask_cancel(visit, may[0].order.number, may[0].order.version)
    if may:
        rows = tuple(
            (named(spoken(v.order.number), "o.cancel", v.order.number, v.order.version),)
            for v in may[:_MOST]
        )
        return told("talk.cancel_which", (*rows, (HOME,)))
    if views:
        number = views[0].order.number
        ways = ((asking_team.BUTTON,), (button("orders.button.card", "o.card", number), HOME))
        return told("talk.cancel_late", ways, number=spoken(number))
    return told("talk.nothing_to_cancel", ((ORDERS, SHELVES), (HOME,)))


def send_back(visit: Visit, heard: Heard) -> Reply:
    """Something is wrong with the goods: the report, begun with what was said already."""
    said = order_said(visit, heard.text)
    views = [order_view(visit.uow, visit.actor, said)] if said else _views(visit)
    parcels = [(v, shipment) for v in views for shipment in v.returnable]
    reading = heard.reading
    if len(parcels) == 1:
        exchange = reading.intent is Intent.EXCHANGE
        given = [i for i in reading.items if not exchange or i.action is Action.REMOVE]
        return complaint.begin(
            visit,
            parcels[0][1],
            goods={i.sku: int(i.qty) for i in given if i.sku},
            reason=(reading.note or ("wrong_size" if exchange and _size(heard) else "")),
            story=heard.text,
            wish=Resolution.EXCHANGE.value if exchange else "",
        )
    if parcels:
        rows = tuple((named(spoken(v.order.number), "o.bad", s),) for v, s in parcels[:_MOST])
        return told("talk.return_which", (*rows, (HOME,)))
    last = last_order(visit)
    if last is None:
        return told("talk.no_order_yet", ((SHELVES, asking_team.BUTTON), (HOME,)))
    ways: Rows = (
        (asking_team.BUTTON,),
        (button("orders.button.card", "o.card", last.number), HOME),
    )
    return told("talk.return_not_now", ways, days=visit.uow.policy.return_days)


def _size(heard: Heard) -> bool:
    return any("ukuran" in i.options for i in heard.reading.items)


def refund_target(visit: Visit, heard: Heard) -> Reply:
    """Where a refund is to go is for staff to see."""
    return asking_team.pass_on(visit, heard.text, "talk.passed_refund")


def papers(visit: Visit, heard: Heard) -> Reply:
    """An invoice or a tax invoice is made by people."""
    said = order_said(visit, heard.text)
    return asking_team.pass_on(visit, heard.text, "talk.passed_papers", about=said)


def privacy(visit: Visit, heard: Heard) -> Reply:
    """Data of one's own: what is kept and why, and people who see to it."""
    return asking_team.pass_on(visit, heard.text, "talk.passed_privacy")


def credit(visit: Visit, heard: Heard) -> Reply:
    """Prices for many are made by people."""
    return asking_team.pass_on(visit, heard.text, "talk.passed_wholesale")


def change_address(visit: Visit, heard: Heard) -> Reply:
    """Another address: of the open card, of the cart, or, by people, of an order under way."""
    taken = ordering.details(visit, heard)
    if taken is not None:
        return taken
    if cart_of(visit) is not None:
        return details(visit, heard) if heard.reading.address else questions.ask_address(visit)
    views = _open(visit)
    if not views:
        return told("talk.address_for_what", ((SHELVES,), (HOME,)))
    number = order_said(visit, heard.text) or views[0].order.number
    return asking_team.pass_on(visit, heard.text, "talk.passed_address", about=number)


def details(visit: Visit, heard: Heard) -> Reply:
    """An address, a name or a phone number out of the blue: for the card, or for the cart."""
    taken = ordering.details(visit, heard)
    if taken is not None:
        return taken
    if cart_of(visit) is None:
        return told("talk.address_for_what", ((SHELVES,), (HOME,)))
    close_form(visit)
    ordering.take_reading(visit, heard.reading)
    return checkout.proceed(visit)


def human(visit: Visit, heard: Heard) -> Reply:
    """ "Mau bicara sama orang"."""
    return asking_team.pass_on(visit, heard.text)


def greet(visit: Visit, _heard: Heard) -> Reply:
    """A greeting shows the menu."""
    return home.menu(visit)


def thanks(_visit: Visit, _heard: Heard) -> Reply:
    """Thanks are answered."""
    return told("talk.thanks", ((ORDERS, HOME),))


def _views(visit: Visit) -> list[OrderView]:
    return order_views(visit.uow, visit.uow.orders.of_customer(visit.actor.id, _RECENT))


def _open(visit: Visit) -> list[OrderView]:
    recent = visit.uow.orders.of_customer(visit.actor.id, _RECENT)
    return order_views(visit.uow, [o for o in recent if o.status in OPEN_STATUSES])
