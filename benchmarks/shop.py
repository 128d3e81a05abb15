"""A shop to measure: the sample catalogue with plenty of stock, customers with full carts."""

from collections.abc import Sequence

from bot import sample
from domain import authority
from domain.authority import SYSTEM, Role
from domain.orders import Address, Order
from domain.payments import PaymentTerm
from domain.policy import StaffGroup
from domain.ports import UnitOfWork
from domain.usecases import cart, placing
from domain.usecases.stocking import receive_stock

PLENTY = 900_000
STAFF_CHAT = -1_000_000_000_001
FIRST_CUSTOMER = 1_000


def stock_up(uow: UnitOfWork) -> list[str]:
    """Load the sample, fill the shelves, open the staff group; return two SKUs to order."""
    sample.load(uow)
    policy = uow.policy
    uow.shop.save_policy(policy.with_changes(quiet_from_hour=0, quiet_until_hour=0))
    uow.shop.save_staff_group(StaffGroup(STAFF_CHAT))
    uow.staff.grant(1, "Rina", Role.OWNER)
    category = uow.catalogue.categories()[0]
    product = uow.catalogue.products(category.code)[0]
    codes = [sku.code for sku in uow.catalogue.skus_of(product.code)][:2]
    for code in codes:
        receive_stock(uow, SYSTEM, code, PLENTY, "benchmark")
    return codes


def fill_carts(uow: UnitOfWork, telegram_ids: Sequence[int], codes: Sequence[str]) -> list[Order]:
    """Let each customer fill a cart that is ready to be placed; return the carts."""
    return [_fill(uow, telegram_id, codes) for telegram_id in telegram_ids]


def _fill(uow: UnitOfWork, telegram_id: int, codes: Sequence[str]) -> Order:
    person = cart.welcome(uow, telegram_id, "Sari", "id")
    actor = authority.customer(person.id)
    for code in codes:
        cart.set_quantity(uow, actor, code, 1)
    cart.choose_address(uow, actor, Address("Sari", "+6281234567890", "Jl Melati 5, Malang"))
    cart.choose_shipping(uow, actor, "reg")
    return cart.choose_term(uow, actor, PaymentTerm.ON_DELIVERY)


def place(uow: UnitOfWork, draft: Order) -> Order:
    """Place one cart: the use case that is measured."""
    actor = authority.customer(draft.customer_id)
    return placing.place_order(uow, actor, draft.number, draft.version, draft.total)
