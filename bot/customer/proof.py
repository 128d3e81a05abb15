"""The proof of a transfer: asked for, or sent unasked."""

from bot.customer.replies import (
    HOME,
    ORDERS,
    SHELVES,
    ask,
    back,
    button,
    card,
    close_form,
    form,
    named,
    text_in,
    told,
)
from bot.customer.table import again
from bot.visit import File, Kind, Reply, Toast, Visit
from domain.errors import AlreadyDone
from domain.numbers import spoken
from domain.orders import OPEN_STATUSES
from domain.usecases import paying
from domain.views import OrderView, order_view, order_views
from notifications.render.standing import transfer_wanted

_RECENT = 20
PICTURES = frozenset({Kind.PHOTO, Kind.DOCUMENT})


def ask_proof(visit: Visit, number: str, wrong: str | None = None) -> Reply:
    """Ask for the picture of the transfer."""
    view = order_view(visit.uow, visit.actor, number)
    if not _may_prove(view):
        return card(visit, number, Toast("customer.toast.nothing_to_pay"))
    fields: dict[str, object] = {"name": "proof", "order": number}
    rows = (back("o.card", number),)
    facts = {"number": spoken(number)}
    return ask(visit, fields, "customer.proof.ask", wrong=wrong, rows=rows, facts=facts)


def take_proof(visit: Visit) -> Reply:
    """Answer with a photo or a document."""
    number, incoming = text_in(form(visit), "order"), visit.incoming
    if incoming.kind not in PICTURES or incoming.file is None:
        return ask_proof(visit, number, "customer.proof.wanted")
    if again(visit):
        return Reply()
    return _submit(visit, number, incoming.file, incoming.kind.value)


def take_unasked(visit: Visit) -> Reply:
    """A picture that nobody asked for is the proof of the one transfer that is waited for."""
    incoming = visit.incoming
    if again(visit) or incoming.file is None:
        return Reply()
    numbers = waiting(visit)
    if len(numbers) == 1:
        return _submit(visit, numbers[0], incoming.file, incoming.kind.value)
    if not numbers:
        return told("customer.photo.unasked", ((ORDERS, SHELVES), (HOME,)))
    visit.state["picture"] = {"id": incoming.file.id, "kind": incoming.kind.value}
    rows = tuple((named(spoken(number), "o.this", number),) for number in numbers[:8])
    return told("customer.proof.which", (*rows, (HOME,)))


def waiting(visit: Visit) -> list[str]:
    """Return the customer's orders that wait for a transfer, newest first."""
    recent = visit.uow.orders.of_customer(visit.actor.id, _RECENT)
    views = order_views(visit.uow, [o for o in recent if o.status in OPEN_STATUSES])
    return [v.order.number for v in views if transfer_wanted(v)]


def take_for(visit: Visit, number: str) -> Reply:
    """The picture that was sent belongs to this order."""
    picture = visit.state.pop("picture", None)
    if not isinstance(picture, dict):
        return ask_proof(visit, number)
    file = File(str(picture.get("id", "")), "")
    return _submit(visit, number, file, str(picture.get("kind", "photo")))


def _submit(visit: Visit, number: str, file: File, kind: str) -> Reply:
    close_form(visit)
    uow, actor = visit.uow, visit.actor
    try:
        uow.attempt(paying.submit_proof, actor, number, file.id, kind)
    except AlreadyDone as error:
        known = error.action == "submit_proof"
        message = "customer.proof.known" if known else "customer.proof.paid"
        return _answer(number, message)
    return _answer(number, "customer.proof.thanks")


def _answer(number: str, message: str) -> Reply:
    to_card = button("orders.button.card", "o.card", number)
    return told(message, ((to_card, HOME),), number=spoken(number))


def _may_prove(view: OrderView) -> bool:
    payment = view.payment
    waits = payment is not None and payment.proof is not None and not payment.settled
    return view.order.status in OPEN_STATUSES and (transfer_wanted(view) or waits)
