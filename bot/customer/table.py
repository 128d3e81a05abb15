"""How handlers are called: taps with arguments that were checked, forms that can be left."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.customer import replies
from bot.visit import Handler, How, Kind, Reply, Show, Visit
from notifications.render.screen import Ask

KEYBOARD = "keyboard"
_NUMBER = re.compile(r"[0-9]{1,15}")
_MAX_ARGUMENT = 64
_STOP = frozenset({"batal", "cancel", "stop"})


@dataclass(frozen=True, slots=True)
class Tap:
    """A button's handler, called with the visit and the arguments of `shape`.

    `shape` has one letter for each argument: s a text, n a number, N a number that may be left out
    (0 then). `keeps_form`: the form that waits goes on.
    """

    handler: Callable[..., Reply]
    shape: str = ""
    keeps_form: bool = False


def arguments(given: tuple[str, ...], shape: str) -> tuple[str | int, ...] | None:
    """Return a tap's arguments by shape, None where they do not fit: callback data can be made up."""
    if len(given) > len(shape) or any(len(a) > _MAX_ARGUMENT or not a.isprintable() for a in given):
        return None
    values: list[str | int] = []
    for i, kind in enumerate(shape):
        if i >= len(given):
            if kind != "N":
                return None
            values.append(0)
        elif kind == "s":
            values.append(given[i])
        elif _NUMBER.fullmatch(given[i]):
            values.append(int(given[i]))
        else:
            return None
    return tuple(values)


def tapped(tap: Tap, stale: Handler) -> Handler:
    """Return the tap as a handler; one with arguments that do not fit is `stale`."""

    def handle(visit: Visit) -> Reply:
        values = arguments(visit.incoming.args, tap.shape)
        visit.state.pop(
            "heard", None
        )  # what is typed after a tap does not go on with what was before
        if not tap.keeps_form:
            replies.close_form(visit)
        return stale(visit) if values is None else tap.handler(visit, *values)

    return tidied(handle)


def commanded(handler: Handler) -> Handler:
    """Return the command's handler; a command leaves the form that waited."""

    def handle(visit: Visit) -> Reply:
        visit.state.pop("heard", None)
        replies.close_form(visit)
        return handler(visit)

    return tidied(handle)


def answered(handler: Handler, stop: Handler) -> Handler:
    """Return a form's handler, with the ways out: "batal" stops, an edited message is told of.

    Several pictures of one album are one answer: what follows the first is for `handler` to take
    or to leave, and it is told by `again(visit)`.
    """

    def handle(visit: Visit) -> Reply:
        incoming = visit.incoming
        if incoming.kind is Kind.EDITED:
            return replies.told("customer.edited", ())
        if incoming.kind is Kind.TEXT and incoming.text.strip().casefold() in _STOP:
            return stop(visit)
        return handler(visit)

    return tidied(handle)


def tidied(handler: Handler) -> Handler:
    """Return the handler, its reply put in order.

    The keyboard that an earlier question had brought is taken away, and an order's card stays where
    it is: other screens come below it, for the card is edited again as the order moves.
    """

    def handle(visit: Visit) -> Reply:
        reply = _beside_card(visit, handler(visit))
        if any(show.screen.ask not in {None, Ask.REMOVE} for show in reply.shows):
            visit.state[KEYBOARD] = True
        elif reply.shows and visit.state.pop(KEYBOARD, None):
            bare = replace(replies.say("customer.keyboard_gone", ()), ask=Ask.REMOVE)
            return replace(reply, shows=(Show(bare, How.NEW), *reply.shows))
        return reply

    return handle


def _beside_card(visit: Visit, reply: Reply) -> Reply:
    tapped = visit.incoming
    in_place = [s for s in reply.shows if s.how is How.EDIT and s.card_of is None]
    if tapped.kind is not Kind.TAP or not in_place:
        return reply
    if visit.uow.cards.by_message(tapped.chat_id, tapped.message_id) is None:
        return reply
    shows = (replace(s, how=How.NEW) if s in in_place else s for s in reply.shows)
    return replace(reply, shows=tuple(shows))


def again(visit: Visit) -> bool:
    """Tell whether this is another picture of an album that was answered already; note the album."""
    album = visit.incoming.album
    if album is None:
        return False
    if visit.state.get("album") == album:
        return True
    visit.state["album"] = album
    return False
