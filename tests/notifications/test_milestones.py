"""Who is told of what, and when: the table of all events, quiet hours, and what is told once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.authority import SYSTEM, Actor, customer, staff
from domain.delivery import OutboxItem
from domain.events import Event, EventKind
from domain.orders import OrderStatus
from domain.payments import PaymentStatus
from domain.shipments import ShipmentStatus
from notifications.render.milestone_screens import milestone_screen
from notifications.render.renderer import LANGUAGES, Renderer
from tests.builders import (
    GROUP_ID,
    NOON,
    NUMBER,
    STAFF_ID,
    a_customer,
    a_payment,
    a_policy,
    a_sent_shipment,
    an_order,
)
from tests.notifications import life
from tests.notifications.html_check import problems
from tests.notifications.queue import Queue, event_of, queued_for
from tests.notifications.test_cards import NASTY, _hostile

K = EventKind
STORY = {told.name: told for told in life.events()}
C, S = "customer", "staff"
BOTH = {f"card:{C}", f"card:{S}"}
# What each event of the story queues: a card refresh ("card:...") or a message ("message:...").
TABLE = {
    "submitted": BOTH,
    "approval_reminded": {"message:staff"},
    "confirmed": BOTH | {"message:customer"},
    "confirmed_to_pay": BOTH | {"message:customer"},
    "confirmed_cod": BOTH | {"message:customer"},
    "rejected": BOTH | {"message:customer"},
    "held": BOTH | {"message:customer"},
    "released": BOTH | {"message:customer"},
    "cancelled_by_staff": BOTH | {"message:customer"},
    "cancelled_by_customer": BOTH | {"message:staff"},
    "expired": BOTH | {"message:customer"},
    "completed": BOTH,
    "stock_low": {"message:staff"},
    "proof_photo": BOTH | {"message:staff"},
    "proof_document": BOTH | {"message:staff"},
    "proof_refused": BOTH | {"message:customer"},
    "payment_received": BOTH | {"message:customer"},
    "payment_part": BOTH | {"message:customer"},
    "payment_reminded": {"message:customer"},
    "payment_overdue": BOTH | {"message:staff"},
    "invoice_issued": BOTH | {"message:customer"},
    "refund_recorded": BOTH | {"message:customer"},
    "refund_of_return": BOTH | {"message:customer"},
    "picking": BOTH,
    "packed": BOTH,
    "ready": BOTH | {"message:customer"},
    "handed_over": BOTH | {"message:customer"},
    "handed_over_own": BOTH | {"message:customer"},
    "picked_up": BOTH | {"message:customer"},
    "moved_in_transit": BOTH | {"message:customer"},
    "moved_out_for_delivery": BOTH | {"message:customer"},
    "moved_attempt_failed": BOTH | {"message:customer", "message:staff"},
    "moved_delayed": BOTH | {"message:customer"},
    "moved_lost": BOTH | {"message:customer", "message:staff"},
    "moved_returning": BOTH | {"message:customer", "message:staff"},
    "moved_returned_to_sender": BOTH | {"message:customer", "message:staff"},
    "delivered": BOTH | {"message:customer"},
    "inspection_reminded": {"message:customer"},
    "shipment_cancelled": set(),
    "accepted": BOTH,
    "accepted_in_silence": BOTH | {"message:customer"},
    "return_requested": BOTH | {"message:staff"},
    "return_requested_by_staff": BOTH | {"message:customer"},
    "return_approved": BOTH | {"message:customer"},
    "return_approved_no_goods": BOTH | {"message:customer"},
    "return_declined": BOTH | {"message:customer"},
    "return_cancelled_by_customer": BOTH | {"message:staff"},
    "return_cancelled_by_staff": BOTH | {"message:customer"},
    "return_sent": BOTH | {"message:staff"},
    "return_received": BOTH | {"message:customer"},
    "return_inspected": BOTH | {"message:customer"},
    "return_inspected_nothing": BOTH | {"message:customer"},
    "return_credited": BOTH | {"message:customer"},
    "return_closed": BOTH | {"message:customer"},
    "return_exchanged": BOTH | {"message:customer"},
}


def _labels(items: Iterable[OutboxItem]) -> set[str]:
    kinds = {"order_card": "card", "message": "message"}
    return {f"{kinds[item.kind]}:{item.payload['audience']}" for item in items}


def _messages(items: Iterable[OutboxItem], audience: str = C) -> list[OutboxItem]:
    return [i for i in items if i.kind == "message" and i.payload["audience"] == audience]


def _event(kind: EventKind, actor: Actor = SYSTEM, **facts: object) -> Event:
    return Event(kind, NUMBER, NOON, actor, facts)


def test_the_story_has_every_kind_of_event():
    """So that the table below is whole."""
    assert {told.event for told in STORY.values()} == set(EventKind)
    assert STORY.keys() == TABLE.keys()


@pytest.mark.parametrize("name", TABLE)
def test_who_is_told(name: str):
    """One card refresh per audience and event, and a message where it must ring."""
    items = queued_for(STORY[name])
    assert _labels(items) == TABLE[name]
    assert len(items) == len(TABLE[name])
    for item in items:
        assert item.chat_id == (GROUP_ID if item.payload["audience"] == S else 7000001)
        assert item.payload["order"] == NUMBER
        assert item.payload["revision"] == 1


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("proof_photo", "payments"),
        ("payment_overdue", "payments"),
        ("moved_lost", "shipping"),
        ("return_requested", "returns"),
        ("cancelled_by_customer", "orders"),
        ("stock_low", "orders"),
    ],
)
def test_staff_messages_go_to_their_topic(name: str, topic: str):
    """In a forum the cashier reads payments, the warehouse shipping."""
    (message,) = _messages(queued_for(STORY[name]), S)
    assert message.payload["topic"] == topic


def test_without_a_staff_group_nothing_waits_for_staff():
    """Nobody could read it; the queue and the cards are there once the group is."""
    queue = Queue(group=None)
    assert _labels(queue.tell(event_of(STORY["submitted"]))) == {"card:customer"}


def test_nothing_waits_for_who_blocked_the_bot():
    """Only the staff's card is refreshed."""
    queue = Queue(customer=a_customer(reachable=False))
    assert _labels(queue.tell(event_of(STORY["delivered"]))) == {"card:staff"}


@pytest.mark.parametrize("name", TABLE)
def test_who_is_not_on_telegram_is_told_by_staff(name: str):
    """What would be a message to the customer is one to the group; nothing is sent to them."""
    told = STORY[name]
    items = Queue(customer=a_customer(telegram_id=None)).tell(replace(event_of(told), actor=SYSTEM))
    assert {item.chat_id for item in items} <= {GROUP_ID}
    reached = Queue().tell(replace(event_of(told), actor=SYSTEM))
    expected = {label.replace(C, "by_hand") for label in _labels(reached)} - {"card:by_hand"}
    assert _labels(items) == expected | ({"message:by_hand"} if name == "submitted" else set())


def test_an_event_of_the_shop_alone_is_nobodys_news():
    """An event without an order has no card."""
    assert Queue().tell(Event(K.STOCK_LOW, "", NOON, SYSTEM)) == []


def test_the_same_event_is_queued_once():
    """Its key is its id: a use case that runs again after a conflict queues nothing twice."""
    first, second = Queue(), Queue()
    told = event_of(STORY["confirmed"])
    assert [i.key for i in first.tell(told)] == [i.key for i in second.tell(told)]


def test_couriers_may_repeat_themselves():
    """In transit and delayed ring once a parcel, a failed attempt each time."""
    queue = Queue()
    for status, rings in (("in_transit", 1), ("delayed", 1), ("attempt_failed", 2)):
        moved = _event(K.SHIPMENT_MOVED, shipment=f"{NUMBER}-S1", status=status, note="")
        told = [_messages(queue.tell(moved)), _messages(queue.tell(moved))]
        assert sum(map(len, told)) == rings
    other = _event(K.SHIPMENT_MOVED, shipment=f"{NUMBER}-S2", status="in_transit", note="")
    assert len(_messages(queue.tell(other))) == 1


def test_a_refund_that_settles_a_return_rings_once():
    """The money is the news; the settled return is said in the same message."""
    queue = Queue()
    back = _event(K.REFUND_RECORDED, staff(STAFF_ID), amount=95_000, reference="TRF-778")
    settled = replace(event_of(STORY["return_credited"]), at=NOON)
    assert len(_messages(queue.tell(back))) == 1
    assert _messages(queue.tell(settled)) == []


def test_a_return_settled_later_than_another_refund_rings():
    """Only a refund of the same moment stands for it."""
    queue = Queue()
    back = _event(K.REFUND_RECORDED, staff(STAFF_ID), amount=95_000, reference="")
    queue.tell(replace(back, at=NOON - timedelta(days=1)))
    assert len(_messages(queue.tell(event_of(STORY["return_credited"])))) == 1


NIGHT = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)  # 23.00 in Jakarta
MORNING = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)  # 7.00
WAITING = {"approval_reminded", "stock_low", "payment_reminded", "inspection_reminded",
           "accepted_in_silence"}  # fmt: skip


@pytest.mark.parametrize("name", [n for n, queued in TABLE.items() if "message" in str(queued)])
def test_quiet_hours_hold_back_what_can_wait(name: str):
    """Reminders wait for the morning; what answers somebody, or tells of a parcel, does not."""
    queue = Queue(now=NIGHT, order=STORY[name].view.order)
    items = queue.tell(event_of(STORY[name], at=NIGHT))
    due = {item.due_at for item in items if item.kind == "message"}
    assert due == {MORNING if name in WAITING else NIGHT}
    assert {item.due_at for item in items if item.kind == "order_card"} <= {NIGHT}


def test_a_reminder_that_would_be_too_late_does_not_wait():
    """What ends during the night is told in the night."""
    deadline = (NIGHT + timedelta(hours=3)).isoformat()
    reminded = _event(K.PAYMENT_REMINDED, outstanding=1, deadline=deadline)
    (message,) = _messages(Queue(now=NIGHT).tell(reminded))
    assert message.due_at == NIGHT


def test_announcing_reads_little():
    """It runs inside the writing transaction: placing an order costs two look-ups."""
    queue = Queue()
    queue.tell(event_of(STORY["submitted"]))
    assert queue.kept.reads == ["customer", "staff_group"]
    queue.kept.reads.clear()
    queue.tell(event_of(STORY["confirmed"]))
    assert queue.kept.reads == ["order", "customer", "staff_group"]


def _screen(name: str, **changes: object):
    told = STORY[name]
    (item, *_) = [i for i in queued_for(told) if i.kind == "message"]
    return milestone_screen(item.payload, replace(told.view, **changes), a_policy(), "id")


def test_reminders_that_were_overtaken_are_not_sent():
    """They may have waited through the night; meanwhile it was done."""
    paid = a_payment(status=PaymentStatus.PAID, received=a_payment().due)
    assert _screen("payment_reminded", payment=paid) is None
    assert _screen("payment_overdue", payment=paid) is None
    accepted = (a_sent_shipment(status=ShipmentStatus.ACCEPTED),)
    assert _screen("inspection_reminded", shipments=accepted) is None
    assert _screen("approval_reminded", order=an_order(status=OrderStatus.CONFIRMED)) is None


def test_an_overtaken_proof_has_no_buttons_of_decision():
    """A second proof, or a decision, came before the message was sent."""
    other = a_payment(status=PaymentStatus.PROOF_SUBMITTED, proof="proof-2")
    screen = _screen("proof_photo", payment=other)
    assert screen is not None
    assert [b.data for row in screen.buttons for b in row] == [f"d.card:{NUMBER}"]


def test_a_proof_is_shown_beside_the_amount():
    """As the picture or as the document that the customer sent."""
    photo, document = _screen("proof_photo"), _screen("proof_document")
    assert photo is not None
    assert document is not None
    assert photo.photo == "id:proof-1"
    assert document.photo == "doc:proof-1"


def test_a_milestone_needs_an_order():
    """A payload without one is a mistake of the program, not of a customer."""
    with pytest.raises(ValueError, match="order"):
        milestone_screen({"event": "order_confirmed"}, None, a_policy(), "id")


@pytest.mark.parametrize("name", [n for n, queued in TABLE.items() if "message" in str(queued)])
def test_hostile_facts_do_nothing(name: str):
    """Names, reasons, notes and references are shown as they were typed."""
    told = STORY[name]
    texts = {"reason", "note", "reference", "title", "waybill"}
    facts = {k: NASTY if k in texts and v else v for k, v in told.facts.items()}
    hostile = replace(told, view=_hostile(told.view), facts=facts)
    for item in queued_for(hostile):
        if item.kind == "message":
            for language in LANGUAGES:
                screen = milestone_screen(item.payload, hostile.view, a_policy(), language)
                assert screen is not None
                rendered = Renderer(strict=True).render(screen, language)
                assert not problems(rendered.text)
                rendered.text.encode()


def test_a_customer_acts_for_nobody_else():
    """The actor's id is the customer's: a message never goes to another."""
    items = Queue().tell(_event(K.ORDER_SUBMITTED, customer(8), total=1))
    assert _labels(items) == {"card:staff"}
