"""What staff note for a customer who is not on Telegram: all is well, or something is wrong.

The answers so far are in the button itself: `d.claim:SHIP:LINE:COUNT:REASON:WISH`.
"""

from collections.abc import Mapping

from bot.desk import arguments
from bot.desk.acting import Note, act, card, note
from bot.visit import How, Reply, Show, Toast, Visit
from domain.authority import Right
from domain.numbers import spoken
from domain.orders import Order
from domain.returns import Resolution
from domain.usecases.access import shipment_by_staff
from domain.usecases.receiving import accept_delivery
from domain.usecases.returning import may_return, request_return, returnable_units
from notifications.render.cards import KNOWN_REASONS
from notifications.render.screen import Button, Rows, call
from notifications.render.texts import shorten

ALL = "all"
_MOST_COUNTS = 12
_TITLE = 40
_WISHES = {
    Resolution.REFUND: "take.wish.refund",
    Resolution.EXCHANGE: "take.wish.exchange",
}


def well(visit: Visit) -> Reply:
    """`d.well:SHIP`: the customer says that all is well."""
    key = arguments.shipment_id(visit.incoming.args)
    done = Note("take.toast.well")
    return act(visit, arguments.order_of(key), done, accept_delivery, key)


def claim(visit: Visit) -> Reply:
    """`d.claim:SHIP...`: the customer says that something is wrong; asks what is not said yet."""
    key = arguments.shipment_id(visit.incoming.args)
    right = Right.DECIDE_RETURN
    shipment, order = shipment_by_staff(visit.uow, visit.actor, key, right)
    earlier = visit.uow.returns.of_order(order.number)
    if not may_return(visit.uow, shipment, earlier):
        return Reply((card(visit, order.number),), Toast("take.toast.no_return", alert=True))
    left = {p: count for p, count in returnable_units(shipment, earlier).items() if count > 0}
    lines = _lines(visit, left)
    if lines is None:
        return _ask(visit, order, "take.claim.what", _line_rows(key, order, left))
    if not lines:
        return _ask(visit, order, "take.claim.count", _count_rows(visit, left))
    reason, wish = (arguments.argument(visit.incoming.args, place) for place in (3, 4))
    if reason not in visit.uow.policy.return_reasons:
        return _ask(visit, order, "take.claim.reason", _reason_rows(visit))
    wishes = {w.value: w for w in _WISHES}
    if wish not in wishes:
        return _ask(visit, order, "take.claim.wish", _wish_rows(visit, reason))
    done = Note("take.toast.claimed")
    return act(visit, order.number, done, request_return, key, lines, reason, wishes[wish])


def _lines(visit: Visit, left: Mapping[int, int]) -> dict[int, int] | None:
    """Return what is wrong: None where that was not said, empty where it is not said how many."""
    said, count = (arguments.argument(visit.incoming.args, place) for place in (1, 2))
    if said == ALL or (not said and len(left) == 1 and set(left.values()) == {1}):
        return dict(left)
    position, units = arguments.whole(said), arguments.whole(count)
    if position is None or position not in left:
        return None
    if left[position] == 1:
        return {position: 1}
    return {position: units} if units is not None and 0 < units <= left[position] else {}


def _ask(visit: Visit, order: Order, question: str, rows: Rows) -> Reply:
    """The first question stands below the card, the others in its place."""
    first = len(visit.incoming.args) == 1
    back = (Button("base.cancel", call("d.card", order.number)),)
    shown = note(question, (*rows, back), number=spoken(order.number))
    return Reply((Show(shown, How.NEW if first else How.EDIT),))


def _line_rows(key: str, order: Order, left: Mapping[int, int]) -> Rows:
    titles = {line.position: line.title for line in order.lines}
    one = tuple(
        (
            Button(
                f"{count}× {shorten(titles[position], _TITLE)}",
                call("d.claim", key, position),
                literal=True,
            ),
        )
        for position, count in left.items()
    )
    return (*one, (Button("take.claim.all", call("d.claim", key, ALL, 0)),))


def _count_rows(visit: Visit, left: Mapping[int, int]) -> Rows:
    key, position = visit.incoming.args[0], arguments.whole(visit.incoming.args[1]) or 0
    most = left[position]
    counts = [*range(1, min(most, _MOST_COUNTS)), most]
    buttons = [Button(f"{n}×", call("d.claim", key, position, n), literal=True) for n in counts]
    return tuple(tuple(buttons[i : i + 4]) for i in range(0, len(buttons), 4))


def _answers(visit: Visit) -> tuple[str, str, str]:
    """Return shipment, line and count as they were answered."""
    args = (*visit.incoming.args[:3], ALL, "0")
    return args[0], args[1], args[2] if len(visit.incoming.args) > 2 else "0"


def _reason_rows(visit: Visit) -> Rows:
    return tuple(
        (
            Button(
                f"orders.reason.{reason}" if reason in KNOWN_REASONS else reason,
                call("d.claim", *_answers(visit), reason),
                literal=reason not in KNOWN_REASONS,
            ),
        )
        for reason in visit.uow.policy.return_reasons
    )


def _wish_rows(visit: Visit, reason: str) -> Rows:
    return tuple(
        (Button(text, call("d.claim", *_answers(visit), reason, wish.value)),)
        for wish, text in _WISHES.items()
    )
