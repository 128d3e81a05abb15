"""Staff write down an order that was given elsewhere: in another messenger, by phone, at the counter."""

import re
from dataclasses import dataclass, replace

from domain.authority import Actor, ActorKind, Right
from domain.channels import STAFF_CHANNELS, Channel
from domain.customers import Customer
from domain.errors import (
    AlreadyDone,
    BadQuantity,
    BadText,
    CartTooLarge,
    NotAllowed,
    NotOffered,
    NotOnSale,
)
from domain.orders import Address, Order, OrderLine, OrderStatus
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.usecases.access import check, could_be_key
from domain.usecases.cart import MAX_TEXT, priced
from domain.usecases.placing import submit

MAX_NAME = 100
MAX_PHONE = 16
_PHONE = re.compile(r"\+[0-9]{6,15}")


@dataclass(frozen=True, slots=True)
class TakenOrder:
    """What was said: {SKU: quantity}, to whom, where to, how. `phone` in E.164, "" for none.

    `number` is the order's, given out when the writing began, so that it is placed once.
    """

    number: str
    channel: Channel
    name: str
    goods: tuple[tuple[str, int], ...]
    phone: str = ""
    address: str = ""
    shipping: str = ""
    term: PaymentTerm | None = None
    note: str = ""


def take_order(uow: UnitOfWork, actor: Actor, taken: TakenOrder, expected_total: int) -> Order:
    """Place the order for a customer without Telegram, who is known again by the phone number.

    Raises AlreadyDone for what was placed before, and all that placing a cart raises.
    """
    check(uow, actor, Right.TAKE_ORDER)
    if actor.kind is not ActorKind.STAFF:
        raise NotAllowed(Right.TAKE_ORDER.value)
    placed = uow.orders.get(taken.number)
    if placed is not None:
        raise AlreadyDone("place_order", placed.author)
    draft = drafted(uow, actor, taken)
    customer = _customer(uow, taken)
    return submit(uow, actor, replace(draft, customer_id=customer.id), expected_total)


def drafted(uow: UnitOfWork, actor: Actor, taken: TakenOrder) -> Order:
    """Return the order as it would be placed, at today's prices; nothing is written.

    Raises NotOffered, NotOnSale, BadQuantity, CartTooLarge, BadText.
    """
    check(uow, actor, Right.TAKE_ORDER)
    if taken.channel not in STAFF_CHANNELS:
        raise NotOffered("channel", taken.channel.value)
    name = taken.name.strip()
    if not name or len(name) > MAX_NAME:
        raise BadText("recipient", MAX_NAME)
    if taken.phone and not _PHONE.fullmatch(taken.phone):
        raise BadText("phone", MAX_PHONE)
    if len(taken.address) > MAX_TEXT or len(taken.note) > MAX_TEXT:
        raise BadText("address", MAX_TEXT)
    order = Order(
        taken.number,
        0,
        uow.policy.currency,
        OrderStatus.DRAFT,
        uow.now,
        _lines(uow, taken),
        note=taken.note.strip(),
        term=taken.term,
        channel=taken.channel,
        author=actor.id,
    )
    return priced(uow, _travelling(uow, order, taken, name))


def _travelling(uow: UnitOfWork, order: Order, taken: TakenOrder, name: str) -> Order:
    """Add how and where to; what is fetched at the shop has the method's name for an address."""
    method = uow.policy.method(taken.shipping)
    if method is None:
        return order
    text = method.name if method.pickup else taken.address.strip()
    address = Address(name, taken.phone, text) if text else None
    return replace(order, shipping=method.quote(order.weight_g), address=address)


def _lines(uow: UnitOfWork, taken: TakenOrder) -> tuple[OrderLine, ...]:
    policy = uow.policy
    if len(taken.goods) > policy.max_lines:
        raise CartTooLarge(policy.max_lines)
    skus = uow.catalogue.skus(code for code, _ in taken.goods if could_be_key(code))
    lines = []
    for position, (code, quantity) in enumerate(taken.goods, start=1):
        sku = skus.get(code)
        if sku is None or not sku.active:
            raise NotOnSale(code)
        if not 0 < quantity <= policy.max_quantity:
            raise BadQuantity(quantity, 1, policy.max_quantity)
        lines.append(OrderLine(position, code, sku.title, quantity, sku.price, sku.weight_g))
    return tuple(lines)


def _customer(uow: UnitOfWork, taken: TakenOrder) -> Customer:
    """Return the customer of that number, a new one where there is none, or no number."""
    name = taken.name.strip()
    known = uow.customers.by_phone(taken.phone) if taken.phone else None
    if known is None:
        phone = taken.phone or None
        return uow.customers.add(Customer(0, None, name, "id", uow.now, phone))
    if known.name != name:
        known = replace(known, name=name)
        uow.customers.save(known)
    return known
