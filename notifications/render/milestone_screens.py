"""The short messages that ring: each tells of one event, with the order's present state at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.delivery import Json
from domain.events import EventKind
from domain.orders import DROPPED_STATUSES
from domain.payments import PaymentTerm
from domain.policy import ShopPolicy
from domain.returns import Return, ReturnStatus
from domain.shipments import ShipmentStatus
from domain.views import OrderView
from notifications.render import order_buttons as buttons
from notifications.render.cards import facts_of
from notifications.render.screen import Rows, Screen
from notifications.render.standing import gated, is_pickup, transfer_wanted

TEMPLATE = "orders/milestone"
_K = EventKind

# The word under which each event is told to the customer; some depend on more (see _told).
TOLD = {
    _K.ORDER_SUBMITTED: "submitted",
    _K.ORDER_REJECTED: "rejected",
    _K.ORDER_HELD: "held",
    _K.ORDER_RELEASED: "released",
    _K.ORDER_CANCELLED: "cancelled",
    _K.ORDER_EXPIRED: "expired",
    _K.PROOF_REFUSED: "proof_refused",
    _K.PAYMENT_REMINDED: "payment_reminded",
    _K.INVOICE_ISSUED: "invoice_issued",
    _K.REFUND_RECORDED: "refunded",
    _K.SHIPMENT_PACKED: "ready",
    _K.SHIPMENT_DELIVERED: "delivered",
    _K.INSPECTION_REMINDED: "inspection_reminded",
    _K.DELIVERY_ACCEPTED: "accepted",
    _K.RETURN_REQUESTED: "return_requested",
    _K.RETURN_DECLINED: "return_declined",
    _K.RETURN_CANCELLED: "return_cancelled",
    _K.RETURN_RECEIVED: "return_received",
}
_CALLS_FOR_TRANSFER = frozenset(
    {
        "submitted",
        "confirmed_to_pay",
        "proof_refused",
        "payment_part",
        "payment_reminded",
        "invoice_issued",
    }
)
_ASKS_FOR_VERDICT = frozenset({"delivered", "inspection_reminded"})
_ENDS = frozenset({"rejected", "cancelled", "expired"})
_SHOWS_RETURN = frozenset(
    {"return_requested", "return_inspected", "return_inspected_nothing", "return_exchanged"}
)


@dataclass(frozen=True, slots=True)
class _Telling:
    """One event as it is to be told: to whom, by which word, with which facts."""

    view: OrderView
    policy: ShopPolicy
    event: EventKind
    facts: Mapping[str, object]

    def text(self, key: str) -> str:
        return str(self.facts.get(key) or "")

    def number(self, key: str) -> int:
        value = self.facts.get(key)
        return value if isinstance(value, int) else 0

    @property
    def ret(self) -> Return | None:
        """The return that the event is about; of a refund, the one that it settled."""
        wanted, reference = self.text("return_id"), self.text("reference")
        if self.event is _K.REFUND_RECORDED and reference:
            return next((r for r in self.view.returns if r.refund_reference == reference), None)
        return next((r for r in self.view.returns if r.id == wanted), None)


def milestone_screen(
    payload: Json,
    view: OrderView | None,
    policy: ShopPolicy,
    language: str,  # noqa: ARG001  # words come by rendering; a shop may word milestones by language
) -> Screen | None:
    """Return the message of an outbox item of kind "message".

    `payload` is what notifications.milestones queued. None when it is not called for any more: a
    reminder of something that has been done since.
    """
    if view is None:
        raise ValueError("a milestone is told of an order")
    facts = payload.get("facts")
    event = EventKind(str(payload["event"]))
    telling = _Telling(view, policy, event, facts if isinstance(facts, dict) else {})
    if _overtaken(telling):
        return None
    if payload.get("audience") == "staff":
        return _alert(telling)
    return _milestone(telling)


def _overtaken(telling: _Telling) -> bool:
    view, payment = telling.view, telling.view.payment
    if telling.event is _K.PAYMENT_REMINDED:
        return not transfer_wanted(view)
    if telling.event is _K.INSPECTION_REMINDED:
        waiting = ShipmentStatus.AWAITING_INSPECTION
        return all(s.status is not waiting for s in view.shipments)
    if telling.event is _K.APPROVAL_REMINDED:
        return view.order.status.value != "submitted"
    if telling.event is _K.PAYMENT_OVERDUE:
        return payment is None or payment.settled
    return False


def _milestone(telling: _Telling) -> Screen:
    told = _told(telling)
    transfer = told in _CALLS_FOR_TRANSFER and transfer_wanted(telling.view)
    params = {
        **_params(telling),
        "kind": "told",
        "told": told,
        "show_transfer": transfer,
        "refund_coming": told in _ENDS and telling.view.refundable > 0,
        "show_return": told in _SHOWS_RETURN,
    }
    return Screen(TEMPLATE, params, _buttons(told, telling, transfer=transfer))


def _told(telling: _Telling) -> str:
    view = telling.view
    if telling.event is _K.ORDER_CONFIRMED:
        if transfer_wanted(view) and gated(view):
            return "confirmed_to_pay"
        cash = view.order.term is PaymentTerm.ON_DELIVERY
        return "confirmed_cod" if cash and not is_pickup(view) else "confirmed"
    if telling.event is _K.PAYMENT_RECEIVED:
        return "payment_part" if telling.number("outstanding") else "payment_received"
    if telling.event is _K.SHIPMENT_HANDED_OVER:
        if is_pickup(view):
            return "picked_up"
        return "handed_over" if telling.text("waybill") else "handed_over_own"
    if telling.event is _K.SHIPMENT_MOVED:
        return telling.text("status")
    return _return_told(telling) or TOLD[telling.event]


def _return_told(telling: _Telling) -> str:
    if telling.event is _K.RETURN_APPROVED:
        ret = telling.ret
        if ret is not None and ret.without_goods:
            return "return_approved_no_goods"
        # Who is not on Telegram has no button to tap.
        return "return_approved_elsewhere" if telling.view.elsewhere else "return_approved"
    if telling.event is _K.RETURN_INSPECTED:
        return "return_inspected" if telling.number("amount") else "return_inspected_nothing"
    if telling.event is _K.RETURN_SETTLED:
        if telling.text("resolution") == "exchange":
            return "return_exchanged"
        return "return_credited" if telling.number("amount") else "return_closed"
    return ""


def _buttons(told: str, telling: _Telling, *, transfer: bool) -> Rows:
    view, number = telling.view, telling.view.order.number
    card = buttons.open_card(number)
    if transfer:
        return buttons.rows(*buttons.payment_rows(view, telling.policy), card)
    if told in _ASKS_FOR_VERDICT:
        return buttons.rows(buttons.inspection_row(view.shipment), card)
    if told in _ENDS:
        return (buttons.restart_row(number),)
    if telling.event in {_K.SHIPMENT_HANDED_OVER, _K.SHIPMENT_MOVED}:
        return buttons.rows(buttons.parcel_row(view), card)
    if told == "return_approved":
        return buttons.rows(buttons.return_row(telling.ret), card)
    return (card,)


def _alert(telling: _Telling) -> Screen:
    view, number = telling.view, telling.view.order.number
    told = telling.event.value
    rows: Rows = ()
    photo = None
    if telling.event is _K.ORDER_CANCELLED:
        told = "cancelled"
    elif telling.event is _K.SHIPMENT_MOVED:
        told = telling.text("status")
    elif telling.event is _K.APPROVAL_REMINDED:
        rows = buttons.decision_rows(view)
    elif telling.event is _K.PAYMENT_OVERDUE:
        rows = buttons.staff_payment_rows(view)
    elif telling.event is _K.PROOF_SUBMITTED:
        kind = "doc" if telling.text("file_kind") == "document" else "id"
        photo = _picture(telling.text("file"), kind)
        rows = _proof_rows(telling)
    elif telling.event is _K.RETURN_REQUESTED and telling.ret is not None:
        asked = telling.ret.status is ReturnStatus.REQUESTED
        rows = buttons.staff_return_rows(telling.ret) if asked else ()
        photo = _picture(next(iter(telling.ret.pictures), ""))
    params = {
        **_params(telling),
        "kind": "alert",
        "told": told,
        "show_transfer": False,
        "refund_coming": False,
        "show_return": telling.event is _K.RETURN_REQUESTED,
    }
    if telling.event is not _K.STOCK_LOW:
        rows = (*rows, buttons.staff_card_row(number))
    return Screen(TEMPLATE, params, rows, photo)


def _proof_rows(telling: _Telling) -> Rows:
    """Decide about this proof, unless another one or a decision has overtaken it."""
    payment, order = telling.view.payment, telling.view.order
    if payment is None or order.status in DROPPED_STATUSES:
        return ()
    if payment.proof != telling.text("file"):
        return ()
    return buttons.staff_payment_rows(telling.view, proof_shown=True)


def _picture(file: str, kind: str = "id") -> str | None:
    return f"{kind}:{file}" if file else None


def _params(telling: _Telling) -> dict[str, object]:
    payment = telling.view.payment
    outstanding = payment.outstanding if payment else 0
    return {
        **facts_of(telling.view, telling.policy),
        "amount": telling.number("amount"),
        "outstanding": telling.number("outstanding") or outstanding,
        "deadline": _moment(telling.text("deadline")) or (payment.deadline if payment else None),
        "until": _moment(telling.text("inspect_until")),
        "eta_from": _day(telling.text("eta_from")),
        "eta_to": _day(telling.text("eta_to")),
        "waybill": telling.text("waybill"),
        "reference": telling.text("reference"),
        "reason": "" if telling.event is _K.ORDER_HELD else telling.text("reason"),
        "note": telling.text("note"),
        "title": telling.text("title"),
        "on_hand": telling.number("on_hand"),
        "ret": telling.ret,
    }


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text and text != "None" else None
