"""The cart is the customer's draft order: one per customer, priced anew until it is placed."""

from dataclasses import replace

from domain.authority import Actor, ActorKind
from domain.customers import Customer
from domain.errors import (
    BadQuantity,
    BadText,
    CartTooLarge,
    NotAllowed,
    NotFound,
    NotOffered,
    NotOnSale,
)
from domain.orders import Address, Order, OrderLine, OrderStatus
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.usecases.access import could_be_key, order_for

MAX_TEXT = 500


def draft_for(uow: UnitOfWork, actor: Actor) -> Order:
    """Return the customer's cart, a new one where there is none.

    A new cart starts with what a known customer chose last time, so that checking out again takes
    few taps.
    """
    if actor.kind is not ActorKind.CUSTOMER:
        raise NotAllowed("order")
    draft = uow.orders.draft_of(actor.id)
    if draft is not None:
        return draft
    fresh = Order(
        uow.new_number(), actor.id, uow.policy.currency, OrderStatus.DRAFT, created_at=uow.now
    )
    last = next(iter(uow.orders.of_customer(actor.id, 1)), None)
    if last is not None:
        fresh = replace(fresh, address=last.address, shipping=last.shipping, term=last.term)
    return uow.orders.add(fresh)


def set_quantity(uow: UnitOfWork, actor: Actor, sku_code: str, quantity: int) -> Order:
    """Put so many of a SKU into the cart; 0 takes it out.

    The quantity is the new total, not an addition, so that a double tap changes nothing.
    Raises BadQuantity, NotOnSale, CartTooLarge.
    """
    policy = uow.policy
    if not 0 <= quantity <= policy.max_quantity:
        raise BadQuantity(quantity, 0, policy.max_quantity)
    sku = uow.catalogue.sku(sku_code) if could_be_key(sku_code) else None
    if sku is None or (not sku.active and quantity):
        raise NotOnSale(sku_code)
    draft = draft_for(uow, actor)
    others = tuple(line for line in draft.lines if line.sku != sku_code)
    if quantity == 0:
        lines = others
    else:
        present = next((line for line in draft.lines if line.sku == sku_code), None)
        position = present.position if present else max((x.position for x in others), default=0) + 1
        line = OrderLine(position, sku.code, sku.title, quantity, sku.price, sku.weight_g)
        lines = tuple(sorted((*others, line), key=lambda x: x.position))
    if len(lines) > policy.max_lines:
        raise CartTooLarge(policy.max_lines)
    return uow.orders.save(priced(uow, replace(draft, lines=lines)))


def clear_cart(uow: UnitOfWork, actor: Actor) -> None:
    """Empty the cart."""
    if actor.kind is not ActorKind.CUSTOMER:
        raise NotAllowed("order")
    draft = uow.orders.draft_of(actor.id)
    if draft is not None:
        uow.orders.remove_draft(draft.number)


def choose_address(uow: UnitOfWork, actor: Actor, address: Address) -> Order:
    """Set where the cart goes. Raises BadText for an empty or overlong part."""
    for what, text in (("recipient", address.recipient), ("address", address.text)):
        if not text.strip() or len(text) > MAX_TEXT:
            raise BadText(what, MAX_TEXT)
    draft = draft_for(uow, actor)
    return uow.orders.save(priced(uow, replace(draft, address=address)))


def choose_shipping(uow: UnitOfWork, actor: Actor, code: str) -> Order:
    """Set the shipping method by its code. Raises NotOffered."""
    method = uow.policy.method(code)
    if method is None:
        raise NotOffered("shipping", code)
    draft = draft_for(uow, actor)
    changed = replace(draft, shipping=method.quote(draft.weight_g))
    if changed.term is PaymentTerm.ON_DELIVERY and not method.cod:
        changed = replace(changed, term=None)
    return uow.orders.save(priced(uow, changed))


def choose_term(uow: UnitOfWork, actor: Actor, term: PaymentTerm) -> Order:
    """Set when it will be paid. Raises NotOffered where the shop does not offer it here."""
    draft = draft_for(uow, actor)
    if term not in offered_terms(uow, draft):
        raise NotOffered("term", term.value)
    return uow.orders.save(replace(draft, term=term))


def write_note(uow: UnitOfWork, actor: Actor, note: str) -> Order:
    """Set the customer's note to the shop; an empty one removes it."""
    if len(note) > MAX_TEXT:
        raise BadText("note", MAX_TEXT)
    return uow.orders.save(replace(draft_for(uow, actor), note=note.strip()))


def reorder(uow: UnitOfWork, actor: Actor, number: str) -> tuple[Order, tuple[str, ...]]:
    """Fill the cart with what an earlier order held, at today's prices.

    Returns the cart and the titles of lines that are no longer on sale.
    """
    old = order_for(uow, actor, number)
    if actor.kind is not ActorKind.CUSTOMER:
        raise NotAllowed("order")
    skus = uow.catalogue.skus(line.sku for line in old.lines)
    wanted: dict[str, int] = {}
    gone: list[str] = []
    for line in old.lines:
        sku = skus.get(line.sku)
        if sku is None or not sku.active:
            gone.append(line.title)
        else:
            wanted[line.sku] = min(wanted.get(line.sku, 0) + line.quantity, uow.policy.max_quantity)
    lines = tuple(
        OrderLine(i, code, skus[code].title, quantity, skus[code].price, skus[code].weight_g)
        for i, (code, quantity) in enumerate(wanted.items(), start=1)
    )
    draft = draft_for(uow, actor)
    filled = replace(
        draft, lines=lines, address=old.address, shipping=old.shipping, term=old.term, note=""
    )
    return uow.orders.save(priced(uow, filled)), tuple(gone)


def offered_terms(uow: UnitOfWork, draft: Order) -> list[PaymentTerm]:
    """Return the payment terms that the shop offers for this cart."""
    policy = uow.policy
    method = policy.method(draft.shipping.code) if draft.shipping else None
    offered = []
    for term in policy.terms:
        too_much = term is PaymentTerm.ON_ACCEPTANCE and draft.total > policy.acceptance_limit
        cod_limit = term is PaymentTerm.ON_DELIVERY and draft.total > policy.cod_limit
        no_cod = term is PaymentTerm.ON_DELIVERY and method is not None and not method.cod
        if not (too_much or cod_limit or no_cod):
            offered.append(term)
    return offered


def priced(uow: UnitOfWork, draft: Order) -> Order:
    """Return the cart at today's prices, shipping cost and tax."""
    policy = uow.policy
    skus = uow.catalogue.skus(line.sku for line in draft.lines)
    lines = tuple(
        replace(line, title=sku.title, unit_price=sku.price, weight_g=sku.weight_g)
        if (sku := skus.get(line.sku)) is not None
        else line
        for line in draft.lines
    )
    draft = replace(draft, lines=lines)
    method = policy.method(draft.shipping.code) if draft.shipping else None
    return replace(
        draft,
        shipping=method.quote(draft.weight_g) if method else None,
        tax=policy.tax_on(draft.goods_total),
    )


def welcome(uow: UnitOfWork, telegram_id: int, name: str, language: str) -> Customer:
    """Return the customer behind a Telegram user, a new one on the first visit."""
    known = uow.customers.by_telegram(telegram_id)
    if known is None:
        return uow.customers.add(Customer(0, telegram_id, name[:100], language, uow.now))
    if not known.reachable:
        known = replace(known, reachable=True)
        uow.customers.save(known)
    return known


def choose_language(uow: UnitOfWork, actor: Actor, language: str) -> Customer:
    """Set the language ("id" or "en") that the customer reads."""
    known = uow.customers.get(actor.id) if actor.kind is ActorKind.CUSTOMER else None
    if known is None:
        raise NotFound("customer", str(actor.id))
    if language not in {"id", "en"}:
        raise NotOffered("language", language)
    known = replace(known, language=language)
    uow.customers.save(known)
    return known
