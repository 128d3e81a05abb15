"""The cards: what they say over an order's life, and that no button promises too much."""

from dataclasses import replace

import pytest

from domain.orders import ORDER_MACHINE, OrderAction, OrderStatus
from domain.payments import PAYMENT_MACHINE, PaymentAction, PaymentStatus, PaymentTerm
from domain.policy import BankAccount
from domain.returns import RETURN_MACHINE, ReturnAction
from domain.shipments import SHIPMENT_MACHINE, ShipmentAction, ShipmentStatus
from domain.views import OrderView
from notifications.render.cards import customer_card, staff_card
from notifications.render.renderer import LANGUAGES, Rendered, Renderer
from notifications.render.screen import Screen
from notifications.render.standing import CUSTOMER_STATES, STAFF_TASKS, customer_state, staff_task
from tests.builders import (
    a_customer,
    a_payment,
    a_policy,
    a_return,
    a_sent_shipment,
    a_shipment,
    a_view,
    an_address,
    an_order,
    some_lines,
)
from tests.notifications import life
from tests.notifications.html_check import problems, visible
from tests.notifications.transcript import GOLDEN, transcripts

RENDERER = Renderer(strict=True)
NASTY = "</b><i>&\u202e\ud800\x00\"'"
SHOWN = "</b><i>&\"'"
MOMENTS = dict(life.cards())


def _verbs(screen: Screen) -> set[str]:
    return {b.data.split(":")[0] for row in screen.buttons for b in row if b.data}


def _copies(screen: Screen) -> set[str]:
    return {b.copy for row in screen.buttons for b in row if b.copy}


def _customer(view: OrderView) -> Screen:
    return customer_card(view, a_policy(), "id")


@pytest.mark.parametrize(("name", "text"), list(transcripts()), ids=lambda x: str(x)[:40])
def test_texts_are_as_they_were_read(name: str, text: str):
    """Words change on purpose: python -m tests.notifications.transcript --rewrite, and read."""
    assert (GOLDEN / name).read_text(encoding="utf-8") == text


def test_the_story_tells_every_state_and_every_task():
    """So that the golden texts cover all words."""
    assert {customer_state(view) for view in MOMENTS.values()} == set(CUSTOMER_STATES)
    assert {staff_task(view) for view in MOMENTS.values()} == set(STAFF_TASKS)


def test_an_unpaid_transfer_is_paid_by_copying():
    """Account number, exact amount and order number, without typing one of them."""
    view = MOMENTS["01_to_pay"]
    assert view.payment is not None
    assert _copies(_customer(view)) == {"1234567890", str(view.payment.due), view.order.number}
    assert "o.proof" in _verbs(_customer(view))


def test_a_part_payment_asks_for_the_rest():
    """The amount to copy is what is outstanding."""
    view = MOMENTS["03_part_paid"]
    assert view.payment is not None
    assert str(view.payment.outstanding) in _copies(_customer(view))


def test_without_a_bank_account_the_card_says_whom_to_ask():
    """No empty copy button, no dead end."""
    for accounts in ((), (BankAccount("BCA", "", "X"),)):
        screen = customer_card(a_view(), a_policy(bank_accounts=accounts), "id")
        assert "" not in _copies(screen)
    card = RENDERER.render(customer_card(a_view(), a_policy(bank_accounts=()), "id"), "id")
    assert a_policy().phone in visible(card.text)


@pytest.mark.parametrize("name", MOMENTS)
def test_the_customers_buttons_are_allowed(name: str):
    """Each of them would be carried out if it was tapped now."""
    view = MOMENTS[name]
    verbs, shipment, ret = _verbs(_customer(view)), view.shipment, view.open_return
    payment = view.payment
    assert payment is not None
    assert ("o.cancel" in verbs) == view.may_cancel
    waiting = shipment is not None and shipment.status is ShipmentStatus.AWAITING_INSPECTION
    assert ("o.ok" in verbs) == waiting
    if "o.bad" in verbs:
        assert waiting or view.returnable
    if "o.proof" in verbs:
        assert PAYMENT_MACHINE.allows(payment.status, PaymentAction.SUBMIT_PROOF)
    for verb, action in (("r.cancel", ReturnAction.CANCEL), ("r.sent", ReturnAction.SEND)):
        allowed = ret is not None and RETURN_MACHINE.allows(ret.status, action)
        assert (verb in verbs) == allowed
    assert {"o.card", "o.help", "home"} <= verbs


@pytest.mark.parametrize("name", MOMENTS)
def test_the_staffs_buttons_are_allowed(name: str):
    """By the four machines, the hold and the payment term."""
    view = MOMENTS[name]
    order, payment, shipment = view.order, view.payment, view.shipment
    verbs = _verbs(staff_card(view, a_policy()))
    assert payment is not None
    submitted = order.status is OrderStatus.SUBMITTED
    held = order.hold_reason is not None
    assert ("d.approve" in verbs) == (submitted and not held)
    assert ("d.reject" in verbs) == submitted
    assert ("d.release" in verbs) == held
    assert not ({"d.hold", "d.pick", "d.pack", "d.hand"} & verbs and held)
    if "d.cancel" in verbs:
        assert ORDER_MACHINE.allows(order.status, OrderAction.CANCEL)
    assert ("d.refuse" in verbs) == (payment.status is PaymentStatus.PROOF_SUBMITTED)
    if "d.paid" in verbs:
        assert payment.outstanding > 0
        assert not payment.settled
    assert ("d.refund" in verbs) == (view.refundable > 0)
    steps = {
        "d.pick": ShipmentAction.PICK,
        "d.pack": ShipmentAction.PACK,
        "d.hand": ShipmentAction.HAND_OVER,
        "d.arrived": ShipmentAction.DELIVER,
    }
    for verb in steps.keys() & verbs:
        assert shipment is not None
        assert SHIPMENT_MACHINE.allows(shipment.status, steps[verb])


@pytest.mark.parametrize("name", MOMENTS)
def test_a_card_asks_for_something_to_be_done_only_with_the_button_for_it(name: str):
    """The first line of the staff's card and its buttons agree."""
    view = MOMENTS[name]
    button = {
        "held": "d.release",
        "check_proof": "d.paid",
        "approve": "d.approve",
        "pack": "d.pack",
        "hand_over": "d.hand",
        "await_pickup": "d.hand",
        "picked_up": "d.arrived",
        "collect_cash": "d.paid",
        "await_invoice": "d.paid",
        "decide_return": "d.rapprove",
        "await_return": "d.rreceive",
        "inspect_return": "d.rinspect",
        "settle_return": "d.rrefund",
        "refund": "d.refund",
    }.get(staff_task(view))
    assert button is None or button in _verbs(staff_card(view, a_policy()))


def test_an_unpaid_prepaid_order_is_not_packed():
    """Unless the customer pays on delivery or after the inspection."""
    for term, packs in ((PaymentTerm.PREPAID, False), (PaymentTerm.ON_DELIVERY, True)):
        order = an_order(status=OrderStatus.CONFIRMED, term=term)
        view = a_view(order, a_payment(order), shipments=(a_shipment(order),))
        assert ("d.pack" in _verbs(staff_card(view, a_policy()))) == packs


def test_cash_is_noted_only_after_the_goods_left():
    """An order paid on delivery cannot be paid before."""
    order = an_order(status=OrderStatus.PROCESSING, term=PaymentTerm.ON_DELIVERY)
    inside = a_view(order, a_payment(order), shipments=(a_shipment(order),))
    due = a_payment(order, status=PaymentStatus.COD_DUE)
    sent = a_sent_shipment(order, status=ShipmentStatus.HANDED_OVER)
    assert "d.paid" not in _verbs(staff_card(inside, a_policy()))
    assert "d.paid" in _verbs(staff_card(a_view(order, due, shipments=(sent,)), a_policy()))


def test_the_reason_of_a_hold_is_for_staff_alone():
    """It may be about the customer."""
    view = a_view(an_order(hold_reason="cek penipuan"))
    assert "cek penipuan" in RENDERER.render(staff_card(view, a_policy()), "id").text
    assert "cek penipuan" not in RENDERER.render(_customer(view), "id").text


def _both(view: OrderView) -> list[Rendered]:
    policy = a_policy()
    return [
        RENDERER.render(screen, language)
        for language in LANGUAGES
        for screen in (customer_card(view, policy, language), staff_card(view, policy))
    ]


def _hostile(view: OrderView) -> OrderView:
    lines = tuple(replace(line, title=NASTY, sku=NASTY) for line in view.order.lines)
    address = an_address(recipient=NASTY, text=NASTY * 50)
    order = replace(view.order, lines=lines, address=address, note=NASTY)
    if order.hold_reason is not None:
        order = replace(order, hold_reason=NASTY)
    if order.closing_reason is not None:
        order = replace(order, closing_reason=NASTY)
    returns = tuple(
        replace(r, description=NASTY, decision_reason=NASTY, waybill=NASTY) for r in view.returns
    )
    tracking = tuple(replace(t, note=NASTY) for t in view.tracking)
    shipments = tuple(replace(s, courier=NASTY, waybill=NASTY) for s in view.shipments)
    customer = a_customer(name=NASTY, phone=NASTY)
    return replace(
        view, order=order, customer=customer, returns=returns, tracking=tracking,
        shipments=shipments,
    )  # fmt: skip


@pytest.mark.parametrize("name", MOMENTS)
def test_hostile_texts_are_shown_and_do_nothing(name: str):
    """Markup that people type is read as they typed it, without what disorders."""
    for card in _both(_hostile(MOMENTS[name])):
        assert not problems(card.text)
        assert SHOWN in visible(card.text)
        card.text.encode()


def test_the_largest_order_fits_into_a_message():
    """Thirty long lines, a long note, and entities everywhere."""
    lines = tuple(
        replace(some_lines()[0], position=n, title="&" * 150, quantity=999) for n in range(1, 31)
    )
    view = a_view(an_order(lines=lines, note="<" * 1000, address=an_address(text="&" * 500)))
    for card in _both(view):
        assert len(visible(card.text)) <= 4096
        assert not problems(card.text)


def test_a_reason_that_the_shop_invented_is_shown_as_it_is():
    """Only the usual reasons have words in the catalogues."""
    line = replace(a_return().lines[0], reason="bau_apek")
    for card in _both(life.returning(a_return(lines=(line,)))):
        assert "bau_apek" in card.text
