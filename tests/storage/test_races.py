"""Many at once, on both engines: what must happen once happens once, and nothing is oversold."""

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest

from domain import authority
from domain.authority import Actor, Role
from domain.errors import AlreadyDone, DomainError, OutOfStock, Stale
from domain.orders import Order, OrderStatus
from domain.payments import PaymentTerm
from domain.ports import Store, UnitOfWork
from domain.usecases.cart import draft_for, set_quantity
from domain.usecases.paying import confirm_payment
from domain.usecases.placing import cancel_order
from domain.usecases.processing import approve_order
from domain.usecases.staffing import revoke_role
from storage.check import check_books
from storage.open import OpenStore
from tests.storage.shop import FILTER, HOUSE, OWNER, fill_cart, opened_shop, order_now, place

BUYERS = 16


async def outcomes(calls: int, call: Callable[[int], object]) -> Counter[str]:
    """Make the calls at once; count results by the name of their type."""
    results = await asyncio.gather(*(call(n) for n in range(calls)), return_exceptions=True)  # type: ignore[call-overload]
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, DomainError):
            raise result
    return Counter(type(result).__name__ for result in results)


@pytest.mark.parametrize("stock", [5, 40])
async def test_a_hot_sku_is_sold_exactly_as_often_as_it_is_there(
    store: OpenStore, stock: int
) -> None:
    """16 buyers, four orders each, one SKU: sold == stock, and the rest are told so."""
    await opened_shop(store, stock)
    sold = 0

    async def buyer(telegram_id: int) -> None:
        nonlocal sold
        for _ in range(4):
            actor, cart = await store.run(fill_cart, telegram_id)
            try:
                await store.run(place, actor, cart)
            except OutOfStock:
                continue
            sold += 1

    await asyncio.gather(*(buyer(100 + n) for n in range(BUYERS)))
    level = await store.read(lambda uow: uow.stock.level(HOUSE, "main"))
    assert sold == stock == level.reserved
    assert level.available == 0
    assert await store.read(check_books) == []


async def test_one_confirmation_tapped_twenty_times_places_one_order(store: OpenStore) -> None:
    """The others hear that it is done."""
    await opened_shop(store)
    actor, cart = await store.run(fill_cart, 100)
    counted = await outcomes(20, lambda _: store.run(place, actor, cart))
    assert counted == {"Order": 1, "AlreadyDone": 19}
    assert len(await store.read(lambda uow: uow.orders.of_customer(actor.id, 10))) == 1
    assert (await store.read(lambda uow: uow.stock.level(HOUSE, "main"))).reserved == 1


async def test_two_members_confirm_a_payment_at_once(store: OpenStore) -> None:
    """One books the money, the other is told; the books know of one receipt."""
    await opened_shop(store)
    _, order = await store.run(order_now, 100)
    counted = await outcomes(8, lambda _: store.run(confirm_payment, OWNER, order.number, None, 1))
    assert counted == {"Payment": 1, "AlreadyDone": 7}
    payment = await store.read(lambda uow: uow.payments.get(order.number))
    assert payment is not None
    assert payment.received == payment.due
    assert await store.read(check_books) == []


async def test_approving_and_cancelling_at_once(store: OpenStore) -> None:
    """Whichever order they come in, the order ends in one consistent state."""
    await opened_shop(store, 20)
    placed = [await store.run(order_now, 100 + n) for n in range(8)]
    for buyer, order in placed:
        await asyncio.gather(
            store.run(approve_order, OWNER, order.number),
            store.run(cancel_order, buyer, order.number, "berubah"),
            return_exceptions=True,
        )
    after = [await store.read(lambda uow, o=o: uow.orders.get(o.number)) for _, o in placed]
    cancelled = sum(1 for order in after if order and order.status is OrderStatus.CANCELLED)
    level = await store.read(lambda uow: uow.stock.level(HOUSE, "main"))
    assert level.reserved == len(placed) - cancelled
    assert await store.read(check_books) == []


async def test_a_first_visit_tapped_many_times_makes_one_customer_and_one_cart(
    store: OpenStore,
) -> None:
    """Two taps of /start at once are one person."""
    await opened_shop(store)

    def visit(uow: UnitOfWork) -> tuple[int, str]:
        actor, cart = fill_cart(uow, 100)
        return actor.id, draft_for(uow, actor).number + cart.number

    seen = await asyncio.gather(*(store.run(visit) for _ in range(BUYERS)))
    assert len(set(seen)) == 1


async def test_transfers_of_one_total_get_amounts_of_their_own(store: OpenStore) -> None:
    """Even when they are placed at the same moment."""
    await opened_shop(store, 100)
    placed = await asyncio.gather(*(store.run(order_now, 100 + n) for n in range(BUYERS)))
    amounts = [await store.read(_due, order) for _, order in placed]
    assert len(set(amounts)) == BUYERS


def _due(uow: UnitOfWork, order: Order) -> int:
    payment = uow.payments.get(order.number)
    assert payment is not None
    return payment.due


async def test_orders_of_two_skus_in_opposite_order_do_not_lock_each_other_out(
    store: OpenStore,
) -> None:
    """Stock rows are taken in sorted order, whatever the lines' order is."""
    await opened_shop(store, 100)

    def both(uow: UnitOfWork, n: int) -> Order:
        actor, _ = fill_cart(uow, 100 + n, term=PaymentTerm.ON_DELIVERY)
        for code in (HOUSE, FILTER) if n % 2 else (FILTER, HOUSE):
            set_quantity(uow, actor, code, 0)
            cart = set_quantity(uow, actor, code, 2)
        return place(uow, actor, cart)

    counted = await outcomes(BUYERS, lambda n: store.run(both, n))
    assert counted == {"Order": BUYERS}
    levels = await store.read(lambda uow: uow.stock.levels([HOUSE, FILTER], "main"))
    assert [level.reserved for level in levels.values()] == [32, 32]


async def test_a_refused_part_leaves_nothing_of_itself(store: OpenStore) -> None:
    """Who catches the refusal and goes on commits only what he did himself."""
    await opened_shop(store, 1)

    def try_to_place(uow: UnitOfWork) -> tuple[Actor, Order, str, frozenset[str]]:
        actor, cart = fill_cart(uow, 100, quantity=2)
        try:
            uow.attempt(place, actor, cart)
        except OutOfStock as error:
            uow.shop.save_fact("refused", error.sku)
            return actor, cart, error.sku, uow.recorded
        raise AssertionError("two of one were sold")

    _, cart, refused, recorded = await store.run(try_to_place)
    assert (refused, recorded) == (HOUSE, frozenset())
    assert await store.read(lambda uow: uow.orders.get(cart.number)) == cart
    assert await store.read(lambda uow: uow.payments.get(cart.number)) is None
    assert await store.read(lambda uow: uow.history.of_order(cart.number)) == []
    assert await store.read(lambda uow: uow.shop.fact("refused")) == HOUSE
    await store.run(lambda uow: uow.attempt(fill_cart, 100))
    assert await store.read(check_books) == []


async def test_parts_of_parts_are_undone_alone(store: OpenStore) -> None:
    """An inner refusal that the outer part survives does not take the outer part with it."""

    def note(uow: UnitOfWork, key: str, *, refuse: bool) -> None:
        uow.shop.save_fact(key, "x")
        if refuse:
            raise AlreadyDone(key, None)

    def outer(uow: UnitOfWork) -> None:
        uow.shop.save_fact("outer", "x")
        with pytest.raises(AlreadyDone):
            uow.attempt(note, "inner", refuse=True)
        uow.attempt(note, "second", refuse=False)

    await store.run(lambda uow: uow.attempt(outer))
    found = [await store.read(_fact, key) for key in ("outer", "inner", "second")]
    assert found == ["x", None, "x"]


def _fact(uow: UnitOfWork, key: str) -> str | None:
    return uow.shop.fact(key)


async def test_an_old_version_stays_stale(store: Store) -> None:
    """Trying again does not let an old tap through."""
    await opened_shop(store)
    actor, cart = await store.run(fill_cart, 100)
    await store.run(fill_cart, 100, 2)
    with pytest.raises(Stale):
        await store.run(place, actor, cart)


@pytest.mark.parametrize(
    ("taken", "refusal"),
    [((6, 5), "NotAllowed"), ((5, 6), "LastOwner")],
    ids=["from each other", "from themselves"],
)
async def test_two_owners_who_take_the_role_at_once_leave_one(
    store: OpenStore, taken: tuple[int, int], refusal: str
) -> None:
    """The second is refused, as none any more or as the last: a shop without an owner is nobody's."""

    def begin(uow: UnitOfWork) -> None:
        for user_id in (5, 6):
            uow.staff.grant(user_id, "Ani", Role.OWNER)

    for _ in range(10):
        await store.run(begin)
        counted = await outcomes(
            2, lambda n: store.run(revoke_role, authority.staff(5 + n), taken[n], Role.OWNER)
        )
        assert counted == {"NoneType": 1, refusal: 1}
        assert len(await store.run(lambda uow: uow.staff.owners())) == 1
