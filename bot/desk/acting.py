"""How the desk acts: one use case, then the fresh card, also for whoever came second."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec

from bot import sentences
from bot.desk.asking import close
from bot.visit import UNDRAWN, How, Kind, Reply, Show, Toast, Visit, card_follows
from domain.authority import Actor, ActorKind, Right
from domain.errors import (
    AlreadyDone,
    DomainError,
    IllegalTransition,
    NotFound,
    OnHold,
    OutOfStock,
    PaymentNotSettled,
    Stale,
)
from domain.numbers import spoken
from domain.orders import OrderStatus
from domain.ports import UnitOfWork
from domain.usecases.access import order_for
from domain.views import order_view
from notifications.render.cards import staff_card
from notifications.render.screen import Button, Rows, Screen, call

P = ParamSpec("P")
UseCase = Callable[Concatenate[UnitOfWork, Actor, P], object]

# The order is no longer as it was looked at: showing it afresh is the answer.
OVERTAKEN = (AlreadyDone, Stale, IllegalTransition, OnHold, PaymentNotSettled, OutOfStock)


@dataclass(frozen=True, slots=True)
class Note:
    """A message of one text; with `photo` it keeps the tapped message's picture."""

    text: str
    params: dict[str, object] = field(default_factory=dict)
    photo: str | None = None


def note(text: str, buttons: Rows = (), **params: object) -> Screen:
    """Return a screen that holds one text."""
    return Screen("desk/note", {"text": text, "facts": params}, buttons)


def placed_order(visit: Visit, number: str) -> str:
    """Return the number; NotFound where staff have no business: a cart is the customer's own."""
    order = order_for(visit.uow, visit.actor, number, Right.SEE_ORDERS)
    if order.status is OrderStatus.DRAFT:
        raise NotFound("order", number)
    return number


def card(visit: Visit, number: str, how: How = How.EDIT) -> Show:
    """Return the order's fresh card, which becomes its live card."""
    if how is How.EDIT and card_follows(visit.uow, visit.incoming, number):
        return Show(UNDRAWN, how, card_of=number)
    view = order_view(visit.uow, visit.actor, placed_order(visit, number))
    return Show(staff_card(view, visit.uow.policy), how, card_of=number)


def card_button(number: str) -> tuple[Button, ...]:
    """Return the row that opens the order's card."""
    return (Button("desk.button.card", call("d.card", number), params={"number": spoken(number)}),)


def act(
    visit: Visit,
    number: str,
    done: Note,
    use_case: UseCase[P],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Reply:
    """Run the use case for a tap on a card; the card shows the order afresh either way."""
    try:
        visit.uow.attempt(use_case, visit.actor, *args, **kwargs)
    except OVERTAKEN as error:
        return overtaken(visit, number, error)
    toast = Toast(done.text, done.params)
    # A picture (a proof, a damage) stays to be looked at; the live card is refreshed by the change.
    return Reply(() if visit.incoming.on_photo else (card(visit, number),), toast)


def overtaken(visit: Visit, number: str, error: DomainError) -> Reply:
    """Tell who was faster, or what came in between, and show the order as it is now."""
    refusal = sentences.refusal(visit, error)
    who = _changed_by(visit, number) if isinstance(error, Stale) else ""
    if visit.incoming.kind is Kind.TAP:
        how = How.NEW if visit.incoming.on_photo else How.EDIT
        toast = Toast("desk.toast.changed_by", {"who": who}, alert=True) if who else refusal.toast
        return Reply((card(visit, number, how),), toast)
    told = (Show(note("desk.toast.changed_by", who=who)),) if who else refusal.shows
    return Reply((*told, card(visit, number, How.NEW)))


def _changed_by(visit: Visit, number: str) -> str:
    """Return the name of the member behind the latest change, "" where it was nobody of staff."""
    latest = next(reversed(visit.uow.history.of_order(number)), None)
    if latest is None or latest.actor.kind is not ActorKind.STAFF:
        return ""
    return visit.uow.staff.name(latest.actor.id)


def conclude(
    visit: Visit,
    number: str,
    done: Note,
    use_case: UseCase[P],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Reply:
    """Run the use case for an answered question: its message says how it ended.

    The live card stays where it is; the change itself refreshes it.
    """
    try:
        visit.uow.attempt(use_case, visit.actor, *args, **kwargs)
    except OVERTAKEN as error:
        close(visit)
        return overtaken(visit, number, error)
    close(visit)
    facts = {"number": spoken(number), "who": visit.incoming.user.name, **done.params}
    ended = Screen(
        "desk/note", {"text": done.text, "facts": facts}, (card_button(number),), done.photo
    )
    return Reply((Show(ended),), Toast("desk.toast.noted"))
