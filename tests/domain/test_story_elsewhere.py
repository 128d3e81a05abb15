"""Orders that staff write down: a customer without Telegram, once, and like any other order."""

import asyncio
from dataclasses import replace

import pytest

from domain.authority import SYSTEM
from domain.channels import Channel
from domain.errors import (
    AlreadyDone,
    BadQuantity,
    BadText,
    Incomplete,
    NotAllowed,
    NotOffered,
    NotOnSale,
    OutOfStock,
    PriceChanged,
)
from domain.events import EventKind
from domain.orders import Order, OrderStatus
from domain.payments import PaymentTerm
from domain.usecases.paying import confirm_payment
from domain.usecases.processing import approve_order
from domain.usecases.taking import TakenOrder, take_order
from tests.domain.shop import APPROVER, CASHIER, EX_STAFF, OWNER, PACKER, TOTAL, Shop

TAKEN = TakenOrder(
    "AAAAAAAA",
    Channel.WHATSAPP,
    "Bu Ratna",
    (("BEANS", 2), ("MUG", 1)),
    phone="+6281234567899",
    address="Jl. Melati 5, Malang",
    shipping="reg",
    term=PaymentTerm.PREPAID,
)


async def taken_by(shop: Shop, who: object = CASHIER, **changes: object) -> Order:
    """Write an order down."""
    return await shop.do(take_order, who, replace(TAKEN, **changes), TOTAL)  # type: ignore[arg-type]


async def test_it_is_an_order_like_any_other(shop: Shop) -> None:
    """With its channel and who wrote it down on record; its stock is claimed, its payment opened."""
    order = await taken_by(shop)
    assert order.status is OrderStatus.SUBMITTED
    assert (order.channel, order.author) == (Channel.WHATSAPP, CASHIER.id)
    stored = await shop.store.read(lambda uow: uow.orders.get("AAAAAAAA"))
    assert stored == order
    (event,) = await shop.store.read(lambda uow: uow.history.of_order("AAAAAAAA"))
    assert (event.kind, event.actor) == (EventKind.ORDER_SUBMITTED, CASHIER)
    assert event.facts["channel"] == "whatsapp"
    level = await shop.store.read(lambda uow: uow.stock.level("BEANS", "main"))
    assert level.reserved == 2
    await shop.do(approve_order, OWNER, "AAAAAAAA")
    payment = await shop.do(confirm_payment, CASHIER, "AAAAAAAA")
    assert payment.settled


async def test_the_customer_is_known_again_by_phone(shop: Shop) -> None:
    """The second order is the same customer's, under the name given last; another number is another."""
    first = await taken_by(shop)
    second = await taken_by(shop, number="BBBBBBBB", name="Ratna S")
    other = await taken_by(shop, number="CCCCCCCC", phone="+6281234567800")
    assert first.customer_id != other.customer_id
    assert first.customer_id == second.customer_id
    known = await shop.store.read(lambda uow: uow.customers.by_phone(TAKEN.phone))
    assert known is not None
    assert (known.id, known.name, known.telegram_id) == (first.customer_id, "Ratna S", None)


async def test_a_number_typed_in_telegram_is_nobodys_proof(shop: Shop) -> None:
    """An order from elsewhere never shows up in the chat of whoever claims to have that number."""

    def claim(uow: object) -> None:
        sari = uow.customers.get(shop.sari.id)  # type: ignore[attr-defined]
        uow.customers.save(replace(sari, phone=TAKEN.phone))  # type: ignore[attr-defined]

    await shop.do(claim)  # type: ignore[arg-type]
    order = await taken_by(shop)
    assert order.customer_id != shop.sari.id


async def test_placed_at_once_by_many_it_is_placed_once(shop: Shop) -> None:
    """Double taps, and two members at one card."""
    found = await asyncio.gather(
        *(taken_by(shop, who) for who in [CASHIER, OWNER, APPROVER] * 5), return_exceptions=True
    )
    assert [type(each) for each in found].count(Order) == 1
    assert all(isinstance(each, Order | AlreadyDone) for each in found)
    level = await shop.store.read(lambda uow: uow.stock.level("BEANS", "main"))
    assert level.reserved == 2


async def test_two_orders_of_a_new_number_at_once_are_one_customers(shop: Shop) -> None:
    """Neither of them fails."""
    first, second = await asyncio.gather(
        taken_by(shop, number="AAAAAAA1"), taken_by(shop, number="AAAAAAA2")
    )
    assert first.customer_id == second.customer_id


@pytest.mark.parametrize("who", ["packer", "stranger", "customer", "system"])
async def test_only_who_may(shop: Shop, who: str) -> None:
    """Nobody else leaves anything behind."""
    actor = {"packer": PACKER, "stranger": EX_STAFF, "customer": shop.sari, "system": SYSTEM}[who]
    with pytest.raises(NotAllowed):
        await taken_by(shop, actor)
    assert await shop.store.read(lambda uow: uow.orders.get("AAAAAAAA")) is None
    assert await shop.store.read(lambda uow: uow.customers.by_phone(TAKEN.phone)) is None


REFUSED: dict[str, tuple[dict[str, object], type[Exception]]] = {
    "Telegram": ({"channel": Channel.TELEGRAM}, NotOffered),
    "no name": ({"name": "  "}, BadText),
    "a long name": ({"name": "x" * 101}, BadText),
    "no phone number": ({"phone": "abc"}, BadText),
    "a long address": ({"address": "x" * 501}, BadText),
    "goods not sold": ({"goods": (("TEA", 1),)}, NotOnSale),
    "hostile goods": ({"goods": (("B\0", 1),)}, NotOnSale),
    "none of it": ({"goods": (("MUG", 0),)}, BadQuantity),
    "ten thousand": ({"goods": (("MUG", 10_000),)}, BadQuantity),
    "more than there is": ({"goods": (("BEANS", 2), ("MUG", 1), ("FILTER", 99))}, PriceChanged),
    "nothing at all": ({"goods": ()}, Incomplete),
    "no way there": ({"shipping": "drone"}, Incomplete),
    "no address": ({"address": " "}, Incomplete),
    "nobody to call": ({"phone": ""}, Incomplete),
    "not said when to pay": ({"term": None}, Incomplete),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_cannot_be_leaves_nothing(shop: Shop, case: str) -> None:
    """The customer is not added either."""
    changes, error = REFUSED[case]
    with pytest.raises(error):
        await taken_by(shop, **changes)
    assert await shop.store.read(lambda uow: uow.orders.get("AAAAAAAA")) is None
    assert await shop.store.read(lambda uow: uow.customers.by_phone(TAKEN.phone)) is None


async def test_what_sold_out_meanwhile_is_told(shop: Shop) -> None:
    """No oversell by staff."""
    with pytest.raises(OutOfStock):
        await shop.do(
            take_order, CASHIER, replace(TAKEN, goods=(("MUG", 6),)), 6 * 45_500 + 10_000 + 16_000
        )
