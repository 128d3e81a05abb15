"""Answering customers: by a reply to their words in the group, or by the button under them."""

from bot.desk import arguments
from bot.desk.acting import note
from bot.desk.asking import STOP, ask, ask_again, close, number_fact, typed
from bot.visit import Kind, Reply, Visit, message
from domain.authority import Right
from domain.errors import BadText, NotFound
from domain.usecases.access import check
from domain.usecases.talking import MAX_WORDS, answer_customer

FORM = "d.talk"


def begin(visit: Visit) -> Reply:
    """`d.talk:CUSTOMER`: ask for the answer."""
    check(visit.uow, visit.actor, Right.SEE_ORDERS)
    customer_id = arguments.whole(arguments.argument(visit.incoming.args, 0))
    customer = visit.uow.customers.get(customer_id) if customer_id else None
    if customer is None or customer.telegram_id is None:
        return message(note("desk.talk.gone"))
    question = note("desk.talk.ask", (STOP,), name=customer.name)
    return ask(visit, FORM, question, customer=customer.id)


def _answered(visit: Visit) -> Reply:
    customer_id = number_fact(visit, "customer")
    reply = _send(visit, customer_id)
    if reply is None:
        return ask_again(note("desk.talk.bad", (STOP,), limit=MAX_WORDS))
    close(visit)
    return reply


answer_typed = typed(_answered)


def replied(visit: Visit) -> Reply | None:
    """What a member writes in reply to a customer's words goes to that customer."""
    incoming = visit.incoming
    to = incoming.reply_to_message_id
    if incoming.kind is not Kind.TEXT or to is None or not visit.roles:
        return None
    item = visit.uow.outbox.talk_sent_as(incoming.chat_id, to)
    customer_id = item.payload.get("customer") if item is not None else None
    if not isinstance(customer_id, int):
        return None
    return _send(visit, customer_id) or message(note("desk.talk.bad", limit=MAX_WORDS))


def _send(visit: Visit, customer_id: int) -> Reply | None:
    """Send it; None where the text cannot be sent."""
    key = f"answer:{visit.incoming.update_id}"
    try:
        name = answer_customer(visit.uow, visit.actor, customer_id, visit.incoming.text, key=key)
    except BadText:
        return None
    except NotFound:
        return message(note("desk.talk.gone"))
    return message(note("desk.talk.sent", name=name))
