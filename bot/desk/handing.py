"""Hand a parcel over: which courier, which waybill."""

from bot.desk import arguments
from bot.desk.acting import Note, act, conclude, note, overtaken
from bot.desk.asking import STOP, ask, ask_again, number_fact, remember, text_fact, typed
from bot.desk.couriers import courier_name, couriers, example, looks_right, needs_waybill
from bot.visit import How, Reply, Toast, Visit, screen
from domain.authority import Right
from domain.errors import BadText, IllegalTransition, Stale
from domain.numbers import spoken
from domain.shipments import Shipment, ShipmentStatus
from domain.usecases.access import shipment_for
from domain.usecases.fulfilling import MAX_WAYBILL, clean_waybill, hand_over
from notifications.render.screen import Button, Screen, call

FORM = "d.waybill"
_NONE = frozenset({"tanpa resi", "tidak ada", "-", "no waybill", "none", "without waybill"})
_PER_ROW = 2


def hand(visit: Visit) -> Reply:
    """`d.hand:SHIP:VER[:COURIER[:none|use]]`: ask for the waybill, or take the answer by button."""
    args = visit.incoming.args
    shipment, version = _shipment(visit), arguments.version(args)
    refused = _overtaken(visit, shipment, version)
    if refused is not None:
        return refused
    if _fetched(visit, shipment):
        done = Note("desk.toast.fetched")
        return act(visit, shipment.order, done, hand_over, shipment.id, "", "", version)
    chosen = _known(visit, arguments.argument(args, 2))
    courier = chosen or _known(visit, shipment.courier)
    if not courier:
        return choose(visit)
    match arguments.argument(args, 3):
        case "none":
            return _hand_over(visit, shipment.id, courier, "", version)
        case "use":
            return _use(visit, shipment, version)
    how = How.EDIT if chosen else How.NEW
    question = _question(visit, shipment, courier)
    return ask(visit, FORM, question, how, key=shipment.id, version=version, courier=courier)


def choose(visit: Visit) -> Reply:
    """`d.couriers:SHIP:VER`: the couriers as buttons."""
    shipment, version = _shipment(visit), arguments.version(visit.incoming.args)
    refused = _overtaken(visit, shipment, version)
    if refused is not None:
        return refused
    buttons = [
        Button(name, call("d.hand", shipment.id, version, code), literal=True)
        for code, name in couriers(visit.uow.policy)
    ]
    rows = tuple(tuple(buttons[i : i + _PER_ROW]) for i in range(0, len(buttons), _PER_ROW))
    return screen(note("desk.ask.courier", (*rows, STOP), number=spoken(shipment.order)))


@typed
def waybill_typed(visit: Visit) -> Reply:
    """Take the typed waybill; one that does not look like the courier's is asked back first."""
    key, courier = text_fact(visit, "key"), text_fact(visit, "courier")
    version = number_fact(visit, "version")
    text = " ".join(visit.incoming.text.lower().split())
    if text in _NONE:
        if needs_waybill(courier):
            return _sure(visit, "desk.ask.sure_none", "none", "")
        return _hand_over(visit, key, courier, "", version)
    try:
        waybill = clean_waybill(visit.incoming.text)
    except BadText:
        return ask_again(note("desk.wrong.waybill", (STOP,), limit=MAX_WAYBILL))
    if not waybill:
        return ask_again(note("desk.wrong.waybill", (STOP,), limit=MAX_WAYBILL))
    if not looks_right(courier, waybill):
        remember(visit, FORM, key=key, version=version, courier=courier, waybill=waybill)
        return _sure(visit, "desk.ask.sure_waybill", "use", waybill)
    return _hand_over(visit, key, courier, waybill, version)


def _shipment(visit: Visit) -> Shipment:
    key = arguments.shipment_id(visit.incoming.args)
    shipment, _ = shipment_for(visit.uow, visit.actor, key, Right.FULFIL)
    return shipment


def _fetched(visit: Visit, shipment: Shipment) -> bool:
    """Tell whether the customer comes to the shop: then there is no courier to ask for."""
    order = visit.uow.orders.get(shipment.order)
    return order is not None and order.shipping is not None and order.shipping.pickup


def _overtaken(visit: Visit, shipment: Shipment, version: int) -> Reply | None:
    if shipment.version != version:
        return overtaken(visit, shipment.order, Stale("shipment", shipment.id))
    if shipment.status is not ShipmentStatus.PACKED:
        error = IllegalTransition("shipment", shipment.id, shipment.status.value, "hand_over")
        return overtaken(visit, shipment.order, error)
    return None


def _known(visit: Visit, code: str) -> str:
    return code if code in dict(couriers(visit.uow.policy)) else ""


def _question(visit: Visit, shipment: Shipment, courier: str) -> Screen:
    version = visit.incoming.args[1]
    other = Button("desk.button.other_courier", call("d.couriers", shipment.id, version))
    none = Button("desk.button.no_waybill", call("d.hand", shipment.id, version, courier, "none"))
    row = (other,) if needs_waybill(courier) else (none, other)
    return note(
        "desk.ask.waybill" if needs_waybill(courier) else "desk.ask.waybill_or_none",
        (row, STOP),
        example=example(courier),
        number=spoken(shipment.order),
        courier=courier_name(visit.uow.policy, courier),
        who=visit.incoming.user.name,
    )


def _sure(visit: Visit, text: str, answer: str, waybill: str) -> Reply:
    key, courier = text_fact(visit, "key"), text_fact(visit, "courier")
    data = call("d.hand", key, number_fact(visit, "version"), courier, answer)
    name = courier_name(visit.uow.policy, courier)
    return ask_again(
        note(text, ((Button("desk.button.use_it", data),), STOP), courier=name, waybill=waybill)
    )


def _use(visit: Visit, shipment: Shipment, version: int) -> Reply:
    """The waybill stands in the question of the member who typed it, and only there."""
    waybill = text_fact(visit, "waybill") if text_fact(visit, "key") == shipment.id else ""
    if not waybill:
        return Reply(toast=Toast("desk.toast.not_yours"))
    return _hand_over(visit, shipment.id, text_fact(visit, "courier"), waybill, version)


def _hand_over(visit: Visit, key: str, courier: str, waybill: str, version: int) -> Reply:
    name = courier_name(visit.uow.policy, courier)
    done = Note(
        "desk.did.handed_over" if waybill else "desk.did.handed_over_plain",
        {"courier": name, "waybill": waybill},
    )
    number = arguments.order_of(key)
    return conclude(visit, number, done, hand_over, key, courier, waybill, version)
