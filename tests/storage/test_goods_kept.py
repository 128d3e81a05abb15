"""Catalogue and stock, as both engines keep them."""

from dataclasses import replace

import pytest

from domain.catalogue import Category, Product
from domain.errors import OutOfStock, Stale
from domain.ports import UnitOfWork
from domain.stock import MovementKind, Reservation, StockLevel
from storage.open import OpenStore
from tests.storage.objects import LATER, add_placed
from tests.storage.shop import (
    FILTER,
    HOUSE,
    movement,
    sku,
)


class TestCatalogue:
    """Categories, products, SKUs."""

    async def test_what_is_put_comes_out(self, shop: OpenStore) -> None:
        """With every field, replaced when it is put again."""
        product = Product("teh", "kopi", "Teh", "Wangi", None, ("chai",), "btl", {"lusin": 12}, 3)

        def put(uow: UnitOfWork) -> None:
            uow.catalogue.put_product(replace(product, name="Old"))
            uow.catalogue.put_product(product)
            uow.catalogue.put_sku(sku("TEH", product="teh", variant="", price=1))
            assert uow.catalogue.sku("TEH") is not None
            uow.catalogue.put_sku(sku("TEH", product="teh", variant="", price=9, active=False))

        await shop.run(put)
        assert await shop.read(lambda uow: uow.catalogue.product("teh")) == product
        found = await shop.read(lambda uow: uow.catalogue.sku("TEH"))
        assert found == sku(
            "TEH", product="teh", product_name="Teh", variant="", price=9, active=False
        )
        assert await shop.read(lambda uow: uow.catalogue.skus_of("teh")) == []

    async def test_shelves_show_what_is_active_by_position(self, shop: OpenStore) -> None:
        """An empty shelf is not shown."""

        def put(uow: UnitOfWork) -> None:
            uow.catalogue.put_category(Category("aaa", "Empty", "", 0))
            uow.catalogue.put_product(Product("old", "aaa", "Old", active=False))
            uow.catalogue.put_product(Product("first", "kopi", "First", position=-1))

        await shop.run(put)
        shelves = await shop.read(lambda uow: uow.catalogue.categories())
        assert shelves == [Category("kopi", "Kopi", "☕", 1)]
        products = await shop.read(lambda uow: uow.catalogue.products("kopi"))
        assert [product.code for product in products] == ["first", "kopi"]
        skus = await shop.read(lambda uow: uow.catalogue.skus_of("kopi"))
        assert [each.code for each in skus] == [HOUSE, FILTER]

    @pytest.mark.parametrize(
        ("text", "found"),
        [("RUMAH", 1), ("kopi susu", 1), ("house-2", 1), ("%", 0), ("_", 0), ("\\", 0), ("teh", 0)],
    )
    async def test_search(self, shop: OpenStore, text: str, found: int) -> None:
        """By name, alias and SKU code; what people type is no pattern."""
        assert len(await shop.read(lambda uow: uow.catalogue.search(text, 5))) == found

    async def test_unknown_codes_are_left_out(self, shop: OpenStore) -> None:
        """Asking for nothing is no query."""
        assert set(await shop.read(lambda uow: uow.catalogue.skus([HOUSE, "NO"]))) == {HOUSE}
        assert await shop.read(lambda uow: uow.catalogue.skus([])) == {}


class TestStock:
    """Levels, claims, movements."""

    async def test_a_claim_is_written_released_and_kept(self, shop: OpenStore) -> None:
        """Two lines of one SKU are two claims on one level."""
        claims = [
            Reservation("AAAAAAAA", 1, HOUSE, "main", 2, LATER),
            Reservation("AAAAAAAA", 2, HOUSE, "main", 1, LATER),
        ]

        def reserve(uow: UnitOfWork) -> None:
            add_placed(uow)
            uow.stock.reserve(claims)

        await shop.run(reserve)
        assert await shop.read(lambda uow: uow.stock.reservations("AAAAAAAA")) == claims
        await shop.run(lambda uow: uow.stock.hold_without_expiry("AAAAAAAA"))
        held = await shop.read(lambda uow: uow.stock.reservations("AAAAAAAA"))
        assert held == [replace(claim, expires_at=None) for claim in claims]
        level = await shop.read(lambda uow: uow.stock.level(HOUSE, "main"))
        assert level == StockLevel(HOUSE, "main", 10, 3)
        await shop.run(lambda uow: uow.stock.release("AAAAAAAA"))
        await shop.run(lambda uow: uow.stock.release("AAAAAAAA"))
        level = await shop.read(lambda uow: uow.stock.level(HOUSE, "main"))
        assert level == StockLevel(HOUSE, "main", 10, 0)

    async def test_all_or_nothing(self, shop: OpenStore) -> None:
        """One line too many, and the error tells how many there are."""

        def reserve(uow: UnitOfWork) -> None:
            add_placed(uow)
            uow.stock.reserve(
                [
                    Reservation("AAAAAAAA", 1, HOUSE, "main", 1, None),
                    Reservation("AAAAAAAA", 2, FILTER, "main", 11, None),
                ]
            )

        with pytest.raises(OutOfStock) as caught:
            await shop.run(reserve)
        assert caught.value == OutOfStock(FILTER, 11, 10)
        levels = await shop.read(lambda uow: uow.stock.levels([HOUSE, FILTER, "NO"], "main"))
        assert [level.reserved for level in levels.values()] == [0, 0, 0]

    async def test_the_same_line_is_not_claimed_twice(self, shop: OpenStore) -> None:
        """A confirmation replayed past all rules changes nothing."""

        def reserve(uow: UnitOfWork) -> None:
            uow.stock.reserve([Reservation("AAAAAAAA", 1, HOUSE, "main", 1, None)])

        await shop.run(add_placed)
        await shop.run(reserve)
        with pytest.raises(Stale):
            await shop.run(reserve)
        assert (await shop.read(lambda uow: uow.stock.level(HOUSE, "main"))).reserved == 1

    async def test_issuing_uses_claims_up_in_parts(self, shop: OpenStore) -> None:
        """What is left stays claimed; more than was claimed does not leave."""

        def prepare(uow: UnitOfWork) -> None:
            add_placed(uow)
            uow.stock.reserve([Reservation("AAAAAAAA", 1, HOUSE, "main", 3, None)])

        def issue(uow: UnitOfWork, quantity: int) -> None:
            uow.stock.issue("AAAAAAAA", {1: quantity}, 7, LATER)

        await shop.run(prepare)
        await shop.run(issue, 2)
        level = await shop.read(lambda uow: uow.stock.level(HOUSE, "main"))
        assert level == StockLevel(HOUSE, "main", 8, 1)
        [left] = await shop.read(lambda uow: uow.stock.reservations("AAAAAAAA"))
        assert left.quantity == 1
        with pytest.raises(OutOfStock):
            await shop.run(issue, 2)
        await shop.run(issue, 1)
        latest = (await shop.read(lambda uow: uow.stock.card(HOUSE, 1)))[0]
        assert (latest.kind, latest.on_hand, latest.reference) == (
            MovementKind.ISSUE,
            -1,
            "AAAAAAAA",
        )
        assert await shop.read(lambda uow: uow.stock.reservations("AAAAAAAA")) == []

    async def test_moving_keeps_the_books(self, shop: OpenStore) -> None:
        """Into quarantine and out again; never below what is promised."""

        def move(uow: UnitOfWork, kind: MovementKind, on_hand: int, quarantine: int) -> None:
            uow.stock.move([movement(HOUSE, kind, on_hand, quarantine)])

        await shop.run(move, MovementKind.RETURN, 2, 2)
        level = await shop.read(lambda uow: uow.stock.level(HOUSE, "main"))
        assert level == StockLevel(HOUSE, "main", 12, 0, 2)
        with pytest.raises(OutOfStock):
            await shop.run(move, MovementKind.ADJUSTMENT, -11, 0)
        with pytest.raises(OutOfStock):
            await shop.run(move, MovementKind.RESTOCK, 0, -3)
        await shop.run(move, MovementKind.WRITE_OFF, -2, -2)
        card = await shop.read(lambda uow: uow.stock.card(HOUSE, 9))
        assert [m.kind.value for m in card] == ["write_off", "return", "receipt"]
        assert card[1] == movement(HOUSE, MovementKind.RETURN, 2, 2)

    async def test_low_stock(self, shop: OpenStore) -> None:
        """At or below the mark, by what is available; a SKU that was never there counts."""

        def lower(uow: UnitOfWork) -> None:
            uow.stock.move([movement(HOUSE, MovementKind.ADJUSTMENT, -8)])
            uow.catalogue.put_sku(sku("NEVER"))
            uow.catalogue.put_sku(sku("GONE", active=False))

        await shop.run(lower)
        low = await shop.read(lambda uow: uow.stock.low("main"))
        assert [(found.code, level.available) for found, level in low] == [(HOUSE, 2), ("NEVER", 0)]
