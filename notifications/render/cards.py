"""The two live cards of an order: one message each that always tells how the order stands."""

from domain.orders import DROPPED_STATUSES
from domain.payments import PaymentTerm
from domain.policy import ShopPolicy
from domain.returns import Return
from domain.shipments import ARRIVED_STATUSES, ShipmentStatus
from domain.views import OrderView
from notifications.render.catalogue import Names
from notifications.render.order_buttons import customer_rows, staff_rows
from notifications.render.screen import Screen
from notifications.render.standing import (
    STEPS,
    customer_state,
    gated,
    is_pickup,
    staff_task,
    steps_done,
    transfer_wanted,
)

TRACKING_SHOWN = 3
EXPECTED_STATUSES = frozenset(
    {
        ShipmentStatus.HANDED_OVER,
        ShipmentStatus.IN_TRANSIT,
        ShipmentStatus.OUT_FOR_DELIVERY,
        ShipmentStatus.ATTEMPT_FAILED,
    }
)
# The reasons of a return that have words of their own; a shop's further ones are shown as written.
KNOWN_REASONS = ("damaged", "wrong_item", "missing", "quality", "wrong_size", "other")
_COURIERS = {"jne": "JNE", "jnt": "J&T", "sicepat": "SiCepat", "anteraja": "AnterAja",
             "pos": "POS Indonesia", "ninja": "Ninja", "tiki": "TIKI", "lion": "Lion Parcel",
             "gojek": "GoSend", "grab": "GrabExpress"}  # fmt: skip


def customer_card(view: OrderView, policy: ShopPolicy, language: str) -> Screen:  # noqa: ARG001  # words come by rendering; a shop may word cards by language
    """Return the card as the customer sees it."""
    state = customer_state(view)
    params = {
        **facts_of(view, policy),
        "state": state,
        "steps": STEPS,
        "done": 0 if view.order.status in DROPPED_STATUSES else steps_done(view),
    }
    return Screen("orders/customer_card", params, customer_rows(view, policy))


def staff_card(view: OrderView, policy: ShopPolicy) -> Screen:
    """Return the card as staff see it: first what has to be done."""
    params = {
        **facts_of(view, policy),
        "task": staff_task(view),
        "elsewhere": view.elsewhere,
        "author": view.author,
        "channel": channel_name(view),
    }
    return Screen("orders/staff_card", params, staff_rows(view))


def facts_of(view: OrderView, policy: ShopPolicy) -> dict[str, object]:
    """Return what every template about an order may use."""
    return {
        "order": view.order,
        "customer": view.customer,
        "payment": view.payment,
        "shipment": view.shipment,
        "tracking": view.tracking[-TRACKING_SHOWN:][::-1],
        "ret": latest_return(view),
        "titles": {line.position: line.title for line in view.order.lines},
        "refundable": view.refundable,
        "courier": courier_name(view),
        "pickup": is_pickup(view),
        "transfer": transfer_wanted(view),
        "gated": gated(view),
        "pay_later": _pays_later(view),
        "on_time": _on_time(view),
        "policy": policy,
        "known_reasons": KNOWN_REASONS,
    }


def latest_return(view: OrderView) -> Return | None:
    """Return the return under way, or the last one."""
    return view.open_return or (view.returns[-1] if view.returns else None)


def courier_name(view: OrderView) -> str:
    """Return the courier's name for people; the shop's own method goes by the method's name."""
    shipment, shipping = view.shipment, view.order.shipping
    code = shipment.courier if shipment is not None else ""
    if shipping is not None and code in {"", shipping.courier}:
        return shipping.name
    return _COURIERS.get(code.lower(), code)


def channel_name(view: OrderView) -> Names:
    """Return where the order was taken, for people."""
    return Names((f"take.channel.{view.order.channel}",))


def _pays_later(view: OrderView) -> bool:
    payment = view.payment
    if payment is None or payment.settled or view.order.status in DROPPED_STATUSES:
        return False
    if payment.term is PaymentTerm.ON_DELIVERY:
        return view.shipment is None or view.shipment.status not in ARRIVED_STATUSES
    return payment.term is PaymentTerm.ON_ACCEPTANCE and payment.deadline is None


def _on_time(view: OrderView) -> bool:
    """Tell whether the ETA still means something."""
    shipment = view.shipment
    if shipment is None or shipment.eta_from is None or is_pickup(view):
        return False
    return shipment.status in EXPECTED_STATUSES
