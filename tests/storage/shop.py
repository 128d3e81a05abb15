"""A small shop in a store: what the storage tests sell."""

from dataclasses import replace
from datetime import UTC, datetime

from domain import authority
from domain.authority import Actor, Role
from domain.catalogue import Category, Product, Sku
from domain.orders import Address, Order
from domain.payments import PaymentTerm
from domain.policy import ShippingMethod, ShopPolicy
from domain.ports import Store, UnitOfWork
from domain.stock import Movement, MovementKind
from domain.usecases.cart import (
    choose_address,
    choose_shipping,
    choose_term,
    set_quantity,
    welcome,
)
from domain.usecases.placing import place_order

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
OWNER = authority.staff(9)
ADDRESS = Address("Siti Rahayu", "+6281234567890", "Jl. Braga 12, Bandung", -6.917, 107.609)
POLICY = ShopPolicy(
    name="Kopi Braga",
    shipping_methods=(ShippingMethod("reg", "Reguler", "jne", 12_000, 9_000, 2, 3),),
)
HOUSE, FILTER = "HOUSE-250", "FILTER-02"


def sku(code: str, **changes: object) -> Sku:
    """Return a SKU."""
    plain = Sku(code, "kopi", "Kopi Rumah", "250 g", 65_000, 270, {"gilingan": "halus"}, 2)
    return replace(plain, **changes)  # type: ignore[arg-type]


def stock_shop(uow: UnitOfWork, units: int = 10) -> None:
    """Put a category, two SKUs with so many units, the policy and an owner."""
    uow.shop.save_policy(POLICY)
    uow.catalogue.put_category(Category("kopi", "Kopi", "☕", 1))
    uow.catalogue.put_product(
        Product(
            "kopi", "kopi", "Kopi Rumah", "Manis", "kopi.jpg", ("kopi susu",), "bks", {"dus": 20}
        )
    )
    for position, code in enumerate((HOUSE, FILTER)):
        uow.catalogue.put_sku(sku(code, position=position))
        uow.stock.move([movement(code, MovementKind.RECEIPT, units)])
    uow.staff.grant(OWNER.id, "Bu Ani", Role.OWNER)


def movement(code: str, kind: MovementKind, on_hand: int, quarantine: int = 0) -> Movement:
    """Return a ledger row."""
    return Movement(code, "main", kind, on_hand, quarantine, "ref", "reason", OWNER.id, NOW)


def fill_cart(
    uow: UnitOfWork, telegram_id: int, quantity: int = 1, term: PaymentTerm = PaymentTerm.PREPAID
) -> tuple[Actor, Order]:
    """Let a customer fill a cart that is ready to be placed."""
    buyer = authority.customer(welcome(uow, telegram_id, f"Pembeli {telegram_id}", "id").id)
    set_quantity(uow, buyer, HOUSE, quantity)
    choose_address(uow, buyer, ADDRESS)
    choose_shipping(uow, buyer, "reg")
    return buyer, choose_term(uow, buyer, term)


def place(uow: UnitOfWork, buyer: Actor, cart: Order) -> Order:
    """Confirm the cart as it stands."""
    return place_order(uow, buyer, cart.number, cart.version, cart.total)


def order_now(
    uow: UnitOfWork, telegram_id: int, quantity: int = 1, term: PaymentTerm = PaymentTerm.PREPAID
) -> tuple[Actor, Order]:
    """Fill a cart and place it, in one go."""
    buyer, cart = fill_cart(uow, telegram_id, quantity, term)
    return buyer, place(uow, buyer, cart)


async def opened_shop(store: Store, units: int = 10) -> None:
    """Stock the shop."""
    await store.run(stock_shop, units)
