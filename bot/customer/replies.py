"""What many screens are made of: buttons, short messages, questions and their forms."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from bot.visit import UNDRAWN, Reply, Show, Toast, Visit, card_follows, screen
from domain.orders import Order, OrderStatus
from domain.views import order_view
from notifications.render.cards import customer_card
from notifications.render.screen import Ask, Button, Rows, Screen, Style, call
from notifications.render.texts import shorten

PAGE = 8
MAX_LABEL = 28
MAX_ALONE = 42
OLD = Toast("customer.toast.old")
T = TypeVar("T")


def button(
    text: str, verb: str, *args: object, style: Style | None = None, **facts: object
) -> Button:
    """Return a button whose text is a message id."""
    return Button(text, call(verb, *args), style=style, params=facts)


def named(text: str, verb: str, *args: object, alone: bool = False) -> Button:
    """Return a button that shows a name as it is, cut to what fits on a phone.

    One that stands `alone` in its row shows more.
    """
    limit = MAX_ALONE if alone else MAX_LABEL
    return Button(shorten(text, limit), call(verb, *args), literal=True)


HOME = button("base.home", "home")
CART = button("customer.button.cart", "b.cart")
SHELVES = button("customer.button.catalogue", "c.cats")
ORDERS = button("customer.button.orders", "o.list")


def back(verb: str, *args: object) -> tuple[Button, ...]:
    """Return the last row of a screen: back, and home."""
    return (button("base.back", verb, *args), HOME)


def in_rows(buttons: Sequence[Button], across: int = 2) -> Rows:
    """Return the buttons in rows of so many."""
    return tuple(tuple(buttons[i : i + across]) for i in range(0, len(buttons), across))


def paged(items: Sequence[T], page: int, verb: str, *args: object) -> tuple[Sequence[T], Rows]:
    """Return the page's items and the row that turns pages, if there are several."""
    last = max(0, (len(items) - 1) // PAGE)
    page = min(page, last)
    turns = []
    if page > 0:
        turns.append(button("base.previous", verb, *args, page - 1))
    if page < last:
        turns.append(button("base.next", verb, *args, page + 1))
    rows = (tuple(turns),) if turns else ()
    return items[page * PAGE : (page + 1) * PAGE], rows


def say(message: str, rows: Rows = ((HOME,),), **facts: object) -> Screen:
    """Return a screen that is one message."""
    return Screen("customer/say", {"message": message, "facts": facts}, rows)


def told(message: str, rows: Rows = ((HOME,),), **facts: object) -> Reply:
    """Return a reply that is one message."""
    return screen(say(message, rows, **facts))


def form(visit: Visit) -> dict[str, object]:
    """Return the form that waits for an answer, an empty one where none does."""
    found = visit.state.get("form")
    return found if isinstance(found, dict) else {}


def text_in(fields: dict[str, object], key: str) -> str:
    """Return a form's text field; "" where it holds something else."""
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def close_form(visit: Visit) -> None:
    """Nothing is asked any more."""
    visit.state.pop("form", None)


def ask(
    visit: Visit,
    fields: dict[str, object],
    question: str,
    *,
    wrong: str | None = None,
    rows: Rows = (),
    keyboard: Ask | None = None,
    facts: Mapping[str, object] | None = None,
) -> Reply:
    """Ask and remember what for: `fields` is the form, its "name" the handler of the answer.

    `wrong` says what was wrong with the last answer; both messages are filled with `facts`.
    """
    visit.state["form"] = fields
    params = {"question": question, "wrong": wrong, "facts": dict(facts or {})}
    return screen(Screen("customer/ask", params, () if keyboard else rows, ask=keyboard))


def card(visit: Visit, number: str, toast: Toast | None = None) -> Reply:
    """Show the order's card in this message. Raises NotFound for a stranger's order."""
    if card_follows(visit.uow, visit.incoming, number):
        return Reply((Show(UNDRAWN, card_of=number),), toast)
    view = order_view(visit.uow, visit.actor, number)
    if view.order.status is OrderStatus.DRAFT:
        return told("customer.old", ((CART, HOME),))
    shown = customer_card(view, visit.uow.policy, visit.language)
    return Reply((Show(shown, card_of=number),), toast)


def cart_of(visit: Visit) -> Order | None:
    """Return the customer's cart if something is in it; reading it creates none."""
    draft = visit.uow.orders.draft_of(visit.actor.id)
    return draft if draft is not None and draft.lines else None
