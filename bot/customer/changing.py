"""Changes of the cart by words: done at once, shown with what changed, and taken back by one tap."""

from dataclasses import replace

from bot.customer import cart as cart_screen
from bot.customer import ordering, orders
from bot.customer.catalogue import set_within_stock
from bot.customer.hearing import Heard, done, last_order, open_proposal, order_said
from bot.customer.replies import HOME, OLD, SHELVES, button, cart_of, close_form, told
from bot.visit import Reply, Toast, Visit, screen
from domain.catalogue import Sku
from domain.orders import Order
from domain.understanding.contract import Action, Intent, Item, Reading
from domain.usecases import cart
from domain.usecases.proposing import names_product, propose
from notifications.render.screen import Screen

UNDO = "undo"


def change(visit: Visit, heard: Heard) -> Reply:
    """Change what lies in the cart, or on the open card, as was said."""
    close_form(visit)
    items = heard.reading.items
    if open_proposal(visit) is not None:
        return ordering.change(visit, heard)
    unclear = [i for i in items if i.sku is None or i.ask or _hinted(visit, i)]
    nameless = [i for i in unclear if i.product is None and not i.source]
    if nameless or any(i.action is not Action.ADD for i in unclear) or not items:
        return _which(visit)
    if unclear:
        return ordering.propose_lines(visit, Reading(Intent.ORDER, items))
    before = _quantities(cart_of(visit))
    told_first = [t for item in items if (t := _apply(visit, item)) is not None]
    return _changed(visit, before, told_first[0] if told_first else None)


def _hinted(visit: Visit, item: Item) -> bool:
    """A colour alone is no name: goods that are not being talked about are asked about first."""
    added = item.action is Action.ADD and item.product not in ordering.in_view(visit)
    return added and not names_product(visit.uow, item)


def _which(visit: Visit) -> Reply:
    """It was not said of what: the cart, each line with its button."""
    shown = cart_screen.show(visit)
    if cart_of(visit) is None:
        return shown
    facts = {**shown.shows[0].screen.params, "wrong": "talk.which_line"}
    return screen(replace(shown.shows[0].screen, params=facts))


def _apply(visit: Visit, item: Item) -> Toast | None:
    """Make one change; return what has to be told of it: sold out, or fewer than was asked for."""
    sku = visit.uow.catalogue.sku(item.sku or "")
    if sku is None:
        return None
    held = _quantities(cart_of(visit)).get(sku.code, 0)
    wanted = min(target(item, held), visit.uow.policy.max_quantity)
    toast = set_within_stock(visit, sku, wanted)
    return toast if toast.alert else None


def target(item: Item, held: int) -> int:
    """Return how many there shall be, of one of which `held` are there."""
    count = int(item.qty)
    match item.action:
        case Action.REMOVE:
            return max(0, held - count)
        case Action.SET:
            return count
        case _:
            return held + count


def _changed(visit: Visit, before: dict[str, int], toast: Toast | None) -> Reply:
    draft = cart_of(visit)
    after = _quantities(draft)
    titles = visit.uow.catalogue.skus([*before, *after])
    changes = [
        {"title": titles[sku].title, "before": before.get(sku, 0), "now": after.get(sku, 0)}
        for sku in dict.fromkeys([*before, *after])
        if before.get(sku, 0) != after.get(sku, 0) and sku in titles
    ]
    stored = visit.uow.orders.draft_of(visit.actor.id)
    version = stored.version if stored else 0
    visit.state[UNDO] = {"lines": before, "version": version}
    done(visit)
    undo = button("talk.button.undo", "b.undo", version)
    rows = ((undo,),) if changes else ()
    facts = {
        "changes": changes,
        "wrong": toast.text if toast else None,
        "facts": toast.params if toast else {},
    }
    shown = cart_screen.show(visit).shows[0].screen
    if draft is None:
        return screen(Screen("customer/changed", facts, (*rows, *shown.buttons)))
    whole = {**shown.params, **facts}
    return screen(replace(shown, params=whole, buttons=(*rows, *shown.buttons)))


def undo(visit: Visit, version: int) -> Reply:
    """ "Urungkan": the cart as it was before the words, unless it was changed since."""
    kept = visit.state.pop(UNDO, None)
    draft = visit.uow.orders.draft_of(visit.actor.id)
    undone = kept if isinstance(kept, dict) and kept.get("version") == version else {}
    lines = undone.get("lines")
    if not isinstance(lines, dict) or (draft.version if draft else 0) != version:
        return Reply(cart_screen.show(visit).shows, OLD)
    for sku in {*lines, *_quantities(draft)}:
        cart.set_quantity(visit.uow, visit.actor, sku, int(lines.get(sku, 0)))
    return cart_screen.show(visit, toast=Toast("talk.toast.undone"))


def _quantities(draft: Order | None) -> dict[str, int]:
    return {line.sku: line.quantity for line in draft.lines} if draft else {}


def again(visit: Visit, heard: Heard) -> Reply:
    """Order what was ordered before; with changes, they are shown to be confirmed."""
    close_form(visit)
    said = order_said(visit, heard.text)
    last = visit.uow.orders.get(said) if said else last_order(visit)
    if last is None:
        return told("talk.no_order_yet", ((SHELVES,), (HOME,)))
    items = heard.reading.items
    if not items:
        return orders.reorder(visit, last.number)
    skus = visit.uow.catalogue.skus(line.sku for line in last.lines)
    wanted: dict[str, int] = {}
    for line in last.lines:
        wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
    asked = []
    for item in items:
        if item.sku is None or item.ask:
            asked.append(item)
        else:
            wanted[item.sku] = target(item, wanted.get(item.sku, 0))
    lines = [_as_item(skus[sku], n) for sku, n in wanted.items() if n > 0 and sku in skus]
    extra = [_as_item(s, wanted[s.code]) for s in _others(visit, wanted, skus)]
    reading = Reading(
        Intent.ORDER,
        (*lines, *extra, *asked),
        address=heard.reading.address,
        recipient=heard.reading.recipient,
        phone=heard.reading.phone,
        shipping=heard.reading.shipping,
        payment=heard.reading.payment,
        note=heard.reading.note,
    )
    proposal = propose(
        visit.uow,
        reading,
        visit.incoming.update_id,
        held=ordering.held(visit),
        before=last,
    )
    return ordering.show_new(visit, proposal)


def _others(visit: Visit, wanted: dict[str, int], known: dict[str, Sku]) -> list[Sku]:
    more = [sku for sku, n in wanted.items() if n > 0 and sku not in known]
    return list(visit.uow.catalogue.skus(more).values())


def _as_item(sku: Sku, count: int) -> Item:
    return Item(sku.code, sku.product_name, sku.options, count)
