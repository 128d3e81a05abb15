"""Decisions that need a reason: reject, hold, cancel, refuse a proof, decline a return."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.desk import arguments
from bot.desk.acting import Note, conclude, note, overtaken
from bot.desk.asking import STOP, ask, ask_again, number_fact, text_fact, typed
from bot.desk.words import for_customer, in_language
from bot.visit import Handler, Reply, Visit
from domain.authority import Actor, Right
from domain.errors import NotFound, Stale
from domain.numbers import spoken
from domain.ports import UnitOfWork
from domain.usecases.access import check
from domain.usecases.paying import refuse_proof
from domain.usecases.placing import cancel_order
from domain.usecases.processing import hold_order, reject_order
from domain.usecases.returning import decline_return
from notifications.render.screen import Button, Screen, call

MAX_REASON = 300
FORM = "d.reason"

Decide = Callable[[UnitOfWork, Actor, str, str, int | None], object]


@dataclass(frozen=True, slots=True)
class Decision:
    """One such decision: its question, what it says when done, and common reasons by code."""

    verb: str
    right: Right
    question: str
    done: str
    reasons: Mapping[str, str]
    decide: Decide
    key: Callable[[arguments.Args], str] = arguments.order_number
    customer_reads: bool = True


DECISIONS = {
    d.verb: d
    for d in (
        Decision(
            "d.reject",
            Right.DECIDE_ORDER,
            "desk.ask.reject",
            "desk.did.rejected",
            {
                "stock": "desk.reason.stock",
                "area": "desk.reason.area",
                "data": "desk.reason.data",
                "double": "desk.reason.double",
            },
            reject_order,
        ),
        Decision(
            "d.hold",
            Right.DECIDE_ORDER,
            "desk.ask.hold",
            "desk.did.held",
            {
                "address": "desk.reason.address",
                "call": "desk.reason.call",
                "stock": "desk.reason.awaiting_stock",
            },
            hold_order,
            customer_reads=False,
        ),
        Decision(
            "d.cancel",
            Right.CANCEL_ORDER,
            "desk.ask.cancel",
            "desk.did.cancelled",
            {
                "wish": "desk.reason.wish",
                "stock": "desk.reason.stock",
                "silent": "desk.reason.silent",
            },
            cancel_order,
        ),
        Decision(
            "d.refuse",
            Right.DECIDE_PAYMENT,
            "desk.ask.refuse",
            "desk.did.refused",
            {
                "missing": "desk.reason.no_money",
                "unclear": "desk.reason.unclear",
                "amount": "desk.reason.amount",
            },
            refuse_proof,
        ),
        Decision(
            "d.rdecline",
            Right.DECIDE_RETURN,
            "desk.ask.decline",
            "desk.did.declined",
            {
                "proof": "desk.reason.no_picture",
                "used": "desk.reason.used",
                "policy": "desk.reason.policy",
            },
            decline_return,
            arguments.return_id,
        ),
    )
}


def handlers() -> dict[str, Handler]:
    """Return the handler of each decision's verb."""
    return {verb: _tapped(decision) for verb, decision in DECISIONS.items()}


def _tapped(decision: Decision) -> Handler:
    def tapped(visit: Visit) -> Reply:
        args = visit.incoming.args
        check(visit.uow, visit.actor, decision.right)
        key, version = decision.key(args), arguments.version(args)
        chosen = decision.reasons.get(arguments.argument(args, 2))
        if chosen is not None:
            reason = (
                for_customer(visit.uow, arguments.order_of(key), chosen)
                if decision.customer_reads
                else in_language(chosen, visit.language)
            )
            return _decide(visit, decision, key, version, reason)
        return _ask(visit, decision, key, version)

    return tapped


def _ask(visit: Visit, decision: Decision, key: str, version: int) -> Reply:
    actual = version_of(visit.uow, decision.verb, key)
    if actual != version:
        number = arguments.order_of(key)
        return overtaken(visit, number, Stale("order", number))
    asked = question(visit, decision, key, version)
    return ask(visit, FORM, asked, verb=decision.verb, key=key, version=version)


def question(visit: Visit, decision: Decision, key: str, version: int) -> Screen:
    """Return the question with the common reasons as buttons."""
    rows = tuple(
        (Button(text, call(decision.verb, key, version, code)),)
        for code, text in decision.reasons.items()
    )
    facts: dict[str, object] = {
        "number": spoken(arguments.order_of(key)),
        "who": visit.incoming.user.name,
    }
    return note(decision.question, (*rows, STOP), **facts)


def version_of(uow: UnitOfWork, verb: str, key: str) -> int:
    """Return the present version of what the verb decides about; NotFound where it is not there."""
    if verb == "d.refuse":
        payment = uow.payments.get(key)
        found: int | None = payment.version if payment else None
    elif verb == "d.rdecline":
        ret = uow.returns.get(key)
        found = ret.version if ret else None
    else:
        order = uow.orders.get(key)
        found = order.version if order else None
    if found is None:
        raise NotFound("order", arguments.order_of(key))
    return found


@typed
def reason_typed(visit: Visit) -> Reply:
    """Take the typed reason."""
    decision = DECISIONS.get(text_fact(visit, "verb"))
    key, version = text_fact(visit, "key"), number_fact(visit, "version")
    if decision is None:
        raise Stale("order", arguments.order_of(key))
    reason = " ".join(visit.incoming.text.split())
    if not reason or len(reason) > MAX_REASON:
        return ask_again(note("desk.wrong.reason", (STOP,), limit=MAX_REASON))
    return _decide(visit, decision, key, version, reason)


def _decide(visit: Visit, decision: Decision, key: str, version: int, reason: str) -> Reply:
    done = Note(decision.done, {"reason": reason})
    number = arguments.order_of(key)
    return conclude(visit, number, done, decision.decide, key, reason, version)
