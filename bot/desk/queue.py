"""What waits: orders by what they need now, orders and waybills by name, letters that failed."""

from bot.desk import arguments
from bot.desk.acting import card, note
from bot.visit import How, Reply, Show, Toast, Visit, message, screen
from domain.authority import Right
from domain.delivery import OutboxRow
from domain.errors import NotFound
from domain.numbers import parse_number, spoken
from domain.usecases.access import check
from domain.usecases.digest import Waiting, waiting_orders
from domain.usecases.fulfilling import MAX_WAYBILL
from domain.usecases.shopkeeping import retry_letter
from domain.usecases.tracking import find_shipments
from notifications.render.screen import Button, Screen, call

_MOST_BUTTONS = 24
_MOST_LETTERS = 10
_PER_ROW = 2
_SIGNS = {
    "to_decide": "🆕",
    "to_check": "💰",
    "to_pack": "📦",
    "to_hand_over": "🚚",
    "trouble": "🆘",
    "late": "⏰",
    "returns": "↩️",
    "to_collect": "💵",
    "overdue": "⌛",
    "to_refund": "💸",
    "on_hold": "⏸",
}


def waiting(visit: Visit) -> Reply:
    """`/antrian`: each thing that waits is a button to its card."""
    check(visit.uow, visit.actor, Right.SEE_ORDERS)
    return message(_queue(visit))


def refreshed(visit: Visit) -> Reply:
    """`d.queue[:new]`, `d.queue:PAGE`: the same, in place or below; what does not fit follows."""
    check(visit.uow, visit.actor, Right.SEE_ORDERS)
    asked = arguments.argument(visit.incoming.args, 0)
    if asked == "new":
        return message(_queue(visit))
    return screen(_queue(visit, arguments.whole(asked) or 0))


def _queue(visit: Visit, page: int = 0) -> Screen:
    found = _by_need(waiting_orders(visit.uow))
    pages = _pages(found)
    page = max(0, min(page, len(pages) - 1))
    buttons = [
        Button(f"{_SIGNS[need]} {spoken(number)}", call("d.open", number), literal=True)
        for need, number in (pages[page] if pages else ())
    ]
    rows = tuple(tuple(buttons[i : i + _PER_ROW]) for i in range(0, len(buttons), _PER_ROW))
    counts = {need: len(numbers) for need, numbers in found.items()}
    facts: dict[str, object] = {**counts, "nothing": not any(counts.values())}
    return Screen("desk/queue", facts, (*rows, _turns(page, len(pages))))


def _pages(found: dict[str, tuple[str, ...]]) -> list[list[tuple[str, str]]]:
    """Return all buttons by page, as (need, order): no need crowds the others off the first one."""
    ranked = sorted(
        (rank, place, need, number)
        for place, (need, numbers) in enumerate(found.items())
        for rank, number in enumerate(numbers)
    )
    pages = [ranked[i : i + _MOST_BUTTONS] for i in range(0, len(ranked), _MOST_BUTTONS)]
    # Within a page as the list above the buttons: by need, the oldest first.
    return [
        [(need, number) for _, _, need, number in sorted(page, key=lambda entry: entry[1])]
        for page in pages
    ]


def _turns(page: int, pages: int) -> tuple[Button, ...]:
    """Return the last row: back, again, on."""
    back = (Button("base.previous", call("d.queue", page - 1)),) if page else ()
    on = (Button("base.next", call("d.queue", page + 1)),) if page + 1 < pages else ()
    return (*back, Button("base.refresh", call("d.queue", page) if page else "d.queue"), *on)


def _by_need(found: Waiting) -> dict[str, tuple[str, ...]]:
    return {need: getattr(found, need) for need in _SIGNS}


def order(visit: Visit) -> Reply:
    """`/pesanan NUMBER`: the order's card."""
    check(visit.uow, visit.actor, Right.SEE_ORDERS)
    text = "".join(visit.incoming.words)
    if not text:
        return message(note("desk.order.how"))
    number = parse_number(text)
    if number is None:
        return message(note("desk.order.none", number=text[:40]))
    try:
        return Reply((card(visit, number, How.NEW),))
    except NotFound:
        return message(note("desk.order.none", number=spoken(number)))


def find(visit: Visit) -> Reply:
    """`/cari WAYBILL`: the cards of its orders; an order's number is understood too."""
    check(visit.uow, visit.actor, Right.SEE_ORDERS)
    text = "".join(visit.incoming.words)
    if not text:
        return message(note("desk.find.how"))
    if len(text) <= MAX_WAYBILL:
        found = dict.fromkeys(s.order for s in find_shipments(visit.uow, visit.actor, text))
        if found:
            return Reply(tuple(card(visit, number, How.NEW) for number in list(found)[:3]))
    if parse_number(text) is not None:
        return order(visit)
    return message(note("desk.find.none", waybill=text[:MAX_WAYBILL]))


def failed(visit: Visit) -> Reply:
    """`/gagal`: messages and tasks that were given up, each with a button to try again."""
    check(visit.uow, visit.actor, Right.MANAGE_SHOP)
    return message(_letters(visit))


def retry(visit: Visit) -> Reply:
    """`d.retry:ID`."""
    check(visit.uow, visit.actor, Right.MANAGE_SHOP)
    row_id = arguments.whole(arguments.argument(visit.incoming.args, 0))
    try:
        visit.uow.attempt(retry_letter, visit.actor, -1 if row_id is None else row_id)
    except NotFound:
        return Reply((Show(_letters(visit)),), Toast("desk.toast.not_dead"))
    return Reply((Show(_letters(visit)),), Toast("desk.toast.retried"))


def _letters(visit: Visit) -> Screen:
    letters = visit.uow.outbox.dead(_MOST_LETTERS)
    updates = visit.uow.inbox.dead(_MOST_LETTERS)
    rows = tuple(
        (Button("desk.button.retry", call("d.retry", row.id), params={"id": row.id}),)
        for row in letters
    )
    facts: dict[str, object] = {
        "letters": [_letter(row) for row in letters],
        "updates": [update.update_id for update in updates],
    }
    return Screen("desk/failed", facts, rows)


def _letter(row: OutboxRow) -> dict[str, object]:
    number = row.item.payload.get("order")
    return {
        "id": row.id,
        "kind": row.item.kind,
        "number": spoken(number) if isinstance(number, str) and number else "",
        "error": (row.error or "")[:120],
        "at": row.created_at,
    }
