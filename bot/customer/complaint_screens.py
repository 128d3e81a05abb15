"""The screens of a complaint, one for each step."""

from typing import TYPE_CHECKING

from bot.customer.replies import HOME, button, named
from bot.visit import Reply, Visit, screen
from domain.orders import Order
from domain.returns import Resolution
from notifications.render.cards import KNOWN_REASONS
from notifications.render.screen import Button, Rows, Screen, Style
from notifications.render.texts import shorten

if TYPE_CHECKING:
    from bot.customer.complaint import Complaint

STEPS = ("lines", "count", "reason", "pictures", "no_picture", "wish", "check")
_WISHES = {
    Resolution.REFUND: "customer.button.refund",
    Resolution.EXCHANGE: "customer.button.exchange",
}
_REASONS = {
    "damaged": "customer.reason.damaged",
    "wrong_item": "customer.reason.wrong_item",
    "missing": "customer.reason.missing",
    "quality": "customer.reason.quality",
    "wrong_size": "customer.reason.wrong_size",
    "other": "customer.reason.other",
}


def show(
    visit: Visit,
    complaint: "Complaint",
    order: Order,
    units: dict[int, int],
    wrong: str | None,
    **facts: object,
) -> Reply:
    """Return the screen of the complaint's step."""
    rows = {
        "lines": _line_rows,
        "count": _count_rows,
    }.get(complaint.step)
    body = rows(complaint, order, units) if rows else _other_rows(visit, complaint, units)
    params = {
        "step": complaint.step,
        "order": order,
        "lines": [
            {"title": _title(order, p), "quantity": q, "most": units.get(p, q)}
            for p, q in sorted(complaint.lines.items())
        ],
        "reason": complaint.reason,
        "known_reasons": KNOWN_REASONS,
        "story": complaint.story,
        "pictures": len(complaint.pictures),
        "wish": complaint.wish,
        "wrong": wrong,
        "facts": facts,
        "policy": visit.uow.policy,
    }
    leave = button("customer.button.leave", "o.card", order.number)
    return screen(Screen("customer/complaint", params, (*body, (leave, HOME))))


def _line_rows(complaint: "Complaint", order: Order, units: dict[int, int]) -> Rows:
    toggles = tuple(
        (
            named(
                f"{'☑️' if p in complaint.lines else '⬜'} {_title(order, p)}",
                "q.line",
                p,
                alone=True,
            ),
        )
        for p in sorted(units)
    )
    go_on = ((button("customer.button.go_on", "q.go", "count", style=Style.PRIMARY),),)
    return (*toggles, *(go_on if complaint.lines else ()))


def _count_rows(complaint: "Complaint", order: Order, units: dict[int, int]) -> Rows:
    rows: list[tuple[Button, ...]] = []
    for position, quantity in sorted(complaint.lines.items()):
        most = units.get(position, quantity)
        if most < 2:
            continue
        title = shorten(_title(order, position), 16)
        row = [named(f"{quantity}/{most} {title}", "q.count", position, quantity)]
        if quantity > 1:
            row.insert(0, named("−", "q.count", position, quantity - 1))
        if quantity < most:
            row.append(named("+", "q.count", position, quantity + 1))
        rows.append(tuple(row))
    several = (button("base.back", "q.go", "lines"),) if len(units) > 1 else ()
    go_on = button("customer.button.go_on", "q.go", "reason", style=Style.PRIMARY)
    return (*rows, (*several, go_on))


def _other_rows(visit: Visit, complaint: "Complaint", units: dict[int, int]) -> Rows:
    if complaint.step == "reason":
        buttons = [
            button(_REASONS[r], "q.reason", r) if r in _REASONS else named(r, "q.reason", r)
            for r in visit.uow.policy.return_reasons
        ]
        rows: Rows = tuple((b,) for b in buttons)
        several = len(units) > 1 or max(units.values(), default=1) > 1
        return (
            (*rows, (button("base.back", "q.go", "lines" if len(units) > 1 else "count"),))
            if several
            else rows
        )
    if complaint.step == "pictures":
        go_on = button("customer.button.go_on", "q.go", "wish", style=Style.PRIMARY)
        return ((button("base.back", "q.go", "reason"), go_on),)
    if complaint.step == "no_picture":
        skip = button("customer.button.without_photo", "q.skip")
        return ((skip,), (button("base.back", "q.go", "pictures"),))
    if complaint.step == "wish":
        wishes = tuple((button(text, "q.wish", w.value),) for w, text in _WISHES.items())
        return (*wishes, (button("base.back", "q.go", "pictures"),))
    sent = button("customer.button.report", "q.send", complaint.shipment, style=Style.SUCCESS)
    return ((sent,), (button("base.back", "q.go", "wish"),))


def _title(order: Order, position: int) -> str:
    line = order.line(position)
    return line.title if line else "?"
