"""What people and networks do wrong: each gets a clear answer, and the books stay as they were."""

import asyncio
from dataclasses import replace

import pytest

from domain.orders import OrderStatus
from domain.policy import StaffGroup
from domain.ports import UnitOfWork
from tests.journey import steps
from tests.journey.phone import labels, text_of, toast
from tests.journey.shop import Shop, open_shop

# Once is once


async def test_twenty_taps_on_place_make_one_order(database_url: str):
    """Given twenty taps at once on the confirm button, one order is placed and reserved once."""
    async with open_shop(database_url) as shop:
        sari = await shop.customer()
        before = await shop.level(steps.GAYO)
        await steps.fill_cart(sari)
        await steps.to_summary(sari)
        answer = await sari.tap("Pesan sekarang", times=20)
        assert len(answer["answers"]) == 20
        assert None not in answer["answers"]
        assert len(await shop.orders(sari)) == 1
        assert await shop.level(steps.GAYO) == (before[0], before[1] + 2)
        assert await shop.findings() == []


async def test_twenty_taps_on_approve_and_on_all_well_count_once(database_url: str):
    """Given twenty taps each, the order is approved once and accepted once."""
    async with open_shop(database_url) as shop:
        sari = await shop.customer()
        await steps.place(sari)
        await steps.send_proof(sari)
        await shop.owner.see("Cek mutasi", "Tolak bukti")
        await shop.owner.tap("Setujui", "Cek mutasi", times=20)
        await shop.owner.tap("Uang sudah masuk", "Tolak bukti", times=20)
        await sari.see("sudah masuk. Terima kasih")
        await steps.hand_over(shop)
        await steps.travel(shop, sari)
        await sari.tap("✅ Sesuai", times=20)
        order = (await shop.orders(sari))[0]
        assert order.status is OrderStatus.COMPLETED
        assert sari.told("dikonfirmasi. Kami siapkan") == 1
        assert sari.told("sudah masuk. Terima kasih") == 1
        assert await shop.findings() == []


async def test_an_update_that_comes_three_times_counts_once(sqlite_url: str):
    """Given the confirming tap and the proof redelivered, there is one order and one proof."""
    async with open_shop(sqlite_url) as shop:
        sari = await shop.customer()
        await steps.fill_cart(sari)
        await steps.to_summary(sari)
        placed = await sari.tap("Pesan sekarang")
        await _again(shop, placed["update_id"])
        await sari.tap("Kirim bukti transfer")
        proof = await sari.send_photo()
        await _again(shop, proof["update_id"])
        await shop.owner.see("Bukti transfer Sari", "Tolak bukti")
        assert len(await shop.orders(sari)) == 1
        assert shop.owner.told("Bukti transfer Sari") == 1
        assert await shop.findings() == []


async def _again(shop: Shop, update_id: int) -> None:
    for _ in range(2):
        await shop.control("redeliver", update_id=update_id)
        await shop.settled()


# Made up, foreign, stale


async def test_another_customers_order_stays_theirs(sqlite_url: str):
    """Given data that names a foreign order, nothing of it is shown, and nothing is changed."""
    async with open_shop(sqlite_url) as shop:
        sari, mallory = await shop.customer(), await shop.customer("Mallory")
        await steps.place(sari)
        order = (await shop.orders(sari))[0]
        await mallory.say("/start")
        message_id = (await mallory.newest())["message_id"]
        for data in (
            f"o.card:{order.number}",
            f"o.cancel:{order.number}:{order.version}",
            f"o.drop:{order.number}:{order.version}",
            f"o.proof:{order.number}",
            f"o.ok:{order.number}-S1",
            f"o.bad:{order.number}-S1",
            f"d.approve:{order.number}:{order.version}",
            f"d.paid:{order.number}:1",
        ):
            answer = await mallory.tap_data(message_id, data)
            assert answer["answered"], data
        await mallory.open_link(f"o_{order.number}")
        await mallory.say(f"/lacak {order.number}")
        seen = "\n".join(text_of(m) for m in await mallory.messages())
        assert "Kopi Gayo" not in seen
        assert "Melati" not in seen
        assert (await shop.orders(sari))[0] == order


@pytest.mark.parametrize(
    "data",
    [
        "x",
        "k.place",
        "k.place:0:0:0",
        "o.card:____",
        "c.set:KG-250-BIJI:1000000000",
        "c.prod:../../etc",
        "b.cart:1:2:3:4",
        "q.send:1",
        "o.ok:'; DROP TABLE orders",
        "c.add:" + "9" * 50,
    ],
)
async def test_made_up_callback_data_is_answered(data: str, shop_here: Shop):
    """Given data that no button holds, there is an answer and no order."""
    eve = await shop_here.customer("Eve")
    await eve.say("/start")
    answer = await eve.tap_data((await eve.newest())["message_id"], data)
    assert answer["answered"]
    assert await shop_here.orders(eve) == []
    assert any("Menu" in label or "Katalog" in label for label in labels(await eve.newest()))


@pytest.mark.parametrize("payload", ["p_nothing", "o_AAAA-BBBB", "p_", "o_", "_", "x" * 64])
async def test_a_made_up_deep_link_leads_to_the_shop(payload: str, shop_here: Shop):
    """Given a link to nothing, the bot says so or greets, with a way on."""
    eve = await shop_here.customer("Eve")
    await eve.open_link(payload)
    assert labels(await eve.newest())


async def test_an_old_card_changes_nothing(sqlite_url: str):
    """Given the buttons of a card as it was before, they are answered and nothing is done twice."""
    async with open_shop(sqlite_url) as shop:
        sari, owner = await shop.customer(), shop.owner
        await steps.place(sari)
        await owner.see("Setujui atau tolak")
        message_id, approve = await owner.find("Setujui")
        _, reject = await owner.find("✖️ Tolak")
        _, cancel = await sari.find("Batalkan pesanan")
        await owner.tap_data(message_id, approve)
        await sari.see("dikonfirmasi")
        late = await owner.tap_data(message_id, reject)
        assert toast(late)
        refused = await sari.tap_data((await sari.newest())["message_id"], cancel)
        assert toast(refused)
        assert (await shop.orders(sari))[0].status is OrderStatus.CONFIRMED


# Telegram itself


async def test_a_bot_that_was_kicked_goes_on_serving_customers(sqlite_url: str):
    """Given that the group threw the bot out, customers still order; back in, staff get the card."""
    async with open_shop(sqlite_url) as shop:
        await shop.owner.post("kick", chat_id=shop.group_id)
        sari = await shop.customer()
        await steps.place(sari)
        assert len(await shop.orders(sari)) == 1
        assert await shop.findings() == []


async def test_a_group_that_became_a_supergroup_stays_the_desk(sqlite_url: str):
    """Given that Telegram gave the group a new id, the next card comes there and works there."""
    async with open_shop(sqlite_url) as shop:
        owner_id = shop.owner.user_id
        made = await shop.control("chats", type="group", title="Tim", members=[owner_id])
        await shop.app.store.run(lambda uow: uow.shop.save_staff_group(StaffGroup(made["id"])))
        moved = await shop.control("migrate", chat_id=made["id"])
        await shop.settled()
        sari = await shop.customer()
        await steps.place(sari)
        owner = replace(shop.owner, chat_id=moved["id"])
        await owner.tap("Setujui", "Setujui atau tolak")
        assert (await shop.orders(sari))[0].status is OrderStatus.CONFIRMED


async def test_a_customer_who_blocked_the_bot_comes_back(sqlite_url: str):
    """Given a block, the shop knows that it cannot reach them; a /start makes it right."""
    async with open_shop(sqlite_url) as shop:
        sari = await shop.customer()
        await steps.place(sari)
        await sari.block()
        assert not await shop.reachable(sari)
        await steps.approve(shop)
        await shop.settled()
        await sari.block(blocked=False)
        await sari.say("/start")
        assert await shop.reachable(sari)
        await sari.say("/pesanan")
        await sari.see("Pesanan saya", "Kopi Gayo")
        assert await shop.findings() == []


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500, "times": 2},
        {"retry_after": 1, "times": 1},
        {"drop": True, "times": 2},
        {"reset": True, "times": 1},
        {"truncate": True, "times": 1},
    ],
    ids=["500", "429", "dropped", "reset", "truncated"],
)
async def test_a_milestone_outlives_a_telegram_that_fails(
    fault: dict[str, object], sqlite_url: str
):
    """Given calls that fail, the milestone still comes, and the order is what it is."""
    async with open_shop(sqlite_url) as shop:
        sari = await shop.customer()
        await steps.place(sari)
        await shop.owner.see("Setujui atau tolak")
        await shop.control("faults", method="sendMessage", chat_id=sari.chat_id, **fault)
        await steps.approve(shop)
        await sari.see("dikonfirmasi")
        assert (await shop.orders(sari))[0].status is OrderStatus.CONFIRMED


# What changed between the cart and the confirmation


async def test_a_price_that_changed_is_shown_before_it_is_paid(sqlite_url: str):
    """Given a new price after the summary, the tap shows it and places nothing yet."""
    async with open_shop(sqlite_url) as shop:
        sari = await shop.customer()
        await steps.fill_cart(sari)
        await steps.to_summary(sari)
        await shop.app.store.run(_dearer)
        answer = await sari.tap("Pesan sekarang")
        assert toast(answer)
        assert await shop.orders(sari) == []
        await sari.see("Rp99.000", "Pesan sekarang")
        await sari.tap("Pesan sekarang")
        assert (await shop.orders(sari))[0].lines[0].unit_price == 99_000


def _dearer(uow: UnitOfWork) -> None:
    sku = uow.catalogue.skus([steps.GAYO])[steps.GAYO]
    uow.catalogue.put_sku(replace(sku, price=99_000))


async def test_the_last_units_go_to_who_confirms_first(database_url: str):
    """Given two carts for the last units, one gets them and the other is offered what is left."""
    async with open_shop(database_url) as shop:
        on_hand, _ = await shop.level(steps.GAYO)
        people = [await shop.customer(name) for name in ("Sari", "Budi")]
        for person in people:
            await steps.fill_cart(person)
            await steps.to_summary(person)
        await shop.owner.say(f"/koreksi {steps.GAYO} {3 - on_hand} hitung ulang")
        assert (await shop.level(steps.GAYO))[0] == 3
        await asyncio.gather(*(person.tap("Pesan sekarang") for person in people))
        orders = [await shop.orders(person) for person in people]
        assert sorted(map(len, orders)) == [0, 1]
        assert await shop.level(steps.GAYO) == (3, 2)
        loser = people[0] if not orders[0] else people[1]
        await loser.tap("Ambil 1")
        await loser.tap("Pesan sekarang")
        assert await shop.level(steps.GAYO) == (3, 3)
        assert await shop.findings() == []
