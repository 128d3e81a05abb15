"""What staff note for customers without Telegram: all is well, or a return, by taps alone."""

import asyncio

import pytest

from domain.authority import staff
from domain.channels import Channel
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.returns import Resolution, Return
from domain.shipments import ShipmentStatus
from domain.usecases import fulfilling, paying, processing, tracking
from domain.usecases.taking import TakenOrder, drafted, take_order
from storage.check import check_books
from tests.bot_desk.desk import CASHIER, OWNER, SKU, WAREHOUSE, Desk


def delivered(uow: UnitOfWork, goods: tuple[tuple[str, int], ...] = ((SKU, 3),)) -> str:
    """Write an order down and bring it to the customer's door; return its number."""
    boss = staff(OWNER)
    taken = TakenOrder(
        uow.new_number(),
        Channel.PHONE,
        "Bu Ratna",
        goods,
        "+6281234567899",
        "Jalan Melati 5, Malang",
        "reg",
        PaymentTerm.PREPAID,
    )
    number = take_order(uow, boss, taken, drafted(uow, boss, taken).total).number
    processing.approve_order(uow, boss, number)
    paying.confirm_payment(uow, boss, number)
    fulfilling.pack(uow, boss, f"{number}-S1")
    fulfilling.hand_over(uow, boss, f"{number}-S1", "jne", "123456789012")
    tracking.mark_delivered(uow, boss, f"{number}-S1")
    return number


async def returns_of(group: Desk, number: str) -> list[Return]:
    """Return the order's returns."""
    return await group.read(lambda uow: uow.returns.of_order(number))


async def test_all_is_well_is_noted_once(group_on_both: Desk) -> None:
    """Ten taps at once."""
    number = await group_on_both.run(delivered)
    card = await group_on_both.command(OWNER, f"/pesanan {number}")
    data = card.data("sesuai")
    seen = await asyncio.gather(*(group_on_both.tap(OWNER, data) for _ in range(10)))
    assert [each.toast for each in seen].count("Dicatat sesuai ✓") == 1
    parcel = await group_on_both.read(lambda uow: uow.shipments.get(f"{number}-S1"))
    assert parcel is not None
    assert parcel.status is ShipmentStatus.ACCEPTED
    assert await group_on_both.read(check_books) == []


async def test_a_complaint_is_asked_step_by_step(group: Desk) -> None:
    """What, how many, why, and what the customer wants."""
    number = await group.run(delivered, ((SKU, 3), ("KG-250-BUBUK", 1)))
    seen = await group.command(OWNER, f"/pesanan {number}")
    seen = await group.tap(OWNER, seen.data("keluhan"))
    assert "Apa yang bermasalah" in seen.text
    seen = await group.tap(OWNER, seen.data("3× Kopi Gayo"))
    assert "Berapa" in seen.text
    seen = await group.tap(OWNER, seen.data("2×"))
    seen = await group.tap(OWNER, next(d for d in seen.buttons.values() if d.endswith("damaged")))
    seen = await group.tap(OWNER, seen.data("Tukar barang"))
    assert seen.toast == "Keluhan dicatat ✓"
    (ret,) = await returns_of(group, number)
    assert [(line.position, line.quantity, line.reason) for line in ret.lines] == [
        (1, 2, "damaged")
    ]
    assert ret.wish is Resolution.EXCHANGE
    again = await group.tap(OWNER, f"d.claim:{number}-S1")
    assert "retur lain masih berjalan" in again.toast


async def test_everything_is_wrong(group: Desk) -> None:
    """All lines at once."""
    number = await group.run(delivered, ((SKU, 2), ("KG-250-BUBUK", 1)))
    seen = await group.tap(OWNER, f"d.claim:{number}-S1")
    seen = await group.tap(OWNER, seen.data("Semua barang"))
    seen = await group.tap(OWNER, next(d for d in seen.buttons.values() if d.endswith("quality")))
    await group.tap(OWNER, seen.data("Uang kembali"))
    (ret,) = await returns_of(group, number)
    assert [(line.position, line.quantity) for line in ret.lines] == [(1, 2), (2, 1)]


@pytest.mark.parametrize(
    "rest",
    [
        ":9", ":1:99", ":1:0", ":1:-1", ":x", ":1:1:nosuch", ":1:1:damaged:gift", ":1:1:damaged", "",
        ":all:5:<b>", ":1:99999999999999:damaged:refund", ":2:1:damaged:refund", "::",
    ],
)  # fmt: skip
async def test_made_up_answers_open_no_return(group_on_both: Desk, rest: str) -> None:
    """They are asked, or refused."""
    number = await group_on_both.run(delivered)
    seen = await group_on_both.tap(OWNER, f"d.claim:{number}-S1{rest}")
    assert not seen.silent
    assert await returns_of(group_on_both, number) == []


@pytest.mark.parametrize("who", [CASHIER, WAREHOUSE])
async def test_only_who_may(group: Desk, who: int) -> None:
    """Whoever decides about returns."""
    number = await group.run(delivered)
    for data in (f"d.claim:{number}-S1:1:1:damaged:refund", f"d.well:{number}-S1"):
        seen = await group.tap(who, data)
        assert seen.toast
    assert await returns_of(group, number) == []
