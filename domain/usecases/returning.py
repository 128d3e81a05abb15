"""Returns, from "something is wrong" to the money back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from domain.authority import Actor, Right
from domain.errors import (
    AlreadyDone,
    BadAmount,
    BadText,
    NotOffered,
    ReturnNotPossible,
)
from domain.events import EventKind
from domain.orders import Order
from domain.ports import UnitOfWork
from domain.returns import (
    OPEN_RETURN_STATUSES,
    Resolution,
    Return,
    ReturnAction,
    ReturnLine,
    ReturnStatus,
    Verdict,
)
from domain.shipments import JUDGED_STATUSES, Shipment, ShipmentAction, ShipmentStatus
from domain.stock import Movement, MovementKind
from domain.usecases.access import (
    expect,
    not_too_long,
    payment_of,
    return_by_staff,
    return_for,
    shipment_for,
    who_did,
)
from domain.usecases.closing import complete_if_done
from domain.usecases.fulfilling import clean_waybill
from domain.usecases.paying import book_refund, credit
from domain.usecases.receiving import invoice_on_acceptance, stop_inspection

MAX_PICTURES = 10
MAX_TEXT = 1000


def request_return(
    uow: UnitOfWork,
    actor: Actor,
    shipment_id: str,
    lines: Mapping[int, int],
    reason: str,
    wish: Resolution,
    description: str = "",
    pictures: tuple[str, ...] = (),
) -> Return:
    """Open a return: {line position: quantity} of what was delivered, within the shop's window.

    Raises ReturnNotPossible, NotOffered (a reason that the shop does not know), BadText.
    """
    shipment, order = shipment_for(uow, actor, shipment_id, Right.DECIDE_RETURN)
    if reason not in uow.policy.return_reasons:
        raise NotOffered("reason", reason)
    if len(description) > MAX_TEXT:
        raise BadText("description", MAX_TEXT)
    earlier = uow.returns.of_order(order.number)
    if any(r.status in OPEN_RETURN_STATUSES for r in earlier):
        raise ReturnNotPossible("open_return")
    _check_window(uow, shipment)
    _check_quantities(shipment, earlier, lines)
    ret = uow.returns.add(
        Return(
            f"{order.number}-R{len(earlier) + 1}",
            order.number,
            shipment_id,
            uow.now,
            tuple(ReturnLine(p, q, reason) for p, q in sorted(lines.items())),
            wish,
            description=description,
            pictures=pictures[:MAX_PICTURES],
        )
    )
    uow.shipments.save(shipment.after(ShipmentAction.DISPUTE))
    stop_inspection(uow, shipment)
    uow.record(EventKind.RETURN_REQUESTED, order.number, actor, return_id=ret.id)
    return ret


def may_return(uow: UnitOfWork, shipment: Shipment, earlier: Sequence[Return]) -> bool:
    """Tell whether a return of this shipment could be asked for now, after its order's earlier ones."""
    try:
        _check_window(uow, shipment)
    except ReturnNotPossible:
        return False
    is_open = any(r.status in OPEN_RETURN_STATUSES for r in earlier)
    return not is_open and any(returnable_units(shipment, earlier).values())


def _check_window(uow: UnitOfWork, shipment: Shipment) -> None:
    open_for_it = {ShipmentStatus.AWAITING_INSPECTION, *JUDGED_STATUSES}
    if shipment.status not in open_for_it or shipment.delivered_at is None:
        raise ReturnNotPossible("not_delivered")
    ends = shipment.delivered_at + timedelta(days=uow.policy.return_days)
    # A courier may tell late: whoever is asked whether all is well may say no.
    if uow.now > max(ends, shipment.inspect_until or ends):
        raise ReturnNotPossible("window_over")


def returnable_units(shipment: Shipment, earlier: Sequence[Return]) -> dict[int, int]:
    """Return {line position: units} of the shipment that no return has been asked for."""
    left = {line.position: line.quantity for line in shipment.lines}
    for ret in earlier:
        if ret.status not in {ReturnStatus.DECLINED, ReturnStatus.CANCELLED}:
            for line in ret.lines:
                left[line.position] = left.get(line.position, 0) - line.quantity
    return left


def _check_quantities(shipment: Shipment, earlier: list[Return], lines: Mapping[int, int]) -> None:
    left = returnable_units(shipment, earlier)
    if not lines or any(not 0 < q <= left.get(p, 0) for p, q in lines.items()):
        raise ReturnNotPossible("quantity")


def approve_return(
    uow: UnitOfWork, actor: Actor, return_id: str, version: int | None = None
) -> Return:
    """Agree to the return; units that never arrived need not be sent back."""
    ret, order = _decidable(uow, actor, return_id, version)
    action = ReturnAction.APPROVE_WITHOUT_GOODS if ret.without_goods else ReturnAction.APPROVE
    ret = ret.after(action)
    if ret.without_goods:
        ret = replace(ret, refund_amount=_worth(uow, order, ret))
    ret = uow.returns.save(ret)
    uow.record(EventKind.RETURN_APPROVED, order.number, actor, return_id=return_id)
    return ret


def decline_return(
    uow: UnitOfWork, actor: Actor, return_id: str, reason: str, version: int | None = None
) -> Return:
    """Refuse the return, with a reason that the customer reads; the delivery stands."""
    ret, order = _decidable(uow, actor, return_id, version)
    not_too_long("reason", reason)
    ret = uow.returns.save(ret.after(ReturnAction.DECLINE, decision_reason=reason))
    uow.record(EventKind.RETURN_DECLINED, order.number, actor, return_id=return_id, reason=reason)
    _end_dispute(uow, actor, order, ret)
    return ret


def cancel_return(uow: UnitOfWork, actor: Actor, return_id: str) -> Return:
    """The customer changes their mind before sending anything back."""
    ret, order = return_for(uow, actor, return_id, Right.DECIDE_RETURN)
    if ret.status is ReturnStatus.CANCELLED:
        raise AlreadyDone("cancel_return", None)
    ret = uow.returns.save(ret.after(ReturnAction.CANCEL))
    uow.record(EventKind.RETURN_CANCELLED, order.number, actor, return_id=return_id)
    _end_dispute(uow, actor, order, ret)
    return ret


def send_return(uow: UnitOfWork, actor: Actor, return_id: str, waybill: str) -> Return:
    """The customer has sent it back; the waybill may be empty."""
    ret, order = return_for(uow, actor, return_id, Right.INSPECT_RETURN)
    if ret.status is ReturnStatus.IN_TRANSIT:
        raise AlreadyDone("send_return", None)
    waybill = clean_waybill(waybill)
    ret = uow.returns.save(ret.after(ReturnAction.SEND, waybill=waybill))
    uow.record(EventKind.RETURN_SENT, order.number, actor, return_id=return_id, waybill=waybill)
    return ret


def receive_return(
    uow: UnitOfWork, actor: Actor, return_id: str, version: int | None = None
) -> Return:
    """The goods are back: they enter quarantine until they are inspected."""
    ret, order = return_by_staff(uow, actor, return_id, Right.INSPECT_RETURN)
    _not_done(uow, ret, version, EventKind.RETURN_RECEIVED, ReturnStatus.RECEIVED)
    ret = uow.returns.save(ret.after(ReturnAction.RECEIVE))
    uow.record(EventKind.RETURN_RECEIVED, order.number, actor, return_id=return_id)
    uow.stock.move(
        [_movement(uow, order, ret, line, MovementKind.RETURN, actor) for line in ret.lines]
    )
    return ret


def inspect_return(
    uow: UnitOfWork,
    actor: Actor,
    return_id: str,
    verdicts: Mapping[int, Verdict],
    version: int | None = None,
) -> Return:
    """Judge each line: back to stock, damaged (written off), rejected, or missing.

    `verdicts` is {line position: verdict} for every line of the return.
    """
    ret, order = return_by_staff(uow, actor, return_id, Right.INSPECT_RETURN)
    _not_done(uow, ret, version, EventKind.RETURN_INSPECTED, ReturnStatus.INSPECTED)
    if set(verdicts) != {line.position for line in ret.lines}:
        raise NotOffered("verdict", ",".join(map(str, verdicts)))
    lines = tuple(replace(line, verdict=verdicts[line.position]) for line in ret.lines)
    judged = replace(ret.after(ReturnAction.INSPECT), lines=lines)
    judged = uow.returns.save(replace(judged, refund_amount=_worth(uow, order, judged)))
    uow.record(
        EventKind.RETURN_INSPECTED,
        order.number,
        actor,
        return_id=return_id,
        amount=judged.refund_amount,
    )
    uow.stock.move(
        [
            _movement(uow, order, judged, line, _OUT_OF_QUARANTINE[verdicts[line.position]], actor)
            for line in lines
        ]
    )
    return judged


def settle_refund(
    uow: UnitOfWork,
    actor: Actor,
    return_id: str,
    amount: int,
    reference: str,
    version: int | None = None,
) -> Return:
    """Close the return with money: `amount` is credited, and what the shop holds of it goes back."""
    ret, order = return_by_staff(uow, actor, return_id, Right.REFUND)
    _not_done(uow, ret, version, EventKind.RETURN_SETTLED, ReturnStatus.SETTLED)
    not_too_long("reference", reference)
    if not 0 <= amount <= ret.refund_amount:
        raise BadAmount(amount, ret.refund_amount)
    ret = uow.returns.save(
        ret.after(
            ReturnAction.SETTLE,
            resolution=Resolution.REFUND,
            refund_amount=amount,
            refund_reference=reference,
        )
    )
    payment = payment_of(uow, order.number)
    if amount:
        payment = credit(uow, actor, payment, amount, return_id)
    back = min(amount, payment.excess)
    if back:
        book_refund(uow, actor, payment, back, reference)
    _settled(uow, actor, order, ret, Resolution.REFUND)
    return ret


def settle_exchange(
    uow: UnitOfWork, actor: Actor, return_id: str, reference: str, version: int | None = None
) -> Return:
    """Close the return with the same goods again: replacements leave stock now.

    Raises OutOfStock when there is not enough to replace them.
    """
    ret, order = return_by_staff(uow, actor, return_id, Right.INSPECT_RETURN)
    _not_done(uow, ret, version, EventKind.RETURN_SETTLED, ReturnStatus.SETTLED)
    not_too_long("reference", reference)
    ret = uow.returns.save(
        ret.after(
            ReturnAction.SETTLE,
            resolution=Resolution.EXCHANGE,
            refund_amount=0,
            refund_reference=reference,
        )
    )
    _settled(uow, actor, order, ret, Resolution.EXCHANGE)
    uow.stock.move(
        [
            _movement(uow, order, ret, line, MovementKind.REPLACEMENT, actor)
            for line in ret.owed_lines
        ]
    )
    return ret


def refund_value(order: Order, ret: Return, earlier: Sequence[Return] = ()) -> int:
    """Return what the accepted lines cost, with their share of the tax, in minor units.

    With the `earlier` refunded returns of the order, the shares add up to the whole tax.
    """
    before = sum(_goods(order, r) for r in earlier)
    goods = _goods(order, ret)
    return goods + _tax_share(order, before + goods) - _tax_share(order, before)


def _goods(order: Order, ret: Return) -> int:
    prices = {line.position: line.unit_price for line in order.lines}
    return sum(prices[line.position] * line.quantity for line in ret.owed_lines)


def _tax_share(order: Order, goods: int) -> int:
    return order.tax * goods // order.goods_total if order.goods_total else 0


def _worth(uow: UnitOfWork, order: Order, ret: Return) -> int:
    """Return the most that may go back for it.

    When the last unit of an order comes back the customer keeps nothing: shipping and the unique
    code are part of it then, else an order paid on acceptance would wait for ever for its postage.
    """
    returns = uow.returns.of_order(order.number)
    earlier = [r for r in returns if r.resolution is Resolution.REFUND]
    kept = {line.position: line.quantity for line in order.lines}
    for line in (line for r in (*earlier, ret) for line in r.owed_lines):
        kept[line.position] -= line.quantity
    payment = payment_of(uow, order.number)
    value = refund_value(order, ret, earlier)
    if not any(kept.values()):
        value += order.shipping_fee + payment.unique_code
    return min(value, payment.due - payment.credited)


_PATH = (ReturnStatus.RECEIVED, ReturnStatus.INSPECTED, ReturnStatus.SETTLED)
_OUT_OF_QUARANTINE = {
    Verdict.ACCEPTED: MovementKind.RESTOCK,
    Verdict.DAMAGED: MovementKind.WRITE_OFF,
    Verdict.REJECTED: MovementKind.WRITE_OFF,
    Verdict.MISSING: MovementKind.WRITE_OFF,
}
# Per unit: how on hand and quarantine change.
_EFFECT = {
    MovementKind.RETURN: (1, 1),
    MovementKind.RESTOCK: (0, -1),
    MovementKind.WRITE_OFF: (-1, -1),
    MovementKind.REPLACEMENT: (-1, 0),
}


def _movement(
    uow: UnitOfWork, order: Order, ret: Return, line: ReturnLine, kind: MovementKind, actor: Actor
) -> Movement:
    sku = next(x.sku for x in order.lines if x.position == line.position)
    on_hand, quarantine = (sign * line.quantity for sign in _EFFECT[kind])
    reason = line.verdict.value if line.verdict else line.reason
    return Movement(
        sku, uow.policy.location, kind, on_hand, quarantine, ret.id, reason, actor.id, uow.now
    )


def _decidable(
    uow: UnitOfWork, actor: Actor, return_id: str, version: int | None
) -> tuple[Return, Order]:
    ret, order = return_by_staff(uow, actor, return_id, Right.DECIDE_RETURN)
    if ret.status is not ReturnStatus.REQUESTED:
        declined = ret.status is ReturnStatus.DECLINED
        kind = EventKind.RETURN_DECLINED if declined else EventKind.RETURN_APPROVED
        raise AlreadyDone("decide_return", who_did(uow, order.number, kind))
    expect(version, ret)
    return ret, order


def _not_done(
    uow: UnitOfWork, ret: Return, version: int | None, kind: EventKind, done: ReturnStatus
) -> None:
    if ret.status in _PATH[_PATH.index(done) :]:
        raise AlreadyDone(kind.value, who_did(uow, ret.order, kind))
    expect(version, ret)


def _settled(
    uow: UnitOfWork, actor: Actor, order: Order, ret: Return, resolution: Resolution
) -> None:
    uow.record(
        EventKind.RETURN_SETTLED,
        order.number,
        actor,
        return_id=ret.id,
        resolution=resolution.value,
        amount=ret.refund_amount,
        reference=ret.refund_reference,
    )
    _end_dispute(uow, actor, order, ret)


def _end_dispute(uow: UnitOfWork, actor: Actor, order: Order, ret: Return) -> None:
    """The delivery counts as accepted again, and what waited for it goes on."""
    shipment = uow.shipments.get(ret.shipment)
    if shipment is not None and shipment.status is ShipmentStatus.DISPUTED:
        uow.shipments.save(shipment.after(ShipmentAction.RESOLVE))
    invoice_on_acceptance(uow, actor, order)
    complete_if_done(uow, order, actor)
