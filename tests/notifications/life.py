"""The life of an order, as views: what cards and milestones are tried on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.authority import SYSTEM, Actor, customer, staff
from domain.channels import Channel
from domain.delivery import Json
from domain.events import EventKind
from domain.orders import OrderStatus
from domain.payments import Payment, PaymentStatus, PaymentTerm
from domain.returns import (
    OPEN_RETURN_STATUSES,
    Resolution,
    Return,
    ReturnLine,
    ReturnStatus,
    Verdict,
)
from domain.shipments import Shipment, ShipmentStatus, TrackingEvent
from domain.views import OrderView
from tests.builders import (
    NOON,
    NUMBER,
    STAFF_ID,
    a_customer,
    a_payment,
    a_return,
    a_sent_shipment,
    a_shipment,
    a_view,
    an_order,
    by_pickup,
)

TRACKING = (
    TrackingEvent(NOON + timedelta(hours=5), "move", "Paket diterima di gudang Bandung"),
    TrackingEvent(NOON + timedelta(hours=20), "move", "Transit di Jakarta"),
    TrackingEvent(NOON + timedelta(hours=40), "go_out", "Dibawa kurir Budi"),
)
S, P, T = ShipmentStatus, PaymentStatus, PaymentTerm


def cards() -> Iterator[tuple[str, OrderView]]:
    """Yield every moment of an order that a card tells apart, by name."""
    yield "01_to_pay", a_view()
    yield "02_proof_sent", a_view(payment=_payment(status=P.PROOF_SUBMITTED, proof="proof-1"))
    yield "03_part_paid", a_view(payment=_payment(status=P.PARTIALLY_PAID, received=100_000))
    yield "04_paid_to_approve", a_view(payment=_paid())
    yield "05_on_hold", a_view(an_order(hold_reason="alamat kurang jelas"), _paid())
    yield "06_confirmed_unpaid", _with(a_shipment(), paid=False, status=OrderStatus.CONFIRMED)
    yield "07_preparing", _with(a_shipment(), status=OrderStatus.CONFIRMED)
    yield "08_packed", _with(a_shipment(status=S.PACKED))
    yield "09_ready_for_pickup", _pickup(S.PACKED)
    yield "10_handed_over", _with(a_sent_shipment(status=S.HANDED_OVER))
    yield (
        "11_out_for_delivery",
        _with(a_sent_shipment(status=S.OUT_FOR_DELIVERY), tracking=TRACKING),
    )
    for number, status in enumerate((S.ATTEMPT_FAILED, S.DELAYED, S.LOST, S.RETURNING), 12):
        yield f"{number}_{status.value}", _with(a_sent_shipment(status=status))
    yield "16_delivered", delivered()
    yield "17_completed", _completed()
    for number, ret in enumerate(returns(), 18):
        yield f"{number}_return_{ret.status.value}_{ret.wish.value}", returning(ret)
    yield "28_cancelled", _dropped(OrderStatus.CANCELLED, "salah pilih ukuran")
    yield "29_rejected_with_money", _dropped(OrderStatus.REJECTED, "stok rusak", paid=True)
    yield "30_expired", _dropped(OrderStatus.EXPIRED, None)
    yield "31_cod_to_approve", _on(T.ON_DELIVERY)
    yield "32_cod_due", _on(T.ON_DELIVERY, S.ACCEPTED, status=P.COD_DUE)
    yield "33_on_acceptance_delivered", _on(T.ON_ACCEPTANCE, S.AWAITING_INSPECTION)
    yield "34_invoiced", invoiced()
    yield "35_overpaid", _overpaid()
    yield "36_picked_up", _pickup(S.HANDED_OVER)
    yield "37_in_transit", _with(a_sent_shipment(status=S.IN_TRANSIT))
    yield "38_returned_to_sender", _with(a_sent_shipment(status=S.RETURNED_TO_SENDER))
    yield "39_rejected", _dropped(OrderStatus.REJECTED, "di luar jangkauan kurir")
    for name, view in (("40_elsewhere", a_view()), ("41_elsewhere_delivered", delivered())):
        taken = replace(view.order, channel=Channel.WHATSAPP, author=STAFF_ID)
        yield name, replace(view, order=taken, customer=ELSEWHERE, author="Wati")


def returns() -> Iterator[Return]:
    """Yield a return in each of its statuses, and the two ways it can be settled."""
    for status in (ReturnStatus.REQUESTED, ReturnStatus.APPROVED):
        yield a_return(status=status)
    yield a_return(status=ReturnStatus.IN_TRANSIT, waybill="RX123456789ID")
    yield a_return(status=ReturnStatus.RECEIVED)
    damaged = (ReturnLine(1, 1, "damaged", Verdict.DAMAGED),)
    yield a_return(status=ReturnStatus.INSPECTED, lines=damaged, refund_amount=95_000)
    rejected = (ReturnLine(1, 1, "damaged", Verdict.REJECTED),)
    yield a_return(status=ReturnStatus.INSPECTED, lines=rejected, wish=Resolution.EXCHANGE)
    yield a_return(
        status=ReturnStatus.SETTLED,
        lines=damaged,
        refund_amount=95_000,
        refund_reference="TRF-778",
        resolution=Resolution.REFUND,
    )
    yield a_return(
        status=ReturnStatus.SETTLED, lines=damaged, wish=Resolution.EXCHANGE,
        resolution=Resolution.EXCHANGE,
    )  # fmt: skip
    yield a_return(status=ReturnStatus.DECLINED, decision_reason="segel sudah dibuka")
    yield a_return(status=ReturnStatus.CANCELLED)


def returning(ret: Return) -> OrderView:
    """Return the view of a delivered order with the return."""
    over = ret.status not in OPEN_RETURN_STATUSES
    order = an_order(status=OrderStatus.COMPLETED if over else OrderStatus.PROCESSING)
    status = S.ACCEPTED if over else S.DISPUTED
    return a_view(order, _paid(), shipments=(_arrived(status=status),), returns=(ret,))


def delivered() -> OrderView:
    """Return the view of an order that arrived and waits for the customer's verdict."""
    shipment = _arrived(status=S.AWAITING_INSPECTION)
    return _with(shipment, tracking=TRACKING, returnable=(shipment.id,))


def invoiced() -> OrderView:
    """Return the view of an order that is paid on acceptance, accepted and invoiced."""
    return _on(T.ON_ACCEPTANCE, S.ACCEPTED, deadline=NOON + timedelta(days=6))


@dataclass(frozen=True)
class Told:
    """One event with the view at the time of its telling, and who did it."""

    name: str
    event: EventKind
    view: OrderView
    facts: Json
    actor: Actor


ELSEWHERE = a_customer(telegram_id=None, name="Bu Ratna", phone="+6281234567899")
CUSTOMER, STAFF, CLOCK = customer(7), staff(STAFF_ID), SYSTEM
K = EventKind
UNTIL = (NOON + timedelta(days=4)).isoformat()
DEADLINE = (NOON + timedelta(hours=24)).isoformat()
SUBMITTED: Json = {"total": 251_356, "channel": "telegram"}
SHIP = {"shipment": f"{NUMBER}-S1"}
RET = {"return_id": f"{NUMBER}-R1"}


def events() -> Iterator[Told]:
    """Yield events of every kind, with the facts that the use cases record."""
    yield from _order_events()
    yield from _money_events()
    yield from _parcel_events()
    yield from _return_events()


def _order_events() -> Iterator[Told]:
    cod = _on(T.ON_DELIVERY)
    confirmed = an_order(status=OrderStatus.CONFIRMED)
    yield Told("submitted", K.ORDER_SUBMITTED, a_view(), SUBMITTED, CUSTOMER)
    yield Told("approval_reminded", K.APPROVAL_REMINDED, cod, {}, CLOCK)
    yield Told("confirmed", K.ORDER_CONFIRMED, a_view(confirmed, _paid()), {}, STAFF)
    yield Told("confirmed_to_pay", K.ORDER_CONFIRMED, a_view(confirmed), {}, STAFF)
    yield Told("confirmed_cod", K.ORDER_CONFIRMED, cod, {}, STAFF)
    rejected = _dropped(OrderStatus.REJECTED, "stok rusak", paid=True)
    yield Told("rejected", K.ORDER_REJECTED, rejected, {"reason": "stok rusak"}, STAFF)
    held = a_view(an_order(hold_reason="alamat kurang jelas"))
    yield Told("held", K.ORDER_HELD, held, {"reason": "alamat kurang jelas"}, STAFF)
    yield Told("released", K.ORDER_RELEASED, a_view(), {}, STAFF)
    cancelled = _dropped(OrderStatus.CANCELLED, "barang habis")
    yield Told(
        "cancelled_by_staff", K.ORDER_CANCELLED, cancelled, {"reason": "barang habis"}, STAFF
    )
    yield Told("cancelled_by_customer", K.ORDER_CANCELLED, cancelled, {"reason": ""}, CUSTOMER)
    yield Told("expired", K.ORDER_EXPIRED, _dropped(OrderStatus.EXPIRED, None), {}, CLOCK)
    yield Told("completed", K.ORDER_COMPLETED, _completed(), {}, CLOCK)
    low: Json = {"sku": "KG-250-BIJI", "title": "Kopi Gayo · 250 g · Biji", "on_hand": 8}
    yield Told("stock_low", K.STOCK_LOW, a_view(), low, STAFF)


def _money_events() -> Iterator[Told]:
    proof = a_view(payment=_payment(status=P.PROOF_SUBMITTED, proof="proof-1"))
    part = a_view(payment=_payment(status=P.PARTIALLY_PAID, received=100_000))
    photo: Json = {"file": "proof-1", "file_kind": "photo"}
    yield Told("proof_photo", K.PROOF_SUBMITTED, proof, photo, CUSTOMER)
    document: Json = {"file": "proof-1", "file_kind": "document"}
    yield Told("proof_document", K.PROOF_SUBMITTED, proof, document, CUSTOMER)
    yield Told("proof_refused", K.PROOF_REFUSED, a_view(), {"reason": "buktinya buram"}, STAFF)
    whole: Json = {"amount": 251_356, "outstanding": 0}
    yield Told("payment_received", K.PAYMENT_RECEIVED, a_view(payment=_paid()), whole, STAFF)
    some: Json = {"amount": 100_000, "outstanding": 151_356}
    yield Told("payment_part", K.PAYMENT_RECEIVED, part, some, STAFF)
    soon: Json = {"outstanding": 251_356, "deadline": DEADLINE}
    yield Told("payment_reminded", K.PAYMENT_REMINDED, a_view(), soon, CLOCK)
    yield Told("payment_overdue", K.PAYMENT_OVERDUE, part, {"outstanding": 151_356}, CLOCK)
    bill: Json = {"amount": 251_356, "deadline": (NOON + timedelta(days=6)).isoformat()}
    yield Told("invoice_issued", K.INVOICE_ISSUED, invoiced(), bill, CUSTOMER)
    back: Json = {"amount": 95_000, "reference": "TRF-778"}
    yield Told("refund_recorded", K.REFUND_RECORDED, _overpaid(), back, STAFF)
    settled = next(r for r in returns() if r.refund_reference)
    yield Told("refund_of_return", K.REFUND_RECORDED, returning(settled), back, STAFF)


def _parcel_events() -> Iterator[Told]:
    ship: Json = dict(SHIP)
    yield Told("picking", K.SHIPMENT_PICKING, _with(a_shipment(status=S.PICKING)), ship, STAFF)
    yield Told("packed", K.SHIPMENT_PACKED, _with(a_shipment(status=S.PACKED)), ship, STAFF)
    yield Told("ready", K.SHIPMENT_PACKED, _pickup(S.PACKED), ship, STAFF)
    sent: Json = {**SHIP, "courier": "jne", "waybill": "0112345678901234",
                  "eta_from": "2026-11-27", "eta_to": "2026-11-28"}  # fmt: skip
    handed = _with(a_sent_shipment(status=S.HANDED_OVER))
    yield Told("handed_over", K.SHIPMENT_HANDED_OVER, handed, sent, STAFF)
    own = _with(a_sent_shipment(status=S.HANDED_OVER, waybill=""))
    yield Told("handed_over_own", K.SHIPMENT_HANDED_OVER, own, {**sent, "waybill": ""}, STAFF)
    fetched: Json = {**sent, "waybill": ""}
    yield Told("picked_up", K.SHIPMENT_HANDED_OVER, _pickup(S.HANDED_OVER), fetched, STAFF)
    for status in MOVES:
        view = _with(a_sent_shipment(status=status))
        moved: Json = {**SHIP, "status": status.value, "note": "Transit di Jakarta"}
        yield Told(f"moved_{status.value}", K.SHIPMENT_MOVED, view, moved, CLOCK)
    until: Json = {**SHIP, "inspect_until": UNTIL}
    yield Told("delivered", K.SHIPMENT_DELIVERED, delivered(), until, CLOCK)
    yield Told("inspection_reminded", K.INSPECTION_REMINDED, delivered(), until, CLOCK)
    yield Told("shipment_cancelled", K.SHIPMENT_CANCELLED, a_view(), ship, STAFF)
    by_hand: Json = {**SHIP, "automatic": False}
    yield Told("accepted", K.DELIVERY_ACCEPTED, _completed(), by_hand, CUSTOMER)
    alone: Json = {**SHIP, "automatic": True}
    yield Told("accepted_in_silence", K.DELIVERY_ACCEPTED, _completed(), alone, CLOCK)


MOVES = (
    S.IN_TRANSIT,
    S.OUT_FOR_DELIVERY,
    S.ATTEMPT_FAILED,
    S.DELAYED,
    S.LOST,
    S.RETURNING,
    S.RETURNED_TO_SENDER,
)


def _return_events() -> Iterator[Told]:
    asked, approved, sent, received, inspected, refused, settled, swapped, declined, dropped = (
        returning(ret) for ret in returns()
    )
    ret: Json = dict(RET)
    yield Told("return_requested", K.RETURN_REQUESTED, asked, ret, CUSTOMER)
    yield Told("return_requested_by_staff", K.RETURN_REQUESTED, asked, ret, STAFF)
    yield Told("return_approved", K.RETURN_APPROVED, approved, ret, STAFF)
    missing = (ReturnLine(1, 1, "missing"),)
    absent = returning(a_return(status=ReturnStatus.INSPECTED, lines=missing, refund_amount=95_000))
    yield Told("return_approved_no_goods", K.RETURN_APPROVED, absent, ret, STAFF)
    no: Json = {**RET, "reason": "segel sudah dibuka"}
    yield Told("return_declined", K.RETURN_DECLINED, declined, no, STAFF)
    yield Told("return_cancelled_by_customer", K.RETURN_CANCELLED, dropped, ret, CUSTOMER)
    yield Told("return_cancelled_by_staff", K.RETURN_CANCELLED, dropped, ret, STAFF)
    by_post: Json = {**RET, "waybill": "RX123456789ID"}
    yield Told("return_sent", K.RETURN_SENT, sent, by_post, CUSTOMER)
    yield Told("return_received", K.RETURN_RECEIVED, received, ret, STAFF)
    worth: Json = {**RET, "amount": 95_000}
    yield Told("return_inspected", K.RETURN_INSPECTED, inspected, worth, STAFF)
    nothing: Json = {**RET, "amount": 0}
    yield Told("return_inspected_nothing", K.RETURN_INSPECTED, refused, nothing, STAFF)
    money: Json = {**RET, "resolution": "refund", "amount": 95_000, "reference": "TRF-778"}
    yield Told("return_credited", K.RETURN_SETTLED, settled, money, STAFF)
    shut: Json = {**RET, "resolution": "refund", "amount": 0, "reference": ""}
    yield Told("return_closed", K.RETURN_SETTLED, settled, shut, STAFF)
    swap: Json = {**RET, "resolution": "exchange", "amount": 0, "reference": ""}
    yield Told("return_exchanged", K.RETURN_SETTLED, swapped, swap, STAFF)


def _payment(**changes: object) -> Payment:
    return a_payment(None, **changes)


def _paid() -> Payment:
    payment = a_payment()
    return replace(payment, status=P.PAID, received=payment.due)


def _with(
    shipment: Shipment, *, paid: bool = True, status: OrderStatus = OrderStatus.PROCESSING,
    **changes: object,
) -> OrderView:  # fmt: skip
    payment = _paid() if paid else a_payment()
    return a_view(an_order(status=status), payment, shipments=(shipment,), **changes)


def _arrived(**changes: object) -> Shipment:
    at = NOON + timedelta(days=2)
    return a_sent_shipment(delivered_at=at, inspect_until=at + timedelta(days=2), **changes)


def _pickup(status: ShipmentStatus) -> OrderView:
    order = an_order(status=OrderStatus.PROCESSING, shipping=by_pickup())
    payment = a_payment(order, status=P.PAID, received=a_payment(order).due)
    shipment = a_shipment(order, status=status)
    if status is S.HANDED_OVER:
        shipment = a_sent_shipment(order, status=status, waybill="")
    return a_view(order, payment, shipments=(shipment,))


def _completed() -> OrderView:
    shipment = _arrived(status=S.ACCEPTED)
    return _with(shipment, status=OrderStatus.COMPLETED, returnable=(shipment.id,))


def _dropped(status: OrderStatus, reason: str | None, *, paid: bool = False) -> OrderView:
    order = an_order(status=status, closing_reason=reason)
    return a_view(order, _paid() if paid else _payment(status=P.VOIDED))


def _on(term: PaymentTerm, parcel: ShipmentStatus | None = None, **changes: object) -> OrderView:
    if parcel is None:
        order = an_order(term=term)
        return a_view(order, a_payment(order, **changes))
    order = an_order(term=term, status=OrderStatus.PROCESSING)
    return a_view(order, a_payment(order, **changes), shipments=(_arrived(status=parcel),))


def _overpaid() -> OrderView:
    payment = a_payment(received=300_000, status=P.OVERPAID)
    return a_view(an_order(status=OrderStatus.CONFIRMED), payment, shipments=(a_shipment(),))
