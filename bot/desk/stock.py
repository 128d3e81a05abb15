"""Stock at the desk: what is there, what came in, what was wrong in the books."""

from collections.abc import Iterable

from bot.desk import arguments
from bot.desk.acting import note
from bot.desk.asking import STOP, ask, close, text_fact, typed
from bot.visit import How, Reply, Show, Visit, message, screen
from domain.authority import Right, has_right
from domain.catalogue import Sku
from domain.errors import BadQuantity, BadText, NotFound, OutOfStock
from domain.usecases.access import check
from domain.usecases.stocking import MAX_TEXT, MAX_UNITS, adjust_stock, receive_stock
from notifications.render.screen import Button, Rows, Screen, Style, call

FIND, RECEIPT, CORRECTION = "d.find_sku", "d.receipt", "d.correction"
_PER_PAGE = 8
_MOST_MOVEMENTS = 10
_MOST_LOW = 12


def overview(visit: Visit) -> Reply:
    """`/stok [WORD]`: what runs low and the shelves, or what the word finds."""
    check(visit.uow, visit.actor, Right.SEE_ORDERS)
    word = " ".join(visit.incoming.words)[:60]
    if not word:
        return message(_overview(visit))
    skus = _search(visit, word)
    if not skus:
        return message(note("desk.stock.none", word=word))
    facts: dict[str, object] = {"rows": _rows(visit, skus), "word": word}
    return message(Screen("desk/stock_found", facts, _sku_buttons(skus, "d.sku")))


def shelf(visit: Visit) -> Reply:
    """`d.stock[:CATEGORY:PAGE]`: the overview again, or a page of a shelf."""
    check(visit.uow, visit.actor, Right.SEE_ORDERS)
    code = arguments.argument(visit.incoming.args, 0)
    if not code:
        return screen(_overview(visit))
    category = next((c for c in visit.uow.catalogue.categories() if c.code == code), None)
    page = arguments.whole(arguments.argument(visit.incoming.args, 1) or "0")
    if category is None or page is None or not 0 <= page <= MAX_UNITS:
        raise NotFound("category", "")
    products = visit.uow.catalogue.products(code)
    shown = products[page * _PER_PAGE : (page + 1) * _PER_PAGE]
    skus = [sku for product in shown for sku in visit.uow.catalogue.skus_of(product.code)]
    more = len(products) > (page + 1) * _PER_PAGE
    turning = (
        *([Button("base.previous", call("d.stock", code, page - 1))] if page else []),
        *([Button("base.next", call("d.stock", code, page + 1))] if more else []),
    )
    rows = (*_sku_buttons(skus, "d.sku"), turning, (Button("base.back", "d.stock"),))
    facts: dict[str, object] = {"rows": _rows(visit, skus), "word": category.name}
    return screen(Screen("desk/stock_found", facts, rows))


def _overview(visit: Visit) -> Screen:
    low = visit.uow.stock.low(visit.uow.policy.location)
    categories = visit.uow.catalogue.categories()
    shelves = tuple(
        (Button(f"{c.emoji} {c.name}".strip(), call("d.stock", c.code, 0), literal=True),)
        for c in categories
        if arguments.code(c.code)
    )
    facts: dict[str, object] = {
        "rows": _rows(visit, [sku for sku, _ in low[:_MOST_LOW]]),
        "more": max(0, len(low) - _MOST_LOW),
    }
    return Screen("desk/stock", facts, shelves)


def _rows(visit: Visit, skus: Iterable[Sku]) -> list[dict[str, object]]:
    known = list(skus)
    levels = visit.uow.stock.levels([sku.code for sku in known], visit.uow.policy.location)
    return [
        {
            "code": sku.code,
            "title": sku.title,
            "available": levels[sku.code].available,
            "on_hand": levels[sku.code].on_hand,
            "reserved": levels[sku.code].reserved,
            "low": levels[sku.code].available <= sku.low_stock,
        }
        for sku in known
    ]


def _sku_buttons(skus: Iterable[Sku], verb: str) -> Rows:
    return tuple(
        (Button(sku.title, call(verb, sku.code), literal=True),)
        for sku in skus
        if arguments.code(sku.code)
    )[: 2 * _PER_PAGE]


def _search(visit: Visit, word: str) -> list[Sku]:
    exact = _named(visit, word)
    if exact is not None:
        return [exact]
    products = visit.uow.catalogue.search(word, _PER_PAGE)
    return [sku for product in products for sku in visit.uow.catalogue.skus_of(product.code)]


def _named(visit: Visit, text: str) -> Sku | None:
    """Return the SKU of that code, however it was typed."""
    for code in dict.fromkeys((text, text.upper(), text.lower())):
        if arguments.code(code) and (sku := visit.uow.catalogue.sku(code)) is not None:
            return sku
    return None


def sku_card(visit: Visit) -> Reply:
    """`d.sku:SKU`: its stock card."""
    check(visit.uow, visit.actor, Right.SEE_ORDERS)
    return screen(_card(visit, _tapped_sku(visit)))


def card_command(visit: Visit) -> Reply:
    """`/kartu SKU`."""
    check(visit.uow, visit.actor, Right.SEE_ORDERS)
    word = " ".join(visit.incoming.words)[:60]
    sku = _named(visit, word)
    if sku is None:
        return message(note("desk.stock.how_card" if not word else "desk.stock.none", word=word))
    return message(_card(visit, sku))


def _card(visit: Visit, sku: Sku) -> Screen:
    movements = visit.uow.stock.card(sku.code, _MOST_MOVEMENTS)
    facts: dict[str, object] = {
        "row": _rows(visit, [sku])[0],
        "mark": sku.low_stock,
        "movements": [
            {
                "at": m.at,
                "units": f"{m.on_hand:+d}",
                "kind": f"desk.movement.{m.kind.value}",
                "reason": m.reason or m.reference,
                "who": visit.uow.staff.name(m.actor) if m.actor else "",
            }
            for m in movements
        ],
    }
    buttons: Rows = ()
    if has_right(visit.roles, Right.MOVE_STOCK):
        receive = Button("desk.button.receive", call("d.in", sku.code), style=Style.SUCCESS)
        correct = Button("desk.button.correct", call("d.fix", sku.code))
        buttons = ((receive, correct),)
    return Screen("desk/sku", facts, (*buttons, (Button("desk.button.stock", "d.stock"),)))


def _tapped_sku(visit: Visit) -> Sku:
    code = arguments.code(arguments.argument(visit.incoming.args, 0))
    sku = visit.uow.catalogue.sku(code) if code else None
    if sku is None:
        raise NotFound("sku", "")
    return sku


def receive(visit: Visit) -> Reply:
    """`/masuk [SKU QUANTITY [REASON]]`."""
    check(visit.uow, visit.actor, Right.MOVE_STOCK)
    return _command(visit, RECEIPT)


def adjust(visit: Visit) -> Reply:
    """`/koreksi [SKU DIFFERENCE REASON]`."""
    check(visit.uow, visit.actor, Right.MOVE_STOCK)
    return _command(visit, CORRECTION)


def _command(visit: Visit, form: str) -> Reply:
    words = visit.incoming.words
    sku = _named(visit, words[0]) if words else None
    if sku is None:
        if words:
            return _offer(visit, form, " ".join(words)[:60])
        return ask(visit, FIND, note("desk.ask.sku", (STOP,)), form=form)
    if len(words) == 1:
        return _ask(visit, form, sku)
    return _book(visit, form, sku, " ".join(words[1:]))


@typed
def find_typed(visit: Visit) -> Reply:
    """Take a SKU, or a word to search by."""
    form = text_fact(visit, "form")
    text = visit.incoming.text.strip()[:60]
    sku = _named(visit, text)
    return _ask(visit, form, sku) if sku else _offer(visit, form, text)


def _offer(visit: Visit, form: str, word: str) -> Reply:
    skus = _search(visit, word) if word else []
    if not skus:
        return ask(visit, FIND, note("desk.stock.none_again", (STOP,), word=word), form=form)
    verb = "d.in" if form == RECEIPT else "d.fix"
    return message(note("desk.stock.which", (*_sku_buttons(skus, verb), STOP)))


def ask_receipt(visit: Visit) -> Reply:
    """`d.in:SKU`."""
    check(visit.uow, visit.actor, Right.MOVE_STOCK)
    return _ask(visit, RECEIPT, _tapped_sku(visit))


def ask_correction(visit: Visit) -> Reply:
    """`d.fix:SKU`."""
    check(visit.uow, visit.actor, Right.MOVE_STOCK)
    return _ask(visit, CORRECTION, _tapped_sku(visit))


def _ask(visit: Visit, form: str, sku: Sku) -> Reply:
    text = "desk.ask.receipt" if form == RECEIPT else "desk.ask.correction"
    level = visit.uow.stock.level(sku.code, visit.uow.policy.location)
    facts: dict[str, object] = {"title": sku.title, "on_hand": level.on_hand}
    facts["who"] = visit.incoming.user.name
    return ask(visit, form, note(text, (STOP,), **facts), sku=sku.code)


@typed
def receipt_typed(visit: Visit) -> Reply:
    """Take "24 from whom"."""
    return _typed(visit, RECEIPT)


@typed
def correction_typed(visit: Visit) -> Reply:
    """Take "-2 why"."""
    return _typed(visit, CORRECTION)


def _typed(visit: Visit, form: str) -> Reply:
    sku = visit.uow.catalogue.sku(text_fact(visit, "sku"))
    if sku is None:
        raise NotFound("sku", "")
    return _book(visit, form, sku, visit.incoming.text)


def _book(visit: Visit, form: str, sku: Sku, text: str) -> Reply:
    """Book "QUANTITY REASON"; what is wrong is told, and asked again."""
    first, _, reason = " ".join(text.split()).partition(" ")
    quantity = arguments.whole(first)
    book = receive_stock if form == RECEIPT else adjust_stock
    if quantity is None:
        return _again(visit, form, sku, "desk.wrong.quantity")
    try:
        level = visit.uow.attempt(book, visit.actor, sku.code, quantity, reason)
    except BadQuantity:
        return _again(visit, form, sku, "desk.wrong.quantity")
    except BadText:
        return _again(visit, form, sku, "desk.wrong.stock_reason")
    except OutOfStock:
        return _again(visit, form, sku, "desk.wrong.below")
    close(visit)
    facts: dict[str, object] = {"title": sku.title, "units": f"{quantity:+d}", "reason": reason}
    facts |= {"on_hand": level.on_hand, "available": level.available}
    facts["who"] = visit.incoming.user.name
    button = (Button("desk.button.stock_card", call("d.sku", sku.code)),)
    return Reply((Show(note("desk.did.stock", (button,), **facts), How.NEW),))


def _again(visit: Visit, form: str, sku: Sku, wrong: str) -> Reply:
    level = visit.uow.stock.level(sku.code, visit.uow.policy.location)
    facts: dict[str, object] = {"title": sku.title, "on_hand": level.on_hand, "most": MAX_UNITS}
    facts |= {"free": level.available, "limit": MAX_TEXT}
    return ask(visit, form, note(wrong, (STOP,), **facts), sku=sku.code)
