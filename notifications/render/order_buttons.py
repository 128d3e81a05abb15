"""The buttons under what is told of an order: only those that its present state allows."""

from domain.orders import DROPPED_STATUSES, OrderStatus
from domain.payments import PaymentStatus, PaymentTerm
from domain.policy import ShopPolicy
from domain.returns import RETURN_MACHINE, Return, ReturnAction, ReturnStatus
from domain.shipments import SHIPMENT_MACHINE, Shipment, ShipmentAction, ShipmentStatus
from domain.views import OrderView
from notifications.render.screen import Button, Rows, Style, call
from notifications.render.standing import before_handover, gated, is_pickup, transfer_wanted
from notifications.render.texts import clean, shorten

MAX_COPY = 256
Row = tuple[Button, ...]


def rows(*candidates: Row) -> Rows:
    """Return the rows that have a button."""
    return tuple(row for row in candidates if row)


def payment_rows(view: OrderView, policy: ShopPolicy) -> Rows:
    """Copy account and amount, then send the proof; nothing when no transfer is wanted."""
    payment, number = view.payment, view.order.number
    if payment is None or not transfer_wanted(view):
        return ()
    accounts = tuple(
        (Button("orders.button.copy_account", copy=a.number, params={"bank": a.bank}),)
        for a in policy.bank_accounts
        if a.number
    )
    amount = Button("orders.button.copy_amount", copy=str(payment.outstanding))
    order = Button("orders.button.copy_number", copy=number)
    proof = Button("orders.button.proof", data=call("o.proof", number), style=Style.PRIMARY)
    return (*accounts, (amount, order), (proof,))


def inspection_row(shipment: Shipment | None) -> Row:
    """Ask whether all is well, while that is the question."""
    if shipment is None or shipment.status is not ShipmentStatus.AWAITING_INSPECTION:
        return ()
    return (
        Button("orders.button.ok", data=call("o.ok", shipment.id), style=Style.SUCCESS),
        Button("orders.button.bad", data=call("o.bad", shipment.id), style=Style.DANGER),
    )


def parcel_row(view: OrderView) -> Row:
    """Copy the waybill and follow the parcel, while it travels."""
    shipment = view.shipment
    if shipment is None or is_pickup(view):
        return ()
    if not SHIPMENT_MACHINE.allows(shipment.status, ShipmentAction.DELIVER):
        return ()
    track = Button("orders.button.track", data=call("o.track", view.order.number))
    if not shipment.waybill:
        return (track,)
    return (Button("orders.button.copy_waybill", copy=shipment.waybill), track)


def return_row(ret: Return | None) -> Row:
    """What the customer can do about a return under way."""
    if ret is None:
        return ()
    sent = Button("orders.button.return_sent", data=call("r.sent", ret.id), style=Style.PRIMARY)
    drop = Button("orders.button.return_cancel", data=call("r.cancel", ret.id))
    actions = ((ReturnAction.SEND, sent), (ReturnAction.CANCEL, drop))
    return tuple(b for action, b in actions if RETURN_MACHINE.allows(ret.status, action))


def customer_rows(view: OrderView, policy: ShopPolicy) -> Rows:
    """All buttons of the customer's card."""
    order, shipment, number = view.order, view.shipment, view.order.number
    later: Row = ()
    if not inspection_row(shipment) and view.returnable:
        later = (Button("orders.button.return", data=call("o.bad", view.returnable[-1])),)
    over = order.status in DROPPED_STATUSES or order.status is OrderStatus.COMPLETED
    again = (Button("orders.button.reorder", data=call("o.reorder", number)),) if over else ()
    cancel = Button(
        "orders.button.cancel", data=call("o.cancel", number, order.version), style=Style.DANGER
    )
    return rows(
        *payment_rows(view, policy),
        _another_proof(view),
        inspection_row(shipment),
        parcel_row(view),
        return_row(view.open_return),
        (*later, *again),
        (cancel,) if view.may_cancel else (),
        (
            Button("orders.button.refresh", data=call("o.card", number)),
            Button("orders.button.help", data=call("o.help", number)),
            Button("orders.button.home", data="home"),
        ),
    )


def open_card(number: str) -> Row:
    """Lead from a message to the order's card."""
    return (Button("orders.button.card", data=call("o.card", number)),)


def restart_row(number: str) -> Row:
    """What to do about an order that came to nothing."""
    return (
        Button("orders.button.reorder", data=call("o.reorder", number)),
        Button("orders.button.help", data=call("o.help", number)),
    )


def staff_rows(view: OrderView) -> Rows:
    """All buttons of the staff's card."""
    number = view.order.number
    return rows(
        *decision_rows(view),
        *staff_payment_rows(view),
        *staff_return_rows(view.open_return),
        _parcel_work(view),
        _behalf_row(view),
        _pause_row(view),
        _contact_row(view),
        (Button("orders.button.refresh", data=call("d.card", number)),),
    )


def decision_rows(view: OrderView) -> Rows:
    """Approve or reject an order that waits for it."""
    order = view.order
    if order.status is not OrderStatus.SUBMITTED:
        return ()
    reject = Button(
        "orders.button.reject",
        data=call("d.reject", order.number, order.version),
        style=Style.DANGER,
    )
    if order.hold_reason is not None:
        return ((reject,),)
    approve = Button(
        "orders.button.approve",
        data=call("d.approve", order.number, order.version),
        style=Style.SUCCESS,
    )
    return ((approve, reject),)


def staff_payment_rows(view: OrderView, *, proof_shown: bool = False) -> Rows:
    """Say whether the money came, or send it back; the proof can be asked for unless it is shown."""
    payment, number = view.payment, view.order.number
    if payment is None:
        return ()
    version = payment.version
    if view.refundable:
        refund = call("d.refund", number, version)
        return ((Button("orders.button.refund", data=refund, style=Style.PRIMARY),),)
    if not _payable(view):
        return ()
    cash = payment.term is PaymentTerm.ON_DELIVERY
    claimed = payment.status is PaymentStatus.PROOF_SUBMITTED
    paid = Button(
        "orders.button.cash" if cash else "orders.button.paid",
        data=call("d.paid", number, version),
        style=Style.SUCCESS if cash or claimed else None,
    )
    other = Button("orders.button.partial", data=call("d.partial", number, version))
    if not claimed:
        return ((paid, other),)
    refuse = Button(
        "orders.button.refuse", data=call("d.refuse", number, version), style=Style.DANGER
    )
    see = Button("orders.button.see_proof", data=call("d.proof", number))
    return ((paid, refuse), (other,) if proof_shown else (other, see))


def staff_return_rows(ret: Return | None) -> Rows:
    """The next step of a return."""
    if ret is None:
        return ()

    def step(text: str, verb: str, style: Style | None = None) -> Button:
        return Button(text, data=call(verb, ret.id, ret.version), style=style)

    if ret.status is ReturnStatus.REQUESTED:
        approve = step("orders.button.return_approve", "d.rapprove", Style.SUCCESS)
        return ((approve, step("orders.button.return_decline", "d.rdecline", Style.DANGER)),)
    if RETURN_MACHINE.allows(ret.status, ReturnAction.RECEIVE):
        return ((step("orders.button.return_receive", "d.rreceive", Style.PRIMARY),),)
    if ret.status is ReturnStatus.RECEIVED:
        return ((step("orders.button.return_inspect", "d.rinspect", Style.PRIMARY),),)
    if not ret.owed_lines:
        return ((step("orders.button.return_close", "d.rrefund", Style.PRIMARY),),)
    refund = step("orders.button.return_refund", "d.rrefund", Style.PRIMARY)
    return ((refund, step("orders.button.return_exchange", "d.rexchange")),)


def staff_card_row(number: str) -> Row:
    """Lead from a message to the staff's card."""
    return (Button("orders.button.card", data=call("d.card", number)),)


def _another_proof(view: OrderView) -> Row:
    payment = view.payment
    if payment is None or payment.status is not PaymentStatus.PROOF_SUBMITTED:
        return ()
    if view.order.status in DROPPED_STATUSES:
        return ()
    return (Button("orders.button.proof_again", data=call("o.proof", view.order.number)),)


def _payable(view: OrderView) -> bool:
    payment = view.payment
    if payment is None or payment.settled or view.order.status in DROPPED_STATUSES:
        return False
    if payment.term is PaymentTerm.PREPAID or payment.status is PaymentStatus.PROOF_SUBMITTED:
        return True
    if payment.term is PaymentTerm.ON_DELIVERY:
        return not before_handover(view)
    return payment.deadline is not None


def _parcel_work(view: OrderView) -> Row:
    shipment, order = view.shipment, view.order
    if shipment is None:
        return ()
    args = (shipment.id, shipment.version)
    if SHIPMENT_MACHINE.allows(shipment.status, ShipmentAction.DELIVER):
        return (Button("orders.button.arrived", data=call("d.arrived", *args)),)
    if order.hold_reason is not None or gated(view) or order.status in DROPPED_STATUSES:
        return ()
    if shipment.status is ShipmentStatus.PACKED:
        text = "orders.button.fetched" if is_pickup(view) else "orders.button.hand_over"
        return (Button(text, data=call("d.hand", *args), style=Style.PRIMARY),)
    pack = Button("orders.button.pack", data=call("d.pack", *args), style=Style.PRIMARY)
    if shipment.status is ShipmentStatus.PENDING:
        return (Button("orders.button.pick", data=call("d.pick", *args)), pack)
    return (pack,) if shipment.status is ShipmentStatus.PICKING else ()


def _behalf_row(view: OrderView) -> Row:
    """What a customer who is not on Telegram says of the goods, staff note."""
    if not view.elsewhere:
        return ()
    parcel, said = view.shipment, []
    if parcel is not None and parcel.status is ShipmentStatus.AWAITING_INSPECTION:
        said.append(Button("orders.button.said_well", data=call("d.well", parcel.id)))
    if view.returnable:
        said.append(Button("orders.button.said_bad", data=call("d.claim", view.returnable[-1])))
    return tuple(said)


def _pause_row(view: OrderView) -> Row:
    order = view.order
    args = (order.number, order.version)
    if not view.staff_may_cancel:
        return ()
    cancel = Button("orders.button.cancel_order", data=call("d.cancel", *args), style=Style.DANGER)
    if not before_handover(view):
        return (cancel,)
    pause = (
        Button("orders.button.hold", data=call("d.hold", *args))
        if order.hold_reason is None
        else Button("orders.button.release", data=call("d.release", *args), style=Style.SUCCESS)
    )
    return (pause,) if order.status is OrderStatus.SUBMITTED else (pause, cancel)


def _contact_row(view: OrderView) -> Row:
    address = view.order.address
    if address is None:
        return ()
    whole = shorten(clean(f"{address.recipient}\n{address.phone}\n{address.text}"), MAX_COPY)
    copies = [Button("orders.button.copy_address", copy=whole)]
    if address.phone:
        copies.append(Button("orders.button.copy_phone", copy=address.phone))
    return tuple(copies)
