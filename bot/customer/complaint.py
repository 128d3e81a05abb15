"""Something is wrong with what was delivered: the questions, one screen each, and the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.customer import complaint_screens as screens
from bot.customer.parsing import one_line
from bot.customer.replies import HOME, OLD, button, card, close_form, form, told
from bot.customer.table import again
from bot.sentences import explain
from bot.visit import Kind, Reply, Toast, Visit
from domain.authority import Right
from domain.errors import DomainError
from domain.orders import Order
from domain.returns import Resolution
from domain.shipments import Shipment
from domain.usecases import returning
from domain.usecases.access import shipment_for
from domain.usecases.returning import MAX_PICTURES, may_return, returnable_units

NAME = "complaint"
MAX_STORY = 600
PROVEN_BY_PICTURE = frozenset({"damaged", "quality", "wrong_item"})


@dataclass
class Complaint:
    """What has been answered so far; kept in the conversation's state as JSON."""

    shipment: str
    step: str = "lines"
    lines: dict[int, int] = field(default_factory=dict)
    reason: str = ""
    story: str = ""
    pictures: list[str] = field(default_factory=list)
    without_picture: bool = False
    wish: str = ""


def begin(
    visit: Visit,
    shipment_id: str,
    *,
    goods: Mapping[str, int] | None = None,
    reason: str = "",
    story: str = "",
    wish: str = "",
) -> Reply:
    """Begin: which lines? An order of one line needs no such question.

    What was said already need not be asked: goods as {SKU: units}, a reason, the words themselves.
    """
    shipment, order = shipment_for(visit.uow, visit.actor, shipment_id, Right.SEE_ORDERS)
    if not may_return(visit.uow, shipment, visit.uow.returns.of_order(shipment.order)):
        return card(visit, order.number, Toast("customer.toast.no_return", alert=True))
    units = _units(visit, shipment)
    complaint = Complaint(shipment_id)
    if len(units) == 1:
        complaint.lines = dict(units)
        complaint.step = "count" if max(units.values()) > 1 else "reason"
    complaint.story = one_line(story)[:MAX_STORY]
    complaint.wish = wish
    if named := _named(order, units, goods or {}):
        complaint.lines, complaint.step = named, "reason"
    if reason in visit.uow.policy.return_reasons:
        complaint.reason = reason
        if complaint.step == "reason":
            complaint.step = "pictures"
    return _show(visit, complaint)


def _named(order: Order, units: Mapping[int, int], goods: Mapping[str, int]) -> dict[int, int]:
    """Return the lines of goods that were named, as many units as were said and can be."""
    return {
        line.position: min(goods[line.sku], units[line.position])
        for line in order.lines
        if line.sku in goods and line.position in units and goods[line.sku] > 0
    }


def toggle(visit: Visit, position: int) -> Reply:
    """Choose a line, or take it back."""
    complaint, units = _current(visit), _current_units(visit)
    if complaint is None or position not in units:
        return _lost(visit)
    if position in complaint.lines:
        del complaint.lines[position]
    else:
        complaint.lines[position] = units[position]
    complaint.step = "lines"
    return _show(visit, complaint)


def count(visit: Visit, position: int, quantity: int) -> Reply:
    """Say how many of a line are wrong."""
    complaint, units = _current(visit), _current_units(visit)
    if complaint is None or position not in complaint.lines or position not in units:
        return _lost(visit)
    complaint.lines[position] = max(1, min(quantity, units[position]))
    complaint.step = "count"
    return _show(visit, complaint)


def go_to(visit: Visit, step: str) -> Reply:
    """Go to a step, as far as the answers allow."""
    complaint = _current(visit)
    if complaint is None or step not in screens.STEPS:
        return _lost(visit)
    units = _current_units(visit)
    if not complaint.lines:
        step = "lines"
    elif (step == "count" and all(units.get(p, 1) == 1 for p in complaint.lines)) or (
        step in {"pictures", "wish", "check"} and not complaint.reason
    ):
        step = "reason"
    elif step == "check" and not complaint.wish:
        step = "wish"
    needs_picture = complaint.reason in PROVEN_BY_PICTURE and not complaint.pictures
    if step in {"wish", "check"} and needs_picture and not complaint.without_picture:
        step = "no_picture" if complaint.step in {"pictures", "no_picture"} else "pictures"
    complaint.step = step
    return _show(visit, complaint)


def give_reason(visit: Visit, reason: str) -> Reply:
    """Say what is wrong."""
    complaint = _current(visit)
    if complaint is None or reason not in visit.uow.policy.return_reasons:
        return _lost(visit)
    complaint.reason = reason
    complaint.step = "pictures"
    return _show(visit, complaint)


def skip_pictures(visit: Visit) -> Reply:
    """Go on without a picture, knowingly."""
    complaint = _current(visit)
    if complaint is None:
        return _lost(visit)
    complaint.without_picture = True
    complaint.step = "wish"
    return _show(visit, complaint)


def wish(visit: Visit, wanted: str) -> Reply:
    """Say how it should be made good."""
    complaint = _current(visit)
    if complaint is None or wanted not in {r.value for r in Resolution}:
        return _lost(visit)
    complaint.wish = wanted
    _keep(visit, complaint)
    return go_to(visit, "check")


def take_answer(visit: Visit) -> Reply:
    """Take what was sent: pictures and a story where they are asked, else show the question again."""
    complaint, incoming = _current(visit), visit.incoming
    if complaint is None:
        return _lost(visit)
    if complaint.step not in {"pictures", "no_picture"}:
        return _show(visit, complaint, "customer.wrong.buttons_wanted")
    if incoming.kind is Kind.PHOTO and incoming.file is not None:
        return _take_picture(visit, complaint, incoming.file.id)
    complaint.step = "pictures"
    if incoming.kind is Kind.TEXT:
        story = one_line(incoming.text)
        if len(story) > MAX_STORY:
            facts: dict[str, object] = {"length": len(story), "limit": MAX_STORY}
            return _show(visit, complaint, "customer.wrong.too_long", **facts)
        complaint.story = story
        return _show(visit, complaint, "customer.complaint.story_kept")
    return _show(visit, complaint, "customer.complaint.photo_wanted")


def _take_picture(visit: Visit, complaint: Complaint, file_id: str) -> Reply:
    full = len(complaint.pictures) >= MAX_PICTURES
    if not full and file_id not in complaint.pictures:
        complaint.pictures.append(file_id)
    if visit.incoming.text and not complaint.story:
        complaint.story = one_line(visit.incoming.text)[:MAX_STORY]
    complaint.step = "pictures"
    if again(visit):
        _keep(visit, complaint)
        return Reply()
    if full:
        return _show(visit, complaint, "customer.complaint.enough", limit=MAX_PICTURES)
    return _show(visit, complaint, "customer.complaint.photo_kept")


def send(visit: Visit, shipment_id: str) -> Reply:
    """Send the report; the same tap again shows how it stands."""
    shipment, order = shipment_for(visit.uow, visit.actor, shipment_id, Right.SEE_ORDERS)
    complaint = _current(visit)
    if complaint is None or complaint.shipment != shipment_id or not complaint.wish:
        return card(visit, order.number, OLD)
    try:
        visit.uow.attempt(
            returning.request_return,
            visit.actor,
            shipment.id,
            complaint.lines,
            complaint.reason,
            Resolution(complaint.wish),
            complaint.story,
            tuple(complaint.pictures),
        )
    except DomainError as error:
        close_form(visit)
        return card(visit, order.number, explain(error, visit.language))
    close_form(visit)
    return card(visit, order.number, Toast("customer.toast.reported", alert=True))


def _show(visit: Visit, complaint: Complaint, wrong: str | None = None, **facts: object) -> Reply:
    shipment, order = shipment_for(visit.uow, visit.actor, complaint.shipment, Right.SEE_ORDERS)
    _keep(visit, complaint)
    return screens.show(visit, complaint, order, _units(visit, shipment), wrong, **facts)


def _keep(visit: Visit, complaint: Complaint) -> None:
    visit.state["form"] = {
        "name": NAME,
        "shipment": complaint.shipment,
        "step": complaint.step,
        "lines": {str(p): q for p, q in complaint.lines.items()},
        "reason": complaint.reason,
        "story": complaint.story,
        "pictures": complaint.pictures,
        "without_picture": complaint.without_picture,
        "wish": complaint.wish,
    }


def _current(visit: Visit) -> Complaint | None:
    """Return the complaint that is being written, read from JSON with care."""
    fields = form(visit)
    lines, pictures = fields.get("lines"), fields.get("pictures")
    if fields.get("name") != NAME or not isinstance(lines, dict) or not isinstance(pictures, list):
        return None
    return Complaint(
        str(fields.get("shipment", "")),
        str(fields.get("step", "lines")),
        {int(p): int(q) for p, q in lines.items()},
        str(fields.get("reason", "")),
        str(fields.get("story", "")),
        [str(p) for p in pictures],
        bool(fields.get("without_picture")),
        str(fields.get("wish", "")),
    )


def _current_units(visit: Visit) -> dict[int, int]:
    complaint = _current(visit)
    if complaint is None:
        return {}
    shipment, _ = shipment_for(visit.uow, visit.actor, complaint.shipment, Right.SEE_ORDERS)
    return _units(visit, shipment)


def _units(visit: Visit, shipment: Shipment) -> dict[int, int]:
    left = returnable_units(shipment, visit.uow.returns.of_order(shipment.order))
    return {position: units for position, units in left.items() if units > 0}


def _lost(visit: Visit) -> Reply:
    close_form(visit)
    orders = button("customer.button.orders", "o.list")
    return Reply(told("customer.old", ((orders, HOME),)).shows, OLD)
