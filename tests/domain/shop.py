"""A shop to live through stories in: a store, a clock that can be moved, people, and short verbs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar, cast

import pytest
from sqlalchemy import bindparam, select

from domain import authority
from domain.authority import SYSTEM, Actor, Role
from domain.catalogue import Category, Product, Sku
from domain.errors import DomainError
from domain.orders import Order
from domain.payments import Payment, PaymentTerm
from domain.policy import ShippingMethod, ShopPolicy
from domain.ports import CourierReport, Store, UnitOfWork
from domain.returns import Resolution, Return, Verdict
from domain.shipments import Shipment
from domain.stock import StockLevel
from domain.usecases import cart, fulfilling, paying, placing, processing, receiving, returning
from domain.usecases.stocking import receive_stock
from domain.usecases.tracking import mark_delivered
from notifications.schedule import Schedule
from storage.check import check_books
from storage.tables.times import due
from storage.unit_of_work import SqlUnitOfWork
from tests.domain.builders import ADDRESS, START

P = ParamSpec("P")
R = TypeVar("R")

OWNER, APPROVER, PACKER, CASHIER = (authority.staff(user_id) for user_id in (901, 902, 903, 904))
EX_STAFF = authority.staff(999)
ROLES = {OWNER: Role.OWNER, APPROVER: Role.APPROVER, PACKER: Role.WAREHOUSE, CASHIER: Role.CASHIER}
POLICY = ShopPolicy(
    shipping_methods=(
        ShippingMethod("reg", "Reguler", "jne", 10_000, 8_000, 2, 4),
        ShippingMethod("fast", "Kilat", "gosend", 25_000, 0, 0, 0, cod=False),
    )
)
SKUS = {"BEANS": (85_000, 300, 10), "MUG": (45_500, 400, 5), "FILTER": (30_000, 50, 1)}
"""Code: price, grams, units in stock."""
BASKET = {"BEANS": 2, "MUG": 1}
GOODS, FEE = 2 * 85_000 + 45_500, 10_000
TOTAL = GOODS + FEE


@dataclass
class MovableClock:
    """Stands still until it is moved."""

    time: datetime = START

    def now(self) -> datetime:
        """Return the present moment."""
        return self.time


@dataclass
class ScriptedCourier:
    """Tells what a test wrote down for a waybill; knows no other."""

    reports: dict[str, CourierReport] = field(default_factory=dict)

    async def track(self, courier: str, waybill: str) -> CourierReport | None:
        """Return what is known."""
        return self.reports.get(waybill)


@dataclass
class Shop:
    """The shop's verbs, each one transaction on the real store."""

    store: Store
    clock: MovableClock
    courier: ScriptedCourier
    sari: Actor
    budi: Actor

    async def do(
        self, use_case: Callable[Concatenate[UnitOfWork, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a use case."""
        return await self.store.run(use_case, *args, **kwargs)

    async def pass_time(self, **span: float) -> None:
        """Move the clock on and do what fell due."""
        self.clock.time += timedelta(**span)
        await Schedule(self.store, self.clock, self.courier).tick()

    async def cart(
        self,
        who: Actor | None = None,
        basket: Mapping[str, int] = BASKET,
        term: PaymentTerm = PaymentTerm.PREPAID,
    ) -> Order:
        """Fill a cart that is ready to be placed."""
        return await self.do(fill, who or self.sari, basket, term)

    async def place(
        self,
        who: Actor | None = None,
        basket: Mapping[str, int] = BASKET,
        term: PaymentTerm = PaymentTerm.PREPAID,
    ) -> str:
        """Place an order, return its number."""
        draft = await self.cart(who, basket, term)
        order = await self.do(
            placing.place_order, who or self.sari, draft.number, draft.version, draft.total
        )
        return order.number

    async def approve(self, number: str) -> str:
        """Approve the order, return its parcel's id."""
        await self.do(processing.approve_order, APPROVER, number)
        return f"{number}-S1"

    async def pay(self, number: str, amount: int | None = None) -> Payment:
        """Let the cashier book what came in, or all that is to pay."""
        return await self.do(paying.confirm_payment, CASHIER, number, amount)

    async def ship(self, parcel: str, waybill: str = "JNE123") -> Shipment:
        """Pack and hand over."""
        await self.do(fulfilling.pack, PACKER, parcel)
        return await self.do(fulfilling.hand_over, PACKER, parcel, "jne", waybill)

    async def deliver(self, parcel: str) -> Shipment:
        """Note by hand that it arrived."""
        return await self.do(mark_delivered, PACKER, parcel)

    async def accept(self, parcel: str, who: Actor | None = None) -> Shipment:
        """Let the customer say that all is well."""
        return await self.do(receiving.accept_delivery, who or self.sari, parcel)

    async def delivered(
        self, term: PaymentTerm = PaymentTerm.PREPAID, basket: Mapping[str, int] = BASKET
    ) -> str:
        """Bring an order of Sari's to her door, paid before where that is due; return its number."""
        number = await self.place(basket=basket, term=term)
        parcel = await self.approve(number)
        if term is PaymentTerm.PREPAID:
            await self.pay(number)
        await self.ship(parcel)
        await self.deliver(parcel)
        return number

    async def complain(
        self,
        number: str,
        lines: Mapping[int, int],
        reason: str = "damaged",
        wish: Resolution = Resolution.REFUND,
    ) -> str:
        """Ask for a return, return its id."""
        ret = await self.do(
            returning.request_return, self.sari, f"{number}-S1", lines, reason, wish
        )
        return ret.id

    async def inspect(self, return_id: str, **verdicts: Verdict) -> Return:
        """Approve, take in and inspect: p1=Verdict.ACCEPTED is the verdict on line 1."""
        await self.do(returning.approve_return, APPROVER, return_id)
        await self.do(returning.receive_return, PACKER, return_id)
        judged = {int(name[1:]): verdict for name, verdict in verdicts.items()}
        return await self.do(returning.inspect_return, PACKER, return_id, judged)

    async def refund(self, return_id: str, amount: int | None = None) -> Return:
        """Close the return with money: all that it is worth, or `amount`."""
        ret = await self.do(lambda uow: uow.returns.get(return_id))
        assert ret is not None
        value = ret.refund_amount if amount is None else amount
        return await self.do(returning.settle_refund, CASHIER, return_id, value, "TRX-1")

    async def state(self, number: str) -> "State":
        """Return where an order stands."""
        return await self.store.read(state_of, number)

    async def stock(self, sku: str) -> StockLevel:
        """Return the level of a SKU."""
        return await self.store.read(level_of, sku)

    async def refused(
        self,
        error: DomainError | type[DomainError],
        use_case: Callable[Concatenate[UnitOfWork, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Check that the use case is refused with this error, facts and all."""
        kind = error if isinstance(error, type) else type(error)
        with pytest.raises(kind) as refusal:
            await self.store.run(use_case, *args, **kwargs)
        if isinstance(error, DomainError):
            assert refusal.value == error


@dataclass(frozen=True)
class State:
    """Where an order stands, in short words."""

    order: str
    payment: str
    parcel: str
    held: int
    outstanding: int
    balance: int
    reserved: int
    events: tuple[str, ...]
    due: frozenset[str]


def open_shop(uow: UnitOfWork) -> tuple[Actor, Actor]:
    """Fill the shelves and welcome two customers."""
    uow.shop.save_policy(POLICY)
    uow.catalogue.put_category(Category("coffee", "Kopi"))
    uow.catalogue.put_product(Product("all", "coffee", "Kopi"))
    for actor, role in ROLES.items():
        uow.staff.grant(actor.id, role.value.title(), role)
    for code, (price, grams, units) in SKUS.items():
        uow.catalogue.put_sku(Sku(code, "all", "Kopi", code.title(), price, grams))
        receive_stock(uow, SYSTEM, code, units, "opening")
    sari, budi = (cart.welcome(uow, 100 + i, name, "id") for i, name in enumerate(("Sari", "Budi")))
    return authority.customer(sari.id), authority.customer(budi.id)


def fill(uow: UnitOfWork, who: Actor, basket: Mapping[str, int], term: PaymentTerm) -> Order:
    """Fill a cart that is ready to be placed."""
    cart.clear_cart(uow, who)
    for sku, quantity in basket.items():
        cart.set_quantity(uow, who, sku, quantity)
    cart.choose_address(uow, who, ADDRESS)
    cart.choose_shipping(uow, who, "reg")
    return cart.choose_term(uow, who, term)


def level_of(uow: UnitOfWork, sku: str) -> StockLevel:
    """Return the level of a SKU at the shop's location."""
    return uow.stock.level(sku, uow.policy.location)


def reprice(uow: UnitOfWork, sku: str, **changes: object) -> None:
    """Change a SKU: price=..., active=False."""
    found = uow.catalogue.sku(sku)
    assert found is not None
    uow.catalogue.put_sku(replace(found, **changes))  # type: ignore[arg-type]  # fields by name


def set_policy(uow: UnitOfWork, **changes: object) -> None:
    """Change the shop's rules."""
    uow.shop.save_policy(uow.policy.with_changes(**changes))


def state_of(uow: UnitOfWork, number: str) -> State:
    """Look at everything that belongs to the order."""
    order, payment = uow.orders.get(number), uow.payments.get(number)
    assert order is not None
    assert payment is not None
    parcels = uow.shipments.of_order(number)
    return State(
        order.status.value,
        payment.status.value,
        parcels[-1].status.value if parcels else "",
        payment.held,
        payment.outstanding,
        uow.ledger.balance(number),
        sum(claim.quantity for claim in uow.stock.reservations(number)),
        tuple(event.kind.value for event in uow.history.of_order(number)),
        _waiting(uow, number, *(p.id for p in parcels)),
    )


_WAITING = select(due.c.kind).where(
    due.c.done_at.is_(None), due.c.entity.in_(bindparam("of", expanding=True))
)


def _waiting(uow: UnitOfWork, *entities: str) -> frozenset[str]:
    rows = cast("SqlUnitOfWork", uow).connection.execute(_WAITING, {"of": list(entities)})
    return frozenset(row.kind.value for row in rows)


async def findings(store: Store) -> list[str]:
    """Return what is wrong in the books: nothing, after any story."""
    return [str(finding) for finding in await store.read(check_books)]
