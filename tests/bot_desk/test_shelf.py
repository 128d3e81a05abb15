"""Stock from the chat."""

import pytest

from domain.ports import UnitOfWork
from domain.stock import MovementKind, StockLevel
from tests.bot_desk.desk import OWNER, SKU, WAREHOUSE, Desk, place


def level(uow: UnitOfWork) -> StockLevel:
    """Return how many there are."""
    return uow.stock.level(SKU, uow.policy.location)


async def test_stock_comes_in_by_one_line(group: Desk):
    """`/masuk SKU 24 why`, however the SKU was typed."""
    shown = await group.command(WAREHOUSE, f"/masuk {SKU.lower()} 24 kiriman supplier")
    assert "Stok fisik 64" in shown.text
    movement = (await group.read(lambda uow: uow.stock.card(SKU, 1)))[0]
    assert (movement.kind, movement.on_hand) == (MovementKind.RECEIPT, 24)
    assert (movement.reason, movement.actor) == ("kiriman supplier", WAREHOUSE)


async def test_stock_comes_in_step_by_step(group: Desk):
    """Word, SKU by button, quantity; wrong answers are told."""
    await group.command(WAREHOUSE, "/masuk")
    assert "Tidak ada barang" in (await group.say(WAREHOUSE, "zzz")).text
    listed = await group.say(WAREHOUSE, "gayo")
    asked = await group.tap(WAREHOUSE, listed.data("250 g · Biji"))
    assert "Stok fisik sekarang 40" in asked.text
    for wrong in ("dua", "0", "-1", "1000000000", ""):
        assert "angka bulat" in (await group.say(WAREHOUSE, wrong)).text
    await group.say(WAREHOUSE, "3")
    assert (await group.read(level)).on_hand == 43


async def test_a_correction_needs_a_reason_and_leaves_what_is_promised(group: Desk):
    """Below what is reserved it cannot go."""
    await group.run(place, 501, 5)
    assert "alasannya" in (await group.command(WAREHOUSE, f"/koreksi {SKU} -2")).text
    assert "Tidak bisa" in (await group.command(WAREHOUSE, f"/koreksi {SKU} -36 hilang")).text
    assert (await group.read(level)).on_hand == 40
    await group.command(WAREHOUSE, f"/koreksi {SKU} -35 hilang")
    assert (await group.read(level)).available == 0


async def test_low_stock_stands_first(group: Desk):
    """The green mug has run out; a shelf is two taps away."""
    shown = await group.command(OWNER, "/stok")
    assert "Mug Keramik · Hijau" in shown.text
    shelf = await group.tap(OWNER, shown.data("Mug & Gelas"))
    sku = await group.tap(OWNER, shelf.data("Mug Keramik · Hijau"))
    assert "Mutasi" in sku.text or "mutasi" in sku.text


async def test_the_stock_card_tells_who_and_why(group: Desk):
    """The latest movement first."""
    await group.command(WAREHOUSE, f"/koreksi {SKU} -2 pecah")
    shown = await group.command(OWNER, f"/kartu {SKU}")
    assert "-2 koreksi" in shown.text
    assert "Joko pecah" in shown.text


@pytest.mark.parametrize("text", ["/stok zzz", "/kartu", "/kartu zzz", "/stok % _ '"])
async def test_what_there_is_not_is_said(group: Desk, text: str):
    """A way on stands in each answer."""
    shown = await group.command(OWNER, text)
    assert "/" in shown.text or "“" in shown.text


async def test_a_shelf_that_is_not_there(group: Desk):
    """Made-up data is answered like anything that is gone."""
    shown = await group.tap(OWNER, "d.stock:nowhere:0")
    assert shown.toast
