"""Many people at the same moment, over real HTTP, on both engines: one wins, the others are told."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from simulator.people import Entry
from storage.check import check_books
from tests.bot.at_work import at_work, comes_to, sees
from tests.drill.people import Customer, Member, buttons, text_of
from tests.drill.town import Town, open_town
from tests.storage.rows import outside

HOT = "FB-250-BUBUK"
LEFT = 5


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """The sample shop as it comes: five packs of the hot SKU are left."""
    async with open_town(database_url, extra=0) as opened:
        yield opened


async def test_of_sixteen_who_confirm_at_once_five_get_the_last_five(town: Town, database_url: str):
    """Nobody else's order is placed, and each of them reads how many are left and keeps the rest."""
    crowd = [town.customer(f"P{n}") for n in range(16)]
    async with at_work(town) as app:
        ready = await asyncio.gather(*(wants_the_hot_one(person) for person in crowd))
        toasts = await asyncio.gather(*(person.press(*tap) for person, tap in ready))
        won = [person for person, toast in zip(crowd, toasts, strict=True) if "masuk" in toast]
        assert len(won) == LEFT, toasts
        for person, toast in zip(crowd, toasts, strict=True):
            if person not in won:
                assert "habis" in toast, toast
                await sees(person, "habis")
                assert not any("k.place:" in data for data in buttons(person.shown()[-1]))
        levels = await app.store.read(lambda uow: uow.stock.levels({HOT}, uow.policy.location))
        assert (levels[HOT].on_hand, levels[HOT].reserved) == (LEFT, LEFT)
        assert await app.store.read(check_books) == []
    placed = "SELECT COUNT(*) FROM orders WHERE status <> 'draft'"
    assert await outside(database_url, placed) == [(LEFT,)]


async def wants_the_hot_one(person: Customer) -> tuple[Customer, tuple[Entry, str]]:
    """Put one pack into the cart and answer all questions; return who would tap what."""
    await person.say("/start")
    await sees(person, "Kopi Nusantara")
    await person.tap(person.shown()[-1], f"c.set:{HOT}:1")
    return person, await person.to_summary()


STEPS = ("d.approve:", "d.paid:", "d.pack:")


async def test_of_two_staff_who_tap_at_once_one_does_it_and_the_other_reads_who(
    town: Town, database_url: str
):
    """Approving, booking the money, packing: each happens once, with one name."""
    person, staff = town.customer(), town.members[:2]
    names = [town.sim.world.users[member.user_id].first_name for member in staff]
    async with at_work(town):
        number = await person.order()
        await person._pay(number)
        for step in STEPS:
            await comes_to(database_url, "SELECT COUNT(*) FROM outbox WHERE state = 'waiting'", 0)
            toasts = await tap_together(staff, f"{step}{number}")
            second = [toast for toast in toasts if any(name in toast for name in names)]
            assert len(second) == 1, (step, toasts)
    kinds = await outside(database_url, "SELECT kind FROM order_events ORDER BY id")
    assert [str(kind) for (kind,) in kinds] == [
        "order_submitted",
        "proof_submitted",
        "order_confirmed",
        "payment_received",
        "shipment_packed",
    ]


async def tap_together(staff: list[Member], data: str) -> list[str]:
    """Let all tap the same button of the live card at the same moment."""
    found = [
        (entry, each)
        for entry in staff[0].shown()
        for each in buttons(entry)
        if each.startswith(data) and "Bukti transfer" not in text_of(entry)
    ]
    assert found, data
    return await asyncio.gather(*(member.press(*found[-1]) for member in staff))
